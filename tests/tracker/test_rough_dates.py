"""Rough dates as people write them put what was had in order of time."""

from datetime import date

import pytest
from django.test import Client
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from tests.tracker.make import make_injury, make_user
from tracker.models import Care
from tracker.rough_dates import rough_day

TOLD = date(2026, 11, 21)


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("spring 2024", date(2024, 4, 15)),
        ("In the Summer of 2025", date(2025, 7, 15)),
        ("fall 2023", date(2023, 10, 15)),
        ("March 2024", date(2024, 3, 15)),
        ("mar 2024", date(2024, 3, 15)),
        ("12 March 2024", date(2024, 3, 12)),
        ("March 12, 2024", date(2024, 3, 12)),
        ("3/2024", date(2024, 3, 15)),
        ("12.3.2024", date(2024, 3, 12)),
        ("2024-03", date(2024, 3, 15)),
        ("2024-03-12", date(2024, 3, 12)),
        ("2024", date(2024, 7, 1)),
        ("2026", date(2026, 7, 1)),
        ("32/13/2024", date(2024, 7, 1)),
        ("8 months ago", date(2026, 3, 22)),
        ("about two years ago", date(2024, 11, 21)),
        ("a week ago", date(2026, 11, 14)),
        ("1.5 years ago", date(2025, 5, 22)),
        ("1,5 years ago", date(2025, 5, 22)),
        ("2-3 weeks ago", date(2026, 10, 31)),
        ("half a year ago", date(2026, 5, 22)),
        ("a year and a half ago", date(2025, 5, 22)),
        ("one and a half years ago", date(2025, 5, 22)),
        ("a couple of months ago", date(2026, 9, 21)),
        ("a few weeks ago", date(2026, 10, 31)),
        ("this week", TOLD),
        ("last month", date(2026, 10, 22)),
        ("yesterday", date(2026, 11, 20)),
        ("the last 6 weeks", TOLD),
        ("June", date(2026, 6, 15)),
        ("December", date(2025, 12, 15)),
        ("winter", date(2026, 1, 15)),
        ("Mar to Jun 2025, 8 times", date(2025, 6, 15)),
        ("November 2026", date(2026, 11, 15)),
    ],
)
def test_words_name_a_day_or_the_middle_of_what_they_leave_open(words: str, day: date) -> None:
    assert rough_day(words, told_on=TOLD) == day


@pytest.mark.parametrize(
    "words", ["", "don't know", "before the marathon", "8 times", "in 3024", "1066"]
)
def test_words_that_name_no_day_of_this_life_name_none(words: str) -> None:
    assert rough_day(words, told_on=TOLD) is None


def test_the_months_of_the_pages_language_are_known() -> None:
    with translation.override("de"):
        assert rough_day("März 2024", told_on=TOLD) == date(2024, 3, 15)
        assert rough_day("March 2024", told_on=TOLD) == date(2024, 3, 15)


@given(st.text(max_size=60), st.dates(min_value=date(1950, 1, 1), max_value=date(2100, 1, 1)))
def test_nothing_written_breaks_it_or_lies_ahead(words: str, told_on: date) -> None:
    day = rough_day(words, told_on=told_on)

    assert day is None or day <= told_on


def test_what_was_had_stands_in_order_of_time(db: None, client: Client) -> None:
    injury = make_injury(make_user())
    client.force_login(injury.owner)
    for name, when in (("C", "no idea"), ("B", "spring 2025"), ("A", "2023"), ("D", "")):
        Care.objects.create(injury=injury, kind="hands_on", name=name, when_words=when)

    (group,) = client.get("/had/").context["groups"]

    assert [line.name for line in group.items] == ["A", "B", "C", "D"]
