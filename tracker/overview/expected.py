"""The usual time of an injury in words: days, dates, and where the days come from."""

from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from rehab.content.catalogue import catalogue
from rehab.expected import Expected


@dataclass(frozen=True, slots=True)
class ExpectedWords:
    """`line` has days and dates, `clock` what they count from, `measured` what the grade
    alone tells ("" without), `sources` the works the days rest on."""

    line: str
    clock: str
    measured: str
    sources: tuple[str, ...]


def expected_words(usual: Expected) -> ExpectedWords:
    line = _("Usually %(first)s to %(last)s days: between %(from)s and %(to)s.") % {
        "first": usual.first,
        "last": usual.last,
        "from": day_and_month(usual.from_on, usual.starts_on),
        "to": day_and_month(usual.to_on, usual.starts_on),
    }
    clock = (
        _("Counted from the day it began. A range, not a promise.")
        if usual.clock == "onset"
        else _("Counted from the day a plan starts, here today. A range, not a promise.")
    )
    return ExpectedWords(line, clock, _measured(usual), _sources(usual))


def day_and_month(on: date, beside: date) -> str:
    """ "12 Dec", with the year when it is another one than that of `beside`."""
    return date_format(on, "j M" if on.year == beside.year else "j M Y")


def _measured(usual: Expected) -> str:
    if usual.measured is None:
        return ""
    return _(
        "By grade alone: %(first)s to %(last)s days, after the works below, measured mostly in "
        "athletes with care every day. The days above are the plan's own."
    ) % {"first": usual.measured.first, "last": usual.measured.last}


def _sources(usual: Expected) -> tuple[str, ...]:
    """The works in full, each once."""
    names = [*usual.sources, *(usual.measured.sources if usual.measured else ())]
    known = catalogue().sources
    return tuple(known[name].cite for name in dict.fromkeys(names) if name in known)
