"""Turn a worked example of a rule into the diary it tells of."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any, TypeVar

from rehab.diary import Answer, Day, Diary, Fall, Injury, Run
from rehab.signs.cases import Example, Mark
from rehab.vocabulary import OnsetPrecision, PainContext

T = TypeVar("T", Day, Run, Fall, Answer)


def diary_of(example: Example, today: date) -> Diary:
    """The diary of an example as it stands on `today`.

    ValueError when a line of scores holds anything but NRS 0-10 and "-".
    """
    days = _days(example, today)
    return Diary(
        injury=_injury(example, today),
        days=days,
        runs=_in_order(
            Run(on=_ago(today, run.ago), pain=run.pain, minutes=run.minutes) for run in example.runs
        ),
        falls=_in_order(
            Fall(
                on=_ago(today, fall.ago),
                kind=fall.kind,
                landed_on=fall.landed_on,
                effect=fall.effect,
            )
            for fall in example.falls
        ),
        answers=_in_order(
            Answer(on=_ago(today, answer.ago), question=answer.question, value=answer.value)
            for answer in example.answers
        ),
        first_logged_on=days[0].on if days else None,
    )


def scores_of(line: str) -> list[int | None]:
    """One line of scores, oldest first: "4 4 - 3" or "4x5 -x2 3".

    ValueError for anything else than NRS 0-10, "-" and a repetition.
    """
    scores: list[int | None] = []
    for part in line.split():
        score, _, times = part.partition("x")
        value = None if score == "-" else int(score)
        if value is not None and not 0 <= value <= 10:
            raise ValueError(f"{score} is not a pain score from 0 to 10")
        scores += [value] * (int(times) if times else 1)
    return scores


def _injury(example: Example, today: date) -> Injury:
    known = example.injury.model_dump()
    return Injury(
        id=example.name,
        onset_on=None if example.day is None else _ago(today, example.day),
        onset_precision=OnsetPrecision.UNKNOWN if example.day is None else OnsetPrecision.DAY,
        plan_started_on=None if example.plan_day is None else _ago(today, example.plan_day),
        surgery_on=None if example.surgery_day is None else _ago(today, example.surgery_day),
        **known,
    )


def _days(example: Example, today: date) -> tuple[Day, ...]:
    by_date: dict[date, Day] = {}
    for context, line in example.scores.items():
        for ago, score in enumerate(reversed(scores_of(line))):
            if score is not None:
                on = _ago(today, ago)
                by_date[on] = _with_score(by_date.get(on, Day(on=on)), context, score)
    for mark in example.marks:
        for ago in mark.ago:
            on = _ago(today, ago)
            by_date[on] = _with_mark(by_date.get(on, Day(on=on)), mark)
    return _in_order(by_date.values())


def _with_score(day: Day, context: PainContext, score: int) -> Day:
    changes: dict[str, Any] = {context.value: score}
    return replace(day, **changes)


def _with_mark(day: Day, mark: Mark) -> Day:
    if mark.locations is not None:
        day = replace(day, locations=frozenset(mark.locations))
    if mark.qualities is not None:
        day = replace(day, qualities=frozenset(mark.qualities))
    if mark.treatments is not None:
        day = replace(day, treatments=frozenset(mark.treatments))
    return replace(day, signs={**day.signs, **mark.signs})


def _ago(today: date, days: int) -> date:
    return today - timedelta(days=days)


def _in_order(items: Iterable[T]) -> tuple[T, ...]:
    return tuple(sorted(items, key=lambda item: item.on))
