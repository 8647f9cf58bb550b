"""Which days a report covers."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Max

from tracker.charts.axes import Span
from tracker.models import Injury, ReportChoice, Visit

WEEKS = {"6w": 6, "12w": 12}
SEEN = ("seen", "result", "closed")
LEAST_DAYS = 7


@dataclass(frozen=True, slots=True)
class Known:
    """What a period may count from: the first log, and the last visit that took place."""

    first_logged: date | None
    last_visit: date | None


def known_of(injury: Injury, *, today: date) -> Known:
    """Read both, in one query; `injury` comes from `diary_reader.with_context`."""
    own = Visit.objects.filter(injury=injury, state__in=SEEN, on__lte=today)
    first: date | None = injury.first_logged_on  # type: ignore[attr-defined]
    return Known(first, own.aggregate(last=Max("on"))["last"])


def span_of(choice: ReportChoice, known: Known, *, today: date) -> Span:
    """The days of the report, both ends included.

    It never begins before the first log, a week at least, and never ends in the future. Without
    a visit "since the last visit" is everything; own days that lie outside are cut.
    """
    last = min(choice.last_on, today) if choice.period == "own" and choice.last_on else today
    begins = min(known.first_logged or last, last)
    match choice.period:
        case "own" if choice.first_on:
            first = choice.first_on
        case "visit" if known.last_visit:
            first = known.last_visit
        case "6w" | "12w":
            first = last - timedelta(days=7 * WEEKS[choice.period] - 1)
        case _:
            first = begins
    first = max(first, begins)
    return Span(min(first, last - timedelta(days=LEAST_DAYS - 1)), last)
