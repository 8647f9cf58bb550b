"""Which exercises are due today, and why others are not.

    plan = today_plan(case, respond(case))

A session is the core exercises due today and up to so many options, the longest
unused first. With ticks in the last week the ticks decide what is due, without
them a fixed pattern does: nobody is shown everything every day because they did
not log. During a pause, or while something has to be seen first, only what does not
load the painful muscle appears. Source: programmes draft 4, review 3.3, decisions 2.5.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from rehab.programme.allowed import LeftOut, why_not
from rehab.programme.case import Case
from rehab.programme.hard_days import is_hard, is_hinge_or_nordic, why_easy
from rehab.programme.model import Dose, Exercise, StageExercise
from rehab.programme.response import Response
from rehab.programme.ticks import DAYS_PER_WEEK, Ticks

GENTLE_GROUPS = ("care", "aerobic", "mobility", "trunk")
GENTLE_ALWAYS = ("walk_easy",)
GENTLE_MAX_LEVEL = 2
CARE_CARD = "hold_until_seen"
VARIED_GROUPS = ("trunk", "control", "agility")
Kind = Literal["session", "rest", "gentle", "care", "stopped"]
InPlace = Literal["", "first", "lighter", "equipment"]
DOSE_FIELDS = ("sets", "reps", "hold_s", "per_day", "days_per_week", "every_n_days")


@dataclass(frozen=True, slots=True)
class Due:
    """An exercise of today with its dose.

    `instead_of` names the harder one it stands for, `why` the reason: "first" it comes
    before it, "lighter" the harder one hurt too much last time, "equipment" the person
    does not have what that one needs. `is_done` tells of today's tick.
    `last_pain` is the worst NRS of the last time, None when none was recorded.
    """

    exercise: Exercise
    dose: Dose
    role: Literal["core", "option"]
    note: str | None = None
    instead_of: str | None = None
    why: InPlace = ""
    is_done: bool = False
    last_pain: int | None = None


@dataclass(frozen=True, slots=True)
class TodayPlan:
    """What to do today.

    session: the stage's exercises; rest: the stage's, without what loads the
    hamstring; gentle: during a pause; care: the care card while waiting to be seen;
    stopped: nothing, the stop words stand. `because` are the rules or signs behind
    it.
    """

    kind: Kind
    core: tuple[Due, ...]
    options: tuple[Due, ...]
    left_out: tuple[LeftOut, ...]
    because: tuple[str, ...] = ()

    @property
    def all(self) -> tuple[Due, ...]:
        return (*self.core, *self.options)


def today_plan(case: Case, response: Response) -> TodayPlan:
    """Today's exercises for the present stage."""
    kind, because = kind_of(case, response)
    if kind == "stopped":
        return TodayPlan(kind, (), (), (), because)
    ticks = Ticks(case)
    if kind == "care":
        card = case.content.programmes[CARE_CARD].stages[0].exercises
        return _plain(case, kind, card, because, ticks)
    if kind == "gentle":
        return _plain(case, kind, _gentle(case), because, ticks)
    return _session(case, response, kind, because, ticks)


def gentle_day(case: Case) -> TodayPlan:
    """What a day during a pause holds; also for the offer of one."""
    return _plain(case, "gentle", _gentle(case), (), Ticks(case))


def dose_of(exercise: Exercise, use: StageExercise) -> Dose:
    """The library's dose with what the stage changes; days a week or every n days, not both."""
    changed = {name: getattr(use, name) for name in DOSE_FIELDS if getattr(use, name) is not None}
    if "every_n_days" in changed:
        changed.setdefault("days_per_week", None)
    elif "days_per_week" in changed:
        changed.setdefault("every_n_days", None)
    return exercise.dose.model_copy(update=changed) if changed else exercise.dose


def is_due(case: Case, exercise: str, dose: Dose, ticks: Ticks) -> bool:
    """Whether it comes up today by its days; one ticked today stays on the list."""
    if ticks.is_done_on(exercise, case.today):
        return True
    gap = dose.every_n_days or 0
    weekly = DAYS_PER_WEEK if gap else (dose.days_per_week or DAYS_PER_WEEK)
    if not gap:
        gap = 2 if weekly <= case.content.rests.rest_day_up_to else 1
    if not ticks.is_known:
        return _is_in_pattern(case, dose, weekly)
    last = ticks.last(exercise, before=case.today)
    rested = last is None or (case.today - last).days >= gap
    return rested and ticks.times_in_week(exercise, case.today) < weekly


def _is_in_pattern(case: Case, dose: Dose, weekly: int) -> bool:
    """Days spread over the week from the day the stage began."""
    day = (case.today - case.stay.started_on).days
    if dose.every_n_days:
        return day % dose.every_n_days == 0
    return (day * weekly) % DAYS_PER_WEEK < weekly


def kind_of(case: Case, response: Response) -> tuple[Kind, tuple[str, ...]]:
    """The gravest state of today. Emergency and urgent signs leave only the stop words."""
    if case.grave_signs:
        return "stopped", tuple(sign.rule for sign in case.grave_signs)
    stops = [firing.rule.id for firing in response.stops]
    if stops:
        return "care", tuple(stops)
    if case.log.pause is not None:
        return "gentle", (case.log.pause.rule,) if case.log.pause.rule else ()
    if response.rests_load:
        return "rest", tuple(f.rule.id for f in response.open if f.outcome == "step_back")
    return "session", ()


def _gentle(case: Case) -> tuple[StageExercise, ...]:
    """Walking, mobility and trunk of the whole programme: nothing that loads the muscle.

    What the plan has for its first days only is left out after them.
    """
    uses = {known: StageExercise(id=known, role="core") for known in GENTLE_ALWAYS}
    for stage in case.programme.stages[: case.stage_index + 1]:
        for use in stage.exercises:
            uses[use.id] = StageExercise(id=use.id, role="core", until_day=use.until_day)
    return tuple(use for use in uses.values() if _is_gentle(case.content.exercises[use.id]))


def _is_gentle(exercise: Exercise) -> bool:
    if exercise.loads_hamstring or exercise.level > GENTLE_MAX_LEVEL:
        return False
    return exercise.group in GENTLE_GROUPS


def _plain(
    case: Case,
    kind: Kind,
    uses: Iterable[StageExercise],
    because: tuple[str, ...],
    ticks: Ticks,
) -> TodayPlan:
    core, left = [], []
    for use in uses:
        why = why_not(case, use, ticks.easy_times)
        if why is not None:
            left.append(LeftOut(use.id, why))
        else:
            core.append(_due(case, use, ticks))
    return TodayPlan(kind, tuple(core), (), tuple(left), because)


def _session(
    case: Case, response: Response, kind: Kind, because: tuple[str, ...], ticks: Ticks
) -> TodayPlan:
    core: list[Due] = []
    left: list[LeftOut] = []
    options: list[StageExercise] = []
    for use in case.stage.exercises:
        why = _rests(case, response, use) or why_not(case, use, ticks.easy_times)
        if why is None and is_hard(case, use.id) and not ticks.is_done_on(use.id, case.today):
            why = why_easy(case, response, ticks.done_dates)
        if why == "easy_day":
            left.append(LeftOut(use.id, why))
        elif why is not None:
            left.append(LeftOut(use.id, why))
            easier = _in_place(case, response, use, why, ticks) if use.role == "core" else None
            core += [easier] if easier else []
        elif use.role == "option":
            options.append(use)
        else:
            due = _lightened(case, use, ticks)
            core += [due] if is_due(case, due.exercise.id, due.dose, ticks) else []
    core, others = _never_both(case, _unique(core), ticks)
    left += others
    room = max(0, case.stage.session.max_items - len(core))
    most = min(case.stage.session.options_per_session, room)
    chosen = _choose(case, [u for u in options if u.id not in _ids(core)], most, ticks)
    return TodayPlan(kind, tuple(core), tuple(chosen), tuple(left), because)


def _never_both(case: Case, core: list[Due], ticks: Ticks) -> tuple[list[Due], list[LeftOut]]:
    """On a hard day one Nordic or hinge, never both: what was ticked, or the longest unused."""
    if case.stage.hard_days_per_week is None:
        return core, []
    heavy = [due for due in core if is_hinge_or_nordic(due.exercise)]
    if len(heavy) < 2:
        return core, []
    heavy.sort(
        key=lambda due: (
            not due.is_done,
            ticks.last(due.exercise.id, before=case.today) or date.min,
        )
    )
    out = {due.exercise.id for due in heavy[1:] if not due.is_done}
    kept = [due for due in core if due.exercise.id not in out]
    return kept, [LeftOut(exercise, "other_day") for exercise in sorted(out)]


def _rests(case: Case, response: Response, use: StageExercise) -> str | None:
    exercise = case.content.exercises[use.id]
    if response.rests_load and exercise.loads_hamstring:
        return "rests_load"
    if exercise.group in ("plyometric", "running drill") and response.rests_running:
        return "rests_running"
    if exercise.group == "lengthening" and response.leaves_out_lengthening:
        return "nerve"
    return None


def _in_place(
    case: Case, response: Response, use: StageExercise, why: str, ticks: Ticks
) -> Due | None:
    """What stands for a core exercise that is left out today."""
    if why == "equipment":
        return _without(case, response, use, ticks)
    return _instead(case, response, use, ticks)


def _without(case: Case, response: Response, use: StageExercise, ticks: Ticks) -> Due | None:
    """The nearest easier exercise for which the person has everything; never a harder one."""
    seen = {use.id}
    easier = case.content.exercises[use.id].regress
    while easier is not None and easier not in seen:
        seen.add(easier)
        other = StageExercise(id=easier, role=use.role)
        if _rests(case, response, other):
            return None
        why = why_not(case, other, ticks.easy_times)
        if why is None:
            due = _due(case, other, ticks, instead_of=use.id, why="equipment")
            return due if is_due(case, easier, due.dose, ticks) else None
        if why != "equipment":
            return None
        easier = case.content.exercises[easier].regress
    return None


def _instead(case: Case, response: Response, use: StageExercise, ticks: Ticks) -> Due | None:
    """What has to be done first, while a core exercise still waits for it."""
    if use.after is None:
        return None
    first = StageExercise(id=use.after.exercise, role="core")
    if _rests(case, response, first) or why_not(case, first, ticks.easy_times):
        return None
    if ticks.easy_times(first.id, use.after.pain_max) >= use.after.times:
        return None
    due = _due(case, first, ticks, instead_of=use.id, why="first")
    return due if is_due(case, first.id, due.dose, ticks) else None


def _lightened(case: Case, use: StageExercise, ticks: Ticks) -> Due:
    """The easier neighbour after a time over the pain limit, until one within it."""
    exercise = case.content.exercises[use.id]
    pain = ticks.last_pain(use.id)
    limit = case.profile_on(case.today).during_hold_max
    if pain is None or pain <= limit or exercise.regress is None:
        return _due(case, use, ticks)
    easier = StageExercise(id=exercise.regress, role=use.role)
    was_easy_since = _was_easy_since(case, exercise.regress, use.id, ticks)
    if was_easy_since or why_not(case, easier, ticks.easy_times) is not None:
        return _due(case, use, ticks)
    return _due(case, easier, ticks, instead_of=use.id, why="lighter")


def _was_easy_since(case: Case, easier: str, harder: str, ticks: Ticks) -> bool:
    tomorrow = case.today + timedelta(days=1)
    last_hard = ticks.last(harder, before=tomorrow)
    go_max = case.profile_on(case.today).during_go_max
    return any(
        last_hard is not None
        and on > last_hard
        and (item.pain if item.pain is not None else whole) is not None
        and (item.pain if item.pain is not None else whole or 0) <= go_max
        for on, item, whole in ticks.done.get(easier, ())
    )


def _due(
    case: Case,
    use: StageExercise,
    ticks: Ticks,
    *,
    instead_of: str | None = None,
    why: InPlace = "",
) -> Due:
    exercise = case.content.exercises[use.id]
    return Due(
        exercise=exercise,
        dose=dose_of(exercise, use),
        role=use.role,
        note=use.note,
        instead_of=instead_of,
        why=why,
        is_done=ticks.is_done_on(use.id, case.today),
        last_pain=ticks.last_pain(use.id),
    )


def _choose(case: Case, options: Sequence[StageExercise], most: int, ticks: Ticks) -> list[Due]:
    """The options of today: what opens a core exercise first, then the longest unused.

    Trunk, control and agility come before others that were done as long ago, so that
    each comes up at least once a week. What was ticked today stays.
    """
    opens = {u.after.exercise for u in case.stage.exercises if u.role == "core" and u.after}
    turn = (case.today - case.stay.started_on).days
    ranked = []
    for place, use in enumerate(options):
        due = _due(case, use, ticks)
        if not is_due(case, use.id, due.dose, ticks) and ticks.is_known:
            continue
        last = ticks.last(use.id, before=case.today)
        age = (case.today - last).days if last else DAYS_PER_WEEK * 52
        is_opener = use.id in opens and not _has_opened(case, use.id, ticks)
        varied = due.exercise.group in VARIED_GROUPS and age >= DAYS_PER_WEEK
        order = (place - turn * max(most, 1)) % len(options)
        ranked.append((not due.is_done, not is_opener, not varied, -age, order, due))
    ranked.sort(key=lambda entry: entry[:-1])
    return [entry[-1] for entry in ranked[:most]]


def _has_opened(case: Case, exercise: str, ticks: Ticks) -> bool:
    waiting = [u.after for u in case.stage.exercises if u.after and u.after.exercise == exercise]
    return all(ticks.easy_times(exercise, a.pain_max) >= a.times for a in waiting)


def _ids(dues: Iterable[Due]) -> set[str]:
    return {due.exercise.id for due in dues}


def _unique(dues: Sequence[Due]) -> list[Due]:
    found: dict[str, Due] = {}
    for due in dues:
        kept = found.get(due.exercise.id)
        if kept is None or (kept.instead_of and not due.instead_of):
            found[due.exercise.id] = due
    return list(found.values())
