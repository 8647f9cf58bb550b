"""Which injury a page is about: the person's current one, or the one the URL names."""

from collections.abc import Callable
from datetime import date, timedelta
from functools import wraps
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, resolve_url
from django.utils.translation import gettext as _

from tracker.clock import EARLIEST_YEARS_BACK, PersonNow, person_now
from tracker.diary_reader import own_one_with_context, own_with_context
from tracker.labels import injury_words
from tracker.models import Injury
from tracker.overview.bell import waiting

INTAKE = "/start/safety/"
View = Callable[..., HttpResponse]


class NoInjury(Http404):
    """The person has no injury yet. `needs_injury` sends them to the intake instead."""


def needs_injury(view: View) -> View:
    """For signed-in pages about the current injury: without one the intake comes first."""

    @wraps(view)
    def inner(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except NoInjury:
            return redirect(INTAKE)

    return login_required(inner)


def current_injury(request: HttpRequest) -> Injury:
    """The person's current injury with its reading context, in one query.

    Falls back to the newest open one, then the newest. Raises NoInjury when there is none
    (`needs_injury` turns that into a redirect to the intake).
    """
    person = request.user
    chosen = person.current_injury_id
    found = own_one_with_context(owner=person.pk, injury=chosen) if chosen else []
    own = own_with_context(person)
    injury = found[0] if found else own.open().first() or own.first()
    if injury is None:
        raise NoInjury
    return injury


def injury_or_404(request: HttpRequest, injury_uuid: UUID) -> Injury:
    """The injury a writing form names; a stranger's answers 404 like one that does not exist."""
    injury = own_with_context(request.user).filter(uuid=injury_uuid).first()
    if injury is None:
        raise Http404
    return injury


def now_of(request: HttpRequest) -> PersonNow:
    """The person's moment and diary day, once per request."""
    if not hasattr(request, "_person_now"):
        request._person_now = person_now(request.user)  # type: ignore[attr-defined]
    now: PersonNow = request._person_now  # type: ignore[attr-defined]
    return now


def days_open(request: HttpRequest) -> tuple[date, date]:
    """The first and the last day this person can log."""
    today = now_of(request).today
    return today - timedelta(days=365 * EARLIEST_YEARS_BACK), today


def refused_day(request: HttpRequest, on: date) -> HttpResponse | None:
    """Back to Today with a sentence for a day that cannot be logged; None for one that can."""
    first, last = days_open(request)
    if first <= on <= last:
        return None
    late = on > last
    messages.error(
        request,
        _("You can only log today or earlier") if late else _("This day is too long ago to log"),
    )
    return redirect("today")


def see_other(to: object, *args: object) -> HttpResponse:
    """Send on to a page after a write (303), so that going back sends nothing twice."""
    return HttpResponseRedirect(resolve_url(to, *args), status=303)  # type: ignore[arg-type]


def frame(
    request: HttpRequest,
    injury: Injury,
    *,
    section: str,
    open_signs: int | None = None,
    asked_visits: int = 0,
    pressing: str = "",
) -> dict[str, object]:
    """What the frame of a signed-in page shows of the injury: its name, and the bell's count.

    One query, none when the page knows `open_signs` already, and with it the visits that ask
    and the gravest tier that presses.
    """
    if open_signs is None:
        waits = waiting(injury, at=now_of(request))
        open_signs, asked_visits, pressing = waits.signs, waits.visits, waits.pressing
    replies: int = getattr(injury, "replies", 0)
    unread: int = getattr(injury, "unread", 0)
    return {
        "injury": injury,
        "has_others": getattr(injury, "has_others", False),
        "injury_label": injury_words(side=injury.side, places=injury.places, worst=injury.worst),
        "section": section,
        "open_signs": open_signs,
        "asked_visits": asked_visits,
        "waiting_replies": replies,
        "unread": unread,
        "bell": open_signs + asked_visits + replies + unread,
        "pressing": pressing,
    }
