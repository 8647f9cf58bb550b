"""What is put down to be told, with the thing that it is about."""

from datetime import UTC, datetime, timedelta

import pytest

from tests.tracker.make import NOON, TODAY, make_answer, make_injury, make_user
from tests.tracker.queries import counting
from tracker.actions.evaluate_signs import evaluate_signs
from tracker.actions.tell_later import READING, tell
from tracker.clock import person_now
from tracker.models import Notice, Outbox
from tracker.models.reminder import ReminderKind

pytestmark = pytest.mark.django_db


def test_a_new_warning_is_put_down_to_be_told_after_the_time_that_reading_takes() -> None:
    injury = make_injury()
    make_answer(injury, "q_saddle_numb", "yes")

    (told, *_) = evaluate_signs(injury=injury, at=person_now(injury.owner, NOON))

    row = Outbox.objects.get(about=told.uuid)
    assert row.kind == f"sign_{told.tier}" and row.state == "waiting"
    assert row.user == injury.owner and row.injury == injury and row.local_day == TODAY
    assert row.not_before == NOON + READING


def test_looking_again_tells_nothing_again() -> None:
    injury = make_injury()
    make_answer(injury, "q_saddle_numb", "yes")

    for _ in range(2):
        evaluate_signs(injury=injury, at=person_now(injury.owner, NOON))

    assert Outbox.objects.count() == Notice.objects.count() > 0


def test_a_made_up_person_is_told_nothing() -> None:
    user = make_user(is_demo=True, demo_ends_at=NOON + timedelta(days=1))
    injury = make_injury(user)
    make_answer(injury, "q_saddle_numb", "yes")

    assert evaluate_signs(injury=injury, at=person_now(user, NOON))
    tell(user, ReminderKind.DAILY, local_day=TODAY, not_before=NOON)

    assert not Outbox.objects.exists()


def test_the_same_thing_of_one_day_is_put_down_once_and_costs_one_statement() -> None:
    user = make_user()
    with counting() as first:
        tell(user, ReminderKind.DAILY, local_day=TODAY, not_before=NOON)
    later = datetime(2026, 11, 21, 20, tzinfo=UTC)
    tell(user, ReminderKind.DAILY, local_day=TODAY, not_before=later)

    assert first.number == 1
    assert Outbox.objects.get().not_before == NOON
