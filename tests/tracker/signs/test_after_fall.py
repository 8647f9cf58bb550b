"""The card about pain after a fall says how sitting was before it, from logged days alone."""

from datetime import timedelta
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse

from tests.tracker.make import TODAY, make_day, make_fall, make_injury, make_notice, make_part
from tests.tracker.queries import counting
from tracker.models import Injury, User

FELL = TODAY - timedelta(days=20)
LINE = "Sitting pain is usually 4. It was 1 before your slip on Sun 1 Nov."


def logged(injury: Injury, *, before: list[int | None], now: list[int | None]) -> None:
    """Sitting pain of the days before the slip and of the last ones, newest first."""
    for back, score in enumerate(before, start=1):
        make_day(injury, FELL - timedelta(days=back), sitting=score,
                 places=[["mid_thigh", "right"]])  # fmt: skip
    for back, score in enumerate(now):
        make_day(injury, TODAY - timedelta(days=back), sitting=score, walking=3,
                 places=[["sit_bone", "right"]])  # fmt: skip


@pytest.fixture
def slipped(user: User) -> Injury:
    injury = make_injury(user, onset="sudden", onset_on=TODAY - timedelta(days=37), grade=2)
    make_fall(user, FELL, injury=injury, kind="slip")
    return injury


def card(client: Client, injury: Injury) -> str:
    """The Signs page with an open card of the rule, which counts the diary anew."""
    make_notice(injury, parts=[make_part("r_fall_link", message="You logged a slip.")])
    page = client.get(reverse("signs"))
    (shown,) = page.context["cards"]
    assert not shown.card.said[0].is_as_told, "the rule is not true of this diary"
    words = unescape(page.content.decode())
    return " ".join(words.split())


def test_the_card_says_what_it_was_before_the_slip(signed_in: Client, slipped: Injury) -> None:
    logged(slipped, before=[1, 1, 2, 1, 1], now=[4, 4, 5, 4, 4, 3, 4])

    words = card(signed_in, slipped)

    assert f"<li>{LINE}</li>" in words


@pytest.mark.parametrize(
    ("before", "now"),
    [
        ([1, 1, None, None, None], [4, 4, 5, 4, 4, 3, 4]),
        ([1, 1, 1, 1, 1], [4, 4, None, None, None, None, None]),
        ([3, 3, 3, 3, 3], [4, 4, 4, 4, 4, 4, 4]),
    ],
    ids=["two days before", "two days now", "no rise"],
)
def test_with_too_few_days_or_no_rise_it_is_not_said(
    signed_in: Client, slipped: Injury, before: list[int | None], now: list[int | None]
) -> None:
    logged(slipped, before=before, now=now)

    assert "before your slip" not in card(signed_in, slipped)


def test_days_before_the_fortnight_and_between_count_on_no_side(
    signed_in: Client, slipped: Injury
) -> None:
    logged(slipped, before=[1, 1, None], now=[4, 4, 5, 4, 4, 3, 4])
    for back in (15, 16):
        make_day(slipped, FELL - timedelta(days=back), sitting=1, places=[["mid_thigh", "right"]])
    for back in (8, 9):
        make_day(slipped, TODAY - timedelta(days=back), sitting=1, places=[["sit_bone", "right"]])

    assert "before your slip" not in card(signed_in, slipped)


def test_a_card_about_something_else_asks_nothing_of_the_days(
    signed_in: Client, slipped: Injury
) -> None:
    make_notice(slipped)
    signed_in.get(reverse("signs"))

    with counting() as count:
        signed_in.get(reverse("signs"))

    asked = [each for each in count.statements if each.startswith('SELECT "tracker_fall"."kind"')]
    assert asked == []
