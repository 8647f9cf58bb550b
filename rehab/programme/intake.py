"""What intake leads to: grades by visible signs, triage rows, their limits and words."""

from typing import Literal

from pydantic import Field

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


class TriageWords(Entry):
    """The words for what `rehab.triage` answers in keys."""

    why: dict[Id, Message]
    diary_only: dict[Id, RegionText]
    limits: dict[Id, RegionText]
