"""What a person is newly told today, out of everything that is true today.

Pure: findings of today and the history so far go in, messages come out. The app
and the replay of a diary file use the same function, so they cannot differ.

- An emergency is told at once, again with a new yes on a later day or after a visit,
  and cannot be put off; its card stays until it ends. An urgent finding is told at
  once, once more the next day if nobody did anything, then weekly while new days
  support it; after "arranged" it is asked about the next day. One rule is told once a
  day: a further answer that asks for nothing new joins the card of that day.
- While a finding is true, weaker ones about the same cause (topic) are not told. For
  the first days of an emergency that nobody was seen for, soon and routine wait.
- What goes and comes back within a few days is the same episode, see `open_since`.
- Soon and routine findings that are due on one day become one message, the highest
  tier first. Within 7 days at most one such message is new, but a lower tier never
  holds back a higher one, and a soon finding on a new topic joins the card of the
  last days at once.
- Rules of one bundle are one card: a rule joining a card that was told already is
  not told again, and a card is told once more as soon, not each of its rules.
- "Seen" silences a rule for six weeks; of emergency and urgent rules it silences
  only the answers given before the visit. "Not for me" lasts 28 days and ends at
  once when the tier rises or the pattern widens.
- Ignored and still true: routine is told once more as soon after 28 days, soon once
  more after 14 days; then it is silent.
- A finding of tier note is never told.
Source: warning signs, policy; review notes 1.5, H24, H25, H43; decisions 2.8.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from rehab.signs.evaluate import Finding
from rehab.signs.history import Done, History, Told, last_done
from rehab.signs.model import Policy
from rehab.vocabulary import NoticeActionKind, Tier

LIMIT_DAYS = 7
AT_ONCE = frozenset({Tier.EMERGENCY, Tier.URGENT})
BUNDLED = frozenset({Tier.SOON, Tier.ROUTINE})


class Reason(StrEnum):
    """Why something is told now."""

    NEW = "new"
    AGAIN = "again"
    BACK = "back"
    NEW_ANSWER = "new_answer"
    WIDER = "wider"
    HIGHER = "higher"
    FOLLOW_UP = "follow_up"
    ESCALATED = "escalated"


@dataclass(frozen=True, slots=True)
class Telling:
    """One message: its tier, what it tells (the first leads) and why each is told now.

    `joins` says that it adds to the soon card of the last 7 days, which goes on as one.
    """

    tier: Tier
    findings: tuple[Finding, ...]
    reasons: tuple[Reason, ...]
    joins: bool = False

    @property
    def lead(self) -> Finding:
        return self.findings[0]

    def as_told(self, on: date) -> tuple[Told, ...]:
        """What the history keeps of this message.

        A routine rule that rides in a soon message stays routine; an escalated one
        is kept as soon, so that it is escalated once only.
        """
        return tuple(
            Told(
                rule_id=finding.rule_id,
                tier=Tier.SOON if reason is Reason.ESCALATED else finding.tier,
                on=on,
                breadth=breadth_of(finding),
                bundle=finding.bundle,
                topic=finding.topic,
            )
            for finding, reason in zip(self.findings, self.reasons, strict=True)
        )


@dataclass(frozen=True, slots=True)
class _Due:
    """A finding that is due, and the tier it is told in."""

    finding: Finding
    reason: Reason
    tier: Tier


def choose(
    findings: Sequence[Finding], history: History, today: date, *, policy: Policy
) -> list[Telling]:
    """Choose what is newly told today, the highest tier first."""
    due = [
        _due(finding, history, today, policy)
        for finding in findings
        if not _is_covered(finding, findings)
    ]
    ready = [each for each in due if each is not None]
    ready.sort(key=lambda each: (-each.tier.rank, -each.finding.tier.rank))
    at_once = [
        Telling(tier=each.tier, findings=(each.finding,), reasons=(each.reason,))
        for each in ready
        if each.tier in AT_ONCE
    ]
    if _emergency_holds(at_once, findings, history, today, policy):
        return at_once
    return at_once + _bundle(
        [each for each in ready if each.tier in BUNDLED], history, today, policy
    )


def _is_covered(finding: Finding, findings: Sequence[Finding]) -> bool:
    """Whether something more pressing about the same cause is true too."""
    return any(
        other.tier.rank > finding.tier.rank
        and (
            other.topic == finding.topic
            or (finding.tier is Tier.ROUTINE and finding.topic in other.covers)
        )
        for other in findings
    )


def _emergency_holds(
    told_now: Sequence[Telling],
    findings: Sequence[Finding],
    history: History,
    today: date,
    policy: Policy,
) -> bool:
    """Whether an emergency is so new that nothing else should be read beside it."""
    if any(telling.tier is Tier.EMERGENCY for telling in told_now):
        return True
    true = {finding.rule_id for finding in findings}
    return any(
        told.tier is Tier.EMERGENCY
        and (told.on == today or _is_unseen(told, true, history))
        and 0 <= (today - told.on).days < policy.emergency_holds_days
        for told in history.told
    )


def _is_unseen(told: Told, true: set[str], history: History) -> bool:
    if told.rule_id not in true:
        return False
    done = last_done(told, history)
    return done is None or done.kind is not NoticeActionKind.SEEN


def breadth_of(finding: Finding) -> frozenset[str]:
    """What a pattern covers: the places, the answers, the combined signs."""
    parts: set[str] = set(finding.answered)
    for name in ("places", "list"):
        value = finding.values.get(name)
        if isinstance(value, tuple):
            parts.update(value)
    return frozenset(parts)


def _bundle(due: list[_Due], history: History, today: date, policy: Policy) -> list[Telling]:
    """One message out of what is due in the tiers soon and routine, or none."""
    own = [each for each in due if not _joins_told_card(each, history, today, policy)]
    # What became soon by ageing waits like the routine finding that it is.
    if own and _has_room(own[0].finding.tier, history, today, policy):
        return [_telling(own)]
    joining = [each for each in own if _joins_soon_card(each, history, today)]
    return [_telling(joining, joins=True)] if joining else []


def _telling(due: Sequence[_Due], *, joins: bool = False) -> Telling:
    return Telling(
        tier=due[0].tier,
        findings=tuple(each.finding for each in due),
        reasons=tuple(each.reason for each in due),
        joins=joins,
    )


def _joins_soon_card(due: _Due, history: History, today: date) -> bool:
    """Whether it is soon by itself, new or back, and about a cause not told of in 7 days.

    The weekly limit is there against repeats; a new cause of this tier (nerve, night,
    lump, illness) must not wait because another one came first.
    """
    if due.finding.tier is not Tier.SOON or due.reason not in (Reason.NEW, Reason.BACK):
        return False
    return not any(
        told.topic == due.finding.topic
        and told.tier.rank >= Tier.SOON.rank
        and 0 <= (today - told.on).days < LIMIT_DAYS
        for told in history.told
    )


def _has_room(tier: Tier, history: History, today: date, policy: Policy) -> bool:
    """Whether one more message of this tier may be told: only the same or a higher one counts."""
    days = {
        told.on
        for told in history.told
        if told.tier in BUNDLED
        and told.tier.rank >= tier.rank
        and 0 <= (today - told.on).days < LIMIT_DAYS
    }
    limit = policy.tiers[tier].max_new_in_7_days
    return limit is None or len(days) < limit


def _joins_told_card(due: _Due, history: History, today: date, policy: Policy) -> bool:
    """Whether another rule of the bundle, told lately at this tier or above, has its card.

    A card that was told once more as soon is not so for each of its rules. "Not for me"
    closes a card: what comes then is a wider pattern.
    """
    bundle = due.finding.bundle
    if bundle is None or due.reason not in (Reason.NEW, Reason.BACK, Reason.ESCALATED):
        return False
    for told in history.told:
        is_sibling = told.bundle == bundle and told.rule_id != due.finding.rule_id
        is_recent = (today - told.on).days < policy.escalate_routine_after_days
        if is_sibling and is_recent and told.tier.rank >= due.tier.rank:
            done = last_done(told, history)
            if done is None or done.kind is not NoticeActionKind.NOT_FOR_ME:
                return True
    return False


def _due(finding: Finding, history: History, today: date, policy: Policy) -> _Due | None:
    if finding.tier is Tier.NOTE:
        return None
    reason = _reason(finding, history, today, policy)
    if reason is None:
        return None
    return _Due(finding, reason, Tier.SOON if reason is Reason.ESCALATED else finding.tier)


def _reason(finding: Finding, history: History, today: date, policy: Policy) -> Reason | None:
    told = [each for each in history.told if each.rule_id == finding.rule_id]
    if not told:
        return Reason.NEW
    if finding.once:
        return None
    last = told[-1]
    if finding.tier.rank > last.tier.rank:
        return Reason.HIGHER
    done = last_done(last, history)
    if finding.tier in AT_ONCE:
        return _reason_at_once(finding, told, done, history, today, policy)
    if done is not None:
        return _reason_after(finding, last, done, today, policy)
    return _reason_ignored(finding, told, history, today, policy)


def _reason_at_once(
    finding: Finding,
    told: list[Told],
    done: Done | None,
    history: History,
    today: date,
    policy: Policy,
) -> Reason | None:
    """Emergency and urgent: a new yes or a new episode speaks at once, whatever was done."""
    last = told[-1]
    since = max(last.on, done.on) if done else last.on
    if any(day > since for day in finding.answered.values()):
        return Reason.NEW_ANSWER
    if done is not None and _is_answered_after(finding, last, done, history):
        return Reason.NEW_ANSWER
    is_told_today = last.on == today and (done is None or done.at is not None)
    if set(finding.answered) - last.breadth and not is_told_today:
        return Reason.NEW_ANSWER
    opened = history.open_since.get(finding.rule_id)
    if opened is not None and opened > since:
        return Reason.AGAIN
    if done is not None and done.kind is NoticeActionKind.SEEN:
        return _after_days(today, done.on, policy.seen_silence_days)
    if finding.tier is Tier.EMERGENCY:
        return None
    if done is not None and done.kind in (NoticeActionKind.ARRANGED, NoticeActionKind.BOOKED):
        cooldown = policy.tiers[Tier.URGENT].cooldown_days
        return Reason.FOLLOW_UP if (today - done.on).days >= cooldown else None
    return _repeat_urgent(finding, told, opened, today, policy)


def _is_answered_after(finding: Finding, last: Told, done: Done, history: History) -> bool:
    """Whether an answer of this very day came after what the person did, and was not told."""
    if done.at is None:
        return False
    since = done.at if last.at is None else max(done.at, last.at)
    moments = (history.answered_at.get(question) for question in finding.answered)
    return any(at is not None and at > since for at in moments)


def _repeat_urgent(
    finding: Finding, told: list[Told], opened: date | None, today: date, policy: Policy
) -> Reason | None:
    """Nobody did anything: once more the next day, then weekly while new days support it."""
    times = sum(1 for each in told if opened is None or each.on >= opened)
    since = (today - told[-1].on).days
    if times <= 1:
        return Reason.AGAIN if since >= policy.tiers[Tier.URGENT].cooldown_days else None
    is_supported = bool(finding.evidence) and finding.evidence[-1] > told[-1].on
    weekly = policy.tiers[Tier.SOON].cooldown_days
    return Reason.AGAIN if is_supported and since >= weekly else None


def _reason_after(
    finding: Finding, last: Told, done: Done, today: date, policy: Policy
) -> Reason | None:
    """Soon and routine, after the person did something about it."""
    match done.kind:
        case NoticeActionKind.NOT_FOR_ME:
            if breadth_of(finding) - last.breadth:
                return Reason.WIDER
            return _after_days(today, done.on, policy.not_for_me_days)
        case NoticeActionKind.SEEN:
            return _after_days(today, done.on, policy.seen_silence_days)
        case NoticeActionKind.LATER:
            return _after_days(today, done.on, policy.tiers[finding.tier].snooze_days or 0)
    if done.until is not None and done.until > today:
        return None
    return _after_days(today, done.until or done.on, policy.escalate_routine_after_days)


def _reason_ignored(
    finding: Finding, told: list[Told], history: History, today: date, policy: Policy
) -> Reason | None:
    """Soon and routine, told and left alone."""
    last = told[-1]
    opened = history.open_since.get(finding.rule_id)
    if opened is not None and opened > last.on:
        is_over = (today - last.on).days >= policy.tiers[finding.tier].cooldown_days
        return Reason.BACK if is_over else None
    if finding.tier is Tier.ROUTINE:
        if last.tier is not Tier.ROUTINE:
            return None
        days = policy.escalate_routine_after_days
        return Reason.ESCALATED if (today - last.on).days >= days else None
    times = sum(1 for each in told if opened is None or each.on >= opened)
    return _after_days(today, last.on, policy.repeat_soon_after_days) if times == 1 else None


def _after_days(today: date, since: date, days: int) -> Reason | None:
    return Reason.AGAIN if (today - since).days >= days else None
