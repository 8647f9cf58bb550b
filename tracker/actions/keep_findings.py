"""Keep what rules find true as rows: open, refresh and close them, for many injuries at once.

A finding that comes back within its episode goes on in its old row.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from django.db.models import Q

from rehab.content.catalogue import catalogue
from rehab.signs import evaluate
from rehab.vocabulary import Tier
from tracker.models import Finding

PASSING = ("passed", "edited")
# The rule was switched off, or a later content does not have it any more.
SWITCHED_OFF = "off"
FIELDS = (
    *("tier", "evidence", "values", "conditions", "last_true_on"),
    *("closed_on", "closed_because"),
)


@dataclass(frozen=True, slots=True)
class Kept:
    """Since when each true rule of an injury is open, which came back, and which closed."""

    open_since: dict[str, date]
    back: frozenset[str]
    closed: frozenset[str]


def keep_findings(
    true_now: Mapping[int, Sequence[evaluate.Finding]], *, today: date, because: str
) -> dict[int, Kept]:
    """Bring the rows of each injury, by its key, to what is true now; what closes does so
    `because`. In at most three statements, however many injuries."""
    rows = _rows_of_episodes(true_now, today)
    changed: list[Finding] = []
    fresh: list[Finding] = []
    kept: dict[int, Kept] = {}
    for key, findings in true_now.items():
        mine = rows[key]
        true_ids = {finding.rule_id for finding in findings}
        back = {rule for rule in true_ids if rule in mine and mine[rule].closed_on}
        for rule in back:
            mine[rule].closed_on, mine[rule].closed_because = None, ""
        changed += [
            row
            for finding in findings
            if (row := mine.get(finding.rule_id)) is not None
            and (_refresh(row, finding, today) or row.rule in back)
        ]
        gone = [row for row in mine.values() if row.rule not in true_ids and not row.closed_on]
        for row in gone:
            row.closed_on = max(today, row.opened_on)
            row.closed_because = because if row.rule in catalogue().rule_set.by_id else SWITCHED_OFF
        new = [_row(key, finding, today) for finding in findings if finding.rule_id not in mine]
        changed += gone
        fresh += new
        opened = {row.rule: row.opened_on for row in [*mine.values(), *new] if row.rule in true_ids}
        kept[key] = Kept(opened, frozenset(back), frozenset(row.rule for row in gone))
    if changed:
        Finding.objects.bulk_update(changed, FIELDS)
    if fresh:
        Finding.objects.bulk_create(fresh)
    return kept


def put_evidence(found: Mapping[int, Sequence[evaluate.Finding]], *, today: date) -> None:
    """Put today's evidence into the open findings of settled injuries, by their key.

    What an entry wrote today stays: it knows more. Call it inside a transaction.
    """
    rows = Finding.objects.select_for_update().open()
    changed = []
    by_rule = {(key, each.rule_id): each for key, all_ in found.items() for each in all_}
    for row in rows.filter(injury__in=found, last_true_on__lt=today):
        finding = by_rule.get((row.injury_id, row.rule))
        if finding is not None:
            _refresh(row, replace(finding, conditions=tuple(row.conditions)), today)
            changed.append(row)
    Finding.objects.bulk_update(changed, ["tier", "evidence", "values", "last_true_on"])


def longest_gap() -> int:
    """The most days after which a finding that comes back may still be the same episode."""
    return max(tier.episode_ends_after_days for tier in catalogue().policy.tiers.values())


def plain(value: object) -> object:
    """A value of a finding as JSON keeps it."""
    return list(value) if isinstance(value, tuple) else value


def _rows_of_episodes(injuries: Collection[int], today: date) -> dict[int, dict[str, Finding]]:
    """The row of each rule whose episode may go on: open, or closed a few days ago."""
    tiers = catalogue().policy.tiers
    rows = Finding.objects.filter(injury__in=injuries).filter(
        Q(closed_on__isnull=True)
        | Q(closed_on__gt=today - timedelta(days=longest_gap()), closed_because__in=PASSING)
    )
    found: dict[int, dict[str, Finding]] = {key: {} for key in injuries}
    for row in rows.order_by("opened_on", "pk"):
        ends_after = tiers[Tier(row.tier)].episode_ends_after_days
        if row.closed_on is None or (today - row.closed_on).days < ends_after:
            found[row.injury_id][row.rule] = row
    return found


def _row(injury: int, finding: evaluate.Finding, today: date) -> Finding:
    row = Finding(
        injury_id=injury,
        rule=finding.rule_id,
        rule_version=catalogue().rules[finding.rule_id].version,
        topic=finding.topic,
        opened_on=today,
        last_true_on=today,
        content_version=catalogue().content_version,
    )
    _refresh(row, finding, today)
    return row


def _refresh(row: Finding, finding: evaluate.Finding, today: date) -> bool:
    """Put today's evidence into the row; whether anything changed."""
    fresh = {
        "tier": finding.tier.value,
        "evidence": [day.isoformat() for day in finding.evidence],
        "values": {name: plain(value) for name, value in finding.values.items()},
        "conditions": list(finding.conditions),
        "last_true_on": today,
    }
    if all(getattr(row, name) == value for name, value in fresh.items()):
        return False
    for name, value in fresh.items():
        setattr(row, name, value)
    return True
