"""The diary narrowed to a kind of entry or to words of a note, newest first."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db.models import Q, QuerySet

from rehab.content.catalogue import catalogue
from rehab.vocabulary import PainContext
from tracker.folded import fold
from tracker.models import Day, Fall, Injury, Moment, Run
from tracker.overview.diary import DiaryRow, by_month, events_of, is_logged, row_of
from tracker.overview.diary_beside import KINDS, NOTE_OF, SESSIONS, Event, beside
from tracker.overview.moments import line_of

DATES_A_PAGE = 30


@dataclass(frozen=True, slots=True)
class FoundPage:
    """`months` as in the diary; `earlier` is where the next page ends, None on the last."""

    months: list[tuple[date, list[DiaryRow]]] = field(default_factory=list)
    earlier: date | None = None
    show: str = "all"
    words: str = ""


def found_page(
    injury: Injury, *, contexts: Sequence[str], show: str, words: str, last: date
) -> FoundPage:
    """The thirty newest dates until `last` that hold what is looked for.

    At most one query each for days, moments, falls, runs and what stands beside them,
    whatever the diary's length.
    """
    days = _newest(_days(injury, show, words), last)
    falls = _newest(_falls(injury, show, words), last)
    runs = _newest(_runs(injury, show, words), last)
    moments = _moments(injury, show, words, last)
    events = events_of(
        runs,
        falls,
        [line_of(moment) for moment in moments],
        more=_beside(injury, show, words, last),
    )
    held = {day.on: day for day in days if is_logged(day)}
    dates = sorted({*held, *events}, reverse=True)
    # A table cut off at its limit knows nothing of what lies before its last row.
    shown = dates[:DATES_A_PAGE]
    rows = [_row(on, held.get(on), events.get(on, ()), contexts) for on in shown]
    more = len(dates) > DATES_A_PAGE
    return FoundPage(
        months=by_month([row for row in rows if row is not None]),
        earlier=shown[-1] - timedelta(days=1) if more else None,
        show=show,
        words=words,
    )


def _row(
    on: date, day: Day | None, events: Sequence[Event], contexts: Sequence[str]
) -> DiaryRow | None:
    """A day that was not looked for says nothing of itself, not even that it was not logged."""
    if day is None:
        return DiaryRow(on=on, events=tuple(events))
    return row_of(on, day, events, contexts, ())


def _a_lot() -> int:
    return catalogue().policy.lot_of_pain_from


def _newest(rows: QuerySet | None, last: date) -> list:
    if rows is None:
        return []
    dates = rows.filter(on__lte=last).order_by("-on").values("on").distinct()
    return list(rows.filter(on__in=dates[: DATES_A_PAGE + 1]).order_by("-on", "pk"))


def _beside(injury: Injury, show: str, words: str, last: date) -> dict[date, list[Event]]:
    """Visits, tests and exercises: all of a kind, or those with words or a lot of pain."""
    kinds = {"pain": (SESSIONS,), "all": KINDS, "notes": KINDS}.get(show, (show,))

    def narrow(kind: str, rows: QuerySet) -> QuerySet:
        rows = rows.filter(pain__gte=_a_lot()) if show == "pain" else rows
        rows = _noted(rows.filter(on__lte=last), show, words, field=NOTE_OF[kind])
        dates = rows.order_by("-on").values("on").distinct()
        return rows.filter(on__in=dates[: DATES_A_PAGE + 1])

    return beside(injury, narrow=narrow, kinds=[kind for kind in kinds if kind in KINDS])


def _days(injury: Injury, show: str, words: str) -> QuerySet | None:
    if show in ("falls", "runs", "moments", *KINDS):
        return None
    rows = Day.objects.filter(injury=injury)
    if show == "pain":
        high = Q()
        for context in PainContext:
            high |= Q(**{f"{context.value}__gte": _a_lot()})
        rows = rows.filter(high)
    return _noted(rows, show, words)


def _falls(injury: Injury, show: str, words: str) -> QuerySet | None:
    if show in ("runs", "moments", "pain", *KINDS):
        return None
    return _noted(Fall.objects.filter(owner_id=injury.owner_id), show, words)


def _runs(injury: Injury, show: str, words: str) -> QuerySet | None:
    if show in ("falls", "moments", *KINDS):
        return None
    rows = Run.objects.filter(injury=injury)
    return _noted(rows.filter(pain__gte=_a_lot()) if show == "pain" else rows, show, words)


def _moments(injury: Injury, show: str, words: str, last: date) -> Iterable[Moment]:
    if show in ("falls", "runs", *KINDS) or not getattr(injury, "has_moments", True):
        return []
    rows = Moment.objects.filter(day__injury=injury, day__on__lte=last)
    if show == "pain":
        rows = rows.filter(nrs__gte=_a_lot())
    noted = _noted(rows, show, words)
    dates = noted.order_by("-day__on").values("day__on").distinct()[: DATES_A_PAGE + 1]
    return noted.filter(day__on__in=dates).select_related("day").order_by("-day__on", "at")


def _noted(rows: QuerySet, show: str, words: str, *, field: str = "note") -> QuerySet:
    if show == "notes":
        rows = rows.exclude(**{field: ""})
    for word in words.split():
        rows = rows.filter(**{f"{field}__folded__contains": fold(word)})
    return rows
