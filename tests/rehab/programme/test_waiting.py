"""When a self-test comes next, and what makes it wait."""

from datetime import timedelta

import pytest

from rehab.programme.asking import self_tests_ahead, self_tests_due
from rehab.programme.case import Case
from rehab.programme.ladder import ladder_states
from rehab.programme.log import OpenSign, Pause
from rehab.programme.progress import stage_progress
from rehab.programme.response import respond
from rehab.programme.self_test import SelfTest
from rehab.programme.state import PlanState, plan_state
from rehab.programme.waiting import Wait, is_dulled, waits_of
from rehab.vocabulary import AnswerValue, Location, Tier, Treatment
from tests.rehab.builders import TODAY, ago, make_day
from tests.rehab.programme.builders import content, make_case


def a_test(name: str) -> SelfTest:
    return content().self_tests[name]


def state_of(case: Case) -> PlanState:
    return plan_state(case.diary, case.log, today=case.today, content=content())


def keys(case: Case, name: str) -> list[str]:
    return [wait.key for wait in waits_of(case, a_test(name), state_of(case))]


def ahead(case: Case) -> dict[str, int | None]:
    """The next day of each test, as days from today."""
    response = respond(case)
    found = self_tests_ahead(case, stage_progress(case, response), ladder_states(case, response))
    return {t.metric: None if t.on is None else (t.on - TODAY).days for t in found}


class TestNext:
    def test_what_was_never_done_is_due(self):
        assert ahead(make_case(stage="lengthen"))["t_press_pain"] == 0

    def test_a_tiring_test_comes_again_after_a_week(self):
        case = make_case(stage="lengthen", readings={"t_slhb_inj": {3: 8}, "t_slhb_oth": {3: 20}})

        assert ahead(case)["t_slhb_inj"] == 4

    def test_a_test_that_may_end_a_stage_comes_again_after_two_days(self):
        case = make_case(stage="lengthen", in_stage=60, readings={"t_press_pain": {1: 4}})

        assert ahead(case)["t_press_pain"] == 1

    def test_early_in_a_stage_once_a_week_is_enough(self):
        case = make_case(stage="lengthen", in_stage=1, readings={"t_press_pain": {1: 4}})

        assert ahead(case)["t_press_pain"] == 6

    def test_a_met_goal_is_asked_again_when_its_value_grows_old(self):
        case = make_case(stage="lengthen", in_stage=60, readings={"t_press_pain": {1: 0}})

        assert ahead(case)["t_press_pain"] == 3

    def test_the_last_of_all_waits_for_the_others(self):
        assert ahead(make_case(stage="speed"))["t_h_unease"] is None

    @pytest.mark.parametrize("stage", ["protect", "rebuild", "lengthen", "speed"])
    @pytest.mark.parametrize("back", range(9))
    def test_what_is_due_now_is_never_told_for_later(self, stage: str, back: int):
        names = ("t_press_pain", "t_ake_inj", "t_ake_oth", "t_dig_mid_pain", "t_walk20_pain")
        case = make_case(stage=stage, readings={name: {back: 3} for name in names})
        response = respond(case)
        progress, ladders = stage_progress(case, response), ladder_states(case, response)
        dates = {t.metric: t.on for t in self_tests_ahead(case, progress, ladders)}

        for due in self_tests_due(case, progress, response, ladders):
            assert dates[due.metric] is not None and dates[due.metric] <= TODAY, due


class TestWaits:
    def test_an_ordinary_day_has_nothing_against_it(self):
        assert keys(make_case(stage="lengthen"), "press_spot") == []

    def test_a_stage_further_on_asks_for_it(self):
        wait = waits_of(make_case(), a_test("raised_bridge"), state_of(make_case()))

        assert wait == (Wait("later_stage", what="lengthen"),)

    def test_no_stage_asks_for_it(self):
        assert keys(make_case(), "load_test_a") == ["not_asked"]

    def test_an_earlier_stage_asked_for_it(self):
        assert keys(make_case(stage="speed"), "heel_dig_bent") == []

    def test_what_does_no_harm_waits_for_no_stage(self):
        assert keys(make_case(), "confidence") == []
        assert keys(make_case(), "sitting_time") == []

    def test_the_last_of_all_says_so(self):
        assert "others_first" in keys(make_case(stage="speed"), "fast_kick")

    @pytest.mark.parametrize("value", [AnswerValue.YES, AnswerValue.NOT_SURE])
    def test_a_risk_for_the_bones_forbids_hops(self, value: AnswerValue):
        case = make_case(stage="speed", answers=[(3, "q_bone_risk", value.value)])

        assert "answer" in keys(case, "ten_hops")

    def test_a_no_allows_them(self):
        case = make_case(stage="speed", answers=[(3, "q_bone_risk", "no")])

        assert "answer" not in keys(case, "ten_hops")

    @pytest.mark.parametrize("place", ["groin_inner_thigh", "buttock", "low_back"])
    def test_a_place_that_was_marked_forbids_hops(self, place: str):
        case = make_case(stage="speed", days=[make_day(2, locations={Location(place)})])

        assert "places" in keys(case, "ten_hops")

    @pytest.mark.parametrize(("worst", "waits"), [(4, False), (5, True)])
    def test_a_day_over_the_limit_begins_no_test(self, worst: int, waits: bool):
        case = make_case(stage="lengthen", walking=[worst])

        assert ("over_limit" in keys(case, "press_spot")) is waits
        assert "over_limit" not in keys(case, "confidence")

    def test_a_pause_lets_what_loads_wait(self):
        case = make_case(stage="lengthen", log={"pauses": (Pause(ago(1)),)})

        assert "paused" in keys(case, "press_spot")
        assert "paused" not in keys(case, "confidence")

    def test_an_urgent_sign_comes_first(self):
        sign = OpenSign("r_dvt", "dvt", Tier.URGENT, ago(1))
        case = make_case(stage="lengthen", log={"signs": (sign,)})

        assert keys(case, "press_spot")[0] == "seen_first"

    def test_the_tiring_test_has_a_day_of_its_own(self):
        done = make_case(stage="lengthen", readings={"t_press_pain": {0: 1}})
        assert "other_tests" in keys(done, "raised_bridge")

        tired = make_case(stage="lengthen", readings={"t_slhb_inj": {0: 9}})
        assert "own_day" in keys(tired, "press_spot")

    @pytest.mark.parametrize(("back", "waits"), [(6, True), (7, False)])
    def test_the_tiring_test_comes_once_a_week(self, back: int, waits: bool):
        case = make_case(stage="lengthen", readings={"t_slhb_inj": {back: 9}})
        found = waits_of(case, a_test("raised_bridge"), state_of(case))

        assert ("weekly" in [wait.key for wait in found]) is waits
        if waits:
            assert found[-1].until == TODAY + timedelta(days=1)

    def test_a_painkiller_only_says_that_the_number_decides_nothing(self):
        case = make_case(stage="lengthen", days=[make_day(0, treatments={Treatment.PAINKILLER})])

        assert is_dulled(case, a_test("press_spot"))
        assert not is_dulled(case, a_test("confidence"))
        assert keys(case, "press_spot") == []
