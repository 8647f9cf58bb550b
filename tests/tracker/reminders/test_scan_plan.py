"""What a real plan asks for is found by the look: its days, its self-tests, the weeks after it."""

from datetime import UTC, date, datetime, timedelta

import pytest

from rehab.content.catalogue import catalogue
from tests.tracker.make import TODAY, make_answer
from tests.tracker.plan.people import on_plan, ready_sit_bone, ready_sprinter
from tracker.models import Injury, Outbox, Plan, ReminderChoice, StageMove
from tracker.models.reminder import ReminderKind
from tracker.reminders.scan import scan

K = ReminderKind
EIGHT = datetime(2026, 11, 21, 20, 0, tzinfo=UTC)
pytestmark = pytest.mark.django_db


def ago(days: int) -> date:
    return TODAY - timedelta(days=days)


def told(injury: Injury) -> list[str]:
    rows = Outbox.objects.filter(user=injury.owner).exclude(kind__startswith="sign_")
    return list(rows.values_list("kind", flat=True))


def wants(injury: Injury, name: str) -> None:
    switches = ("daily", "exercises", "check_weekly", "self_tests", "after_return")
    chosen = dict.fromkeys(switches, False) | {name: True}
    ReminderChoice.objects.create(user=injury.owner, **chosen)


def back_in_sport(days: int) -> Injury:
    injury = ready_sprinter(grade=2, onset_on=ago(60))
    plan = on_plan(injury, "strain_sprint_g2", "protect", today=ago(59))
    Plan.objects.update(stage="watch")
    StageMove.objects.create(
        plan=plan, on=ago(days), from_stage="protect", to_stage="watch", reason="goals_met"
    )
    Injury.objects.update(returned_on=ago(days))
    return injury


def test_a_day_of_the_plan_is_told_to_whom_it_was_asked_for() -> None:
    injury = ready_sit_bone()
    on_plan(injury, today=ago(1))
    wants(injury, "exercises")

    scan(EIGHT)

    assert told(injury) == [K.EXERCISES]
    row = Outbox.objects.get(kind=K.EXERCISES)
    assert (row.local_day, row.injury) == (TODAY, injury)


def test_a_self_test_that_is_due_is_told() -> None:
    injury = ready_sit_bone()
    on_plan(injury, today=ago(9))
    wants(injury, "self_tests")

    scan(EIGHT)

    assert told(injury) == [K.SELF_TEST]


def test_no_plan_asks_for_nothing() -> None:
    injury = ready_sit_bone()
    wants(injury, "exercises")
    ReminderChoice.objects.update(self_tests=True, after_return=True)

    scan(EIGHT)

    assert told(injury) == []


@pytest.mark.parametrize(("days", "is_due"), [(6, False), (7, True), (8, True)])
def test_a_week_after_the_return_is_asked_about(days: int, is_due: bool) -> None:
    injury = back_in_sport(days)
    wants(injury, "after_return")

    scan(EIGHT)

    assert told(injury) == ([K.AFTER_RETURN] if is_due else [])


def test_a_week_that_was_answered_is_not() -> None:
    injury = back_in_sport(8)
    wants(injury, "after_return")
    for question in catalogue().aftercare.questions:
        make_answer(injury, question, "no", TODAY)

    scan(EIGHT)

    assert told(injury) == []
