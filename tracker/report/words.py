"""Small words of the report. Written for clinicians: short, exact, counts of logged days."""

from collections import Counter
from collections.abc import Iterable
from datetime import date
from enum import StrEnum

from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rehab.vocabulary import Location, Onset, OnsetPrecision, Side
from tracker import labels
from tracker.charts.series import middle_of
from tracker.models import Injury
from tracker.overview.progress_words import number

MONTH_DAYS, WEEK_DAYS = 30.44, 7
DAYS_UNTIL, WEEKS_UNTIL, MONTHS_UNTIL = 28, 92, 730


def day(on: date, *, year: bool = False) -> str:
    """ "7 Nov", with the year where it is asked for."""
    return date_format(on, "j M Y" if year else "j M")


def median(values: Iterable[float]) -> str:
    """The median as it is read, "" without a value."""
    middle = middle_of(values)
    return "" if middle is None else number(middle)


def amount(value: float | None) -> str:
    """A figure with at most one decimal, "" for none."""
    if value is None:
        return ""
    return number_format(int(value)) if float(value).is_integer() else number_format(value, 1)


def lower(text: object) -> str:
    """A label inside a sentence."""
    words = str(text)
    return words[:1].lower() + words[1:]


def began_words(injury: Injury) -> str:
    """When it began, as the person knows it: "15 Oct 2026", "about March 2026"; "" unknown."""
    on = injury.onset_on
    if on is None:
        return ""
    match injury.onset_precision:
        case OnsetPrecision.DAY:
            return date_format(on, "j M Y")
        case OnsetPrecision.MONTH:
            return date_format(on, "F Y")
        case OnsetPrecision.YEAR:
            return date_format(on, "Y")
    return _("about %(month)s") % {"month": date_format(on, "F Y")}


def onset_words(injury: Injury) -> str:
    """Sudden or slow; "" when nobody knows."""
    if injury.onset is None:
        return ""
    return _("sudden onset") if injury.onset == Onset.SUDDEN else _("slow onset")


def duration_words(injury: Injury, today: date) -> str:
    """How long it has lasted: "37 days", "about 8 months"; "" when nobody knows."""
    on = injury.onset_on
    if on is None or on > today:
        return ""
    days = (today - on).days
    if injury.onset_precision == OnsetPrecision.DAY and days < DAYS_UNTIL:
        return ngettext("%(n)s day", "%(n)s days", days) % {"n": days}
    if days < WEEKS_UNTIL:
        weeks = max(1, round(days / WEEK_DAYS))
        return ngettext("about %(n)s week", "about %(n)s weeks", weeks) % {"n": weeks}
    if days < MONTHS_UNTIL:
        months = round(days / MONTH_DAYS)
        return ngettext("about %(n)s month", "about %(n)s months", months) % {"n": months}
    years = round(days / (12 * MONTH_DAYS))
    return ngettext("about %(n)s year", "about %(n)s years", years) % {"n": years}


def place_words(code: str, side: str) -> str:
    return str(labels.place(Location(code), Side(side)))


def counted(counts: Counter[str], kind: type[StrEnum]) -> str:
    """ "ache 35, tight 6", the most frequent first."""
    known = {member.value: member for member in kind}
    told = [(known[code], n) for code, n in counts.most_common() if code in known]
    return ", ".join(f"{lower(labels.label(member))} {n}" for member, n in told)


def shares(n: int, of: int) -> str:
    return _("%(n)s of %(of)s") % {"n": n, "of": of}
