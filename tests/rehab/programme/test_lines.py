"""Lines of every kind: at the edge, below, above, too old, and with days missing."""

import pytest

from rehab.diary import Run
from rehab.programme.log import Clearance, Session, Visit
from rehab.vocabulary import Goal, Mechanism, Seat, Treatment
from tests.rehab.builders import ago, make_day
from tests.rehab.programme.builders import content, criterion, days_of, make_case, step, told

WALK = criterion("latest", max_age_days=3)
TWO_DAYS = criterion("consecutive_days", n=2)
THREE_MORNINGS = criterion("consecutive_days", metric="morning_rise", value=1, n=3)


@pytest.mark.parametrize(
    ("values", "status", "missing"),
    [
        ({0: 2}, "met", None),
        ({0: 1}, "met", None),
        ({0: 0}, "met", None),
        ({0: 3}, "not_yet", "value"),
        ({3: 2}, "met", None),
        ({4: 2}, "unknown", "too_old"),
        ({4: 9}, "unknown", "too_old"),
        ({}, "unknown", "no_entry"),
        ({5: 1, 1: 3}, "not_yet", "value"),
        ({5: 9, 1: 2}, "met", None),
    ],
)
def test_the_newest_value_decides_while_it_is_fresh(values, status, missing):
    state = told(make_case(readings={"t_walk20_pain": values}), WALK)

    assert state.status == status
    assert (state.missing and state.missing.key) == missing


def test_without_an_age_limit_an_old_value_stands():
    assert told(make_case(readings={"t_walk20_pain": {29: 2}}), criterion("latest")).status == "met"


@pytest.mark.parametrize(
    ("values", "status", "have"),
    [
        ({1: 2, 0: 2}, "met", None),
        ({1: 2, 0: 3}, "not_yet", 0),
        ({1: 3, 0: 2}, "not_yet", 1),
        ({0: 2}, "unknown", 1),
        ({}, "unknown", 0),
        ({3: 2, 0: 2}, "met", None),
        ({4: 2, 0: 2}, "unknown", 1),
        ({4: 2, 3: 2}, "met", None),
        ({5: 2, 4: 2}, "unknown", 0),
        ({2: 9, 1: 0, 0: 0}, "met", None),
    ],
)
def test_days_in_a_row_bear_two_missing_days_and_no_more(values, status, have):
    state = told(make_case(readings={"t_walk20_pain": values}), TWO_DAYS)

    assert state.status == status
    if have is not None:
        assert (state.missing.key, state.missing.have, state.missing.need) == ("days", have, 2)


def test_the_days_that_made_it_so_are_named():
    state = told(make_case(readings={"t_walk20_pain": {5: 1, 3: 1, 1: 2}}), TWO_DAYS)

    assert days_of(state) == [3, 1]
    assert [entry.value for entry in state.entries] == [1, 2]


@pytest.mark.parametrize(("limps", "status"), [
    ([False, False], "met"), ([True, False], "not_yet"), ([False, True], "not_yet"),
    ([None, False], "unknown"), ([None, None], "unknown"),
])  # fmt: skip
def test_a_limp_nobody_told_is_not_a_day_without_one(limps, status):
    line = criterion("consecutive_days", metric="limp", op="==", value=False, n=2)

    assert told(make_case(limp=limps), line).status == status


def test_a_copied_day_counts_for_pain_but_not_for_the_limp():
    days = [make_day(back, rest=1, limp=False, copied=back == 0) for back in (1, 0)]
    limp = criterion("consecutive_days", metric="limp", op="==", value=False, n=2)
    rest = criterion("consecutive_days", metric="pain_rest", n=2)
    case = make_case(days=days)

    assert told(case, limp).status == "unknown"
    assert told(case, rest).status == "met"


@pytest.mark.parametrize(("mornings", "status"), [
    ([1, 1, 1, 2, 2, 1], "met"),
    ([1, 1, 1, 2, 3, 1], "not_yet"),
    ([1, 1, 1, 2, None, 2], "met"),
    ([1, 2, 2], "unknown"),
    ([None, None, None, None, None, 1], "unknown"),
])  # fmt: skip
def test_morning_rise_is_held_against_the_last_three_mornings(mornings, status):
    line = criterion("consecutive_days", metric="morning_rise", value=1, n=3)

    assert told(make_case(morning=mornings), line).status == status


@pytest.mark.parametrize(("mornings", "rise"), [
    ([2, 1, 3, 5], 3),
    ([9, 2, 1, 3, 5], 3),
    ([1, 3, 5], 4),
    ([3, 5], 2),
    ([5], None),
    ([1, *[None] * 7, 5], None),
    ([1, *[None] * 6, 5], 4),
])  # fmt: skip
def test_usual_is_the_median_of_three_or_else_the_lowest_of_a_week(mornings, rise):
    case = make_case(morning=mornings)

    assert case.on("morning_rise", ago(0)) == rise


def test_usual_is_taken_before_the_newest_session():
    case = make_case(morning=[1, 1, 1, 4, 4], sessions={2: 1})

    assert case.on("morning_rise", ago(0)) == 3


def test_a_value_with_a_painkiller_is_shown_and_does_not_count():
    day = make_day(0, treatments=["painkiller"])
    state = told(make_case(days=[day], readings={"t_walk20_pain": {0: 1}}), WALK)

    assert Treatment.PAINKILLER in day.treatments
    assert (state.status, state.missing.key, days_of(state)) == ("unknown", "painkiller", [0])


@pytest.mark.parametrize(("injured", "other", "status"), [
    (18, 20, "met"), (17, 20, "not_yet"), (8, 8, "met"), (7, 7, "unknown"), (3, 3, "unknown"),
    (0, 0, "unknown"), (None, 20, "unknown"), (18, None, "unknown"),
])  # fmt: skip
def test_a_share_of_too_few_repetitions_says_nothing(injured, other, status):
    line = criterion("latest", metric="slhb_pct", op=">=", value=90, max_age_days=7,
                     other_leg_min=8)  # fmt: skip
    readings = {"t_slhb_inj": injured, "t_slhb_oth": other}
    held = {metric: {1: value} for metric, value in readings.items() if value is not None}

    assert told(make_case(readings=held), line).status == status


def test_both_legs_are_compared_on_the_same_day_only():
    line = criterion("latest", metric="ake_gap", value=10)
    apart = make_case(readings={"t_ake_inj": {1: 20}, "t_ake_oth": {0: 12}})
    together = make_case(readings={"t_ake_inj": {0: 20}, "t_ake_oth": {0: 12}})

    assert told(apart, line).status == "unknown"
    assert told(together, line).status == "met"


@pytest.mark.parametrize(("gap", "advised"), [(5, True), (6, False), (10, False)])
def test_the_better_value_is_told_and_not_required(gap, advised):
    line = criterion("latest", metric="ake_gap", value=10, advised=5)
    state = told(make_case(readings={"t_ake_inj": {0: gap}, "t_ake_oth": {0: 0}}), line)

    assert (state.status, state.is_advised_met) == ("met", advised)


@pytest.mark.parametrize(("minutes", "seat", "status"), [
    (20, "desk", "met"), (19, "desk", "not_yet"), (60, "soft", "unknown"), (60, None, "unknown"),
])  # fmt: skip
def test_sitting_minutes_of_today_count_on_a_seat_that_is_not_soft(minutes, seat, status):
    line = criterion("latest", metric="t_sit_min", op=">=", value=20, max_age_days=4)
    day = make_day(0, sit_minutes=minutes, seat=Seat(seat) if seat else None)
    case = make_case("pht", "calm", days=[day])

    assert told(case, line).status == status


PASS = criterion("passes", metric="ladder_step", op=">=", value="S3", n=1, ladder="speed")
MORNINGS = [1] * 12


@pytest.mark.parametrize(("run", "status", "key"), [
    (step(2, "S3", 2), "met", None),
    (step(2, "S3", 3), "not_yet", "passes"),
    (step(2, "S4", 0), "met", None),
    (step(2, "S2", 0), "not_yet", "passes"),
    (step(2, "S3", None), "unknown", "next_morning"),
    (step(2, "S3", 1, sharp_stop=True), "not_yet", "passes"),
    (step(0, "S3", 1), "unknown", "next_morning"),
])  # fmt: skip
def test_a_step_passes_at_the_go_limit_with_the_next_morning_as_usual(run, status, key):
    state = told(make_case(runs=[run], morning=MORNINGS), PASS)

    assert state.status == status
    assert (state.missing and state.missing.key) == key


@pytest.mark.parametrize(("morning", "status"), [
    (2, "met"), (3, "not_yet"), (None, "unknown"),
])  # fmt: skip
def test_a_step_waits_for_its_next_morning(morning, status):
    case = make_case(runs=[step(1, "S3", 1)], morning=[1, 1, 1, 1, morning])

    assert told(case, PASS).status == status


def test_without_a_run_a_step_is_unknown():
    assert told(make_case(morning=MORNINGS), PASS).status == "unknown"


@pytest.mark.parametrize(("days", "status"), [((4, 2), "met"), ((3, 2), "not_yet")])
def test_two_passes_lie_two_days_apart(days, status):
    line = criterion("passes", metric="ladder_step", op=">=", value="S10", n=2, ladder="speed")
    runs = [step(back, "S10", 1) for back in days]

    state = told(make_case(stage="speed", runs=runs, morning=MORNINGS), line)

    assert state.status == status


def test_running_pain_of_the_day_counts_when_it_is_higher():
    rows = [make_day(back, morning=1, running=5 if back == 2 else None) for back in range(8)]

    assert told(make_case(days=rows, runs=[step(2, "S3", 1)]), PASS).status == "not_yet"


@pytest.mark.parametrize(("shares", "status"), [
    ([50, 50, 50], "met"), ([49, 50, 50], "not_yet"), ([100, 100], "unknown"), ([], "unknown"),
])  # fmt: skip
def test_a_mean_needs_three_values(shares, status):
    line = criterion("mean_over", metric="session_done_pct", op=">=", value=50, n=21)
    sessions = [Session(ago(5 * index), done_pct=share) for index, share in enumerate(shares)]

    assert told(make_case(full_sessions=sessions), line).status == status


SEEN = criterion("attested", metric="clearance", op="==", value=True, max_age_days=21)


@pytest.mark.parametrize(("given", "status"), [
    ({"on": ago(0)}, "met"),
    ({"on": ago(41)}, "met"),
    ({"on": ago(42)}, "not_yet"),
    ({"on": ago(0), "stage": "rebuild"}, "met"),
    ({"on": ago(0), "stage": "lengthen"}, "not_yet"),
    ({"on": ago(0), "programme": "pht"}, "not_yet"),
])  # fmt: skip
def test_an_agreement_counts_from_21_days_before_the_stage_began(given, status):
    case = make_case(in_stage=20, log={"clearances": (Clearance(by="physio", **given),)})

    assert told(case, SEEN).status == status


def test_nothing_recorded_is_not_yet_for_an_agreement():
    state = told(make_case(), SEEN)

    assert (state.status, state.missing.key) == ("not_yet", "record")


@pytest.mark.parametrize(("visit", "status"), [
    (Visit(is_booked=True), "met"), (Visit(on=ago(3), has_result=True), "met"),
    (Visit(), "not_yet"),
])  # fmt: skip
def test_a_visit_counts_once_it_is_booked(visit, status):
    line = criterion("attested", metric="visit_booked", op="==", value=True)

    assert told(make_case(log={"visits": (visit,)}), line).status == status


FULL = criterion("latest", metric="full_sessions", op=">=", value=2, pain_max=1)


@pytest.mark.parametrize(("pains", "status"), [
    ((1, 1), "met"), ((1, 2), "not_yet"), ((1,), "not_yet"), ((), "unknown"),
    ((1, None), "unknown"),
])  # fmt: skip
def test_full_training_counts_at_its_pain_with_the_next_morning(pains, status):
    runs = [
        Run(on=ago(6 - 2 * index), pain=pain, full_training=True)
        for index, pain in enumerate(pains)
    ]

    assert told(make_case(stage="speed", runs=runs, morning=MORNINGS), FULL).status == status


def test_full_training_of_an_earlier_stage_does_not_count():
    runs = [Run(on=ago(back), pain=0, full_training=True) for back in (25, 22)]

    case = make_case(stage="speed", in_stage=20, runs=runs, morning=[1] * 40)

    assert told(case, FULL).status == "unknown"


def checklist(**given):
    line = next(c for c in content().programmes["strain_sprint_g2"].stage("speed").exit)
    return told(make_case(stage="speed", **given), line)


TESTED = {
    "t_press_pain": {1: 1}, "t_ake_inj": {1: 14}, "t_ake_oth": {1: 10}, "t_ake_pain": {1: 0},
    "t_dig_long_pain": {1: 1}, "t_slhb_inj": {2: 19}, "t_slhb_oth": {2: 20}, "confidence": {1: 8},
    "t_walk30_pain": {2: 1, 1: 0, 0: 1}, "t_sls_pain": {1: 1}, "t_bridge_floor_reps": {1: 15},
}  # fmt: skip
SPRINTS = [
    *(step(back, "S10", 1, full_training=True) for back in (8, 5)),
]


def test_the_return_list_is_computed_line_by_line():
    state = checklist(readings=TESTED, runs=SPRINTS, morning=MORNINGS)

    assert state.status == "met"
    assert {each.line.id: each.status for each in state.lines if not each.is_required} == {
        "h": "unknown",
        "pro": "not_yet",
    }


@pytest.mark.parametrize(("metric", "value", "status"), [
    ("t_press_pain", 2, "not_yet"), ("confidence", 7, "not_yet"), ("t_slhb_inj", 17, "not_yet"),
    ("t_ake_pain", None, "unknown"),
])  # fmt: skip
def test_one_line_keeps_the_return_list_open(metric, value, status):
    readings = {**TESTED, metric: {1: value}} if value is not None else dict(TESTED)
    if value is None:
        del readings[metric]
    elif metric == "t_slhb_inj":
        readings[metric] = {2: value}

    state = checklist(readings=readings, runs=SPRINTS, morning=MORNINGS)

    assert (state.status, state.missing.key) == (status, "lines")
    assert state.missing.have == state.missing.need - 1


@pytest.mark.parametrize(("goal", "status"), [
    (Goal.SPRINT_TEAM, "unknown"), (Goal.DISTANCE, "unknown"), (Goal.EVERYDAY, "met"),
    (None, "unknown"),
])  # fmt: skip
def test_the_return_list_goes_by_the_goal(goal, status):
    state = checklist(readings=TESTED, morning=MORNINGS, log={"goal": goal})

    assert state.status == status


@pytest.mark.parametrize(("injury", "log", "required"), [
    ({}, {}, False),
    ({"mechanism": Mechanism.STRETCH}, {}, True),
    ({"grade": 3}, {}, True),
    ({}, {"injuries_12m": 2}, True),
    ({}, {"injuries_12m": 1}, False),
])  # fmt: skip
def test_who_needs_an_agreement_to_return(injury, log, required):
    state = checklist(injury=injury, log=log)

    assert next(each for each in state.lines if each.line.id == "pro").is_required is required


def test_after_a_step_back_days_in_a_row_start_again():
    case = make_case(readings={"t_walk20_pain": {3: 1, 2: 1, 1: 1}})

    assert told(case, TWO_DAYS, days_after=2).missing.have == 1
    assert told(case, TWO_DAYS, days_after=3).status == "met"


def test_the_day_that_set_a_plan_back_is_told_as_not_yet():
    case = make_case(readings={"t_walk20_pain": {3: 1, 2: 6}})

    state = told(case, TWO_DAYS, days_after=2)

    assert (state.status, [entry.value for entry in state.entries]) == ("not_yet", [6])
    assert told(case, TWO_DAYS, days_after=1).status == "unknown"


def test_after_a_fall_tests_are_done_again():
    case = make_case(readings={"t_walk20_pain": {2: 1}}, rest=[1, 1, 1])
    rest = criterion("latest", metric="pain_rest")

    assert told(case, WALK, tests_after=2).status == "unknown"
    assert told(case, WALK, tests_after=3).status == "met"
    assert told(case, rest, tests_after=0).status == "met"


def test_days_since_return_count_from_the_stage_when_no_day_was_kept():
    line = criterion("latest", metric="days_since_return", op=">=", value=56)

    assert told(make_case(stage="watch", in_stage=55), line).status == "not_yet"
    assert told(make_case(stage="watch", in_stage=56), line).status == "met"
    assert (
        told(make_case(stage="watch", in_stage=9, log={"returned_on": ago(56)}), line).status
        == "met"
    )
