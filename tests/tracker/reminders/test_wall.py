"""Wall times in every zone of this machine, over both changes of the clocks."""

from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.reminders.wall import Quiet, end_of_quiet, instant

ZONES = sorted(name for name in available_timezones() if "/" in name)
TIMES = st.times().map(lambda t: t.replace(second=0, microsecond=0, tzinfo=None))


@cache
def changes(zone: str, year: int = 2026) -> tuple[date, ...]:
    """The days of the year on which the zone's clocks change, by their midnights' offsets."""
    here = ZoneInfo(zone)
    days = [date(year, 1, 1) + timedelta(days=n) for n in range(365)]
    offsets = [datetime.combine(day, time(), tzinfo=here).utcoffset() for day in days]
    return tuple(days[n] for n in range(364) if offsets[n] != offsets[n + 1])


CHANGING = [zone for zone in ZONES if len(changes(zone)) == 2]


@pytest.mark.parametrize("zone", CHANGING)
def test_every_minute_of_both_changes_has_one_instant_that_is_not_before_it(zone: str) -> None:
    here = ZoneInfo(zone)
    for day in changes(zone):
        before = None
        for minute in range(0, 24 * 60, 15):
            at = time(minute // 60, minute % 60)
            found = instant(day, at, zone=zone)
            local = found.astimezone(here)
            assert local.replace(tzinfo=None) >= datetime.combine(day, at)
            assert local.replace(tzinfo=None) - datetime.combine(day, at) <= timedelta(hours=2), (
                "Troll skips two"
            )
            assert local.fold == 0, "of a doubled hour the first"
            assert before is None or found >= before
            before = found


def test_a_skipped_time_is_the_next_minute_that_exists() -> None:
    found = instant(date(2026, 3, 29), time(1, 30), zone="Europe/London")

    assert found == datetime(2026, 3, 29, 1, 0, tzinfo=UTC)
    assert found.astimezone(ZoneInfo("Europe/London")).time() == time(2, 0)


def test_a_doubled_time_is_its_first_coming() -> None:
    found = instant(date(2026, 10, 25), time(1, 30), zone="Europe/London")

    assert found == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)


def test_a_day_that_a_zone_never_had_ends_at_its_next_morning() -> None:
    found = instant(date(2011, 12, 30), time(20), zone="Pacific/Apia")

    assert found.astimezone(ZoneInfo("Pacific/Apia")).date() == date(2011, 12, 31)


@given(
    start=TIMES,
    end=TIMES,
    zone=st.sampled_from(CHANGING),
    at=st.datetimes(min_value=datetime(2026, 1, 1), max_value=datetime(2026, 12, 31)),
)
def test_the_end_of_quiet_hours_comes_within_a_day_and_is_not_quiet(
    start: time, end: time, zone: str, at: datetime
) -> None:
    now, quiet, here = at.replace(tzinfo=UTC), Quiet(start, end), ZoneInfo(zone)

    until = end_of_quiet(now, zone=zone, quiet=quiet)

    if not quiet.holds(now.astimezone(here).time()):
        assert until is None
    else:
        assert until is not None and now < until <= now + timedelta(hours=25)
