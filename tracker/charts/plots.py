"""The plots: minutes of sitting, a test's dots, bars of a lane, everyday pain with its corridor."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise
from math import isinf

from rehab.recovery import Band, Corridor, band_at
from rehab.windows import DAYS_PER_WEEK
from tracker.charts.axes import (
    PAIN,
    DateTick,
    Scale,
    Span,
    Tick,
    date_ticks,
    minutes_scale,
    percent,
    week_lines,
)
from tracker.charts.series import Line, Point, bin_weeks, bins, line, running_median, within

BAR_SHARE = 0.7
# The last group of weeks may be short, so that its middle lies a little off.
SLACK_DAYS = 3
NRS_MAX = 10
PERCENT = 100
NO_LINE = Line(())


@dataclass(frozen=True, slots=True)
class Mark:
    """One day's value. `is_top` is "no pain": it lies on the top edge with an upward tick."""

    on: date
    x: float
    y: float
    shape: str = "dot"
    is_copied: bool = False
    is_top: bool = False


@dataclass(frozen=True, slots=True)
class Bar:
    """One day's bar from the baseline. `is_zero` is a recorded 0, drawn as a tick."""

    on: date
    x: float
    y: float
    width: float
    height: float
    is_zero: bool = False
    is_copied: bool = False


@dataclass(frozen=True, slots=True)
class Whisker:
    """Some weeks: the median between the lowest and the highest value."""

    x: float
    width: float
    high: float
    median: float
    low: float


@dataclass(frozen=True, slots=True)
class Goal:
    """A dashed line at the value a stage asks for."""

    y: float
    value: float


@dataclass(frozen=True, slots=True)
class Break:
    """Where another version of a test begins, with its letter."""

    x: float
    letter: str


@dataclass(frozen=True, slots=True)
class Plot:
    """Everything a template draws of one chart, in percent of its box.

    `slashes` are days without a log, `done` days of a run. `weeks` is how many weeks one
    whisker stands for, 0 when each day has its own mark.
    """

    ticks: tuple[Tick, ...]
    dates: tuple[DateTick, ...]
    mondays: tuple[float, ...]
    marks: tuple[Mark, ...] = ()
    bars: tuple[Bar, ...] = ()
    whiskers: tuple[Whisker, ...] = ()
    line: Line = NO_LINE
    slashes: tuple[float, ...] = ()
    done: tuple[float, ...] = ()
    band: str = ""
    band_upper: str = ""
    goal: Goal | None = None
    breaks: tuple[Break, ...] = ()
    weeks: int = 0

    @property
    def upper_strokes(self) -> tuple[tuple[float, float, float, float], ...]:
        """The upper edge of the band as single strokes (x, y, x, y), for paper like a line's."""
        ends = [pair.split(",") for pair in self.band_upper.split()]
        return tuple(
            (float(x), float(y), float(to_x), float(to_y))
            for (x, y), (to_x, to_y) in pairwise(ends)
        )


def minutes(
    points: Sequence[Point],
    span: Span,
    *,
    seats: dict[date, str],
    logged: Iterable[date],
    goal: float | None = None,
    begins: date | None = None,
    open_on: date | None = None,
) -> Plot:
    """Minutes sat before it hurt, a mark a day by seat, "your usual" as a line.

    An infinite value is "no pain": it lies on the top edge. Nothing was missed before the
    diary `begins`.
    """
    shown = within(points, span.first, span.last)
    known = [point.value for point in shown if not isinf(point.value)]
    scale = minutes_scale([*known, *([goal] if goal is not None else [])])
    if bin_weeks(span):
        return _by_weeks(points, span, scale, goal=goal)
    return replace(
        _empty(span, scale),
        marks=tuple(_mark(p, span, scale, shape=seats.get(p.on) or "unsaid") for p in shown),
        line=line(running_median(points, span), span, scale),
        slashes=missed(span, logged, begins=begins, open_on=open_on),
        goal=_goal(goal, scale),
    )


def dots(points: Sequence[Point], span: Span, *, goal: float | None = None) -> Plot:
    """Pain of a test, 0 to 10, a dot a day with its running median."""
    if bin_weeks(span):
        return _by_weeks(points, span, PAIN, goal=goal)
    return replace(
        _empty(span, PAIN),
        marks=tuple(_mark(point, span, PAIN) for point in points if point.on in span),
        line=line(running_median(points, span), span, PAIN),
        goal=_goal(goal, PAIN),
    )


def versions(
    series: Mapping[str, Sequence[Point]], span: Span, *, goal: float | None = None
) -> Plot:
    """Several versions of one test in one plot: another letter breaks the line.

    `series` holds the points of each letter. A long span shows the latest letter's weeks.
    """
    known = {letter: points for letter, points in series.items() if points}
    if not known:
        return dots((), span, goal=goal)
    latest = max(known, key=lambda letter: known[letter][-1].on)
    if bin_weeks(span):
        return _by_weeks(known[latest], span, PAIN, goal=goal)
    pieces: list[tuple[tuple[float, float], ...]] = []
    for points in known.values():
        last = points[-1].on
        medians = [pair for pair in running_median(points, span) if pair[0] <= last]
        pieces += line(medians, span, PAIN).pieces
    shown = sorted((p for points in known.values() for p in points), key=lambda p: p.on)
    begins = {letter: points[0].on for letter, points in known.items()}
    return replace(
        _empty(span, PAIN),
        marks=tuple(_mark(point, span, PAIN) for point in shown if point.on in span),
        line=Line(tuple(pieces)),
        goal=_goal(goal, PAIN),
        breaks=tuple(
            Break(span.edge(on), letter)
            for letter, on in sorted(begins.items(), key=lambda pair: pair[1])
            if len(known) > 1 and on in span
        ),
    )


def lane(
    points: Sequence[Point], span: Span, *, scale: Scale = PAIN, done: Iterable[date] = ()
) -> Plot:
    """A bar a day from the baseline, of pain 0 to 10 or on another scale. A recorded 0 is a tick.

    `done` are days on which it was done at all, like a run, whatever was told of pain.
    """
    if bin_weeks(span):
        return _by_weeks(points, span, scale)
    bars = tuple(_bar(point, span, scale) for point in points if point.on in span)
    marks = tuple(span.x(on) for on in sorted(set(done)) if on in span)
    return replace(_empty(span, scale), bars=bars, done=marks)


def steps(points: Sequence[Point], span: Span, words: Sequence[str]) -> Plot:
    """A dot a day at one of some named steps, the first at the bottom; points hold its number."""
    scale = Scale(0, len(words) - 1)
    ticks = tuple(Tick(word, scale.y(n)) for n, word in enumerate(words))
    if bin_weeks(span):
        return replace(_by_weeks(points, span, scale), ticks=ticks)
    marks = tuple(_mark(point, span, scale) for point in points if point.on in span)
    return replace(_empty(span, scale), ticks=ticks, marks=marks)


def everyday(
    points: Sequence[Point],
    span: Span,
    *,
    logged: Iterable[date],
    expected: "Expected | None" = None,
    begins: date | None = None,
    open_on: date | None = None,
) -> Plot:
    """Everyday pain, 0 to 10: dots over the median line, over what was to be expected."""
    band = expected.outline(span) if expected else ("", "")
    if bin_weeks(span):
        return _by_weeks(points, span, PAIN, band=band)
    return replace(
        _empty(span, PAIN),
        marks=tuple(_mark(point, span, PAIN) for point in points if point.on in span),
        line=line(running_median(points, span), span, PAIN),
        slashes=missed(span, logged, begins=begins, open_on=open_on),
        band=band[0],
        band_upper=band[1],
    )


@dataclass(frozen=True, slots=True)
class Expected:
    """The corridor of one person: percent of the first week's median from `start` on.

    The lower edge mirrors the upper one and never lies below 0 (judgement).
    """

    corridor: Corridor
    start: date
    first_week: float

    def at(self, on: date) -> Band | None:
        """What is expected on a day, on the NRS 0-10; None before the start."""
        day = (on - self.start).days
        if day < 0:
            return None
        share = band_at(self.corridor, day)
        lower, middle, upper = (
            min(float(NRS_MAX), self.first_week * part / PERCENT)
            for part in (share.lower, share.middle, share.upper)
        )
        return Band(lower=lower, middle=middle, upper=upper)

    def outline(self, span: Span) -> tuple[str, str]:
        """The band as the points of a closed shape, and its upper edge as a line."""
        days = [on for on in span.each() if on >= self.start]
        step = max(1, len(days) // 120)
        kept = [*days[::step], *days[-1:]]
        bands = [(span.x(on), band) for on in dict.fromkeys(kept) if (band := self.at(on))]
        if len(bands) < 2:
            return "", ""
        upper = [f"{x},{PAIN.y(band.upper)}" for x, band in bands]
        lower = [f"{x},{PAIN.y(band.lower)}" for x, band in reversed(bands)]
        return " ".join([*upper, *lower]), " ".join(upper)


def missed(
    span: Span,
    logged: Iterable[date],
    *,
    begins: date | None = None,
    open_on: date | None = None,
) -> tuple[float, ...]:
    """Where the days without a log lie, from the day on which the diary `begins`.

    `open_on`, by default the last, may still be logged.
    """
    known = {*logged, open_on or span.last}
    first = begins or span.first
    return tuple(span.x(on) for on in span.each() if on >= first and on not in known)


def _empty(span: Span, scale: Scale) -> Plot:
    return Plot(ticks=scale.ticks(), dates=date_ticks(span), mondays=week_lines(span))


def _mark(point: Point, span: Span, scale: Scale, *, shape: str = "dot") -> Mark:
    return Mark(
        on=point.on,
        x=span.x(point.on),
        y=scale.y(point.value),
        shape=shape,
        is_copied=point.is_copied,
        is_top=isinf(point.value),
    )


def _bar(point: Point, span: Span, scale: Scale) -> Bar:
    y = scale.y(point.value)
    return Bar(
        on=point.on,
        x=percent(span.x(point.on) - span.slot * BAR_SHARE / 2),
        y=y,
        width=percent(span.slot * BAR_SHARE),
        height=percent(100 - y),
        is_zero=point.value == 0,
        is_copied=point.is_copied,
    )


def _goal(value: float | None, scale: Scale) -> Goal | None:
    return None if value is None else Goal(y=scale.y(value), value=value)


def _by_weeks(
    points: Sequence[Point],
    span: Span,
    scale: Scale,
    *,
    goal: float | None = None,
    band: tuple[str, str] = ("", ""),
) -> Plot:
    weeks = bin_weeks(span)
    found = bins(points, span, weeks)
    middles = [(each.first + (each.last - each.first) / 2, each.median) for each in found]
    return replace(
        _empty(span, scale),
        whiskers=tuple(
            Whisker(
                x=span.x(each.first + (each.last - each.first) / 2),
                width=percent(((each.last - each.first).days + 1) * span.slot * BAR_SHARE),
                high=scale.y(each.high),
                median=scale.y(each.median),
                low=scale.y(each.low),
            )
            for each in found
        ),
        line=line(middles, span, scale, gap=weeks * DAYS_PER_WEEK + SLACK_DAYS),
        band=band[0],
        band_upper=band[1],
        goal=_goal(goal, scale),
        weeks=weeks,
    )
