"""Which rules an open card speaks of: those it told of that still hold, and those that joined.

The policy tells the rules of one bundle on one card and is silent about those that become
true after it. The open card names them all the same, so that nothing that is true is hidden.
A rule told again stands on its newer card alone, and one no longer true leaves a trace.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta

from django.utils.translation import gettext as _

from rehab.content.catalogue import catalogue
from rehab.signs.model import Rule
from rehab.signs.policy import BUNDLED
from rehab.vocabulary import NoticeActionKind, Tier
from tracker.models import Injury, Notice
from tracker.overview.sign_parts import Said, Standings


def parts_of(
    rows: Sequence[Notice], stand: Standings, *, injury: Injury, today: date
) -> Mapping[int, Sequence[Mapping[str, object]]]:
    """What each card speaks of, by its key: its own parts first, then those that joined."""
    newest = _newest_card(rows)
    also = joined(rows, stand, injury=injury, today=today)
    return {
        row.pk: [*_standing_parts(row, _own_parts(row, newest), stand), *also.get(row.pk, [])]
        for row in rows
    }


def gone(row: Notice, said: Sequence[Said], stand: Standings) -> tuple[str, ...]:
    """The trace of what this open card told and the days no longer show, by name."""
    if row.closed_on is not None or any(part.is_as_told for part in said):
        return ()
    names = (
        _(str(part.get("name", ""))) for part in row.parts if str(part.get("rule")) not in stand
    )
    return tuple(dict.fromkeys(names))


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


def _newest_card(rows: Iterable[Notice]) -> dict[str, int]:
    """The newest open notice that tells of each rule."""
    found: dict[str, int] = {}
    for row in sorted(rows, key=lambda each: (each.told_at, each.pk)):
        if row.closed_on is None:
            found |= {str(part.get("rule")): row.pk for part in row.parts}
    return found


def _own_parts(row: Notice, newest: Mapping[str, int]) -> list[dict[str, object]]:
    """The parts that this card speaks of: a rule told again stands on its newer card alone."""
    if row.closed_on is not None:
        return list(row.parts)
    own = [part for part in row.parts if newest.get(str(part.get("rule"))) == row.pk]
    return own or list(row.parts)


def _standing_parts(
    row: Notice, parts: list[dict[str, object]], stand: Standings
) -> list[dict[str, object]]:
    """Of a bundle only what is still true, while something of it is: see `gone`."""
    if row.closed_on is not None or Tier(row.tier) not in BUNDLED:
        return parts
    return [part for part in parts if str(part.get("rule")) in stand] or parts


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
