"""The values of charts as tables: a row a day, for a long range a row for some weeks."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from math import isinf
from typing import Protocol

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from rehab.vocabulary import PainContext, Seat
from tracker import labels
from tracker.charts.axes import Span
from tracker.charts.series import Point, bin_weeks, bins
from tracker.overview.progress_rows import OWN, ProgressRows, range_query
from tracker.overview.progress_words import PAIN_WORDS, number
from tracker.words import day_words


@dataclass(frozen=True, slots=True)
class TableRow:
    """One day, or some weeks, of a table: `on` or `days`; `x` is where weeks are drawn."""

    label: str
    on: date | None
    is_logged: bool
    cells: tuple[str, ...]
    x: float | None = None
    days: tuple[date, date] | None = None

    @property
    def days_query(self) -> str:
        """What the address of Progress carries to show the weeks of this row day by day."""
        return range_query(OWN, *self.days) if self.days else ""

    @property
    def iso(self) -> str:
        return self.on.isoformat() if self.on else ""


@dataclass(frozen=True, slots=True)
class Table:
    """The same values as a table, in order of date."""

    head: tuple[str, ...]
    rows: tuple[TableRow, ...]


@dataclass(frozen=True, slots=True)
class Column:
    """One measure of a table: its heading, its points, and a word beside each value."""

    head: str
    points: Sequence[Point]
    beside: Mapping[date, str]


class Days(Protocol):
    """Rows of a range: the days shown, and those that were logged."""

    @property
    def span(self) -> Span: ...

    @property
    def logged(self) -> list[date]: ...


def table(columns: Sequence[Column], rows: Days) -> Table:
    """The values of some charts, a row a day; for a long range a row for some weeks."""
    weeks = bin_weeks(rows.span)
    head = tuple(column.head for column in columns)
    return Table(head, _weekly(columns, rows.span, weeks) if weeks else _daily(columns, rows))


def all_columns(rows: ProgressRows, order: Sequence[str]) -> list[Column]:
    """Everything that has a value in the range, for the table's own page."""
    found = [Column(_("Sat, minutes"), rows.sitting(), seat_words(rows))]
    found += [
        Column(_("Load test %(letter)s") % {"letter": letter}, points, {})
        for letter, points in rows.load.items()
    ]
    found += [pain_column(str(PAIN_WORDS[PainContext(n)]), rows.points(n)) for n in order]
    found.append(pain_column(_("Everyday pain"), rows.everyday()))
    return [c for c in found if any(point.on in rows.span for point in c.points)]


def plain_cells(columns: Sequence[Column], rows: ProgressRows) -> list[list[str]]:
    """A row for each day of the range under a head: the day as YYYY-MM-DD, then plain numbers.

    What was not recorded is an empty cell, never 0. What stands beside values, like the seat
    or "copied", has a column of its own.
    """
    head = [_("Day"), _("Logged")]
    for column in columns:
        head += [
            column.head,
            *([_("%(head)s, note") % {"head": column.head}] * bool(column.beside)),
        ]
    logged = set(rows.logged)
    values = [{point.on: point.value for point in column.points} for column in columns]
    found = [head]
    for on in rows.span.each():
        cells = [on.isoformat(), _("yes") if on in logged else _("no")]
        for column, known in zip(columns, values, strict=True):
            cells.append(_plain(known[on]) if on in known else "")
            if column.beside:
                cells.append(column.beside.get(on, ""))
        found.append(cells)
    return found


def _plain(value: float) -> str:
    return _("No pain") if isinf(value) else f"{value:g}"


def seat_words(rows: ProgressRows) -> dict[date, str]:
    """The seat of each day in a word."""
    names = {seat.value: str(labels.label(seat)).lower() for seat in Seat}
    return {row.on: names[row.seat] for row in rows.days if row.seat}


def pain_column(head: str, points: Sequence[Point]) -> Column:
    copied = _("copied")
    return Column(head, points, {p.on: copied for p in points if p.is_copied})


def _daily(columns: Sequence[Column], rows: Days) -> tuple[TableRow, ...]:
    no_pain, base, last = _("No pain"), rows.span.first, rows.span.last
    texts = [
        {
            point.on: _cell(point.value, column.beside.get(point.on), no_pain)
            for point in column.points
            if base <= point.on <= last
        }
        for column in columns
    ]
    logged = set(rows.logged)
    found = []
    for on in rows.span.each():
        cells = tuple(text.get(on, "") for text in texts)
        found.append(TableRow(day_words(on), on, on in logged or any(cells), cells))
    return tuple(found)


def _cell(value: float, beside: str | None, no_pain: str) -> str:
    text = no_pain if isinf(value) else number(value)
    return f"{text}, {beside}" if beside else text


def _weekly(columns: Sequence[Column], span: Span, weeks: int) -> tuple[TableRow, ...]:
    by_column = [{each.first: each for each in bins(c.points, span, weeks)} for c in columns]
    text = _("%(median)s (%(low)s to %(high)s)")
    firsts = sorted({first for found in by_column for first in found})
    last_of = {first: each.last for found in by_column for first, each in found.items()}
    return tuple(
        TableRow(
            _("%(first)s to %(last)s") % {"first": _date(first), "last": _date(last_of[first])},
            None,
            True,
            tuple(
                text
                % {
                    "median": number(found[first].median),
                    "low": number(found[first].low),
                    "high": number(found[first].high),
                }
                if first in found
                else ""
                for found in by_column
            ),
            span.x(first + (last_of[first] - first) / 2),
            (first, last_of[first]),
        )
        for first in firsts
    )


def _date(on: date) -> str:
    return date_format(on, "j M Y")
