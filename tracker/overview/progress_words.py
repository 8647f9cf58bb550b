"""The sentences of Progress. What got worse is said before what stayed as it was.

Figures stand apart from their sentence, so that a template can set them in bold.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from math import isinf

from django.utils.formats import date_format, number_format
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from rehab.vocabulary import PainContext, Seat
from tracker import labels
from tracker.charts.change import Change
from tracker.charts.series import Point, middle_of, within
from tracker.words import day_words

PAIN_WORDS = {
    PainContext.REST: gettext_lazy("Rest pain"),
    PainContext.SITTING: gettext_lazy("Sitting pain"),
    PainContext.NIGHT: gettext_lazy("Night pain"),
    PainContext.WALKING: gettext_lazy("Walking pain"),
    PainContext.RUNNING: gettext_lazy("Running pain"),
    PainContext.MORNING: gettext_lazy("Morning pain"),
}
# A change of one point may be noticed, of two it matters (rehab.scales); minutes are judgement.
SLIGHT, CLEAR = 1.0, 2.0
CLEAR_MINUTES_SHORTER, CLEAR_MINUTES = 10.0, 5.0
A_LOT = 7
MUCH_OVER_USUAL = 3
SEAT_LEAST, SEATS_APART = 2, 5.0


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence in three parts; the figure in the middle is the one to read."""

    before: str
    figure: str = ""
    after: str = ""

    def __str__(self) -> str:
        return f"{self.before}{self.figure}{self.after}"


def said(text: str, figure: str = "") -> Said:
    """Split a translated sentence at its {figure}."""
    before, _found, after = text.partition("{figure}")
    return Said(before, figure, after)


def number(value: float) -> str:
    """A median as it is read: 4, 2.5; "no pain" for sitting without any."""
    return _("no pain") if isinf(value) else _number(value, get_language())


@lru_cache(maxsize=512)
def _number(value: float, _language: str | None) -> str:
    return number_format(int(value)) if float(value).is_integer() else number_format(value, 1)


def arrow(before: float, now: float) -> str:
    return f"{number(before)} → {number(now)}"


def weeks(n: int) -> str:
    return ngettext("%(n)s week", "%(n)s weeks", n) % {"n": n}


def sitting_line(change: Change, falls: Sequence[date]) -> Said | None:
    """Minutes sat before it hurt: shorter, longer, or as before. None without a week of values."""
    now, before, best = change.now, change.before, change.best
    if now is None:
        return None
    if isinf(now):
        return said(_("You sat {figure} on most days this week."), _("without pain"))
    if before is None or best is None or change.best_on is None:
        return said(_("It hurts after {figure} of sitting, usually."), _minutes(now))
    if best - now >= CLEAR_MINUTES_SHORTER:
        text = _("You sit shorter before it hurts: {figure} minutes since %(when)s.")
        when = since_words(change.best_on, falls)
        return said(text % {"when": when}, arrow(best, now))
    if now - before >= CLEAR_MINUTES:
        text = _("You sit longer before it hurts: {figure} minutes in %(weeks)s.")
        return said(text % {"weeks": weeks(change.weeks)}, arrow(before, now))
    text = _("No clear change in %(weeks)s: it hurts after {figure} of sitting.")
    return said(text % {"weeks": weeks(change.weeks)}, _minutes(now))


def _minutes(value: float) -> str:
    n = int(value) if float(value).is_integer() else 2
    return ngettext("%(n)s minute", "%(n)s minutes", n) % {"n": number(value)}


def pain_line(name: str, change: Change, falls: Sequence[date]) -> Said | None:
    """One kind of pain: up, down or as before. None without enough values this week."""
    now, before = change.now, change.before
    if now is None:
        return None
    what = {"pain": name}
    if change.worse_by >= CLEAR and change.best is not None and change.best_on is not None:
        when = since_words(change.best_on, falls)
        text = _("%(pain)s went up: {figure} since %(when)s.")
        return said(text % (what | {"when": when}), arrow(change.best, now))
    if before is None:
        return said(_("%(pain)s is usually {figure} now.") % what, number(now))
    if change.moved >= SLIGHT:
        text = _("%(pain)s went up: {figure} in %(weeks)s.")
        return said(text % (what | {"weeks": weeks(change.weeks)}), arrow(before, now))
    if change.moved <= -SLIGHT:
        text = _("%(pain)s is usually {figure}, it was %(before)s.")
        return said(text % (what | {"before": number(before)}), number(now))
    return said(_("%(pain)s stays at {figure}.") % what, number(now))


def is_worse(change: Change) -> bool:
    """Whether a kind of pain rose enough to be told first."""
    return change.worse_by >= CLEAR or change.moved >= SLIGHT


def since_words(after: date, falls: Sequence[date]) -> str:
    """ "your fall or slip on 7 Nov" when there was one after the best days, else their date."""
    later = [on for on in falls if on > after]
    if later:
        return _("your fall or slip on %(date)s") % {"date": day_words(later[-1])}
    return day_words(after)


def worst_line(
    pains: Iterable[tuple[str, Sequence[Point], float | None]], week: Sequence[date]
) -> Said | None:
    """The worst number of the week when a usual one would hide it; None otherwise."""
    found: list[tuple[float, date, str]] = []
    for name, points, usual in pains:
        for point in within(points, min(week), max(week)):
            over = point.value - (usual if usual is not None else 0)
            is_told = point.value >= A_LOT or (usual is not None and over >= MUCH_OVER_USUAL)
            if is_told:
                found.append((point.value, point.on, name))
    if not found:
        return None
    value, on, name = max(found)
    text = _("Worst this week: {figure} on %(date)s.") % {"date": day_words(on)}
    return said(text, f"{name.lower()} {number(value)}")


def seat_line(by_seat: dict[str, list[float]]) -> str:
    """Which seat is hardest, when two seats have values and differ; "" otherwise."""
    usual = {
        seat: middle
        for seat, values in by_seat.items()
        if len(values) >= SEAT_LEAST and (middle := middle_of(values)) is not None
    }
    if len(usual) < 2:
        return ""
    hardest = min(usual, key=lambda seat: usual[seat])
    if max(usual.values()) - usual[hardest] < SEATS_APART or hardest == Seat.OTHER:
        return ""
    return _("%(seat)s is hardest: %(minutes)s.") % {
        "seat": str(labels.label(Seat(hardest))),
        "minutes": _minutes(usual[hardest]),
    }


def course_sentence(
    medians: Sequence[tuple[date, float]], values: Sequence[float], unit: str
) -> str:
    """A chart in one sentence: from where to where, and the lowest and highest value."""
    if not values:
        return _("No numbers in these days.")
    reach = _("Lowest %(low)s, highest %(high)s.") % {
        "low": number(min(values)),
        "high": number(max(values)),
    }
    if not medians:
        told = ngettext("%(n)s value.", "%(n)s values.", len(values)) % {"n": len(values)}
        return f"{told} {reach}"
    (first_on, first), (last_on, last) = medians[0], medians[-1]
    if first_on == last_on:
        text = _("Usually %(now)s on %(last)s.")
    elif first == last:
        text = _("Usually %(now)s, on %(first)s as on %(last)s.")
    else:
        text = _("Usually %(before)s on %(first)s, %(now)s on %(last)s.")
    is_long = first_on.year != last_on.year
    course = text % {
        "before": _with_unit(first, unit),
        "now": _with_unit(last, unit),
        "first": date_format(first_on, "j M Y") if is_long else day_words(first_on),
        "last": date_format(last_on, "j M Y") if is_long else day_words(last_on),
    }
    return f"{course} {reach}"


def _with_unit(value: float, unit: str) -> str:
    """ "25 minutes"; what has no end is "no pain", which has no unit either."""
    return number(value) if isinf(value) or not unit else f"{number(value)} {unit}"


def few_words(logged: int, of: int) -> str:
    """What to make of a chart of which under half of the days were logged; "" else."""
    if 2 * logged >= of:
        return ""
    return _("Only %(n)s of %(of)s days logged, so this is a rough picture.") % {
        "n": logged,
        "of": of,
    }


def little_words(logged: int) -> str:
    """Said when a week holds fewer than three logged days."""
    if not logged:
        return _("Nothing logged this week, so we cannot say how it goes.")
    return ngettext(
        "Only %(n)s day logged this week, so we cannot say much.",
        "Only %(n)s days logged this week, so we cannot say much.",
        logged,
    ) % {"n": logged}
