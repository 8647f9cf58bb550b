"""Tick exercises and keep how a session went. A tick says done or not, never "the other"."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from django.db import transaction

from rehab.content.catalogue import catalogue
from rehab.programme.case import Case
from rehab.programme.own import own_state
from rehab.programme.response import respond
from rehab.programme.session import exercises_of, share_done
from rehab.programme.today import CARE_CARD, GENTLE_ALWAYS, Due, TodayPlan, today_plan
from rehab.scales import NRS_MAX, NRS_MIN
from tracker.actions.entry import check_date
from tracker.actions.errors import ActionError, EntryRefused
from tracker.actions.history import note_change, snapshot
from tracker.actions.once import claim
from tracker.actions.session_items import beside, items_of
from tracker.clock import PersonNow
from tracker.models import ExerciseSession, Injury, Plan, Revision, SessionItem
from tracker.models.programme import HOLD_S_MAX, LOAD_KG_MAX, REPS_MAX, SETS_MAX
from tracker.plan_reader import read_for_plan, read_plan


@dataclass(frozen=True, slots=True)
class SessionState:
    """A day's session after a write: its row and the exercises of that day's plan.

    `plan` is None for an own plan. `revision` undoes the write; None for a single tick, which
    the other tick undoes, and for a write that changed nothing.
    """

    session: ExerciseSession
    plan: TodayPlan | None
    revision: Revision | None = None


@dataclass(frozen=True, slots=True)
class Numbers:
    """What was done of an exercise: sets, repetitions of a set, seconds held, kilograms.

    `pain` is the worst NRS 0-10 during it. None means not told.
    """

    sets: int | None = None
    reps: int | None = None
    hold_s: int | None = None
    load_kg: float | None = None
    pain: int | None = None


def tick_exercise(
    *,
    injury: Injury,
    on: date,
    exercise: str,
    done: bool,
    at: PersonNow,
    key: UUID | None = None,
) -> SessionState:
    """Keep that an exercise was done on a day, or was not. Sent twice it stands once.

    `key` is that of a tick that waited for a network: sent again it changes nothing, whatever
    was ticked since. EntryRefused for a day before the plan or after today, or an exercise of
    no such plan.
    """
    with transaction.atomic():
        plan = _plan_on(injury, on, at=at)
        _check_exercises(plan, [exercise])
        session = _session(plan, on)
        if not _is_first(injury, session, key):
            return SessionState(session, _planned(injury, on).plan)
        SessionItem.objects.update_or_create(
            session=session, exercise=exercise, defaults={"done": done}
        )
        return _kept(injury, session)


def tick_all(*, injury: Injury, on: date, at: PersonNow, key: UUID | None = None) -> SessionState:
    """All done: every core exercise of that day's session. `key` as in `tick_exercise`."""
    with transaction.atomic():
        plan = _plan_on(injury, on, at=at)
        session = _session(plan, on)
        if not _is_first(injury, session, key):
            return SessionState(session, _planned(injury, on).plan)
        return _items_kept(
            injury, session, {exercise: {"done": True} for exercise in _planned(injury, on).core}
        )


def record_numbers(
    *, injury: Injury, on: date, exercise: str, numbers: Numbers, at: PersonNow, key: UUID
) -> SessionState:
    """Keep what was done of an exercise; it counts as done. What is not told is not known.

    EntryRefused, with the field, for a number that cannot be.
    """
    _check_numbers(numbers)
    told: dict[str, object] = asdict(numbers) | {"done": True}
    if numbers.load_kg is not None:
        told["load_kg"] = Decimal(f"{numbers.load_kg:.1f}")
    return _write(injury, on, {exercise: told}, at=at, key=key)


def record_sets(
    *, injury: Injury, on: date, sets: Mapping[str, int], at: PersonNow, key: UUID
) -> SessionState:
    """Keep how many sets of each exercise were done; what else was told of them stays.

    Nought sets of an exercise say nothing about it.
    """
    done = {exercise: n for exercise, n in sets.items() if n}
    if any(not 1 <= n <= SETS_MAX for n in done.values()):
        raise EntryRefused("Enter sets from 1 to 20", field="sets")
    if not done:
        raise EntryRefused("Enter the sets of at least one exercise", field="sets")
    rows: dict[str, dict[str, object]] = {
        exercise: {"done": True, "sets": n} for exercise, n in done.items()
    }
    return _write(injury, on, rows, at=at, key=key)


def _write(
    injury: Injury, on: date, rows: Mapping[str, dict[str, object]], *, at: PersonNow, key: UUID
) -> SessionState:
    """Store the rows of some exercises once per key, with a revision that undoes it."""
    with transaction.atomic():
        plan = _plan_on(injury, on, at=at)
        _check_exercises(plan, rows)
        session = _session(plan, on)
        if not claim(owner=injury.owner, key=key, kind="session", made=str(session.uuid)):
            return SessionState(session, _planned(injury, on).plan)
        return _items_kept(injury, session, rows)


def _items_kept(
    injury: Injury, session: ExerciseSession, rows: Mapping[str, Mapping[str, object]]
) -> SessionState:
    before, items = snapshot(session), items_of(session, rows)
    for exercise, columns in rows.items():
        SessionItem.objects.update_or_create(session=session, exercise=exercise, defaults=columns)
    kept = _kept(injury, session)
    changed = beside(items, items_of(session, rows))
    return _noted(injury, kept, before=before, beside=changed)


def _noted(
    injury: Injury,
    kept: SessionState,
    *,
    before: dict[str, object],
    beside: Mapping[str, object] | None = None,
) -> SessionState:
    """The write with its revision; none where nothing of the session changed."""
    after = snapshot(kept.session)
    if after == before and not any((beside or {}).values()):
        return kept
    after |= beside or {}
    revision = note_change(owner=injury.owner, row=kept.session, before=before, after=after)
    return SessionState(kept.session, kept.plan, revision)


def rate_session(
    *,
    injury: Injury,
    on: date,
    pain: int | None,
    sharp_stop: bool | None,
    at: PersonNow,
    key: UUID | None = None,
) -> SessionState:
    """Keep the worst pain (NRS 0-10) during the exercises, and whether a sharp pain ended them.

    None means not told and leaves what stands. `key` as in `tick_exercise`.
    """
    if pain is not None and not NRS_MIN <= pain <= NRS_MAX:
        raise EntryRefused("Choose a number from 0 to 10", field="session_pain")
    with transaction.atomic():
        session = _session(_plan_on(injury, on, at=at), on)
        if not _is_first(injury, session, key):
            return SessionState(session, _planned(injury, on).plan)
        before = snapshot(session)
        if pain is not None:
            session.pain = pain
        if sharp_stop is not None:
            session.sharp_stop = sharp_stop
        session.save(update_fields=["pain", "sharp_stop"])
        return _noted(injury, _kept(injury, session), before=before)


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


def _is_first(injury: Injury, session: ExerciseSession, key: UUID | None) -> bool:
    """Whether this key comes for the first time; a tick without one may always be sent again."""
    made = str(session.uuid)
    return key is None or claim(owner=injury.owner, key=key, kind="session", made=made)


@dataclass(frozen=True, slots=True)
class _Planned:
    """A day as it was planned: the sets of its core exercises, or else of all.

    `plan` is None for an own plan, whose exercises are all core.
    """

    plan: TodayPlan | None
    core: Mapping[str, int]
    counted: Mapping[str, int]


def _planned(injury: Injury, on: date) -> _Planned:
    """The day as its own page shows it: in the stage of that day."""
    plan = read_plan(injury, today=on)
    if plan is None:
        raise ActionError("There is no open plan")
    diary = read_for_plan(injury, plan, today=on)
    if plan.own is not None and plan.own_log is not None:
        state = own_state(diary, plan.own_log, plan.own, today=on, content=catalogue())
        items = {row.item.id: 1 for row in state.due}
        return _Planned(None, items, items)
    if plan.log is None:
        raise ActionError("There is no open plan of ours")
    case = Case(diary, plan.log, today=on, content=catalogue())
    found = today_plan(case, respond(case))
    core, every = _sets(found.core), _sets(found.all)
    return _Planned(found, core, core or every)


def _sets(dues: Iterable[Due]) -> dict[str, int]:
    return {due.exercise.id: due.dose.sets or 1 for due in dues}


def _check_exercises(plan: Plan, exercises: Iterable[str]) -> None:
    content = catalogue()
    programme, card = content.programmes.get(plan.programme), content.programmes[CARE_CARD]
    if programme is None:
        known = {str(item.uuid) for item in plan.items.all()}
    else:
        known = {*exercises_of(programme, content.exercises), *GENTLE_ALWAYS}
        known |= exercises_of(card, content.exercises)
    if not known.issuperset(exercises):
        raise EntryRefused("This exercise is not in your plan", field="exercise")


def _check_numbers(numbers: Numbers) -> None:
    """EntryRefused for the first number outside what a person can have done."""
    limits: dict[str, tuple[float, float, str]] = {
        "sets": (1, SETS_MAX, "Enter sets from 1 to 20"),
        "reps": (1, REPS_MAX, "Enter repetitions from 1 to 200"),
        "hold_s": (1, HOLD_S_MAX, "Enter seconds from 1 to 600"),
        "load_kg": (0, LOAD_KG_MAX, "Enter kilograms from 0 to 400, like 12.5"),
        "pain": (NRS_MIN, NRS_MAX, "Choose a number from 0 to 10"),
    }
    for name, (low, high, words) in limits.items():
        value = getattr(numbers, name)
        # A comparison with nan is never true.
        if value is not None and not low <= value <= high:
            raise EntryRefused(words, field=name)


def _kept(injury: Injury, session: ExerciseSession) -> SessionState:
    """Keep the share of the core exercises that is done, in percent; an option is extra."""
    planned = _planned(injury, session.on)
    done = dict(session.items.filter(done=True).values_list("exercise", "sets"))
    easier = {each.id: each.regress for each in catalogue().exercises.values()}
    session.done_pct = share_done(planned.counted, done, easier)
    session.save(update_fields=["done_pct"])
    return SessionState(session, planned.plan)
