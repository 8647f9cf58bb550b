"""Questions that a plan needs beside the day: a hard lump in the weeks after a blow.

    asked = stage_questions(case)

A line of the stage that reads answers is asked again before its answer is too old. In the
stages after it the same question comes once a week: a lump that grows shows in the second
to fourth week. Source: programmes draft 2 (contusion) and 4; the weekly rhythm is judgement.
"""

from collections.abc import Iterator
from datetime import date

from rehab.programme.case import Case
from rehab.programme.model import Stage
from rehab.vocabulary import AnswerValue

WEEKLY_DAYS = 7


def stage_questions(case: Case) -> tuple[str, ...]:
    """The questions to put today, the opening one of each pair first; none on the first day."""
    if case.today <= case.log.started_on:
        return ()
    return tuple(dict.fromkeys(_asked(case)))


def _asked(case: Case) -> Iterator[str]:
    for metric, every in _wanted(case).items():
        newest = case.latest(metric)
        opener, *further = case.content.metrics[metric].answers_from
        opened = case.answer(opener) if further else None
        yes = opened is not None and opened[1] is not AnswerValue.NO
        if opened is not None and yes and _is_later(opened[0], newest.on if newest else None):
            yield from further
        elif newest is None or (case.today - newest.on).days >= every:
            yield opener


def _is_later(opened: date, told: date | None) -> bool:
    """Whether the opening yes still waits for the question behind it."""
    return told is None or told < opened


def _wanted(case: Case) -> dict[str, int]:
    """Each metric with the days after which it is asked again."""
    wanted: dict[str, int] = {}
    for stage in case.programme.stages[: case.stage_index + 1]:
        for metric, most in _answered_lines(case, stage):
            is_now = stage.id == case.stage.id
            wanted[metric] = max(1, most - 1) if is_now else wanted.get(metric, WEEKLY_DAYS)
    return wanted


def _answered_lines(case: Case, stage: Stage) -> Iterator[tuple[str, int]]:
    for line in stage.exit:
        known = case.content.metrics[line.metric]
        if known.home == "answer" and known.answers_from:
            yield line.metric, line.max_age_days or WEEKLY_DAYS
