"""Leaving a stage: every line, the shortest time, nothing open; and never by itself."""

import pytest

from rehab.programme.log import Clearance, OpenSign, Pause
from rehab.programme.progress import stage_progress
from rehab.programme.response import respond
from rehab.vocabulary import Goal, Tier
from tests.rehab.builders import ago
from tests.rehab.programme.builders import make_case

READY = {
    "readings": {"t_walk20_pain": {1: 1, 0: 1}, "t_dig_mid_pain": {0: 2}},
    "limp": [False, False],
    "rest": [1, 1],
}


def progress(**given):
    case = make_case(**{"stage": "protect", "in_stage": 5, "in_plan": 5, "day": 6, **given})
    return stage_progress(case, respond(case))


def blocks(found):
    return [(block.kind, block.what) for block in found.blocks]


def test_all_lines_met_and_time_passed_offers_the_next_stage():
    found = progress(**READY)

    assert (found.is_ready, found.next_stage, found.met) == (True, "rebuild", 4)


@pytest.mark.parametrize(("in_stage", "ready"), [(2, False), (3, True)])
def test_the_shortest_time_has_to_pass(in_stage, ready):
    found = progress(**READY, in_stage=in_stage)

    assert found.is_ready is ready
    assert blocks(found) == ([] if ready else [("min_days", "")])


@pytest.mark.parametrize("missing", ["limp", "rest", "readings"])
def test_an_unknown_line_keeps_the_stage(missing):
    given = {key: value for key, value in READY.items() if key != missing}

    assert not progress(**given).is_ready


def test_an_open_hold_keeps_the_stage():
    found = progress(**READY, sessions={0: 4})

    assert not found.is_ready
    assert blocks(found) == [("response", "hold_session")]


@pytest.mark.parametrize(("tier", "ready"), [
    (Tier.EMERGENCY, False), (Tier.URGENT, False), (Tier.SOON, False), (Tier.ROUTINE, True),
    (Tier.NOTE, True),
])  # fmt: skip
def test_an_open_sign_of_tier_soon_or_higher_keeps_the_stage(tier, ready):
    sign = OpenSign("r_night_pain", "night_pain", tier, ago(1))

    assert progress(**READY, log={"signs": (sign,)}).is_ready is ready


@pytest.mark.parametrize(("given", "ready"), [(0, True), (1, True), (2, False)])
def test_an_agreement_since_the_sign_opens_the_way(given, ready):
    sign = OpenSign("r_night_pain", "night_pain", Tier.SOON, ago(1))
    seen = Clearance(on=ago(given), by="physio")

    assert progress(**READY, log={"signs": (sign,), "clearances": (seen,)}).is_ready is ready


def test_a_pause_keeps_the_stage():
    pause = Pause(ago(1), rule="r_night_pain")

    assert blocks(progress(**READY, log={"pauses": (pause,)})) == [("pause", "r_night_pain")]


def test_a_shut_gate_keeps_the_stage_and_an_unasked_one_does_not():
    shut = progress(**READY, answers=[(1, "q_cant_walk", "yes")])

    assert blocks(shut) == [("gate", "walk")]
    assert progress(**READY).is_ready


@pytest.mark.parametrize(("goal", "stage", "following", "then"), [
    (Goal.EVERYDAY, "flexed", None, "maintenance"),
    (Goal.DISTANCE, "flexed", "energy", None),
    (None, "flexed", "energy", None),
    (Goal.DISTANCE, "energy", None, "maintenance"),
])  # fmt: skip
def test_springs_are_left_out_for_everyday_life(goal, stage, following, then):
    case = make_case("pht", stage, log={"goal": goal})
    found = stage_progress(case, respond(case))

    assert (found.next_stage, found.then) == (following, then)


def test_an_everyday_goal_needs_no_runs():
    found = progress(stage="rebuild", log={"goal": Goal.EVERYDAY})

    assert "run_s3" not in [state.line.id for state in found.lines]


TESTED = {
    "t_walk30_pain": {4: 1, 3: 1, 2: 1, 1: 1, 0: 1}, "t_sls_pain": {2: 1},
    "t_bridge_floor_reps": {2: 15}, "confidence": {2: 8},
}  # fmt: skip


@pytest.mark.parametrize(("first", "ready"), [(0, False), (1, True)])
def test_the_day_after_the_return_list_is_complete_is_a_cooling_day(first, ready):
    readings = {**TESTED, "confidence": {first: 8}}
    found = progress(stage="speed", in_stage=20, in_plan=40, day=41, readings=readings,
                     log={"goal": Goal.EVERYDAY})  # fmt: skip

    assert found.is_ready is ready
    assert blocks(found) == ([] if ready else [("cooling", "")])


def test_the_last_stage_ends_in_the_next_programme():
    found = progress(stage="watch", in_stage=56, in_plan=100, day=101)

    assert (found.is_ready, found.is_last, found.then) == (True, True, "maintenance")
