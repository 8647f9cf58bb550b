"""The days logged of the whole diary, a year at a time."""

from datetime import date, timedelta

import pytest
from django.test import Client

from tests.tracker.make import TODAY, make_day, make_days, make_injury, make_user
from tests.tracker.queries import counting
from tracker.models import User

FIRST = date(2024, 3, 30)


def page(client: Client, address: str = "/progress/days/"):
    return client.get(address).context["page"]


@pytest.fixture
def diary(person: User) -> None:
    injury = make_injury(person)
    make_day(injury, FIRST - timedelta(days=9), rest=5, number=0)  # told by the intake
    for on in (FIRST, FIRST + timedelta(days=1), date(2025, 6, 1), TODAY - timedelta(days=1)):
        make_day(injury, on, rest=0)


def test_every_year_of_the_diary_can_be_reached(client: Client, diary: None) -> None:
    newest = page(client)
    middle = page(client, f"/progress/days/?year={newest.before}")
    oldest = page(client, f"/progress/days/?year={middle.before}")

    assert (newest.year, newest.after, middle.year, middle.after) == (2026, None, 2025, 2026)
    assert (oldest.year, oldest.before) == (2024, None)
    assert [month.title for month in oldest.months][-2:] == ["April 2024", "March 2024"]
    assert len(middle.months) == 12


def test_days_count_from_the_day_after_the_intake_to_the_last_that_has_passed(
    client: Client, diary: None
) -> None:
    newest, oldest = page(client), page(client, "/progress/days/?year=2024")
    march = oldest.months[-1]

    assert (newest.count, newest.of) == (1, (TODAY - date(2026, 1, 1)).days)
    assert (march.count, march.of) == (2, 10)
    assert [dot.logged for dot in march.weeks[-1].days] == [False] * 5 + [True] * 2
    assert newest.months[0].title == "November 2026"


def test_the_day_of_the_intake_counts_once_it_is_logged(client: Client, person: User) -> None:
    day = make_day(make_injury(person), TODAY - timedelta(days=2), rest=5, number=0)
    make_day(day.injury, TODAY - timedelta(days=1), rest=5)

    def counted() -> list[tuple[int, int]]:
        logged = client.get("/progress/").context["page"].logged
        return [(page(client).count, page(client).of), (logged.count, logged.of)]

    assert counted() == [(1, 1), (1, 1)]

    type(day).objects.update(number=1)

    assert counted() == [(2, 2), (2, 2)]


def test_nothing_but_the_intake_is_no_day_of_none(client: Client, person: User) -> None:
    make_day(make_injury(person), number=0, places=[["calf", "right"]])

    assert page(client).months == ()
    assert "0 of 0" not in client.get("/progress/").content.decode()


def test_a_month_leads_to_its_days_in_the_diary(client: Client, diary: None) -> None:
    text = client.get("/progress/days/?year=2025").content.decode()

    assert 'href="/diary/calendar/?month=2025-06"' in text
    assert "Sun 1 Jun, logged" in text
    assert "Mon 2 Jun, not logged" in text
    answer = client.get("/diary/calendar/?month=2025-06")
    assert answer.context["page"].month == date(2025, 6, 1)


@pytest.mark.parametrize("year", ["", "2023", "2027", "-1", "²", "abc", "99999999", "0"])
def test_a_year_that_is_not_of_the_diary_shows_the_newest(
    client: Client, diary: None, year: str
) -> None:
    assert page(client, f"/progress/days/?year={year}").year == 2026


def test_an_empty_diary_says_so(client: Client, person: User) -> None:
    make_injury(person)

    answer = client.get("/progress/days/")

    assert answer.context["page"].months == ()
    assert "Nothing logged yet." in answer.content.decode()


@pytest.mark.parametrize("address", ["/progress/", "/progress/?range=all"])
def test_progress_leads_there_once_its_dots_do_not_reach_the_first_log(
    client: Client, person: User, address: str
) -> None:
    injury = make_injury(person)
    make_days(injury, rest=[1] * 30)

    assert "/progress/days/" not in client.get(address).content.decode()

    make_day(injury, TODAY - timedelta(days=100), rest=1)

    text = client.get(address).content.decode()
    assert 'href="/progress/days/"' in text
    assert "Every day since 13 Aug 2026" in text


def test_a_year_costs_the_same_however_many_there_are(client: Client, diary: None) -> None:
    page(client)
    with counting() as newest:
        page(client)
    with counting() as oldest:
        page(client, "/progress/days/?year=2024")

    assert newest.number == oldest.number <= 6


def test_nobody_sees_the_days_of_another(client: Client, diary: None) -> None:
    other = make_user()
    make_injury(other)
    client.force_login(other)

    assert page(client).months == ()
