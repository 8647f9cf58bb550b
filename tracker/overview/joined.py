"""Rules that joined a card which stands already: they bring no card of their own.

The policy tells the rules of one bundle on one card and is silent about those that become
true after it. The open card names them all the same, so that nothing that is true is hidden.
"""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta

from rehab.content.catalogue import catalogue
from rehab.signs.model import Rule
from rehab.signs.policy import BUNDLED
from rehab.vocabulary import NoticeActionKind, Tier
from tracker.models import Injury, Notice


def joined(
    rows: Iterable[Notice], true_now: Iterable[str], *, injury: Injury, today: date
) -> Mapping[int, list[dict[str, str]]]:
    """The parts that each open notice gains, by its key, in the order of their names.

    A rule joins the newest card of its bundle whose tier is its own or higher. One that has a
    card already, that something more pressing covers, whose card was "not for me", or that
    somebody looked into in the last weeks, does not. One query, and only where a rule joins.
    """
    open_rows = [row for row in rows if row.closed_on is None]
    on_cards = {str(part.get("rule")) for row in open_rows for part in row.parts}
    rules = catalogue().rules
    true_rules = [rules[name] for name in sorted(true_now) if name in rules]
    found: dict[int, list[dict[str, str]]] = {}
    for rule in true_rules:
        if rule.id in on_cards or rule.tier not in BUNDLED or _is_covered(rule, true_rules):
            continue
        row = _card_of(rule, open_rows)
        if row is not None:
            found.setdefault(row.pk, []).append({"rule": rule.id})
    if not found:
        return {}
    quiet = _seen_lately(injury, today)
    return {
        key: [part for part in parts if part["rule"] not in quiet] for key, parts in found.items()
    }


def _seen_lately(injury: Injury, today: date) -> frozenset[str]:
    """The rules whose cards a visit closed within the weeks in which they stay silent."""
    since = today - timedelta(days=catalogue().policy.seen_silence_days)
    seen = Notice.objects.filter(injury=injury, closed_because="visit", closed_on__gt=since)
    return frozenset(str(part.get("rule")) for row in seen for part in row.parts)


def _card_of(rule: Rule, rows: Iterable[Notice]) -> Notice | None:
    own = [
        row
        for row in rows
        if Tier(row.tier) in BUNDLED
        and Tier(row.tier).rank >= rule.tier.rank
        and rule.bundle is not None
        and any(part.get("bundle") == rule.bundle for part in row.parts)
        and not _is_refused(row)
    ]
    return max(own, key=lambda row: (row.told_at, row.pk), default=None)


def _is_refused(row: Notice) -> bool:
    latest = next(reversed(list(row.actions.all())), None)
    return latest is not None and latest.kind == NoticeActionKind.NOT_FOR_ME


def _is_covered(rule: Rule, true_rules: Iterable[Rule]) -> bool:
    """As the policy has it: something more pressing about the same cause is true too."""
    return any(
        other.tier.rank > rule.tier.rank
        and (
            other.topic == rule.topic or (rule.tier is Tier.ROUTINE and rule.topic in other.covers)
        )
        for other in true_rules
    )
