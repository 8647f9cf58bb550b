"""A story as a doctor would tell it: what is logged day by day, and what is true if asked.

    Case("clot, nothing but pain and places", "dvt", "urgent", by=23, asks={"q_leg_swollen": 22},
         log=(Log(0, 20, walking=(6, 1), at="mid_thigh"), Log(21, 25, walking=5, at="calf")),
         truth={"q_leg_swollen": 21})

`play` lets the person log every `every`th day and answer, truthfully, what the app asks
that day: yes from the day on which it is true, no before. `silent` answers nothing.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from rehab.content.catalogue import catalogue
from rehab.diary import Answer, Day, Diary, Fall, Injury, Run
from rehab.signs.asking import Due
from rehab.signs.replay import DayReport, replay
from rehab.vocabulary import (
    AnswerValue,
    FallKind,
    InjuryType,
    LandedOn,
    Location,
    Mechanism,
    Onset,
    Quality,
    Side,
    Sign,
    Tier,
    Treatment,
)

ONSET = date(2026, 8, 3)
CONTEXTS = ("rest", "sitting", "night", "walking", "running", "morning")
Level = int | tuple[int, int] | None


@dataclass(frozen=True)
class Log:
    """The days `first` to `last` since onset; a pair of numbers goes from one to the other."""

    first: int
    last: int
    rest: Level = None
    sitting: Level = None
    night: Level = None
    walking: Level = None
    running: Level = None
    morning: Level = None
    at: str = ""
    words: str = ""
    signs: str = ""
    treated: str = ""
    every: int = 1

    def days(self, step: int) -> list[int]:
        return list(range(self.first, self.last + 1, max(step, self.every)))

    def day(self, number: int) -> Day:
        scores = {name: _level(getattr(self, name), number, self) for name in CONTEXTS}
        places = frozenset(Location(code) for code in self.at.split())
        return Day(
            on=ONSET + timedelta(days=number),
            locations=places - {Location.OTHER_LEG} if self.at else None,
            other_leg=places & {Location.OTHER_LEG},
            qualities=frozenset(Quality(code) for code in self.words.split()) or None,
            signs={Sign(code): True for code in self.signs.split()},
            treatments=frozenset(Treatment(code) for code in self.treated.split()) or None,
            **scores,
        )


def _level(level: Level, number: int, log: Log) -> int | None:
    if level is None or isinstance(level, int):
        return level
    share = (number - log.first) / max(log.last - log.first, 1)
    return round(level[0] + share * (level[1] - level[0]))


@dataclass(frozen=True)
class Case:
    """A story and what must come of it.

    `tier` must be told by day `by` when questions are answered, `silent` (a tier and a
    day) when none ever is. `asks` names telling questions and the day by which each was
    put. `cause` must be among the first three named on the day on which the tier is told;
    left out it is `condition`, "" checks none. `never` is the lowest tier never to be told.
    """

    name: str
    condition: str
    tier: str
    by: int = 0
    log: tuple[Log, ...] = ()
    truth: Mapping[str, int] = field(default_factory=dict)
    asks: Mapping[str, int] = field(default_factory=dict)
    silent: tuple[str, int] | None = None
    cause: str | None = None
    never: str = ""
    onset: str | None = "sudden"
    type: str = "unsure"
    grade: int | None = None
    mechanism: str = "unknown"
    age: int | None = 35
    pop: bool | None = None
    bruising: bool | None = None
    can_walk: bool | None = None
    ago: int = 0
    falls: tuple[int, ...] = ()
    landed: str | None = None
    runs: Mapping[int, int] = field(default_factory=dict)

    def diary(self, *, every: int = 1, answers: tuple[Answer, ...] = ()) -> Diary:
        """The diary with every `every`th day logged; day 0 of the log is `ago` days after onset."""
        days: dict[int, Day] = {}
        for log in self.log:
            days |= {number: log.day(number) for number in log.days(every)}
        facts: dict[str, Any] = {
            "age": self.age, "grade": self.grade, "pop": self.pop, "bruising": self.bruising,
            "can_walk": self.can_walk,
        }  # fmt: skip
        return Diary(
            injury=Injury(
                id=self.name,
                side=Side.LEFT,
                onset_on=ONSET - timedelta(days=self.ago),
                onset=Onset(self.onset) if self.onset else None,
                type=InjuryType(self.type),
                mechanism=Mechanism(self.mechanism),
                **facts,
            ),
            days=tuple(days[number] for number in sorted(days)),
            runs=tuple(
                Run(on=ONSET + timedelta(days=on), minutes=30, pain=pain)
                for on, pain in sorted(self.runs.items())
            ),
            falls=tuple(
                Fall(ONSET + timedelta(days=on), FallKind.FALL, landed_on=self.landed_on)
                for on in sorted(self.falls)
            ),
            answers=tuple(sorted(answers, key=lambda answer: answer.on)),
        )

    @property
    def landed_on(self) -> LandedOn | None:
        return LandedOn(self.landed) if self.landed else None


@dataclass(frozen=True)
class Played:
    """What came of a case: the reports by day since the log began."""

    reports: Mapping[int, DayReport]

    def told_by(self, tier: Tier) -> int | None:
        """The first day on which this tier or a graver one was told."""
        return next(
            (
                day
                for day, report in self.reports.items()
                if any(telling.tier.rank >= tier.rank for telling in report.told)
            ),
            None,
        )

    def asked(self, question: str) -> list[int]:
        return [
            day
            for day, report in self.reports.items()
            if question in {due.question for due in report.asked}
        ]

    def causes(self, day: int) -> list[str]:
        return [pointed.condition for pointed in self.reports[day].conditions]

    @property
    def gravest(self) -> Tier:
        told = [telling.tier for report in self.reports.values() for telling in report.told]
        return max(told, key=lambda tier: tier.rank, default=Tier.NOTE)


def play(case: Case, *, every: int = 1, silent: bool = False) -> Played:
    """Let the person log and, unless silent, answer what is asked on the day it is asked."""

    def answers(on: date, asked: Sequence[Due]) -> list[Answer]:
        return [
            Answer(on, due.question, _truth(case, due.question, (on - ONSET).days)) for due in asked
        ]

    days = replay(
        catalogue(),
        case.diary(every=every),
        rule_set=catalogue().rule_set,
        reply=None if silent else answers,
    )
    return Played({(report.on - ONSET).days: report for report in days})


def _truth(case: Case, question: str, day: int) -> AnswerValue:
    true_from = case.truth.get(question)
    return AnswerValue.YES if true_from is not None and day >= true_from else AnswerValue.NO
