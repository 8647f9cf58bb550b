"""Whether what a row of the outbox says is still so when it is about to leave the house."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from uuid import UUID

from rehab.content.catalogue import catalogue
from rehab.signs.replies import Reply, waits
from rehab.vocabulary import NoticeActionKind
from tracker.clock import person_now
from tracker.models import (
    Answer,
    Day,
    ExerciseSession,
    Injury,
    Notice,
    Outbox,
    Reading,
    ReminderChoice,
    Run,
    ShareReply,
    User,
    Visit,
)
from tracker.models.reminder import ReminderKind
from tracker.overview.visit_asks import asked_from
from tracker.reminders.due import SIGNS, VISITS, Wants, is_too_old, is_wanted
from tracker.reminders.wall import Quiet


def wants_of(choice: ReminderChoice | None) -> Wants:
    """What a person chose, as a value; the defaults for one who never chose."""
    if choice is None:
        return Wants()
    return Wants(
        daily=choice.daily,
        daily_at=choice.daily_at,
        exercises=choice.exercises,
        check_weekly=choice.check_weekly,
        self_tests=choice.self_tests,
        after_return=choice.after_return,
        visits=choice.visits,
        signs=choice.signs,
        urgent_in_quiet=choice.urgent_in_quiet,
        quiet=Quiet(choice.quiet_from, choice.quiet_until),
        paused_until=choice.paused_until,
    )


def why_not(user: User, rows: Iterable[Outbox], *, wants: Wants, now: datetime) -> dict[int, str]:
    """The rows that must not be told any more, with a code that says why; in a few queries.

    nobody, closed, seen, unwanted, too_old, done (what it asks for was done), passed.
    """
    rows = list(rows)
    if user.is_demo or not user.is_active:
        return {row.pk: "nobody" for row in rows}
    open_injuries = set(
        Injury.objects.filter(owner=user, closed_on__isnull=True).values_list("pk", flat=True)
    )
    if not open_injuries:
        return {row.pk: "closed" for row in rows}
    today = person_now(user, now).today
    found: dict[int, str] = {}
    for row in rows:
        kind = ReminderKind(row.kind)
        if row.read_at is not None:
            found[row.pk] = "seen"
        elif row.injury_id is not None and row.injury_id not in open_injuries:
            found[row.pk] = "closed"
        elif not is_wanted(kind, wants, today=today):
            found[row.pk] = "unwanted"
        elif is_too_old(kind, row.local_day, today=today):
            found[row.pk] = "too_old"
    left = [row for row in rows if row.pk not in found]
    found |= _signs(user, left, wants=wants, today=today)
    found |= _visits(user, left)
    for row in left:
        if row.pk not in found and _is_done(user, row):
            found[row.pk] = "done"
    return found


def _signs(user: User, rows: Iterable[Outbox], *, wants: Wants, today: date) -> dict[int, str]:
    """Signs that passed, those that the person has answered, and own visits that got a day."""
    asked = {row.about: row for row in rows if row.kind in SIGNS and row.about}
    again = {row.about: row for row in rows if row.kind == ReminderKind.SEE_DUE and row.about}
    if not asked and not again:
        return {}
    notices: Mapping[UUID, Notice] = {
        notice.uuid: notice
        for notice in Notice.objects.filter(
            injury__owner=user, uuid__in=[*asked, *again], closed_on__isnull=True
        ).prefetch_related("actions")
    }
    found = {}
    for about, row in asked.items():
        if about not in notices:
            found[row.pk] = "passed"
        elif notices[about].actions.all():
            found[row.pk] = "seen"
    wanted = _wanted(user, [about for about in again if about not in notices])
    for about, row in again.items():
        if not (wants.visits if about in wanted else wants.signs):
            found[row.pk] = "unwanted"
        elif about in wanted:
            if today < wanted[about]:
                found[row.pk] = "seen"
        elif about not in notices:
            found[row.pk] = "passed"
        elif not waits(last_reply(notices[about]), today):
            found[row.pk] = "seen"
    return found


def _wanted(user: User, about: Sequence[UUID]) -> dict[UUID, date]:
    """The person's own visits without a day among these, and since when each is asked about."""
    if not about:
        return {}
    own = Visit.objects.filter(owner=user, uuid__in=about, notice=None, state__in=Visit.UNBOOKED)
    return {visit.uuid: asked_from(visit, zone=user.time_zone) for visit in own}


def last_reply(notice: Notice) -> Reply | None:
    """The latest answer to a notice; `actions` should be prefetched."""
    last = max(notice.actions.all(), key=lambda action: (action.at, action.pk), default=None)
    return Reply(NoticeActionKind(last.kind), last.on, last.until) if last else None


def _visits(user: User, rows: Iterable[Outbox]) -> dict[int, str]:
    """Visits that were moved, told about or taken out."""
    about = {row.about: row for row in rows if row.kind in VISITS and row.about}
    if not about:
        return {}
    booked = dict(
        Visit.objects.filter(owner=user, uuid__in=list(about), state="booked").values_list(
            "uuid", "on"
        )
    )
    return {row.pk: "passed" for uuid, row in about.items() if booked.get(uuid) != row.local_day}


def _is_done(user: User, row: Outbox) -> bool:
    """Whether the person has done on that day what the row asks for."""
    mine = {"injury__owner": user, "on": row.local_day}
    match row.kind:
        case ReminderKind.DAILY:
            days = Day.objects.filter(**mine).logged()
            return days.exists() or Run.objects.filter(**mine).exists()
        case ReminderKind.GOODBYE:
            since = {"injury__owner": user, "logged_at__gte": row.made_at}
            return Day.objects.filter(**since).exists()
        case ReminderKind.EXERCISES:
            return ExerciseSession.objects.filter(
                plan__injury__owner=user, on=row.local_day
            ).exists()
        case ReminderKind.REPLY:
            if row.about is None:
                return False
            return ShareReply.objects.filter(uuid=row.about, answered_at__isnull=False).exists()
        case ReminderKind.SELF_TEST:
            return Reading.objects.filter(**mine).exists()
        case ReminderKind.CHECK | ReminderKind.AFTER_RETURN:
            return Answer.objects.filter(
                owner=user, on=row.local_day, question__in=asked_by(row.kind)
            ).exists()
    return False


def asked_by(kind: str) -> list[str]:
    """The questions of the weekly check, or of the weeks after a return."""
    questions = catalogue().questions
    if kind == ReminderKind.CHECK:
        return [each.id for each in questions.values() if each.weekly]
    return [each.id for each in questions.values() if each.asked_when == ("watch",)]
