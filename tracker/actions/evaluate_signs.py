"""Run all rules over one injury, keep what they find, tell what is new.

Called inside the transaction of every write that a rule can read. Two tables keep
apart what is true (`Finding`) and what the person was shown (`Notice`).
"""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from functools import cache
from typing import Any

from django.db.models import Q

from rehab.content.catalogue import catalogue
from rehab.signs import evaluate, policy
from rehab.vocabulary import NoticeActionKind, Tier
from tracker import words
from tracker.clock import PersonNow
from tracker.diary_reader import read
from tracker.models import Finding, Injury, Notice
from tracker.regions import Region, region_of

# Longer than any silence or repeat of the policy, so that a closed notice older than
# this can no longer change what is told.
HISTORY_DAYS = 120


@cache
def rule_set() -> evaluate.RuleSet:
    """The enabled rules, compiled once per process."""
    return evaluate.RuleSet(catalogue().enabled_rules)


def evaluate_signs(*, injury: Injury, at: PersonNow, edited: bool = False) -> list[Notice]:
    """Bring findings and notices up to date; return the notices that are new.

    `edited` says that an earlier entry was changed or deleted: what is no longer true
    then closes as "edited", otherwise as "passed". Findings of tier note are not kept.
    """
    diary = read(injury, today=at.today)
    true_now = [
        finding
        for finding in evaluate.evaluate(rule_set(), diary, at.today)
        if finding.tier is not Tier.NOTE
    ]
    opened, closed = _keep_findings(
        injury, true_now, at=at, because="edited" if edited else "passed"
    )
    if closed:
        _close_notices(injury, {f.rule_id for f in true_now}, at=at, edited=edited)
    history = read_history(injury, today=at.today, open_since=opened)
    true_now = _without_told_once(injury, true_now, history)
    tellings = policy.choose(true_now, history, at.today, policy=catalogue().policy)
    return _tell(injury, tellings, at=at)


def read_history(injury: Injury, *, today: date, open_since: dict[str, date]) -> policy.History:
    """What was told and done, as far back as it can still matter, in one query."""
    rows = (
        Notice.objects.filter(injury=injury)
        .filter(Q(closed_on__isnull=True) | Q(told_on__gte=today - timedelta(days=HISTORY_DAYS)))
        .order_by("told_at", "pk", "actions__at", "actions__pk")
        .values_list("pk", "told_on", "parts", "actions__kind", "actions__on", "actions__until")
    )
    told: dict[int, list[policy.Told]] = {}
    done: list[policy.Done] = []
    for pk, told_on, parts, kind, on, until in rows:
        if pk not in told:
            told[pk] = [_told(part, told_on) for part in parts]
        if kind:
            done += [policy.Done(part["rule"], NoticeActionKind(kind), on, until) for part in parts]
    return policy.History(
        told=tuple(each for several in told.values() for each in several),
        done=tuple(sorted(done, key=lambda each: each.on)),
        open_since=open_since,
    )


def _without_told_once(
    injury: Injury, true_now: Sequence[evaluate.Finding], history: policy.History
) -> list[evaluate.Finding]:
    """Leave out what is told once per injury and was told longer ago than the history reaches."""
    told = {each.rule_id for each in history.told}
    waiting = {f.rule_id for f in true_now if f.once and f.rule_id not in told}
    if waiting:
        notices = Notice.objects.filter(injury=injury).values_list("parts", flat=True)
        waiting &= {part["rule"] for parts in notices for part in parts}
    return [finding for finding in true_now if finding.rule_id not in waiting]


def _told(part: dict[str, Any], told_on: date) -> policy.Told:
    return policy.Told(
        rule_id=part["rule"],
        tier=Tier(part["tier"]),
        on=told_on,
        breadth=frozenset(part["breadth"]),
        bundle=part["bundle"],
    )


def _keep_findings(
    injury: Injury, true_now: Sequence[evaluate.Finding], *, at: PersonNow, because: str
) -> tuple[dict[str, date], bool]:
    """Open, refresh and close rows; return since when each is open, and whether any closed."""
    rows = {row.rule: row for row in Finding.objects.filter(injury=injury).open()}
    true_ids = {finding.rule_id for finding in true_now}
    changed = [
        row
        for finding in true_now
        if (row := rows.get(finding.rule_id)) is not None and _refresh(row, finding, at.today)
    ]
    gone = [row for row in rows.values() if row.rule not in true_ids]
    for row in gone:
        row.closed_on = max(at.today, row.opened_on)
        row.closed_because = because
    if changed or gone:
        Finding.objects.bulk_update(
            changed + gone,
            [
                "tier",
                "evidence",
                "values",
                "conditions",
                "last_true_on",
                "closed_on",
                "closed_because",
            ],
        )
    fresh = [_row(injury, f, at.today) for f in true_now if f.rule_id not in rows]
    if fresh:
        Finding.objects.bulk_create(fresh)
    opened = {row.rule: row.opened_on for row in [*rows.values(), *fresh] if row.rule in true_ids}
    return opened, bool(gone)


def _row(injury: Injury, finding: evaluate.Finding, today: date) -> Finding:
    row = Finding(
        injury=injury,
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
        "values": {name: _plain(value) for name, value in finding.values.items()},
        "conditions": list(finding.conditions),
        "last_true_on": today,
    }
    if all(getattr(row, name) == value for name, value in fresh.items()):
        return False
    for name, value in fresh.items():
        setattr(row, name, value)
    return True


def _plain(value: object) -> object:
    return list(value) if isinstance(value, tuple) else value


def _close_notices(injury: Injury, true_ids: set[str], *, at: PersonNow, edited: bool) -> None:
    """Close each open notice none of whose rules is true any more."""
    over = [
        notice
        for notice in Notice.objects.filter(injury=injury).open()
        if not any(part["rule"] in true_ids for part in notice.parts)
    ]
    for notice in over:
        notice.closed_on = max(at.today, notice.told_on)
        notice.closed_because = "edited" if edited else "passed"
    if over:
        Notice.objects.bulk_update(over, ["closed_on", "closed_because"])


def _tell(injury: Injury, tellings: Iterable[policy.Telling], *, at: PersonNow) -> list[Notice]:
    region = region_of(injury.owner)
    new = [_notice(injury, telling, region, at=at) for telling in tellings]
    if new:
        _replace_earlier(injury, new, at=at)
        Notice.objects.bulk_create(new)
    return new


def _notice(injury: Injury, telling: policy.Telling, region: Region, *, at: PersonNow) -> Notice:
    lead = catalogue().rules[telling.lead.rule_id]
    within_days = lead.within_days if telling.tier is lead.tier else None
    told = telling.as_told(at.today)
    return Notice(
        injury=injury,
        told_on=at.today,
        told_at=at.now,
        tier=telling.tier.value,
        heading=words.tier_heading(telling.tier, within_days),
        parts=[
            _part(finding, each, region)
            for finding, each in zip(telling.findings, told, strict=True)
        ],
        content_version=catalogue().content_version,
    )


def _part(finding: evaluate.Finding, told: policy.Told, region: Region) -> dict[str, object]:
    return {
        "rule": finding.rule_id,
        "name": words.rule_name(finding.rule_id),
        "message": words.rule_sentence(finding.rule_id, finding.values, region),
        "evidence": [day.isoformat() for day in finding.evidence],
        "tier": told.tier.value,
        "breadth": sorted(told.breadth),
        "bundle": told.bundle,
    }


def _replace_earlier(injury: Injury, new: Sequence[Notice], *, at: PersonNow) -> None:
    """An open notice whose every rule is told again now gives way to the new one."""
    told_again = {part["rule"] for notice in new for part in notice.parts}
    over = [
        notice
        for notice in Notice.objects.filter(injury=injury).open()
        if all(part["rule"] in told_again for part in notice.parts)
    ]
    for notice in over:
        notice.closed_on = max(at.today, notice.told_on)
        notice.closed_because = "replaced"
    if over:
        Notice.objects.bulk_update(over, ["closed_on", "closed_because"])
