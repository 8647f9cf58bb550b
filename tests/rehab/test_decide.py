"""Every kind of condition: below, on and above its edge, and with missing days."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rehab.signs.moment import Tri, compare
from rehab.signs.predicates import Op
from rehab.vocabulary import Onset, OnsetPrecision, Tier
from tests.rehab.builders import ago, decide, make_day, make_diary, make_injury

SITTING = {"field": "sitting", "op": ">=", "value": 3}


def count(where, **given):
    return {"count_days": {"where": where, "within": 7, "at_least": 3, "min_logged": 5, **given}}


def injury(field, op, value):
    return {"injury": {"field": field, "op": op, "value": value}}


TRUE = injury("grade", "==", 2)
FALSE = injury("grade", "==", 3)
UNKNOWN = injury("age", "==", 30)
WORDS = {"true": TRUE, "false": FALSE, "unknown": UNKNOWN}
GRADE_2 = make_diary(injury=make_injury(grade=2))


@pytest.mark.parametrize(
    ("left", "right", "both", "either"),
    [
        ("true", "true", "true", "true"),
        ("true", "unknown", "unknown", "true"),
        ("true", "false", "false", "true"),
        ("unknown", "true", "unknown", "true"),
        ("unknown", "unknown", "unknown", "unknown"),
        ("unknown", "false", "false", "unknown"),
        ("false", "true", "false", "true"),
        ("false", "unknown", "false", "unknown"),
        ("false", "false", "false", "false"),
    ],
)
def test_all_and_any_follow_the_three_valued_tables(left, right, both, either):
    parts = [WORDS[left], WORDS[right]]

    assert decide({"all": parts}, GRADE_2) == both
    assert decide({"any": parts}, GRADE_2) == either


@pytest.mark.parametrize(
    ("words", "at_least", "expected"),
    [
        (["true", "true", "false"], 2, "true"),
        (["true", "unknown", "false"], 2, "unknown"),
        (["true", "false", "false"], 2, "false"),
        (["unknown", "unknown", "unknown"], 1, "unknown"),
        (["true", "unknown", "unknown"], 1, "true"),
    ],
)
def test_a_score_counts_what_is_true_and_waits_for_what_could_be(words, at_least, expected):
    condition = {"score": {"items": [WORDS[word] for word in words], "at_least": at_least}}

    assert decide(condition, GRADE_2) == expected


@pytest.mark.parametrize(
    ("op", "expected"),
    [("==", "unknown"), ("!=", "true"), ("<", "unknown"), (">=", "unknown")],
)
def test_a_missing_value_compares_as_unknown_but_is_different_from_everything(op, expected):
    assert compare(None, Op(op), 2).name.lower() == expected


@pytest.mark.parametrize(
    ("op", "values"),
    [("==", "010"), ("!=", "101"), ("<", "100"), ("<=", "110"), (">", "001"), (">=", "011")],
)
def test_values_compare(op, values):
    assert [compare(left, Op(op), 2) is Tri.TRUE for left in (1, 2, 3)] == [
        v == "1" for v in values
    ]


@pytest.mark.parametrize(
    "condition",
    [injury("grade", "==", 3), injury("age", "<", 25), {"all": [injury("grade", "==", 3), TRUE]}],
)
def test_an_empty_field_never_silences_a_rule_from_below_a_not(condition):
    assert decide({"not": condition}, make_diary(injury=make_injury())) == "true"


def test_an_unknown_field_can_be_asked_for():
    condition = {"injury": {"field": "grade", "is_unknown": True}}

    assert decide(condition, make_diary()) == "true"
    assert decide(condition, GRADE_2) == "false"
    assert decide({"not": condition}, GRADE_2) == "true"


# count_days


@pytest.mark.parametrize(
    ("sitting", "expected"),
    [
        ([3, 3, 3, 1, 1, 1, 1], "true"),
        ([3, 3, 2, 1, 1, 1, 1], "false"),
        ([3, 3, 3, None, None, None, 1], "unknown"),
        ([3, 3, 3, None, None, 1, 1], "true"),
        ([None] * 7, "unknown"),
        ([3, 1, 3, 3, 1, 1, 1, 1], "false"),
    ],
)
def test_days_are_counted_in_the_window_once_enough_are_logged(sitting, expected):
    assert decide(count(SITTING), make_diary(sitting=sitting)) == expected


def test_only_days_on_which_the_field_was_answered_count_as_logged():
    diary = make_diary(sitting=[3, 3, 3, None, None, 1], rest=[1, 1, 1, 1, 1, 1])

    assert decide(count(SITTING), diary) == "unknown"


@pytest.mark.parametrize(("share", "expected"), [(0.6, "true"), (0.61, "false")])
def test_a_share_is_one_of_logged_days(share, expected):
    diary = make_diary(sitting=[3, 3, 3, None, 1, 1])

    assert decide(count(SITTING, share=share), diary) == expected


def test_ago_looks_at_an_earlier_window_only():
    diary = make_diary(sitting=[5, 5, 5, 5, 5, 1, 1, 1])

    assert decide(count(SITTING, ago=3), diary) == "true"
    assert decide(count(SITTING), diary) == "true"
    assert decide(count(SITTING, at_least=5), diary) == "false"
    assert decide(count(SITTING, at_least=5, ago=3), diary) == "true"


# what counts as answered


def test_copied_days_count_for_pain_but_not_for_places():
    days = [make_day(back, sitting=4, locations=["calf"], copied=back > 1) for back in range(7)]
    diary = make_diary(days=days)

    assert decide(count(SITTING), diary) == "true"
    assert decide(count({"any_location": ["calf"]}), diary) == "unknown"


def test_places_carried_over_are_no_evidence():
    days = [
        make_day(back, locations=[], carried_locations=["calf"], sitting=3) for back in range(7)
    ]

    assert decide(count({"any_location": ["calf"]}), make_diary(days=days)) == "unknown"


def test_a_place_carried_over_is_neither_marked_nor_absent():
    days = [make_day(back, locations=["sit_bone"], carried_locations=["calf"]) for back in range(7)]
    diary = make_diary(days=days)

    assert decide(count({"any_location": ["sit_bone"]}), diary) == "true"
    assert decide(count({"not": {"any_location": ["calf"]}}), diary) == "unknown"
    assert decide(count({"not": {"any_location": ["foot"]}}), diary) == "true"


def test_asked_and_none_is_an_answer_and_not_asked_is_none():
    asked = make_diary(days=[make_day(back, locations=[]) for back in range(7)])
    not_asked = make_diary(days=[make_day(back, sitting=3) for back in range(7)])

    assert decide(count({"any_location": ["calf"]}), asked) == "false"
    assert decide(count({"any_location": ["calf"]}), not_asked) == "unknown"


def test_a_sign_counts_only_on_days_on_which_it_was_asked():
    seen = [make_day(back, swelling=True) for back in range(3)]
    other = [make_day(back, bruising=False) for back in range(3, 7)]
    none = [make_day(back, swelling=False) for back in range(3, 7)]

    assert decide(count({"flag": "swelling"}), make_diary(days=seen + other)) == "unknown"
    assert decide(count({"flag": "swelling"}), make_diary(days=seen + none)) == "true"


def test_treatments_count_only_when_asked():
    done = [make_day(back, treatments=["ice"]) for back in range(3)]
    none = [make_day(back, treatments=[]) for back in range(3, 5)]

    assert decide(count({"any_treatment": ["ice", "heat"]}), make_diary(days=done + none)) == "true"
    assert decide(count({"any_treatment": ["ice"]}), make_diary(days=done)) == "unknown"


def test_pain_in_the_other_leg_is_a_place():
    days = [make_day(back, locations=["calf"], other_leg=frozenset({"calf"})) for back in range(7)]

    assert decide(count({"any_location": ["other_leg"]}), make_diary(days=days)) == "true"


@pytest.mark.parametrize(("places", "expected"), [(2, "false"), (3, "true"), (4, "true")])
def test_places_are_counted(places, expected):
    marked = ["calf", "foot", "buttock", "low_back"][:places]
    days = [make_day(back, locations=marked) for back in range(7)]

    assert decide(count({"locations_at_least": 3}), make_diary(days=days)) == expected


def test_no_run_and_slept_through_are_answers_without_a_number():
    days = [make_day(back, no_run=True, slept_through=True) for back in range(7)]
    diary = make_diary(days=days)
    median = {"within": 7, "min_logged": 1, "op": "<=", "value": 10}

    assert decide(count({"field": "running", "op": ">=", "value": 3}), diary) == "false"
    assert decide(count({"field": "night", "op": ">=", "value": 3}), diary) == "false"
    assert decide(count({"field": "night", "op": "<=", "value": 3}), diary) == "unknown"
    assert decide({"median": {"field": "night", **median}}, diary) == "unknown"


def test_running_pain_of_a_day_is_the_higher_of_the_day_and_its_run():
    diary = make_diary(running=[1, 1, 1, 1, 1], runs={0: 4, 1: 3, 2: 3, 3: None})

    assert decide(count({"field": "running", "op": ">=", "value": 3}), diary) == "true"


def test_everyday_pain_is_the_highest_recorded_outside_running():
    diary = make_diary(rest=[1] * 7, sitting=[4] * 7, running=[9] * 7)

    assert decide(count({"field": "everyday", "op": ">=", "value": 4}), diary) == "true"
    assert decide(count({"field": "everyday", "op": ">=", "value": 5}), diary) == "false"


# predicates joined


REST_OR_NIGHT = {"any": [{"field": "rest", "op": ">=", "value": 3},
                         {"field": "night", "op": ">=", "value": 3}]}  # fmt: skip


def test_pains_joined_by_any_are_known_when_one_of_them_is():
    diary = make_diary(rest=[3, 3, 3, 1, 1], night=[None] * 5)

    assert decide(count(REST_OR_NIGHT), diary) == "true"


def test_below_a_not_one_unasked_pain_leaves_the_day_unknown():
    diary = make_diary(rest=[1, 1, 1, 1, 1], night=[None] * 5)

    assert decide(count({"not": REST_OR_NIGHT}), diary) == "unknown"


def test_unlike_answers_joined_by_any_are_known_only_when_all_are_no():
    where = {"any": [{"flag": "numbness"}, {"any_quality": ["numb"]}]}
    half = make_diary(days=[make_day(back, numbness=False) for back in range(7)])
    whole = make_diary(days=[make_day(back, numbness=False, qualities=[]) for back in range(7)])
    yes = make_diary(days=[make_day(back, numbness=True) for back in range(7)])

    assert decide(count(where), half) == "unknown"
    assert decide(count(where), whole) == "false"
    assert decide(count(where), yes) == "true"


def test_a_false_part_settles_all_even_when_another_is_unknown():
    where = {"all": [{"any_location": ["calf"]}, SITTING]}

    assert decide(count(where), make_diary(sitting=[1] * 7)) == "false"
    assert decide(count(where), make_diary(sitting=[5] * 7)) == "unknown"


# falls


def test_a_fall_day_counts_as_logged_and_logged_days_without_one_are_free_of_falls():
    where = {"flag": "fall"}
    once = {"within": 14, "at_least": 1, "min_logged": 1}

    assert decide(count(where, **once), make_diary(falls=[13])) == "true"
    assert decide(count(where, **once), make_diary(falls=[14])) == "unknown"
    assert decide(count(where, **once), make_diary(falls=[14], sitting=[1])) == "false"


FALL = {"after_fall": {"min_ago": 7, "max_ago": 63, "field": "sitting", "rise_at_least": 2,
                       "min_logged": 3, "or_new_location": ["sit_bone", "buttock"],
                       "new_location_share": 0.5, "or_onset_gradual": True}}  # fmt: skip


def fallen(now, before=1, *, fall=14, **given):
    days = [make_day(back, sitting=now) for back in range(7)]
    days += [make_day(back, sitting=before) for back in range(fall + 1, fall + 8)]
    return make_diary(days=days, falls=[fall], **given)


@pytest.mark.parametrize(("now", "expected"), [(2, "unknown"), (3, "true"), (4, "true")])
def test_sitting_pain_that_rose_by_two_after_a_fall_is_linked(now, expected):
    assert decide(FALL, fallen(now)) == expected


@pytest.mark.parametrize(
    ("fall", "expected"), [(6, "false"), (7, "true"), (63, "true"), (64, "false")]
)
def test_the_fall_must_lie_between_one_and_nine_weeks_back(fall, expected):
    assert decide(FALL, fallen(5, fall=fall)) == expected


@pytest.mark.parametrize(
    ("marked_before", "marked_now", "expected"),
    [(0, 4, "true"), (0, 3, "false"), (1, 4, "true"), (2, 7, "false")],
)
def test_a_new_place_after_a_fall_is_linked(marked_before, marked_now, expected):
    def places(marked):
        return ["sit_bone"] if marked else ["calf"]

    days = [make_day(back, sitting=1, locations=places(back < marked_now)) for back in range(7)]
    days += [
        make_day(15 + back, sitting=1, locations=places(back < marked_before)) for back in range(7)
    ]

    assert decide(FALL, make_diary(days=days, falls=[14])) == expected


@pytest.mark.parametrize(
    ("onset", "day", "expected"),
    [(Onset.GRADUAL, 10, "true"), (Onset.GRADUAL, 20, "unknown"), (Onset.SUDDEN, 10, "unknown")],
)
def test_a_slow_onset_after_a_fall_before_any_log_is_linked(onset, day, expected):
    diary = make_diary(sitting=[4] * 5, falls=[14], injury=make_injury(day=day, onset=onset))

    assert decide(FALL, diary) == expected


# medians, slopes, changes


@pytest.mark.parametrize(
    ("sitting", "expected"),
    [([3, 3, 3], "true"), ([3, 3, 2], "true"), ([3, 2, 2], "false"), ([3, 3], "unknown"),
     ([9, 9, 9, None, None, None, 1, 1, 1], "false")],
)  # fmt: skip
def test_a_median_needs_its_scores_in_its_window(sitting, expected):
    condition = {"median": {"field": "sitting", "within": 6, "min_logged": 3, "op": ">=",
                            "value": 3}}  # fmt: skip

    assert decide(condition, make_diary(sitting=sitting)) == expected


def slope(op, value):
    return {"slope": {"field": "night", "within": 15, "min_logged": 5, "op": op, "value": value}}


@pytest.mark.parametrize(
    ("night", "expected"),
    [
        ([8, None, None, None, None, None, None, 7, None, None, None, None, 6, 6, 6], "false"),
        ([4] * 15, "true"),
        ([3] * 4, "unknown"),
    ],
)
def test_a_slope_is_points_a_week(night, expected):
    assert decide(slope(">", -0.5), make_diary(night=night)) == expected


def weeks(before, now):
    return make_diary(rest=[*before, *[None] * 7, *now])


NO_BETTER = {"no_improvement": {"field": "rest", "lookback": 14, "min_logged": 3, "floor": 1,
                                "rel": 0.3}}  # fmt: skip


@pytest.mark.parametrize(
    ("before", "now", "expected"),
    [
        (4, 4, "true"),
        (4, 3, "true"),
        (4, 2, "false"),
        (2, 1, "false"),
        (0, 0, "false"),
        (0, 3, "true"),
        (1, 0, "false"),
    ],
)
def test_no_improvement_is_a_drop_below_a_point_or_the_share(before, now, expected):
    assert decide(NO_BETTER, weeks([before] * 7, [now] * 7)) == expected


@pytest.mark.parametrize(
    ("before", "now", "expected"),
    [([4] * 2 + [None] * 5, [4] * 7, "unknown"), ([4] * 7, [4] * 2 + [None] * 5, "unknown")],
)
def test_no_improvement_needs_scores_in_both_weeks(before, now, expected):
    assert decide(NO_BETTER, weeks(before, now)) == expected


@pytest.mark.parametrize(("now", "expected"), [(3, "false"), (4, "true"), (5, "true")])
def test_a_rise_is_measured_between_medians(now, expected):
    condition = {"rise": {"field": "rest", "lookback": 14, "min_logged": 3, "at_least": 2}}

    assert decide(condition, weeks([2] * 7, [now] * 7)) == expected


JUMP = {"jump": {"field": "rest", "over_days": 7, "min_logged": 4, "at_least": 3,
                 "to_at_least": 5, "confirm_within": 3}}  # fmt: skip


@pytest.mark.parametrize(
    ("rest", "expected"),
    [
        ([2, 2, 2, 2, 2, 5, 5], "true"),
        ([2, 2, 2, 2, 2, 5], "unknown"),
        ([2, 2, 2, 2, 2, 5, 3], "false"),
        ([2, 2, 2, 2, 2, 4, 4], "false"),
        ([3, 3, 3, 3, 3, 5, 5], "false"),
        ([2, 2, 2, 5, 5], "unknown"),
        ([2, 2, 2, 2, 5, None, None, 5], "true"),
        ([2, 2, 2, 2, 5, None, None, None, 5], "unknown"),
    ],
)
def test_a_jump_needs_a_level_before_it_and_a_day_that_confirms_it(rest, expected):
    assert decide(JUMP, make_diary(rest=rest)) == expected


RUNS = {"runs": {"where": {"field": "running", "op": ">=", "value": 3}, "within": 28,
                 "at_least": 4, "min_runs": 5, "share": 0.5}}  # fmt: skip


@pytest.mark.parametrize(
    ("pains", "expected"),
    [
        ([3, 3, 3, 3, 1], "true"),
        ([3, 3, 3, 1, 1], "false"),
        ([3, 3, 3, 3], "unknown"),
        ([3, 3, 3, 3, None], "unknown"),
        ([3, 3, 3, 3, 1, 1, 1, 1, 1], "false"),
        ([3, 3, 3, 3, 1, 1, 1, 1], "true"),
    ],
)
def test_running_days_with_pain_recorded_are_counted(pains, expected):
    assert decide(RUNS, make_diary(runs=dict(enumerate(pains)))) == expected


def test_a_running_score_without_a_run_is_a_running_day_and_no_run_is_not():
    diary = make_diary(running=[3, 3, 3, 3, 1], no_run=[None] * 5 + [True] * 3)

    assert decide(RUNS, diary) == "true"


# answers


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        ([], "unknown"),
        ([(2, "q", "yes")], "true"),
        ([(3, "q", "yes")], "unknown"),
        ([(2, "q", "yes"), (0, "q", "no")], "false"),
        ([(2, "q", "no"), (0, "q", "yes")], "true"),
        ([(0, "q", "yes"), (0, "q", "no")], "true"),
        ([(0, "q", "no"), (0, "q", "yes")], "true"),
        ([(0, "q", "not_sure")], "false"),
        ([(0, "other", "yes")], "unknown"),
    ],
)
def test_the_latest_answer_in_the_window_counts_and_yes_wins_a_day(answers, expected):
    assert decide({"answer": {"id": "q", "within": 3}}, make_diary(answers=answers)) == expected


def test_not_sure_is_an_answer_of_its_own():
    condition = {"answer": {"id": "q", "within": 3, "value": "not_sure"}}

    assert decide(condition, make_diary(answers=[(1, "q", "not_sure")])) == "true"
    assert decide(condition, make_diary(answers=[(1, "q", "no"), (1, "q", "not_sure")])) == "true"
    assert decide(condition, make_diary(answers=[(1, "q", "not_sure"), (1, "q", "yes")])) == "false"


def test_a_question_without_an_answer_never_silences_a_rule_from_below_a_not():
    condition = {"not": {"answer": {"id": "q", "within": 14}}}

    assert decide(condition, make_diary()) == "true"
    assert decide(condition, make_diary(answers=[(1, "q", "no")])) == "true"
    assert decide(condition, make_diary(answers=[(1, "q", "yes")])) == "false"


# clocks


def since(least, most=None, **given):
    return {"since_onset": {"min": least, **({} if most is None else {"max": most}), **given}}


@pytest.mark.parametrize(
    ("day", "expected"), [(6, "false"), (7, "true"), (21, "true"), (22, "false")]
)
def test_days_since_onset_include_both_ends(day, expected):
    assert decide(since(7, 21), make_diary(injury=make_injury(day=day))) == expected


@pytest.mark.parametrize("tier", [Tier.EMERGENCY, Tier.URGENT])
def test_an_unknown_onset_satisfies_the_dangerous_rules(tier):
    diary = make_diary(injury=make_injury(day=None))

    assert decide(since(0, 21), diary, tier=tier) == "true"
    assert decide(since(90), diary, tier=tier) == "true"


@pytest.mark.parametrize(
    ("first_logged", "expected"), [(None, "unknown"), (6, "false"), (7, "true")]
)
def test_an_unknown_onset_counts_from_the_first_log_in_other_rules(first_logged, expected):
    diary = make_diary(injury=make_injury(day=None), first_logged=first_logged)

    assert decide(since(7), diary, tier=Tier.SOON) == expected


@pytest.mark.parametrize(
    ("onset", "plan", "first_logged", "expected"),
    [
        (240, 40, 60, "false"),
        (240, 42, 60, "true"),
        (240, None, 41, "false"),
        (240, None, 42, "true"),
        (61, 40, 60, "true"),
        (62, 40, 60, "false"),
        (50, None, 41, "true"),
    ],
)
def test_the_slow_clock_starts_with_the_plan_when_the_onset_is_old(
    onset, plan, first_logged, expected
):
    injury = make_injury(day=onset, plan_started_on=make_injury(day=plan).onset_on)
    diary = make_diary(injury=injury, first_logged=first_logged)

    assert decide(since(42), diary, clock="slow") == expected


def test_a_reinjury_restarts_the_clock_but_not_the_first_onset():
    restarted = make_injury(day=100, restarted_on=make_injury(day=5).onset_on)
    diary = make_diary(injury=restarted)

    assert decide(since(35), diary) == "false"
    assert decide(since(35, first=True), diary) == "true"


def test_without_a_plan_or_surgery_there_is_no_first_week_of_it():
    condition = since(0, 41, clock="surgery")
    operated = make_injury(day=100, surgery_on=make_injury(day=41).onset_on)

    assert decide(condition, make_diary()) == "false"
    assert decide({"not": condition}, make_diary()) == "true"
    assert decide(condition, make_diary(injury=operated)) == "true"
    assert decide({"not": condition}, make_diary(injury=operated)) == "false"


@pytest.mark.parametrize(
    ("precision", "tier", "expected"),
    [
        (OnsetPrecision.DAY, Tier.URGENT, "false"),
        (OnsetPrecision.MONTH, Tier.URGENT, "true"),
        (OnsetPrecision.MONTH, Tier.SOON, "false"),
    ],
)
def test_a_remembered_month_gives_the_dangerous_rules_some_slack(precision, tier, expected):
    diary = make_diary(injury=make_injury(day=40, onset_precision=precision))

    assert decide(since(0, 21), diary, tier=tier) == expected


# properties

score = st.one_of(st.none(), st.integers(0, 10))
CONDITIONS = [
    count(SITTING),
    count(REST_OR_NIGHT),
    count({"not": REST_OR_NIGHT}),
    {"median": {"field": "everyday", "within": 7, "min_logged": 3, "op": ">=", "value": 3}},
    {"slope": {"field": "rest", "within": 14, "min_logged": 5, "op": ">", "value": 0}},
    NO_BETTER,
    JUMP,
]


@pytest.mark.parametrize("condition", CONDITIONS)
@settings(max_examples=30, deadline=None)
@given(st.lists(st.tuples(score, score, score), max_size=30), st.sets(st.integers(0, 40)))
def test_days_without_any_record_never_change_a_result(condition, rows, empty):
    columns = {
        name: [row[place] for row in rows]
        for place, name in enumerate(("rest", "sitting", "night"))
    }
    bare = make_diary(**columns)
    taken = {day.on for day in bare.days}
    blank = [day for day in (make_day(back) for back in sorted(empty)) if day.on not in taken]

    padded = make_diary(days=blank, **columns)

    assert decide(condition, padded) == decide(condition, bare)


@pytest.mark.parametrize("condition", CONDITIONS)
@settings(max_examples=30, deadline=None)
@given(st.lists(st.integers(0, 10), min_size=1, max_size=30))
def test_what_lies_before_the_longest_window_never_matters(condition, old):
    recent = [4, 3, None, 5, 4, 4, None, 2, 3, 4, 4, 5, 3, 4, None, 4, 3, 4, 4, 2, 4]

    with_old = make_diary(rest=old + recent, sitting=old + recent)

    assert decide(condition, with_old) == decide(condition, make_diary(rest=recent, sitting=recent))


# onset older than the plan or the first log


OLD = {"onset_is_old": True}


@pytest.mark.parametrize(
    ("whose", "first_logged", "expected"),
    [
        (make_injury(day=60), 60, "false"),
        (make_injury(day=60), 39, "false"),
        (make_injury(day=60), 38, "true"),
        (make_injury(day=60, plan_started_on=ago(10)), 60, "true"),
        (make_injury(day=None), 10, "unknown"),
    ],
)
def test_an_onset_is_old_when_plan_or_first_log_came_three_weeks_later(
    whose, first_logged, expected
):
    diary = make_diary(rest=[2], injury=whose, first_logged=first_logged)

    assert decide(OLD, diary) == expected
    assert decide({"not": OLD}, diary) == {"true": "false"}.get(expected, "true")


# whole numbers


def test_means_see_a_fall_that_medians_of_whole_numbers_hide():
    scores = [2, 3, 2, 3, 2, 2, 3, *[None] * 7, 2, 2, 2, 1, 2, 1, 2]
    node = {"field": "sitting", "lookback": 14, "min_logged": 3, "floor": 0.5, "rel": 0.2}
    diary = make_diary(sitting=scores)

    assert decide({"no_improvement": node}, diary) == "true"
    assert decide({"no_improvement": {**node, "by": "mean"}}, diary) == "false"


def test_a_line_sees_a_slow_fall_of_which_most_pairs_are_ties():
    slope = {"field": "sitting", "within": 21, "min_logged": 8, "op": "<=", "value": -0.15}
    diary = make_diary(sitting=[3] * 5 + [3, 2] * 2 + [2, 3] * 2 + [2] * 8)

    assert decide({"slope": slope}, diary) == "false"
    assert decide({"slope": {**slope, "by": "line"}}, diary) == "true"
