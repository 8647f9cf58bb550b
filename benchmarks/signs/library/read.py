"""Read the cases: one table each, checked strictly. README.md beside this tells the form."""

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from rehab.vocabulary import (
    AnswerValue,
    FallEffect,
    FallKind,
    InjuryType,
    LandedOn,
    Location,
    Mechanism,
    Onset,
    Quality,
    Sex,
    Sign,
    Treatment,
)

FOLDER = Path(__file__).parent
Level = Literal["none", "routine", "soon", "urgent", "emergency"]
Kind = Literal["case", "ordinary", "mixture"]
# A course of pain from the first to the last day of a spell: 4, or "6>2".
Course = Annotated[int | str, Field(union_mode="left_to_right")]
DayOfCase = Annotated[int, Field(ge=0, le=3000)]
_COURSE = re.compile(r"^(10|\d)(>(10|\d))*$")
# Questions about what `at_onset` holds already.
_ASKS_ONSET = {"q_pop": "pop", "q_gap": "gap", "q_big_bruise": "big_bruise"}
_TRUTH = re.compile(r"^(yes|no|not_sure)(@\d+(-\d+)?)?$")


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Spell(_Strict):
    """Days that go on alike; codes stand in one string, parted by spaces."""

    days: tuple[DayOfCase, DayOfCase]
    rest: Course | None = None
    sitting: Course | None = None
    night: Course | None = None
    walking: Course | None = None
    running: Course | None = None
    morning: Course | None = None
    at: str | None = None
    feel: str | None = None
    signs: str = ""
    did: str | None = None
    limp: bool | None = None

    @field_validator("rest", "sitting", "night", "walking", "running", "morning")
    @classmethod
    def _is_course(cls, value: int | str | None) -> int | str | None:
        if value is not None and not _COURSE.match(str(value)):
            raise ValueError(f"{value!r} is no course of pain such as 4 or '6>2'")
        return value

    @model_validator(mode="after")
    def _has_codes(self) -> "Spell":
        if self.days[0] > self.days[1]:
            raise ValueError(f"a spell of days {self.days} ends before it begins")
        for text, codes in (
            (self.at, Location),
            (self.feel, Quality),
            (self.signs, Sign),
            (self.did, Treatment),
        ):
            for code in (text or "").split():
                codes(code)
        return self


class FallOf(_Strict):
    """A fall; its day may lie before onset."""

    day: int
    kind: FallKind = FallKind.FALL
    landed_on: LandedOn | None = None
    effect: FallEffect | None = None


class RunOf(_Strict):
    """The same run on several days."""

    days: tuple[DayOfCase, ...]
    minutes: int = 30
    effort: int = 5
    pain: Annotated[int, Field(ge=0, le=10)] | None = None
    sharp_stop: bool = False


class Expected(_Strict):
    """What is right for this person, from medicine.

    `tier` is to be told by day `by`; `most` is the highest that does no harm (as `tier`
    when not given). `causes` holds every condition id that would be a right first thought;
    none for a course that needs none. `asked` are the questions whose true answer tells,
    to be put by day `asked_by` (as `by` when not given).
    """

    tier: Level
    by: DayOfCase = 0
    most: Level | None = None
    causes: tuple[str, ...] = ()
    asked: tuple[str, ...] = ()
    asked_by: DayOfCase | None = None


class Case(_Strict):
    """One invented person, the days and the true answers; day 0 is the onset."""

    id: Annotated[str, Field(pattern=r"^[a-z0-9-]+$")]
    kind: Kind = "case"
    story: Annotated[str, Field(min_length=40)]
    sources: Annotated[tuple[str, ...], Field(min_length=1)]
    age: Annotated[int, Field(ge=8, le=100)]
    sex: Sex
    side: Literal["left", "right", "both"] = "left"
    onset: Onset | None = None
    type: InjuryType = InjuryType.UNSURE
    grade: Annotated[int, Field(ge=0, le=3)] | None = None
    mechanism: Mechanism = Mechanism.UNKNOWN
    at_onset: dict[
        Literal["pop", "bruising", "big_bruise", "swelling", "gap", "can_walk"], bool | str
    ] = Field(default_factory=dict)
    starts: DayOfCase = 0
    programme: str | None = None
    asks_signs: bool = True
    logged: Annotated[float, Field(gt=0, le=1)] = 1.0
    sure: tuple[DayOfCase, ...] = ()
    wobbles: bool = True
    spells: Annotated[tuple[Spell, ...], Field(min_length=1)]
    falls: tuple[FallOf, ...] = ()
    runs: tuple[RunOf, ...] = ()
    truth: dict[str, str] = Field(default_factory=dict)
    tells: dict[str, str] = Field(default_factory=dict)
    expect: Expected

    @field_validator("truth", "tells")
    @classmethod
    def _are_answers(cls, given: dict[str, str]) -> dict[str, str]:
        for value in given.values():
            if not _TRUTH.match(value):
                raise ValueError(f"{value!r} is no answer such as 'yes', 'yes@12' or 'yes@12-20'")
        return given

    @model_validator(mode="after")
    def _ends_after_its_deadline(self) -> "Case":
        if max(self.expect.by, self.expect.asked_by or 0) > self.last_day:
            raise ValueError("is expected to be told after its last day")
        return self

    @property
    def last_day(self) -> int:
        return max(spell.days[1] for spell in self.spells)

    def true_answer(self, question: str, day: int) -> AnswerValue:
        """What this person answers truthfully on a day; no unless the story says otherwise."""
        value, first, last = span(self.truth.get(question) or self._at_onset(question))
        return AnswerValue(value) if first <= day <= last else AnswerValue.NO

    def is_known_at_onset(self, question: str) -> bool:
        """Whether the injury itself holds the answer, so that nobody needs to ask."""
        key = "can_walk" if question == "q_cant_walk" else _ASKS_ONSET.get(question)
        return key in self.at_onset

    def _at_onset(self, question: str) -> str:
        """What was true when it happened stays the true answer to the question about it."""
        if question == "q_cant_walk":
            can_walk = self.at_onset.get("can_walk")
            return f"yes@0-{self.starts}" if can_walk is False else "no"
        found = self.at_onset.get(_ASKS_ONSET.get(question, ""), False)
        return "not_sure" if found == "not_sure" else "yes" if found else "no"


def span(text: str) -> tuple[str, int, int]:
    """Part 'yes@12-20' into the value and its first and last day."""
    value, _, days = text.partition("@")
    first, _, last = days.partition("-")
    return value, int(first or 0), int(last or 100_000)


def read(folder: Path = FOLDER) -> list[Case]:
    """Every case of a folder, in the order of its files. Raises ValueError with file and case."""
    cases = [case for path in sorted(folder.glob("*.toml")) for case in _cases(path)]
    ids = [case.id for case in cases]
    twice = sorted({each for each in ids if ids.count(each) > 1})
    if twice:
        raise ValueError(f"cases that stand there twice: {', '.join(twice)}")
    return cases


def _cases(path: Path) -> Iterator[Case]:
    for raw in tomllib.loads(path.read_text(encoding="utf-8"))["case"]:
        try:
            yield Case.model_validate(raw)
        except ValueError as error:
            raise ValueError(f"{path.name}, {raw.get('id')}: {error}") from error
