"""A diary that ordinary use would leave behind: most days logged, some runs, weekly answers."""

import random
from collections.abc import Iterator
from datetime import date, timedelta

from rehab.diary import Answer, Day, Diary, Fall, Injury, Run
from rehab.vocabulary import (
    AnswerValue,
    FallKind,
    InjuryType,
    Location,
    Onset,
    Quality,
    Side,
    Sign,
    Treatment,
)

TODAY = date(2026, 11, 21)
WEEKLY = ("q_saddle_numb", "q_bladder", "q_bowel", "q_both_legs", "q_breathless", "q_fever")


def diary(days: int, *, seed: int = 1, logged: float = 0.85) -> Diary:
    """`days` calendar days of a sit-bone tendon that hurts about 3 of 10 when sitting."""
    made = list(_days(days, random.Random(seed), logged))
    chance = random.Random(seed + 1)
    return Diary(
        injury=Injury(
            id="benchmark",
            side=Side.RIGHT,
            onset_on=TODAY - timedelta(days=days),
            onset=Onset.GRADUAL,
            type=InjuryType.TENDON,
            age=38,
        ),
        days=tuple(made),
        runs=tuple(
            Run(on=day.on, minutes=40.0, km=6.5, effort=4, pain=2)
            for day in made
            if chance.random() < 0.3
        ),
        falls=tuple(Fall(on=day.on, kind=FallKind.SLIP) for day in made if chance.random() < 0.01),
        answers=tuple(
            Answer(on=day.on, question=question, value=AnswerValue.NO)
            for day in made[::7]
            for question in WEEKLY
        ),
        first_logged_on=made[0].on,
    )


def _days(days: int, chance: random.Random, logged: float) -> Iterator[Day]:
    for back in range(days, -1, -1):
        if back and chance.random() > logged:
            continue
        yield Day(
            on=TODAY - timedelta(days=back),
            sitting=chance.choice([2, 3, 3, 4]),
            rest=chance.choice([0, 1, 1]),
            morning=chance.choice([1, 2]),
            walking=chance.choice([0, 1]),
            night=0,
            locations=frozenset({Location.SIT_BONE}),
            qualities=frozenset({Quality.ACHE}),
            signs=dict.fromkeys(Sign, False),
            treatments=frozenset({Treatment.CUSHION}),
            sit_minutes=chance.choice([20, 25, 30, 35]),
        )
