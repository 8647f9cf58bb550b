"""The report as plain values: what page 1 and page 2 show, in the order they show it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from tracker.charts.axes import Span
from tracker.overview.progress_charts import Chart, Corridor
from tracker.overview.progress_maps import Maps


@dataclass(frozen=True, slots=True)
class Line:
    """A name, what stands beside it, and a word or day at the end. `is_strong` asks to be read."""

    name: str
    words: str = ""
    end: str = ""
    is_strong: bool = False


@dataclass(frozen=True, slots=True)
class Grid:
    """A table: its head, its rows, and a note below; the first cell of a row names it."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What was counted in the period: `logged` of `days` days from `first` on.

    `span` is what the charts cover; where the diary is younger, `first` lies later.
    """

    span: Span
    first: date
    logged: int
    days: int

    @property
    def first_format(self) -> str:
        """How the first day is written: with its year where it is another than the last one's."""
        return "j M" if self.first.year == self.span.last.year else "j M Y"


@dataclass(frozen=True, slots=True, kw_only=True)
class FirstPage:
    """Page 1, to be read in a minute. Each list may be empty; then its heading is left out."""

    reasons: tuple[str, ...]
    asks: str
    safety: tuple[Line, ...]
    pattern: tuple[Line, ...]
    running: tuple[Line, ...]
    tried: tuple[Line, ...]
    charts: tuple[Chart, ...]
    corridor: Corridor | None
    marks: frozenset[str]
    weeks: Grid | None
    from_log: tuple[Line, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SecondPage:
    """Page 2: the details a professional may want. What was left out or is not there is None."""

    care: Grid | None = None
    maps: Maps | None = None
    runs: Grid | None = None
    tests: Grid | None = None
    exercises: Grid | None = None
    told: tuple[Line, ...] = ()
    falls: tuple[Line, ...] = ()
    notes: tuple[Line, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """The whole report. `who` is the name the person chose, "" without one; `made_at` is local."""

    title: str
    who: str
    about: str
    made_at: datetime
    facts: Facts
    first: FirstPage
    second: SecondPage
    file_name: str

    @property
    def made_on(self) -> date:
        return self.made_at.date()


def grid(head: Sequence[str], rows: Sequence[Sequence[str]], note: str = "") -> Grid | None:
    """A table without the columns that are empty in every row; None without rows."""
    kept = [n for n in range(len(head)) if n == 0 or any(row[n] for row in rows)]
    if not rows:
        return None
    return Grid(
        tuple(head[n] for n in kept), tuple(tuple(row[n] for n in kept) for row in rows), note
    )
