"""The charts of one diary with their sentences and tables: what stands on Progress, in order."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rehab.content.catalogue import catalogue
from rehab.recovery import Course, Standing, corridor_for, course
from rehab.vocabulary import PainContext
from tracker.charts import plots
from tracker.charts.axes import Span
from tracker.charts.change import Change, change
from tracker.charts.paths import Layer, Symbol, layers, symbols
from tracker.charts.plots import Expected, Plot
from tracker.charts.series import Point, bin_weeks, running_median, within
from tracker.overview.diary import SIT
from tracker.overview.progress_happened import Stages
from tracker.overview.progress_rows import CONTEXTS, ProgressRows, load_metrics
from tracker.overview.progress_words import PAIN_WORDS, course_sentence, number

RUNNING_WINDOW = 14
EDGE_DAYS = 27


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """One plot with its words. `usual` is the median of the last days, "" with too few."""

    id: str
    title: str
    unit: str
    sentence: str
    plot: Plot
    usual: str = ""
    is_tall: bool = False
    goal_words: str = ""

    @property
    def layers(self) -> tuple[Layer, ...]:
        """The marks as paths, in the order of drawing."""
        return layers(self.plot)

    @property
    def symbols(self) -> tuple[Symbol, ...]:
        return symbols(self.plot.marks)


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One or several charts that share a time axis."""

    id: str
    charts: tuple[Chart, ...]
    is_group: bool = False

    @property
    def last(self) -> Chart:
        """The lowest chart: the dates stand under it."""
        return self.charts[-1]


@dataclass(frozen=True, slots=True)
class Corridor:
    """What was to be expected, where the person stands in it, and its name."""

    expected: Expected
    course: Course
    label: str

    @property
    def is_judged(self) -> bool:
        return self.course.standing is not Standing.TOO_EARLY


def is_sitting_first(lines: Sequence[str], rows: ProgressRows) -> bool:
    """Whether sitting is what this person follows first, and minutes or load tests exist."""
    if not lines or lines[0] not in (PainContext.SITTING, SIT):
        return False
    return bool(rows.sitting() or rows.load)


def corridor(rows: ProgressRows) -> Corridor | None:
    """The expected course on the slow clock; None without a plan, a grade or a first week.

    Before a plan nobody said what to do about it, so nothing is expected either.
    """
    injury = rows.injury
    if injury.plan_started_on is None or rows.clock is None:
        return None
    fitting = corridor_for(catalogue().corridors.values(), injury)
    if fitting is None:
        return None
    found = course(fitting, rows.diary(), rows.today)
    if not found.first_week:
        return None
    label = catalogue().corridors[fitting.id].label
    return Corridor(Expected(fitting, rows.clock, found.first_week), found, _(label))


def changes(rows: ProgressRows) -> dict[str, Change]:
    """How each kind of pain moved over the last six weeks, by context."""
    return {
        name: change(
            rows.points(name),
            first=rows.since,
            today=rows.today,
            days=RUNNING_WINDOW if name == PainContext.RUNNING else 7,
        )
        for name in CONTEXTS
    }


def lane_order(lines: Sequence[str], moved: Mapping[str, Change]) -> list[str]:
    """The person's order, but the kind of pain that rose most stands first."""
    own = [name for name in lines if name in CONTEXTS]
    order = list(dict.fromkeys([*own, *CONTEXTS]))
    rises = {name: max(moved[name].worse_by, moved[name].moved) for name in order}
    highest = max(order, key=lambda name: rises[name])
    if rises[highest] < 1:
        return order
    return [highest, *(name for name in order if name != highest)]


def minutes_figure(rows: ProgressRows, stages: Stages) -> Figure | None:
    """Minutes sat before it hurt, by seat; None when none were logged in the range."""
    points = rows.sitting()
    if not within(points, rows.span.first, rows.span.last):
        return None
    seats = {row.on: row.seat for row in rows.days if row.seat}
    goal = stages.goal("t_sit_min")
    goal_words = _("goal for stage %(n)s: %(minutes)s") % {
        "n": stages.number + 1,
        "minutes": f"{goal or 0:g}",
    }
    chart = _chart(
        "minutes",
        title=_("Sitting before it hurts"),
        unit=_("minutes"),
        points=points,
        span=rows.span,
        plot=plots.minutes(
            points,
            rows.span,
            seats=seats,
            logged=rows.logged,
            goal=goal,
            begins=rows.first_logged,
            open_on=rows.today,
        ),
        goal_words=goal_words if goal is not None else "",
        spoken_unit=_("minutes"),
    )
    return Figure(id="minutes", charts=(chart,))


def load_figure(rows: ProgressRows, stages: Stages) -> Figure | None:
    """The tendon's daily load test; None when none was done in the range."""
    series = {
        letter: points
        for letter, points in rows.load.items()
        if any(point.on in rows.span for point in points)
    }
    if not series:
        return None
    latest = max(series, key=lambda letter: series[letter][-1].on)
    metric = next(name for name, letter in load_metrics().items() if letter == latest)
    goal = stages.goal(metric)
    chart = _chart(
        "load",
        title=_("Load test %(letter)s") % {"letter": latest},
        unit=_("pain 0 to 10"),
        points=series[latest],
        span=rows.span,
        plot=plots.versions(series, rows.span, goal=goal),
        goal_words=_("goal: %(n)s or less") % {"n": f"{goal:g}"} if goal is not None else "",
    )
    return Figure(id="load", charts=(chart,))


def everyday_figure(rows: ProgressRows, expected: Corridor | None) -> Figure | None:
    """Everyday pain over what was to be expected; None without a score in the range."""
    points = rows.everyday()
    if not any(point.on in rows.span for point in points):
        return None
    chart = _chart(
        "everyday",
        title=_("Everyday pain"),
        unit=_("0 to 10, highest of rest, sitting, night, walking, morning"),
        points=points,
        span=rows.span,
        plot=plots.everyday(
            points,
            rows.span,
            logged=rows.logged,
            expected=expected.expected if expected else None,
            begins=rows.first_logged,
            open_on=rows.today,
        ),
    )
    return Figure(id="everyday", charts=(chart,))


def lanes_figure(rows: ProgressRows, order: Sequence[str]) -> Figure | None:
    """One lane for each kind of pain that has a number in the range."""
    charts: list[Chart] = []
    for name in order:
        points = rows.points(name)
        done = rows.run_days if name == PainContext.RUNNING else []
        if not done and not any(point.on in rows.span for point in points):
            continue
        title = str(PAIN_WORDS[PainContext(name)])
        charts.append(
            _chart(
                name,
                title=title,
                unit=_lane_unit(name, rows),
                points=points,
                span=rows.span,
                plot=plots.lane(points, rows.span, done=done),
                is_tall=not charts,
            )
        )
    if not charts:
        return None
    return Figure(id="lanes", charts=tuple(charts), is_group=True)


def _chart(
    chart_id: str,
    *,
    title: str,
    unit: str,
    points: Sequence[Point],
    span: Span,
    plot: Plot,
    goal_words: str = "",
    spoken_unit: str = "",
    is_tall: bool = False,
) -> Chart:
    medians = _medians(points, span)
    values = [point.value for point in within(points, span.first, span.last)]
    is_fresh = bool(medians) and medians[-1][0] == span.last
    return Chart(
        id=chart_id,
        title=title,
        unit=unit,
        sentence=course_sentence(medians, values, spoken_unit),
        plot=plot,
        usual=_("usual %(n)s") % {"n": number(medians[-1][1])} if is_fresh else "",
        is_tall=is_tall,
        goal_words=goal_words,
    )


def _medians(points: Sequence[Point], span: Span) -> list[tuple[date, float]]:
    """The running medians a sentence needs; of a long span those of its first and last weeks."""
    if not bin_weeks(span):
        return running_median(points, span)
    edge = timedelta(days=EDGE_DAYS)
    early = running_median(points, Span(span.first, span.first + edge))
    late = running_median(points, Span(span.last - edge, span.last))
    return [*early[:1], *late[-1:]]


def _lane_unit(name: str, rows: ProgressRows) -> str:
    if name != PainContext.RUNNING:
        return _("0 to 10, worst of the day")
    lengths = [n for on, found in rows.runs.items() if on in rows.span for n in found]
    if not lengths:
        return _("0 to 10, worst of the run")
    return ngettext(
        "0 to 10, %(n)s run of %(minutes)s minutes",
        "0 to 10, %(n)s runs, usually %(minutes)s minutes",
        len(lengths),
    ) % {"n": len(lengths), "minutes": f"{sorted(lengths)[len(lengths) // 2]:g}"}
