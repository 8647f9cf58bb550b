"""What was done of one exercise on one day, beside the exercise itself."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from rehab.content.catalogue import catalogue
from rehab.programme.log import Item
from rehab.programme.model import Dose, Exercise
from rehab.programme.response import Firing
from rehab.programme.session import exercises_of, needed_things
from rehab.programme.today import CARE_CARD, GENTLE_ALWAYS, Due, dose_of
from tracker.overview.plan import PlanNow
from tracker.overview.plan_words import left_out_words
from tracker.overview.session_words import pain_words, stands_for, told_words

WITH_WEIGHT = frozenset({"strength", "eccentric", "lengthening", "isometric", "plyometric"})


@dataclass(frozen=True, slots=True)
class ExerciseLog:
    """One exercise on one day of the plan.

    `boxes` are the numbers that fit it, `dose` what was planned. `stands` says what it is
    in place of, `left_out` why it is not for this day, `rule` what over the limit means for
    the next days; "" where nothing is to be said.
    """

    on: date
    dose: Dose
    boxes: tuple[str, ...]
    item: Item | None
    told: str
    warns: str
    stands: str
    left_out: str
    rule: str = ""

    @property
    def is_done(self) -> bool:
        return self.item is not None


def exercise_log(now: PlanNow | None, exercise_id: str) -> ExerciseLog | None:
    """The exercise on the day of `now`; None where it cannot be logged: no plan, another plan."""
    exercise = catalogue().exercises.get(exercise_id)
    if now is None or exercise is None or not _belongs(now, exercise_id):
        return None
    state, case = now.state, now.case
    if state is None or case is None:
        return None
    due = next((each for each in state.today.all if each.exercise.id == exercise_id), None)
    dose = due.dose if due else _dose(now, exercise)
    item = _item(now, exercise_id)
    left = next((out.why for out in state.today.left_out if out.exercise == exercise_id), "")
    return ExerciseLog(
        on=now.today,
        dose=dose,
        boxes=_boxes(exercise, dose, item),
        item=item,
        told=told_words(item) if item else "",
        warns=pain_words(exercise_id, item.pain, case.profile_on(now.today)) if item else "",
        stands=_stands(due),
        left_out=left_out_words(left) if left and due is None else "",
        rule=_rule(now, item),
    )


def _rule(now: PlanNow, item: Item | None) -> str:
    """The step back that today's pain set off, in the words of the rule; "" without one."""
    if now.state is None or item is None or item.pain is None:
        return ""
    for firing in now.state.response.open:
        is_today = any(entry.on == now.today for entry in firing.evidence)
        if firing.outcome == "step_back" and is_today and _reads_pain(firing):
            return _(firing.rule.text)
    return ""


def _reads_pain(firing: Firing) -> bool:
    return any(test.metric == "session_pain" for test in firing.rule.any)


def _belongs(now: PlanNow, exercise_id: str) -> bool:
    if now.programme is None:
        return False
    content = catalogue()
    own = exercises_of(now.programme, content.exercises)
    card = exercises_of(content.programmes[CARE_CARD], content.exercises)
    return exercise_id in own | card | {*GENTLE_ALWAYS}


def _dose(now: PlanNow, exercise: Exercise) -> Dose:
    uses = now.stage.exercises if now.stage else ()
    use = next((each for each in uses if each.id == exercise.id), None)
    return dose_of(exercise, use) if use else exercise.dose


def _item(now: PlanNow, exercise_id: str) -> Item | None:
    sessions = now.log.sessions if now.log else ()
    today = next((session for session in sessions if session.on == now.today), None)
    items = today.items if today else ()
    return next((item for item in items if item.exercise == exercise_id and item.done), None)


def _boxes(exercise: Exercise, dose: Dose, item: Item | None) -> tuple[str, ...]:
    """What the dose names, weight where there can be one, and what was told before."""
    holds = dose.hold_s is not None
    weights = exercise.group in WITH_WEIGHT and (
        not holds
        or any("weight" in t for ts in needed_things(exercise, catalogue().needs) for t in ts)
    )
    fits = {
        "sets": True,
        "reps": dose.reps is not None and not (holds and dose.reps == 1),
        "hold_s": holds,
        "load_kg": weights,
    }
    return tuple(
        name for name, is_asked in fits.items() if is_asked or getattr(item, name, None) is not None
    )


def _stands(due: Due | None) -> str:
    return stands_for(due) if due else ""
