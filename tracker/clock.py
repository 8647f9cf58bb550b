"""The person's own day. The only place that turns an instant into "today".

A diary day begins at `day_starts_hour` (03:00 unless changed), so an entry at
half past one at night still belongs to the evening before.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.utils import timezone

from tracker.models import User

EARLIEST_YEARS_BACK = 20


@dataclass(frozen=True, slots=True)
class PersonNow:
    """One instant as one person lives it: the moment, their zone, their diary day.

    An entry that waited on a phone was written before it arrived: `wrote_at` and `wrote_in`
    are its own instant and zone, None and "" for one that is stored as it is written.
    """

    now: datetime
    zone: str
    today: date
    wrote_at: datetime | None = None
    wrote_in: str = ""

    @property
    def entered_at(self) -> datetime:
        """When the entry was written."""
        return self.wrote_at or self.now

    @property
    def entered_in(self) -> str:
        """The zone in which it was written."""
        return self.wrote_in or self.zone

    @property
    def local(self) -> datetime:
        return self.now.astimezone(zone_or_utc(self.zone))


def zone_or_utc(name: str) -> ZoneInfo:
    """The zone of that name; UTC for a name this machine does not know."""
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        return ZoneInfo("UTC")


def diary_day(now: datetime, *, zone: str, day_starts_hour: int) -> date:
    """The diary day an instant belongs to. Wall-clock hours decide, so both DST changes hold."""
    local = now.astimezone(zone_or_utc(zone))
    if local.hour < day_starts_hour:
        return local.date() - timedelta(days=1)
    return local.date()


def offset_of(at: datetime, *, zone: str) -> int:
    """How many minutes that zone's clocks stood ahead of UTC at this instant."""
    offset = at.astimezone(zone_or_utc(zone)).utcoffset() or timedelta()
    return round(offset.total_seconds() / 60)


def day_at_offset(at: datetime, *, offset_minutes: int, day_starts_hour: int) -> date:
    """The diary day of an instant by a clock that stood so far ahead of UTC."""
    local = at.astimezone(UTC) + timedelta(minutes=offset_minutes)
    return (local - timedelta(hours=day_starts_hour)).date()


def person_now(user: User, now: datetime | None = None) -> PersonNow:
    """What time and which diary day it is for this person.

    A day that was logged already is never ahead: who flies over the date line stays on it until
    it is over there too.
    """
    now = now or timezone.now()
    today = diary_day(now, zone=user.time_zone, day_starts_hour=user.day_starts_hour)
    return PersonNow(now=now, zone=user.time_zone, today=max(today, user.earliest_today or today))


def lived_at(instant: datetime, *, zone: str) -> datetime:
    """What the clock on the wall read where the entry was made; naive, so that no page moves it."""
    return instant.astimezone(zone_or_utc(zone)).replace(tzinfo=None)
