"""Whether an exercise of a stage may be done today at all.

What is not known takes the safer side: a test without a value, a place nobody
asked about or an unknown age leaves the exercise out. A question that was never
asked is no reason by itself. Source: review notes 3.3.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from rehab.programme.case import Case
from rehab.programme.compare import hold_against
from rehab.programme.gates import gates_now
from rehab.programme.model import StageExercise
from rehab.programme.session import lacking

RUNNING_AND_HOPS = ("plyometric", "running drill")
Why = Literal[
    "too_early",
    "over",
    "test",
    "first",
    "marks",
    "clearance",
    "resting_pain",
    "answer",
    "age",
    "bones",
    "stretching",
    "equipment",
]


@dataclass(frozen=True, slots=True)
class LeftOut:
    """An exercise that is not for today, and the key of why."""

    exercise: str
    why: str


def why_not(case: Case, use: StageExercise, easy_times: Callable[[str, int], int]) -> Why | None:
    """Why an exercise is left out today; None when it may be done.

    `easy_times` tells how often an exercise was done at or under a pain.
    """
    for why, is_out in _REASONS.items():
        if is_out(case, use):
            return why
    after = use.after
    if (
        after is not None
        and max(easy_times(after.exercise, after.pain_max), easy_times(use.id, after.pain_max))
        < after.times
    ):
        return "first"
    return None


def _injury_day(case: Case) -> int | None:
    start = case.diary.injury.restarted_on or case.diary.injury.onset_on
    return (case.today - start).days if start else None


def _is_too_early(case: Case, use: StageExercise) -> bool:
    """Before its first day since onset; with an unknown onset since the plan began."""
    if use.from_day is None:
        return False
    day = _injury_day(case)
    if day is None:
        day = (case.today - case.log.started_on).days
    return day < use.from_day


def _is_over(case: Case, use: StageExercise) -> bool:
    day = _injury_day(case)
    return use.until_day is not None and (day is None or day > use.until_day)


def _fails_test(case: Case, use: StageExercise) -> bool:
    return not all(hold_against(case, test).holds for test in use.when)


def _is_marked(case: Case, use: StageExercise) -> bool:
    if not use.no_marks_on:
        return False
    days = use.no_marks_days or 7
    return not case.asked_places(days) or bool(case.marked_dates(frozenset(use.no_marks_on), days))


def _wants_clearance(case: Case, use: StageExercise) -> bool:
    return use.needs_clearance and not case.log.clearance_since(case.log.started_on)


def _hurts_at_rest(case: Case, use: StageExercise) -> bool:
    limit = use.not_if_resting_pain_from
    if limit is None:
        return False
    newest = case.latest("pain_rest")
    return newest is None or newest.value >= limit


def _is_answered(case: Case, use: StageExercise) -> bool:
    return any(case.is_possible(question) for question in case.content.exercises[use.id].not_if)


def _is_too_old(case: Case, use: StageExercise) -> bool:
    limit = case.content.exercises[use.id].not_from_age
    age = case.diary.injury.age
    return limit is not None and (age is None or age >= limit)


def _is_shut_for_bones(case: Case, use: StageExercise) -> bool:
    if case.content.exercises[use.id].group not in RUNNING_AND_HOPS:
        return False
    return any(
        state.gate.blocks == "running_and_hops" and state.is_open is False
        for state in gates_now(case)
    )


def _stops_stretching(case: Case, use: StageExercise) -> bool:
    check = case.programme.stretch_check
    if check is None or use.id not in check.stops:
        return False
    marked = case.marked_dates(frozenset(check.locations), check.days)
    sitting = case.latest("pain_sitting")
    hurts = sitting is not None and sitting.value >= check.sitting_from
    return len(marked) >= check.at_least_days or hurts


def _lacks_something(case: Case, use: StageExercise) -> bool:
    exercise = case.content.exercises[use.id]
    return bool(lacking(exercise, case.content.needs, case.log.lacks))


_REASONS: dict[Why, Callable[[Case, StageExercise], bool]] = {
    "too_early": _is_too_early,
    "over": _is_over,
    "test": _fails_test,
    "marks": _is_marked,
    "clearance": _wants_clearance,
    "resting_pain": _hurts_at_rest,
    "answer": _is_answered,
    "age": _is_too_old,
    "bones": _is_shut_for_bones,
    "stretching": _stops_stretching,
    "equipment": _lacks_something,
}
