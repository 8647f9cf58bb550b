"""What the card about pain after a fall rests on: the usual pain before it and of late.

Both are medians of logged days alone, by the numbers of the rule that speaks; with too few
days on either side, or without a rise as large as the rule asks for, nothing is said.
"""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from statistics import median

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from rehab.content.catalogue import catalogue
from rehab.signs.nodes import AfterFall, nodes_of
from rehab.vocabulary import FallKind, PainContext
from tracker import words
from tracker.labels import label
from tracker.models import Day, Fall, Injury, Notice
from tracker.overview.progress_words import number
from tracker.overview.sign_parts import Standing, Standings

WHAT = {
    FallKind.FALL: gettext_noop("your fall"),
    FallKind.SLIP: gettext_noop("your slip"),
    FallKind.NEAR_FALL: gettext_noop("your leg shot out"),
    FallKind.KNOCK: gettext_noop("the knock"),
}
Lines = Mapping[str, tuple[str, ...]]


def seen_after_fall(injury: Injury, notices: Iterable[Notice], stand: Standings) -> Lines:
    """The line by rule, in two queries when such a notice is open and true, else none."""
    shown = {str(part.get("rule")) for notice in notices for part in notice.parts}
    told = {
        rule: tuple(line for line in [_line(injury, node, stand[rule])] if line)
        for rule in sorted(shown & set(stand))
        if (node := _node(rule)) is not None
    }
    return {rule: lines for rule, lines in told.items() if lines}


def _node(rule_id: str) -> AfterFall | None:
    """The part of a rule that asks for a rise after a fall; None where it has none."""
    rule = catalogue().rules.get(rule_id)
    parts = nodes_of(rule.condition) if rule else ()
    return next((part for part in parts if isinstance(part, AfterFall)), None)


def _line(injury: Injury, node: AfterFall, standing: Standing) -> str:
    try:
        fell_on = date.fromisoformat(str(standing.values.get("fall_date")))
        context = PainContext(node.field)
    except ValueError:
        return ""
    first, last = fell_on - timedelta(days=node.before), standing.on
    rows = Day.objects.filter(injury=injury, on__gte=first, on__lte=last)
    scores = dict(rows.exclude(**{context.value: None}).values_list("on", context.value))
    newest = last - timedelta(days=node.recent - 1)
    before = [score for on, score in scores.items() if on < fell_on]
    now = [score for on, score in scores.items() if on >= max(newest, fell_on)]
    if min(len(before), len(now)) < node.min_logged:
        return ""
    was, usual = float(median(before)), float(median(now))
    if usual - was < node.rise_at_least:
        return ""
    told = _("%(pain)s is usually %(now)s. It was %(before)s before %(what)s on %(day)s.")
    return told % {
        "what": _(WHAT[_kind(injury, fell_on)]),
        "pain": _pain(context),
        "now": number(usual),
        "before": number(was),
        "day": words.day_words(fell_on),
    }


def _kind(injury: Injury, on: date) -> FallKind:
    """How that fall was told; of several on one day the gravest, "fall" where it is gone."""
    kinds = set(Fall.objects.filter(owner_id=injury.owner_id, on=on).values_list("kind", flat=True))
    return next((kind for kind in FallKind if kind.value in kinds), FallKind.FALL)


def _pain(context: PainContext) -> str:
    if context is PainContext.SITTING:
        return _("Sitting pain")
    return _("Pain (%(when)s)") % {"when": str(label(context)).lower()}
