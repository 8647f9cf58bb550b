"""One change at a time, before and after: medians of the lines a person chose to look at.

Only logged days count, and how many there were is always said. Nothing here says that
the change did it: other things change too.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from math import inf

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rehab.vocabulary import CareOutcome, PainContext
from rehab.windows import median
from tracker.labels import label
from tracker.models import Change, Day, Injury
from tracker.overview.diary import SIT
from tracker.overview.progress_words import PAIN_WORDS, number

# A side with fewer logged days than this is shown, but not compared (judgement).
FEW_DAYS = 5
COLUMNS = ("on", *(c.value for c in PainContext), SIT, "sat_without_pain")


@dataclass(frozen=True, slots=True)
class Side:
    """One line on one side: its median in words ("" without any) and the days it rests on."""

    value: str
    logged: int
    of: int

    @property
    def days(self) -> str:
        words = ngettext("%(n)s of %(of)s day", "%(n)s of %(of)s days", self.of)
        return words % {"n": self.logged, "of": self.of}


@dataclass(frozen=True, slots=True)
class Line:
    """One chosen line of the log, before and since."""

    name: str
    before: Side
    since: Side

    @property
    def is_few(self) -> bool:
        return min(self.before.logged, self.since.logged) < FEW_DAYS


@dataclass(frozen=True, slots=True)
class ChangeView:
    """A change as pages show it; `lines` are empty until its first day.

    `at_once` and `just_before` are changes that ran in its days or in those before them.
    """

    change: Change
    is_running: bool
    is_over_due: bool
    course: str
    lines: tuple[Line, ...]
    at_once: tuple[str, ...]
    just_before: tuple[str, ...]

    @property
    def last(self) -> date:
        return self.change.ended_on or self.change.until

    @property
    def outcome(self) -> str:
        """The person's own word, "" while there is none."""
        told = self.change.outcome
        return str(label(CareOutcome(told))).lower() if told else ""

    @property
    def is_few(self) -> bool:
        return any(line.is_few for line in self.lines)


def changes_page(injury: Injury, *, today: date) -> list[ChangeView]:
    """Every change of this injury, the newest first, in two queries."""
    found = list(Change.objects.filter(injury=injury))
    if not found:
        return []
    first = min(_before(change, today)[0] for change in found)
    rows = Day.objects.filter(injury=injury, on__gte=first, on__lte=today, number__gt=0)
    days = list(rows.order_by("on").values(*COLUMNS))
    return [_view(change, found, days, today=today) for change in found]


def change_view(change: Change, *, today: date) -> ChangeView:
    """One of them."""
    return next(v for v in changes_page(change.injury, today=today) if v.change.pk == change.pk)


def _view(
    change: Change, found: Sequence[Change], days: Sequence[dict[str, object]], *, today: date
) -> ChangeView:
    before, since = _before(change, today), _since(change, today)
    others = [other for other in found if other.pk != change.pk]
    return ChangeView(
        change=change,
        is_running=change.ended_on is None,
        is_over_due=change.ended_on is None and change.until < today,
        course=_course(change, today),
        lines=tuple(
            Line(_name(name), _side(days, name, before), _side(days, name, since))
            for name in change.contexts
            if change.began_on <= today
        ),
        at_once=tuple(o.what for o in others if _meet(_since(o, today), since)),
        just_before=tuple(
            o.what
            for o in others
            if _meet(_since(o, today), before) and not _meet(_since(o, today), since)
        ),
    )


def _since(change: Change, today: date) -> tuple[date, date]:
    """From its first day to its last, or to today while it runs."""
    last = change.ended_on or min(change.until, today)
    return change.began_on, max(change.began_on, last)


def _before(change: Change, today: date) -> tuple[date, date]:
    """As many days before it as it was planned to run."""
    length = change.until - change.began_on
    last = change.began_on - timedelta(days=1)
    return last - length, last


def _meet(one: tuple[date, date], other: tuple[date, date]) -> bool:
    return one[0] <= other[1] and other[0] <= one[1]


def _side(days: Iterable[dict[str, object]], name: str, span: tuple[date, date]) -> Side:
    first, last = span
    inside = [day for day in days if first <= day["on"] <= last]  # type: ignore[operator]
    found = [value for value in (_value(day, name) for day in inside) if value is not None]
    middle = median(found)  # type: ignore[arg-type]
    of = (last - first).days + 1
    return Side("" if middle is None else number(middle), len(found), of)


def _value(day: dict[str, object], name: str) -> float | None:
    """The number of one day; sitting without pain is longer than any minutes."""
    if name == SIT and day["sat_without_pain"]:
        return inf
    value: float | None = day[name]  # type: ignore[assignment]
    return value


def _name(name: str) -> str:
    return _("Minutes sat before it hurt") if name == SIT else str(PAIN_WORDS[PainContext(name)])


def _course(change: Change, today: date) -> str:
    """ "Day 9 of 21", "Begins on 22 Nov 2026", "12 days, dropped", "21 days"."""
    planned = (change.until - change.began_on).days + 1
    if change.ended_on is None and change.began_on > today:
        return _("Begins on %(day)s") % {"day": date_format(change.began_on, "j M Y")}
    if change.ended_on is None:
        day = (today - change.began_on).days + 1
        if day > planned:
            return ngettext("Its %(n)s day is over", "Its %(n)s days are over", planned) % {
                "n": planned
            }
        return _("Day %(n)s of %(of)s") % {"n": day, "of": planned}
    ran = (change.ended_on - change.began_on).days + 1
    words = ngettext("%(n)s day", "%(n)s days", ran) % {"n": ran}
    return _("%(days)s, dropped") % {"days": words} if change.is_dropped else words
