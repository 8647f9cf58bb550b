"""What a rule asks of the injury and the person, in words.

A new field that a rule may read (`rehab.signs.parse.INJURY_FIELDS`) gets its words here;
`tests/tracker/signs/test_rule_words.py` fails until it has them.
"""

from collections.abc import Mapping
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rehab.content.catalogue import catalogue
from rehab.signs.nodes import InjuryIs
from rehab.signs.predicates import Op
from rehab.vocabulary import InjuryType, Mechanism, Onset, OnsetPrecision, Sex, Side
from tracker import labels
from tracker.overview.predicate_words import compared

FIELDS: Mapping[str, labels.Words] = {
    "side": gettext_lazy("Side"),
    "onset": gettext_lazy("How it began"),
    "type": gettext_lazy("What it was taken for"),
    "grade": gettext_lazy("Grade"),
    "mechanism": gettext_lazy("What happened"),
    "age": gettext_lazy("Age"),
    "sex": gettext_lazy("Sex"),
    "programme": gettext_lazy("Plan"),
    "pop": gettext_lazy("A pop when it happened"),
    "bruising": gettext_lazy("A bruise at the start"),
    "swelling": gettext_lazy("Swelling at the start"),
    "gap": gettext_lazy("A dent in the muscle"),
    "can_walk": gettext_lazy("Able to walk at the start"),
}
CODES = {"side": Side, "onset": Onset, "type": InjuryType, "mechanism": Mechanism, "sex": Sex}


def injury_words(node: InjuryIs) -> str:
    """ "Grade: 2 or more", "How it began: not slowly (or not told)"."""
    return _("%(field)s: %(value)s") % {"field": FIELDS[node.field], "value": _value(node)}


def _value(node: InjuryIs) -> str:
    if node.op is None or node.value is None:
        return _("not told")
    if isinstance(node.value, int) and not isinstance(node.value, bool):
        if node.op is Op.NE:
            return _("not %(value)s, or not told") % {"value": node.value}
        return compared(node.op, node.value)
    word = _word(node)
    # What is not told is not this either: an empty field satisfies it.
    return _("not “%(value)s”, or not told") % {"value": word} if node.op is Op.NE else word


def _word(node: InjuryIs) -> str:
    if isinstance(node.value, bool):
        return _("yes") if node.value else _("no")
    code = str(node.value)
    if node.field == "programme":
        plan = catalogue().programmes.get(code)
        return _(plan.name) if plan else code
    return str(labels.label(CODES[node.field](code))).lower()


def began_sentence(on: date | None, precision: str) -> str:
    """When it began, no more exactly than it was told; "" when it is not known."""
    if on is None:
        return ""
    month = date_format(on, "F Y")
    match precision:
        case OnsetPrecision.DAY:
            return _("It began on %(day)s.") % {"day": date_format(on, "j F Y")}
        case OnsetPrecision.MONTH:
            return _("It began in %(month)s.") % {"month": month}
        case OnsetPrecision.YEAR:
            return _("It began in %(year)s.") % {"year": on.year}
        case OnsetPrecision.ABOUT:
            return _("It began around %(month)s.") % {"month": month}
    return ""
