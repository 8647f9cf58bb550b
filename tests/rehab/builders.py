"""Small builders, so that a test reads as the diary it is about.

    make_diary(sitting=[5, 4, None, 3])

is a diary whose last logged day is TODAY, one list entry a calendar day, None
for a day on which that was not recorded; a day with nothing at all is not logged.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from rehab.diary import Answer, Day, Diary, Fall, Injury, Run
from rehab.signs.evaluate import answers_for
from rehab.signs.moment import Tri
from rehab.signs.nodes import Node
from rehab.signs.parse import parse_condition
from rehab.vocabulary import (
    AnswerValue,
    FallKind,
    Location,
    Quality,
    Side,
    Sign,
    Tier,
    Treatment,
)

TODAY = date(2026, 11, 21)
SETS = {"locations": Location, "qualities": Quality, "treatments": Treatment,
        "carried_locations": Location, "carried_qualities": Quality}  # fmt: skip


@dataclass(frozen=True)
class Persist:
    evaluations: int
    spacing: int


@dataclass(frozen=True)
class InlineRule:
    """A rule as the engine sees it, without the texts."""

    condition: Node
    id: str = "r_test"
    tier: Tier = Tier.ROUTINE
    topic: str = "test"
    clock: str = "onset"
    persist: Persist | None = None
    suggests: tuple[str, ...] = ()
    asks: tuple[str, ...] = ()
    ask_again_days: int = 7
    weight: float = 1.0
    enabled: bool = True
    once: bool = False
    bundle: str | None = None
    covers: tuple[str, ...] = ()


def ago(days: int, today: date = TODAY) -> date:
    return today - timedelta(days=days)


def make_rule(condition: Mapping[str, object], **given: Any) -> InlineRule:
    return InlineRule(condition=parse_condition(condition, "condition"), **given)


def make_injury(*, day: int | None = 60, today: date = TODAY, **given: Any) -> Injury:
    """An injury whose onset was `day` days ago; None when it is not known."""
    return Injury(
        id="i1",
        side=given.pop("side", Side.LEFT),
        onset_on=None if day is None else ago(day, today),
        **given,
    )


def make_day(days_ago: int = 0, *, today: date = TODAY, **given: Any) -> Day:
    """One day; lists become sets, `swelling=True` and the like become signs."""
    for name in SETS:
        if given.get(name) is not None:
            given[name] = frozenset(SETS[name](code) for code in given[name])
    signs = {Sign(name): given.pop(name) for name in list(given) if name in set(Sign)}
    return Day(on=ago(days_ago, today), signs=signs, **given)


def make_diary(
    *,
    days: Sequence[Day] = (),
    runs: Mapping[int, int | None] | None = None,
    falls: Sequence[int] = (),
    answers: Sequence[tuple[int, str, str]] = (),
    injury: Injury | None = None,
    today: date = TODAY,
    first_logged: int | None = None,
    **columns: Sequence[Any],
) -> Diary:
    """A diary of columns, one entry a day, the last one today.

    `runs` maps days ago to pain, `falls` lists days ago, `answers` lists
    (days ago, question, value).
    """
    return Diary(
        injury=injury or make_injury(today=today),
        days=tuple(sorted((*days, *_rows(columns, today)), key=lambda day: day.on)),
        runs=tuple(
            sorted(
                (Run(on=ago(back, today), pain=pain) for back, pain in (runs or {}).items()),
                key=lambda run: run.on,
            )
        ),
        falls=tuple(
            Fall(on=ago(back, today), kind=FallKind.FALL) for back in sorted(falls, reverse=True)
        ),
        answers=tuple(
            Answer(on=ago(back, today), question=question, value=AnswerValue(value))
            for back, question, value in sorted(answers, key=lambda given: -given[0])
        ),
        first_logged_on=None if first_logged is None else ago(first_logged, today),
    )


def decide(condition: Mapping[str, object], diary: Diary, **given: Any) -> str:
    """Decide one condition today, in a word: true, false or unknown."""
    today = given.pop("today", TODAY)
    rule = make_rule(condition, **given)
    return Tri(answers_for([rule], diary, today)[rule.id]).name.lower()


def _rows(columns: Mapping[str, Sequence[Any]], today: date) -> list[Day]:
    length = max((len(column) for column in columns.values()), default=0)
    rows = []
    for back in range(length):
        held = {name: column[-1 - back] for name, column in columns.items() if back < len(column)}
        recorded = {name: value for name, value in held.items() if value is not None}
        if recorded:
            rows.append(make_day(back, today=today, **recorded))
    return rows
