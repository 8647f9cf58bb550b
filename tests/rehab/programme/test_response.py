"""The response rules in their order, what lifts each, and what stays unknown."""

import pytest

from rehab.diary import Run
from rehab.programme.log import GapAnswer, OpenSign, StageStay, Visit
from rehab.programme.response import respond
from rehab.vocabulary import Tier
from tests.rehab.builders import ago, make_day
from tests.rehab.programme.builders import make_case


def open_rules(case):
    return [firing.rule.id for firing in respond(case).open]


@pytest.mark.parametrize(("pain", "rules"), [
    (0, []), (3, []), (4, ["hold_session"]), (5, ["back_session"]), (10, ["back_session"]),
    (None, []),
])  # fmt: skip
def test_exercises_go_by_the_strength_limits(pain, rules):
    assert open_rules(make_case(sessions={0: pain}))[:1] == rules


@pytest.mark.parametrize(("pain", "rules"), [
    (2, []), (3, ["hold_session"]), (4, ["back_session"]),
])  # fmt: skip
def test_runs_go_by_the_running_limits(pain, rules):
    assert open_rules(make_case(runs=[Run(on=ago(0), pain=pain)]))[:1] == rules


@pytest.mark.parametrize(("pain", "rules"), [
    (3, []), (4, ["hold_session"]), (5, ["hold_session"]), (6, ["back_session"]),
])  # fmt: skip
def test_a_tendon_has_its_own_limits(pain, rules):
    assert open_rules(make_case("pht", "neutral", sessions={0: pain}))[:1] == rules


@pytest.mark.parametrize(("morning", "rules"), [
    (2, []), (3, ["hold_morning"]), (4, ["back_morning"]),
    (5, ["back_morning_level", "back_morning"]), (None, []),
])  # fmt: skip
def test_the_next_morning_decides(morning, rules):
    case = make_case(morning=[1, 1, 1, morning], sessions={1: 1})

    assert open_rules(case) == rules


def test_the_level_of_the_morning_is_not_read_in_the_first_stage():
    case = make_case(stage="protect", morning=[6, 6, 6, 6])

    assert open_rules(case) == []


def test_a_sharp_stop_is_a_step_back():
    run = Run(on=ago(0), pain=0, sharp_stop=True)

    assert open_rules(make_case(runs=[run])) == ["back_session"]


def test_a_step_back_rests_the_muscle_for_two_days():
    fresh, over = make_case(sessions={1: 6}), make_case(sessions={2: 6})

    assert respond(fresh).rests_load
    assert respond(fresh).rests_until == ago(-1)
    assert not respond(over).rests_load


def test_a_hold_lifts_with_the_next_load_within_the_limit():
    assert open_rules(make_case(sessions={3: 4})) == ["hold_session"]
    assert open_rules(make_case(sessions={3: 4, 1: 4})) == ["hold_session"]
    assert open_rules(make_case(sessions={3: 4, 1: None})) == ["hold_session"]
    assert open_rules(make_case(sessions={3: 4, 1: 3})) == []


def test_over_the_limit_holds_until_one_session_is_within_it():
    assert open_rules(make_case(sessions={5: 6})) == ["hold_session"]
    assert open_rules(make_case(sessions={5: 6, 2: 3})) == []


def test_a_bad_morning_lifts_with_a_usual_one_and_not_by_waiting():
    waiting = make_case(morning=[1, 1, 1, 4, None, None, None], sessions={4: 1})
    usual = make_case(morning=[1, 1, 1, 4, None, None, 2], sessions={4: 1})

    assert open_rules(waiting) == ["back_morning"]
    assert respond(waiting).rests_until is None
    assert open_rules(usual) == []


def test_two_step_backs_in_14_days_propose_a_stage_back():
    response = respond(make_case(sessions={9: 6, 1: 6}))

    assert response.verdict == "stage_back_and_see_professional"
    assert response.back_to == "protect"


def test_step_backs_15_days_apart_do_not():
    assert respond(make_case(sessions={16: 6, 1: 6})).verdict == "step_back"


def test_the_mornings_of_one_flare_count_once():
    case = make_case(morning=[1, 1, 1, 5, 5, 4], sessions={3: 1})

    assert "back_twice" not in open_rules(case)


def test_the_count_starts_again_once_it_has_fired():
    moved = (StageStay("rebuild", ago(28)), StageStay("protect", ago(6), "stepped_back"))
    case = make_case(stays=moved, sessions={9: 6, 7: 6, 1: 6})

    assert respond(case).verdict == "step_back"


def test_going_back_lifts_the_stage_back():
    moved = (
        StageStay("rebuild", ago(28)),
        StageStay("lengthen", ago(20), "goals_met"),
        StageStay("rebuild", ago(1), "stepped_back"),
    )

    assert "back_twice" not in open_rules(make_case(stays=moved, sessions={9: 6, 2: 6}))


def test_a_declined_stage_back_ends_after_14_days():
    assert "back_twice" in open_rules(make_case(sessions={20: 6, 13: 6}))
    assert "back_twice" not in open_rules(make_case(sessions={21: 6, 14: 6}))


def test_in_the_first_stage_there_is_nothing_to_go_back_to():
    response = respond(make_case(stage="protect", sessions={9: 6, 1: 6}))

    assert response.verdict == "stage_back_and_see_professional"
    assert response.back_to is None


@pytest.mark.parametrize(("limps", "is_open"), [
    ([False, True], True),
    ([None, True], False),
    ([False, True, False], True),
    ([False, True, False, False], False),
    ([False, True, False, True, False], True),
    ([True, True], False),
])  # fmt: skip
def test_a_new_limp_holds_until_two_days_without(limps, is_open):
    assert ("back_limp" in open_rules(make_case(limp=limps))) is is_open


def test_a_limp_is_expected_in_the_first_stage():
    assert open_rules(make_case(stage="protect", limp=[False, True])) == []


@pytest.mark.parametrize(("signs", "fires"), [
    ([False, True], True),
    ([None, True], False),
    ([True, True], False),
    ([False, None, None, True], True),
    ([False, *[None] * 6, True], True),
    ([False, *[None] * 7, True], False),
])  # fmt: skip
def test_only_a_bruise_that_was_recorded_absent_is_new(signs, fires):
    assert (open_rules(make_case(bruising=signs)) == ["stop_bruise"]) is fires


def test_a_bruise_of_the_first_week_is_expected():
    assert open_rules(make_case(day=7, in_plan=7, in_stage=7, bruising=[False, True])) == []
    assert open_rules(make_case(day=8, in_plan=8, in_stage=8, bruising=[False, True])) != []


def test_a_swelling_beside_an_old_bruise_is_new_by_itself():
    case = make_case(bruising=[True, True], swelling=[False, True])

    assert open_rules(case) == ["stop_bruise"]


@pytest.mark.parametrize(("question", "rule"), [
    ("q_pop", "stop_pop"), ("q_lump_growing", "stop_lump"),
])  # fmt: skip
def test_a_stop_ends_with_the_result_of_a_visit(question, rule):
    answers = [(5, question, "yes")]
    before = (Visit(on=ago(6), has_result=True),)
    unfinished = (Visit(on=ago(2), is_booked=True),)
    after = (Visit(on=ago(2), has_result=True),)

    assert open_rules(make_case(answers=answers)) == [rule]
    assert open_rules(make_case(answers=answers, log={"visits": before})) == [rule]
    assert open_rules(make_case(answers=answers, log={"visits": unfinished})) == [rule]
    assert open_rules(make_case(answers=answers, log={"visits": after})) == []


def test_a_stop_does_not_age_away():
    assert open_rules(make_case(in_plan=200, day=201, answers=[(190, "q_pop", "yes")])) == [
        "stop_pop"
    ]


def test_a_pop_told_at_intake_is_no_new_pop():
    assert open_rules(make_case(in_plan=30, answers=[(30, "q_pop", "yes")])) == []


def test_not_sure_about_a_pop_is_no_pop():
    assert open_rules(make_case(answers=[(2, "q_pop", "not_sure")])) == []


@pytest.mark.parametrize(("topic", "tier", "fires"), [
    ("radiating", Tier.SOON, True),
    ("nerve_quality", Tier.URGENT, True),
    ("radiating", Tier.ROUTINE, False),
    ("night_pain", Tier.SOON, False),
])  # fmt: skip
def test_an_open_sign_about_a_nerve_pauses_loading(topic, tier, fires):
    sign = OpenSign("r_test", topic, tier, ago(3))

    assert (open_rules(make_case(log={"signs": (sign,)})) == ["stop_nerve"]) is fires


def test_one_calf_day_is_no_nerve_sign():
    case = make_case(days=[make_day(0, locations=["calf"], qualities=["ache"])])

    assert open_rules(case) == []


def test_tingling_below_the_knee_leaves_out_lengthening_until_three_clear_days():
    tingles = make_day(4, locations=["calf"], qualities=["tingling"])
    clear = [make_day(back, locations=["mid_thigh"], qualities=["ache"]) for back in (3, 2, 1)]

    response = respond(make_case(days=[tingles, *clear[:2]]))

    assert response.leaves_out_lengthening
    assert (response.open[0].lift.have, response.open[0].lift.need) == (2, 3)
    assert open_rules(make_case(days=[tingles, *clear])) == []


def test_days_on_which_nobody_asked_do_not_clear_a_nerve_sign():
    tingles = make_day(4, locations=["calf"], qualities=["tingling"])
    silent = [make_day(back, rest=1) for back in (3, 2, 1)]

    assert open_rules(make_case(days=[tingles, *silent])) == ["hold_nerve"]


def test_a_fall_rests_running_for_two_days_and_asks_for_the_tests_again():
    response = respond(make_case(falls=[1]))

    assert response.rests_running
    assert not response.rests_load
    assert response.tests_after == ago(1)
    assert open_rules(make_case(falls=[2])) == []


@pytest.mark.parametrize(("days", "trained", "rules"), [
    (7, False, []), (8, False, ["hold_gap"]), (14, False, ["hold_gap"]), (15, False, ["back_gap"]),
    (40, False, ["back_gap"]), (8, True, []), (40, True, []),
])  # fmt: skip
def test_a_gap_counts_only_after_i_did_not_train(days, trained, rules):
    told = GapAnswer(ago(0), days, trained)

    assert open_rules(make_case(log={"gap_answers": (told,)})) == rules


@pytest.mark.parametrize(("last", "asked"), [(8, None), (9, 8), (16, 15)])
def test_a_gap_is_asked_about_and_demotes_nobody_by_itself(last, asked):
    case = make_case(days=[make_day(back, rest=1) for back in (last + 1, last)])
    response = respond(case)

    assert response.gap_to_ask == asked
    assert response.open == ()


def test_a_gap_is_asked_once():
    days = [make_day(back, rest=1) for back in (20, 10, 0)]
    told = GapAnswer(ago(0), 9, True)

    assert respond(make_case(days=days)).gap_to_ask == 9
    assert respond(make_case(days=days, log={"gap_answers": (told,)})).gap_to_ask is None


def test_go_needs_the_load_and_the_morning_after_it():
    within = make_case(sessions={1: 2}, morning=[1, 1, 1, 1])
    no_morning = make_case(sessions={1: 2}, morning=[1, 1, 1, None])
    no_pain = make_case(sessions={1: None}, morning=[1, 1, 1, 1])

    assert respond(within).verdict == "go"
    assert respond(no_morning).verdict is None
    assert respond(no_pain).verdict is None
    assert respond(make_case()).verdict is None


def test_the_gravest_rule_is_said_first():
    answers = [(0, "q_pop", "yes")]
    case = make_case(answers=answers, sessions={0: 6}, falls=[0], morning=[1, 1, 1, 3])

    assert open_rules(case) == ["stop_pop", "back_session", "hold_session", "hold_morning",
                                "hold_fall"]  # fmt: skip


def test_a_firing_names_the_days_and_values():
    firing = respond(make_case(sessions={1: 6})).open[0]

    assert [(entry.on, entry.value) for entry in firing.evidence] == [(ago(1), 6)]


def test_an_open_sign_offers_a_pause_and_stops_nothing_by_itself():
    sign = OpenSign("r_radiating", "radiating", Tier.SOON, ago(3))
    response = respond(make_case(log={"signs": (sign,)}))

    assert response.offers_pause
    assert response.stops == ()
    assert not response.rests_running
