"""The course of a number that is taken now and then: one or two series with their goal.

Values stand where they were taken. Between two of them a line is drawn only when they
lie at most `GAP_DAYS` apart: a longer gap stays a gap.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rehab.windows import DAYS_PER_WEEK
from tracker.charts.axes import DateTick, Scale, Span, Tick, date_ticks, week_lines
from tracker.charts.plots import Goal, Mark
from tracker.charts.series import DAILY_AT_MOST, Line, Point, bin_weeks, bins, line

GAP_DAYS = 28
# The highest value of an axis: the first that holds every value and the goal.
TOPS = (10, 20, 30, 60, 90, 120, 180, 300, 500, 960, 10_000)
SIDES = ("own", "other")


@dataclass(frozen=True, slots=True)
class Series:
    """One line of values. `side` is own (filled) or other (rings, dashed)."""

    label: str
    side: str
    marks: tuple[Mark, ...]
    line: Line


@dataclass(frozen=True, slots=True)
class Trend:
    """Everything a template draws of one trend, in percent of its box.

    `weeks`: how many weeks one mark stands for (their median), 0 when each stands for a
    day. `change` lies where the newest value would differ by what matters.
    """

    ticks: tuple[Tick, ...]
    dates: tuple[DateTick, ...]
    mondays: tuple[float, ...]
    series: tuple[Series, ...]
    goal: Goal | None = None
    change: Goal | None = None
    weeks: int = 0

    @property
    def has_years(self) -> bool:
        """Whether the axis passes a new year, so that its dates need theirs."""
        return len({tick.on.year for tick in self.dates}) > 1


def scale_of(
    values: Iterable[float], *, low: int = 0, high: int | None = None, tops: Sequence[int] = TOPS
) -> Scale:
    """A fixed range for some values; with `high` it is that range whatever the values."""
    if high is not None:
        return Scale(low, high)
    most = max(values, default=0)
    return Scale(low, next((top for top in tops if top >= most), tops[-1]))


def trend(
    series: Sequence[tuple[str, Sequence[Point]]],
    span: Span,
    scale: Scale,
    *,
    goal: float | None = None,
    change: float | None = None,
) -> Trend:
    """Up to two named series over the same days; points come in order of date.

    A series of more than 84 values is drawn as medians of some weeks, so that a plot
    never holds more than about a hundred marks, however old the diary is.
    """
    inside = [(label, [p for p in points if p.on in span]) for label, points in series]
    weeks = _weeks([points for _label, points in inside], span)
    gap = max(GAP_DAYS, weeks * DAYS_PER_WEEK + DAYS_PER_WEEK)
    return Trend(
        ticks=scale.ticks(),
        dates=date_ticks(span),
        mondays=week_lines(span),
        series=tuple(
            _series(label, side, _thinned(points, span, weeks), span, scale, gap)
            for (label, points), side in zip(inside, SIDES, strict=False)
        ),
        goal=None if goal is None else Goal(scale.y(goal), goal),
        change=None if change is None else Goal(scale.y(change), change),
        weeks=weeks,
    )


def _weeks(series: Iterable[Sequence[Point]], span: Span) -> int:
    if all(len(points) <= DAILY_AT_MOST for points in series):
        return 0
    return max(1, bin_weeks(span))


def _thinned(points: Sequence[Point], span: Span, weeks: int) -> list[Point]:
    if not weeks:
        return list(points)
    found = bins(points, span, weeks)
    return [Point(each.first + (each.last - each.first) / 2, each.median) for each in found]


def _series(
    label: str, side: str, points: Sequence[Point], span: Span, scale: Scale, gap: int
) -> Series:
    return Series(
        label=label,
        side=side,
        marks=tuple(
            Mark(on=point.on, x=span.x(point.on), y=scale.y(point.value)) for point in points
        ),
        line=_joined(points, span, scale, gap),
    )


def _joined(points: Sequence[Point], span: Span, scale: Scale, gap: int) -> Line:
    """A line through values that lie near; a value alone is its mark and no line."""
    runs: list[list[Point]] = []
    for point in points:
        if not runs or (point.on - runs[-1][-1].on).days > gap:
            runs.append([])
        runs[-1].append(point)
    pieces = [
        line([(point.on, point.value) for point in run], span, scale, gap=gap).pieces
        for run in runs
        if len(run) > 1
    ]
    return Line(tuple(piece for found in pieces for piece in found))
