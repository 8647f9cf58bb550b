"""Worked cases of a rule, as they stand in its file."""

from typing import Literal

from pydantic import Field

from rehab.content.entry import Days, Entry, Id, Text
from rehab.vocabulary import (
    AnswerValue,
    FallEffect,
    FallKind,
    InjuryType,
    LandedOn,
    Location,
    Mechanism,
    Onset,
    PainContext,
    Quality,
    Side,
    Sign,
    Treatment,
)


class Mark(Entry):
    """What was recorded besides pain on some days of an example."""

    ago: tuple[Days, ...]
    locations: tuple[Location, ...] | None = None
    qualities: tuple[Quality, ...] | None = None
    signs: dict[Sign, bool] = Field(default_factory=dict)
    treatments: tuple[Treatment, ...] | None = None


class ExampleAnswer(Entry):
    """An answer of an example, `ago` days before its today."""

    question: Id
    value: AnswerValue
    ago: Days = 0


class ExampleFall(Entry):
    """A fall of an example, `ago` days before its today."""

    ago: Days
    kind: FallKind = FallKind.FALL
    landed_on: LandedOn | None = None
    effect: FallEffect | None = None


class ExampleRun(Entry):
    """A run of an example; `pain` is the NRS 0-10 during it."""

    ago: Days
    pain: int | None = Field(default=None, ge=0, le=10)
    minutes: float | None = None


class ExampleInjury(Entry):
    """What an example knows about the injury; the names are those of `rehab.diary.Injury`."""

    side: Side = Side.LEFT
    onset: Onset | None = None
    type: InjuryType = InjuryType.UNSURE
    grade: int | None = Field(default=None, ge=1, le=3)
    mechanism: Mechanism = Mechanism.UNKNOWN
    pop: bool | None = None
    bruising: bool | None = None
    swelling: bool | None = None
    gap: bool | None = None
    can_walk: bool | None = None
    age: int | None = Field(default=None, ge=0, le=120)
    programme: Id | None = None


class Example(Entry):
    """A worked case for one rule, told by how many days ago things happened.

    `scores` holds one line per pain context, oldest day first, today last:
    NRS 0-10, "-" for a day without that score, "5x14" for 14 days of 5. `day` is
    days since onset; left out when the onset is unknown. `plan_day` and
    `surgery_day` are days since the start of the plan and since surgery.
    """

    name: Text
    expect: Literal["true", "false", "unknown"]
    day: Days | None = None
    plan_day: Days | None = None
    surgery_day: Days | None = None
    injury: ExampleInjury = ExampleInjury()
    scores: dict[PainContext, str] = Field(default_factory=dict)
    marks: tuple[Mark, ...] = ()
    answers: tuple[ExampleAnswer, ...] = ()
    falls: tuple[ExampleFall, ...] = ()
    runs: tuple[ExampleRun, ...] = ()
