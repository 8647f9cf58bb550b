"""Run all rules over one injury, keep what they find, tell what is new.

Called inside the transaction of every write that a rule can read. Two tables keep
apart what is true (`Finding`) and what the person was shown (`Notice`). A finding that
comes back within its episode goes on in its old row, and so does its card.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from django.db import connection
from django.db.models import Q

from rehab.causes import lean_on
from rehab.conditions import pointed_by
from rehab.content.catalogue import catalogue
from rehab.signs import evaluate, policy
from rehab.signs.history import History, Told
from rehab.vocabulary import Tier
from tracker import words
from tracker.actions.pause_loading import end_pause_of
from tracker.actions.sign_history import read_history, without_told_once
from tracker.actions.tell_later import tell_signs
from tracker.clock import PersonNow
from tracker.diary_reader import read
from tracker.models import Finding, Injury, Notice
from tracker.regions import Region, region_of

PASSING = ("passed", "edited")
# The rule was switched off, or a later content does not have it any more.
SWITCHED_OFF = "off"


def rule_set() -> evaluate.RuleSet:
    """The enabled rules, compiled once per process."""
    return catalogue().rule_set


def evaluate_signs(*, injury: Injury, at: PersonNow, edited: bool = False) -> list[Notice]:
    """Bring findings and notices up to date; return the notices that are new.

    `edited` says that an earlier entry was changed or deleted: what is no longer true
    then closes as "edited", otherwise as "passed", and as "off" when its rule is no longer
    in use. Findings of tier note are not kept.
    """
    _one_at_a_time(injury)
    diary = read(injury, today=at.today)
    every = evaluate.evaluate(rule_set(), diary, at.today)
    leaning = lean_on(catalogue().causes, diary, at.today) if every else {}
    true_now = [
        _pointing(finding, every, leaning) for finding in every if finding.tier is not Tier.NOTE
    ]
    kept = _keep_findings(injury, true_now, at=at, because="edited" if edited else "passed")
    if kept.closed:
        _close_notices(injury, {f.rule_id for f in true_now}, at=at, edited=edited)
        end_pause_of(kept.closed, injury=injury, at=at)
    if kept.back:
        _reopen_notices(injury, kept.back, today=at.today)
    history = read_history(injury, today=at.today, open_since=kept.open_since)
    true_now = without_told_once(injury, true_now, history)
    tellings = policy.choose(true_now, history, at.today, policy=catalogue().policy)
    _refresh_todays(injury, true_now, tellings, history, today=at.today)
    return _tell(injury, tellings, at=at)


def is_settled(
    every: Sequence[evaluate.Finding], rows: Iterable[Finding], history: History, today: date
) -> bool:
    """Whether an evaluation would only put today's evidence into the rows that are open.

    `every` is what is true, `rows` the open findings, `history` what was told and done about
    them. With something done today it is not settled: today's answers may tell more.
    """
    true_now = [finding for finding in every if finding.tier is not Tier.NOTE]
    told = {each.rule_id for each in history.told}
    if {(f.rule_id, f.tier.value) for f in true_now} != {(row.rule, row.tier) for row in rows}:
        return False
    if any(each.on == today for each in history.done):
        return False
    if any(finding.once and finding.rule_id not in told for finding in true_now):
        return False
    return not policy.choose(true_now, history, today, policy=catalogue().policy)


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


def _one_at_a_time(injury: Injury) -> None:
    """Let a second writer wait, where the database has several, so that each sign is told once.

    SQLite has one writer. "No key": rows below the injury may still be added meanwhile.
    """
    if connection.features.has_select_for_update_of:
        list(Injury.objects.select_for_update(no_key=True).filter(pk=injury.pk).values("pk"))


def _pointing(
    finding: evaluate.Finding,
    every: Sequence[evaluate.Finding],
    leaning: Mapping[str, float],
) -> evaluate.Finding:
    """The finding with what it can come from, in the order of the engine."""
    return replace(finding, conditions=tuple(pointed_by(finding, every, leaning)))


@dataclass(frozen=True, slots=True)
class _Kept:
    """Since when each true rule is open, which came back, and which closed."""

    open_since: dict[str, date]
    back: frozenset[str]
    closed: frozenset[str]


def _keep_findings(
    injury: Injury, true_now: Sequence[evaluate.Finding], *, at: PersonNow, because: str
) -> _Kept:
    """Open, refresh and close rows. One that comes back within its episode opens again."""
    rows = _rows_of_episodes(injury, at.today)
    true_ids = {finding.rule_id for finding in true_now}
    back = {rule for rule in true_ids if rule in rows and rows[rule].closed_on}
    for rule in back:
        rows[rule].closed_on, rows[rule].closed_because = None, ""
    changed = [
        row
        for finding in true_now
        if (row := rows.get(finding.rule_id)) is not None
        and (_refresh(row, finding, at.today) or row.rule in back)
    ]
    gone = [row for row in rows.values() if row.rule not in true_ids and not row.closed_on]
    for row in gone:
        row.closed_on = max(at.today, row.opened_on)
        row.closed_because = because if row.rule in rule_set().by_id else SWITCHED_OFF
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
    return _Kept(opened, frozenset(back), frozenset(row.rule for row in gone))


def _rows_of_episodes(injury: Injury, today: date) -> dict[str, Finding]:
    """The row of each rule whose episode may go on: open, or closed a few days ago."""
    tiers = catalogue().policy.tiers
    rows = Finding.objects.filter(injury=injury).filter(
        Q(closed_on__isnull=True)
        | Q(closed_on__gt=today - timedelta(days=_longest_gap()), closed_because__in=PASSING)
    )
    found: dict[str, Finding] = {}
    for row in rows.order_by("opened_on", "pk"):
        ends_after = tiers[Tier(row.tier)].episode_ends_after_days
        if row.closed_on is None or (today - row.closed_on).days < ends_after:
            found[row.rule] = row
    return found


def _longest_gap() -> int:
    return max(tier.episode_ends_after_days for tier in catalogue().policy.tiers.values())


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
        if not any(part["rule"] in rule_set().by_id for part in notice.parts):
            notice.closed_because = SWITCHED_OFF
    if over:
        Notice.objects.bulk_update(over, ["closed_on", "closed_because"])


def _reopen_notices(injury: Injury, rules: frozenset[str], *, today: date) -> None:
    """Show the last card of each rule that came back again, unless a visit closed it."""
    recent = Q(closed_on__isnull=True) | Q(closed_on__gt=today - timedelta(days=_longest_gap()))
    latest: dict[str, Notice] = {}
    for notice in Notice.objects.filter(recent, injury=injury).order_by("told_at", "pk"):
        latest |= {part["rule"]: notice for part in notice.parts if part["rule"] in rules}
    hidden = {notice.pk: notice for notice in latest.values() if notice.closed_because in PASSING}
    for notice in hidden.values():
        notice.closed_on, notice.closed_because = None, ""
    Notice.objects.bulk_update(hidden.values(), ["closed_on", "closed_because"])


def _refresh_todays(
    injury: Injury,
    true_now: Sequence[evaluate.Finding],
    tellings: Iterable[policy.Telling],
    history: History,
    *,
    today: date,
) -> None:
    """Put a further answer into the emergency or urgent card of today, which names them."""
    told_now = {finding.rule_id for telling in tellings for finding in telling.findings}
    wider = {
        finding.rule_id: finding
        for finding in true_now
        if finding.tier in policy.AT_ONCE and finding.rule_id not in told_now
        for told in history.told
        if told.rule_id == finding.rule_id and told.on == today
        if set(finding.answered) - told.breadth
    }
    if not wider:
        return
    region = region_of(injury.owner)
    for notice in Notice.objects.filter(injury=injury, told_on=today).open():
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
        "values": {name: _plain(value) for name, value in finding.values.items()},
        "breadth": sorted(set(part["breadth"]) | policy.breadth_of(finding)),
    }


def _tell(injury: Injury, tellings: Iterable[policy.Telling], *, at: PersonNow) -> list[Notice]:
    region = region_of(injury.owner)
    new = [(_notice(injury, telling, region, at=at), telling) for telling in tellings]
    if not new:
        return []
    stand = list(Notice.objects.filter(injury=injury).open().prefetch_related("actions"))
    for notice, telling in new:
        if telling.joins:
            notice.parts += _brought_along(notice, stand, today=at.today)
    _replace_earlier([notice for notice, _ in new], stand, at=at)
    told = Notice.objects.bulk_create(notice for notice, _ in new)
    tell_signs(injury, told, at=at)
    return told


def _brought_along(new: Notice, stand: Iterable[Notice], *, today: date) -> list[dict[str, Any]]:
    """The parts of the soon cards of the last days that nobody has answered yet."""
    since = today - timedelta(days=policy.LIMIT_DAYS)
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
        "values": {name: _plain(value) for name, value in finding.values.items()},
        "conditions": list(finding.conditions),
        "tier": told.tier.value,
        "breadth": sorted(told.breadth),
        "bundle": told.bundle,
        "topic": told.topic,
        "on": told.on.isoformat(),
    }


def _replace_earlier(new: Sequence[Notice], stand: Iterable[Notice], *, at: PersonNow) -> None:
    """An open notice gives way to a new one that tells each of its rules again, and an
    urgent one to an emergency with the same cause."""
    told_again = {part["rule"] for notice in new for part in notice.parts}
    causes = {part["topic"] for n in new if n.tier == Tier.EMERGENCY for part in n.parts}
    over = [
        notice
        for notice in stand
        if all(part["rule"] in told_again for part in notice.parts)
        or (
            notice.tier == Tier.URGENT and all(part.get("topic") in causes for part in notice.parts)
        )
    ]
    for notice in over:
        notice.closed_on = max(at.today, notice.told_on)
        notice.closed_because = "replaced"
    if over:
        Notice.objects.bulk_update(over, ["closed_on", "closed_because"])
