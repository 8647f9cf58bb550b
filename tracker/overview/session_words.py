"""What was done of an exercise in words, and what its pain means by the limits."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rehab.content.catalogue import catalogue
from rehab.programme.log import Item
from rehab.programme.measures import PainProfile
from rehab.programme.today import Due
from tracker.overview.plan_words import names_of, number


def told_words(item: Item) -> str:
    """What was told of one exercise: "3 × 12, 10 kg, pain 2"; "" when nothing was."""
    parts = [_amount(item)]
    if item.load_kg is not None:
        parts.append(_("%(n)s kg") % {"n": number(item.load_kg)})
    if item.pain is not None:
        parts.append(_("pain %(n)s") % {"n": item.pain})
    return ", ".join(part for part in parts if part)


def _amount(item: Item) -> str:
    """The sets with what was in each: "3 × 12", "5 × 30 seconds", "2 sets"."""
    what = []
    if item.reps is not None:
        what.append(str(item.reps))
    if item.hold_s is not None:
        what.append(ngettext("%(n)s second", "%(n)s seconds", item.hold_s) % {"n": item.hold_s})
    if item.sets is None:
        only_reps = item.reps is not None and item.hold_s is None
        return _("%(n)s each") % {"n": item.reps} if only_reps else " × ".join(what)
    if not what:
        return ngettext("%(n)s set", "%(n)s sets", item.sets) % {"n": item.sets}
    return " × ".join([str(item.sets), *what])


def pain_words(exercise: str, pain: int | None, limits: PainProfile) -> str:
    """What pain during an exercise (NRS 0-10) asks; "" while it is within the limits or not told.

    Over the limit to stop, the easier neighbour stands for it next time, as the plan does.
    """
    if pain is None or pain <= limits.during_go_max:
        return ""
    told = {"n": pain, "stop": limits.during_hold_max + 1}
    if pain <= limits.during_hold_max:
        return _("Pain %(n)s: same again next time, do not add.") % told
    words = _("Pain %(n)s: stop this exercise for today. Your limit to stop is %(stop)s.") % told
    easier = catalogue().exercises[exercise].regress
    if easier is None or easier not in catalogue().exercises:
        return words
    return f"{words} {_('Next time: %(easier)s.') % {'easier': names_of([easier])}}"


def whole_pain_words(pain: int | None, limits: PainProfile) -> str:
    """What the worst pain of a whole session (NRS 0-10) asks; "" within the limits, or not told."""
    if pain is None or pain <= limits.during_go_max:
        return ""
    told = {"n": pain, "stop": limits.during_hold_max + 1}
    if pain <= limits.during_hold_max:
        return _("Pain %(n)s: same again next time, do not add.") % told
    return _("Pain %(n)s: stop for today. Your limit to stop is %(stop)s.") % told


def stands_for(due: Due) -> str:
    """Why an exercise stands in the list in place of another one; "" when it does not."""
    if not due.instead_of:
        return ""
    told = {"exercise": names_of([due.instead_of])}
    match due.why:
        case "equipment":
            return _("In place of: %(exercise)s, you do not have what it needs") % told
        case "lighter":
            return _("In place of: %(exercise)s, which hurt too much last time") % told
    return _("Before: %(exercise)s") % told
