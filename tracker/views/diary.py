"""The diary as a list, and taking a change back."""

from datetime import date
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from tracker.actions.errors import ActionError
from tracker.actions.undo_change import undo_change
from tracker.models import Revision
from tracker.numbers import page_of
from tracker.overview.diary import diary_page
from tracker.overview.log_lines import chosen_lines
from tracker.views.current import current_injury, frame, needs_injury, now_of, see_other
from tracker.views.exercise_log import to_day


@require_safe
@needs_injury
def diary(request: HttpRequest) -> HttpResponse:
    """Five weeks at a time, newest first; `?to=2026-10-01` shows the weeks before."""
    injury, today = current_injury(request), now_of(request).today
    page = diary_page(
        injury,
        contexts=chosen_lines(request.user.contexts),
        today=today,
        last=_date_or(request.GET.get("to", ""), today),
    )
    context = frame(request, injury, section="diary") | {"page": page, "today": today}
    return render(request, "diary.html", context)


def _date_or(text: str, fallback: date) -> date:
    """The date asked for; the fallback for anything that is no date of our time."""
    try:
        asked = date.fromisoformat(text)
    except ValueError:
        return fallback
    return asked if asked.year >= fallback.year - 30 else fallback


def _metric_of(revision: Revision) -> str:
    return str((revision.after or revision.before or {}).get("metric", ""))


@require_POST
@login_required
def undo(request: HttpRequest, revision_uuid: UUID) -> HttpResponse:
    """Take one change back. Twice is the same as once."""
    revision = Revision.objects.of(request.user).filter(uuid=revision_uuid).first()
    if revision is None:
        raise Http404
    try:
        undo_change(revision=revision, at=now_of(request))
    except ActionError as refusal:
        messages.error(request, _(refusal.message))
    else:
        messages.success(request, _("Undone."))
    if revision.table == "reading":
        return see_other(*page_of(_metric_of(revision)))
    if revision.table == "session":
        on = date.fromisoformat((revision.after or revision.before or {})["on"])
        return to_day(request, on)
    return see_other("visits" if revision.table == "visit" else "diary")
