"""What is due today: exercises, self-tests, and the questions of the open stage."""

from itertools import pairwise

import pytest

from rehab.diary import Run
from rehab.programme.asking import needed_on_today, self_tests_due
from rehab.programme.clock import plan_clock
from rehab.programme.ladder import ladder_states
from rehab.programme.log import Clearance, Item, OpenSign, Pause, Session
from rehab.programme.progress import stage_progress
from rehab.programme.response import respond
from rehab.programme.today import today_plan
from rehab.vocabulary import Tier
from tests.rehab.builders import TODAY, ago, make_day
from tests.rehab.programme.builders import content, make_case


def plan(**given):
    case = make_case(**given)
    return today_plan(case, respond(case))


def ids(dues):
    return [due.exercise.id for due in dues]


def did(back, *exercises, pain=1):
    return Session(ago(back), pain=pain, items=tuple(Item(each, True, pain) for each in exercises))


def why(found, exercise):
    return next((left.why for left in found.left_out if left.exercise == exercise), None)


def test_a_session_is_the_core_of_today_and_up_to_two_options():
    found = plan(full_sessions=[did(1, "bridge_1leg_floor")])

    assert found.kind == "session"
    assert "heel_dig_long" in ids(found.core)
    assert "bridge_1leg_floor" in ids(found.core)
    assert len(found.options) == 2
    assert len(found.all) <= 7


@pytest.mark.parametrize(("back", "due"), [(1, False), (2, True)])
def test_every_second_day_leaves_a_day_between(back, due):
    found = plan(stage="lengthen", full_sessions=[did(back, "diver")])

    assert ("diver" in ids(found.all)) is due


def test_three_days_a_week_are_no_more_than_three():
    done = [did(back, "bridge_1leg_raised") for back in (6, 4, 2)]

    assert "bridge_1leg_raised" not in ids(plan(stage="lengthen", full_sessions=done).core)
    assert "bridge_1leg_raised" in ids(plan(stage="lengthen", full_sessions=done[1:]).core)


def test_what_was_ticked_today_stays_on_the_list():
    found = plan(stage="lengthen", full_sessions=[did(1, "diver"), did(0, "diver")])

    assert [due.is_done for due in found.all if due.exercise.id == "diver"] == [True]


def test_without_ticks_a_pattern_leaves_rest_days():
    shown = [
        "bridge_1leg_raised" in ids(plan(stage="lengthen", in_stage=day).core) for day in range(14)
    ]

    assert sum(shown) == 6
    assert not any(a and b for a, b in pairwise(shown))


def test_options_take_turns():
    done, seen = [], set()
    for back in range(12, -1, -1):
        case = make_case(in_stage=20 - back, full_sessions=done, today=ago(back))
        options = ids(today_plan(case, respond(case)).options)
        seen.update(options)
        done.append(did(back, *options))

    groups = {content().exercises[each].group for each in seen}
    assert {"trunk", "control", "agility"} <= groups


def test_a_gated_core_exercise_shows_what_comes_first():
    found = plan(day=31)
    opened = plan(full_sessions=[did(2, "bridge_walkout")])

    assert why(found, "slider_2leg") == "first"
    assert [d.instead_of for d in found.core if d.exercise.id == "bridge_walkout"] == [
        "slider_2leg"
    ]
    assert why(opened, "slider_2leg") is None


@pytest.mark.parametrize(("day", "expected"), [(6, "too_early"), (7, "first")])
def test_an_exercise_waits_for_its_first_day_since_onset(day, expected):
    assert why(plan(day=day, in_plan=5, in_stage=3), "slider_2leg") == expected


def test_an_unknown_onset_counts_from_the_plan():
    assert why(plan(day=None, in_plan=6, in_stage=3), "slider_2leg") == "too_early"


@pytest.mark.parametrize(("values", "expected"), [
    ({}, "test"), ({1: 3}, "test"), ({1: 2}, None),
])  # fmt: skip
def test_a_test_that_was_not_done_leaves_the_exercise_out(values, expected):
    found = plan(stage="protect", readings={"t_walk20_pain": values})

    assert why(found, "bike_easy") == expected


@pytest.mark.parametrize(("places", "expected"), [
    (None, "marks"), (["mid_thigh"], None), (["sit_bone"], "marks"),
])  # fmt: skip
def test_stretching_waits_for_a_sit_bone_without_marks(places, expected):
    found = plan(stage="lengthen", days=[make_day(1, locations=places, rest=1)],
                 readings={"t_ake_pain": {1: 1}})  # fmt: skip

    assert why(found, "strap_stretch") == expected


@pytest.mark.parametrize(("age", "expected"), [(59, "first"), (60, "age"), (None, "age")])
def test_an_unknown_age_takes_the_safer_side(age, expected):
    assert why(plan(stage="lengthen", injury={"age": age}), "glider") == expected


def test_the_sliding_split_of_a_stretch_type_wants_an_agreement():
    done = [did(back, "diver") for back in (6, 4)]
    given = {"programme": "strain_stretch", "stage": "lengthen", "full_sessions": done}
    seen = (Clearance(on=ago(3), by="physio"),)

    assert why(plan(**given), "glider") == "clearance"
    assert why(plan(**given, log={"clearances": seen}), "glider") is None


def test_a_risk_for_the_bones_leaves_out_hops_and_drills():
    found = plan(stage="speed", answers=[(3, "q_bone_risk", "yes")])

    assert why(found, "a_skip") == "bones"


def test_a_time_over_the_limit_brings_the_easier_neighbour():
    hard = did(3, "bridge_1leg_floor", pain=5)
    easy = did(1, "bridge_2leg", pain=2)

    found = plan(full_sessions=[hard])
    later = plan(full_sessions=[hard, easy])

    assert ("bridge_2leg", "bridge_1leg_floor") in [
        (due.exercise.id, due.instead_of) for due in found.core
    ]
    assert "bridge_1leg_floor" in ids(later.core)


def test_after_a_step_back_nothing_loads_the_hamstring():
    found = plan(sessions={0: 6})

    assert found.kind == "rest"
    assert not any(due.exercise.loads_hamstring for due in found.all)
    assert found.because == ("back_session",)


@pytest.mark.parametrize(
    "programme, stage",
    [("strain_sprint_g2", "lengthen"), ("strain_stretch", "speed"), ("pht", "flexed")],
)
def test_a_pause_shows_only_what_does_not_load_the_muscle(programme, stage):
    pause = Pause(ago(1), rule="r_night_pain")
    found = plan(programme=programme, stage=stage, log={"pauses": (pause,)})

    assert (found.kind, found.because) == ("gentle", ("r_night_pain",))
    assert "walk_easy" in ids(found.core)
    assert not any(due.exercise.loads_hamstring for due in found.all)


def test_a_pause_that_ended_is_over():
    pause = Pause(ago(5), ended_on=ago(1))

    assert plan(log={"pauses": (pause,)}).kind == "session"


@pytest.mark.parametrize(("tier", "kind"), [
    (Tier.EMERGENCY, "stopped"), (Tier.URGENT, "stopped"), (Tier.SOON, "session"),
])  # fmt: skip
def test_a_sign_offers_a_pause_and_only_grave_ones_stop(tier, kind):
    sign = OpenSign("r_radiating", "radiating", tier, ago(1))
    found = plan(log={"signs": (sign,)})

    assert found.kind == kind
    assert bool(found.all) is (kind == "session")


def test_an_agreement_since_a_grave_sign_lets_the_plan_go_on():
    sign = OpenSign("r_dvt", "red_flag_dvt", Tier.URGENT, ago(3))
    seen = (Clearance(on=ago(1), by="doctor"),)

    assert plan(log={"signs": (sign,), "clearances": seen}).kind == "session"


HARD = ["nordic", "rdl_1leg_load", "a_skip"]
READY = [did(back, "rdl_1leg", "nordic_assisted") for back in (19, 17)]
FAST = {"stage": "speed", "in_stage": 15}


@pytest.mark.parametrize(("hard_days", "is_hard"), [
    ((1,), False), ((2,), True), ((2, 4), True), ((2, 4, 6), False), ((2, 4, 7), True),
])  # fmt: skip
def test_hard_days_do_not_follow_each_other_and_three_a_week_are_enough(hard_days, is_hard):
    done = [*READY, *(did(back, "a_skip") for back in sorted(hard_days, reverse=True))]
    found = plan(**FAST, full_sessions=done)

    assert (why(found, "nordic") != "easy_day") is is_hard


def test_a_run_of_yesterday_makes_today_easy():
    done = [*READY, did(3, "diver")]
    found = plan(**FAST, full_sessions=done, runs=[Run(on=ago(1), pain=0)])

    assert {why(found, each) for each in HARD} == {"easy_day"}
    assert "bridge_1leg_raised" in ids(found.core)


def test_a_nordic_and_a_hinge_never_share_a_day():
    found = plan(**FAST, full_sessions=[*READY, did(4, "nordic")])

    assert "rdl_1leg_load" in ids(found.core)
    assert "nordic" not in ids(found.core)
    assert why(found, "nordic") == "other_day"


def test_a_new_pop_leaves_the_care_card():
    found = plan(answers=[(0, "q_pop", "yes")])

    assert (found.kind, found.because) == ("care", ("stop_pop",))
    assert set(ids(found.all)) <= {"walk_easy", "care_compress"}


def due_tests(**given):
    case = make_case(**given)
    response = respond(case)
    progress = stage_progress(case, response)
    return [
        t.metric for t in self_tests_due(case, progress, response, ladder_states(case, response))
    ]


def test_tests_come_in_the_order_of_a_sitting():
    due = due_tests()

    assert due == ["t_ake_inj", "t_ake_oth", "t_dig_mid_pain", "t_sls_pain",
                   "t_bridge_floor_reps", "t_walk20_pain"]  # fmt: skip


LENGTHEN = ["t_press_pain", "t_ake_inj", "t_ake_oth", "t_ake_pain", "t_dig_long_pain"]
RAISED = ["t_slhb_inj", "t_slhb_oth", "t_slhb_pain"]
GATE = {"t_walk20_pain": {9: 1}}


def test_the_raised_bridge_has_its_own_day_after_the_others():
    others = {metric: {2: 9} for metric in (*LENGTHEN, "t_dig_mid_pain")}

    first = due_tests(stage="lengthen", readings=GATE)
    second = due_tests(stage="lengthen", readings={**GATE, **others})

    assert first == [*LENGTHEN[:4], "t_dig_mid_pain", LENGTHEN[4]]
    assert second == RAISED


def test_on_the_day_of_the_raised_bridge_no_other_test_is_due():
    given = {**GATE, **{metric: {2: 9} for metric in LENGTHEN}, "t_slhb_inj": {0: 9}}

    assert set(due_tests(stage="lengthen", readings=given)) <= set(RAISED)


@pytest.mark.parametrize(("last", "due"), [(6, False), (7, True)])
def test_the_raised_bridge_is_done_at_most_once_a_week(last, due):
    given = {**GATE, **{m: {1: 9} for m in LENGTHEN}, **{m: {last: 9} for m in RAISED}}

    assert (RAISED[0] in due_tests(stage="lengthen", readings=given)) is due


def test_the_load_test_of_the_tendon_is_asked_daily():
    given = {"programme": "pht", "stage": "calm"}

    assert "t_load_a_pain" in due_tests(**given, readings={"t_load_a_pain": {1: 4}})
    assert "t_load_a_pain" not in due_tests(**given, readings={"t_load_a_pain": {0: 4}})


def test_no_tests_while_loading_rests_is_paused_or_a_grave_sign_is_open():
    sign = OpenSign("r_dvt", "red_flag_dvt", Tier.URGENT, ago(1))

    assert due_tests(sessions={0: 6}) == []
    assert due_tests(falls=[0]) == []
    assert due_tests(log={"pauses": (Pause(ago(1)),)}) == []
    assert due_tests(log={"signs": (sign,)}) == []


def test_hops_are_not_asked_with_groin_pain():
    given = {"programme": "pht", "stage": "neutral"}
    groin = [make_day(1, locations=["groin_inner_thigh"])]

    assert "t_hop10_pain" in due_tests(**given)
    assert "t_hop10_pain" not in due_tests(**given, days=groin)


@pytest.mark.parametrize(("programme", "stage", "needed"), [
    ("strain_sprint_g2", "protect", {"pain_rest", "limp", "session_pain"}),
    ("strain_sprint_g2", "rebuild", {"pain_morning", "limp", "session_pain", "run_pain"}),
    ("pht", "calm", {"pain_morning", "session_pain"}),
    ("hold_until_seen", "wait", set()),
])  # fmt: skip
def test_today_asks_what_the_open_stage_reads(programme, stage, needed):
    case = make_case(programme, stage)

    assert needed <= set(needed_on_today(case, ladder_states(case, respond(case))))


def test_the_care_card_asks_for_no_exercise_pain():
    assert needed_on_today(make_case("hold_until_seen", "wait"), ()) == ()


@pytest.mark.parametrize(("day", "in_plan", "own", "counted"), [
    (31, 30, False, 31), (51, 30, False, 51), (52, 30, True, 30), (None, 30, True, 30),
    (240, 9, True, 9),
])  # fmt: skip
def test_the_range_counts_from_onset_or_for_old_pain_from_the_plan(day, in_plan, own, counted):
    clock = plan_clock(
        make_case(day=day, in_plan=in_plan, in_stage=5, injury={"plan_started_on": ago(in_plan)})
    )

    assert (clock.is_own_clock, clock.day, clock.plan_day) == (own, counted, in_plan)


@pytest.mark.parametrize(("day", "standing", "professional"), [
    (34, "early", False), (35, "usual", False), (70, "usual", False), (71, "late", True),
])  # fmt: skip
def test_lateness_is_a_line(day, standing, professional):
    given = {"in_plan": day, "day": day, "in_stage": 5, "injury": {"plan_started_on": ago(day)}}
    clock = plan_clock(make_case(**given))

    assert clock.standing == standing
    assert (clock.professional_since is not None) is professional


@pytest.mark.parametrize(("stage", "standing"), [("watch", "usual"), ("speed", "late")])
def test_nobody_is_late_who_is_back_until_a_step_back(stage, standing):
    log = {"returned_on": ago(40)}
    clock = plan_clock(make_case(stage=stage, in_plan=110, day=110, in_stage=40, log=log))

    assert (clock.is_back, clock.standing) == (stage == "watch", standing)
    assert (clock.professional_since is None) is (stage == "watch")
    assert (clock.stage_late_since is None) is (stage == "watch")


@pytest.mark.parametrize(("in_stage", "since"), [(16, None), (17, TODAY), (20, ago(3))])
def test_a_stage_is_late_after_its_late_day(in_stage, since):
    assert plan_clock(make_case(in_stage=in_stage)).stage_late_since == since


@pytest.mark.parametrize(("day", "fair"), [(83, False), (84, True)])
def test_a_tendon_is_judged_fairly_after_twelve_weeks(day, fair):
    given = {"in_plan": day, "day": 300, "in_stage": 5, "injury": {"plan_started_on": ago(day)}}
    clock = plan_clock(make_case("pht", "neutral", **given))

    assert clock.is_fair_to_judge is fair


VARIED = [
    (programme.id, stage.id)
    for programme in content().programmes.values()
    for stage in programme.stages
    if stage.session.options_per_session
]


@pytest.mark.parametrize(("programme", "stage"), VARIED)
def test_trunk_control_and_agility_come_up_every_week(programme, stage):
    """Who does what is shown meets every group that may be chosen at all within seven days."""
    groups = content().exercises
    done, weeks, offered = [], {}, set()
    for day in range(28):
        case = make_case(
            programme=programme, stage=stage, in_stage=20 + day, in_plan=60 + day, day=90,
            full_sessions=done, today=ago(28 - day),
        )  # fmt: skip
        found = today_plan(case, respond(case))
        left = {each.exercise for each in found.left_out}
        offered |= {use.id for use in case.stage.exercises if use.id not in left}
        weeks.setdefault(day // 7, set()).update(groups[each].group for each in ids(found.all))
        items = tuple(Item(each, True, 1) for each in ids(found.all))
        done.append(Session(ago(28 - day), pain=1, items=items))

    may = {groups[each].group for each in offered} & {"trunk", "control", "agility"}
    for week in range(1, 4):
        assert may <= weeks[week]
