"""The shipped rules over random diaries: the engine's short cuts never change an answer."""

import random

import pytest

from rehab.content.catalogue import catalogue
from rehab.diary import Answer
from rehab.signs.evaluate import RuleSet, evaluate, findings_at
from rehab.signs.index import DiaryIndex
from rehab.signs.moment import Moment, Tri, moment_at
from rehab.signs.replay import replay
from rehab.vocabulary import (
    AnswerValue,
    InjuryType,
    Location,
    Mechanism,
    Onset,
    Quality,
    Sign,
    Treatment,
)
from tests.rehab.builders import TODAY, ago, make_day, make_diary, make_injury

LENGTH = 50


@pytest.fixture(scope="module")
def rules():
    return RuleSet(catalogue().enabled_rules)


def any_of(chance, codes, most=3):
    if chance.random() < 0.3:
        return None
    return chance.sample(list(codes), chance.randint(0, most))


def random_day(chance, days_ago):
    scores = {
        name: chance.choice([None, None, *range(11)])
        for name in ("rest", "sitting", "night", "walking", "running", "morning")
    }
    signs = {str(sign): chance.random() < 0.3 for sign in Sign if chance.random() < 0.6}
    return make_day(
        days_ago,
        **scores,
        **signs,
        locations=any_of(chance, Location),
        qualities=any_of(chance, Quality),
        treatments=any_of(chance, Treatment),
        carried_locations=any_of(chance, Location) or [],
        no_run=chance.choice([None, True]),
        copied=chance.random() < 0.1,
    )


def random_diary(seed):
    chance = random.Random(seed)
    # A question of a watch week alone is read by no rule and would only crowd out the others.
    questions = [q.id for q in catalogue().questions.values() if q.asked_when != ("watch",)]
    injury = make_injury(
        day=chance.choice([None, 10, LENGTH, 70, 300]),
        onset=chance.choice([None, *Onset]),
        type=chance.choice(list(InjuryType)),
        grade=chance.choice([None, 1, 2, 3]),
        mechanism=chance.choice(list(Mechanism)),
        age=chance.choice([None, 15, 22, 40, 70]),
        pop=chance.choice([None, True, False]),
        bruising=chance.choice([None, True, False]),
        can_walk=chance.choice([None, True, False]),
        plan_started_on=chance.choice([None, ago(30)]),
        restarted_on=chance.choice([None, None, ago(12)]),
    )
    return make_diary(
        days=[random_day(chance, back) for back in range(LENGTH) if chance.random() < 0.75],
        runs={back: chance.choice([None, 1, 4]) for back in chance.sample(range(LENGTH), 8)},
        falls=chance.sample(range(80), chance.randint(0, 2)),
        answers=[
            (chance.randint(0, LENGTH), question, chance.choice(["yes", "no", "no", "not_sure"]))
            for question in chance.sample(questions, 12)
        ],
        injury=injury,
        first_logged=LENGTH - 1,
    )


@pytest.mark.parametrize("seed", range(6))
def test_a_replay_sees_exactly_what_an_evaluation_on_that_day_sees(rules, seed):
    diary = random_diary(seed)

    for report in replay(catalogue(), diary, rule_set=rules):
        then = evaluate(rules, diary.until(report.on), report.on)
        assert list(report.findings) == then, report.on


@pytest.mark.parametrize("seed", range(20, 40))
def test_the_short_cut_agrees_with_the_three_valued_answer(rules, seed):
    moment = Moment(rules.index(random_diary(seed), TODAY), TODAY.toordinal())

    for bound in rules.bound:
        assert bound.holds(moment) is (bound.decide(moment) is Tri.TRUE), bound.rule.id


@pytest.mark.parametrize("seed", range(20, 60))
def test_the_rules_settled_for_an_injury_find_what_all_rules_find(rules, seed):
    diary = random_diary(seed)
    moment = Moment(rules.index(diary, TODAY), TODAY.toordinal())
    settled = rules.of(diary.injury)

    true = [bound.rule.id for bound in rules.bound if bound.decide(moment) is Tri.TRUE]

    assert [bound.rule.id for bound in settled.bound if bound.holds(moment)] == true
    assert len(settled.bound) < len(rules.bound)
    assert [bound.rule.id for bound in settled.asking] == [
        bound.rule.id for bound in settled.bound if bound.rule.asks
    ]


def test_an_answer_that_comes_later_is_seen_at_every_moment(rules):
    index = DiaryIndex(random_diary(1))
    before = moment_at(index, TODAY.toordinal())
    assert moment_at(index, TODAY.toordinal()) is before
    assert before.earlier(7) is moment_at(index, TODAY.toordinal() - 7)

    index.add_answer(Answer(on=TODAY, question="q_saddle_numb", value=AnswerValue.YES))

    found = findings_at(rules, moment_at(index, TODAY.toordinal()))
    assert "r_ces" in [finding.rule_id for finding in found]


@pytest.mark.parametrize("seed", range(40, 50))
def test_a_finding_rests_on_days_up_to_today(rules, seed):
    for finding in evaluate(rules, random_diary(seed), TODAY):
        assert list(finding.evidence) == sorted(set(finding.evidence))
        assert all(day <= TODAY for day in finding.evidence)


def test_half_of_the_shipped_rules_or_more_are_true_somewhere(rules):
    """The random diaries above would prove little if they never woke a rule."""
    true = {
        finding.rule_id
        for seed in range(40)
        for finding in evaluate(rules, random_diary(seed), TODAY)
    }

    assert len(true) > len(rules.bound) / 2
