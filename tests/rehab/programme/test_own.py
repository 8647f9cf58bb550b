"""The professional's own plan: days, limits, what rests, what stops, the ladder."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from rehab.programme.log import Item, OpenSign, Pause, Session
from rehab.programme.own import OWN, Limits, OwnItem, OwnPlan, OwnState, own_state
from rehab.vocabulary import InjuryType, Tier
from tests.rehab.builders import TODAY, ago
from tests.rehab.programme.builders import content, make_case, step

SQUAT, BRIDGE, WALK = (
    OwnItem("a", "Squat with the bar"),
    OwnItem("b", "Bridge", exercise="bridge_2leg"),
    OwnItem("c", "Walk", exercise="walk_easy"),
)


def state(*items: OwnItem, ladder: str = "", today: Any = TODAY, **told: Any) -> OwnState:
    case = make_case(today=today, **told)
    plan = OwnPlan(items, ladder)
    return own_state(case.diary, case.log, plan, today=today, content=content())


def did(back: int, item: str, pain: int | None, **whole: Any) -> Session:
    return Session(ago(back), items=(Item(item, pain=pain),), **whole)


def ids(rows: Any) -> list[str]:
    return [row.item.id for row in rows]


def test_every_exercise_without_days_is_due_every_day() -> None:
    assert ids(state(SQUAT, BRIDGE).due) == ["a", "b"]


def test_an_exercise_is_due_on_its_weekdays_only() -> None:
    monday = TODAY - timedelta(days=TODAY.weekday())
    item = OwnItem("a", "Squat", weekdays=frozenset({0, 3}))

    due = [bool(state(item, today=monday + timedelta(days=n)).due) for n in range(7)]

    assert due == [True, False, False, True, False, False, False]


def test_what_was_ticked_today_stays_though_it_is_not_its_day_or_was_taken_out() -> None:
    other_day = frozenset({(TODAY.weekday() + 1) % 7})
    items = (OwnItem("a", "Squat", weekdays=other_day), OwnItem("b", "Hinge", ended_on=TODAY))
    done = [Session(TODAY, items=(Item("a"), Item("b")))]

    found = state(*items, full_sessions=done)

    assert [(row.item.id, row.is_done) for row in found.due] == [("a", True), ("b", True)]


def test_one_that_was_taken_out_is_no_longer_due() -> None:
    assert ids(state(OwnItem("a", "Squat", ended_on=ago(1)), BRIDGE).due) == ["b"]


@pytest.mark.parametrize(
    ("kind", "limits"),
    [(InjuryType.MUSCLE_STRAIN, Limits(3, 5)), (InjuryType.TENDON, Limits(3, 6))],
)
def test_without_its_own_limits_those_of_the_type_stand(kind, limits) -> None:
    assert state(SQUAT, injury={"type": kind}).due[0].limits == limits


@pytest.mark.parametrize(
    ("go", "stop", "limits"),
    [(2, 4, Limits(2, 4)), (None, 2, Limits(1, 2)), (6, None, Limits(6, 7)), (0, 1, Limits(0, 1))],
)
def test_its_own_limits_stand_and_keep_their_order(go, stop, limits) -> None:
    assert state(OwnItem("a", "Squat", go_to=go, stop_at=stop)).due[0].limits == limits


@pytest.mark.parametrize(("pain", "verdict"), [(2, "go"), (3, "hold"), (4, "stop"), (None, None)])
def test_the_newest_pain_is_held_against_the_exercise_own_limits(pain, verdict) -> None:
    item = OwnItem("a", "Squat", go_to=2, stop_at=4)

    found = state(item, full_sessions=[did(4, "a", pain)])

    assert found.due[0].verdict == verdict


@pytest.mark.parametrize(("back", "is_out"), [(0, False), (1, True), (2, False)])
def test_over_its_own_limit_an_exercise_rests_for_two_days(back, is_out) -> None:
    narrow, wide = OwnItem("a", "Squat", go_to=1, stop_at=3), OwnItem("b", "Walk", stop_at=6)

    found = state(narrow, wide, full_sessions=[did(back, "a", 3)])

    assert ("a" in ids(found.left_out)) is is_out
    assert "b" in ids(found.due)
    assert found.kind == "session", "a narrow limit rests its own exercise, not the whole plan"


def test_over_the_widest_limit_the_whole_plan_rests() -> None:
    found = state(SQUAT, WALK, full_sessions=[did(1, "a", 5)])

    assert found.kind == "rest"
    assert ids(found.due) == ["c"]
    assert [(row.item.id, row.why) for row in found.left_out] == [("a", "rests_load")]


def test_pain_that_the_professional_allows_is_no_reason_to_rest() -> None:
    allowed = OwnItem("a", "Squat", go_to=5, stop_at=7)

    assert state(allowed, full_sessions=[did(1, "a", 5)]).kind == "session"
    assert state(allowed, full_sessions=[did(1, "a", 7)]).kind == "rest"


def test_pain_of_a_session_with_several_exercises_belongs_to_none_of_them() -> None:
    items = (OwnItem("a", "Squat", stop_at=2), OwnItem("b", "Bridge", stop_at=8))
    both = Session(ago(1), pain=4, items=(Item("a"), Item("b")))

    found = state(*items, full_sessions=[both])

    assert [row.last for row in found.due] == [None, None]


def test_during_a_pause_only_what_does_not_load_the_muscle_stays() -> None:
    found = state(SQUAT, BRIDGE, WALK, log={"pauses": (Pause(ago(2)),)})

    assert found.kind == "gentle"
    assert ids(found.due) == ["c"]


def test_an_urgent_sign_stops_everything() -> None:
    sign = OpenSign("r_dvt", "dvt", Tier.URGENT, ago(1))

    found = state(SQUAT, WALK, log={"signs": (sign,)})

    assert (found.kind, found.due) == ("stopped", ())
    assert ids(found.left_out) == ["a", "c"]


def test_a_new_pop_stops_everything_until_a_visit() -> None:
    found = state(SQUAT, WALK, answers=[(1, "q_pop", "yes")])

    assert found.kind == "care"
    assert found.due == ()


def test_the_ladder_of_the_plan_is_open_without_our_entry_tests() -> None:
    found = state(SQUAT, ladder="endurance", runs=[])

    assert [ladder.ladder for ladder in found.ladders] == ["endurance"]
    assert found.ladders[0].is_open
    assert found.ladders[0].next_step == content().ladders["endurance"].steps[0].step


def test_a_run_of_a_step_passes_by_the_morning_after() -> None:
    first = content().ladders["endurance"].steps[0].step
    runs = [step(2, first, 1)]
    mornings = [1] * 6

    found = state(SQUAT, ladder="endurance", runs=runs, morning=mornings)

    assert [run.step for run in found.ladders[0].passed] == [first]


def test_without_a_ladder_none_is_shown() -> None:
    assert state(SQUAT).ladders == ()


def test_the_shipped_content_has_no_programme_of_this_name() -> None:
    assert OWN not in content().programmes
    assert OWN not in content().profiles


limits = st.one_of(st.none(), st.integers(0, 10))
items = st.builds(
    OwnItem,
    id=st.sampled_from("abcde"),
    name=st.just("Squat"),
    exercise=st.sampled_from(["", "bridge_2leg", "walk_easy", "nordic", "unknown"]),
    weekdays=st.frozensets(st.integers(0, 6)),
    go_to=limits,
    stop_at=st.one_of(st.none(), st.integers(1, 10)),
)
sessions = st.lists(
    st.tuples(st.integers(0, 20), st.sampled_from("abcde"), limits, limits), max_size=8
)


@settings(max_examples=60, deadline=None)
@given(plan=st.lists(items, max_size=8, unique_by=lambda item: item.id), log=sessions)
def test_limits_keep_their_order_and_no_exercise_is_both_due_and_left_out(plan, log) -> None:
    days = {back: Session(ago(back), pain=w, items=(Item(i, pain=p),)) for back, i, p, w in log}
    told = sorted(days.values(), key=lambda row: row.on)

    found = state(*plan, full_sessions=told)

    for row in (*found.due, *found.left_out):
        assert 0 <= row.limits.go_to < row.limits.stop_at <= 11
    assert not set(ids(found.due)) & set(ids(found.left_out))
    assert all(row.why is None or row.is_done for row in found.due)


@settings(max_examples=60, deadline=None)
@given(plan=st.lists(items, min_size=1, max_size=4, unique_by=lambda item: item.id))
def test_a_session_over_the_widest_limit_always_rests_the_load(plan) -> None:
    every_day = [replace(item, weekdays=frozenset()) for item in plan]
    widest = max(row.limits.stop_at for row in state(*every_day).due)
    assume(widest <= 10)

    found = state(*every_day, full_sessions=[Session(ago(1), pain=widest)])

    assert found.kind == "rest"
    assert all(row.item.exercise == "walk_easy" for row in found.due)
