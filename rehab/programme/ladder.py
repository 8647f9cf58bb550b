"""Running ladders: which steps are passed, which comes next, and from which day.

A step passes when its whole session was run at or under the go limit of the
running profile, without a sharp stop, and the next morning was back to usual. A
run without its pain, or without the next morning, is unknown. A run on a day with
a painkiller passes nothing. Source: programmes draft 5; decisions 3.8.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from math import ceil
from typing import Literal

from rehab.diary import Run
from rehab.programme.case import Case
from rehab.programme.compare import Held, hold_against
from rehab.programme.measures import PainProfile
from rehab.programme.model import Stage
from rehab.programme.response import Response
from rehab.programme.running import Ladder
from rehab.programme.series import DAY
from rehab.vocabulary import Goal

HOURS_PER_DAY = 24
DAYS_PER_WEEK = 7
MARKS_WITHIN_DAYS = 7
Why = Literal["", "no_pain_logged", "next_morning_missing", "painkiller", "over_limit", "sharp",
              "next_morning_worse"]  # fmt: skip


@dataclass(frozen=True, slots=True)
class StepRun:
    """A run of one step. `passed` is None while it cannot be told; `why` says what is wrong.

    `is_back` marks a run after which the step below comes next.
    """

    on: date
    step: str
    pain: int | None
    rise: float | None
    passed: bool | None
    why: Why
    is_back: bool = False


@dataclass(frozen=True, slots=True)
class LadderUsed:
    """A ladder as one stage uses it, in steps of the ladder."""

    ladder: str
    first: str
    last: str


@dataclass(frozen=True, slots=True)
class LadderState:
    """Where the person stands on a ladder today.

    `next_step` is the step to run next, None when every step of this stage is
    passed (`is_done`). `next_on` is the first day for it, None when no day is known
    because something must be lifted first. `gate` are the tests that open the
    ladder, `shut_by` what keeps it shut: "gate", "places", "bone_risk". `skip_to` is
    a step that may be taken instead. `passed` are the passing runs, newest last.
    """

    ladder: str
    steps: tuple[str, ...]
    passed: tuple[StepRun, ...]
    last_run: StepRun | None
    next_step: str | None
    is_done: bool
    next_on: date | None
    gate: tuple[Held, ...]
    shut_by: tuple[str, ...]
    skip_to: str | None = None

    @property
    def is_open(self) -> bool:
        """Whether the ladder may be used at all; an unknown test keeps it shut."""
        return not self.shut_by


def uses_of(stage: Stage, goal: Goal | None, ladders: dict[str, Ladder]) -> list[LadderUsed]:
    """The ladders of a stage for a goal, in their order; none for a stage without running.

    Distance runners leave the speed ladder early and go on with the endurance ladder.
    """
    use = stage.ladder
    if use is None:
        return []
    if goal is Goal.DISTANCE and use.endurance_goal_to:
        uses = [LadderUsed(use.id, use.first, use.endurance_goal_to)]
        if use.endurance_goal_then:
            last = ladders["endurance"].steps[-1].step
            uses.append(LadderUsed("endurance", use.endurance_goal_then, last))
        return uses
    return [LadderUsed(use.id, use.first, use.last)]


def runs_of(case: Case, ladder_id: str) -> tuple[StepRun, ...]:
    """All runs of a ladder's steps since the injury (or re-injury), in order of date."""
    return case.remember(("runs", ladder_id), lambda: _runs_of(case, ladder_id))


def _runs_of(case: Case, ladder_id: str) -> tuple[StepRun, ...]:
    restart = case.diary.injury.restarted_on
    known = {step.step for step in case.content.ladders[ladder_id].steps}
    return tuple(
        _step_run(case, run, ladder_id)
        for run in case.diary.runs
        if run.ladder == ladder_id
        and run.step in known
        and run.on <= case.today
        and (restart is None or run.on >= restart)
    )


def passes_of(case: Case, ladder_id: str, step: str) -> tuple[StepRun, ...]:
    """The runs that pass a step or a higher one, as far apart as the step asks.

    After a move back to this stage only runs since then count.
    """
    order = step_order(case.content.ladders[ladder_id])
    need = order.index(step)
    hours = case.content.ladders[ladder_id].steps[need].min_hours_before_next
    found: list[StepRun] = []
    for run in _counted(case, ladder_id):
        far_enough = not found or (run.on - found[-1].on).days >= ceil(hours / HOURS_PER_DAY)
        if run.passed and order.index(run.step) >= need and far_enough:
            found.append(run)
    return tuple(found)


def ladder_states(case: Case, response: Response) -> tuple[LadderState, ...]:
    """The stage's ladders today; a later one starts when the one before is done."""
    return case.remember("ladders", lambda: _states(case, response))


def _states(case: Case, response: Response) -> tuple[LadderState, ...]:
    found: list[LadderState] = []
    for use in uses_of(case.stage, case.log.goal, dict(case.content.ladders)):
        state = _state(case, use, response)
        found.append(state)
        if not state.is_done:
            break
    return tuple(found)


def step_order(ladder: Ladder) -> list[str]:
    """The steps of a ladder from the lowest up."""
    return [step.step for step in ladder.steps]


def _counted(case: Case, ladder_id: str) -> list[StepRun]:
    first = case.stay.started_on if case.is_stepped_back else date.min
    return [run for run in runs_of(case, ladder_id) if run.on >= first]


def _step_run(case: Case, run: Run, ladder_id: str) -> StepRun:
    profile = case.run_profile_on(run.on)
    told = case.on("run_pain", run.on)
    pain = None if told is None else int(told)
    rise = case.on("morning_rise", run.on + DAY)
    rise_max = case.content.ladders[ladder_id].pass_rule.morning_rise_max
    passed, why = _judge(case, run, pain, rise, profile.during_go_max, rise_max)
    return StepRun(
        on=run.on,
        step=run.step or "",
        pain=pain,
        rise=rise,
        passed=passed,
        why=why,
        is_back=_is_back(run, pain, rise, profile),
    )


def _judge(
    case: Case, run: Run, pain: int | None, rise: float | None, go_max: int, rise_max: int
) -> tuple[bool | None, Why]:
    if run.sharp_stop:
        return False, "sharp"
    if pain is not None and pain > go_max:
        return False, "over_limit"
    if rise is not None and rise > rise_max:
        return False, "next_morning_worse"
    if pain is None:
        return None, "no_pain_logged"
    if run.on in case.painkiller_dates:
        return None, "painkiller"
    return (None, "next_morning_missing") if rise is None else (True, "")


def _is_back(run: Run, pain: int | None, rise: float | None, profile: PainProfile) -> bool:
    over = pain is not None and pain > profile.during_hold_max
    worse = rise is not None and rise >= profile.morning_back_rise_min
    return bool(run.sharp_stop) or over or worse


def _state(case: Case, use: LadderUsed, response: Response) -> LadderState:
    ladder = case.content.ladders[use.ladder]
    order = step_order(ladder)
    runs = _counted(case, use.ladder)
    at = _pointer(case, ladder, use, runs)
    is_done = at > order.index(use.last)
    step = None if is_done else order[at]
    gate = tuple(hold_against(case, test) for test in ladder.gate)
    last = runs[-1] if runs else None
    return LadderState(
        ladder=use.ladder,
        steps=tuple(order[order.index(use.first) : order.index(use.last) + 1]),
        passed=tuple(run for run in runs if run.passed),
        last_run=last,
        next_step=step,
        is_done=is_done,
        next_on=_next_on(case, ladder, at, response),
        gate=gate,
        shut_by=tuple(_shut_by(case, ladder, gate)),
        skip_to=_skip_to(case, ladder, last, step),
    )


def _pointer(case: Case, ladder: Ladder, use: LadderUsed, runs: Sequence[StepRun]) -> int:
    """The place of the next step: after a pass the one above, after a hold the same again.

    Without runs since a move back, the first of the stage, or what was reached below
    it. Somebody who never ran a step begins at the foot of the ladder.
    """
    order = step_order(ladder)
    at = _start(case, ladder, use)
    times: Counter[str] = Counter()
    for run in runs:
        place = order.index(run.step)
        if run.passed:
            times[run.step] += 1
            at = place + 1 if times[run.step] >= ladder.steps[place].passes_needed else place
        else:
            at = max(place - 1, 0) if run.is_back else place
    return at


def _start(case: Case, ladder: Ladder, use: LadderUsed) -> int:
    order = step_order(ladder)
    first = order.index(use.first)
    if use.ladder != (case.stage.ladder.id if case.stage.ladder else ""):
        return first
    reached = [order.index(run.step) + 1 for run in runs_of(case, use.ladder) if run.passed]
    return min(max(reached, default=0), first)


def _next_on(case: Case, ladder: Ladder, at: int, response: Response) -> date | None:
    """The first day for the step at place `at`; None while something open has no day of its own."""
    if response.stops or case.log.pause or case.grave_signs:
        return None
    if response.rests_running and response.rests_until is None:
        return None
    days = [case.today]
    if response.rests_until:
        days.append(response.rests_until)
    hours = {step.step: step.min_hours_before_next for step in ladder.steps}
    runs = [run for run in case.diary.runs if run.on <= case.today]
    if runs:
        wait = hours.get(runs[-1].step or "", HOURS_PER_DAY)
        days.append(runs[-1].on + timedelta(days=ceil(wait / HOURS_PER_DAY)))
    own = case.stage.runs_per_week or case.stage.hard_days_per_week
    limit = own or _runs_a_week(ladder, at)
    if limit and len(runs) >= limit:
        days.append(runs[-limit].on + timedelta(days=DAYS_PER_WEEK))
    return max(days)


def _runs_a_week(ladder: Ladder, at: int) -> int | None:
    """The most runs a week of the ladder, up to the step it names (review notes 3.3, 23)."""
    until = ladder.runs_per_week_until
    is_past = until is not None and at > step_order(ladder).index(until)
    return None if is_past else ladder.runs_per_week


def _shut_by(case: Case, ladder: Ladder, gate: Sequence[Held]) -> list[str]:
    shut = [] if all(held.holds for held in gate) else ["gate"]
    places = frozenset(ladder.gate_not_with_locations)
    if places and case.marked_dates(places, MARKS_WITHIN_DAYS):
        shut.append("places")
    cleared = case.log.recent_clearance(case.programme.clearance_max_age_days)
    if not cleared and any(case.is_possible(question) for question in ladder.gate_not_if):
        shut.append("bone_risk")
    return shut


def _skip_to(case: Case, ladder: Ladder, last: StepRun | None, step: str | None) -> str | None:
    """The step after one that may be left out: the run before was 0, the morning as usual."""
    if step not in ladder.skip_steps or case.programme.id not in ladder.skip_for or last is None:
        return None
    was_easy = last.passed and last.pain == 0 and last.rise is not None and last.rise <= 0
    order = step_order(ladder)
    return order[order.index(step) + 1] if was_easy else None
