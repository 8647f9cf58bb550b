"""Page 1 of Robin's report as the landing page shows it: read-only, made from the story.

No database: the story's plain values become counts, medians and the points of charts.
Counts are of logged days; medians leave out what was not recorded.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.dateformat import format as spell
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rehab.content.catalogue import catalogue
from rehab.vocabulary import CareOutcome, Goal, Location, Quality
from tracker import labels
from tracker.charts import plots
from tracker.charts.axes import Span
from tracker.charts.plots import Plot
from tracker.charts.series import Point, middle_of
from tracker.demo import robin
from tracker.demo.answers import answers_of
from tracker.demo.story import Row, Story
from tracker.report.safety import ALWAYS

DAY, WEEK, FORTNIGHT = "j M", 7, 14
HURTS_FROM = 3
Pick = Callable[[Row], object]


@dataclass(frozen=True, slots=True)
class Line:
    """A name, what stands beside it, and a word or date at the end."""

    name: str
    words: str
    end: str = ""


@dataclass(frozen=True, slots=True)
class SheetChart:
    """A chart of page 1; `kind` is its CSS class, `goal` the words at its dashed line."""

    kind: str
    title: str
    unit: str
    usual: str
    plot: Plot
    goal: str = ""


@dataclass(frozen=True, slots=True)
class Week:
    """One row of the week table: dates, then medians; "" where nothing was recorded."""

    dates: str
    values: tuple[str, ...]
    days: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """Everything that page 1 shows."""

    born: int
    made_on: date
    first: date
    last: date
    logged: int
    days: int
    reasons: tuple[str, ...]
    safety: tuple[Line, ...]
    pattern: tuple[Line, ...]
    running: tuple[Line, ...]
    tried: tuple[Line, ...]
    charts: tuple[SheetChart, ...]
    weeks: tuple[Week, ...]
    from_log: tuple[Line, ...]


def robins_sheet(today: date) -> Sheet:
    """Page 1 of the report Robin would make on `today`."""
    story = robin.story(today)
    return Sheet(
        born=story.person["birth_year"],
        made_on=today,
        first=story.first,
        last=story.last,
        logged=len(story.days),
        days=(story.last - story.first).days + 1,
        reasons=tuple(_reasons(story)),
        safety=tuple(_safety(story)),
        pattern=tuple(_pattern(story)),
        running=tuple(_running(story)),
        tried=tuple(_tried(story)),
        charts=tuple(_charts(story)),
        weeks=tuple(_weeks(story)),
        from_log=tuple(_from_log(story)),
    )


def _reasons(story: Story) -> Iterable[str]:
    onset = story.injury["onset_on"]
    recent = _within(story, FORTNIGHT)
    hurt = sum(1 for row in recent if row["sitting"] >= HURTS_FROM)
    desk = [row for row in story.days if row["seat"] == "desk"]
    first_week = story.first + timedelta(days=WEEK)
    scan = next(row for row in story.care if row["kind"] == "scan")
    yield _("Sit-bone pain since about %(month)s, slow onset, worst sitting.") % {
        "month": spell(onset, "F Y")
    }
    yield _("Sitting pain 3 or more on %(n)s of %(of)s logged days in 14, usual %(usual)s.") % {
        "n": hurt,
        "of": len(recent),
        "usual": _median(_within(story, WEEK), _of("sitting")),
    }
    yield _("Sitting before it hurts: desk %(before)s → %(now)s min since %(day)s.") % {
        "before": _median([r for r in desk if r["on"] < first_week], _of("sit_minutes")),
        "now": _median([r for r in desk if r in _within(story, WEEK)], _of("sit_minutes")),
        "day": spell(story.first, DAY),
    }
    yield _("MRI %(month)s: clean. Three treatments, none helped for long.") % {
        "month": scan["when_words"]
    }
    yield _("Never examined for back, pelvis and hip, as far as I know.")


def _safety(story: Story) -> Iterable[Line]:
    newest = {question: on for on, question, _because in answers_of(story)}
    for question, name in ALWAYS:
        yield Line(str(name), _("no"), spell(newest[question], DAY))


def _pattern(story: Story) -> Iterable[Line]:
    calf = sum(1 for row in story.days if Location.CALF in _codes(row))
    slept = sum(1 for row in story.days if row["slept_through"])
    yield Line(_("Worse"), story.injury["worse_with"])
    yield Line(_("Eases"), story.injury["eases_with"])
    yield Line(_("Settles in"), _("%(n)s min of standing") % {"n": story.injury["settles_minutes"]})
    yield Line(
        _("Spread"),
        ngettext("calf %(n)s day, low back none", "calf %(n)s days, low back none", calf)
        % {"n": calf},
    )
    yield Line(
        _("Night"),
        _("slept through, %(n)s of %(of)s") % {"n": slept, "of": len(story.days)},
    )


def _running(story: Story) -> Iterable[Line]:
    """What is run now, and on how many next mornings pain was no higher than on that day."""
    morning = {row["on"]: row["morning"] for row in story.days}
    pairs = [
        (morning[run["on"]], morning[run["on"] + timedelta(days=1)])
        for run in story.runs
        if run["on"] + timedelta(days=1) in morning
    ]
    calm = sum(1 for before, after in pairs if after <= before)
    injury = story.injury
    yield Line(
        _("Now"),
        _("%(times)s × %(minutes)s min easy")
        % {"times": injury["run_times_a_week"], "minutes": injury["run_minutes"]},
    )
    yield Line(_("Pain"), _("usually %(n)s") % {"n": _median(story.runs, _of("pain"))})
    yield Line(_("Next day"), _("no rise after %(n)s of %(of)s") % {"n": calm, "of": len(pairs)})
    yield Line(_("Goal"), str(labels.label(Goal(injury["goal"]))).lower())


def _tried(story: Story) -> Iterable[Line]:
    for row in story.care:
        if row["kind"] != "scan":
            is_helping = row.get("is_now") and row["outcome"] == CareOutcome.HELPED
            outcome = str(labels.label(CareOutcome(row["outcome"]))).lower()
            yield Line(row["name"], row["when_words"], _("helping") if is_helping else outcome)


def _charts(story: Story) -> Iterable[SheetChart]:
    span = Span(story.first, story.last)
    stage = catalogue().programmes["pht"].stage(story.plan["stage"])
    goals = {line.metric: float(str(line.value)) for line in stage.exit}
    minutes = _points(story.days, "sit_minutes")
    load = [Point(r["on"], r["value"]) for r in story.readings if r["metric"] == "t_load_b_pain"]
    sitting = _points(story.days, "sitting")
    last = story.last - timedelta(days=WEEK - 1)
    usual_minutes, usual_load, usual_sitting = (
        _number(middle_of([point.value for point in points if point.on >= last]))
        for points in (minutes, load, sitting)
    )
    yield SheetChart(
        "minutes",
        _("Sitting before it hurts"),
        _("minutes"),
        _("usual %(n)s min") % {"n": usual_minutes},
        plots.minutes(
            minutes,
            span,
            seats={row["on"]: row["seat"] for row in story.days},
            logged=[row["on"] for row in story.days],
            goal=goals["t_sit_min"],
        ),
        _("goal for stage 3: %(n)s") % {"n": _number(goals["t_sit_min"])},
    )
    yield SheetChart(
        "load",
        _("Load test B"),
        _("pain 0 to 10, heel on a chair, 3 bridges"),
        _("usual %(n)s") % {"n": usual_load},
        plots.dots(load, span, goal=goals["t_load_b_pain"]),
        _("goal: %(n)s or less") % {"n": _number(goals["t_load_b_pain"])},
    )
    yield SheetChart(
        "sitting",
        _("Sitting pain"),
        _("0 to 10, worst of the day"),
        _("usual %(n)s") % {"n": usual_sitting},
        plots.lane(sitting, span),
    )


def _weeks(story: Story) -> Iterable[Week]:
    load = {r["on"]: r["value"] for r in story.readings if r["metric"] == "t_load_b_pain"}
    first = story.first
    while first <= story.last:
        last = min(first + timedelta(days=WEEK - 1), story.last)
        rows = [row for row in story.days if first <= row["on"] <= last]
        desk, car = ([r for r in rows if r["seat"] == seat] for seat in ("desk", "car"))
        values = (
            _median(desk, _of("sit_minutes")),
            _median(car, _of("sit_minutes")),
            _median(rows, _of("sitting")),
            _median(rows, lambda row: load.get(row["on"])),
            *(_median(rows, _of(name)) for name in ("morning", "rest", "running")),
        )
        yield Week(
            f"{spell(first, DAY)} – {spell(last, DAY)}",
            values,
            f"{len(rows)}/{(last - first).days + 1}",
        )
        first += timedelta(days=WEEK)


def _from_log(story: Story) -> Iterable[Line]:
    places = Counter(code for row in story.days for code in _codes(row))
    qualities = Counter(code for row in story.days for code in row["qualities"])
    seen = sum(1 for row in story.days if row["signs"] is not None)
    yield Line(_("Places"), _counted(places, Location))
    yield Line(_("Quality"), _counted(qualities, Quality))
    yield Line(
        _("Seen, felt"),
        _("swelling, bruise, numbness, weakness: asked %(n)s days, none") % {"n": seen},
    )
    yield Line(_("Falls"), _("none logged"))
    yield Line(
        _("Plan"),
        _("stage 2 of 4 since %(day)s, %(n)s sessions")
        % {"day": spell(story.first, DAY), "n": len(story.sessions)},
    )


def _counted(counts: Counter[str], kind: type[Location] | type[Quality]) -> str:
    return ", ".join(
        f"{str(labels.label(kind(code))).lower()} {n}" for code, n in counts.most_common()
    )


def _codes(row: Row) -> list[str]:
    return [code for code, _side in row["places"]]


def _within(story: Story, days: int) -> list[Row]:
    """The logged days among the last `days` calendar days of the diary."""
    return [row for row in story.days if (story.last - row["on"]).days < days]


def _of(name: str) -> Pick:
    return lambda row: row[name]


def _median(rows: Iterable[Row], pick: Pick) -> str:
    """The median of what was recorded, "" without any."""
    return _number(middle_of([float(str(v)) for row in rows if (v := pick(row)) is not None]))


def _number(value: float | None) -> str:
    return "" if value is None else f"{value:g}"


def _points(rows: Sequence[Row], name: str) -> list[Point]:
    return [Point(row["on"], row[name]) for row in rows]
