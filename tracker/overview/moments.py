"""The moments of a day in words, in the order they were lived."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, time
from uuid import UUID

from django.utils.translation import gettext as _

from rehab import diary as values
from rehab.vocabulary import PainContext
from tracker import labels
from tracker.models import Day, Injury, Moment


@dataclass(frozen=True, slots=True)
class MomentLine:
    """One moment as a line with the page on which it can be changed."""

    on: date
    uuid: UUID
    words: str
    nrs: int
    note: str


def moment_lines(injury: Injury, *, first: date, last: date) -> tuple[MomentLine, ...]:
    """The moments of these days as lived: after midnight comes last. No query without any."""
    if not getattr(injury, "has_moments", True):
        return ()
    rows = Moment.objects.filter(day__injury=injury, day__on__gte=first, day__on__lte=last)
    starts = injury.owner.day_starts_hour
    ordered = sorted(
        rows.select_related("day"), key=lambda row: (row.day.on, row.at.hour < starts, row.at)
    )
    return tuple(line_of(row) for row in ordered)


def line_of(moment: Moment) -> MomentLine:
    """The moment as a line; its day comes with it."""
    return MomentLine(moment.day.on, moment.uuid, moment_words(moment), moment.nrs, moment.note)


def moment_words(moment: Moment) -> str:
    """ "10:30, sitting 6." """
    return _("%(time)s, %(line)s %(pain)s.") % {
        "time": _clock(moment.at),
        "line": str(labels.label(PainContext(moment.context))).lower(),
        "pain": moment.nrs,
    }


def counts_words(day: Day | None, days: Iterable[values.Day], *, on: date) -> str:
    """ "Sitting counts as 6: a moment was higher." Nothing where the day's own number is higher."""
    counted = next((each for each in days if each.on == on), None)
    if day is None or counted is None:
        return ""
    found = [
        _("%(line)s counts as %(pain)s: a moment was higher.")
        % {"line": labels.label(context), "pain": counted.score(context)}
        for context in PainContext
        if counted.score(context) is not None
        and counted.score(context) != getattr(day, context.value)
    ]
    return " ".join(found)


def _clock(at: time) -> str:
    return f"{at:%H:%M}"


def highest(lines: Iterable[MomentLine]) -> int:
    return max((line.nrs for line in lines), default=0)
