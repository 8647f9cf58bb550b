"""Findings: persistence, evidence, figures for the message, and no look ahead."""

from datetime import date

import pytest

from rehab.signs.evaluate import RuleSet, answers_for, evaluate
from rehab.signs.moment import Tri
from rehab.vocabulary import Tier
from tests.rehab.builders import TODAY, Persist, ago, make_day, make_diary, make_injury, make_rule

RESTING = {"count_days": {"where": {"field": "rest", "op": ">=", "value": 3}, "within": 7,
                          "at_least": 4, "min_logged": 5}}  # fmt: skip


def only(rule, diary, today=TODAY):
    (finding,) = evaluate([rule], diary, today)
    return finding


def test_a_finding_names_its_rule_and_the_days_it_rests_on():
    rule = make_rule(RESTING, id="r_rest", topic="rest_pain", tier=Tier.SOON, suggests=("sij",))

    finding = only(rule, make_diary(rest=[3, 1, 3, None, 4, 5]))

    assert (finding.rule_id, finding.topic, finding.tier) == ("r_rest", "rest_pain", Tier.SOON)
    assert finding.conditions == ("sij",)
    assert finding.evidence == (ago(5), ago(3), ago(1), TODAY)
    assert finding.values["n"] == 4
    assert finding.values["m"] == 5
    assert finding.values["value"] == 5


def test_what_is_unknown_or_false_is_silent():
    few = make_diary(rest=[3, 3, 3, 3])
    low = make_diary(rest=[1] * 7)

    assert evaluate([make_rule(RESTING)], few, TODAY) == []
    assert evaluate([make_rule(RESTING)], low, TODAY) == []
    assert answers_for([make_rule(RESTING)], few, TODAY) == {"r_test": Tri.UNKNOWN}


def test_a_rule_that_is_switched_off_is_not_run():
    diary = make_diary(rest=[5] * 7)

    assert evaluate([make_rule(RESTING, enabled=False)], diary, TODAY) == []


@pytest.mark.parametrize(
    ("rest", "expected"),
    [
        ([5] * 8, "unknown"),
        ([5] * 9, "true"),
        ([5, 1, 1, 1, 5, 5, 5, 5, 5], "false"),
        ([5, 5, 5, 5, None, None, 5, 5], "unknown"),
        ([5, 5, 5, 5, 5, None, None, 5, 5], "true"),
    ],
)
def test_persistence_asks_the_diary_as_it_stood_some_days_before(rest, expected):
    rule = make_rule(RESTING, persist=Persist(evaluations=2, spacing=4))

    assert answers_for([rule], make_diary(rest=rest), TODAY)["r_test"].name.lower() == expected


def test_persistence_reads_the_clock_of_the_earlier_day_too():
    rule = make_rule({"since_onset": {"min": 21}}, persist=Persist(2, 4))

    assert evaluate([rule], make_diary(injury=make_injury(day=24)), TODAY) == []
    assert len(evaluate([rule], make_diary(injury=make_injury(day=25)), TODAY)) == 1


def test_three_evaluations_look_back_twice():
    rule = make_rule({"since_onset": {"min": 10}}, persist=Persist(3, 5))

    assert evaluate([rule], make_diary(injury=make_injury(day=19)), TODAY) == []
    assert len(evaluate([rule], make_diary(injury=make_injury(day=20)), TODAY)) == 1


def test_days_after_today_are_not_looked_at():
    diary = make_diary(rest=[1] * 5 + [5] * 7)
    earlier = ago(7)

    assert evaluate([make_rule(RESTING)], diary, earlier) == []
    assert evaluate([make_rule(RESTING)], diary, earlier) == evaluate(
        [make_rule(RESTING)], diary.until(earlier), earlier
    )


def test_a_plan_started_later_was_not_known_then():
    injury = make_injury(day=100, plan_started_on=ago(3))
    rule = make_rule({"since_onset": {"min": 30}}, clock="slow")
    diary = make_diary(injury=injury, first_logged=60)

    assert evaluate([rule], diary, TODAY) == []
    assert len(evaluate([rule], diary, ago(4))) == 1


def test_the_whole_history_gives_the_same_findings_as_the_days_a_reader_must_load():
    rule = make_rule(RESTING, persist=Persist(2, 4))
    rules = RuleSet([rule])
    long = make_diary(rest=[5] * 400, first_logged=399)
    cut = make_diary(rest=[5] * rules.days_back, first_logged=399)

    assert rules.days_back == 11
    assert evaluate(rules, long, TODAY) == evaluate(rules, cut, TODAY)


def test_a_reader_is_told_how_far_back_answers_are_needed():
    rules = RuleSet(
        [
            make_rule({"any": [{"answer": {"id": "q_gap", "within": 21}},
                               {"answer": {"id": "q_cancer", "within": 3650}}]}),
            make_rule({"answer": {"id": "q_gap", "within": 30}}, id="r_2",
                      persist=Persist(2, 4)),
        ]
    )  # fmt: skip

    assert rules.answers_back == {"q_gap": 34, "q_cancer": 3650}


def test_an_answer_of_years_ago_still_counts_where_a_rule_reads_so_far():
    rule = make_rule({"answer": {"id": "q_cancer", "within": 3650}})
    diary = make_diary(answers=[(3000, "q_cancer", "yes"), (5, "q_other", "no")])

    assert only(rule, diary).evidence == (ago(3000),)


def test_answers_are_evidence_with_their_day():
    rule = make_rule(
        {"any": [{"answer": {"id": "q_bowel", "within": 14}},
                 {"answer": {"id": "q_bladder", "within": 14}},
                 {"answer": {"id": "q_sexual", "within": 14}}]},
        tier=Tier.EMERGENCY,
    )  # fmt: skip
    diary = make_diary(answers=[(3, "q_bladder", "yes"), (1, "q_bowel", "yes")])

    finding = only(rule, diary)

    assert finding.evidence == (ago(3), ago(1))
    assert finding.answered == {"q_bowel": ago(1), "q_bladder": ago(3)}
    assert finding.values["answers"] == ("q_bowel", "q_bladder")


def test_only_the_true_branch_of_any_is_evidence():
    rule = make_rule(
        {"any": [RESTING, {"count_days": {"where": {"field": "night", "op": ">=", "value": 7},
                                          "within": 7, "at_least": 1}}]}
    )  # fmt: skip
    diary = make_diary(rest=[1] * 7, night=[0, 0, 0, 0, 0, 8, 0])

    assert only(rule, diary).evidence == (ago(1),)


def test_what_stands_below_a_not_is_no_evidence():
    rule = make_rule({"all": [RESTING, {"not": {"answer": {"id": "q_new", "within": 7}}}]})
    diary = make_diary(rest=[5] * 5, answers=[(6, "q_new", "no")])

    assert only(rule, diary).evidence == tuple(ago(back) for back in range(4, -1, -1))


def test_the_place_marked_most_often_is_named_and_places_leave_out_what_is_expected():
    where = {"any_location": ["sit_bone", "calf", "foot", "low_back"]}
    rule = make_rule({"count_days": {"where": where, "within": 7, "at_least": 3}})
    days = [make_day(back, locations=["sit_bone"]) for back in range(4)]
    days += [make_day(5, locations=["calf", "foot"]), make_day(6, locations=["calf"])]

    values = only(rule, make_diary(days=days)).values

    assert values["location"] == "sit_bone"
    assert values["places"] == ("calf", "foot")


def test_medians_before_and_now_fill_the_message():
    rule = make_rule(
        {"all": [
            {"median": {"field": "rest", "within": 7, "min_logged": 4, "op": ">=", "value": 4}},
            {"rise": {"field": "rest", "lookback": 14, "min_logged": 3, "at_least": 2}},
        ]}
    )  # fmt: skip

    values = only(rule, make_diary(rest=[2] * 7 + [3] * 7 + [5] * 7)).values

    assert (values["median"], values["before"], values["now"]) == (5, 2, 5)


def test_the_fall_and_the_weeks_until_pain_fill_the_message():
    rule = make_rule({"after_fall": {"min_ago": 7, "max_ago": 63, "field": "sitting",
        "rise_at_least": 2, "min_logged": 3, "or_new_location": ["sit_bone"]}})  # fmt: skip
    days = [make_day(back, sitting=5, locations=["sit_bone"]) for back in range(7)]
    days += [make_day(back, sitting=1, locations=[]) for back in range(22, 30)]

    finding = only(rule, make_diary(days=days, falls=[20]))

    assert finding.values["fall_date"] == ago(20).isoformat()
    assert finding.values["weeks"] == 2
    assert ago(20) in finding.evidence


def test_the_day_of_a_jump_fills_the_message():
    rule = make_rule({"jump": {"field": "rest", "min_logged": 4, "at_least": 3, "to_at_least": 5}})

    finding = only(rule, make_diary(rest=[2, 2, 2, 2, 6, 6]))

    assert finding.values["date"] == ago(1).isoformat()
    assert finding.evidence == (ago(1), TODAY)


def test_true_signs_of_a_score_are_listed_by_their_names():
    rule = make_rule(
        {"score": {"at_least": 2, "items": [
            {"name": "rest", **RESTING},
            {"injury": {"field": "onset", "op": "==", "value": "gradual"}},
            {"name": "new", "answer": {"id": "q_new", "within": 7}},
        ]}}
    )  # fmt: skip
    diary = make_diary(rest=[5] * 7, injury=make_injury(onset="gradual"))

    assert only(rule, diary).values["list"] == ("rest", "onset_gradual")


@pytest.mark.parametrize(("day", "week"), [(0, 1), (6, 1), (7, 2), (37, 6)])
def test_the_week_counts_from_the_clock_of_the_rule(day, week):
    rule = make_rule({"since_onset": {"min": 0}})

    assert only(rule, make_diary(injury=make_injury(day=day))).values["week"] == week


def test_runs_tell_how_many_of_how_many():
    rule = make_rule({"runs": {"where": {"field": "running", "op": ">=", "value": 3},
                               "within": 28, "at_least": 2, "min_runs": 3}})  # fmt: skip

    values = only(rule, make_diary(runs={1: 3, 5: 4, 9: 1})).values

    assert (values["n"], values["m"]) == (2, 3)


def test_a_diary_without_any_record_is_silent():
    assert evaluate([make_rule(RESTING)], make_diary(), TODAY) == []
    assert evaluate([make_rule(RESTING)], make_diary(), date(1990, 1, 1)) == []
