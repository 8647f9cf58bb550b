"""Medians, slopes and counts over calendar windows. A missing day stays missing.

Days are whole numbers (`date.toordinal()`), so that windows are arithmetic. A
window of `within` days ending `ago` days before today holds exactly that many
calendar days; what was not logged in them is left out, never filled in.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

DAYS_PER_WEEK = 7


@dataclass(frozen=True, slots=True)
class Window:
    """Calendar days from `first` to `last`, both included, as ordinals."""

    first: int
    last: int

    @property
    def length(self) -> int:
        return self.last - self.first + 1

    def __contains__(self, day: object) -> bool:
        return isinstance(day, int) and self.first <= day <= self.last


def window(today: int, *, within: int, ago: int = 0) -> Window:
    """The `within` calendar days that end `ago` days before today.

    ValueError when `within` is not positive or `ago` is negative.
    """
    if within <= 0 or ago < 0:
        raise ValueError(f"no window of {within} days ending {ago} days ago")
    return Window(first=today - ago - within + 1, last=today - ago)


def median(scores: Iterable[int]) -> float | None:
    """The median of the scores there are; None when there are none."""
    ordered = sorted(scores)
    if not ordered:
        return None
    middle = len(ordered) // 2
    if len(ordered) % 2:
        return float(ordered[middle])
    return (ordered[middle - 1] + ordered[middle]) / 2


def mean(scores: Sequence[int]) -> float | None:
    """The mean of the scores there are; None when there are none."""
    return sum(scores) / len(scores) if scores else None


def line_per_week(points: Sequence[tuple[int, int]]) -> float | None:
    """The slope of the least-squares line of (day, score) points, in points a week.

    Unlike the slope of pairs it sees a fall by less than a whole point, and unlike
    it one odd day pulls at it. None with fewer than two days.
    """
    if not points:
        return None
    middle = sum(day for day, _ in points) / len(points)
    spread = sum((day - middle) ** 2 for day, _ in points)
    if not spread:
        return None
    return sum((day - middle) * score for day, score in points) / spread * DAYS_PER_WEEK


def slope_per_week(points: Sequence[tuple[int, int]]) -> float | None:
    """The Theil-Sen slope of (day, score) points, in points a week.

    The median of the slopes between all pairs of different days: it copes with
    gaps and odd days. None with fewer than two days.
    """
    slopes = [
        (later_score - score) / (later - day)
        for index, (day, score) in enumerate(points)
        for later, later_score in points[index + 1 :]
        if later != day
    ]
    if not slopes:
        return None
    slopes.sort()
    middle = len(slopes) // 2
    if len(slopes) % 2:
        return slopes[middle] * DAYS_PER_WEEK
    return (slopes[middle - 1] + slopes[middle]) / 2 * DAYS_PER_WEEK


@dataclass(frozen=True, slots=True)
class Series:
    """Scores of consecutive calendar days from `base` on; None where none was recorded."""

    base: int
    scores: list[int | None]

    def within(self, span: Window) -> list[int]:
        """The scores recorded in a window, in order of date."""
        return [score for score in self._slice(span) if score is not None]

    def points(self, span: Window) -> list[tuple[int, int]]:
        """The (day, score) pairs recorded in a window, in order of date."""
        start = max(span.first, self.base)
        return [
            (start + offset, score)
            for offset, score in enumerate(self._slice(span))
            if score is not None
        ]

    def at(self, day: int) -> int | None:
        """The score of one day; None when it was not recorded or lies outside."""
        offset = day - self.base
        return self.scores[offset] if 0 <= offset < len(self.scores) else None

    def _slice(self, span: Window) -> list[int | None]:
        start = span.first - self.base
        end = span.last - self.base + 1
        return self.scores[start if start > 0 else 0 : end] if end > 0 else []
