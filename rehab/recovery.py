"""The expected course of everyday pain, and where a person stands in it.

A corridor gives percent of the first week's median, week by week. It is judgement
anchored on published times. The chart draws it and the rule of slow progress counts the
days above its upper edge: both take it, its start and its level from here.
Source: warning signs, slow progress; decisions 1.3 and 3.9.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Protocol

from rehab.diary import Diary, Injury
from rehab.signs.moment import clock_start
from rehab.vocabulary import InjuryType, Mechanism, Onset
from rehab.windows import DAYS_PER_WEEK, median

FIRST_WEEK_DAYS = 7
MIN_LOGGED = 3
# Until then the first three logs stand in for a first week with fewer (judgement).
LATE_START_DAYS = 21
# No corridor is judged further: beyond it the rules of what is overdue speak.
LAST_DAY = 210


class CorridorPoint(Protocol):
    """Percent of the first week's median expected in one week."""

    @property
    def week(self) -> int: ...
    @property
    def middle(self) -> int: ...
    @property
    def upper(self) -> int: ...


class Corridor(Protocol):
    """The expected course for one kind of injury; `rehab.signs.model.Corridor` is one."""

    @property
    def id(self) -> str: ...
    @property
    def type(self) -> InjuryType: ...
    @property
    def grade(self) -> int | None: ...
    @property
    def onset(self) -> Onset | None: ...
    @property
    def stretch(self) -> bool: ...
    @property
    def time_factor(self) -> float: ...
    @property
    def points(self) -> Sequence[CorridorPoint]: ...


class Standing(StrEnum):
    """Where recent pain lies against the corridor."""

    AHEAD = "ahead"
    WITHIN = "within"
    BEHIND = "behind"
    TOO_EARLY = "too_early"


@dataclass(frozen=True, slots=True)
class Band:
    """The corridor on one day, in percent of the first week's median."""

    lower: float
    middle: float
    upper: float


@dataclass(frozen=True, slots=True)
class Course:
    """Where a person stands: medians on the NRS 0-10, day on the slow clock.

    `band` is None when nothing can be drawn: no first week of logs, or no pain in it.
    """

    standing: Standing
    day: int | None
    first_week: float | None = None
    recent: float | None = None
    band: Band | None = None


def corridor_for(corridors: Iterable[Corridor], injury: Injury) -> Corridor | None:
    """The corridor of the injury's type, grade and onset; None when there is none.

    A stretch-type injury takes its own slower corridor where there is one, and where the
    grade of it is known.
    """
    grade = injury.grade if injury.type is InjuryType.MUSCLE_STRAIN else None
    fitting = [
        each
        for each in corridors
        if each.type is injury.type
        and each.grade == grade
        and (each.onset is None or each.onset is injury.onset)
    ]
    is_stretch = injury.mechanism is Mechanism.STRETCH
    fitting.sort(key=lambda each: (each.stretch is not is_stretch, each.onset is None))
    return fitting[0] if fitting else None


def band_at(corridor: Corridor, day: int) -> Band:
    """The corridor on a day of the slow clock, between the middles of its weeks.

    Flat before the first and after the last given week. The lower edge mirrors the
    upper one and never lies below 0 (judgement).
    """
    knots = [
        (((point.week - 1) * DAYS_PER_WEEK + 3) * corridor.time_factor, point)
        for point in corridor.points
    ]
    before = max((knot for knot in knots if knot[0] <= day), default=knots[0])
    after = min((knot for knot in knots if knot[0] >= day), default=knots[-1])
    share = (day - before[0]) / (after[0] - before[0]) if after[0] > before[0] else 0.0
    middle = before[1].middle + share * (after[1].middle - before[1].middle)
    upper = before[1].upper + share * (after[1].upper - before[1].upper)
    return Band(lower=max(0.0, 2 * middle - upper), middle=middle, upper=upper)


@dataclass(frozen=True, slots=True)
class Expectation:
    """A corridor and the level it starts from, in points of the NRS.

    `level` is what 100 % stands for; `after` is the last day that was used to tell it.
    """

    corridor: Corridor
    level: float
    after: int


def expectation(
    corridors: Iterable[Corridor], injury: Injury, early: Sequence[tuple[int, int]]
) -> Expectation | None:
    """What is to be expected of an injury; None without a corridor, a level or pain to start with.

    `early` are (day, everyday NRS) pairs from day 0 of the slow clock on, as far as they are
    known by now; later than `LATE_START_DAYS` they are not looked at.
    """
    corridor = corridor_for(corridors, injury)
    if corridor is None:
        return None
    found = first_level(corridor, early)
    return None if found is None else Expectation(corridor, *found)


def first_level(corridor: Corridor, early: Sequence[tuple[int, int]]) -> tuple[float, int] | None:
    """The level of the first week and the last day it rests on; None with few scores or no pain.

    The median of the first week. With fewer than three scores there the first three scores
    of the first three weeks stand in, held against the upper edge of their own day: a late
    start must not make what comes after look better or worse than it is.
    """
    week = [score for day, score in early if 0 <= day < FIRST_WEEK_DAYS]
    if len(week) >= MIN_LOGGED:
        level = median(week)
        return (level, FIRST_WEEK_DAYS - 1) if level else None
    first = [(day, score) for day, score in early if 0 <= day < LATE_START_DAYS][:MIN_LOGGED]
    if len(first) < MIN_LOGGED:
        return None
    now = median(score for _, score in first)
    edge = upper_edges(corridor)[first[1][0]]
    return (100 * now / edge, first[-1][0]) if now else None


def upper_edges(corridor: Corridor) -> tuple[float, ...]:
    """The upper edge on each day from 0 to `LAST_DAY`, in percent; worked out once."""
    kept = _EDGES.get(id(corridor))
    if kept is None or kept[0] is not corridor:
        edges = tuple(band_at(corridor, day).upper for day in range(LAST_DAY + 1))
        kept = _EDGES[id(corridor)] = (corridor, edges)
    return kept[1]


# The corridor is kept beside its edges, so that its id cannot be given away.
_EDGES: dict[int, tuple[Corridor, tuple[float, ...]]] = {}


def course(corridor: Corridor, diary: Diary, today: date) -> Course:
    """Tell where recent everyday pain lies against the corridor.

    Compares the median of the last 7 calendar days, with 3 scores, with the level of the
    first week (`first_level`). TOO_EARLY in the first week and up to the last day that
    tells the level, without one of the two, or without pain in the first week.
    """
    start = clock_start(
        diary.injury,
        today.toordinal(),
        clock="slow",
        first_logged=_first_logged(diary),
    )
    if start is None:
        return Course(Standing.TOO_EARLY, day=None)
    day = today.toordinal() - start
    found = first_level(corridor, _early(diary, start, today.toordinal()))
    first_week, after = found if found else (None, 0)
    recent = _median(diary, today.toordinal() - DAYS_PER_WEEK + 1, today.toordinal())
    if day <= after or not first_week or recent is None:
        band = band_at(corridor, day) if first_week else None
        return Course(Standing.TOO_EARLY, day, first_week, recent, band)
    band = band_at(corridor, day)
    return Course(_standing(100 * recent / first_week, band), day, first_week, recent, band)


def _standing(percent: float, band: Band) -> Standing:
    if percent > band.upper:
        return Standing.BEHIND
    return Standing.AHEAD if percent < band.lower else Standing.WITHIN


def _early(diary: Diary, start: int, today: int) -> list[tuple[int, int]]:
    return [
        (day, score)
        for each in diary.days
        if 0 <= (day := each.on.toordinal() - start) < LATE_START_DAYS
        and each.on.toordinal() <= today
        and (score := each.everyday) is not None
    ]


def _median(diary: Diary, first: int, last: int) -> float | None:
    scores = [
        score
        for day in diary.days
        if first <= day.on.toordinal() <= last and (score := day.everyday) is not None
    ]
    return median(scores) if len(scores) >= MIN_LOGGED else None


def _first_logged(diary: Diary) -> int | None:
    if diary.first_logged_on is not None:
        return diary.first_logged_on.toordinal()
    return diary.days[0].on.toordinal() if diary.days else None
