"""Sums over logged days: how far they lead, over which days, and that gaps add nothing."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rehab.content.catalogue import catalogue
from rehab.diary import Diary
from rehab.recovery import band_at, corridor_for, course
from rehab.signs.evaluate import RuleSet, answers_for, evaluate
from rehab.signs.moment import Tri
from rehab.signs.nodes import with_corridors
from rehab.vocabulary import InjuryType, Onset, Tier
from tests.rehab.builders import TODAY, ago, decide, make_day, make_diary, make_injury, make_rule

HURTS = {"field": "rest", "op": ">=", "value": 3}
SUM = {"where": HURTS, "within": 28, "lead": 4, "over": 10}
BEHIND = {"least": 2, "within": 42, "lead": 5, "over": 12}


def adds_up(scores, **changes):
    return decide({"adds_up": {**SUM, **changes}}, make_diary(rest=scores))


@pytest.mark.parametrize(
    ("scores", "expected"),
    [
        ([3] * 10, "true"),
        ([3] * 9, "unknown"),
        ([3, 3, 3, 2, 3, 2, 2, 3, 3, 3], "true"),
        ([3, 3, 3, 2, 3, 2, 2, 3, 3, 2], "false"),
        ([3, None, None, 3, None, None, None, 3, None, 3], "true"),
        ([3, None, None, 3, None, None, None, None, None, 3], "false"),
        ([2] * 12, "false"),
        ([None] * 12, "unknown"),
        ([0] * 14 + [3] * 10, "true"),
        ([3] * 14 + [0] * 10, "true"),
        ([3] * 14 + [0] * 11, "false"),
    ],
)
def test_the_days_that_say_yes_must_lead_over_the_whole_stretch(scores, expected):
    assert adds_up(scores) == expected


def test_a_no_can_weigh_more_than_a_yes():
    scores = [3, 3, 3, 3, 2, 3, 3, 3, 3, 3, 3]

    assert adds_up(scores, lead=9) == "true"
    assert adds_up(scores, lead=9, against=2) == "false"


def test_days_before_the_window_do_not_count():
    assert adds_up([3] * 6 + [None] * 24 + [3] * 4) == "unknown"


def test_a_stretch_must_begin_with_a_yes():
    assert adds_up([2] * 8 + [3] * 5, over=13, lead=1) == "false"


def test_the_message_gets_days_counts_and_the_first_day():
    rule = make_rule({"adds_up": SUM})
    diary = make_diary(rest=[0, 0, 3, None, 3, 2, 3, None, None, 4, 4, 4])

    (finding,) = evaluate([rule], diary, TODAY)

    assert finding.values["n"] == 6
    assert finding.values["m"] == 7
    assert finding.values["date"] == ago(9).isoformat()
    assert [(TODAY - on).days for on in finding.evidence] == [9, 7, 5, 2, 1, 0]


NRS = st.one_of(st.none(), st.integers(0, 10))


def truth(condition, diary: Diary, today=TODAY) -> Tri:
    node = make_rule(condition).condition
    rule = replace(
        make_rule(condition, clock="slow"),
        condition=with_corridors(node, catalogue().corridors.values()),
    )
    return answers_for(RuleSet([rule]), diary, today)[rule.id]


@settings(deadline=None)
@given(st.lists(NRS, min_size=1, max_size=40), st.integers(0, 39), st.booleans())
def test_leaving_a_day_out_that_says_yes_never_makes_it_true(scores, place, is_behind):
    condition = {"behind": BEHIND} if is_behind else {"adds_up": SUM}
    injury = strain(day=45)
    less = list(scores)
    if place < 7 or place >= len(less) or (less[place] or 0) < 3:
        return
    less[place] = None

    whole, left = (
        truth(condition, make_diary(rest=[5] * 7 + each, injury=injury)) for each in (scores, less)
    )

    if left is Tri.TRUE:
        assert whole is Tri.TRUE


@settings(deadline=None)
@given(st.lists(NRS, min_size=1, max_size=40), st.integers(1, 20))
def test_days_that_pass_without_a_log_never_make_it_true(scores, days):
    diary = make_diary(rest=scores, injury=strain(day=50))
    later = ago(-days)

    for condition in ({"adds_up": SUM}, {"behind": BEHIND}):
        if truth(condition, diary) is not Tri.TRUE:
            assert truth(condition, diary, later) is not Tri.TRUE


@settings(deadline=None)
@given(st.lists(st.integers(0, 10), min_size=30, max_size=30))
def test_what_is_logged_later_is_never_looked_at(scores):
    injury = strain(day=29)
    whole = make_diary(rest=scores, injury=injury)
    for back in (0, 5, 9, 14):
        known = whole.until(ago(back))
        for condition in ({"adds_up": SUM}, {"behind": BEHIND}):
            assert truth(condition, whole, ago(back)) is truth(condition, known, ago(back))


def strain(*, day, **given):
    known = {"onset": Onset.SUDDEN, "type": InjuryType.MUSCLE_STRAIN, "grade": 1, **given}
    return make_injury(day=day, **known)


def behind(scores, *, day=None, today=TODAY, **given):
    injury = strain(day=len(scores) - 1 if day is None else day, **given)
    return truth({"behind": BEHIND}, make_diary(rest=scores, injury=injury), today).name.lower()


def test_flat_pain_after_a_mild_strain_is_behind_and_healing_is_not():
    assert behind([4] * 30) == "true"
    assert behind([5] * 7 + [3] * 5 + [2] * 5 + [1] * 20) == "false"


def test_every_third_day_is_enough_after_more_weeks():
    assert behind([4, None, None] * 7) != "true"
    assert behind([4, None, None] * 12) == "true"


def test_pain_at_the_edge_is_not_above_it():
    edge = band_at(catalogue().corridors["grade_1"], 24).upper
    level = 10
    at = [level] * 7 + [None] * 17

    assert behind([*at, *[int(edge * level / 100)] * 14]) != "true"
    assert behind([*at, *[int(edge * level / 100) + 1] * 14]) == "true"


def test_pain_below_the_least_never_counts():
    assert behind([1] * 60) == "false"


@pytest.mark.parametrize(
    "scores", [[None] * 30 + [5] * 15, [5, 5] + [None] * 30 + [5] * 15, [0] * 7 + [5] * 30]
)
def test_without_a_level_to_start_from_it_is_unknown(scores):
    assert behind(scores) == "unknown"


def test_the_first_week_is_unknown():
    assert behind([8] * 7) == "unknown"


def test_an_injury_without_a_corridor_is_unknown():
    assert behind([5] * 40, grade=None, onset=None) == "unknown"


def test_beyond_the_last_week_of_any_corridor_it_is_unknown():
    assert (
        behind([5] * 60, day=260, onset=Onset.GRADUAL, type=InjuryType.TENDON, grade=None) == "true"
    )
    assert behind([5] * 60, day=15) == "unknown"
    assert (
        behind([5] * 230, day=229, type=InjuryType.TENDON, grade=None, onset=Onset.GRADUAL)
        == "unknown"
    )


def test_the_first_week_is_read_even_where_the_days_between_are_not_laid_out():
    rule_set = catalogue().rule_set
    diary = make_diary(
        rest=[5] * 7 + [None] * 120 + [5] * 20,
        injury=strain(day=146, grade=3),
    )

    assert rule_set.days_back < 140
    assert "r_slow_progress" in {found.rule_id for found in evaluate(rule_set, diary, TODAY)}


def test_the_chart_and_the_rule_take_one_line():
    """A day counts as behind exactly when it lies above the band that the chart draws."""
    corridors = catalogue().corridors.values()
    injury = strain(day=39, grade=2)
    diary = make_diary(rest=[6] * 7 + [None] * 7 + [6, 5, 4, 3, 2] * 5, injury=injury)
    corridor = corridor_for(corridors, injury)
    node = {"behind": {"least": 1, "within": 42, "lead": 1, "over": 1}}
    rule = replace(
        make_rule(node, clock="slow", tier=Tier.ROUTINE),
        condition=with_corridors(make_rule(node).condition, corridors),
    )

    (finding,) = evaluate(RuleSet([rule]), diary, TODAY)
    drawn = course(corridor, diary, TODAY)
    above = {
        day.on
        for day in diary.days
        if (day.on - injury.onset_on).days >= 7
        and day.rest
        > drawn.first_week * band_at(corridor, (day.on - injury.onset_on).days).upper / 100
    }

    assert above
    assert set(finding.evidence) <= above
    first = min(finding.evidence)
    assert {on for on in above if on >= first} == set(finding.evidence)


def test_a_level_that_is_not_settled_yet_waits_for_the_third_log():
    injury = strain(day=40)
    days = [make_day(back, rest=4) for back in (40, 31, 22, 20, 15, 10, 8, 5, 2, 0)]
    diary = make_diary(days=days, injury=injury)

    assert truth({"behind": BEHIND}, diary, ago(21)) is Tri.UNKNOWN
    assert truth({"behind": BEHIND}, diary) is Tri.TRUE


RISE = {"field": "rest", "recent": 7, "lookback": 14, "min_logged": 3, "at_least": 2}


def rise(scores, **changes):
    return decide({"rise": {**RISE, **changes}}, make_diary(rest=scores))


@pytest.mark.parametrize(
    ("scores", "without", "reaching"),
    [
        ([2] * 14 + [4] * 7, "true", "true"),
        ([2] * 14 + [3] * 7, "false", "false"),
        ([2, None, None] * 4 + [5, None, None] * 3, "unknown", "true"),
        ([2, None, None] * 4 + [3, None, None] * 3, "unknown", "false"),
        ([2, None, None] * 2 + [None] * 15 + [5, None, None] * 3, "unknown", "unknown"),
        ([2, 2] + [None] * 19 + [5, 5, 5], "unknown", "unknown"),
        ([5] * 3, "unknown", "unknown"),
        ([2, 2, 5, 5], "unknown", "unknown"),
    ],
)
def test_a_rise_reaches_back_for_scores_where_few_were_logged(scores, without, reaching):
    assert rise(scores) == without
    assert rise(scores, reach=21) == reaching


def test_the_two_windows_of_a_rise_never_share_a_day():
    rule = make_rule({"rise": {**RISE, "reach": 21}})
    diary = make_diary(rest=[1, None, 1, None, 1, None, None, *[4, None, None, None, None] * 3, 4])

    (finding,) = evaluate([rule], diary, TODAY)

    assert finding.values["before"] == 1
    assert finding.values["now"] == 4
    assert len(finding.evidence) == 6


def test_with_every_day_logged_a_reach_changes_nothing():
    for scores in ([2] * 14 + [4] * 7, [3] * 21, [1, 4, 2] * 8):
        assert rise(scores) == rise(scores, reach=21)
