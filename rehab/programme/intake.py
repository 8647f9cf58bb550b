"""What intake leads to: grades by visible signs, triage rows, their limits and words."""

from typing import Literal, Self

from pydantic import Field, model_validator

from rehab.content.entry import Entry, Id, Message, RegionText, Text
from rehab.programme.measures import Sources
from rehab.vocabulary import InjuryType, Onset


class Grade(Entry):
    """A grade by signs a person can see. Grade 0 is stored as 1 with its label as detail."""

    grade: int = Field(ge=0, le=3)
    label: Text
    words: Text
    signs: tuple[Text, ...]
    bamic: tuple[str, ...]
    munich: tuple[str, ...]
    ake_gap_deg: tuple[int, int]
    usual_days: tuple[int, int]
    programme: Id
    sources: Sources


class TriageRow(Entry):
    """What one kind of trouble gets. `kind` is the answer of `rehab.triage`.

    `fits` completes "Your answers fit ...".
    """

    id: Id
    label: Text
    fits: Text
    kind: Literal["strain", "tendon", "contusion", "mixed", "elsewhere", "see_first"]
    type: InjuryType
    onset: Onset | None = None
    programme: Id | None = None
    note: RegionText
    also_feels_like: tuple[Id, ...] = ()
    sources: Sources


class TriageNumbers(Entry):
    """The limits that `rehab.triage` uses; ages in years, times in days."""

    self_directed_from_age: int = Field(ge=13, le=21)
    diary_from_age: int = Field(ge=10, le=18)
    upper_pain_cleared_under_age: int = Field(ge=16, le=30)
    contusion_professional_from_age: int = Field(ge=40, le=90)
    long_standing_days: int = Field(ge=28, le=365)
    fresh_days: int = Field(ge=7, le=60)
    avulsion_days: int = Field(ge=14, le=90)
    big_bruise_grade: int = Field(ge=1, le=3)


class WalkingFact(Entry):
    """Up to which NRS walking counts as free of pain."""

    free_at_most: int = Field(ge=0, le=3)
    sources: Sources


class BridgeFact(Entry):
    """The raised bridge: percent of the other leg, and NRS during it."""

    even_from_pct: int = Field(ge=50, le=100)
    weak_below_pct: int = Field(ge=10, le=100)
    free_at_most: int = Field(ge=0, le=3)
    hurts_from: int = Field(ge=1, le=10)
    sources: Sources


class GapWeeks(Entry):
    """Weeks measured with a gap below so many degrees."""

    below_deg: int = Field(ge=1, le=181)
    weeks: tuple[int, int]


class GapFact(Entry):
    """The knee-straightening gap in degrees."""

    early_below_deg: int = Field(ge=1, le=90)
    late_from_deg: int = Field(ge=1, le=90)
    measured: tuple[GapWeeks, ...] = Field(min_length=1)
    sources: Sources


class EstimateExample(Entry):
    """A worked example: facts of day 7 and what they point to."""

    name: Text
    programme: Id
    grade: int = Field(ge=1, le=3)
    facts: dict[Literal["walking", "bridge_pct", "bridge_pain", "gap_deg"], float]
    part: Literal["earlier", "whole", "later", "not_enough"]
    days: tuple[int, int] | None = None
    asks: tuple[Literal["gap", "walking"], ...] = ()
    missing: tuple[str, ...] | None = None


class EstimateRules(Entry):
    """How the estimate of day 7 is made; days since it began. `rehab.estimate` uses it."""

    day: int = Field(ge=3, le=14)
    from_day: int = Field(ge=1, le=14)
    to_day: int = Field(ge=7, le=21)
    programmes: tuple[Id, ...]
    may_be_early: tuple[Id, ...]
    sources: Sources
    walking: WalkingFact
    bridge: BridgeFact
    gap: GapFact
    example: tuple[EstimateExample, ...] = ()

    @model_validator(mode="after")
    def _check_order(self) -> Self:
        if not self.from_day <= self.day <= self.to_day:
            raise ValueError("the day lies outside its own window")
        if self.bridge.weak_below_pct > self.bridge.even_from_pct:
            raise ValueError("a bridge cannot be weak and even at once")
        if self.gap.early_below_deg > self.gap.late_from_deg:
            raise ValueError("a gap cannot point to both halves")
        limits = [row.below_deg for row in self.gap.measured]
        if limits != sorted(set(limits)):
            raise ValueError("the measured gaps do not rise")
        return self

    def measured_weeks(self, gap_deg: float) -> tuple[int, int] | None:
        """The weeks measured with such a gap; None above every row."""
        rows = (row.weeks for row in self.gap.measured if gap_deg < row.below_deg)
        return next(rows, None)


class TriageWords(Entry):
    """The words for what `rehab.triage` answers in keys."""

    why: dict[Id, Message]
    diary_only: dict[Id, RegionText]
    limits: dict[Id, RegionText]
