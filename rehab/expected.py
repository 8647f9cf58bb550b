"""How long it usually takes, as days and as dates. A range, never a promise.

The range shown is the plan's own; what was measured stands beside it with its source.
It counts from the day it began, for an old or unknown start and for a tendon from the
day the plan starts. Source: programmes draft 1.1 and 1.2; review 3.2.13; decisions 1.3.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from rehab.content.catalogue import Catalogue
from rehab.programme.model import Programme
from rehab.vocabulary import InjuryType

Clock = Literal["onset", "plan"]
# These have no end of their own to expect, only a next step.
NO_RANGE = frozenset({"hold_until_seen", "maintenance"})


@dataclass(frozen=True, slots=True)
class Measured:
    """The usual days of a grade alone, anchored on what was measured, mostly in athletes."""

    first: int
    last: int
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Expected:
    """The usual range in days, and the dates it falls on, counted from `starts_on`.

    `clock` tells what `starts_on` is, `sources` are those of the range. `measured` is None
    where no figure belongs to a grade.
    """

    first: int
    last: int
    starts_on: date
    clock: Clock
    sources: tuple[str, ...]
    measured: Measured | None

    @property
    def from_on(self) -> date:
        return self.starts_on + timedelta(days=self.first)

    @property
    def to_on(self) -> date:
        return self.starts_on + timedelta(days=self.last)


def expected(
    programme: Programme | None,
    *,
    grade: int | None,
    onset_on: date | None,
    plan_on: date,
    content: Catalogue,
    or_slower: Programme | None = None,
) -> Expected | None:
    """The usual range of a programme; None without one or for one without an end.

    `grade` is 0 to 3 or None; `plan_on` is the day the plan started, or today before one.
    `or_slower` is another programme that applies too: of the two the slower range counts
    (an injury that reaches into the tendon, as told by a clinician).
    """
    chosen = slower(programme, or_slower)
    if chosen is None:
        return None
    last = chosen.expected_days.last
    if last is None:
        return None
    is_tendon = InjuryType.TENDON in chosen.applies_to.types
    fresh = content.triage_numbers.fresh_days
    counts_onset = onset_on is not None and not is_tendon and (plan_on - onset_on).days <= fresh
    return Expected(
        first=chosen.expected_days.first,
        last=last,
        starts_on=onset_on if counts_onset and onset_on is not None else plan_on,
        clock="onset" if counts_onset else "plan",
        sources=tuple(chosen.expected_days.sources),
        measured=_measured(chosen, grade, content),
    )


def slower(one: Programme | None, other: Programme | None) -> Programme | None:
    """Of two the one whose usual time ends later; one without a range is no choice."""
    known = [p for p in (one, other) if p is not None and p.id not in NO_RANGE]
    ranged = [p for p in known if p.expected_days.last is not None]
    return max(ranged, key=_range, default=None)


def _range(programme: Programme) -> tuple[int, int]:
    return (programme.expected_days.last or 0, programme.expected_days.first)


def _measured(programme: Programme, grade: int | None, content: Catalogue) -> Measured | None:
    """The measured time of a grade, where the plan is the one of that grade."""
    known = content.grades.get(grade) if grade is not None else None
    if known is None or InjuryType.MUSCLE_STRAIN not in programme.applies_to.types:
        return None
    if known.programme != programme.id and grade != 3:
        return None  # a stretch type takes far longer than its grade tells
    return Measured(known.usual_days[0], known.usual_days[1], tuple(known.sources))
