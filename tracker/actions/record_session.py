"""Tick exercises and keep how a session went. A tick says done or not, never "the other"."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction

from rehab.content.catalogue import catalogue
from rehab.programme.case import Case
from rehab.programme.response import respond
from rehab.programme.today import TodayPlan, today_plan
from rehab.scales import NRS_MAX, NRS_MIN
from tracker.actions.entry import check_date
from tracker.actions.errors import ActionError, EntryRefused
from tracker.clock import PersonNow
from tracker.models import ExerciseSession, Injury, Plan, SessionItem
from tracker.plan_reader import read_for_plan, read_plan


@dataclass(frozen=True, slots=True)
class SessionState:
    """A day's session after a write: its row and the exercises of that day's plan."""

    session: ExerciseSession
    plan: TodayPlan


def tick_exercise(
    *, injury: Injury, on: date, exercise: str, done: bool, at: PersonNow
) -> SessionState:
    """Keep that an exercise was done on a day, or was not. Sent twice it stands once.

    EntryRefused for a day before the plan or after today, or an unknown exercise.
    """
    if exercise not in catalogue().exercises:
        raise EntryRefused("This exercise is not in your plan", field="exercise")
    with transaction.atomic():
        plan = _plan_on(injury, on, at=at)
        session = _session(plan, on)
        SessionItem.objects.update_or_create(
            session=session, exercise=exercise, defaults={"done": done}
        )
        return _kept(injury, session, at=at)


def tick_all(*, injury: Injury, on: date, at: PersonNow) -> SessionState:
    """All done: every core exercise of that day's session."""
    with transaction.atomic():
        plan = _plan_on(injury, on, at=at)
        session = _session(plan, on)
        for due in _planned(injury, on, today=at.today).core:
            SessionItem.objects.update_or_create(
                session=session, exercise=due.exercise.id, defaults={"done": True}
            )
        return _kept(injury, session, at=at)


def rate_session(
    *,
    injury: Injury,
    on: date,
    pain: int | None,
    sharp_stop: bool | None,
    at: PersonNow,
) -> SessionState:
    """Keep the worst pain (NRS 0-10) during the exercises, and whether a sharp pain ended them.

    None means not told and leaves what stands.
    """
    if pain is not None and not NRS_MIN <= pain <= NRS_MAX:
        raise EntryRefused("Choose a number from 0 to 10", field="session_pain")
    with transaction.atomic():
        session = _session(_plan_on(injury, on, at=at), on)
        if pain is not None:
            session.pain = pain
        if sharp_stop is not None:
            session.sharp_stop = sharp_stop
        session.save(update_fields=["pain", "sharp_stop"])
        return _kept(injury, session, at=at)


def _plan_on(injury: Injury, on: date, *, at: PersonNow) -> Plan:
    check_date(on, at=at)
    plan = Plan.objects.select_for_update().filter(injury=injury, ended_on__isnull=True).first()
    if plan is None:
        raise ActionError("There is no open plan")
    if on < plan.started_on:
        raise EntryRefused("Your plan began after that day", field="on")
    return plan


def _session(plan: Plan, on: date) -> ExerciseSession:
    return ExerciseSession.objects.get_or_create(plan=plan, on=on)[0]


def _planned(injury: Injury, on: date, *, today: date) -> TodayPlan:
    plan = read_plan(injury, today=today)
    if plan is None or plan.log is None:
        raise ActionError("There is no open plan of ours")
    diary = read_for_plan(injury, plan, today=today)
    case = Case(diary, plan.log, today=on, content=catalogue())
    return today_plan(case, respond(case))


def _kept(injury: Injury, session: ExerciseSession, *, at: PersonNow) -> SessionState:
    """Keep the share of the core exercises that is done, in percent; an option is extra."""
    planned = _planned(injury, session.on, today=at.today)
    core = {due.exercise.id for due in planned.core} or {due.exercise.id for due in planned.all}
    done = set(session.items.filter(done=True).values_list("exercise", flat=True))
    session.done_pct = round(100 * len(core & done) / len(core)) if core else None
    session.save(update_fields=["done_pct"])
    return SessionState(session, planned)
