"""A visit to a professional: booked, changed, missed, seen, and what they said.

A visit that belongs to a sign takes the same path as the answers on the sign's card
(`answer_notice`), so that sign and visit never tell two stories.
"""

from dataclasses import dataclass
from datetime import date, time, timedelta
from uuid import UUID

from django.db import transaction

from rehab.signs.replies import is_offered
from rehab.vocabulary import NoticeActionKind, Tier
from tracker.actions.answer_notice import (
    ADVICE,
    BOOKED_DAYS_AHEAD,
    LENGTHS,
    OPEN_STATES,
    RESULTS,
    ROLES,
    SEEN_DAYS_BACK,
    NoticeReply,
    answer_now,
)
from tracker.actions.errors import ActionError
from tracker.actions.history import deletion_of, note_change, snapshot
from tracker.actions.once import claim
from tracker.actions.visit_back import forget_agreement, take_back
from tracker.actions.visit_moves import note_move, when_of
from tracker.actions.visit_result import Changed, apply_advice
from tracker.clock import PersonNow
from tracker.models import Injury, Notice, Revision, SubmissionKey, Visit

OVER_STATES = ("seen", "result", "closed")
TESTS = ("hands", "strength", "nerves", "ultrasound", "mri", "xray", "blood", "other")
CALM = (Tier.SOON.value, Tier.ROUTINE.value)


@dataclass(frozen=True, slots=True)
class VisitEntry:
    """When and with whom. `day` None means not fixed; `hour` is local; role "" not told."""

    day: date | None = None
    hour: time | None = None
    role: str = ""
    who: str = ""


@dataclass(frozen=True, slots=True)
class VisitResult:
    """What they said: `result` in three words, `words` theirs (2,000), `advice` for the plan.

    `tests` are codes of `TESTS`; None means not told, () that nothing was examined.
    """

    result: str
    words: str = ""
    advice: str = ""
    tests: tuple[str, ...] | None = None


def book_visit(
    *, injury: Injury, entry: VisitEntry, at: PersonNow, key: UUID, notice: Notice | None = None
) -> tuple[Visit, Revision | None]:
    """Keep a visit for a sign or of the person's own. A day that is over means: I was seen.

    An own one without a day is due: it says whom the person means to see. Raises ActionError
    for one that says neither, for a day that cannot be, an hour without a day, an unknown role,
    a text too long, a sign that has ended, or an emergency, which is never put off by booking.
    With the revision that undoes it; none for a sign, which was answered with it, or a replay.
    """
    revision = None
    _check(entry)
    with transaction.atomic():
        if not claim(owner=injury.owner, key=key, kind="visit"):
            return _replayed(injury, key), None
        if notice is not None:
            visit = _book_for(notice, entry, at=at)
        else:
            visit = _book_own(injury, entry, at=at)
            revision = note_change(
                owner=injury.owner, row=visit, before=None, after=snapshot(visit)
            )
        SubmissionKey.objects.filter(owner=injury.owner, key=key).update(made=str(visit.uuid))
    return visit, revision


def change_visit(
    *, visit: Visit, entry: VisitEntry, at: PersonNow, key: UUID
) -> tuple[Visit, Revision | None]:
    """Change day, hour or person of a visit that is still ahead; a replay changes nothing.

    With the revision that undoes it; none for a sign, which was answered with the visit.
    """
    _check(entry)
    revision = None
    with transaction.atomic():
        if not claim(owner=visit.owner, key=key, kind="visit-edit", made=str(visit.uuid)):
            return visit, None
        visit = _locked(visit)
        before, stood = when_of(visit), snapshot(visit)
        if visit.state not in OPEN_STATES:
            raise ActionError("This visit is over already")
        if visit.notice is None:
            _check_says_something(entry)
        _check_ahead(entry.day, today=at.today)
        if visit.notice is not None and visit.notice.closed_on is None:
            _answer(visit.notice, entry, at=at)
            visit.refresh_from_db()
            before = when_of(visit)
        visit.on, visit.at = entry.day, entry.hour
        visit.role, visit.who = entry.role, entry.who
        visit.state = "booked" if entry.day else "due"
        note_move(visit, before=before, at=at)
        visit.save()
        if visit.notice is None:
            revision = note_change(
                owner=visit.owner, row=visit, before=stood, after=snapshot(visit)
            )
    return visit, revision


def record_seen(*, visit: Visit, entry: VisitEntry, at: PersonNow, key: UUID) -> Visit:
    """The person was seen on `entry.day`. The sign it belongs to closes, as on its card.

    Raises ActionError for a day that is not over, is long ago, or for an emergency or
    urgent sign lies before the sign.
    """
    _check(entry)
    with transaction.atomic():
        if not claim(owner=visit.owner, key=key, kind="visit-seen", made=str(visit.uuid)):
            return visit
        visit = _locked(visit)
        if visit.state in OVER_STATES:
            return visit
        _check_over(entry.day, today=at.today)
        before = when_of(visit)
        visit.notice = _standing_notice(visit)
        visit.role, visit.who = entry.role or visit.role, entry.who or visit.who
        visit.on, visit.state = entry.day, "seen"
        if visit.notice is not None and visit.notice.closed_on is None:
            # The answer finds the visit by its sign and must find it open.
            Visit.objects.filter(pk=visit.pk).update(notice=visit.notice)
            answer_now(
                notice=visit.notice,
                reply=NoticeReply(NoticeActionKind.SEEN, day=entry.day),
                at=at,
            )
        note_move(visit, before=before, at=at)
        visit.save()
    return visit


def record_result(
    *, visit: Visit, result: VisitResult, at: PersonNow, key: UUID, role: str = ""
) -> Changed:
    """Keep what they said and do what it changes; a replay changes nothing.

    A result may be changed later: what the earlier one did is taken back first, unless
    the person chose otherwise since. Raises ActionError before the person was seen.
    """
    _check(VisitEntry(role=role))
    _check_result(result)
    with transaction.atomic():
        if not claim(owner=visit.owner, key=key, kind="visit-result", made=str(visit.uuid)):
            return Changed()
        visit = _locked(visit)
        if visit.state not in OVER_STATES:
            raise ActionError("Tell us first on which day you were seen")
        taken = Changed()
        is_new_advice = visit.advice != result.advice
        if is_new_advice:
            taken = take_back(visit, advice=result.advice, at=at)
        else:
            forget_agreement(visit)
        visit.role = role or visit.role
        visit.result, visit.words, visit.advice = result.result, result.words, result.advice
        if result.tests is not None:
            visit.tests = list(result.tests)
        visit.state = "result"
        visit.save()
        if is_new_advice or result.advice == "carry_on":
            return apply_advice(visit, at=at).after(taken)
    return taken


def miss_visit(*, visit: Visit, at: PersonNow, key: UUID) -> Visit:
    """The person did not go. Nothing follows from it but that a new day is asked for."""
    with transaction.atomic():
        if not claim(owner=visit.owner, key=key, kind="visit-missed", made=str(visit.uuid)):
            return visit
        visit = _locked(visit)
        if visit.state != "booked" or visit.on is None or visit.on > at.today:
            raise ActionError("This visit is not over yet")
        before = when_of(visit)
        visit.state = "missed"
        note_move(visit, before=before, at=at)
        visit.save(update_fields=["state", "moves", "changed_at"])
    return visit


def delete_visit(*, visit: Visit, at: PersonNow, key: UUID) -> tuple[Revision | None, Changed]:
    """Delete a visit of the person's own with what its advice did; seven days restore both.

    One that belongs to a sign stays: the sign was answered with it. A replay changes nothing.
    """
    if visit.notice_id is not None:
        raise ActionError("This visit belongs to a sign and stays with it")
    with transaction.atomic():
        if not claim(owner=visit.owner, key=key, kind="visit-delete", made=str(visit.uuid)):
            return deletion_of(visit, owner=visit.owner), Changed()
        revision = note_change(owner=visit.owner, row=visit, before=snapshot(visit), after=None)
        taken = take_back(visit, at=at)
        visit.delete()
    return revision, taken


def _book_for(notice: Notice, entry: VisitEntry, *, at: PersonNow) -> Visit:
    if entry.day is not None and entry.day < at.today:
        reply = NoticeReply(NoticeActionKind.SEEN, day=entry.day, role=entry.role, who=entry.who)
        answer_now(notice=notice, reply=reply, at=at)
    else:
        _answer(notice, entry, at=at)
    visit: Visit = notice.visits.latest("pk")
    return visit


def _answer(notice: Notice, entry: VisitEntry, *, at: PersonNow) -> None:
    """Booked for a calm sign, arranged for an urgent one; an emergency takes neither."""
    is_calm = is_offered(NoticeActionKind.BOOKED, Tier(notice.tier))
    kind = NoticeActionKind.BOOKED if is_calm else NoticeActionKind.ARRANGED
    reply = NoticeReply(kind, day=entry.day, hour=entry.hour, role=entry.role, who=entry.who)
    answer_now(notice=notice, reply=reply, at=at)


def _book_own(injury: Injury, entry: VisitEntry, *, at: PersonNow) -> Visit:
    if entry.day is not None and entry.day < at.today:
        _check_over(entry.day, today=at.today)
        state = "seen"
    else:
        _check_says_something(entry)
        _check_ahead(entry.day, today=at.today)
        state = "booked" if entry.day else "due"
    return Visit.objects.create(
        owner_id=injury.owner_id,
        injury=injury,
        state=state,
        on=entry.day,
        at=entry.hour,
        role=entry.role,
        who=entry.who,
        created_at=at.now,
        changed_at=at.now,
    )


def _standing_notice(visit: Visit) -> Notice | None:
    """The sign the visit is for; when a newer calm one took its place, that one."""
    notice = visit.notice
    if notice is None or notice.closed_because != "replaced":
        return notice
    rules = {part["rule"] for part in notice.parts}
    stand = Notice.objects.filter(injury_id=notice.injury_id, tier__in=CALM).open()
    newer = (n for n in stand if rules & {part["rule"] for part in n.parts})
    return next(newer, notice)


def _locked(visit: Visit) -> Visit:
    own = Visit.objects.select_related("owner", "injury", "notice", "notice__injury")
    return own.select_for_update(of=("self",)).get(pk=visit.pk)


def _replayed(injury: Injury, key: UUID) -> Visit:
    made = SubmissionKey.objects.get(owner=injury.owner, key=key).made
    visit = Visit.objects.filter(owner=injury.owner, uuid=made).first() if made else None
    if visit is None:
        raise ActionError("This visit was deleted since")
    return visit


def _check(entry: VisitEntry) -> None:
    _check_text("who", entry.who)
    if entry.role not in ("", *ROLES):
        raise ActionError("Choose from the list", field="role")
    if entry.hour is not None and entry.day is None:
        raise ActionError("Enter the day of the visit", field="day")


def _check_says_something(entry: VisitEntry) -> None:
    if entry.day is None and not (entry.role or entry.who):
        raise ActionError("Enter the day of the visit, or whom you want to see", field="day")


def _check_result(result: VisitResult) -> None:
    _check_text("words", result.words)
    if result.result not in RESULTS or not result.result:
        raise ActionError("Choose what they said. Not sure yet is fine", field="result")
    if result.advice not in ADVICE:
        raise ActionError("Choose from the list", field="advice")
    if not set(result.tests or ()) <= set(TESTS):
        raise ActionError("Choose from the list", field="tests")


def _check_text(name: str, text: str) -> None:
    if "\x00" in text:
        raise ActionError("Write this in plain text", field=name)
    if len(text) > LENGTHS[name]:
        raise ActionError(f"Keep this under {LENGTHS[name]:,} characters", field=name)


def _check_ahead(day: date | None, *, today: date) -> None:
    if day is None:
        return
    if day < today:
        raise ActionError("The day of the visit must be today or later", field="day")
    if day > today + timedelta(days=BOOKED_DAYS_AHEAD):
        raise ActionError("This day is too far ahead", field="day")


def _check_over(day: date | None, *, today: date) -> None:
    if day is None:
        raise ActionError("Enter the day you were seen", field="day")
    if day > today:
        raise ActionError("The day must be today or earlier", field="day")
    if day < today - timedelta(days=SEEN_DAYS_BACK):
        raise ActionError("This day is too long ago", field="day")
