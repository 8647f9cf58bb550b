"""The card of long-standing pain: since when, how it is, what was tried, what to do, how soon."""

from datetime import date
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse

from tests.tracker.make import TODAY, make_days, make_injury, make_notice
from tests.tracker.queries import counting
from tracker.actions.evaluate_signs import evaluate_signs
from tracker.clock import person_now
from tracker.models import Care, Injury, Notice, User


@pytest.fixture
def old(user: User) -> Injury:
    """Eight months at the sit bone, slowly, with five days logged."""
    injury = make_injury(
        user,
        onset="gradual",
        onset_on=date(2026, 3, 22),
        onset_precision="about",
        onset_words="about 8 months",
        type="tendon",
    )
    make_days(injury, last=TODAY, sitting=[4, 5, 4, 4, 4])
    for kind, name, outcome, is_now in (
        ("scan", "MRI", "clean", False),
        ("hands_on", "Massage", "no_change", False),
        ("shock_wave", "", "worse", False),
        ("exercises", "Loading plan", "helped", True),
    ):
        Care.objects.create(injury=injury, kind=kind, name=name, outcome=outcome, is_now=is_now)
    evaluate_signs(injury=injury, at=person_now(user))
    return injury


def read(client: Client, path: str) -> str:
    return " ".join(unescape(client.get(path).content.decode()).split())


@pytest.mark.parametrize("where", ["signs", "notice"])
def test_the_card_says_since_when_how_it_is_what_was_tried_and_what_to_do(
    signed_in: Client, old: Injury, where: str
) -> None:
    notice = Notice.objects.get(parts__0__rule="r_long_standing")
    path = reverse("signs") if where == "signs" else reverse("notice", args=[notice.uuid])

    words = read(signed_in, path)

    assert notice.heading == "Worth one good examination"
    assert "<li>It began around March 2026.</li>" in words
    assert "<li>Everyday pain is usually 4 of 10.</li>" in words
    tried = "MRI (clean, nothing found), Massage (no change) and Shock wave (worse)"
    assert f"Tried so far: {tried}." in words
    assert "Loading plan" not in words
    assert "See or fix these days" in words
    assert "in the next few weeks" in words and "Book a physio" in words
    assert reverse("see", args=["long_standing_sit_bone"]) in words


def test_what_was_not_told_gives_no_line(signed_in: Client, old: Injury) -> None:
    Care.objects.all().delete()

    words = read(signed_in, reverse("signs"))

    assert "Tried so far" not in words
    assert "It began around March 2026." in words


def test_a_card_about_something_else_asks_nothing_of_the_care_list(
    signed_in: Client, injury: Injury
) -> None:
    make_notice(injury)
    signed_in.get(reverse("signs"))

    with counting() as count:
        signed_in.get(reverse("signs"))

    assert not [each for each in count.statements if "tracker_care" in each]
