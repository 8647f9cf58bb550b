"""The large diary of the benchmarks holds what it says, so that budgets mean something."""

from datetime import timedelta

import pytest

from benchmarks.large import DAYS, PHOTOS, RUNS, large_diary
from tests.tracker.make import TODAY, make_user
from tracker.models import Day, Injury, Photo, Run


@pytest.mark.django_db
def test_the_large_diary_has_three_years_three_injuries_runs_and_photos() -> None:
    person = large_diary(make_user(), last=TODAY, photo_kb=2)

    days = Day.objects.filter(injury__owner=person).order_by("on")
    assert days.count() == DAYS
    assert TODAY - days[0].on > timedelta(days=3 * 365 - 30)
    assert days.last().on == TODAY
    assert Injury.objects.of(person).count() == 3
    assert Run.objects.filter(injury__owner=person).count() == RUNS
    assert Photo.objects.filter(injury__owner=person).count() == PHOTOS
    assert person.current_injury.days.count() == 700
