"""Visits as a calendar program reads them: one file per visit, and a feed of all.

Titles are neutral in both: a calendar is looked at by others, and the feed needs no sign-in.
Nothing of the diary stands in them: no sign, no name, no place, no word that was said.

Hours are written as instants in UTC, counted from the person's wall time with the offset of
that day, so that every program shows the right hour on both sides of a clock change and
needs no description of the zone. Source: RFC 5545, sections 3.3.5, 3.6.1 and 3.8.7.
"""

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from hashlib import sha256

from django.utils.translation import gettext as _
from django.utils.translation import override
from icalendar import Calendar, Event, vDuration

from tracker.clock import zone_or_utc
from tracker.models import User, Visit

PRODUCT = "-//Home Straight//Visits//EN"
# A visit has no end in the diary; an hour keeps it visible in every program's day.
LASTS = timedelta(hours=1)
# How long the feed tells of visits that are over, and how many it tells of at most.
DAYS_BACK = 180
AT_MOST = 500
READ_AGAIN_EVERY = timedelta(hours=6)
STANDS = ("booked", "seen", "result", "closed")
CANCELLED = ("missed",)
DAY = timedelta(days=1)


def calendar_of(visits: Iterable[Visit], *, owner: User) -> bytes:
    """The visits that have a day, as an iCalendar text in the owner's language.

    A missed visit is marked as cancelled; one without a day is left out. The same visits give
    the same bytes, whenever they are asked for.
    """
    with override(owner.language):
        page = Calendar()
        page.add("prodid", PRODUCT)
        page.add("version", "2.0")
        page.add("calscale", "GREGORIAN")
        page.add("x-wr-calname", _("Appointments"))
        page.add("refresh-interval", READ_AGAIN_EVERY, parameters={"VALUE": "DURATION"})
        page.add("x-published-ttl", vDuration(READ_AGAIN_EVERY))
        for visit in visits:
            if visit.on is not None and visit.state in (*STANDS, *CANCELLED):
                page.add_component(_event(visit, visit.on, zone=owner.time_zone))
        text: bytes = page.to_ical()
    return text


def feed_visits(owner: User, *, today: date) -> list[Visit]:
    """What the feed tells of: visits of half a year back and all that lie ahead."""
    rows = Visit.objects.filter(owner=owner, on__gte=today - DAYS_BACK * DAY)
    return list(rows.filter(state__in=(*STANDS, *CANCELLED)).order_by("on", "pk")[:AT_MOST])


def etag_of(text: bytes) -> str:
    """A strong tag of the bytes, quoted as a header wants it."""
    return f'"{sha256(text).hexdigest()[:32]}"'


def instant_of(on: date, at: time, *, zone: str) -> datetime:
    """The instant of a wall time in a zone, in UTC.

    An hour that a clock change skips means the first minute after it, an hour that it
    doubles means the first of both.
    """
    lived, known = datetime.combine(on, at), zone_or_utc(zone)
    instant = lived.replace(tzinfo=known).astimezone(UTC)
    if instant.astimezone(known).replace(tzinfo=None) == lived:
        return instant
    # In the gap both readings are off: the change lies between them.
    before, after = sorted(lived.replace(tzinfo=known, fold=n).astimezone(UTC) for n in (0, 1))
    while after - before > timedelta(minutes=1):
        middle = before + (after - before) / 2
        middle = middle.replace(second=0, microsecond=0)
        if middle in (before, after):
            break
        if middle.astimezone(known).replace(tzinfo=None) < lived:
            before = middle
        else:
            after = middle
    return after


def _event(visit: Visit, on: date, *, zone: str) -> Event:
    event = Event()
    event.add("uid", f"{visit.uuid}@home-straight")
    # Without a METHOD the stamp is that of the last change (RFC 5545, 3.8.7.2).
    event.add("dtstamp", visit.changed_at.astimezone(UTC))
    event.add("last-modified", visit.changed_at.astimezone(UTC))
    event.add("created", visit.created_at.astimezone(UTC))
    event.add("sequence", visit.moves)
    event.add("summary", _("Appointment"))
    if visit.at is None:
        event.add("dtstart", on)
        event.add("dtend", on + DAY)
    else:
        begins = instant_of(on, visit.at, zone=zone)
        event.add("dtstart", begins)
        event.add("dtend", begins + LASTS)
    event.add("status", "CANCELLED" if visit.state in CANCELLED else "CONFIRMED")
    event.add("class", "PRIVATE")
    event.add("transp", "OPAQUE")
    return event
