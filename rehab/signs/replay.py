"""A diary as if the person had used the app day by day.

On each calendar day the rules see only what was known by the end of that day.
Messages follow the policy with the history that built up; questions are put on
days on which the person recorded something, for nobody is there on the others: on
the first of them those of the intake too. What was answered on the day on which it
was put was put all the same.
Used by `assess`, by the stories and by whoever studies the rules.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Protocol

from rehab.causes import Cause, lean
from rehab.conditions import Pointed, pointed_by, rank
from rehab.diary import Answer, Diary
from rehab.signs.asking import Asked, Due, Put, due_at
from rehab.signs.evaluate import Finding, RuleSet, findings_at
from rehab.signs.history import Done, History, Told
from rehab.signs.index import DiaryIndex
from rehab.signs.model import Policy, Question, Rule
from rehab.signs.moment import Moment, moment_at
from rehab.signs.nodes import questions_read
from rehab.signs.policy import Telling, choose
from rehab.vocabulary import NoticeActionKind

# What the person says to the questions put on a day; they may leave any of them open.
Reply = Callable[[date, Sequence[Due]], Sequence[Answer]]


class RulesAndQuestions(Protocol):
    """What a replay needs of the content; `rehab.content.catalogue.Catalogue` is one."""

    @property
    def enabled_rules(self) -> Sequence[Rule]: ...
    @property
    def questions(self) -> Mapping[str, Question]: ...
    @property
    def causes(self) -> Mapping[str, Cause]: ...
    @property
    def policy(self) -> Policy: ...


@dataclass(frozen=True, slots=True)
class DayReport:
    """One day: what was true, newly told and asked, and what the findings point to.

    `day` counts days since onset (day 0 = onset), None when the onset is not known.
    """

    on: date
    day: int | None
    findings: tuple[Finding, ...]
    told: tuple[Telling, ...]
    asked: tuple[Due, ...]
    conditions: tuple[Pointed, ...]
    leaning: Mapping[str, float] = field(default_factory=dict, repr=False, compare=False)

    def named_by(self, finding: Finding) -> list[str]:
        """What one of the findings of the day can come from, in order."""
        return pointed_by(finding, self.findings, self.leaning)

    @property
    def is_quiet(self) -> bool:
        return not (self.findings or self.told or self.asked)


def replay(
    catalogue: RulesAndQuestions,
    diary: Diary,
    until: date | None = None,
    *,
    rule_set: RuleSet | None = None,
    done: Sequence[Done] = (),
    only_recorded: bool = False,
    reply: Reply | None = None,
) -> Iterator[DayReport]:
    """Report every calendar day from the first record, or onset if later, to the last.

    `until` ends it on that day instead. `rule_set` saves compiling the rules again
    for each of many diaries. `done` is what the person did about what was told.
    `only_recorded` leaves out the days on which nothing was written, as the app does,
    which looks when something is.
    `reply` stands for somebody who answers: what it gives to the questions of a day is
    known on that day, before anything is told, and may open further questions at once.
    Nothing is yielded for a diary without records.
    """
    rules = rule_set or RuleSet(catalogue.enabled_rules)
    recorded = _recorded_days(diary)
    if not recorded:
        return
    index = DiaryIndex(diary)
    book = _Book(tuple(done), catalogue.policy)
    reads = {rule.id: questions_read(rule.condition) for rule in catalogue.enabled_rules}
    is_intake = True
    calendar = _calendar(diary, recorded, until)
    if calendar:
        rules.sweep(index, calendar[0], calendar[-1], answers_come=reply is not None)
    for on in calendar:
        if only_recorded and on not in recorded:
            continue
        asked: list[Due] = []
        moment = moment_at(index, on.toordinal())
        checked = book.checked(reads, on)
        while on in recorded and (
            due := _due(catalogue, rules, moment, book, asked, checked, is_intake=is_intake)
        ):
            asked += due
            answers = reply(on, due) if reply else ()
            if not answers:
                break
            for answer in answers:
                index.add_answer(answer)
            moment = moment_at(index, on.toordinal())
        is_intake = is_intake and on not in recorded
        findings = findings_at(rules, moment)
        leaning = lean(catalogue.causes, moment) if findings or asked else {}
        told = choose(findings, book.history(findings, on), on, policy=catalogue.policy)
        book.keep(told, asked, on)
        yield DayReport(
            on=on,
            day=(on - diary.injury.onset_on).days if diary.injury.onset_on else None,
            findings=tuple(findings),
            told=tuple(told),
            asked=tuple(asked),
            conditions=tuple(rank(findings, leaning)),
            leaning=leaning,
        )


def _due(
    catalogue: RulesAndQuestions,
    rules: RuleSet,
    moment: Moment,
    book: "_Book",
    put_today: Sequence[Due],
    checked: Mapping[str, date],
    *,
    is_intake: bool,
) -> list[Due]:
    """What is to be asked at this moment and was not put already today."""
    put = {due.question for due in put_today}
    due = due_at(
        rules,
        catalogue.questions,
        moment,
        book.put,
        weekly_every_days=catalogue.policy.weekly_every_days,
        checked=checked,
        checked_days=catalogue.policy.seen_silence_days,
        is_intake=is_intake,
        is_put=True,
        backfilled_days=catalogue.policy.backfilled_yes_days,
    )
    return [each for each in due if each.question not in put]


class _Book:
    """The history as it builds up along a replay."""

    def __init__(self, done: tuple[Done, ...], policy: Policy) -> None:
        self.put = Put()
        self._told: list[Told] = []
        self._done = done
        self._policy = policy
        self._open_since: dict[str, date] = {}
        self._off_since: dict[str, date] = {}

    def history(self, findings: Sequence[Finding], on: date) -> History:
        """What was told and done before this day, with today's findings opened."""
        true = {finding.rule_id: finding.tier for finding in findings}
        for rule, tier in true.items():
            off_since = self._off_since.pop(rule, None)
            ends_after = self._policy.tiers[tier].episode_ends_after_days
            if off_since is not None and (on - off_since).days >= ends_after:
                del self._open_since[rule]
            self._open_since.setdefault(rule, on)
        for rule in self._open_since.keys() - true.keys():
            self._off_since.setdefault(rule, on)
        return History(
            told=tuple(self._told),
            done=tuple(each for each in self._done if each.on < on),
            open_since=dict(self._open_since),
        )

    def checked(self, reads: Mapping[str, frozenset[str]], on: date) -> dict[str, date]:
        """Which questions a professional has looked into before this day, and when last."""
        found: dict[str, date] = {}
        for each in self._done:
            if each.kind is NoticeActionKind.SEEN and each.on < on:
                for question in reads.get(each.rule_id, ()):
                    found[question] = max(each.on, found.get(question, each.on))
        return found

    def keep(self, told: Sequence[Telling], asked: Sequence[Due], on: date) -> None:
        for telling in told:
            self._told.extend(telling.as_told(on))
        for due in asked:
            self.put.add(Asked(on, due.question, due.because))


def _recorded_days(diary: Diary) -> frozenset[date]:
    return frozenset(
        [day.on for day in diary.days]
        + [run.on for run in diary.runs]
        + [fall.on for fall in diary.falls]
        + [answer.on for answer in diary.answers]
    )


def _calendar(diary: Diary, recorded: frozenset[date], until: date | None) -> list[date]:
    first = min(recorded)
    if diary.injury.onset_on is not None:
        first = max(first, diary.injury.onset_on)
    last = max(recorded) if until is None else until
    return [first + timedelta(days=offset) for offset in range((last - first).days + 1)]
