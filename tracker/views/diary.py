"""The diary as a list, and taking a change back."""

import re
from datetime import date
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from tracker.actions.errors import ActionError
from tracker.actions.undo_change import undo_changes
from tracker.forms.find import FindForm
from tracker.models import Injury, Revision
from tracker.numbers import page_of
from tracker.overview.diary import diary_page
from tracker.overview.diary_calendar import calendar_page
from tracker.overview.diary_found import found_page
from tracker.overview.history import ChangesPage, changes_page, is_own_row
from tracker.overview.log_lines import chosen_lines
from tracker.views.current import current_injury, frame, needs_injury, now_of, see_other
from tracker.views.exercise_log import to_day

OF_A_DAY = ("day", "moment", "fall", "run")
MOST_AT_ONCE = 50


@require_safe
@needs_injury
def diary(request: HttpRequest) -> HttpResponse:
    """Five weeks at a time, newest first; `?to=2026-10-01` shows the weeks before."""
    injury, today = current_injury(request), now_of(request).today
    find = FindForm(request.GET)
    if find.is_asked:
        return _found(request, injury, find)
    page = diary_page(
        injury,
        contexts=chosen_lines(request.user.contexts),
        today=today,
        last=date_or(request.GET.get("to", ""), today),
    )
    context = frame(request, injury, section="diary") | {"page": page, "today": today, "find": find}
    return render(request, "diary.html", context)


def _found(request: HttpRequest, injury: Injury, find: FindForm) -> HttpResponse:
    """What the filter or the words find, over the whole diary, newest first."""
    today = now_of(request).today
    found = found_page(
        injury,
        contexts=chosen_lines(request.user.contexts),
        show=find.kind,
        words=find.words,
        last=min(date_or(request.GET.get("to", ""), today), today),
    )
    context = frame(request, injury, section="diary") | {
        "found": found,
        "today": today,
        "find": find,
    }
    return render(request, "diary.html", context)


@require_safe
@needs_injury
def calendar(request: HttpRequest) -> HttpResponse:
    """One month as a grid; every day up to today opens its log, whether logged or not."""
    injury, today = current_injury(request), now_of(request).today
    page = calendar_page(
        injury,
        contexts=chosen_lines(request.user.contexts),
        today=today,
        month=date_or(f"{request.GET.get('month', '')}-01", today),
    )
    context = frame(request, injury, section="diary") | {"page": page, "today": today}
    return render(request, "diary_calendar.html", context)


@require_safe
@needs_injury
def history(request: HttpRequest) -> HttpResponse:
    """What was changed and deleted lately; each can be taken back for seven days."""
    return _changes(request, changes_page(request.user, now=now_of(request), page=_page(request)))


@require_safe
@needs_injury
def history_row(request: HttpRequest, row_uuid: UUID) -> HttpResponse:
    """Every version of one entry, for its owner alone."""
    found = changes_page(request.user, now=now_of(request), row=row_uuid, page=_page(request))
    if not found.changes and not is_own_row(request.user, row_uuid):
        raise Http404
    return _changes(request, found, is_one=True)


def _changes(request: HttpRequest, found: ChangesPage, **more: object) -> HttpResponse:
    injury = current_injury(request)
    context = frame(request, injury, section="diary") | {
        "changes": found.changes,
        "older": found.older,
    }
    return render(request, "diary_history.html", context | more)


def _page(request: HttpRequest) -> int:
    """The number of the page asked for; the first for anything else."""
    asked = request.GET.get("page", "")
    return int(asked) if re.fullmatch("[1-9][0-9]{0,5}", asked) else 1


def date_or(text: str, fallback: date) -> date:
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
    revisions = _to_undo(request, revision_uuid)
    if not revisions:
        raise Http404
    revision = revisions[0]
    try:
        undo_changes(revisions=revisions, at=now_of(request))
    except ActionError as refusal:
        messages.error(request, _(refusal.message))
    else:
        messages.success(request, _("Undone."))
    if revision.table == "reading":
        return see_other(*page_of(_metric_of(revision)))
    if revision.table == "session":
        on = date.fromisoformat((revision.after or revision.before or {})["on"])
        return to_day(request, on)
    is_todays = _day_of(revision) == now_of(request).today.isoformat()
    if is_todays and revision.table in OF_A_DAY and revision.after is not None:
        return see_other("today")
    pages = {"visit": "visits", "change": "changes"}
    return see_other(pages.get(revision.table, "diary"))


def _to_undo(request: HttpRequest, first: UUID) -> list[Revision]:
    """The change named, then those that were written with it; only the person's own."""
    own = Revision.objects.of(request.user)
    revision = own.filter(uuid=first).first()
    if revision is None:
        return []
    also = []
    for text in request.GET.get("and", "").split(",")[:MOST_AT_ONCE]:
        try:
            also.append(UUID(text))
        except ValueError:
            continue
    return [revision, *own.filter(uuid__in=also).exclude(pk=revision.pk)]


def _day_of(revision: Revision) -> str:
    kept = revision.after or revision.before or {}
    return str(kept.get("on") or kept.get(Revision.OF, {}).get("on", ""))
