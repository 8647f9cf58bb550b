"""Bring a diary in: send the file, look at what it would change, confirm."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST

from tracker import waiting_import
from tracker.actions.bring_in import BroughtIn, CannotStand, Compared, bring_in, compare, names_of
from tracker.actions.errors import ActionError
from tracker.carried import Carried
from tracker.carried_pictures import carried_picture
from tracker.exchange.incoming import read_incoming
from tracker.exchange.reading import FileRefused, Remark
from tracker.exchange.unpack import Upload, open_upload
from tracker.exchange.whole_zip import photo_small
from tracker.forms.bring_in import KEEP, TAKE, BringFileForm, BringInForm
from tracker.models import Injury
from tracker.overview.injuries import injury_rows
from tracker.photos import PhotoRefused, Picture
from tracker.uploads import was_dropped
from tracker.views.current import NoInjury, current_injury, frame, now_of, see_other
from tracker.views.writing import refuse

MOST_SHOWN = 30
KIND_WORDS = {
    "injuries": gettext_lazy("Injuries"),
    "days": gettext_lazy("Days"),
    "moments": gettext_lazy("Moments"),
    "runs": gettext_lazy("Runs"),
    "falls": gettext_lazy("Falls and slips"),
    "answers": gettext_lazy("Answers to safety questions"),
    "tests": gettext_lazy("Self-tests and other numbers"),
    "plans": gettext_lazy("Plans"),
    "plan_items": gettext_lazy("Exercises of an own plan"),
    "moves": gettext_lazy("Moves between stages"),
    "sessions": gettext_lazy("Exercise days"),
    "session_items": gettext_lazy("Exercises done"),
    "care": gettext_lazy("Already had"),
    "setbacks": gettext_lazy("Flare-ups and re-injuries"),
    "clearances": gettext_lazy("Clearances"),
    "pauses": gettext_lazy("Pauses"),
    "gap_answers": gettext_lazy("Answers after a gap"),
    "own_activities": gettext_lazy("Own activities"),
    "told": gettext_lazy("What a professional said"),
    "changes": gettext_lazy("Changes tried"),
    "photos": gettext_lazy("Photos"),
    "report": gettext_lazy("Choices for the report"),
    "findings": gettext_lazy("Signs found"),
    "notices": gettext_lazy("What you were told"),
    "actions": gettext_lazy("What you did with it"),
    "visits": gettext_lazy("Visits"),
    "sign_reports": gettext_lazy("Reports about signs"),
}
LEFT_WORDS = {
    "photos": gettext_lazy("photos whose pictures are not in the file"),
    "tokens": gettext_lazy("tokens for shortcuts: make new ones here"),
    "share_links": gettext_lazy("links that were shared: they do not open this diary"),
    "consents": gettext_lazy("consents: yours here is the one that counts"),
    "reminders": gettext_lazy("reminders that were sent"),
    "history": gettext_lazy("earlier versions of entries: they stay in the file"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the preview."""

    name: str
    new: int
    equal: int
    different: int


@require_POST
@login_required
def read(request: HttpRequest) -> HttpResponse:
    """Look into the file and show what it would change. It waits for the answer, for a day."""
    _refuse_demo(request)
    waiting_import.purge(now=timezone.now())
    file = request.FILES.get("file")
    if was_dropped(request, "file"):
        return _choose(request, [Remark("", _("The file is over 250 MB"))])
    if not isinstance(file, UploadedFile):
        return _choose(request, [Remark("", _("Choose a file first"))])
    try:
        path = waiting_import.keep(request.user.uuid, file.chunks())
    except OSError:
        return _choose(request, [Remark("", _("The server has no room for it now. Try later"))])
    return _with_file(request, path, lambda upload, carried: _look(request, upload, carried))


@require_POST
@login_required
def bring(request: HttpRequest) -> HttpResponse:
    """Bring in what was looked at, or leave it."""
    _refuse_demo(request)
    if request.POST.get("do") == "leave":
        waiting_import.remove(request.user.uuid)
        messages.info(request, _("Nothing was brought in. The file is deleted here."))
        return see_other("data")
    path = waiting_import.find(request.user.uuid)
    if path is None:
        return _choose(request, [Remark("", _("The file is not here any more. Choose it again"))])
    return _with_file(request, path, lambda upload, carried: _bring(request, upload, carried))


def _bring(request: HttpRequest, upload: Upload, carried: Carried) -> HttpResponse:
    form = BringInForm(request.POST, owner=request.user, asks=False)
    if not form.is_valid():
        return _look(request, upload, carried, form=form)
    try:
        result = bring_in(
            owner=request.user,
            carried=carried,
            takes=form.takes,
            seen=form.cleaned_data["seen"],
            at=now_of(request),
            key=form.cleaned_data["key"],
            pictures=_pictures(upload),
        )
    except CannotStand:
        raise
    except ActionError as refusal:
        request.user.refresh_from_db()
        refuse(form, refusal)
        return _look(request, upload, carried, form=form)
    waiting_import.remove(request.user.uuid)
    return _brought(request, result)


def _brought(request: HttpRequest, result: BroughtIn) -> HttpResponse:
    count = sum(result.compared.new.values())
    words = ngettext("%(n)s entry is brought in.", "%(n)s entries are brought in.", count)
    messages.success(request, words % {"n": count})
    return see_other("today" if result.notices else "data")


def _with_file(
    request: HttpRequest, path: Path, go_on: Callable[[Upload, Carried], HttpResponse]
) -> HttpResponse:
    """Read the file and go on; or say what is wrong with it, and keep nothing of it."""
    try:
        with open_upload(path) as upload:
            carried = read_incoming(
                upload.text, today=now_of(request).today, pictures=upload.pictures
            )
            return go_on(upload, carried)
    except FileRefused as refused:
        faults = list(refused.faults)
    except CannotStand as refused:
        faults = [Remark(refused.path, _(refused.message))]
    waiting_import.remove(request.user.uuid)
    return _choose(request, faults)


def _pictures(upload: Upload) -> Callable[[str], Picture]:
    def picture(name: str) -> Picture:
        small = photo_small(name)
        try:
            return carried_picture(
                upload.picture(name), upload.picture(small) if small in upload.pictures else None
            )
        except PhotoRefused as refused:
            raise CannotStand(name, refused.message) from refused

    return picture


def _look(
    request: HttpRequest, upload: Upload, carried: Carried, *, form: BringInForm | None = None
) -> HttpResponse:
    """What would change: counted by kind, with the days."""
    found = compare(
        owner=request.user, carried=carried, at=now_of(request), pictures=_pictures(upload)
    )
    status = 422 if form is not None else 200
    is_empty = not Injury.objects.of(request.user).exists()
    asks = bool(found.different or found.settings)
    if form is None:
        initial = {"differs": TAKE if is_empty else KEEP}
        form = BringInForm(owner=request.user, initial=initial, asks=asks)
    context = _frame(request) | {
        "form": form,
        "found": found,
        "asks": asks,
        "lines": _lines(found),
        "new_days": _days(found.new_days),
        "other_days": _days(found.other_days),
        "left_out": [(n, LEFT_WORDS[kind]) for kind, n in carried.left_out.items()],
        "warnings": carried.warnings[:MOST_SHOWN],
        "more_warnings": max(0, len(carried.warnings) - MOST_SHOWN),
    }
    return render(request, "carried/look.html", context, status=status)


def _lines(found: Compared) -> list[Line]:
    return [
        Line(str(KIND_WORDS[k]), found.new[k], found.equal[k], found.different[k])
        for k in names_of([*found.new, *found.equal, *found.different])
    ]


def _days(days: list[date]) -> dict[str, object]:
    """The first days, how many more, and the last."""
    ordered = sorted(days)
    return {"shown": ordered[:MOST_SHOWN], "more": max(0, len(ordered) - MOST_SHOWN)}


def _choose(request: HttpRequest, faults: list[Remark]) -> HttpResponse:
    form = BringFileForm({})
    form.add_error("file", faults[0].message if len(faults) == 1 and not faults[0].path
                   else _("This file cannot be brought in. Nothing was changed"))  # fmt: skip
    context = _frame(request) | {
        "form": form,
        "faults": [f for f in faults if f.path or len(faults) > 1],
    }
    return render(request, "carried/data.html", context, status=422)


def _frame(request: HttpRequest) -> dict[str, object]:
    try:
        injury = current_injury(request)
        rows = injury_rows(request.user, now=injury)
        return frame(request, injury, section="more") | {"injuries": rows}
    except NoInjury:
        return {"section": "more"}


def _refuse_demo(request: HttpRequest) -> None:
    """A made-up diary takes nothing in: nobody is known, and it is gone in a day."""
    if request.user.is_demo:
        raise Http404
