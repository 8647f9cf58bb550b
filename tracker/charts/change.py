"""How a measure moved: its median now, at the start, and at its best in between."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from rehab.windows import DAYS_PER_WEEK
from tracker.charts.axes import Span
from tracker.charts.series import MEDIAN_AT_LEAST, MEDIAN_DAYS, Point, running_median


@dataclass(frozen=True, slots=True)
class Change:
    """Medians of some days each; None without enough values.

    `before` is the earliest whole window, `best` the best one before the present one and
    `best_on` the day it ended. `weeks` lie between the beginning and today.
    """

    now: float | None
    before: float | None = None
    best: float | None = None
    best_on: date | None = None
    weeks: int = 0

    @property
    def worse_by(self) -> float:
        """How far pain now lies above its best; 0 when that is not known."""
        if self.now is None or self.best is None:
            return 0.0
        return max(0.0, self.now - self.best)

    @property
    def moved(self) -> float:
        """By how much it changed since the beginning; 0 when that is not known."""
        if self.now is None or self.before is None or self.now == self.before:
            return 0.0
        return self.now - self.before


def change(
    points: Sequence[Point],
    *,
    first: date,
    today: date,
    days: int = MEDIAN_DAYS,
    higher_is_better: bool = False,
) -> Change:
    """Compare the last `days` calendar days with those from `first` on.

    Each median needs 3 values. Earlier windows end before the present one begins.
    """
    window = Span(today - timedelta(days=days - 1), today)
    present = running_median(points, Span(today, today), days=days, at_least=MEDIAN_AT_LEAST)
    now = present[0][1] if present else None
    begins, ends = first + timedelta(days=days - 1), window.first - timedelta(days=1)
    if ends < begins:
        return Change(now)
    inside = [point for point in points if point.on >= first]
    earlier = running_median(inside, Span(begins, ends), days=days)
    if not earlier:
        return Change(now)
    pick = max if higher_is_better else min
    best_on, best = pick(earlier, key=lambda pair: pair[1])
    weeks = round(((today - first).days + 1) / DAYS_PER_WEEK)
    return Change(now, earlier[0][1], best, best_on, weeks)
