"""A rule that joins a card which stands already is named there, without a card of its own."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from rehab.content.catalogue import catalogue
from rehab.vocabulary import Tier
from tests.tracker.make import TODAY, make_days, make_injury, make_notice, make_part
from tracker.models import Injury, Notice, NoticeAction, User
from tracker.overview.joined import joined

BUNDLE = catalogue().rules["r_rest_pain"].bundle
SLOW = "Slower than expected"


def card(injury: Injury, rule: str = "r_rest_pain", **fields: object) -> Notice:
    fields = {"tier": "routine", "told_on": TODAY - timedelta(days=20)} | fields
    return make_notice(injury, parts=[make_part(rule, bundle=BUNDLE)], **fields)


def named(injury: Injury, *true_now: str) -> list[str]:
    rows = Notice.objects.filter(injury=injury).prefetch_related("actions")
    found = joined(rows, true_now, injury=injury, today=TODAY)
    return [part["rule"] for parts in found.values() for part in parts]


def test_slow_progress_is_named_on_the_card_that_was_told_before_it(
    signed_in: Client, user: User
) -> None:
    """Forty-six days of the same pain: rest pain was told first, so no second card came."""
    onset = TODAY - timedelta(days=46)
    injury = make_injury(user, onset_on=onset, grade=1, type="muscle_strain")
    make_days(injury, rest=[3, None] * 22 + [3], walking=[3, None] * 22 + [3])
    card(injury)

    text = " ".join(signed_in.get(reverse("signs")).content.decode().split())

    assert text.count('<section class="sign routine') == 1
    assert f"<li>{SLOW}" in text
    assert "logged days" in text and "higher than we would expect by then" in text


def test_a_rule_with_a_card_of_its_own_or_of_another_bundle_does_not_join(injury: Injury) -> None:
    card(injury)
    assert named(injury, "r_rest_pain", "r_night_pain", "r_cramp") == []

    card(injury, "r_slow_progress")
    assert named(injury, "r_rest_pain", "r_slow_progress") == []


def test_a_higher_tier_does_not_hide_on_a_routine_card(injury: Injury) -> None:
    soon = [
        rule.id
        for rule in catalogue().enabled_rules
        if rule.bundle == BUNDLE and rule.tier is Tier.SOON
    ]
    card(injury)

    assert named(injury, *soon) == []


def test_what_something_more_pressing_covers_does_not_join(injury: Injury) -> None:
    """Both legs with nerve signs are urgent: the routine words about the low back wait."""
    pressing = catalogue().rules["r_both_legs_logged"]
    assert catalogue().rules["r_low_back_buttock"].topic in pressing.covers
    card(injury)

    assert named(injury, "r_low_back_buttock") == ["r_low_back_buttock"]
    assert named(injury, "r_low_back_buttock", pressing.id) == []


@pytest.mark.parametrize("kind", ["not_for_me", "booked"])
def test_only_a_card_that_is_not_for_the_person_takes_none(injury: Injury, kind: str) -> None:
    row = card(injury)
    reason = "Known" if kind == "not_for_me" else ""
    NoticeAction.objects.create(notice=row, kind=kind, on=TODAY, reason=reason)

    assert named(injury, "r_slow_progress") == ([] if kind == "not_for_me" else ["r_slow_progress"])


@pytest.mark.parametrize(("days_ago", "joins"), [(41, False), (42, True)])
def test_what_was_looked_into_stays_silent_for_six_weeks(
    injury: Injury, days_ago: int, joins: bool
) -> None:
    card(
        injury,
        "r_slow_progress",
        told_on=TODAY - timedelta(days=60),
        closed_on=TODAY - timedelta(days=days_ago),
        closed_because="visit",
    )
    card(injury)

    assert named(injury, "r_slow_progress") == (["r_slow_progress"] if joins else [])


def test_what_was_edited_away_leaves_a_shared_card_with_a_trace(
    signed_in: Client, user: User
) -> None:
    """The fall was deleted: the card goes on about what is still true, not about the fall."""
    onset = TODAY - timedelta(days=46)
    injury = make_injury(user, onset_on=onset, grade=1, type="muscle_strain")
    make_days(injury, rest=[3, None] * 22 + [3], walking=[3, None] * 22 + [3])
    parts = [
        make_part("r_fall_link", bundle=BUNDLE, message="You logged a fall."),
        make_part("r_slow_progress", bundle=BUNDLE),
    ]
    notice = make_notice(injury, tier="routine", parts=parts)

    text = " ".join(signed_in.get(reverse("signs")).content.decode().split())

    assert "You logged a fall." not in text
    assert "after a fall: your diary no longer shows this." in text
    assert f"<li>{SLOW}" in text
    notice.refresh_from_db()
    assert [part["rule"] for part in notice.parts] == ["r_fall_link", "r_slow_progress"]


def test_a_card_of_which_nothing_is_true_keeps_its_words_until_it_ends(
    signed_in: Client, injury: Injury
) -> None:
    make_notice(
        injury,
        tier="routine",
        parts=[make_part("r_fall_link", message="You logged a fall."), make_part("r_worsening")],
    )

    text = signed_in.get(reverse("signs")).content.decode()

    assert "You logged a fall." in text
    assert "no longer shows this" not in text
