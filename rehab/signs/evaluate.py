"""Which rules are true for a diary today, and on what they rest.

    rule_set = RuleSet(rules)
    findings = evaluate(rule_set, diary, today)

A rule is true, false or unknown. Unknown is silent for the person and visible
through `answers_for`. A rule with persistence is true when its condition was
also true on the diary as it stood `spacing` days before, once for each further
evaluation (decisions 4.11).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import NamedTuple, Protocol

from rehab.diary import Diary, Injury
from rehab.signs.decide import Check, Holds, Reading, check_of, settled
from rehab.signs.evidence import Value, gather
from rehab.signs.index import DiaryIndex
from rehab.signs.masks import days_in
from rehab.signs.moment import Moment, Tri
from rehab.signs.nodes import (
    Answered,
    InjuryIs,
    Node,
    longest_window,
    nodes_of,
    questions_read,
)
from rehab.signs.sweep import Span, holding, holding_still
from rehab.vocabulary import Tier
from rehab.windows import DAYS_PER_WEEK

# Answers this old are read only for questions that a rule reads from further back.
ANSWER_DAYS = 120
# Kinds of injuries for which the rules are kept settled, in one process.
KINDS_KEPT = 256
DOUBTFUL_TIERS = frozenset({Tier.EMERGENCY, Tier.URGENT})


class Persistence(Protocol):
    """The condition must hold at `evaluations` checks, `spacing` days apart."""

    @property
    def evaluations(self) -> int: ...
    @property
    def spacing(self) -> int: ...


class SignRule(Protocol):
    """What the engine needs to know of a rule; `rehab.signs.model.Rule` is one."""

    @property
    def id(self) -> str: ...
    @property
    def enabled(self) -> bool: ...
    @property
    def topic(self) -> str: ...
    @property
    def tier(self) -> Tier: ...
    @property
    def clock(self) -> str: ...
    @property
    def condition(self) -> Node: ...
    @property
    def persist(self) -> Persistence | None: ...
    @property
    def suggests(self) -> Sequence[str]: ...
    @property
    def asks(self) -> Sequence[str]: ...
    @property
    def ask_again_days(self) -> int: ...
    @property
    def weight(self) -> float: ...
    @property
    def once(self) -> bool: ...
    @property
    def bundle(self) -> str | None: ...
    @property
    def covers(self) -> Sequence[str]: ...


@dataclass(frozen=True, slots=True)
class Finding:
    """A rule that is true for a diary, with the days it rests on.

    `evidence` holds those days in order. `answered` names the questions it rests
    on and the day of each answer. `values` fills the tokens of the message with
    raw figures and codes: dates as ISO texts, places and questions as ids.
    `weight`, `once`, `bundle` and `covers` are those of the rule.
    """

    rule_id: str
    topic: str
    tier: Tier
    evidence: tuple[date, ...] = ()
    values: Mapping[str, Value] = field(default_factory=dict)
    conditions: tuple[str, ...] = ()
    answered: Mapping[str, date] = field(default_factory=dict)
    weight: float = 0.0
    once: bool = False
    bundle: str | None = None
    covers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class BoundRule:
    """A rule with its compiled condition.

    `quick` tells whether the condition is true for injuries of one kind (see `RuleSet.of`).
    `place` is where it stands among the rules.
    """

    rule: SignRule
    check: Check
    quick: Holds
    place: int = 0
    reads_answers: bool = False

    def decide(self, moment: Moment) -> Tri:
        """Decide the rule, persistence included."""
        given = self.check.decide(moment)
        persist = self.rule.persist
        if persist is None or given is not Tri.TRUE:
            return given
        for back in range(1, persist.evaluations):
            given = self.check.decide(moment.earlier(back * persist.spacing))
            if given is not Tri.TRUE:
                return given
        return Tri.TRUE

    def holds(self, moment: Moment) -> bool:
        """Whether `decide` would say true, as fast as that can be known."""
        if not moment.knows(self, self.quick):
            return False
        persist = self.rule.persist
        return persist is None or all(
            moment.earlier(back * persist.spacing).knows(self, self.quick)
            for back in range(1, persist.evaluations)
        )

    def days_held(self, span: Span) -> int:
        """The days of a span on which `holds` would say so, a bit for each."""
        persist = self.rule.persist
        if persist is None:
            return holding(self.check, span.every_day, span)
        return holding_still(
            self.check,
            span.every_day,
            span,
            evaluations=persist.evaluations,
            spacing=persist.spacing,
        )


@dataclass(frozen=True, slots=True)
class Swept:
    """The rules that are true on each of many days, found at once.

    `left` are those that must be asked on the day itself, for answers may still come.
    """

    rule_set: "RuleSet"
    first: int
    true_on: tuple[list[BoundRule], ...]
    left: tuple[BoundRule, ...]

    def at(self, moment: Moment) -> list[BoundRule] | None:
        """The rules that are true at a moment, in their order; None for a day not swept."""
        day = moment.today - self.first
        if not 0 <= day < len(self.true_on):
            return None
        late = [bound for bound in self.left if bound.holds(moment)]
        return sorted(self.true_on[day] + late, key=_place) if late else self.true_on[day]


def _place(bound: BoundRule) -> int:
    return bound.place


class Rules(NamedTuple):
    """The rules that can be true for injuries of one kind, and those of them that ask."""

    bound: tuple[BoundRule, ...]
    asking: tuple[BoundRule, ...]


class RuleSet:
    """Enabled rules, compiled once and used for any number of diaries.

    `days_back` and `answers_back` tell how far a reader must load: calendar days
    of the diary, today included, and of the answers to each question.
    """

    def __init__(self, rules: Iterable[SignRule]) -> None:
        enabled = [rule for rule in rules if rule.enabled]
        self.bound = tuple(_bind(rule, place) for place, rule in enumerate(enabled))
        self._fields = sorted(_injury_fields(bound.rule for bound in self.bound))
        self._of: dict[tuple[object, ...], Rules] = {}
        self.by_id = {bound.rule.id: bound.rule for bound in self.bound}
        self.days_back = max((_days_back(bound.rule) for bound in self.bound), default=1)
        self.answers_back = _answers_back(bound.rule for bound in self.bound)

    def of(self, injury: Injury) -> Rules:
        """The rules as they stand for injuries with these fields, settled once for each kind."""
        kind = tuple(getattr(injury, name) for name in self._fields)
        if kind not in self._of:
            if len(self._of) >= KINDS_KEPT:
                self._of.clear()
            bound = tuple(
                replace(each, quick=quick if callable(quick) else _always)
                for each in self.bound
                if (quick := settled(each.check, injury)) is not False
            )
            self._of[kind] = Rules(bound, tuple(each for each in bound if each.rule.asks))
        return self._of[kind]

    def sweep(self, index: DiaryIndex, first: date, last: date, *, answers_come: bool) -> None:
        """Find out at once what is true on each day from `first` to `last`, for `true_at`.

        With `answers_come` the rules that read answers are left for the day itself.
        """
        span = Span(index, first.toordinal(), last.toordinal())
        true_on: tuple[list[BoundRule], ...] = tuple([] for _ in range(span.every_day.bit_length()))
        left: list[BoundRule] = []
        for bound in self.of(index.injury).bound:
            if answers_come and bound.reads_answers:
                left.append(bound)
                continue
            for day in days_in(bound.days_held(span), 0):
                true_on[day].append(bound)
        index.swept = Swept(self, span.first, true_on, tuple(left))

    def true_at(self, moment: Moment) -> list[BoundRule]:
        """The rules that are true at a moment, in their order."""
        found = self._swept_at(moment)
        if found is None:
            found = [each for each in self.of(moment.injury).bound if each.holds(moment)]
        return found

    def asking_at(self, moment: Moment) -> list[BoundRule]:
        """Those of them that ask."""
        found = self._swept_at(moment)
        if found is None:
            return [each for each in self.of(moment.injury).asking if each.holds(moment)]
        return [each for each in found if each.rule.asks]

    def _swept_at(self, moment: Moment) -> list[BoundRule] | None:
        swept = moment.index.swept
        if isinstance(swept, Swept) and swept.rule_set is self:
            return swept.at(moment)
        return None

    def index(self, diary: Diary, today: date) -> DiaryIndex:
        """Lay out what evaluations on `today` and the day before can see; no older days."""
        day = today.toordinal()
        older = frozenset(
            question for question, back in self.answers_back.items() if back > ANSWER_DAYS
        )
        return DiaryIndex(diary, day - self.days_back, answers_from=day - ANSWER_DAYS, older=older)


def evaluate(rules: RuleSet | Iterable[SignRule], diary: Diary, today: date) -> list[Finding]:
    """Find the rules that are true at the end of `today`, in the order of the rules.

    Days after `today` are not looked at. Rules given bare are compiled on the
    spot; keep a RuleSet when evaluating more than once.
    """
    rule_set = rules if isinstance(rules, RuleSet) else RuleSet(rules)
    return findings_at(rule_set, Moment(rule_set.index(diary, today), today.toordinal()))


def findings_at(rule_set: RuleSet, moment: Moment) -> list[Finding]:
    """Find the rules that are true at one moment of an indexed diary."""
    return [_finding(each, moment) for each in rule_set.true_at(moment)]


def answers_for(rules: RuleSet | Iterable[SignRule], diary: Diary, today: date) -> dict[str, Tri]:
    """Tell for every enabled rule whether it is true, false or unknown today."""
    rule_set = rules if isinstance(rules, RuleSet) else RuleSet(rules)
    moment = Moment(rule_set.index(diary, today), today.toordinal())
    return {bound.rule.id: bound.decide(moment) for bound in rule_set.bound}


def _bind(rule: SignRule, place: int) -> BoundRule:
    reading = Reading(clock=rule.clock, doubtful=rule.tier in DOUBTFUL_TIERS)
    check = check_of(rule.condition, reading)
    return BoundRule(rule, check, check.holds, place, bool(questions_read(rule.condition)))


def _always(moment: Moment) -> bool:
    return True


def _injury_fields(rules: Iterable[SignRule]) -> set[str]:
    """The fields of an injury that some condition reads."""
    return {
        node.field
        for rule in rules
        for node in nodes_of(rule.condition)
        if isinstance(node, InjuryIs)
    }


def _days_back(rule: SignRule) -> int:
    """How many days a rule reads, with its persistence and with what makes a trigger new."""
    earlier = (rule.persist.evaluations - 1) * rule.persist.spacing if rule.persist else 0
    asked = rule.ask_again_days if rule.asks else 0
    return longest_window(rule.condition) + earlier + asked


def _answers_back(rules: Iterable[SignRule]) -> dict[str, int]:
    found: dict[str, int] = {}
    for rule in rules:
        earlier = (rule.persist.evaluations - 1) * rule.persist.spacing if rule.persist else 0
        for node in nodes_of(rule.condition):
            if isinstance(node, Answered):
                found[node.id] = max(found.get(node.id, 0), node.within + earlier)
    return found


def _finding(bound: BoundRule, moment: Moment) -> Finding:
    rule = bound.rule
    evidence = gather(bound.check, moment)
    day = moment.day_of(rule.clock)
    if day is not None and day >= 0:
        evidence.offer({"week": day // DAYS_PER_WEEK + 1})
    return Finding(
        rule_id=rule.id,
        topic=rule.topic,
        tier=rule.tier,
        evidence=tuple(date.fromordinal(day) for day in sorted(evidence.days)),
        values=evidence.values,
        conditions=tuple(rule.suggests),
        answered={name: date.fromordinal(day) for name, day in evidence.answered.items()},
        weight=rule.weight,
        once=rule.once,
        bundle=rule.bundle,
        covers=tuple(rule.covers),
    )
