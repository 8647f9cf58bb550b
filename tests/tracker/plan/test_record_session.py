from datetime import timedelta

import pytest

from tests.tracker.make import TODAY
from tests.tracker.plan.people import now_at, on_plan, ready_sit_bone
from tracker.actions.errors import ActionError, EntryRefused
from tracker.actions.record_readings import record_readings
from tracker.actions.record_session import rate_session, tick_all, tick_exercise
from tracker.models import ExerciseSession, Reading, SessionItem

pytestmark = pytest.mark.django_db


def test_a_tick_sent_twice_stands_once_and_can_be_taken_back():
    injury = ready_sit_bone()
    on_plan(injury)

    for done in (True, True, False):
        state = tick_exercise(
            injury=injury, on=TODAY, exercise="pull_hold", done=done, at=now_at(injury)
        )

    item = SessionItem.objects.get()
    assert (item.exercise, item.done) == ("pull_hold", False)
    assert state.session.done_pct == 0


def test_the_share_done_counts_the_core_exercises():
    injury = ready_sit_bone()
    on_plan(injury)

    one = tick_exercise(injury=injury, on=TODAY, exercise="pull_hold", done=True, at=now_at(injury))
    whole = tick_all(injury=injury, on=TODAY, at=now_at(injury))

    assert one.session.done_pct == 33
    assert whole.session.done_pct == 100
    assert {due.exercise.id for due in whole.plan.core if due.is_done} == {
        "sit_break", "bridge_hold_1leg", "pull_hold",
    }  # fmt: skip


def test_pain_and_a_sharp_stop_are_kept_and_not_told_leaves_what_stands():
    injury = ready_sit_bone()
    on_plan(injury)
    rate_session(injury=injury, on=TODAY, pain=3, sharp_stop=False, at=now_at(injury))
    rate_session(injury=injury, on=TODAY, pain=None, sharp_stop=True, at=now_at(injury))

    session = ExerciseSession.objects.get()
    assert (session.pain, session.sharp_stop) == (3, True)


@pytest.mark.parametrize("days", [1, -1])
def test_a_tick_outside_the_plan_is_refused(days):
    injury = ready_sit_bone()
    on_plan(injury)

    with pytest.raises(EntryRefused):
        tick_exercise(
            injury=injury, on=TODAY + timedelta(days=days), exercise="pull_hold", done=True,
            at=now_at(injury),
        )  # fmt: skip
    assert not ExerciseSession.objects.exists()


def test_nonsense_is_refused():
    injury = ready_sit_bone()
    with pytest.raises(ActionError):
        tick_all(injury=injury, on=TODAY, at=now_at(injury))
    on_plan(injury)
    with pytest.raises(EntryRefused):
        tick_exercise(injury=injury, on=TODAY, exercise="x", done=True, at=now_at(injury))
    with pytest.raises(EntryRefused):
        rate_session(injury=injury, on=TODAY, pain=11, sharp_stop=None, at=now_at(injury))


def test_a_reading_sent_again_replaces_the_one_of_its_day():
    injury = ready_sit_bone()
    for value in (5, 3):
        record_readings(injury=injury, on=TODAY, values={"t_load_a_pain": value}, at=now_at(injury))
    assert Reading.objects.get().value == 3


@pytest.mark.parametrize(
    ("metric", "value"),
    [
        ("t_load_a_pain", 11),
        ("t_load_a_pain", -1),
        ("t_load_a_pain", 2.5),
        ("t_load_a_pain", float("nan")),
        ("t_ake_inj", 181),
        ("t_sit_min", 961),
        ("pain_rest", 3),
        ("nonsense", 3),
    ],
)
def test_a_reading_outside_its_scale_is_refused_and_nothing_is_kept(metric, value):
    injury = ready_sit_bone()

    with pytest.raises(EntryRefused) as refused:
        record_readings(
            injury=injury, on=TODAY, values={"t_sit_min": 20, metric: value}, at=now_at(injury)
        )
    assert refused.value.field == metric
    assert not Reading.objects.exists()
