"""What the further pictures of Progress read: runs, sessions, self-tests, nights, mornings."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import dropwhile

from django.utils.translation import gettext as _

from rehab.content.catalogue import catalogue
from rehab.windows import DAYS_PER_WEEK
from tracker.charts.axes import Span
from tracker.charts.series import Point
from tracker.day_reader import higher
from tracker.diary_reader import peaks
from tracker.models import Day, Injury, Reading, Run, SessionItem
from tracker.overview.plan_weeks import (
    NOT_COUNTED,
    Asked,
    PlanWeek,
    plan_weeks,
    read_asked,
)
from tracker.overview.progress_rows import OWN, RANGES, SIX_WEEKS, span_of, usual_range

KMH = 3.6
# A single faster half minute is where a watch was wrong: nobody runs 36 km/h for that long.
KMH_MOST = 36


@dataclass(frozen=True, slots=True)
class DayRun:
    """One run as stored, in minutes, kilometres, km/h and NRS 0-10; None where not told."""

    on: date
    minutes: float | None
    km: float | None
    speed: float | None
    pain: int | None


@dataclass(frozen=True, slots=True)
class DoneItem:
    """One exercise done on one day; `load_kg` None where not told."""

    on: date
    exercise: str
    load_kg: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class MoreRows:
    """The range with what was recorded in it. A day that is not a key was not recorded."""

    chosen: str
    span: Span
    logged: list[date]
    morning: dict[date, float]
    running: dict[date, int]
    sleep: dict[date, str]
    stress: dict[date, str]
    runs: tuple[DayRun, ...]
    sessions: tuple[DoneItem, ...]
    readings: dict[str, dict[date, float]]
    asked: tuple[Asked, ...] = ()

    @property
    def run_days(self) -> list[date]:
        return sorted({run.on for run in self.runs})

    def amounts(self, what: str) -> tuple[Point, ...]:
        """Minutes or km of a day together, or its fastest speed; no day of which one is unknown."""
        by_day: dict[date, list[float | None]] = {}
        for run in self.runs:
            by_day.setdefault(run.on, []).append(getattr(run, what))
        found = []
        for on, values in sorted(by_day.items()):
            known = [value for value in values if value is not None]
            if what == "speed" and known:
                found.append(Point(on, max(known)))
            elif known and len(known) == len(values):
                found.append(Point(on, sum(known)))
        return tuple(found)

    def run_pain(self) -> tuple[Point, ...]:
        """The higher of the day's running pain and its runs', on days with a run."""
        found = []
        for on in self.run_days:
            told = [run.pain for run in self.runs if run.on == on and run.pain is not None]
            highest = higher(self.running.get(on), max(told, default=None))
            if highest is not None:
                found.append(Point(on, highest))
        return tuple(found)

    def mornings_after_runs(self) -> tuple[Point, ...]:
        """Morning pain of the days after a run, on the day it was felt."""
        after = {on + timedelta(days=1) for on in self.run_days}
        return tuple(
            Point(on, self.morning[on])
            for on in sorted(after)
            if on in self.morning and on in self.span
        )

    def other_mornings(self) -> list[float]:
        """Morning pain of the other logged days of the range."""
        after = {on + timedelta(days=1) for on in self.run_days}
        return [v for on, v in self.morning.items() if on not in after and on in self.span]

    def done_points(self) -> tuple[Point, ...]:
        """How many exercises were done on each day with any."""
        counts: dict[date, int] = {}
        for item in self.sessions:
            counts[item.on] = counts.get(item.on, 0) + 1
        return tuple(Point(on, counts[on]) for on in sorted(counts))

    def plan_weeks(self) -> tuple[PlanWeek, ...]:
        """The whole weeks of the range, from the first the plan or an exercise touched."""
        groups = {name: each.group for name, each in catalogue().exercises.items()}
        done = {i.on for i in self.sessions if groups.get(i.exercise) not in NOT_COUNTED}
        weeks = plan_weeks(done, self.asked, self.span)
        return tuple(dropwhile(lambda week: not week.done and week.asked is None, weeks))

    def days_a_week(self) -> list[int]:
        """Days with exercises in each seven days from the first of them on."""
        days = {item.on for item in self.sessions}
        first = min(days)
        whole = ((self.span.last - first).days + 1) // DAYS_PER_WEEK
        counts = [0] * max(1, whole)
        for on in days:
            week = (on - first).days // DAYS_PER_WEEK
            if week < len(counts):
                counts[week] += 1
        return counts

    def loads(self, most: int) -> list[tuple[str, str, dict[date, float]]]:
        """The heaviest weight of each day of the exercises told most often: id, name, kg."""
        found: dict[str, dict[date, float]] = {}
        for item in self.sessions:
            if item.load_kg is not None:
                days = found.setdefault(item.exercise, {})
                days[item.on] = max(item.load_kg, days.get(item.on, 0.0))
        often = sorted(found, key=lambda name: (-len(found[name]), name))[:most]
        known = catalogue().exercises
        return [
            (name, _(known[name].name) if name in known else name, found[name]) for name in often
        ]


def read_more(injury: Injury, *, chosen: str, today: date, shown: Span | None = None) -> MoreRows:
    """Seven queries at most; `injury` comes from `diary_reader.with_context`."""
    begins: date | None = injury.first_logged_on  # type: ignore[attr-defined]
    chosen = chosen if chosen in RANGES else usual_range(begins, today)
    every = () if shown or chosen != "all" else tuple(_runs(injury, {"on__lte": today}))
    first_run = every[0].on if every else None
    span = shown or span_of(chosen, _begin(begins, first_run, today), today)
    inside = {"on__gte": span.first, "on__lte": span.last}
    rows = list(
        Day.objects.filter(injury=injury, on__gte=span.first, on__lte=span.last + timedelta(days=1))
        .order_by("on")
        .values_list("on", "morning", "running", "sleep", "stress", "number", "copied")
    )
    highest = peaks(injury, first=span.first, last=span.last + timedelta(days=1))
    morning = {on: higher(score, highest.get(on, {}).get("morning")) for on, score, *_rest in rows}
    return MoreRows(
        chosen=OWN if shown else chosen,
        span=span,
        logged=[row[0] for row in rows if row[5] > 0 and row[0] in span],
        morning={on: float(score) for on, score in morning.items() if score is not None},
        running={row[0]: row[2] for row in rows if row[2] is not None and row[0] in span},
        sleep={row[0]: row[3] for row in rows if row[3] and row[0] in span},
        stress={row[0]: row[4] for row in rows if row[4] and row[0] in span},
        runs=every or tuple(_runs(injury, inside)),
        sessions=tuple(_sessions(injury, span)),
        readings=_readings(injury, inside),
        asked=read_asked(injury),
    )


def _begin(logged: date | None, first_run: date | None, today: date) -> date:
    """Six weeks back at least, and to the first run for "all": runs may be older than logs."""
    six_weeks = today - timedelta(days=SIX_WEEKS - 1)
    return min(on for on in (six_weeks, logged, first_run) if on is not None)


def _runs(injury: Injury, inside: dict[str, date]) -> Iterable[DayRun]:
    rows = Run.objects.filter(injury=injury, **inside).order_by("on", "pk")
    for on, minutes, km, speed, pain in rows.values_list(
        "on", "minutes", "km", "fastest_30s_m_s", "pain"
    ):
        yield DayRun(on, _number(minutes), _number(km), _kmh(speed), pain)


def _kmh(speed: object) -> float | None:
    known = _number(speed)
    return None if known is None or known * KMH > KMH_MOST else round(known * KMH, 1)


def _sessions(injury: Injury, span: Span) -> Iterable[DoneItem]:
    rows = SessionItem.objects.filter(
        session__plan__injury=injury,
        session__on__gte=span.first,
        session__on__lte=span.last,
        done=True,
    ).order_by("session__on", "pk")
    for on, exercise, load in rows.values_list("session__on", "exercise", "load_kg"):
        yield DoneItem(on, exercise, _number(load))


def _readings(injury: Injury, inside: dict[str, date]) -> dict[str, dict[date, float]]:
    found: dict[str, dict[date, float]] = {}
    rows = Reading.objects.filter(injury=injury, **inside).order_by("on")
    for metric, on, value in rows.values_list("metric", "on", "value"):
        found.setdefault(metric, {})[on] = float(value)
    return found


def _number(value: object) -> float | None:
    return None if value is None else float(value)  # type: ignore[arg-type]
