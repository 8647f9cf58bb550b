"""The days without a log that one page offers to fill in."""

from dataclasses import dataclass
from datetime import date, timedelta

from rehab.vocabulary import PainContext
from tracker.models import Day, Injury
from tracker.overview.log_lines import chosen_lines

DAYS_A_PAGE = 7
LINES_A_DAY = 3


@dataclass(frozen=True, slots=True)
class Missing:
    """Newest first. `earlier` is where the next page of seven would end, None at the start."""

    days: tuple[date, ...]
    lines: tuple[str, ...]
    earlier: date | None = None


def missing_days(injury: Injury, *, contexts: list[str], today: date, last: date) -> Missing:
    """Up to seven days without a log until `last`, back to onset or the first log; one query.

    Only yesterday and earlier: today has its own page. None after the injury was closed.
    """
    last = min(last, today - timedelta(days=1), injury.closed_on or today)
    first = begins_on(injury, today=today)
    logged = set(
        Day.objects.filter(injury=injury, number__gt=0)
        .between(first, last)
        .values_list("on", flat=True)
    )
    length = max(0, (last - first).days + 1)
    every = (last - timedelta(days=back) for back in range(length))
    open_days = [on for on in every if on not in logged]
    shown = tuple(open_days[:DAYS_A_PAGE])
    rest = open_days[DAYS_A_PAGE:]
    return Missing(shown, lines_of(contexts), rest[0] if rest else None)


def begins_on(injury: Injury, *, today: date) -> date:
    """The first day the pages offer: onset where its day is known, else the first log.

    At most a year back; older days can still be opened by the calendar.
    """
    first: date = injury.first_logged_on or today  # type: ignore[attr-defined]
    onset = injury.onset_on if injury.onset_precision == "day" else None
    begins = min(first, onset) if onset is not None else first
    return max(begins, today - timedelta(days=365))


def lines_of(contexts: list[str]) -> tuple[str, ...]:
    """The person's first pain lines; running is left to the page of a run."""
    pain = {c.value for c in PainContext} - {PainContext.RUNNING.value}
    return tuple(name for name in chosen_lines(contexts) if name in pain)[:LINES_A_DAY]
