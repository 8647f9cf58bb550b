"""The frozen values that rules read: one injury's days, runs, falls, answers.

A `None` always means "not recorded" or "not asked", an empty set means "asked,
none". Nothing here knows where the values came from: `tracker.diary_reader`
builds them from rows, `tracker.exchange.diary` from a file.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from rehab.vocabulary import (
    EVERYDAY_CONTEXTS,
    AnswerValue,
    FallEffect,
    FallKind,
    InjuryType,
    LandedOn,
    Location,
    Mechanism,
    Onset,
    OnsetPrecision,
    PainContext,
    Quality,
    Seat,
    Sex,
    Side,
    Sign,
    Treatment,
)


@dataclass(frozen=True, slots=True)
class Injury:
    """What is known about the injury itself.

    `onset_on` is None when the person does not know it; then emergency rules
    treat any `since_onset` as met and all others use the slow clock.
    `age` is in whole years, None when not told.
    `plan_started_on` is the start of the present plan, None before one.
    `restarted_on` is the latest confirmed re-injury, which resets day 0.
    """

    id: str
    side: Side
    onset_on: date | None
    onset: Onset | None = None
    onset_precision: OnsetPrecision = OnsetPrecision.DAY
    type: InjuryType = InjuryType.UNSURE
    grade: int | None = None
    mechanism: Mechanism = Mechanism.UNKNOWN
    pop: bool | None = None
    bruising: bool | None = None
    swelling: bool | None = None
    gap: bool | None = None
    can_walk: bool | None = None
    age: int | None = None
    sex: Sex | None = None
    programme: str | None = None
    plan_started_on: date | None = None
    restarted_on: date | None = None
    surgery_on: date | None = None


@dataclass(frozen=True, slots=True)
class Day:
    """One logged day. Pain is the NRS 0-10, None when not recorded.

    `locations`, `qualities` and `treatments` are None when not asked. What was
    carried over from an earlier day untouched stands in `carried_locations`
    and `carried_qualities` instead: it is shown, but it is no evidence.
    `copied` marks "same as yesterday": it counts for pain only.
    `signs` holds only the signs that were asked.
    """

    on: date
    rest: int | None = None
    sitting: int | None = None
    night: int | None = None
    walking: int | None = None
    running: int | None = None
    morning: int | None = None
    no_run: bool | None = None
    slept_through: bool | None = None
    limp: bool | None = None
    locations: frozenset[Location] | None = None
    other_leg: frozenset[Location] = frozenset()
    qualities: frozenset[Quality] | None = None
    carried_locations: frozenset[Location] = frozenset()
    carried_qualities: frozenset[Quality] = frozenset()
    signs: Mapping[Sign, bool] = field(default_factory=dict)
    treatments: frozenset[Treatment] | None = None
    sit_minutes: int | None = None
    seat: Seat | None = None
    copied: bool = False

    @property
    def everyday(self) -> int | None:
        """Highest recorded NRS outside running; None when none was recorded."""
        scores = [s for s in (self.score(c) for c in EVERYDAY_CONTEXTS) if s is not None]
        return max(scores) if scores else None

    def score(self, context: PainContext) -> int | None:
        """The NRS of one context, None when no number was given."""
        value: int | None = getattr(self, context.value)
        return value

    def is_answered(self, context: PainContext) -> bool:
        """Whether the context was answered, by a number or by "no run" or "slept through"."""
        if self.score(context) is not None:
            return True
        if context is PainContext.RUNNING:
            return bool(self.no_run)
        return context is PainContext.NIGHT and bool(self.slept_through)


@dataclass(frozen=True, slots=True)
class Run:
    """One run. `pain` is the worst NRS 0-10 during it; `effort` is 1-10.

    `ladder` and `step` name the running step whose whole session it was, None for
    any other run. `full_training` marks unrestricted training of one's sport.
    """

    on: date
    minutes: float | None = None
    km: float | None = None
    effort: int | None = None
    pain: int | None = None
    sharp_stop: bool | None = None
    ladder: str | None = None
    step: str | None = None
    full_training: bool | None = None


@dataclass(frozen=True, slots=True)
class Fall:
    """A fall or slip, injured or not; it may lie before onset."""

    on: date
    kind: FallKind
    landed_on: LandedOn | None = None
    effect: FallEffect | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer to a safety question; later answers never erase earlier ones.

    `given_on` is the day on which it was given where that is later than the day it is
    about (filled in later); None for what was answered on its own day.
    """

    on: date
    question: str
    value: AnswerValue
    given_on: date | None = None


@dataclass(frozen=True, slots=True)
class Diary:
    """All of one injury as rules see it, each tuple in order of date.

    `first_logged_on` is the person's first log of this injury even when the
    days loaded here begin later.
    """

    injury: Injury
    days: tuple[Day, ...] = ()
    runs: tuple[Run, ...] = ()
    falls: tuple[Fall, ...] = ()
    answers: tuple[Answer, ...] = ()
    first_logged_on: date | None = None

    def until(self, last: date) -> "Diary":
        """The diary as it stood at the end of `last`."""
        return Diary(
            injury=self.injury,
            days=tuple(d for d in self.days if d.on <= last),
            runs=tuple(r for r in self.runs if r.on <= last),
            falls=tuple(f for f in self.falls if f.on <= last),
            answers=tuple(a for a in self.answers if a.on <= last),
            first_logged_on=self.first_logged_on,
        )
