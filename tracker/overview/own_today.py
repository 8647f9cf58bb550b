"""A professional's own plan on one day: its exercises to tick, and what was done of one."""

from dataclasses import dataclass
from datetime import timedelta

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from rehab.content.catalogue import catalogue
from rehab.programme.log import Item, Session
from rehab.programme.model import Dose
from rehab.programme.own import OwnDue, OwnState
from tracker.overview.exercise_log import ExerciseLog, exercise_log
from tracker.overview.own_plan import last_words, limit_words, own_holds
from tracker.overview.plan import PlanNow
from tracker.overview.session_words import told_words
from tracker.overview.today_plan import ExerciseRow, Exercises, Strip, exercises, signs_words

BOXES = ("sets", "reps", "hold_s", "load_kg")
TITLES = {
    "stopped": gettext_noop("Until you have been seen"),
    "care": gettext_noop("Until you have been seen"),
    "gentle": gettext_noop("Gentle exercises"),
    "rest": gettext_noop("Easy day"),
}


@dataclass(frozen=True, slots=True)
class OwnExercise:
    """One exercise with what the professional said about it. `figure` is one of ours, or ""."""

    id: str
    name: str
    dose: str
    note: str
    limits: str
    last: str
    figure: str
    is_out: bool


def exercises_of(now: PlanNow, *, on_past_day: bool = False) -> Exercises | None:
    """The day's exercises with their ticks, of a plan of ours or of somebody else's."""
    if now.own is None:
        return exercises(now, on_past_day=on_past_day)
    return _exercises(now, now.own, on_past_day=on_past_day)


def log_of(now: PlanNow | None, exercise: str) -> ExerciseLog | None:
    """What was done of an exercise on the day of `now`; None where it cannot be logged."""
    if now is None or now.own is None:
        return exercise_log(now, exercise)
    due = _row_of(now.own, exercise)
    if due is None or due.item.ended_on is not None:
        return None
    item = _items(now).get(exercise)
    return ExerciseLog(
        on=now.today,
        dose=Dose(),
        boxes=BOXES,
        item=item if item is not None and item.done else None,
        told=told_words(item) if item else "",
        warns=_warns(due, item, now),
        stands="",
        left_out=_why_words(due),
    )


def own_exercise(now: PlanNow, exercise: str) -> OwnExercise | None:
    """One exercise of the plan as the professional gave it; None for another id."""
    due = _row_of(now.own, exercise) if now.own is not None else None
    if due is None:
        return None
    item = due.item
    return OwnExercise(
        id=item.id,
        name=item.name,
        dose=item.dose,
        note=item.note,
        limits=limit_words(due.limits),
        last=last_words(due, now),
        figure=item.exercise if item.exercise in catalogue().exercises else "",
        is_out=item.ended_on is not None,
    )


def own_strip(now: PlanNow) -> Strip | None:
    """Who gave the plan, and which day of it is today; None for a plan of ours."""
    if now.own is None:
        return None
    return Strip(
        day=(now.today - now.plan.started_on).days + 1,
        top=_("From %(who)s") % {"who": now.plan.made_by},
        title=_("My exercises"),
        below=_(TITLES[now.own.kind]) if now.own.kind in TITLES else "",
    )


def _exercises(now: PlanNow, state: OwnState, *, on_past_day: bool) -> Exercises:
    why, lifts = _reason(now, state)
    session, items = _session(now), _items(now)
    before = now.today - timedelta(days=1)
    return Exercises(
        on=now.today,
        kind=state.kind,
        title=_(TITLES.get(state.kind, "My exercises")),
        rows=tuple(_row(due, items.get(due.item.id), now) for due in state.due),
        why=why,
        lifts=lifts,
        left_out=", ".join(due.item.name for due in state.left_out),
        asks_pain=state.kind in ("session", "rest") and bool(state.due),
        is_signs_first=state.kind in ("stopped", "gentle"),
        pain=session.pain if session else None,
        sharp_stop=session.sharp_stop if session else None,
        is_today=not on_past_day,
        before=before if before >= now.plan.started_on else None,
        has_timer=False,
    )


def _row(due: OwnDue, item: Item | None, now: PlanNow) -> ExerciseRow:
    return ExerciseRow(
        id=due.item.id,
        name=due.item.name,
        dose=due.item.dose,
        note=due.item.note,
        is_done=due.is_done,
        told=told_words(item) if item else "",
        warns=_warns(due, item, now),
    )


def _reason(now: PlanNow, state: OwnState) -> tuple[str, str]:
    """What holds the exercises back, and what lifts that."""
    match state.kind:
        case "stopped":
            told = _("A sign says to be seen first: %(signs)s.") % {
                "signs": signs_words(state.because)
            }
            return told, _("Exercises wait until then.")
        case "gentle":
            lifts = _("It lasts until you end it on your plan or a professional says carry on.")
            return _("Loading is paused."), lifts
        case "care" | "rest":
            outcome = "step_back" if state.kind == "rest" else "stop_and_seek_help"
            held = next((h for h in own_holds(state, now) if h.outcome == outcome), None)
            if held is not None:
                return f"{held.title}. {held.because}".strip(), held.lifts
    return "", ""


def _warns(due: OwnDue, item: Item | None, now: PlanNow) -> str:
    """What the pain of this day asks by the exercise's own limits; "" within them."""
    if item is None or item.pain is None or item.pain <= due.limits.go_to:
        return ""
    return last_words(due, now)


def _why_words(due: OwnDue) -> str:
    match due.why:
        case "rests_load":
            return _("Loading rests today.")
        case "over_limit":
            return _("It hurt too much last time.")
        case "paused":
            return _("Loading is paused.")
        case "stopped":
            return _("Be seen first.")
    return ""


def _row_of(state: OwnState | None, exercise: str) -> OwnDue | None:
    rows = state.rows if state is not None else ()
    return next((due for due in rows if due.item.id == exercise), None)


def _session(now: PlanNow) -> Session | None:
    told = now.plan.own_log.sessions if now.plan.own_log else ()
    return next((session for session in told if session.on == now.today), None)


def _items(now: PlanNow) -> dict[str, Item]:
    session = _session(now)
    return {item.exercise: item for item in session.items} if session else {}
