"""What a professional has looked into is not asked again for six weeks; what is grave always is."""

from datetime import date, timedelta

import pytest

from rehab.content.catalogue import catalogue
from rehab.signs.nodes import questions_read
from rehab.vocabulary import Tier
from tests.tracker.make import TODAY, make_answer, make_days, make_injury, make_notice, make_part
from tests.tracker.queries import counting
from tracker import diary_reader
from tracker.models import Injury
from tracker.overview.asking import due

pytestmark = pytest.mark.django_db
GRAVE = (Tier.EMERGENCY, Tier.URGENT)
QUESTION = "q_pain_never_eases"


@pytest.fixture
def kim() -> Injury:
    """Two weeks of night pain, which makes the app ask what night pain asks."""
    injury = make_injury(onset_on=TODAY - timedelta(days=40))
    make_days(injury, night=[5] * 14, rest=[4] * 14)
    return injury


def asked(injury: Injury, today: date = TODAY) -> set[str]:
    row = diary_reader.with_context(Injury.objects.filter(pk=injury.pk)).get()
    diary = diary_reader.read(row, today=today)
    return {each.question for each in due(diary, row, today=today)}


def seen(injury: Injury, *, days_ago: int, rule: str = "r_constant_pain"):
    on = TODAY - timedelta(days=days_ago)
    notice = make_notice(injury, told_on=on, parts=[make_part(rule)])
    notice.actions.create(kind="seen", on=on)
    return notice


def test_what_was_seen_rests_for_six_weeks(kim: Injury) -> None:
    assert QUESTION in asked(kim)

    notice = seen(kim, days_ago=41)
    assert QUESTION not in asked(kim)

    notice.actions.update(on=TODAY - timedelta(days=42))
    assert QUESTION in asked(kim)


def test_a_visit_that_closed_the_sign_counts_too(kim: Injury) -> None:
    on = TODAY - timedelta(days=3)
    make_notice(
        kim, told_on=on, parts=[make_part("r_constant_pain")], closed_on=on, closed_because="visit"
    )

    assert QUESTION not in asked(kim)


def test_booked_is_not_checked_and_neither_is_another_sign(kim: Injury) -> None:
    notice = make_notice(kim, parts=[make_part("r_constant_pain")])
    notice.actions.create(kind="booked", on=TODAY - timedelta(days=1))
    seen(kim, days_ago=2, rule="r_overdue")

    assert QUESTION in asked(kim)


def test_what_would_be_grave_is_asked_whoever_has_seen_it(kim: Injury) -> None:
    before = asked(kim)
    for rule in catalogue().enabled_rules:
        if questions_read(rule.condition):
            seen(kim, days_ago=2, rule=rule.id)

    known = catalogue().questions
    grave = {question for question in before if known[question].tier_if_yes in GRAVE}
    assert grave
    assert grave <= asked(kim)


def test_a_strangers_visit_says_nothing(kim: Injury) -> None:
    seen(make_injury(), days_ago=2)

    assert QUESTION in asked(kim)


def test_it_costs_one_query_and_only_after_a_visit_while_something_waits(kim: Injury) -> None:
    row = diary_reader.with_context(Injury.objects.filter(pk=kim.pk)).get()
    diary = diary_reader.read(row, today=TODAY)
    with counting() as unseen:
        due(diary, row, today=TODAY)
    assert unseen.number == 0

    seen(kim, days_ago=2)
    row = diary_reader.with_context(Injury.objects.filter(pk=kim.pk)).get()
    with counting() as some:
        due(diary, row, today=TODAY)
    assert some.number == 1

    for question in catalogue().questions:
        make_answer(kim, question, "no")
    diary = diary_reader.read(row, today=TODAY)
    with counting() as none:
        due(diary, row, today=TODAY)
    assert none.number == 0
