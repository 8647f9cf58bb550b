"""One change at a time: the list, beginning one, and what becomes of it."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from rehab.vocabulary import CareOutcome
from tracker.actions.one_change import (
    ChangeEntry,
    begin_change,
    correct_change,
    drop_change,
    end_change,
    extend_change,
    remove_change,
)
from tracker.forms.change import ChangeCorrectForm, ChangeEndForm, ChangeExtendForm, ChangeForm
from tracker.forms.fields import WritingForm
from tracker.models import Change, Injury, Revision
from tracker.overview.changes import change_view, changes_page
from tracker.overview.log_lines import chosen_lines
from tracker.views.current import (
    current_injury,
    frame,
    injury_or_404,
    needs_injury,
    now_of,
    see_other,
)
from tracker.views.kept import give_back, keeps_typed
from tracker.views.writing import attempt

USUAL_WEEKS = 3


@require_safe
@needs_injury
def changes(request: HttpRequest) -> HttpResponse:
    """What was changed and what the log shows, and the form for a new change."""
    injury = current_injury(request)
    form = ChangeForm(
        give_back(request, about=injury.uuid),
        owner=request.user,
        today=now_of(request).today,
        initial={
            "began_on": now_of(request).today,
            "weeks": USUAL_WEEKS,
            "contexts": chosen_lines(request.user.contexts)[:2],
        },
    )
    return _list(request, injury, form)


@require_POST
@keeps_typed(back=lambda injury_uuid: reverse("changes"))
@login_required
def change_begin(request: HttpRequest, injury_uuid: UUID) -> HttpResponse:
    injury, at = injury_or_404(request, injury_uuid), now_of(request)
    form = ChangeForm(request.POST, owner=request.user, today=at.today)

    def write() -> tuple[Change | None, Revision | None]:
        told = form.cleaned_data
        names = ("what", "began_on", "weeks", "contexts")
        entry = ChangeEntry(**{name: told[name] for name in names})
        return begin_change(injury=injury, entry=entry, at=at, key=told["key"])

    stored = attempt(form, write)
    if stored is None:
        return _list(request, injury, form, status=422)
    if stored[0] is not None:  # sent again after it was taken out: nothing to tell
        _say(request, _("The change is noted."), stored[1])
    return see_other("changes")


@require_safe
@keeps_typed(back=lambda change_uuid: reverse("change", args=[change_uuid]))
@login_required
def change(request: HttpRequest, change_uuid: UUID) -> HttpResponse:
    """One change: what the log shows before and since, and how it goes on."""
    return _show(request, _own_or_404(request, change_uuid))


@require_POST
@keeps_typed(back=lambda change_uuid, kind: reverse("change", args=[change_uuid]))
@login_required
def change_move(request: HttpRequest, change_uuid: UUID, kind: str) -> HttpResponse:
    """Correct it, end it, drop it, let it run on, or take it out; `kind` says which."""
    if kind not in MOVES:
        raise Http404
    kept = _own(request, change_uuid)
    if kept is None:
        if _was_removed(request, change_uuid):
            return see_other("changes")  # the second tap of the same button
        raise Http404
    form_class, move, said = MOVES[kind]
    today = {"today": now_of(request).today} if form_class is ChangeCorrectForm else {}
    form = form_class(request.POST, owner=request.user, **today)

    def write() -> tuple[Revision | None]:
        return (move(request, kept, form.cleaned_data),)

    stored = attempt(form, write)
    if stored is None:
        return _show(request, kept, form=form, kind=kind)
    _say(request, said(), stored[0])
    return see_other("changes")


Told = dict[str, object]


def _correct(request: HttpRequest, kept: Change, told: Told) -> Revision | None:
    return correct_change(
        change=kept,
        what=told["what"],
        began_on=told["began_on"],
        contexts=told["contexts"],
        at=now_of(request),
        key=told["key"],
    )


def _end(request: HttpRequest, kept: Change, told: Told) -> Revision | None:
    outcome = CareOutcome(str(told["outcome"])) if told["outcome"] else None
    return end_change(
        change=kept, outcome=outcome, note=told["note"], at=now_of(request), key=told["key"]
    )


def _drop(request: HttpRequest, kept: Change, told: Told) -> Revision | None:
    return drop_change(change=kept, note=kept.note, at=now_of(request), key=told["key"])


def _extend(request: HttpRequest, kept: Change, told: Told) -> Revision | None:
    weeks = told["more_weeks"]
    return extend_change(change=kept, weeks=weeks, at=now_of(request), key=told["key"])


def _remove(request: HttpRequest, kept: Change, told: Told) -> Revision | None:
    return remove_change(change=kept, key=told["key"])


Move = Callable[[HttpRequest, Change, Told], Revision | None]
MOVES: dict[str, tuple[type[WritingForm], Move, Callable[[], str]]] = {
    "correct": (ChangeCorrectForm, _correct, lambda: _("The change is corrected.")),
    "end": (ChangeEndForm, _end, lambda: _("The change is ended.")),
    "drop": (WritingForm, _drop, lambda: _("The change is dropped.")),
    "extend": (ChangeExtendForm, _extend, lambda: _("The change runs on.")),
    "remove": (WritingForm, _remove, lambda: _("The change is taken out.")),
}


def _say(request: HttpRequest, words: str, revision: Revision | None) -> None:
    tag = f"undo:{reverse('undo', args=[revision.uuid])}" if revision else ""
    messages.success(request, words, extra_tags=tag)


def _list(
    request: HttpRequest, injury: Injury, form: ChangeForm, *, status: int = 200
) -> HttpResponse:
    views = changes_page(injury, today=now_of(request).today)
    context = frame(request, injury, section="more") | {
        "form": form,
        "running": [view for view in views if view.is_running],
        "over": [view for view in views if not view.is_running],
    }
    return render(request, "changes.html", context, status=status)


def _show(
    request: HttpRequest, kept: Change, *, form: WritingForm | None = None, kind: str = ""
) -> HttpResponse:
    today, typed = now_of(request).today, give_back(request)
    stored = {name: getattr(kept, name) for name in ("what", "began_on", "contexts")}
    ended = {"outcome": kept.outcome, "note": kept.note}

    def typed_in(field: str) -> QueryDict | None:
        return typed if typed and field in typed else None

    forms = {
        "end": ChangeEndForm(typed_in("note"), owner=request.user, initial=ended),
        "extend": ChangeExtendForm(
            typed_in("more_weeks"), owner=request.user, initial={"more_weeks": 1}
        ),
        "correct": ChangeCorrectForm(
            typed_in("what"), owner=request.user, today=today, initial=stored
        ),
    } | ({kind: form} if form else {})
    context = frame(request, kept.injury, section="more") | {
        "view": change_view(kept, today=today),
        "refused": form,
        "end_form": forms["end"],
        "extend_form": forms["extend"],
        "correct_form": forms["correct"],
        "plain_form": WritingForm(owner=request.user),
    }
    return render(request, "changes/change.html", context, status=422 if form else 200)


def _own(request: HttpRequest, change_uuid: UUID) -> Change | None:
    own = Change.objects.of(request.user).select_related("injury", "injury__owner")
    return own.filter(uuid=change_uuid).first()


def _own_or_404(request: HttpRequest, change_uuid: UUID) -> Change:
    kept = _own(request, change_uuid)
    if kept is None:
        raise Http404
    return kept


def _was_removed(request: HttpRequest, change_uuid: UUID) -> bool:
    gone = Revision.objects.of(request.user).filter(row=change_uuid, table="change")
    return gone.filter(after__isnull=True).exists()
