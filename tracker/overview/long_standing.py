"""What the card of long-standing pain rests on: since when, how it is now, what was tried."""

from collections.abc import Iterable, Mapping

from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from rehab.vocabulary import CareKind, CareOutcome
from tracker.labels import label
from tracker.models import Care, Injury, Notice
from tracker.overview.injury_words import began_sentence
from tracker.overview.progress_words import number
from tracker.overview.sign_parts import Standings

RULE = "r_long_standing"
TRIED_MOST = 4


def seen_long_standing(
    injury: Injury, notices: Iterable[Notice], stand: Standings
) -> Mapping[str, tuple[str, ...]]:
    """The lines by rule, with one query when such a notice is open, else none.

    Pain is the usual everyday NRS (0-10) of the rule's own counting; what was not told,
    such as an unknown onset, gives no line.
    """
    if not any(part.get("rule") == RULE for notice in notices for part in notice.parts):
        return {}
    lines = [began_sentence(injury.onset_on, injury.onset_precision), _now(stand), _tried(injury)]
    return {RULE: tuple(line for line in lines if line)}


def _now(stand: Standings) -> str:
    usual = stand[RULE].values.get("median") if RULE in stand else None
    if not isinstance(usual, int | float):
        return ""
    return _("Everyday pain is usually %(n)s of 10.") % {"n": number(usual)}


def _tried(injury: Injury) -> str:
    """Scans and treatments that are over, each with what became of it."""
    rows = Care.objects.filter(injury=injury, is_now=False, outcome__isnull=False)
    named = [
        _("%(what)s (%(outcome)s)")
        % {
            "what": name or str(label(CareKind(kind))),
            "outcome": str(label(CareOutcome(str(outcome)))).lower(),
        }
        for kind, name, outcome in rows.values_list("kind", "name", "outcome")[: TRIED_MOST + 1]
    ]
    if len(named) > TRIED_MOST:
        named = [*named[:TRIED_MOST], _("more")]
    return _("Tried so far: %(list)s.") % {"list": get_text_list(named, _("and"))} if named else ""
