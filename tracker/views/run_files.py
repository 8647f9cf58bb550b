"""Runs from a watch: choose files, look at what was found, add it."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core import signing
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from tracker.actions.add_file_runs import ChosenRun, FileRunsAdded, add_file_runs
from tracker.actions.errors import ActionError
from tracker.exchange.run_files.read import read_files
from tracker.exchange.run_files.unpack import Sent
from tracker.exchange.run_files.values import MOST_FILES, FilesRead
from tracker.file_run import ALL_BYTES, FILE_BYTES, FileRun, Refusal, Why
from tracker.forms.run_files import ANOTHER, AddRunsForm, FoundForm, RunFilesForm
from tracker.models import Injury
from tracker.overview.plan_needs import plan_of
from tracker.overview.plan_words import date_words
from tracker.overview.run_files import Found, found_runs, refusal_words
from tracker.overview.run_steps import run_asks
from tracker.templatetags.ui import error_summary
from tracker.uploads import dropped_names
from tracker.views.current import (
    current_injury,
    frame,
    injury_or_404,
    needs_injury,
    now_of,
    see_other,
)
from tracker.views.kept import keeps_typed, take_typed
from tracker.views.saved import said_undo_all
from tracker.views.writing import refuse

SALT = "tracker.run_files"
# As long as what was typed is kept for somebody whose session ended, and a night more.
LASTS_S = 24 * 3600
FOUND = "found"


@dataclass(frozen=True, slots=True)
class Row:
    """One run that was found; without a form where there is nothing to choose."""

    found: Found
    form: FoundForm | None


@dataclass(frozen=True, slots=True)
class Page:
    """Everything on the page of what was found."""

    form: AddRunsForm
    rows: list[Row]
    refused: Sequence[Refusal]

    @property
    def forms(self) -> list[FoundForm]:
        return [row.form for row in self.rows if row.form is not None]

    @property
    def holds_known(self) -> bool:
        return any(row.found.known for row in self.rows)

    @property
    def entries(self) -> list[dict[str, str]]:
        """Every fault as a link to its field; those of a run begin with its day and time."""
        found: list[dict[str, str]] = error_summary(self.form)["entries"]
        for row in self.rows:
            for entry in error_summary(*([row.form] if row.form else []))["entries"]:
                when = f"{date_words(row.found.on)}, {row.found.clock}"
                found.append(entry | {"text": f"{when}: {entry['text']}"})
        return found

    def is_valid(self) -> bool:
        """Whether what is told of each chosen run can be stored; no typed run is two of them."""
        for form in self.forms:
            form.full_clean()
        taken = [form for form in self.forms if form.cleaned_data["take"]]
        filled: set[str] = set()
        for form in taken:
            typed = form.cleaned_data.get("fills")
            if typed in filled:
                form.add_error("fills", _("Only one run can be the one you typed in"))
            if typed and typed != ANOTHER:
                filled.add(typed)
        return self.form.is_valid() and not any(form.errors for form in taken)


@require_safe
@needs_injury
def runs_import(request: HttpRequest) -> HttpResponse:
    """Where the files are chosen; or the runs that were found before the session ended."""
    injury = current_injury(request)
    typed = take_typed(request, about=injury.uuid)
    if typed is not None and (read := _unpacked(typed.get(FOUND, ""), injury)):
        messages.info(request, _("Your runs are not added yet."))
        return _render(request, injury, _page(request, injury, read, filled=typed))
    return _show_files(request, injury)


@require_POST
@keeps_typed(back=lambda injury_uuid: reverse("runs-import"))
@login_required
def runs_read(request: HttpRequest, injury_uuid: UUID) -> HttpResponse:
    """Read the files and show what is in them. Nothing is stored yet, and no file ever is."""
    injury = injury_or_404(request, injury_uuid)
    files = request.FILES.getlist("file")
    dropped = dropped_names(request, "file")
    if not files and not dropped:
        return _show_files(request, injury, error=_("Choose one or more files"))
    sent, refused = [], [Refusal(name, Why.TOO_LARGE) for name in dropped]
    left = ALL_BYTES
    for file in files[: MOST_FILES + 1]:
        name = str(file.name)
        size = file.size or 0
        if size > FILE_BYTES:
            refused.append(Refusal(name, Why.TOO_LARGE))
        elif size > left:
            refused.append(Refusal(name, Why.TOO_MUCH))
        else:
            left -= size
            sent.append(Sent(name, file.read()))
    read = read_files(sent, now=now_of(request).now)
    read = FilesRead(read.runs, (*refused, *read.refused))
    if not read.runs:
        return _show_files(request, injury, refused=read.refused, error=_("No run was found"))
    return _render(request, injury, _page(request, injury, read))


@require_POST
@keeps_typed(back=lambda injury_uuid: reverse("runs-import"))
@login_required
def runs_add(request: HttpRequest, injury_uuid: UUID) -> HttpResponse:
    """Add the runs that were chosen; or show them on the days of another zone."""
    injury = injury_or_404(request, injury_uuid)
    read = _unpacked(request.POST.get(FOUND, ""), injury)
    if read is None:
        return _show_files(request, injury, error=_("Choose the files again"))
    if request.POST.get("do") == "zone":
        return _render(request, injury, _page(request, injury, read, filled=request.POST))
    page = _page(request, injury, read, sent=request.POST)
    if page.is_valid():
        chosen = [
            ChosenRun(
                run=row.found.run,
                on=row.found.on,
                offset_minutes=row.found.offset_minutes,
                **row.form.told(),
            )
            for row in page.rows
            if row.form is not None and row.form.cleaned_data["take"]
        ]
        key = page.form.cleaned_data["key"]
        try:
            result = add_file_runs(injury=injury, chosen=chosen, at=now_of(request), key=key)
        except ActionError as refusal:
            if not page.forms:
                return _known_already(request)
            refuse(page.form, refusal)
        else:
            return _added(request, result, page)
    return _render(request, injury, page, status=422)


def _added(request: HttpRequest, result: FileRunsAdded, page: Page) -> HttpResponse:
    count = len(result.runs)
    if result.is_replay and (count or page.holds_known):
        return see_other("diary")  # the second tap: the first one's message tells it
    if result.is_replay and page.forms:
        messages.info(request, _("These runs were taken back since. Choose the files again."))
        return see_other("runs-import")
    if not count:
        return _known_already(request)
    text = ngettext("%(n)s run is added.", "%(n)s runs are added.", count) % {"n": count}
    said_undo_all(request, text, result.revisions)
    return see_other("today" if result.notices else "diary")


def _known_already(request: HttpRequest) -> HttpResponse:
    messages.info(request, _("Nothing is added: these runs are in your diary already."))
    return see_other("diary")


def _page(
    request: HttpRequest,
    injury: Injury,
    read: FilesRead,
    *,
    filled: QueryDict | None = None,
    sent: QueryDict | None = None,
) -> Page:
    """`sent` are answers to check and to add; `filled` are only shown as they stand."""
    user, at = request.user, now_of(request)
    told = sent or filled or QueryDict()
    initial = {"found": _packed(read, injury), "time_zone": user.time_zone}
    form = AddRunsForm(sent, owner=user, initial=initial, zones=[user.time_zone])
    if told.get("time_zone") in dict(form.fields["time_zone"].choices):
        form.initial["time_zone"] = told["time_zone"]
    found = found_runs(
        injury,
        read.runs,
        zone=form.initial["time_zone"],
        at=at,
        day_starts_hour=user.day_starts_hour,
    )
    steps = [(step.code, step.name) for step in run_asks(plan_of(injury, today=at.today)).steps]
    rows = []
    for each in found:
        prefix = f"r{each.place}"
        choices = {"steps": steps, "typed": each.typed_words}
        if each.known is not None or each.why_not:
            rows.append(Row(each, None))
        elif filled is None:
            rows.append(Row(each, FoundForm(sent, prefix=prefix, **choices)))
        else:
            shown = {name: filled.get(f"{prefix}-{name}") for name in FoundForm.base_fields}
            rows.append(Row(each, FoundForm(prefix=prefix, initial=shown, **choices)))
    return Page(form, rows, read.refused)


def _render(
    request: HttpRequest,
    injury: Injury,
    page: Page,
    *,
    status: int = 200,
) -> HttpResponse:
    context = frame(request, injury, section="diary") | {
        "page": page,
        "form": page.form,
        "action": reverse("runs-add", args=[injury.uuid]),
        "refused": refusal_words(page.refused),
        "entries": page.entries if status == 422 else [],
    }
    return render(request, "run_files/found.html", context, status=status)


def _show_files(
    request: HttpRequest,
    injury: Injury,
    *,
    refused: Sequence[Refusal] = (),
    error: str = "",
) -> HttpResponse:
    form = RunFilesForm(error=error)
    context = frame(request, injury, section="diary") | {
        "form": form,
        "action": reverse("runs-read", args=[injury.uuid]),
        "refused": refusal_words(refused),
    }
    return render(request, "run_files/choose.html", context, status=422 if error else 200)


def _packed(read: FilesRead, injury: Injury) -> str:
    """What was found, signed: it waits on the page and nowhere on the server."""
    told = {
        "injury": str(injury.uuid),
        "runs": [run.as_json() for run in read.runs],
        "refused": [[refusal.name, refusal.why] for refusal in read.refused],
    }
    return signing.dumps(told, salt=SALT, compress=True)


def _unpacked(text: str, injury: Injury) -> FilesRead | None:
    """What we signed for this injury; None for anything else."""
    try:
        told = signing.loads(text, salt=SALT, max_age=LASTS_S)
    except signing.BadSignature:
        return None
    if told["injury"] != str(injury.uuid):
        return None
    return FilesRead(
        tuple(FileRun.from_json(run) for run in told["runs"]),
        tuple(Refusal(name, Why(why)) for name, why in told.get("refused", [])),
    )
