"""Wall times of a person as instants: a skipped hour, a doubled one, quiet hours.

A time that the clocks skip means the next minute that exists; one that comes twice means the
first. Nothing here reads a clock.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from tracker.clock import zone_or_utc

MINUTE = timedelta(minutes=1)
DAY = timedelta(days=1)
# The longest stretch that clocks ever skipped is one whole day.
SKIPPED_AT_MOST = 24 * 60 + 1
NIGHT_ENDS = time(6)


@dataclass(frozen=True, slots=True)
class Quiet:
    """The hours in which nothing comes: over midnight when `start` is the later one."""

    start: time = time(22)
    end: time = time(7)

    def holds(self, at: time) -> bool:
        """Whether this wall time is one of them; equal ends mean that there are none."""
        if self.start <= self.end:
            return self.start <= at < self.end
        return at >= self.start or at < self.end


def instant(day: date, at: time, *, zone: str) -> datetime:
    """The instant, in UTC, at which the clocks of that zone first show this time or a later one."""
    here = zone_or_utc(zone)
    wall = datetime.combine(day, at.replace(second=0, microsecond=0))
    for _ in range(SKIPPED_AT_MOST):
        found = wall.replace(tzinfo=here, fold=0).astimezone(UTC)
        if found.astimezone(here).replace(tzinfo=None) == wall:
            return found
        wall += MINUTE
    return wall.replace(tzinfo=here).astimezone(UTC)


def diary_instant(day: date, at: time, *, zone: str, day_starts_hour: int) -> datetime:
    """The instant of a wall time within a diary day: early hours belong to the evening before."""
    calendar = day + DAY if at.hour < day_starts_hour else day
    return instant(calendar, at, zone=zone)


def end_of_quiet(now: datetime, *, zone: str, quiet: Quiet) -> datetime | None:
    """When the quiet hours end in which `now` lies; None outside of them."""
    return _end_of(now, zone=zone, hours=quiet)


def end_of_night(now: datetime, *, zone: str) -> datetime | None:
    """When the night (midnight to six) ends in which `now` lies; None by day."""
    return _end_of(now, zone=zone, hours=Quiet(time(0), NIGHT_ENDS))


def _end_of(now: datetime, *, zone: str, hours: Quiet) -> datetime | None:
    local = now.astimezone(zone_or_utc(zone))
    if not hours.holds(local.time()):
        return None
    day = local.date() + DAY if local.time() >= hours.end else local.date()
    end = instant(day, hours.end, zone=zone)
    # Where a doubled hour holds the end, its first coming may be over already.
    return end if end > now else now + MINUTE
