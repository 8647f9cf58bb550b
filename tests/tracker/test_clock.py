"""Which diary day an instant belongs to: the person's wall clock decides."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.clock import diary_day, zone_or_utc

ZONES = [
    "Europe/London",
    "Europe/Berlin",
    "America/New_York",
    "America/St_Johns",
    "America/Santiago",
    "Asia/Kathmandu",
    "Asia/Tehran",
    "Australia/Lord_Howe",
    "Australia/Adelaide",
    "Pacific/Auckland",
    "Pacific/Kiritimati",
    "Pacific/Pago_Pago",
]


def instants(zone: str):
    """Every quarter of an hour of 2026 in which the local clock reads 23:00 to 03:00."""
    at = datetime(2026, 1, 1, tzinfo=UTC)
    while at < datetime(2027, 1, 1, tzinfo=UTC):
        local = at.astimezone(ZoneInfo(zone))
        if local.hour >= 23 or local.hour <= 3:
            yield at, local
        at += timedelta(minutes=15)


@pytest.mark.parametrize("zone", ZONES)
def test_around_midnight_the_evening_goes_on_until_three_in_every_zone_all_year(zone):
    for at, local in instants(zone):
        evening = local.hour < 3
        expected = local.date() - timedelta(days=1) if evening else local.date()
        assert diary_day(at, zone=zone, day_starts_hour=3) == expected


def test_with_midnight_as_the_start_the_local_date_decides():
    at = datetime(2026, 11, 21, 0, 30, tzinfo=UTC)
    assert diary_day(at, zone="Europe/Berlin", day_starts_hour=0) == date(2026, 11, 21)
    assert diary_day(at, zone="America/New_York", day_starts_hour=0) == date(2026, 11, 20)


@pytest.mark.parametrize("name", ["", "Mars/Olympus", "../etc/passwd", "x" * 300, "Europe/\x00"])
def test_an_unknown_zone_is_read_as_utc_and_never_fails(name):
    assert zone_or_utc(name) == ZoneInfo("UTC")


@given(
    at=st.datetimes(
        min_value=datetime(2000, 1, 1), max_value=datetime(2040, 1, 1), timezones=st.just(UTC)
    ),
    zone=st.sampled_from(ZONES),
    hour=st.integers(0, 6),
)
def test_a_diary_day_is_the_local_date_or_the_day_before(at, zone, hour):
    local = at.astimezone(ZoneInfo(zone)).date()
    assert diary_day(at, zone=zone, day_starts_hour=hour) in {local, local - timedelta(days=1)}
