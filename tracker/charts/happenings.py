"""What stands above a chart: black tabs of stages, and the days on which something happened."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from tracker.charts.axes import Span, percent

# A target of 44 px takes this share of the narrowest plot (250 px); nearer ones go a row down.
NEAR = 18.0
LEVELS = 3
# Pixels: the plot of most phones, a wide letter of a tab, what is left free at both its ends.
PHONE_PLOT, LETTER, EDGE = 300, 7.5, 6
# What a symbol that stands for several shows: the gravest of them, never hidden by a lesser one.
GRAVEST_FIRST = ("emergency", "urgent", "soon", "routine", "flare", "fall")


@dataclass(frozen=True, slots=True)
class Tab:
    """A stage from `x` on; `is_narrow` leaves room for its number only."""

    x: float
    width: float
    number: int
    name: str
    is_narrow: bool

    @property
    def is_tight(self) -> bool:
        """Whether its name would be cut on a phone."""
        return self.width * PHONE_PLOT / 100 < LETTER * len(f"{self.number} {self.name}") + 2 * EDGE


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened: its shape, one word, a sentence, and the page that tells more."""

    on: date
    shape: str
    word: str
    words: str
    url_name: str = ""
    arg: object = None


@dataclass(frozen=True, slots=True)
class Placed:
    """An event with its place; `level` counts rows from the top, 0 first.

    `joined` are the ones after it that have no room of their own; of all of them `event` is
    the gravest, and `x` where the first one lies.
    """

    event: Event
    x: float
    level: int
    joined: tuple[Event, ...] = ()

    @property
    def days(self) -> tuple[date, date]:
        """The first and the last day of what stands here."""
        every = [self.event.on, *(each.on for each in self.joined)]
        return min(every), max(every)

    @property
    def count(self) -> int:
        return 1 + len(self.joined)

    @property
    def is_late(self) -> bool:
        """Whether its words stand on its left, because they would leave the plot."""
        return self.x > 70

    @property
    def is_edge(self) -> bool:
        """Whether half of its target would leave the plot on the right."""
        return self.x > 90


def tabs(starts: Sequence[tuple[date, int, str]], span: Span) -> tuple[Tab, ...]:
    """Stages as tabs. `starts`: (first day, number, name) in order of date.

    A stage begun before the span is cut at its edge; one after it is left out.
    """
    found = []
    for index, (first, number, name) in enumerate(starts):
        later = starts[index + 1][0] if index + 1 < len(starts) else None
        if first > span.last or (later is not None and later <= span.first):
            continue
        left = span.edge(first)
        right = 100.0 if later is None else span.edge(later)
        if right > left:
            width = percent(right - left)
            found.append(Tab(left, width, number, name, is_narrow=width < NEAR * 1.4))
    return tuple(found)


def place(events: Iterable[Event], span: Span) -> tuple[Placed, ...]:
    """Events of the span, each in the first row where it has room.

    What has none in any row joins the last one of the lowest row, so that no symbol covers
    another.
    """
    ends = [float("-inf")] * LEVELS
    groups: list[tuple[float, int, list[Event]]] = []
    lowest: list[Event] = []
    for event in sorted(events, key=lambda event: event.on):
        if event.on not in span:
            continue
        x = span.x(event.on)
        level = next((n for n, end in enumerate(ends) if x - end >= NEAR), None)
        if level is None:
            lowest.append(event)
            continue
        ends[level] = x
        group = [event]
        groups.append((x, level, group))
        lowest = group if level == LEVELS - 1 else lowest
    return tuple(_placed(x, level, group) for x, level, group in groups)


def _placed(x: float, level: int, group: Sequence[Event]) -> Placed:
    ordered = sorted(group, key=_gravity)
    return Placed(ordered[0], x, level, tuple(ordered[1:]))


def _gravity(event: Event) -> int:
    return GRAVEST_FIRST.index(event.shape) if event.shape in GRAVEST_FIRST else len(GRAVEST_FIRST)
