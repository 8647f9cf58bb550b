"""Where it hurt in one week: how often each place was marked, in three shades."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

OFTEN, SOMETIMES = 0.6, 0.25
DAYS_NEEDED = 2


@dataclass(frozen=True, slots=True)
class Shade:
    """One place: on how many of the days on which places were told. 3 is the darkest shade."""

    place: str
    days: int
    of: int

    @property
    def level(self) -> int:
        """3 over 60 % of the days, 2 from 25 %, 1 below."""
        share = self.days / self.of
        if share > OFTEN:
            return 3
        return 2 if share >= SOMETIMES else 1


@dataclass(frozen=True, slots=True)
class WeekMap:
    """The places of some days, the most frequent first. `days` told their places."""

    first: date
    last: date
    days: int
    shades: tuple[Shade, ...]


def week_map(told: Mapping[date, Iterable[str]], first: date, last: date) -> WeekMap | None:
    """Count places over the days from `first` to `last`; None with fewer than 2 days told.

    `told` holds the places of each day on which they were asked; none is an answer.
    """
    days = [set(places) for on, places in told.items() if first <= on <= last]
    if len(days) < DAYS_NEEDED:
        return None
    counts: dict[str, int] = {}
    for places in days:
        for name in places:
            counts[name] = counts.get(name, 0) + 1
    ordered = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
    return WeekMap(first, last, len(days), tuple(Shade(name, n, len(days)) for name, n in ordered))
