"""The bell and the line on Today: tomorrow, today, did you go, still due."""

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from tests.tracker.make import TODAY, make_notice, make_visit
from tests.tracker.queries import counting
from tracker.clock import person_now
from tracker.models import Injury, NoticeAction
from tracker.overview.bell import waiting
from tracker.overview.visit_asks import visit_line

EVENING = datetime(2026, 11, 21, 17, 30, tzinfo=UTC)


def line(injury: Injury) -> str:
    found = visit_line(injury, at=person_now(injury.owner))
    return found.text if found else ""


@pytest.mark.parametrize(
    ("days", "hour", "text"),
    [
        (1, "17:30", "Your visit is tomorrow, at 17:30."),
        (1, None, "Your visit is tomorrow."),
        (0, "18:00", "Your visit is today, at 18:00."),
        (2, None, ""),
        (-1, None, "Did you go to your visit?"),
    ],
)
def test_the_line_says_the_day_and_no_more(
    injury: Injury, days: int, hour: str | None, text: str
) -> None:
    visit = make_visit(injury, on=TODAY + timedelta(days=days), at=hour, who="Anna")
    visit.refresh_from_db()

    assert line(injury) == text


def test_today_shows_the_line_and_leads_to_the_visits(client: Client, injury: Injury) -> None:
    make_visit(injury, on=TODAY + timedelta(days=1), who="Anna")

    text = client.get(reverse("today")).content.decode()

    start = text.index("Your visit is tomorrow.")
    assert reverse("visits") in text[start : start + 120]
    assert "Anna" not in text


def test_in_the_evening_the_question_comes_before_what_is_ahead(injury: Injury, clock) -> None:
    make_visit(injury)
    make_visit(injury, on=TODAY + timedelta(days=1))
    clock.move_to(EVENING, tick=False)

    assert line(injury) == "Did you go to your visit?"


@pytest.mark.parametrize(("tier", "days"), [("soon", 14), ("routine", 28)])
def test_a_sign_nobody_booked_for_is_named_after_its_tier_s_time(
    injury: Injury, tier: str, days: int
) -> None:
    notice = make_notice(injury, tier=tier, told_on=TODAY - timedelta(days=days))
    assert line(injury) == ""

    notice.told_on -= timedelta(days=1)
    notice.save()

    assert line(injury) == "A visit is still due."


def test_a_sign_that_was_put_off_is_left_in_peace(injury: Injury) -> None:
    notice = make_notice(injury, told_on=TODAY - timedelta(days=30))
    NoticeAction.objects.create(
        notice=notice, kind="later", on=TODAY, until=TODAY + timedelta(days=7)
    )

    assert line(injury) == ""


@pytest.mark.parametrize("tier", ["urgent", "emergency"])
def test_what_presses_has_its_own_card_and_no_line(injury: Injury, tier: str) -> None:
    make_notice(injury, tier=tier, told_on=TODAY - timedelta(days=30))

    assert line(injury) == ""


def test_the_line_costs_one_question_where_the_signs_are_read(injury: Injury) -> None:
    for _ in range(5):
        make_visit(injury, on=TODAY + timedelta(days=9))

    with counting() as count:
        visit_line(injury, at=person_now(injury.owner), cards=())

    assert count.number == 1


def test_the_bell_counts_signs_and_visits_in_one_question(injury: Injury, clock) -> None:
    make_notice(injury)
    make_notice(injury, tier="urgent")
    make_visit(injury)
    make_visit(injury, on=TODAY + timedelta(days=1))
    before = waiting(injury, at=person_now(injury.owner))
    clock.move_to(EVENING, tick=False)

    with counting() as count:
        after = waiting(injury, at=person_now(injury.owner))

    assert (before.signs, before.visits) == (2, 0)
    assert (after.signs, after.visits) == (2, 1)
    assert count.number == 1


@pytest.mark.parametrize("page", ["today", "signs", "diary", "visits"])
def test_the_bell_says_it_on_every_page_and_leads_to_what_waits(
    client: Client, injury: Injury, clock, page: str
) -> None:
    make_visit(injury)
    clock.move_to(EVENING, tick=False)

    text = client.get(reverse(page)).content.decode()

    assert "1 visit to tell us about" in text
    assert 'class="iconlink push" href="/bell/"' in text


def test_with_an_open_sign_the_bell_names_both(client: Client, injury: Injury, clock) -> None:
    make_notice(injury)
    make_visit(injury)
    clock.move_to(EVENING, tick=False)

    text = client.get(reverse("diary")).content.decode()

    assert "1 open sign" in text and "1 visit to tell us about" in text
    assert 'class="iconlink push" href="/bell/"' in text
