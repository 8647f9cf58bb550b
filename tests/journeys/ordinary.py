"""Ordinary strains that heal: made-up diaries by a model, one for each seed.

Pain halves every few days with a spread between people, days are noisy, about half
of them are not logged, now and then a stray place is marked or a bad day comes. The
model is ours (docs: warning signs, "measured on simulated diaries"); it says how the
rules behave on such diaries, nothing about people.
"""

import random
from dataclasses import dataclass
from datetime import date, timedelta

from rehab.diary import Answer, Day, Diary, Injury, Run
from rehab.vocabulary import (
    AnswerValue,
    InjuryType,
    Location,
    Mechanism,
    Onset,
    Quality,
    Side,
    Sign,
    Treatment,
)

START = date(2026, 8, 1)
WEEKLY = (
    "q_saddle_numb",
    "q_bladder",
    "q_bowel",
    "q_both_legs",
    "q_breathless",
    "q_cold_leg",
    "q_dark_urine",
    "q_leg_swollen",
    "q_fever",
)


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of strain: its first pain, its half-life in days, how long it is logged."""

    grade: int
    first_pain: float
    half_life: float
    days: int


# A second, noisier person: everyday pain is the highest of five noisy scores, so it stays about 2.
NOISE = 0.7
LOUD = 1.0


GRADE_1 = Kind(grade=1, first_pain=4.5, half_life=5.5, days=42)
GRADE_2 = Kind(grade=2, first_pain=6.0, half_life=10.5, days=70)
SPREAD = 0.35
BAD_DAY = 0.04
STRAY_PLACE = 0.05


def ordinary_strain(
    kind: Kind, seed: int, *, logged: float = 0.5, noise: float = NOISE, flat: bool = False
) -> Diary:
    """A sprint strain that heals as it should, or not at all, with a share of the days logged."""
    luck = random.Random(f"{kind.grade}-{seed}")
    half_life = kind.half_life * luck.lognormvariate(0, SPREAD)
    first = kind.first_pain + luck.uniform(-1, 1)
    kept = [n for n in range(kind.days) if n == 0 or luck.random() < logged]
    steady = luck.uniform(3, 5) if flat else None
    days = [_day(luck, n, steady or first * 0.5 ** (n / half_life), kind, noise) for n in kept]
    runs = [_run(luck, day) for day in days if day.running is not None]
    return Diary(
        injury=Injury(
            id=f"grade-{kind.grade}-{seed}",
            side=Side.RIGHT,
            onset_on=START,
            onset=Onset.SUDDEN,
            type=InjuryType.MUSCLE_STRAIN,
            grade=kind.grade,
            mechanism=Mechanism.SPRINT,
            pop=False,
            bruising=kind.grade > 1 and luck.random() < 0.5,
            can_walk=True,
            age=luck.randint(22, 55),
        ),
        days=tuple(days),
        runs=tuple(runs),
        answers=tuple(_weekly_no(days)),
        first_logged_on=START,
    )


def _day(luck: random.Random, after: int, level: float, kind: Kind, noise: float) -> Day:
    if luck.random() < BAD_DAY:
        level += 2
    runs = level < 1.5 and after > 7 and luck.random() < 0.4
    places = {Location.MID_THIGH} if level >= 0.5 else set()
    if luck.random() < STRAY_PLACE:
        places.add(luck.choice([Location.BUTTOCK, Location.CALF, Location.BACK_KNEE]))
    return Day(
        on=START + timedelta(days=after),
        walking=_score(luck, level, noise),
        sitting=_score(luck, level * 0.5, noise),
        morning=_score(luck, level * 0.7, noise),
        rest=_score(luck, level * 0.35, noise),
        night=_score(luck, level * 0.3, noise),
        running=_score(luck, level, noise) if runs else None,
        no_run=None if runs else True,
        locations=frozenset(places),
        qualities=frozenset({Quality.SHARP if level > 4 else Quality.ACHE} if places else ()),
        signs={
            Sign.SWELLING: False,
            Sign.BRUISING: kind.grade > 1 and 1 < after < 10,
            Sign.NUMBNESS: False,
            Sign.WEAKNESS: False,
        },
        treatments=frozenset({Treatment.STRENGTHENING} if after % 2 else ()),
    )


def _score(luck: random.Random, level: float, noise: float) -> int:
    return max(0, min(10, round(level + luck.gauss(0, noise)))) if level > 0.2 else 0


def _run(luck: random.Random, day: Day) -> Run:
    return Run(on=day.on, minutes=luck.choice([15, 20, 30]), effort=5, pain=day.running)


def _weekly_no(days: list[Day]) -> list[Answer]:
    """The weekly set, answered "no" on the first logged day of each week."""
    asked: list[date] = []
    for day in days:
        if not asked or (day.on - asked[-1]).days >= 7:
            asked.append(day.on)
    return [Answer(on, question, AnswerValue.NO) for on in asked for question in WEEKLY]
