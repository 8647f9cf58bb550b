"""The expected course of everyday pain, and where a person stands in it.

A corridor gives percent of the first week's median, week by week. It is judgement
anchored on published times; it is drawn, it never raises an alarm.
Source: warning signs, slow progress; decisions 1.3 and 3.9.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Protocol

from rehab.diary import Diary, Injury
from rehab.signs.moment import clock_start
from rehab.vocabulary import InjuryType, Mechanism
from rehab.windows import DAYS_PER_WEEK, median

FIRST_WEEK_DAYS = 7
MIN_LOGGED = 3


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
    """The corridor of the injury's type and grade; None when either is not known.

    A stretch-type injury takes its own slower corridor where there is one.
    """
    grade = injury.grade if injury.type is InjuryType.MUSCLE_STRAIN else None
    if injury.type is InjuryType.MUSCLE_STRAIN and grade is None:
        return None
    fitting = [each for each in corridors if each.type is injury.type and each.grade == grade]
    is_stretch = injury.mechanism is Mechanism.STRETCH
    fitting.sort(key=lambda each: each.stretch is not is_stretch)
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


def course(corridor: Corridor, diary: Diary, today: date) -> Course:
    """Tell where recent everyday pain lies against the corridor.

    Compares the median of the last 7 calendar days with that of the first 7 of the
    slow clock; each needs 3 scores. TOO_EARLY in the first week, without one of the
    medians, or without pain in the first week.
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
    first_week = _median(diary, start, start + FIRST_WEEK_DAYS - 1)
    recent = _median(diary, today.toordinal() - DAYS_PER_WEEK + 1, today.toordinal())
    if day < FIRST_WEEK_DAYS or not first_week or recent is None:
        band = band_at(corridor, day) if first_week else None
        return Course(Standing.TOO_EARLY, day, first_week, recent, band)
    band = band_at(corridor, day)
    return Course(_standing(100 * recent / first_week, band), day, first_week, recent, band)


def _standing(percent: float, band: Band) -> Standing:
    if percent > band.upper:
        return Standing.BEHIND
    return Standing.AHEAD if percent < band.lower else Standing.WITHIN


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
