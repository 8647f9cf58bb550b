"""The doors of a programme, and the stage in which a person may start."""

import pytest

from rehab.diary import Run
from rehab.programme.entry import start_offer
from rehab.programme.gates import gates_now
from rehab.programme.log import Clearance, OpenSign, StageStay
from rehab.vocabulary import Goal, InjuryType, Location, Mechanism, Onset, Tier
from tests.rehab.builders import ago, make_day
from tests.rehab.programme.builders import make_case

TENDON = {
    "type": InjuryType.TENDON, "grade": None, "mechanism": Mechanism.SITTING,
    "onset": Onset.GRADUAL,
}  # fmt: skip


def gate(name, **given):
    return next(state for state in gates_now(make_case(**given)) if state.gate.id == name)


@pytest.mark.parametrize(("age", "is_open"), [(15, False), (16, True), (None, None)])
def test_an_unknown_age_is_unknown(age, is_open):
    assert gate("age", injury={"age": age}).is_open is is_open


@pytest.mark.parametrize(("age", "places", "is_open"), [
    (19, {Location.SIT_BONE}, False), (20, {Location.SIT_BONE}, True),
    (19, {Location.MID_THIGH}, True), (19, set(), None), (None, {Location.BUTTOCK}, None),
])  # fmt: skip
def test_the_young_with_pain_high_up_are_examined_first(age, places, is_open):
    state = gate("young_upper", injury={"age": age}, log={"places": frozenset(places)})

    assert state.is_open is is_open


@pytest.mark.parametrize(("injury", "places", "is_open"), [
    ({"gap": True}, set(), False), ({"gap": None}, set(), None), ({}, set(), True),
    ({"pop": True}, {Location.SIT_BONE}, False), ({"pop": True}, {Location.MID_THIGH}, True),
    ({"pop": None}, {Location.SIT_BONE}, None),
])  # fmt: skip
def test_a_gap_or_a_pop_at_the_sit_bone_shuts_the_door(injury, places, is_open):
    assert gate("gap_or_pop", injury=injury, log={"places": frozenset(places)}).is_open is is_open


@pytest.mark.parametrize(("answers", "is_open", "asks"), [
    ([], None, ("q_cant_walk",)),
    ([(3, "q_cant_walk", "no")], True, ()),
    ([(3, "q_cant_walk", "yes")], False, ()),
    ([(3, "q_cant_walk", "not_sure")], False, ()),
    ([(20, "q_cant_walk", "yes")], False, ("q_cant_walk",)),
    ([(20, "q_cant_walk", "yes"), (1, "q_cant_walk", "no")], True, ()),
    ([(1, "q_cant_walk", "no"), (1, "q_cant_walk", "yes")], False, ()),
])  # fmt: skip
def test_an_answer_shuts_a_door_and_an_old_one_is_asked_again(answers, is_open, asks):
    state = gate("walk", answers=answers)

    assert (state.is_open, state.asks) == (is_open, asks)


def test_the_walk_door_has_no_key():
    seen = (Clearance(on=ago(0), by="physio"),)
    answers = [(1, "q_cant_walk", "yes")]

    assert gate("walk", answers=answers, log={"clearances": seen}).is_open is False


@pytest.mark.parametrize(("given", "is_open"), [(0, True), (41, True), (42, False)])
def test_an_agreement_opens_other_doors_for_the_whole_stage(given, is_open):
    seen = (Clearance(on=ago(given), by="doctor"),)
    answers = [(1, "q_anticoagulant", "yes")]

    state = gate("thinners", answers=answers, in_stage=20, log={"clearances": seen})

    assert state.is_open is is_open


def test_an_agreement_from_before_a_sign_says_nothing_about_it():
    sign = OpenSign("r_night_pain", "night_pain", Tier.SOON, ago(5))
    before, since = Clearance(on=ago(6), by="physio"), Clearance(on=ago(5), by="physio")

    assert not gate("no_open_sign", log={"signs": (sign,), "clearances": (before,)}).is_open
    assert gate("no_open_sign", log={"signs": (sign,), "clearances": (since,)}).is_open


@pytest.mark.parametrize(("days", "is_open"), [
    ([], None), ([["ache"]], True), ([["burning"]], True), ([["burning"], ["numb"]], False),
])  # fmt: skip
def test_nerve_words_on_two_days_shut_the_tendon_programme(days, is_open):
    rows = [make_day(back, qualities=words) for back, words in enumerate(days)]

    state = gate("nerve", programme="pht", stage="calm", injury=TENDON, days=rows)

    assert state.is_open is is_open


def test_the_spot_has_to_be_confirmed():
    given = {"programme": "pht", "stage": "calm", "injury": TENDON}

    assert gate("spot", **given).is_open is None
    assert gate("spot", **given, log={"attested": frozenset({"spot"})}).is_open


@pytest.mark.parametrize(("grade", "is_open"), [(2, True), (3, False), (None, None)])
def test_a_large_tear_is_kept_out(grade, is_open):
    assert gate("grade", injury={"grade": grade}).is_open is is_open


CALM = {"t_load_a_pain": {0: 2}, "t_sit_min": {0: 25}}
NEUTRAL = {
    **CALM, "t_load_b_pain": {0: 3}, "t_sit_min": {0: 40}, "t_slhb_inj": {0: 16},
    "t_slhb_oth": {0: 20},
}  # fmt: skip
JOG = Run(on=ago(3), minutes=40, pain=2)


def offer(readings, *, runs=(), goal=Goal.DISTANCE, programme="pht", injury=TENDON, day=240):
    first = "calm" if programme == "pht" else "protect"
    case = make_case(programme, first, stays=[StageStay(first, ago(0))], in_plan=0, day=day,
                     readings=readings, runs=runs, injury=injury, log={"goal": goal})  # fmt: skip
    return start_offer(case)


@pytest.mark.parametrize(("readings", "stage"), [
    ({}, "calm"),
    (CALM, "neutral"),
    ({**CALM, "t_load_a_pain": {0: 4}}, "calm"),
    ({**CALM, "t_load_a_pain": {4: 2}}, "calm"),
    ({"t_load_a_pain": {0: 2}}, "calm"),
    (NEUTRAL, "flexed"),
    ({**NEUTRAL, "t_slhb_inj": {0: 15}}, "neutral"),
])  # fmt: skip
def test_the_start_is_the_furthest_stage_whose_tests_are_met(readings, stage):
    assert offer(readings).stage.id == stage


def test_the_offer_shows_the_persons_own_values_and_what_is_missing():
    found = offer(CALM)

    assert [(state.line.id, state.entries[0].value) for state in found.met] == [
        ("load", 2),
        ("sit", 25),
    ]
    assert [state.line.id for state in found.missing] == ["load", "slhb", "slhb_reps", "sit"]
    assert found.tests == ("t_load_b_pain", "t_slhb_inj", "t_slhb_oth", "t_sit_min")


@pytest.mark.parametrize(("run", "stage"), [
    (JOG, "energy"), (Run(on=ago(3), minutes=40, pain=4), "flexed"),
    (Run(on=ago(3), minutes=29, pain=2), "flexed"), (Run(on=ago(40), minutes=40, pain=2), "flexed"),
    (Run(on=ago(3), minutes=40, pain=None), "flexed"),
])  # fmt: skip
def test_a_jog_of_40_minutes_stands_for_the_step_of_30(run, stage):
    readings = {**NEUTRAL, "t_load_c_pain": {0: 2}, "t_sit_min": {0: 50}, "t_slhb_inj": {0: 19}}

    assert offer(readings, runs=[run]).stage.id == stage


HEALED = {
    "t_walk20_pain": {0: 0}, "t_dig_mid_pain": {0: 0}, "t_sls_pain": {0: 0},
    "t_bridge_floor_reps": {0: 20}, "t_ake_inj": {0: 15}, "t_ake_oth": {0: 12},
}  # fmt: skip


def test_a_fresh_injury_does_not_skip_the_time_it_needs():
    rows = {"rest": [1], "limp": [False]}
    case = make_case(stage="protect", stays=[StageStay("protect", ago(0))], in_plan=0, day=2,
                     readings=HEALED, **rows)  # fmt: skip

    found = start_offer(case)

    assert (found.stage.id, found.earliest) == ("protect", ago(-1))


def test_nobody_starts_behind_the_return_list():
    readings = {**HEALED, "t_ake_pain": {0: 0}, "t_slhb_inj": {0: 20}, "t_slhb_oth": {0: 20},
                "t_slhb_pain": {0: 0}, "t_dig_long_pain": {0: 0},
                "t_press_pain": {0: 0}}  # fmt: skip
    runs = [Run(on=ago(3), pain=0, ladder="speed", step="S6")]
    case = make_case(stage="protect", stays=[StageStay("protect", ago(0))], in_plan=0, day=90,
                     readings=readings, runs=runs, rest=[0] * 9, limp=[False] * 9,
                     morning=[0] * 9)  # fmt: skip

    assert start_offer(case).stage.id == "speed"
