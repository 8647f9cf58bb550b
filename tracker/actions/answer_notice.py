"""Keep what a person did with a notice. Actions are only added; the latest one counts."""

from dataclasses import dataclass
from datetime import date, time, timedelta
from uuid import UUID

from django.db import transaction

from rehab.content.catalogue import catalogue
from rehab.signs import replies
from rehab.vocabulary import NoticeActionKind, Tier
from tracker.actions.errors import ActionError
from tracker.actions.once import claim
from tracker.actions.visit_moves import note_move, when_of
from tracker.actions.visit_result import apply_advice
from tracker.clock import PersonNow
from tracker.models import Notice, NoticeAction, Visit

BOOKED_DAYS_AHEAD = 366
SEEN_DAYS_BACK = 366
ROLES = ("physio", "sports_doctor", "gp", "urgent", "emergency", "other")
RESULTS = ("", "hamstring", "something_else", "not_sure")
ADVICE = ("", "carry_on", "own_plan", "pause", "diary_only", "relabel", "close")
LENGTHS = {"who": 80, "reason": 500, "words": 2000}
OPEN_STATES = ("due", "later", "booked", "missed")


@dataclass(frozen=True, slots=True)
class NoticeReply:
    """What the person answers. `day` and `hour` are those of the visit; None means not told."""

    kind: NoticeActionKind
    day: date | None = None
    hour: time | None = None
    role: str = ""
    who: str = ""
    reason: str = ""
    result: str = ""
    words: str = ""
    advice: str = ""


def answer_notice(
    *, notice: Notice, reply: NoticeReply, at: PersonNow, key: UUID
) -> NoticeAction | None:
    """Add the answer, and with it the visit it speaks of. A replay returns what stands.

    "Seen" closes the notice and stores the visit's result; how long the rules then stay
    quiet is the policy's. Raises ActionError for an answer this tier does not offer, a
    closed notice, a missing reason, a text too long or a day that cannot be.
    """
    with transaction.atomic():
        owner = notice.injury.owner
        if not claim(owner=owner, key=key, kind="notice", made=f"{notice.uuid}"):
            return notice.actions.last()
        return answer_now(notice=notice, reply=reply, at=at)


def answer_now(*, notice: Notice, reply: NoticeReply, at: PersonNow) -> NoticeAction:
    """As `answer_notice`, inside the transaction and under the key of another write."""
    tier = Tier(notice.tier)
    _check_texts(reply)
    _check_day(reply, notice=notice, at=at)
    notice = Notice.objects.select_for_update(of=("self",)).get(pk=notice.pk)
    if notice.closed_on is not None:
        raise ActionError("This sign has ended already")
    if not replies.is_offered(reply.kind, tier):
        raise ActionError("This answer does not fit a sign of this kind")
    action = _add(notice, reply, tier=tier, at=at)
    visit = _keep_visit(notice, reply, at=at)
    if reply.kind is NoticeActionKind.SEEN:
        notice.closed_on, notice.closed_because = at.today, "visit"
        notice.save(update_fields=["closed_on", "closed_because"])
        if visit is not None and reply.advice:
            apply_advice(visit, at=at)
    return action


def _add(notice: Notice, reply: NoticeReply, *, tier: Tier, at: PersonNow) -> NoticeAction:
    on = _counts_from(reply, tier=tier, today=at.today)
    until = replies.holds_until(
        reply.kind, tier, today=at.today, day=reply.day, policy=catalogue().policy
    )
    return NoticeAction.objects.create(
        notice=notice, kind=reply.kind.value, on=on, until=until, reason=reply.reason, at=at.now
    )


def _counts_from(reply: NoticeReply, *, tier: Tier, today: date) -> date:
    """For emergency and urgent a visit silences what was answered up to its day, not later."""
    if reply.kind is NoticeActionKind.SEEN and reply.day and tier.rank >= Tier.URGENT.rank:
        return reply.day
    return today


def _keep_visit(notice: Notice, reply: NoticeReply, *, at: PersonNow) -> Visit | None:
    """One open visit per notice: booking again changes its day, being seen gives its result."""
    visit: Visit | None = notice.visits.filter(state__in=OPEN_STATES).last()
    if reply.kind is NoticeActionKind.LATER and visit is not None and visit.state != "booked":
        before = when_of(visit)
        visit.state, visit.on, visit.at = "later", None, None
        note_move(visit, before=before, at=at)
        visit.save(update_fields=["state", "on", "at", "moves", "changed_at"])
    if reply.kind not in (
        NoticeActionKind.BOOKED,
        NoticeActionKind.ARRANGED,
        NoticeActionKind.SEEN,
    ):
        return visit
    visit = visit or Visit(
        owner_id=notice.injury.owner_id,
        injury_id=notice.injury_id,
        notice=notice,
        created_at=at.now,
    )
    before = when_of(visit)
    visit.role = reply.role or visit.role
    visit.who = reply.who or visit.who
    if reply.kind is NoticeActionKind.SEEN:
        visit.on = reply.day or at.today
        visit.state = "result" if reply.result or reply.words or reply.advice else "seen"
        visit.result, visit.words, visit.advice = reply.result, reply.words, reply.advice
    else:
        visit.at = reply.hour or (visit.at if visit.on == reply.day else None)
        visit.on = reply.day
        visit.state = "booked" if reply.day else "due"
    note_move(visit, before=before, at=at)
    visit.save()
    return visit


def _check_texts(reply: NoticeReply) -> None:
    for name, most in LENGTHS.items():
        text: str = getattr(reply, name)
        if "\x00" in text:
            raise ActionError("Write this in plain text", field=name)
        if len(text) > most:
            raise ActionError(f"Keep this under {most:,} characters", field=name)
    for name, known in (("role", ("", *ROLES)), ("result", RESULTS), ("advice", ADVICE)):
        if getattr(reply, name) not in known:
            raise ActionError("Choose from the list", field=name)
    if reply.kind is NoticeActionKind.NOT_FOR_ME and not reply.reason.strip():
        raise ActionError("Say in a few words why this is not for you", field="reason")


def _check_day(reply: NoticeReply, *, notice: Notice, at: PersonNow) -> None:
    if reply.day is None:
        return
    if reply.kind is NoticeActionKind.SEEN:
        _check_seen_day(reply.day, notice=notice, today=at.today)
    elif reply.day < at.today:
        raise ActionError("The day of the visit must be today or later", field="day")
    elif reply.day > at.today + timedelta(days=BOOKED_DAYS_AHEAD):
        raise ActionError("This day is too far ahead", field="day")


def _check_seen_day(day: date, *, notice: Notice, today: date) -> None:
    """A visit before an emergency or urgent sign says nothing about that sign."""
    if day > today:
        raise ActionError("The day must be today or earlier", field="day")
    if day < today - timedelta(days=SEEN_DAYS_BACK):
        raise ActionError("This day is too long ago", field="day")
    if Tier(notice.tier).rank >= Tier.URGENT.rank and day < notice.told_on:
        raise ActionError(
            "This sign came after that day. Enter the day you were seen for it", field="day"
        )
