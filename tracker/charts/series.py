"""Recorded values of days, their running median, and their summary by weeks.

A missing day is no point: nothing is filled in, and nothing is drawn for it.
"""

from bisect import bisect_left, bisect_right, insort
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from operator import attrgetter
from typing import NamedTuple

from rehab.windows import DAYS_PER_WEEK
from tracker.charts.axes import Scale, Span

MEDIAN_DAYS = 7
MEDIAN_AT_LEAST = 3
DAILY_AT_MOST = 84
# A week of a year is 5 pixels wide on a phone; what is narrower cannot be told apart.
BINS_AT_MOST = 53
BIN_WEEKS = (1, 4, 13, 26, 52)
_on = attrgetter("on")


class Point(NamedTuple):
    """One recorded value of one day. Infinite minutes: sat all day without pain.

    A tuple, because ten years of days are some 30,000 of them.
    """

    on: date
    value: float
    is_copied: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """A line in one or more pieces; it stops where there is too little to say."""

    pieces: tuple[tuple[tuple[float, float], ...], ...]

    @property
    def points(self) -> tuple[str, ...]:
        """Each piece as "x,y x,y", in percent."""
        return tuple(" ".join(f"{x},{y}" for x, y in piece) for piece in self.pieces)

    @property
    def segments(self) -> tuple[tuple[float, float, float, float], ...]:
        """The same as single strokes (x, y, x, y), for paper, where a stretched line is thick."""
        return tuple((*one, *other) for piece in self.pieces for one, other in pairwise(piece))


@dataclass(frozen=True, slots=True)
class Bin:
    """Some weeks of values: their median between the lowest and the highest."""

    first: date
    last: date
    low: float
    median: float
    high: float
    days: int


def middle_of(values: Iterable[float]) -> float | None:
    """The median; between two values their mean, or the lower one when one is without end."""
    ordered = sorted(values)
    return _middle(ordered) if ordered else None


def _middle(ordered: Sequence[float]) -> float:
    upper = ordered[len(ordered) // 2]
    lower = ordered[(len(ordered) - 1) // 2]
    return lower if upper == float("inf") else (lower + upper) / 2


def within(points: Sequence[Point], first: date, last: date) -> Sequence[Point]:
    """The points from `first` to `last`, both included; `points` are in order of date."""
    start = bisect_left(points, first, key=_on)
    return points[start : bisect_right(points, last, lo=start, key=_on)]


def running_median(
    points: Sequence[Point], span: Span, *, days: int = MEDIAN_DAYS, at_least: int = MEDIAN_AT_LEAST
) -> list[tuple[date, float]]:
    """For each day of the span the median of the `days` calendar days that end on it.

    `points` in order of date may begin before the span. Days with fewer than `at_least`
    values in those days are left out.
    """
    points = within(points, span.first - timedelta(days=days - 1), span.last)
    numbers = [point.on.toordinal() for point in points]
    base = span.first.toordinal()
    start = 0
    end = bisect_right(numbers, base - 1)
    window = sorted(point.value for point in points[start:end])
    medians = []
    for on in range(base, base + span.days):
        while end < len(numbers) and numbers[end] <= on:
            insort(window, points[end].value)
            end += 1
        while start < end and numbers[start] <= on - days:
            del window[bisect_left(window, points[start].value)]
            start += 1
        if len(window) >= at_least:
            medians.append((date.fromordinal(on), _middle(window)))
    return medians


def line(medians: Sequence[tuple[date, float]], span: Span, scale: Scale, gap: int = 1) -> Line:
    """A line through values of days; a gap of more than `gap` days breaks it.

    A piece of one day is drawn as wide as its slot, so that it can be seen.
    """
    pieces: list[list[tuple[date, float]]] = []
    for on, value in medians:
        if not pieces or (on - pieces[-1][-1][0]).days > gap:
            pieces.append([])
        pieces[-1].append((on, value))
    return Line(tuple(_piece(piece, span, scale) for piece in pieces))


def _piece(
    piece: Sequence[tuple[date, float]], span: Span, scale: Scale
) -> tuple[tuple[float, float], ...]:
    if len(piece) == 1:
        on, value = piece[0]
        return (
            (span.edge(on), scale.y(value)),
            (span.edge(on + timedelta(days=1)), scale.y(value)),
        )
    return tuple((span.x(on), scale.y(value)) for on, value in piece)


def bin_weeks(span: Span) -> int:
    """How many weeks one mark stands for: 0 (each day) up to 84 days, then 1, 4, 13, 26, 52.

    Chosen so that a plot never holds more than 53 marks, whatever the age of the diary.
    """
    if span.days <= DAILY_AT_MOST:
        return 0
    weeks = -(-span.days // DAYS_PER_WEEK)
    return next((n for n in BIN_WEEKS if weeks / n <= BINS_AT_MOST), BIN_WEEKS[-1])


def bins(points: Sequence[Point], span: Span, weeks: int) -> list[Bin]:
    """Values by groups of weeks counted from the first day; a group without values is left out.

    `points` are in order of date. ValueError when `weeks` is not positive.
    """
    if weeks <= 0:
        raise ValueError("a bin holds at least one week")
    length = timedelta(days=weeks * DAYS_PER_WEEK)
    found = []
    first, start = span.first, bisect_left(points, span.first, key=_on)
    while first <= span.last:
        last = min(span.last, first + length - timedelta(days=1))
        end = bisect_right(points, last, lo=start, key=_on)
        if end > start:
            values = sorted([point.value for point in points[start:end]])
            found.append(Bin(first, last, values[0], _middle(values), values[-1], len(values)))
        first, start = first + length, end
    return found
