"""Visits in a calendar program: a file for one of them, and the secret feed."""

from uuid import UUID

from allauth.core.internal import ratelimit
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from tracker.actions.calendar_feed import FeedMade, end_feed, find_feed, make_feed, note_reading
from tracker.clock import person_now, zone_or_utc
from tracker.forms.fields import WritingForm
from tracker.models import CalendarFeed, Injury
from tracker.reminders.calendar import STANDS, calendar_of, etag_of, feed_visits
from tracker.views.current import (
    current_injury,
    frame,
    injury_or_404,
    needs_injury,
    now_of,
    see_other,
)
from tracker.views.share import quiet
from tracker.views.visits import visit_or_404

TYPE = "text/calendar; charset=utf-8"


@require_safe
@login_required
def visit_file(request: HttpRequest, visit_uuid: UUID) -> HttpResponse:
    """One visit to put into a calendar; 404 for one without a day."""
    visit = visit_or_404(request, visit_uuid)
    if visit.on is None or visit.state not in STANDS:
        raise Http404
    answer = HttpResponse(calendar_of([visit], owner=visit.owner), content_type=TYPE)
    answer["Content-Disposition"] = 'attachment; filename="appointment.ics"'
    return quiet(answer)


@require_safe
@needs_injury
def calendar_feed(request: HttpRequest) -> HttpResponse:
    """Whether the feed is on, what it shows, and its three buttons."""
    return _show(request, current_injury(request))


@require_POST
@login_required
def calendar_make(request: HttpRequest, injury_uuid: UUID) -> HttpResponse:
    """Make the address, or another one in its place, and show it this one time."""
    injury = injury_or_404(request, injury_uuid)
    if request.user.is_demo:
        messages.info(request, _("A made-up diary has no calendar feed."))
        return see_other("calendar-feed")
    form = WritingForm(request.POST, owner=request.user)
    if not form.is_valid():
        messages.error(request, _("This form was not complete. Send it again"))
        return see_other("calendar-feed")
    made = make_feed(owner=request.user, now=now_of(request).now, key=form.cleaned_data["key"])
    if made is None:
        messages.info(request, _("An address is shown once. Make a new one if you need it again."))
        return see_other("calendar-feed")
    return quiet(_show(request, injury, made=made))


@require_POST
@login_required
def calendar_end(request: HttpRequest, injury_uuid: UUID) -> HttpResponse:
    """Turn the feed off at once."""
    injury_or_404(request, injury_uuid)
    if end_feed(owner=request.user):
        messages.success(request, _("The calendar feed is off. Its address leads nowhere now."))
    return see_other("calendar-feed")


@require_safe
def calendar_read(request: HttpRequest, token: str) -> HttpResponse:
    """The visits for a calendar program, without a sign-in.

    Wrong and ended addresses are answered alike; who guesses often has to wait.
    """
    feed = _feed_or_404(request, token)
    text = calendar_of(
        feed_visits(feed.owner, today=person_now(feed.owner).today), owner=feed.owner
    )
    note_reading(feed=feed, now=timezone.now())
    etag = etag_of(text)
    is_known = etag in request.headers.get("If-None-Match", "")
    answer = HttpResponse(status=304) if is_known else HttpResponse(text, content_type=TYPE)
    answer["ETag"] = etag
    return quiet(answer)


def _feed_or_404(request: HttpRequest, token: str) -> CalendarFeed:
    feed = find_feed(token)
    is_guess = feed is None
    is_free = ratelimit.consume(
        request,
        app="allauth.account",
        action="calendar",
        limit_get=True,
        dry_run=not is_guess,
    )
    if feed is None or not is_free:
        raise Http404
    return feed


def _show(request: HttpRequest, injury: Injury, made: FeedMade | None = None) -> HttpResponse:
    feed = made.feed if made else CalendarFeed.objects.filter(owner_id=request.user.pk).first()
    zone = zone_or_utc(request.user.time_zone)
    path = reverse("calendar-read", args=[made.token]) if made else ""
    address = request.build_absolute_uri(path) if made else ""
    context = frame(request, injury, section="visits") | {
        "form": WritingForm(owner=request.user),
        "feed": feed,
        "made_at": feed and feed.made_at.astimezone(zone).replace(tzinfo=None),
        "read_at": feed
        and feed.last_read_at
        and feed.last_read_at.astimezone(zone).replace(tzinfo=None),
        "address": address,
        "opens": f"webcal://{request.get_host()}{path}" if made else "",
    }
    return render(request, "visits/calendar.html", context)
