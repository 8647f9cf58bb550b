"""Everything a report reads of one injury: its days, runs, answers, care, sessions, tests.

A fixed number of queries, whatever the length of the diary. Days the intake told of
(`number` 0) are no logged days and are left out of every count.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from rehab.content.catalogue import catalogue
from tracker.charts.axes import Span
from tracker.models import (
    Answer,
    Care,
    Day,
    Fall,
    Injury,
    Notice,
    Plan,
    Reading,
    Run,
    SessionItem,
    Visit,
)
from tracker.overview.care import order_of, told_day
from tracker.overview.progress_rows import ProgressRows, read
from tracker.overview.told import ToldLine, told_lines

DAY_COLUMNS = (
    "on", "places", "carried", "copied", "qualities", "signs", "treatments",
    "slept_through", "limp", "no_run", "note",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class LoggedDay:
    """One logged day as the counts read it. `None` is not asked, an empty list "none".

    Places and qualities that were carried over untouched, or copied, are no evidence: None.
    """

    on: date
    places: tuple[tuple[str, str], ...] | None
    qualities: tuple[str, ...] | None
    signs: Mapping[str, bool]
    treatments: tuple[str, ...] | None
    slept_through: bool | None
    limp: bool | None
    no_run: bool | None
    note: str


@dataclass(frozen=True, slots=True)
class RunRow:
    """One run: minutes, km and the worst NRS during it, None where not told."""

    on: date
    minutes: float | None
    km: float | None
    pain: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """What was read. `rows` are those of Progress; the rest lies inside the same days."""

    injury: Injury
    today: date
    span: Span
    rows: ProgressRows
    days: tuple[LoggedDay, ...]
    runs: tuple[RunRow, ...]
    answers: Mapping[str, tuple[date, str]]
    care: tuple[Care, ...]
    told: tuple[ToldLine, ...]
    falls: tuple[Fall, ...]
    notices: tuple[Notice, ...]
    visits: tuple[Visit, ...]
    readings: Mapping[str, tuple[tuple[date, float], ...]]
    items: tuple[SessionItem, ...] = ()
    plan: Plan | None = None

    @property
    def logged(self) -> int:
        return len(self.days)


def read_all(injury: Injury, span: Span) -> Read:
    """Read the days of `span`; `injury` comes from `diary_reader.with_context`."""
    today = span.last
    inside = {"on__gte": span.first, "on__lte": span.last}
    plan = Plan.objects.filter(injury=injury, started_on__lte=today).first()
    return Read(
        injury=injury,
        today=today,
        span=span,
        rows=read(injury, chosen="", today=today, own=span),
        days=tuple(_days(injury, inside)),
        runs=tuple(
            RunRow(on, _number(minutes), _number(km), pain)
            for on, minutes, km, pain in Run.objects.filter(injury=injury, **inside)
            .order_by("on", "pk")
            .values_list("on", "minutes", "km", "pain")
        ),
        answers=_latest_answers(injury, today),
        care=tuple(
            sorted(
                Care.objects.filter(injury=injury),
                key=lambda row: order_of(row.when_words, told_on=told_day(row, owner=injury.owner)),
            )
        ),
        told=told_lines(injury),
        falls=tuple(Fall.objects.filter(owner_id=injury.owner_id, **inside).order_by("on", "pk")),
        notices=tuple(
            Notice.objects.filter(injury=injury, told_on__gte=span.first, told_on__lte=span.last)
            .exclude(closed_because="edited")
            .prefetch_related("actions")
            .order_by("told_on", "pk")
        ),
        visits=tuple(
            Visit.objects.filter(
                injury=injury, state__in=("seen", "result", "closed"), on__lte=today
            ).order_by("on", "pk")
        ),
        readings=_readings(injury, today),
        items=tuple(
            SessionItem.objects.filter(
                session__plan__injury=injury,
                session__on__gte=span.first,
                session__on__lte=span.last,
                done=True,
            )
            .select_related("session", "session__plan")
            .order_by("session__on", "pk")
        ),
        plan=plan,
    )


def _days(injury: Injury, inside: Mapping[str, date]) -> Sequence[LoggedDay]:
    rows = Day.objects.filter(injury=injury, number__gt=0, **inside).order_by("on")
    return [logged_day(row) for row in rows.values(*DAY_COLUMNS)]


def logged_day(row: Mapping[str, object]) -> LoggedDay:
    """One stored day as the counts read it, from the values of DAY_COLUMNS."""
    untouched = {"places", "qualities"} if row["copied"] else set(row["carried"] or ())  # type: ignore[call-overload]
    places = None if "places" in untouched else row["places"]
    qualities = None if "qualities" in untouched else row["qualities"]
    treatments = row["treatments"]
    return LoggedDay(
        on=row["on"],  # type: ignore[arg-type]
        places=None if places is None else tuple((code, side) for code, side in places),  # type: ignore[attr-defined]
        qualities=None if qualities is None else tuple(qualities),  # type: ignore[arg-type]
        signs=row["signs"] or {},  # type: ignore[arg-type]
        treatments=None if treatments is None else tuple(treatments),  # type: ignore[arg-type]
        slept_through=row["slept_through"],  # type: ignore[arg-type]
        limp=row["limp"],  # type: ignore[arg-type]
        no_run=row["no_run"],  # type: ignore[arg-type]
        note=str(row["note"] or ""),
    )


def _latest_answers(injury: Injury, today: date) -> dict[str, tuple[date, str]]:
    """The newest answer to each safety question up to a day, with its own day."""
    rows = Answer.objects.filter(
        Q(injury=injury) | Q(injury__isnull=True), owner_id=injury.owner_id, on__lte=today
    ).order_by("on", "pk")
    known = catalogue().questions
    return {
        question: (on, value)
        for question, on, value in rows.values_list("question", "on", "value")
        if question in known
    }


def _readings(injury: Injury, today: date) -> dict[str, tuple[tuple[date, float], ...]]:
    found: dict[str, list[tuple[date, float]]] = {}
    rows = Reading.objects.filter(injury=injury, on__lte=today).order_by("on")
    for metric, on, value in rows.values_list("metric", "on", "value"):
        found.setdefault(metric, []).append((on, float(value)))
    return {metric: tuple(values) for metric, values in found.items()}


def _number(stored: object) -> float | None:
    return None if stored is None else float(str(stored))
