"""What may be answered to a notice, and how long an answer holds."""

from datetime import date, timedelta

import pytest

from rehab.content.catalogue import catalogue
from rehab.signs.replies import OFFERED, Reply, holds_until, is_offered, waits
from rehab.vocabulary import NoticeActionKind, Tier

TODAY = date(2026, 11, 21)
Kind = NoticeActionKind


def test_an_emergency_is_never_put_off() -> None:
    assert OFFERED[Tier.EMERGENCY] == (Kind.SEEN,)


@pytest.mark.parametrize("tier", [Tier.EMERGENCY, Tier.URGENT])
@pytest.mark.parametrize("kind", [Kind.LATER, Kind.NOT_FOR_ME])
def test_nothing_at_once_is_snoozed_or_waved_off(tier: Tier, kind: Kind) -> None:
    assert not is_offered(kind, tier)


def test_every_tier_has_its_answers() -> None:
    assert set(OFFERED) == set(Tier)


def test_a_notice_without_an_answer_waits() -> None:
    assert waits(None, TODAY)


@pytest.mark.parametrize(
    ("kind", "tier", "day", "rests_until"),
    [
        (Kind.LATER, Tier.SOON, None, 7),
        (Kind.LATER, Tier.ROUTINE, None, 14),
        (Kind.ARRANGED, Tier.URGENT, None, 1),
        (Kind.NOT_FOR_ME, Tier.ROUTINE, None, 28),
        (Kind.BOOKED, Tier.SOON, None, 14),
        (Kind.BOOKED, Tier.SOON, 3, 4),
    ],
)
def test_an_answer_rests_up_to_its_day_and_no_longer(
    kind: Kind, tier: Tier, day: int | None, rests_until: int
) -> None:
    visit = None if day is None else TODAY + timedelta(days=day)
    until = holds_until(kind, tier, today=TODAY, day=visit, policy=catalogue().policy)
    reply = Reply(kind, TODAY, until)

    assert not waits(reply, TODAY + timedelta(days=rests_until - 1))
    assert waits(reply, TODAY + timedelta(days=rests_until))


@pytest.mark.parametrize(
    ("tier", "silence"), [(Tier.ROUTINE, 42), (Tier.SOON, 42), (Tier.URGENT, None)]
)
def test_seen_silences_for_a_time_only_what_is_not_urgent(tier: Tier, silence: int | None) -> None:
    until = holds_until(Kind.SEEN, tier, today=TODAY, day=TODAY, policy=catalogue().policy)

    assert until == (None if silence is None else TODAY + timedelta(days=silence))
