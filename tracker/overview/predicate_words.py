"""What a rule asks of one day, in words: every kind of predicate has its own.

A new kind of predicate gets a function in `PREDICATES`; `tests/tracker/signs/
test_rule_words.py` fails until it has one.
"""

from collections.abc import Callable, Mapping, Sequence
from enum import StrEnum

from django.utils.formats import number_format
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from rehab.signs.predicates import (
    EVERYDAY,
    AllOf,
    AnyLocation,
    AnyOf,
    AnyQuality,
    AnyTreatment,
    FieldIs,
    Flag,
    LocationsAtLeast,
    NotOf,
    Op,
    Predicate,
)
from rehab.vocabulary import PainContext, Sign
from tracker import labels

PAINS: Mapping[str, labels.Words] = {
    PainContext.REST: gettext_lazy("pain at rest"),
    PainContext.SITTING: gettext_lazy("pain when sitting"),
    PainContext.NIGHT: gettext_lazy("pain at night"),
    PainContext.WALKING: gettext_lazy("pain when walking"),
    PainContext.RUNNING: gettext_lazy("pain when running"),
    PainContext.MORNING: gettext_lazy("pain in the morning"),
    EVERYDAY: gettext_lazy("everyday pain (the highest of the day, running left out)"),
}
COMPARED: Mapping[Op, labels.Words] = {
    Op.EQ: gettext_lazy("%(value)s"),
    Op.NE: gettext_lazy("anything but %(value)s"),
    Op.LT: gettext_lazy("less than %(value)s"),
    Op.LE: gettext_lazy("%(value)s or less"),
    Op.GT: gettext_lazy("more than %(value)s"),
    Op.GE: gettext_lazy("%(value)s or more"),
}


def number(value: float) -> str:
    """A limit as it stands in the rule, with up to two decimals: 3, 0.25."""
    decimals = f"{value:.2f}".rstrip("0").partition(".")[2]
    return str(number_format(value, len(decimals)))


def compared(op: Op, value: float) -> str:
    """ "3 or more", "less than 25"."""
    return str(COMPARED[op]) % {"value": number(value)}


def pain(field: str) -> str:
    """The words of one pain field."""
    return str(PAINS[field])


def one_of(codes: Sequence[StrEnum]) -> str:
    """The labels of codes, joined by "or"."""
    return get_text_list([str(labels.label(code)).lower() for code in codes], _("or"))


def predicate_words(where: Predicate) -> str:
    """What must be so on a day. KeyError for a kind that has no words yet."""
    return PREDICATES[type(where)](where)


def _field_is(where: FieldIs) -> str:
    return f"{pain(where.field)} {compared(where.op, where.value)}"


def _location(where: AnyLocation) -> str:
    return _("marked: %(places)s") % {"places": one_of(where.codes)}


def _quality(where: AnyQuality) -> str:
    return _("the pain feels: %(words)s") % {"words": one_of(where.codes)}


def _treatment(where: AnyTreatment) -> str:
    return _("done for it: %(what)s") % {"what": one_of(where.codes)}


def _flag(where: Flag) -> str:
    if where.name in set(Sign):
        sign = str(labels.label(Sign(where.name))).lower()
        return _("%(sign)s seen or felt") % {"sign": sign}
    return _("a fall, slip or knock")


def _places(where: LocationsAtLeast) -> str:
    return ngettext("at least %(n)s place marked", "at least %(n)s places marked", where.count) % {
        "n": where.count
    }


def _all_of(where: AllOf) -> str:
    return get_text_list([_inner(part) for part in where.parts], _("and"))


def _any_of(where: AnyOf) -> str:
    return get_text_list([_inner(part) for part in where.parts], _("or"))


def _not_of(where: NotOf) -> str:
    return _("not %(what)s") % {"what": _inner(where.part)}


def _inner(part: Predicate) -> str:
    """A part within brackets where it has parts itself."""
    said = predicate_words(part)
    return f"({said})" if isinstance(part, AllOf | AnyOf) else said


PREDICATES: Mapping[type, Callable[..., str]] = {
    FieldIs: _field_is,
    AnyLocation: _location,
    AnyQuality: _quality,
    AnyTreatment: _treatment,
    Flag: _flag,
    LocationsAtLeast: _places,
    AllOf: _all_of,
    AnyOf: _any_of,
    NotOf: _not_of,
}
