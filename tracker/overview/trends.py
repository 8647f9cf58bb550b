"""A number over time in words, as points and as a table: self-tests and measures alike."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tracker.charts.axes import Span
from tracker.charts.series import Point
from tracker.charts.trend import Trend, scale_of, trend
from tracker.numbers import Number
from tracker.overview.plan_words import day_of, number
from tracker.words import day_words

SHOWN_DAYS = 365
LEAST_DAYS = 28
ROWS = 30
# Two lines that lie nearer (percent of the plot) cannot both be read; the goal stays.
LINES_APART = 15
Values = Mapping[date, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One number over time: its values by day, how a value reads, what it is held against.

    `better` is where good lies; `goal` what the open stage asks, `change` the smallest
    difference that matters, both in the unit of the values.
    """

    id: str
    label: str
    values: Values
    short: str = ""
    unit: str = ""
    answers: tuple[str, ...] = ()
    low: int = 0
    high: int | None = None
    better: str = "lower"
    goal: float | None = None
    change: float | None = None

    def words(self, value: float) -> str:
        """A value as it is read: "24°", "12", "Full, with pain"."""
        if self.answers:
            return self.answers[round(value)] if 0 <= round(value) < len(self.answers) else ""
        return f"{number(value)}{self.unit}"


@dataclass(frozen=True, slots=True, kw_only=True)
class TrendChart:
    """One chart with its sentence; `keys` name its lines where there are two."""

    id: str
    title: str
    unit: str
    sentence: str
    trend: Trend
    goal_words: str = ""
    change_words: str = ""
    keys: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TrendRow:
    """One day of the table. `note` tells why it decides nothing, "" when it counts."""

    on: date
    label: str
    cells: tuple[str, ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class TrendTable:
    """The newest values first; `earlier` is the day before which the next page goes on."""

    head: tuple[str, ...]
    rows: tuple[TrendRow, ...]
    earlier: date | None = None


def chart(
    columns: Sequence[Column],
    *,
    title: str,
    today: date,
    unit: str = "",
    span: Span | None = None,
) -> TrendChart | None:
    """One or two columns in one plot; None while there is no value.

    `span` are the days drawn, by default a year up to the newest value.
    """
    told = [column for column in columns if column.values]
    if not told:
        return None
    first = told[0]
    span = span or _span([on for column in told for on in column.values], today)
    goal = first.goal
    change = _changed(first)
    held = [v for column in told for v in column.values.values()]
    held += [value for value in (goal, change) if value is not None]
    scale = scale_of(held, low=first.low, high=_high(first, held))
    if change is not None and goal is not None:
        apart = abs(scale.y(change) - scale.y(goal))
        change = change if apart >= LINES_APART else None
    series = [(column.label, _points(column.values)) for column in told]
    return TrendChart(
        id=first.id,
        title=title,
        unit=unit,
        sentence=" ".join(_course(column, today, named=len(told) > 1) for column in told),
        trend=trend(series, span, scale, goal=goal, change=change),
        goal_words=_goal_words(first) if goal is not None else "",
        change_words=_change_words(first, change),
        keys=tuple(column.label for column in told) if len(told) > 1 else (),
    )


def table(
    columns: Sequence[Column],
    *,
    notes: Mapping[date, str] | None = None,
    before: date | None = None,
) -> TrendTable:
    """A row for each day with any value, newest first, 30 at a time."""
    days = sorted({on for column in columns for on in column.values}, reverse=True)
    days = [on for on in days if before is None or on < before]
    shown = days[:ROWS]
    rows = tuple(
        TrendRow(
            on,
            day_words(on),
            tuple(c.words(c.values[on]) if on in c.values else "" for c in columns),
            (notes or {}).get(on, ""),
        )
        for on in shown
    )
    earlier = shown[-1] if len(days) > ROWS else None
    return TrendTable(tuple(column.short or column.label for column in columns), rows, earlier)


def by_day(rows: Iterable[tuple[date, float]]) -> dict[date, float]:
    """Values in order of date; of several on one day the last counts."""
    return dict(sorted(rows, key=lambda pair: pair[0]))


def column_of(known: Number, values: Values, *, better: str, **given: object) -> Column:
    """The column of a number on its own scale."""
    high: int | None = known.high if known.is_keys or known.kind in ("total", "answer") else None
    return Column(
        id=known.metric,
        label=str(known.label),
        values=values,
        short=str(known.short),
        unit="°" if known.kind == "degrees" else "",
        answers=known.answers,
        low=known.low if known.kind == "total" else 0,
        high=high,
        better=better,
        **given,  # type: ignore[arg-type]
    )


def _span(days: Sequence[date], today: date) -> Span:
    """A year up to the newest value, drawn to today; four weeks at least."""
    first = max(min(days), max(days) - timedelta(days=SHOWN_DAYS))
    return Span(min(first, today - timedelta(days=LEAST_DAYS - 1)), today)


def _points(values: Values) -> list[Point]:
    return [Point(on, values[on]) for on in sorted(values)]


def _high(column: Column, held: Sequence[float]) -> int | None:
    """The end of the scale; a count or an angle takes the axis that holds its values."""
    if column.high is None or max(held) > column.high:
        return None
    return column.high


def _changed(column: Column) -> float | None:
    """Where a value would be better than the first one by what matters; None out of range."""
    if column.change is None or not column.values:
        return None
    start = column.values[min(column.values)]
    target = start - column.change if column.better == "lower" else start + column.change
    high = column.high if column.high is not None else float("inf")
    return target if column.low <= target <= high else None


def _change_words(column: Column, change: float | None) -> str:
    if change is None or column.change is None:
        return ""
    points = number(column.change)
    if column.better == "lower":
        return _("%(n)s less than the first") % {"n": points}
    return _("%(n)s more than the first") % {"n": points}


def _goal_words(column: Column) -> str:
    value = column.words(column.goal or 0)
    if column.better == "lower":
        return _("goal: %(value)s or less") % {"value": value}
    return _("goal: %(value)s or more") % {"value": value}


def _course(column: Column, today: date, *, named: bool) -> str:
    """From the first value to the newest, with the lowest and the highest between."""
    days = sorted(column.values)
    first, last = days[0], days[-1]
    name = _("%(name)s: ") % {"name": column.label} if named else ""
    now = _("%(value)s %(day)s") % {
        "value": column.words(column.values[last]),
        "day": day_of(last, today),
    }
    if first == last:
        return name + _("One value: %(now)s.") % {"now": now}
    then = _("%(value)s %(day)s") % {
        "value": column.words(column.values[first]),
        "day": day_of(first, today),
    }
    count = ngettext("%(n)s value", "%(n)s values", len(days)) % {"n": len(days)}
    text = _("%(count)s, from %(then)s to %(now)s.")
    return name + text % {"count": count, "then": then, "now": now}
