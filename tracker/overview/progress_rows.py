"""What Progress reads: days, runs, load tests and what happened, in five or six queries.

However old the diary is, whole rows are read only for the weeks that words and maps need;
the range "all" adds one query of plain figures.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from math import inf
from typing import NamedTuple

from django.db.models import QuerySet

from rehab import diary as values
from rehab.content.catalogue import catalogue
from rehab.diary import Injury as InjuryValue
from rehab.recovery import LATE_START_DAYS
from rehab.signs.moment import clock_start
from rehab.vocabulary import PainContext
from rehab.windows import DAYS_PER_WEEK
from tracker.charts.axes import Span
from tracker.charts.series import DAILY_AT_MOST, MEDIAN_DAYS, Point, within
from tracker.day_reader import higher
from tracker.diary_reader import injury_value, peaks
from tracker.models import Day, Injury, Reading, Run
from tracker.overview.progress_happened import Happening, happened
from tracker.ready_query import ReadyQuery

RANGES = ("2w", "6w", "all")
OWN = "own"
RANGE_DAYS = {"2w": 14, "6w": 42}
SIX_WEEKS = 42
FOUR_WEEKS, THREE_MONTHS = 28, 91
SHORT_UNTIL_DAY = 14
LEAST_DAYS = 7
# What is put together once, beside the contexts.
EVERYDAY, SAT = "everyday pain", "sat"
LOAD_PREFIX, LOAD_SUFFIX = "t_load_", "_pain"
FIGURES = ("on", *(c.value for c in PainContext), "sit_minutes", "sat_without_pain", "seat")
WHOLE = (*FIGURES, "copied", "number", "places", "carried")


class Row(NamedTuple):
    """One logged day in figures. `number` is 0 for what the intake told of a day."""

    on: date
    scores: dict[str, int | None]
    sit: float | None
    seat: str
    is_copied: bool
    number: int
    places: tuple[str, ...] | None = None

    @property
    def everyday(self) -> int | None:
        """The highest recorded NRS outside running."""
        told = [s for name, s in self.scores.items() if name != "running" and s is not None]
        return max(told, default=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgressRows:
    """Everything Progress shows, before words. `days` is in order of date.

    `since` is where the six weeks of the words begin; `clock` is day 0 of the slow clock.
    `km` holds each run's day and kilometres, None where not told.
    """

    injury: InjuryValue
    chosen: str
    today: date
    span: Span
    since: date
    first_logged: date | None
    clock: date | None
    days: tuple[Row, ...]
    told: dict[date, tuple[str, ...]]
    run_pain: dict[date, int]
    runs: dict[date, list[float]]
    load: dict[str, tuple[Point, ...]]
    happened: tuple[Happening, ...]
    km: tuple[tuple[date, float | None], ...] = ()
    kept: dict[str, tuple[Point, ...]] = field(default_factory=dict)

    def points(self, name: str) -> tuple[Point, ...]:
        """The recorded scores of one context; running also from the runs."""
        return self._once(name, lambda: self._points(name))

    def everyday(self) -> tuple[Point, ...]:
        """The highest score of each day outside running."""
        return self._once(EVERYDAY, self._everyday)

    def sitting(self) -> tuple[Point, ...]:
        """Minutes sat before it hurt; infinite for a day of sitting without pain."""
        return self._once(SAT, self._sitting)

    def _once(self, name: str, put_together: Callable[[], tuple[Point, ...]]) -> tuple[Point, ...]:
        if name not in self.kept:
            self.kept[name] = put_together()
        return self.kept[name]

    def _points(self, name: str) -> tuple[Point, ...]:
        if name == PainContext.RUNNING:
            return self._running()
        return tuple(
            Point(row.on, score, row.is_copied)
            for row in self.days
            if (score := row.scores[name]) is not None
        )

    def _everyday(self) -> tuple[Point, ...]:
        return tuple(
            Point(row.on, score, row.is_copied)
            for row in self.days
            if (score := row.everyday) is not None
        )

    def _sitting(self) -> tuple[Point, ...]:
        return tuple(Point(row.on, row.sit) for row in self.days if row.sit is not None)

    @property
    def logged(self) -> list[date]:
        """The days the person logged themselves, inside the range."""
        first, last = self.span.first, self.span.last
        return [row.on for row in self.days if row.number > 0 and first <= row.on <= last]

    @property
    def run_days(self) -> list[date]:
        """The days with a run, inside the range."""
        return sorted({on for on, _km in self.km if on in self.span})

    def _running(self) -> tuple[Point, ...]:
        highest = dict(self.run_pain)
        for row in self.days:
            score = row.scores["running"]
            if score is not None:
                highest[row.on] = max(score, highest.get(row.on, 0))
        return tuple(Point(on, highest[on]) for on in sorted(highest))

    def diary(self) -> values.Diary:
        """Everyday pain of the days that `rehab.recovery.course` compares: the first and last."""
        clock = self.clock or self.today
        first = within(self.everyday(), clock, clock + timedelta(days=LATE_START_DAYS))
        last = within(self.everyday(), self.today - timedelta(days=DAYS_PER_WEEK), self.today)
        scores = {point.on: int(point.value) for point in (*first, *last)}
        return values.Diary(
            injury=self.injury,
            days=tuple(values.Day(on=on, rest=scores[on]) for on in sorted(scores)),
            first_logged_on=self.first_logged,
        )


def read(
    injury: Injury,
    *,
    chosen: str,
    today: date,
    own: Span | None = None,
    shown: Span | None = None,
) -> ProgressRows:
    """Read the range named; an unknown name takes the usual one of this diary's age.

    `own` gives the days themselves instead; it ends on `today`, which may lie in the past.
    `shown` also does, but words go on to speak of the weeks before `today`.
    `injury` comes from `diary_reader.with_context`.
    """
    value = injury_value(injury, today=today)
    first_logged: date | None = injury.first_logged_on  # type: ignore[attr-defined]
    chosen = chosen if chosen in RANGES else usual_range(first_logged, today)
    begins = first_logged or today
    span = own or shown or span_of(chosen, begins, today)
    chosen = OWN if shown else "" if own else chosen
    since = max(begins, today - timedelta(days=SIX_WEEKS - 1))
    clock = _clock(value, first_logged, today)
    reach = min(span.first, since) - timedelta(days=MEDIAN_DAYS)
    days = _days(
        injury,
        span=span,
        since=since,
        begins=(begins, clock),
        today=today,
        is_whole=own is not None,
    )
    first = min(reach, then_days(today)[0])
    runs = _runs(injury=injury.pk, first=first, today=today)
    told = {row.on: row.places for row in days if row.places is not None}
    return ProgressRows(
        injury=value,
        chosen=chosen,
        today=today,
        span=span,
        since=since,
        first_logged=first_logged,
        clock=clock,
        days=tuple(days),
        told=told,
        run_pain=_worst(runs),
        runs=_minutes(runs),
        load=_load(injury, reach=reach, today=today),
        happened=tuple(happened(injury, first=min(span.first, since), today=today)),
        km=tuple((on, None if km is None else float(km)) for on, _, _, km in runs),
    )


@ReadyQuery
def _runs(injury: int, first: date, today: date) -> QuerySet:
    rows = Run.objects.filter(injury=injury, on__gte=first, on__lte=today).order_by("on")
    return rows.values_list("on", "pain", "minutes", "km")


@ReadyQuery
def _load_tests(injury: int, first: date, today: date) -> QuerySet:
    rows = Reading.objects.filter(injury=injury, on__gte=first, on__lte=today)
    tests = rows.filter(metric__in=sorted(load_metrics())).order_by("on")
    return tests.values_list("metric", "on", "value")


def then_days(today: date) -> tuple[date, date]:
    """The first and the last of the four weeks that ended three months ago."""
    last = today - timedelta(days=THREE_MONTHS)
    return last - timedelta(days=FOUR_WEEKS - 1), last


def usual_range(first_logged: date | None, today: date) -> str:
    """Two weeks until day 14 of the diary, then six."""
    is_young = first_logged is None or (today - first_logged).days < SHORT_UNTIL_DAY
    return "2w" if is_young else "6w"


def span_of(chosen: str, begins: date, today: date) -> Span:
    """The days shown: never before the first log, and a week at least."""
    length = RANGE_DAYS.get(chosen)
    first = begins if length is None else max(begins, today - timedelta(days=length - 1))
    return Span(min(first, today - timedelta(days=LEAST_DAYS - 1)), today)


def range_query(chosen: str, first: date, last: date) -> str:
    """The range as the query of an address; the person's own dates by their two ends."""
    if chosen == OWN:
        return f"range={OWN}&first={first.isoformat()}&last={last.isoformat()}"
    return f"range={chosen}"


def middle_week(span: Span) -> date:
    """The first day of the week in the middle, which a map shows."""
    return span.last - timedelta(days=span.days // 2 + DAYS_PER_WEEK // 2)


def _clock(injury: InjuryValue, first_logged: date | None, today: date) -> date | None:
    logged = first_logged.toordinal() if first_logged else None
    start = clock_start(injury, today.toordinal(), clock="slow", first_logged=logged)
    return None if start is None else date.fromordinal(start)


def _days(
    injury: Injury,
    *,
    span: Span,
    since: date,
    begins: Sequence[date | None],
    today: date,
    is_whole: bool,
) -> list[Row]:
    """Whole rows of the weeks that words and maps need; of a long range figures of the rest."""
    own = Day.objects.filter(injury=injury, on__lte=today).order_by()
    lead = timedelta(days=MEDIAN_DAYS)
    recent, reach = since - lead, span.first - lead
    is_long = span.days > DAILY_AT_MOST and not is_whole
    first_then, last_then = then_days(today)
    early = {b + timedelta(days=n) for b in begins if b for n in range(LATE_START_DAYS)}
    # Branches of a union, so that the database looks only at these weeks.
    parts = [own.filter(on__gte=recent), own.filter(on__gte=first_then, on__lte=last_then)]
    if is_long:
        early |= {span.first + timedelta(days=n) for n in range(DAYS_PER_WEEK)}
        early |= {middle_week(span) + timedelta(days=n) for n in range(DAYS_PER_WEEK)}
        early |= {span.last - timedelta(days=n) for n in range(SIX_WEEKS)}
    elif reach < recent:
        parts.append(own.filter(on__gte=reach, on__lte=min(span.last, recent)))
    parts.append(own.filter(on__in=sorted(on for on in early if on < recent)))
    lists = [part.values_list(*WHOLE) for part in parts]
    found = {row[0]: row_of(row) for row in lists[0].union(*lists[1:], all=True)}
    if is_long:
        rest = own.filter(on__gte=reach, on__lt=recent)
        for row in rest.values_list(*FIGURES, "copied", "number"):
            if row[0] not in found:
                found[row[0]] = row_of(row)
    highest = peaks(injury, first=date.min, last=today)
    if not highest:
        return [found[on] for on in sorted(found)]
    return [_with_moments(found[on], highest.get(on, {})) for on in sorted(found)]


def _with_moments(row: Row, moments: Mapping[str, int]) -> Row:
    """The higher of the day and its moments counts, as for the rules."""
    if not moments:
        return row
    scores = {name: higher(score, moments.get(name)) for name, score in row.scores.items()}
    return row._replace(scores=scores)


def row_of(stored: Sequence) -> Row:
    """A stored day in figures: the values of WHOLE in their order; the last two may be left out."""
    on, *scores = stored[:7]
    minutes, without_pain, seat, copied, number = stored[7:12]
    places = None
    if len(stored) > 12 and stored[12] is not None and "places" not in stored[13] and not copied:
        places = tuple(dict.fromkeys(f"{code}:{where}" for code, where in stored[12]))
    return Row(
        on=on,
        scores=dict(zip(CONTEXTS, scores, strict=True)),
        sit=inf if without_pain else minutes,
        seat=seat or "",
        is_copied=copied,
        number=number,
        places=places,
    )


CONTEXTS = tuple(context.value for context in PainContext)


def _worst(runs: Iterable[tuple[date, int | None, object, object]]) -> dict[date, int]:
    worst: dict[date, int] = {}
    for on, pain, _, _ in runs:
        if pain is not None:
            worst[on] = max(pain, worst.get(on, 0))
    return worst


def _minutes(
    runs: Iterable[tuple[date, object, Decimal | None, object]],
) -> dict[date, list[float]]:
    minutes: dict[date, list[float]] = {}
    for on, _, length, _ in runs:
        if length is not None:
            minutes.setdefault(on, []).append(float(length))
    return minutes


@cache
def load_metrics() -> dict[str, str]:
    """The letter of each version of the daily load test, by metric."""
    names = [name for name in catalogue().metrics if name.startswith(LOAD_PREFIX)]
    return {n: n.removeprefix(LOAD_PREFIX).removesuffix(LOAD_SUFFIX).upper() for n in names}


def _load(injury: Injury, *, reach: date, today: date) -> dict[str, tuple[Point, ...]]:
    found: dict[str, list[Point]] = {}
    for metric, on, value in _load_tests(injury=injury.pk, first=reach, today=today):
        found.setdefault(load_metrics()[metric], []).append(Point(on, float(value)))
    return {letter: tuple(found[letter]) for letter in sorted(found)}
