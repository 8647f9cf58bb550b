"""Two numbers of the same days side by side: what went together, never why."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from tracker.charts.series import middle_of

PAIRS_AT_LEAST = 10
SIDE_AT_LEAST = 4


@dataclass(frozen=True, slots=True)
class Side:
    """The days on one side of a comparison, and the median of what was recorded on them."""

    days: int
    median: float


@dataclass(frozen=True, slots=True)
class Halves:
    """Days with at most `cut` of something, and days with more."""

    cut: float
    fewer: Side
    more: Side


def pairs(
    amounts: Mapping[date, float], values: Mapping[date, float], *, later_days: int = 0
) -> list[tuple[float, float]]:
    """(amount, value `later_days` later) of every day that has both; nothing is filled in."""
    lag = timedelta(days=later_days)
    return [
        (amount, values[on + lag]) for on, amount in sorted(amounts.items()) if on + lag in values
    ]


def halves(found: Iterable[tuple[float, float]]) -> Halves | None:
    """Split pairs at the median amount; None below 10 pairs, or below 4 on either side."""
    known = list(found)
    cut = middle_of(amount for amount, _ in known)
    if cut is None or len(known) < PAIRS_AT_LEAST:
        return None
    fewer = side(value for amount, value in known if amount <= cut)
    more = side(value for amount, value in known if amount > cut)
    return Halves(cut, fewer, more) if fewer and more else None


def side(values: Iterable[float]) -> Side | None:
    """None with fewer than 4 values."""
    known = list(values)
    middle = middle_of(known)
    return Side(len(known), middle) if middle is not None and len(known) >= SIDE_AT_LEAST else None
