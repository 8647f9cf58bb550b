"""Binding conditions: every fault is found at load, all of them at once."""

import pytest

from rehab.signs.binding import ConditionFaults, Fault
from rehab.signs.nodes import (
    All,
    Answered,
    CountDays,
    InjuryIs,
    SinceOnset,
    fields_read,
    longest_answer_window,
    longest_window,
    questions_read,
)
from rehab.signs.parse import parse_condition
from rehab.signs.predicates import AnyLocation, FieldIs, Op
from rehab.vocabulary import AnswerValue, Location

COUNT = {"where": {"flag": "fall"}, "within": 7, "at_least": 1}
MEDIAN = {"field": "sitting", "within": 7, "min_logged": 3, "op": ">=", "value": 3}
TALLY = {"within": 28, "lead": 4, "over": 10}
SUM = {"where": {"flag": "fall"}, **TALLY}
CHANGE = {"field": "rest", "lookback": 14, "min_logged": 3, "floor": 1, "rel": 0.3}


def bind(condition):
    return parse_condition(condition, "condition")


def faults_of(condition):
    with pytest.raises(ConditionFaults) as caught:
        bind(condition)
    return caught.value.faults


def test_parameters_are_bound_at_load():
    node = bind(
        {
            "all": [
                {"since_onset": {"min": 7}},
                {"count_days": {"where": {"any_location": ["calf", "foot"]}, "within": 14,
                                "at_least": 3, "min_logged": 5}},
            ]
        }
    )  # fmt: skip

    assert isinstance(node, All)
    assert node.parts[0] == SinceOnset(min=7, max=1_000_000)
    assert node.parts[1] == CountDays(
        where=AnyLocation((Location.CALF, Location.FOOT)), within=14, at_least=3, min_logged=5
    )


def test_an_answer_is_yes_unless_another_value_is_asked():
    assert bind({"answer": {"id": "q_gap", "within": 3}}) == Answered("q_gap", 3, AnswerValue.YES)
    assert bind({"answer": {"id": "q_gap", "within": 3, "value": "not_sure"}}).value == "not_sure"


def test_a_predicate_on_pain_is_bound():
    node = bind({"runs": {"where": {"field": "running", "op": ">=", "value": 3},
                          "within": 28, "at_least": 4, "min_runs": 5, "share": 0.5}})  # fmt: skip

    assert node.where == FieldIs("running", Op.GE, 3)


def test_unknown_is_asked_by_its_own_key():
    node = bind({"injury": {"field": "grade", "is_unknown": True}})

    assert node == InjuryIs(field="grade", op=None)


@pytest.mark.parametrize(
    ("condition", "path", "words"),
    [
        ({}, "condition", "exactly one key"),
        ({"median": MEDIAN, "not": {}}, "condition", "exactly one key"),
        ({"sometimes": {}}, "condition", "unknown kind 'sometimes'"),
        ({"all": []}, "condition.all", "must not be empty"),
        ({"all": "x"}, "condition.all", "must be a list"),
        ({"any": [3]}, "condition.any[0]", "must be a table"),
        ({"not": {"all": [{"jumps": {}}]}}, "condition.not.all[0]", "unknown kind"),
        ({"count_days": {**COUNT, "within": 0}}, "condition.count_days.within", "between"),
        ({"count_days": {**COUNT, "within": -7}}, "condition.count_days.within", "between"),
        ({"count_days": {**COUNT, "within": "7"}}, "condition.count_days.within", "whole number"),
        ({"count_days": {**COUNT, "within": True}}, "condition.count_days.within", "whole"),
        ({"count_days": {**COUNT, "min_logged": 8}}, "condition.count_days.min_logged", "more"),
        ({"count_days": {**COUNT, "at_least": 8}}, "condition.count_days.at_least", "more than"),
        ({"count_days": {**COUNT, "share": 1.5}}, "condition.count_days.share", "between"),
        ({"count_days": {**COUNT, "share": 0}}, "condition.count_days.share", "above 0"),
        ({"count_days": {**COUNT, "atleast": 2}}, "condition.count_days.atleast", "unknown key"),
        ({"count_days": {"within": 7, "at_least": 1}}, "condition.count_days.where", "missing"),
        (
            {"count_days": {**COUNT, "where": {"any_location": ["knee"]}}},
            "condition.count_days.where.any_location[0]",
            "unknown code 'knee'",
        ),
        (
            {"count_days": {**COUNT, "where": {"any_location": ["calf", "calf"]}}},
            "condition.count_days.where.any_location[1]",
            "twice",
        ),
        (
            {"count_days": {**COUNT, "where": {"flag": "limp"}}},
            "condition.count_days.where.flag",
            "unknown code",
        ),
        (
            {"count_days": {**COUNT, "where": {"field": "rest", "op": "=>", "value": 3}}},
            "condition.count_days.where.op",
            "unknown code '=>'",
        ),
        (
            {"count_days": {**COUNT, "where": {"field": "rest", "op": ">=", "value": 11}}},
            "condition.count_days.where.value",
            "between 0 and 10",
        ),
        ({"median": {**MEDIAN, "field": "mood"}}, "condition.median.field", "unknown code"),
        ({"median": {**MEDIAN, "min_logged": 8}}, "condition.median.min_logged", "more than"),
        ({"median": {**MEDIAN, "op": "="}}, "condition.median.op", "unknown code"),
        ({"adds_up": {**SUM, "lead": 29}}, "condition.adds_up.lead", "more than the 28"),
        ({"adds_up": {**SUM, "over": 29}}, "condition.adds_up.over", "more than the 28"),
        ({"adds_up": {**SUM, "against": 0}}, "condition.adds_up.against", "between 1 and 10"),
        ({"behind": {**TALLY, "least": 0}}, "condition.behind.least", "between 1 and 10"),
        ({"behind": {**TALLY, "least": 2, "over": 40}}, "condition.behind.over", "more than"),
        ({"behind": {"least": 2, "within": 28, "lead": 4}}, "condition.behind.over", "missing"),
        (
            {"no_improvement": {**CHANGE, "lookback": 5}},
            "condition.no_improvement.lookback",
            "overlap",
        ),
        (
            {"no_improvement": {**CHANGE, "min_logged": 8}},
            "condition.no_improvement.min_logged",
            "more than",
        ),
        ({"since_onset": {}}, "condition.since_onset", "needs min, max or both"),
        ({"since_onset": {"min": 9, "max": 3}}, "condition.since_onset.max", "less than"),
        ({"since_onset": {"min": 1, "clock": "moon"}}, "condition.since_onset.clock", "unknown"),
        ({"answer": {"within": 3}}, "condition.answer.id", "missing"),
        ({"answer": {"id": "q_gap", "within": 3, "value": "oui"}}, "condition.answer.value", "un"),
        ({"injury": {"field": "grade", "op": "=="}}, "condition.injury.value", "missing"),
        (
            {"injury": {"field": "grade", "op": "==", "value": "2"}},
            "condition.injury.value",
            "must be int",
        ),
        (
            {"injury": {"field": "pop", "op": "==", "value": 1}},
            "condition.injury.value",
            "must be bool",
        ),
        (
            {"injury": {"field": "mechanism", "op": "==", "value": "slip"}},
            "condition.injury.value",
            "unknown code 'slip'",
        ),
        (
            {"injury": {"field": "onset", "op": ">=", "value": "sudden"}},
            "condition.injury.op",
            "no order",
        ),
        (
            {"injury": {"field": "grade", "is_unknown": False}},
            "condition.injury.is_unknown",
            "only be true",
        ),
        (
            {"score": {"items": [{"median": MEDIAN}], "at_least": 2}},
            "condition.score.at_least",
            "more than the 1 items",
        ),
        (
            {"after_fall": {"min_ago": 9, "max_ago": 3, "field": "sitting", "rise_at_least": 2,
                            "min_logged": 3}},
            "condition.after_fall.max_ago",
            "less than",
        ),
    ],
)  # fmt: skip
def test_a_fault_is_named_with_its_place(condition, path, words):
    faults = faults_of(condition)

    assert [(fault.path, words in fault.message) for fault in faults] == [(path, True)]


def test_all_faults_are_found_at_once():
    faults = faults_of(
        {
            "all": [
                {"median": {**MEDIAN, "field": "mood", "op": "~"}},
                {"answer": {"id": "q_gap"}},
                {"hope": {}},
            ]
        }
    )

    assert [fault.path for fault in faults] == [
        "condition.all[0].median.field",
        "condition.all[0].median.op",
        "condition.all[1].answer.within",
        "condition.all[2]",
    ]
    assert isinstance(faults[0], Fault)


READS = {
    "any": [
        {"not": {"answer": {"id": "q_gap", "within": 21}}},
        {"answer": {"id": "q_cancer_history", "within": 3650}},
        {"no_improvement": {**CHANGE, "lookback": 21}},
        {"injury": {"field": "age", "op": "<", "value": 18}},
        {"since_onset": {"min": 3}},
        {"count_days": {**COUNT, "where": {"any": [{"flag": "swelling"}, {"any_quality": ["numb"]},
            {"not": {"any_location": ["calf"]}}, {"any_treatment": ["ice"]}]}, "ago": 30}},
    ]
}  # fmt: skip


def test_a_condition_names_the_questions_it_reads():
    assert questions_read(bind(READS)) == {"q_gap", "q_cancer_history"}


def test_a_condition_names_the_inputs_it_reads():
    assert fields_read(bind(READS)) == {
        "pain.rest", "injury.age", "injury.onset_on", "flag.swelling", "quality.numb",
        "location.calf", "treatment.ice",
    }  # fmt: skip


def test_the_window_covers_ago_and_lookback_but_not_answers():
    assert longest_window(bind(READS)) == 37
    assert longest_window(bind({"no_improvement": {**CHANGE, "lookback": 21}})) == 28
    assert longest_answer_window(bind(READS)) == 3650


def test_after_a_fall_the_weeks_before_it_are_read_too():
    node = bind({"after_fall": {"min_ago": 7, "max_ago": 63, "field": "sitting",
                                "rise_at_least": 2, "min_logged": 3}})  # fmt: skip

    assert longest_window(node) == 78
    assert fields_read(node) == {"flag.fall", "pain.sitting"}
