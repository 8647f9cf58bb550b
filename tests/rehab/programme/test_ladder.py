"""Running steps: which comes next, from when, and what keeps the ladder shut."""

import pytest

from rehab.programme.ladder import ladder_states
from rehab.programme.log import Clearance, StageStay
from rehab.programme.response import respond
from rehab.vocabulary import Goal
from tests.rehab.builders import ago, make_day
from tests.rehab.programme.builders import make_case, step

OPEN = {"t_walk20_pain": {1: 1}, "t_dig_mid_pain": {1: 2}}
MORNINGS = [1] * 25


def ladder(*runs, **given):
    given = {"morning": MORNINGS, "limp": [False], "readings": OPEN, **given}
    case = make_case(runs=runs, **given)
    return ladder_states(case, respond(case))[-1]


@pytest.mark.parametrize(("runs", "following"), [
    ((), "S1"),
    ((step(5, "S1", 1),), "S2"),
    ((step(5, "S1", 3),), "S1"),
    ((step(5, "S1", None),), "S1"),
    ((step(7, "S1", 1), step(5, "S2", 1)), "S3"),
    ((step(7, "S1", 1), step(5, "S2", 3)), "S2"),
    ((step(7, "S1", 1), step(5, "S2", 4)), "S1"),
    ((step(7, "S1", 1), step(5, "S2", 1), step(3, "S3", 2)), None),
    ((step(0, "S1", 1),), "S1"),
])  # fmt: skip
def test_a_pass_goes_up_a_hold_repeats_a_back_goes_down(runs, following):
    state = ladder(*runs)

    assert state.next_step == following
    assert state.is_done is (following is None)


def test_who_never_ran_begins_at_the_foot_in_a_later_stage_too():
    assert ladder(stage="lengthen").next_step == "S1"


def test_the_last_step_is_passed_twice():
    once = (step(9, "S9", 1), step(5, "S10", 1))

    assert ladder(*once, stage="speed").next_step == "S10"
    assert ladder(*once, step(3, "S10", 1), stage="speed").is_done


@pytest.mark.parametrize(("name", "ago_days", "wait"), [
    ("S1", 1, 0), ("S1", 0, -1), ("S4", 1, -1), ("S4", 2, 0),
])  # fmt: skip
def test_the_next_run_waits_its_hours(name, ago_days, wait):
    assert ladder(step(ago_days, name, 1), stage="lengthen").next_on == ago(wait)


def test_a_step_back_rests_two_days():
    assert ladder(step(1, "S2", 5)).next_on == ago(-1)


def test_without_a_usual_morning_no_day_is_known():
    state = ladder(step(2, "S2", 1), morning=[1, 1, 1, 1, 4, None])

    assert (state.next_on, state.next_step) == (None, "S1")


@pytest.mark.parametrize("missing", ["t_walk20_pain", "t_dig_mid_pain"])
def test_a_missing_gate_test_keeps_the_ladder_shut(missing):
    readings = {key: value for key, value in OPEN.items() if key != missing}

    assert ladder(readings=readings).shut_by == ("gate",)
    assert ladder().is_open


def test_a_limp_shuts_the_gate():
    assert ladder(limp=[True]).shut_by == ("gate",)
    assert ladder(limp=[]).shut_by == ("gate",)


def test_a_risk_for_the_bones_shuts_it_until_somebody_agrees():
    answers = [(5, "q_bone_risk", "not_sure")]
    seen = (Clearance(on=ago(2), by="doctor"),)

    assert ladder(answers=answers).shut_by == ("bone_risk",)
    assert ladder(answers=answers, log={"clearances": seen}).is_open


def test_groin_pain_shuts_the_endurance_ladder():
    days = [make_day(back, morning=1, locations=["groin_inner_thigh"]) for back in (1, 0)]
    readings = {"t_walk30_pain": {1: 1}, "t_hop10_pain": {1: 1}}
    case = make_case("pht", "neutral", days=days, readings=readings)

    assert ladder_states(case, respond(case))[0].shut_by == ("places",)


def test_three_runs_a_week_are_enough_on_the_endurance_ladder():
    readings = {"t_walk30_pain": {1: 1}, "t_hop10_pain": {1: 1}}
    runs = [step(6, "E1", 1), step(4, "E2", 1), step(2, "E2b", 1)]
    case = make_case("pht", "neutral", runs=runs, readings=readings, morning=MORNINGS)
    state = ladder_states(case, respond(case))[0]

    assert (state.next_step, state.next_on) == ("E3", ago(-1))


def test_once_half_an_hour_is_run_without_a_break_the_week_is_theirs():
    readings = {"t_walk30_pain": {1: 1}, "t_hop10_pain": {1: 1}}
    runs = [step(6, "E6", 1), step(4, "E7", 1), step(2, "E8", 1)]
    case = make_case("pht", "energy", runs=runs, readings=readings, morning=MORNINGS)
    state = ladder_states(case, respond(case))[0]

    assert (state.next_step, state.next_on) == ("E9", ago(0))


def test_only_the_mild_strain_may_leave_out_s2_and_only_after_a_perfect_s1():
    mild = {"programme": "strain_sprint_g1", "stage": "rebuild"}

    assert ladder(step(2, "S1", 0), **mild).skip_to == "S3"
    assert ladder(step(2, "S1", 1), **mild).skip_to is None
    assert ladder(step(2, "S1", 0)).skip_to is None


def test_distance_runners_go_on_with_the_endurance_ladder():
    runs = [step(9, "S6", 1), step(5, "S7", 1)]
    readings = {**OPEN, "t_walk30_pain": {1: 1}, "t_hop10_pain": {1: 1}}
    state = ladder(*runs, stage="speed", readings=readings, log={"goal": Goal.DISTANCE})

    assert (state.ladder, state.next_step) == ("endurance", "E5")


def test_after_a_move_back_the_steps_of_the_stage_are_run_again():
    runs = [step(20, "S3", 1), step(15, "S6", 1)]
    stays = (
        StageStay("lengthen", ago(30)),
        StageStay("speed", ago(12)),
        StageStay("lengthen", ago(3), "stepped_back"),
    )
    state = ladder(*runs, stays=stays)

    assert (state.next_step, state.passed) == ("S4", ())


def test_a_run_with_a_painkiller_passes_nothing():
    days = [make_day(back, morning=1, limp=False) for back in range(8)]
    days[3] = make_day(3, morning=1, limp=False, treatments=["painkiller"])
    state = ladder(step(3, "S1", 0), days=days, morning=[])

    assert (state.last_run.passed, state.last_run.why) == (None, "painkiller")
    assert state.next_step == "S1"
