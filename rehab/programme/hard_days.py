"""Hard day, easy day: in stages that say so, hard work is never done on following days.

A run or any hard exercise makes a day hard. A stage names how many a week at most;
on a hard day the run comes first, then a Nordic or a hinge, never both.
Source: review notes 3.3 (21).
"""

from collections.abc import Mapping
from datetime import date
from typing import Literal

from rehab.programme.case import Case
from rehab.programme.ladder import ladder_states
from rehab.programme.model import Exercise
from rehab.programme.response import Response
from rehab.programme.series import DAY

HARD_GROUPS = frozenset({"eccentric", "plyometric", "running drill"})
HARD_FROM_LEVEL = 4
WEEK = 7


def is_hard(case: Case, exercise_id: str) -> bool:
    """Whether an exercise makes a day hard, in a stage that counts hard days."""
    if case.stage.hard_days_per_week is None:
        return False
    exercise = case.content.exercises[exercise_id]
    return exercise.group in HARD_GROUPS or exercise.level >= HARD_FROM_LEVEL


def is_hinge_or_nordic(exercise: Exercise) -> bool:
    """The two that never share a day: slow lowering, and loaded hinges."""
    is_loaded_hinge = exercise.id.startswith("rdl_") and exercise.level >= HARD_FROM_LEVEL
    return exercise.group == "eccentric" or is_loaded_hinge


def why_easy(
    case: Case, response: Response, done: Mapping[date, set[str]]
) -> Literal["easy_day"] | None:
    """Why hard work waits: a hard day before, a run tomorrow, or the week is full."""
    return case.remember("easy", lambda: _why_easy(case, response, done))


def _why_easy(
    case: Case, response: Response, done: Mapping[date, set[str]]
) -> Literal["easy_day"] | None:
    first = case.today - WEEK * DAY
    hard = {run.on for run in case.diary.runs if first < run.on <= case.today}
    for on, exercises in done.items():
        if on > first and any(is_hard(case, each) for each in exercises):
            hard.add(on)
    if case.today in hard:
        return None
    tomorrow = case.today + DAY
    waits = any(s.is_open and s.next_on == tomorrow for s in ladder_states(case, response))
    is_full = len(hard) >= (case.stage.hard_days_per_week or WEEK)
    return "easy_day" if case.today - DAY in hard or waits or is_full else None
