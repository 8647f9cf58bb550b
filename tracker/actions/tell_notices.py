"""Tell what the policy chose as cards, and close or show again those that were told before.

A notice keeps what the person was shown. All of this is done for many injuries at once, each
by its key; the injuries come with their owner.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta
from typing import Any

from django.db.models import Q

from rehab.content.catalogue import catalogue
from rehab.signs import evaluate, policy
from rehab.signs.history import History, Told
from rehab.vocabulary import Tier
from tracker import words
from tracker.actions.keep_findings import PASSING, SWITCHED_OFF, longest_gap, plain
from tracker.actions.tell_later import tell_signs
from tracker.clock import PersonNow
from tracker.models import Injury, Notice
from tracker.regions import Region, region_of


def close_notices(true_ids: Mapping[int, set[str]], *, at: PersonNow, because: str) -> None:
    """Close each open notice of these injuries none of whose rules is true any more."""
    if not true_ids:
        return
    over = [
        notice
        for notice in Notice.objects.filter(injury__in=true_ids).open()
        if not any(part["rule"] in true_ids[notice.injury_id] for part in notice.parts)
    ]
    for notice in over:
        notice.closed_on = max(at.today, notice.told_on)
        notice.closed_because = because
        if not any(part["rule"] in catalogue().rule_set.by_id for part in notice.parts):
            notice.closed_because = SWITCHED_OFF
    if over:
        Notice.objects.bulk_update(over, ["closed_on", "closed_because"])


def reopen_notices(back: Mapping[int, frozenset[str]], *, at: PersonNow) -> None:
    """Show the last card of each rule that came back again, unless a visit closed it."""
    if not back:
        return
    since = at.today - timedelta(days=longest_gap())
    recent = Q(closed_on__isnull=True) | Q(closed_on__gt=since)
    latest: dict[tuple[int, str], Notice] = {}
    for notice in Notice.objects.filter(recent, injury__in=back).order_by("told_at", "pk"):
        for part in notice.parts:
            if part["rule"] in back[notice.injury_id]:
                latest[notice.injury_id, part["rule"]] = notice
    hidden = {notice.pk: notice for notice in latest.values() if notice.closed_because in PASSING}
    for notice in hidden.values():
        notice.closed_on, notice.closed_because = None, ""
    Notice.objects.bulk_update(hidden.values(), ["closed_on", "closed_because"])


def refresh_todays(
    injury: Injury,
    true_now: Sequence[evaluate.Finding],
    tellings: Iterable[policy.Telling],
    history: History,
    *,
    at: PersonNow,
) -> None:
    """Put a further answer into the emergency or urgent card of today, which names them."""
    told_now = {finding.rule_id for telling in tellings for finding in telling.findings}
    wider = {
        finding.rule_id: finding
        for finding in true_now
        if finding.tier in policy.AT_ONCE and finding.rule_id not in told_now
        for told in history.told
        if told.rule_id == finding.rule_id and told.on == at.today
        if set(finding.answered) - told.breadth
    }
    if not wider:
        return
    region = region_of(injury.owner)
    for notice in Notice.objects.filter(injury=injury, told_on=at.today).open():
        if any(part["rule"] in wider for part in notice.parts):
            notice.parts = [_wider_part(part, wider, region) for part in notice.parts]
            notice.save(update_fields=["parts"])


def _wider_part(
    part: dict[str, Any], wider: Mapping[str, evaluate.Finding], region: Region
) -> dict[str, Any]:
    finding = wider.get(part["rule"])
    if finding is None:
        return part
    return part | {
        "message": words.rule_sentence(finding.rule_id, finding.values, region),
        "evidence": [day.isoformat() for day in finding.evidence],
        "values": {name: plain(value) for name, value in finding.values.items()},
        "breadth": sorted(set(part["breadth"]) | policy.breadth_of(finding)),
    }


def tell(
    tellings: Iterable[tuple[Injury, Sequence[policy.Telling]]], *, at: PersonNow
) -> list[Notice]:
    """Write each telling as a card, close those it takes the place of, and put it down to be
    told elsewhere too; the new cards."""
    new = [
        (_notice(injury, telling, region_of(injury.owner), at=at), telling)
        for injury, chosen in tellings
        for telling in chosen
    ]
    if not new:
        return []
    keys = {notice.injury_id for notice, _ in new}
    rows = Notice.objects.filter(injury__in=keys).open().prefetch_related("actions")
    stand: dict[int, list[Notice]] = {key: [] for key in keys}
    for row in rows:
        stand[row.injury_id].append(row)
    for notice, telling in new:
        if telling.joins:
            notice.parts += _brought_along(notice, stand[notice.injury_id], at=at)
    over = [
        each
        for key, mine in stand.items()
        for each in _replaced([notice for notice, _ in new if notice.injury_id == key], mine)
    ]
    for each in over:
        each.closed_on = max(at.today, each.told_on)
        each.closed_because = "replaced"
    if over:
        Notice.objects.bulk_update(over, ["closed_on", "closed_because"])
    told = Notice.objects.bulk_create(notice for notice, _ in new)
    tell_signs(told, at=at)
    return told


def _brought_along(new: Notice, stand: Iterable[Notice], *, at: PersonNow) -> list[dict[str, Any]]:
    """The parts of the soon cards of the last days that nobody has answered yet."""
    since = at.today - timedelta(days=policy.LIMIT_DAYS)
    told = {part["rule"] for part in new.parts}
    return [
        {"on": notice.told_on.isoformat()} | part
        for notice in stand
        if notice.tier == Tier.SOON and notice.told_on > since and not notice.actions.all()
        for part in notice.parts
        if part["rule"] not in told
    ]


def _notice(injury: Injury, telling: policy.Telling, region: Region, *, at: PersonNow) -> Notice:
    lead = catalogue().rules[telling.lead.rule_id]
    told = telling.as_told(at.today)
    return Notice(
        injury=injury,
        told_on=at.today,
        told_at=at.now,
        tier=telling.tier.value,
        heading=words.rule_heading(lead, telling.tier, region),
        parts=[
            _part(finding, each, region)
            for finding, each in zip(telling.findings, told, strict=True)
        ],
        content_version=catalogue().content_version,
    )


def _part(finding: evaluate.Finding, told: Told, region: Region) -> dict[str, object]:
    return {
        "rule": finding.rule_id,
        "name": words.rule_name(finding.rule_id),
        "message": words.rule_sentence(finding.rule_id, finding.values, region),
        "evidence": [day.isoformat() for day in finding.evidence],
        "values": {name: plain(value) for name, value in finding.values.items()},
        "conditions": list(finding.conditions),
        "tier": told.tier.value,
        "breadth": sorted(told.breadth),
        "bundle": told.bundle,
        "topic": told.topic,
        "on": told.on.isoformat(),
    }


def _replaced(new: Sequence[Notice], stand: Iterable[Notice]) -> list[Notice]:
    """The open notices that give way: to a new one that tells each of their rules again, and
    an urgent one to an emergency with the same cause."""
    told_again = {part["rule"] for notice in new for part in notice.parts}
    causes = {part["topic"] for n in new if n.tier == Tier.EMERGENCY for part in n.parts}
    return [
        notice
        for notice in stand
        if all(part["rule"] in told_again for part in notice.parts)
        or (
            notice.tier == Tier.URGENT and all(part.get("topic") in causes for part in notice.parts)
        )
    ]
