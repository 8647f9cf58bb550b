"""What is true on many days at once is what is true on each of them."""

import random

import pytest

from rehab.content.catalogue import catalogue
from rehab.diary import Answer
from rehab.signs.decide import Reading, check_of
from rehab.signs.evaluate import RuleSet
from rehab.signs.index import DiaryIndex
from rehab.signs.masks import days_in
from rehab.signs.moment import Moment, Tri
from rehab.signs.parse import parse_condition
from rehab.signs.sweep import Span, holding, holding_still
from rehab.vocabulary import AnswerValue, Onset
from tests.rehab.builders import TODAY, Persist, ago, make_diary, make_injury, make_rule
from tests.rehab.test_shipped_rules import random_diary

RESTING = {"field": "rest", "op": ">=", "value": 4}
CONDITIONS = {
    "counted": {"count_days": {"where": RESTING, "within": 5, "at_least": 2}},
    "counted earlier": {
        "count_days": {"where": RESTING, "within": 3, "at_least": 1, "ago": 9, "min_logged": 2}
    },
    "counted as a share": {
        "count_days": {"where": RESTING, "within": 9, "at_least": 2, "share": 0.5}
    },
    "hardly counted": {
        "not": {"count_days": {"where": RESTING, "within": 7, "at_least": 3, "min_logged": 3}}
    },
    "answered": {"answer": {"id": "q_lump", "within": 6}},
    "answered no": {"answer": {"id": "q_lump", "within": 9, "value": "no"}},
    "not answered so": {"not": {"answer": {"id": "q_lump", "within": 6}}},
    "since onset": {"since_onset": {"min": 20, "max": 45}},
    "since the first onset": {"since_onset": {"min": 5, "max": 30, "first": True}},
    "not since onset": {"not": {"since_onset": {"min": 20, "max": 45}}},
    "since the plan": {"since_onset": {"min": 3, "max": 20, "clock": "plan"}},
    "not since the plan": {"not": {"since_onset": {"min": 3, "max": 20, "clock": "plan"}}},
    "old onset": {"onset_is_old": True},
    "median": {"median": {"field": "rest", "within": 7, "min_logged": 3, "op": ">=", "value": 4}},
    "a sudden onset": {"injury": {"field": "onset", "op": "==", "value": "sudden"}},
    "either": {
        "any": [
            {"answer": {"id": "q_lump", "within": 6}},
            {"count_days": {"where": RESTING, "within": 5, "at_least": 3}},
        ]
    },
    "both": {
        "all": [
            {"since_onset": {"min": 10}},
            {"count_days": {"where": RESTING, "within": 5, "at_least": 2}},
        ]
    },
}  # fmt: skip
FIRST, LAST = TODAY.toordinal() - 60, TODAY.toordinal() + 10


def random_course(seed):
    chance = random.Random(seed)
    days = sorted(chance.sample(range(50), 8), reverse=True)
    injury = make_injury(
        day=chance.choice([None, 30, 45, 300]),
        onset=chance.choice([None, *Onset]),
        plan_started_on=chance.choice([None, ago(22)]),
        restarted_on=chance.choice([None, ago(12)]),
    )
    return make_diary(
        rest=[chance.choice([None, *range(9)]) for _ in range(45)],
        answers=[(day, "q_lump", chance.choice(["yes", "no", "not_sure"])) for day in days],
        injury=injury,
    )


@pytest.mark.parametrize("doubtful", [True, False], ids=["urgent", "routine"])
@pytest.mark.parametrize("clock", ["onset", "slow"])
@pytest.mark.parametrize("name", CONDITIONS)
def test_a_condition_holds_on_the_days_on_which_it_holds_alone(name, clock, doubtful):
    node = parse_condition(CONDITIONS[name], "condition")
    check = check_of(node, Reading(clock=clock, doubtful=doubtful))
    for seed in range(8):
        diary = random_course(seed)
        span = Span(DiaryIndex(diary), FIRST, LAST)
        apart = DiaryIndex(diary)

        alone = [
            day for day in range(FIRST, LAST + 1) if check.decide(Moment(apart, day)) is Tri.TRUE
        ]

        assert list(days_in(holding(check, span.every_day, span), FIRST)) == alone, seed


def test_only_the_days_that_are_asked_about_are_told():
    node = parse_condition(CONDITIONS["since onset"], "condition")
    check = check_of(node, Reading(clock="onset", doubtful=False))
    span = Span(DiaryIndex(make_diary(rest=[1], injury=make_injury(day=40))), FIRST, LAST)

    assert holding(check, 0, span) == 0
    every = holding(check, span.every_day, span)
    some = every & 0b1010101 << 45
    assert some and holding(check, some, span) == some
    assert holding(check, span.every_day & ~every, span) == 0


def test_what_must_last_held_on_the_earlier_days_too():
    node = parse_condition({"count_days": {"where": RESTING, "within": 1, "at_least": 1}}, "c")
    check = check_of(node, Reading(clock="onset", doubtful=False))
    index = DiaryIndex(make_diary(rest=[5, 1, 5, 5, 1, 5]))
    span = Span(index, TODAY.toordinal() - 5, TODAY.toordinal())

    assert holding(check, span.every_day, span) == 0b101101
    assert holding_still(check, span.every_day, span, evaluations=2, spacing=2) == 0b100100 & (
        0b101101 << 2
    )


@pytest.mark.parametrize("answers_come", [False, True])
@pytest.mark.parametrize("seed", range(60, 64))
def test_the_shipped_rules_are_true_on_the_days_on_which_each_is_alone(seed, answers_come):
    rules = RuleSet(catalogue().enabled_rules)
    index = DiaryIndex(random_diary(seed))
    rules.sweep(index, ago(40), TODAY, answers_come=answers_come)

    for back in range(-3, 41):
        moment = Moment(index, TODAY.toordinal() - back)
        true = [each.rule.id for each in rules.bound if each.decide(moment) is Tri.TRUE]
        assert [each.rule.id for each in rules.true_at(moment)] == true
        asking = [name for name in true if rules.by_id[name].asks]
        assert [each.rule.id for each in rules.asking_at(moment)] == asking


def test_an_answer_that_comes_is_seen_on_its_day_by_a_rule_that_was_left_for_it():
    lump = make_rule({"answer": {"id": "q_lump", "within": 7}}, id="r_lump")
    resting = make_rule(CONDITIONS["counted"], id="r_resting", persist=Persist(2, 2))
    rules = RuleSet([lump, resting])
    index = DiaryIndex(make_diary(rest=[5] * 10))
    rules.sweep(index, ago(9), TODAY, answers_come=True)
    today = TODAY.toordinal()

    before = rules.true_at(Moment(index, today))
    index.add_answer(Answer(TODAY, "q_lump", AnswerValue.YES))
    after = rules.true_at(Moment(index, today))

    assert [each.rule.id for each in before] == ["r_resting"]
    assert [each.rule.id for each in after] == ["r_lump", "r_resting"]


def test_what_other_rules_were_swept_for_tells_nothing_about_these():
    index = DiaryIndex(make_diary(rest=[5] * 10))
    RuleSet([make_rule(CONDITIONS["counted"], id="r_other")]).sweep(
        index, ago(9), TODAY, answers_come=False
    )
    rules = RuleSet([make_rule(CONDITIONS["counted"], id="r_own")])

    assert [each.rule.id for each in rules.true_at(Moment(index, TODAY.toordinal()))] == ["r_own"]
