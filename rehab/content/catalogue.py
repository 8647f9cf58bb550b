"""The whole content in one frozen value, loaded once per process."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache, cached_property

from rehab.content.entry import Source
from rehab.programme.aftercare import Aftercare
from rehab.programme.intake import (
    EstimateRules,
    Grade,
    TriageNumbers,
    TriageRow,
    TriageWords,
)
from rehab.programme.measures import Metric, OutcomeMeasure, PainProfile, ResponseRule
from rehab.programme.model import Checklist, Exercise, Gate, Programme
from rehab.programme.running import BuildPlan, Ladder
from rehab.programme.self_test import SelfTest
from rehab.programme.session import Rests, Thing
from rehab.see import SeePattern
from rehab.signs.evaluate import RuleSet
from rehab.signs.model import (
    CauseSigns,
    ConditionCard,
    Corridor,
    Factor,
    Policy,
    Question,
    Rule,
    SafetyCheck,
)

BASELINE_DAYS = 7


@dataclass(frozen=True)
class Catalogue:
    """Everything `rehab/content` holds, by id, in a stable order.

    `content_version` names the release and the exact bytes it came from. `switched_off`
    are the rules that the operator of this site has switched off.
    """

    content_version: str
    rules: Mapping[str, Rule]
    questions: Mapping[str, Question]
    conditions: Mapping[str, ConditionCard]
    see: Mapping[str, SeePattern]
    programmes: Mapping[str, Programme]
    exercises: Mapping[str, Exercise]
    things: Mapping[str, Thing]
    needs: Mapping[str, tuple[str, ...]]
    rests: Rests
    causes: Mapping[str, CauseSigns]
    factors: Mapping[str, Factor]
    corridors: Mapping[str, Corridor]
    sources: Mapping[str, Source]
    metrics: Mapping[str, Metric]
    self_tests: Mapping[str, SelfTest]
    profiles: Mapping[str, PainProfile]
    response_rules: tuple[ResponseRule, ...]
    ladders: Mapping[str, Ladder]
    plans: Mapping[str, BuildPlan]
    checklists: Mapping[str, Checklist]
    aftercare: Aftercare
    shared_gates: tuple[Gate, ...]
    grades: Mapping[int, Grade]
    triage_rows: Mapping[str, TriageRow]
    triage_numbers: TriageNumbers
    triage_words: TriageWords
    estimate: EstimateRules
    outcome_measures: Mapping[str, OutcomeMeasure]
    safety_check: SafetyCheck
    policy: Policy
    switched_off: frozenset[str] = frozenset()

    @cached_property
    def enabled_rules(self) -> tuple[Rule, ...]:
        """The rules that are switched on."""
        return tuple(rule for rule in self.rules.values() if rule.enabled)

    @cached_property
    def see_by_topic(self) -> Mapping[str, SeePattern]:
        """Whom to see, by the topic of a rule."""
        return {topic: each for each in self.see.values() for topic in each.topics}

    @cached_property
    def rule_set(self) -> RuleSet:
        """The enabled rules, compiled once."""
        return RuleSet(self.enabled_rules)

    @cached_property
    def enabled_programmes(self) -> Mapping[str, Programme]:
        """The programmes a person can start today."""
        return {key: p for key, p in self.programmes.items() if p.enabled}

    @cached_property
    def test_of(self) -> Mapping[str, SelfTest]:
        """The self-test that gives a number, by metric; computed numbers name it too."""
        enabled = [test for test in self.self_tests.values() if test.enabled]
        named = {metric: test for test in enabled for metric in test.metrics}
        return named | {test.derived: test for test in enabled if test.derived}

    @cached_property
    def questions_by_danger(self) -> tuple[Question, ...]:
        """All questions, the most dangerous first."""
        return tuple(sorted(self.questions.values(), key=lambda q: (q.danger_order, q.id)))

    @cached_property
    def weekly_questions(self) -> tuple[Question, ...]:
        """The set that is asked every week, danger first."""
        return tuple(q for q in self.questions_by_danger if q.weekly)

    @cached_property
    def emergency_questions(self) -> tuple[Question, ...]:
        """Questions whose yes can be an emergency by itself, danger first."""
        return tuple(q for q in self.questions_by_danger if q.emergency)

    @cached_property
    def long_answer_questions(self) -> frozenset[str]:
        """Questions whose answers a rule reads from further back than the diary's days.

        A reader that loads only `longest_window_days` must load these whole.
        """
        return frozenset(
            question
            for rule in self.enabled_rules
            for question, within in rule.answer_windows.items()
            if within > self.policy.long_answer_days
        )

    @cached_property
    def longest_window_days(self) -> int:
        """How many days back a reader must load days, runs, falls and other answers.

        Covers the longest window of any rule with its persistence, and of the
        answers that are not in `long_answer_questions`. The first week, which
        the corridor needs, comes on top.
        """
        days = max((rule.window_days for rule in self.enabled_rules), default=0)
        answers = max(
            (
                within
                for rule in self.enabled_rules
                for within in rule.answer_windows.values()
                if within <= self.policy.long_answer_days
            ),
            default=0,
        )
        return max(days, answers)

    @cached_property
    def baseline_days(self) -> int:
        """How many days from the first log make the baseline of the corridor."""
        return BASELINE_DAYS

    def without(self, rules: Collection[str]) -> "Catalogue":
        """The same content with these rules switched off. KeyError for an unknown one."""
        if not rules:
            return self
        off = {name: self.rules[name].model_copy(update={"enabled": False}) for name in rules}
        return replace(self, rules={**self.rules, **off}, switched_off=frozenset(rules))

    def questions_after(self, question_id: str) -> tuple[Question, ...]:
        """What is asked at once when this question was answered yes."""
        return tuple(q for q in self.questions_by_danger if question_id in q.asked_after)


@cache
def catalogue() -> Catalogue:
    """The shipped content, without the rules that are switched off here.

    ContentError when anything in it is wrong.
    """
    from rehab.content.load import load

    return load().without(_OFF)


# The rules that whoever runs this process has switched off.
_OFF: set[str] = set()


def switch_off(rules: Iterable[str]) -> None:
    """Leave these rules out of `catalogue` from now on; call it before anything reads that."""
    _OFF.clear()
    _OFF.update(rules)
    catalogue.cache_clear()


def content_version() -> str:
    """The version of the shipped content."""
    return catalogue().content_version
