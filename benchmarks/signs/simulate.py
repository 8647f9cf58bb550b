"""One invented diary: a true course seen through one person's habits.

The same seed gives the same person and course at every share of days logged; only what
was written differs.
"""

import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from benchmarks.signs.courses import Kind, Truth
from benchmarks.signs.noise import Habit, Noise, habit, logged_days, rounded, swing_at, swings
from rehab.diary import Answer, Day, Diary, Fall, Injury, Run
from rehab.signs.asking import Due
from rehab.vocabulary import (
    AnswerValue,
    FallKind,
    InjuryType,
    LandedOn,
    Location,
    Mechanism,
    Onset,
    Quality,
    Side,
    Sign,
    Treatment,
)

FIRST_DAY = date(2026, 3, 2)
WEEK = 7
STRAY_PLACES = tuple(place for place in Location if place is not Location.OTHER_LEG)
WIDE = (Location.UPPER_THIGH, Location.MID_THIGH, Location.LOWER_THIGH)
USUAL_TREATMENTS = (
    Treatment.REST, Treatment.ICE, Treatment.HEAT, Treatment.STRETCHING, Treatment.STRENGTHENING,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Invented:
    """A diary with what is true behind it, for the questions that are asked."""

    diary: Diary
    truth: Truth
    person: Habit
    seed: str

    def reply(self, on: date, asked: Sequence[Due]) -> list[Answer]:
        """What the person answers that day; some leave the questions for later."""
        chance = random.Random(f"{self.seed}/answers/{on}")
        if chance.random() > self.person.answers:
            return []
        day = (on - FIRST_DAY).days
        return [
            Answer(on=on, question=due.question, value=self._value(due.question, day))
            for due in asked
        ]

    def _value(self, question: str, day: int) -> AnswerValue:
        since = self.truth.yes.get(question)
        return AnswerValue.YES if since is not None and day >= since else AnswerValue.NO


def invent(kind: Kind, noise: Noise, *, share: float, number: int, seed: int = 1) -> Invented:
    """Diary `number` of a kind, `share` of whose days are written."""
    name = f"{seed}/{kind.name}/{noise.name}/{number}"
    chance = random.Random(name)
    truth = kind.make(chance)
    shares = truth.shares(0)
    person = habit(noise, chance, main=max(shares, key=lambda line: shares[line]))
    added = swings(noise, kind.days, chance)
    felt = [max(0.0, truth.level(day) + swing_at(truth.level(day), add))
            for day, add in enumerate(added)]  # fmt: skip
    slips = [day for day in range(kind.days) if chance.random() < 1 / 120]
    written = _written(person, share, felt, random.Random(f"{name}/{share}"))
    diary = Diary(
        injury=_injury(kind, name),
        days=tuple(_days(truth, person, felt, written, random.Random(f"{name}/days"))),
        runs=tuple(_runs(truth, felt, written, random.Random(f"{name}/runs"))),
        falls=tuple(_slip(day) for day in slips if written[day]),
    )
    return Invented(diary, truth, person, name)


def _injury(kind: Kind, name: str) -> Injury:
    given = kind.injury
    return Injury(
        id=name,
        side=Side.LEFT,
        onset_on=FIRST_DAY - timedelta(days=kind.onset_days_ago),
        onset=Onset(given["onset"]),
        type=InjuryType(given["type"]),
        mechanism=Mechanism(given["mechanism"]),
        grade=given.get("grade"),
        pop=given.get("pop"),
        bruising=given.get("bruising"),
        age=34,
        programme="pht" if kind.has_plan else None,
        plan_started_on=FIRST_DAY + timedelta(days=2) if kind.has_plan else None,
    )


def _written(
    person: Habit, share: float, felt: Sequence[float], chance: random.Random
) -> tuple[bool, ...]:
    worse = [
        each - sum(around) / len(around)
        for day, each in enumerate(felt)
        if (around := felt[max(0, day - WEEK) : day + WEEK])
    ]
    found = list(logged_days(person.missing, share, worse, chance))
    found[0] = True  # the day on which somebody starts a diary is written
    return tuple(found)


def _days(
    truth: Truth,
    person: Habit,
    felt: Sequence[float],
    written: Sequence[bool],
    chance: random.Random,
) -> Iterable[Day]:
    before: dict[str, int] = {}
    for day, level in enumerate(felt):
        scores: dict[str, int] = {}
        for line, share in truth.shares(day).items():
            own = level * min(1.0, share) + chance.gauss(0, min(0.25, level / 3))
            is_filled = chance.random() < person.fills[line]
            score = rounded(own, person.rounding, before.get(line))
            if written[day] and is_filled:
                scores[line] = before[line] = score
        marks = _marks(truth, person, day, chance, worst=max(scores.values(), default=0))
        if written[day]:
            yield Day(on=FIRST_DAY + timedelta(days=day), **scores, **marks)


def _marks(
    truth: Truth, person: Habit, day: int, chance: random.Random, *, worst: int
) -> dict[str, object]:
    """What is marked beside the numbers: a place on a day that hurt, a word from 2 of 10 on."""
    places = {Location(code) for code in truth.places(day)} if worst else set()
    words = {Quality(code) for code in truth.words} if worst > 1 else set()
    if person.wide_marks and places & set(WIDE):
        places.update(WIDE)
    if chance.random() < person.stray:
        places.add(chance.choice(STRAY_PLACES))
    if chance.random() < person.stray / 2:
        words.add(chance.choice(list(Quality)))
    true = truth.signs(day)
    signs = {Sign(name): seen for name, seen in true.items()}
    for sign in (Sign.NUMBNESS, Sign.WEAKNESS, Sign.SWELLING):
        if signs and chance.random() < person.stray / 4:
            signs[sign] = True
    asked_places, asked_words, asked_signs, asked_care = (chance.random() for _ in range(4))
    care = {each for each in USUAL_TREATMENTS if chance.random() < 0.3}
    return {
        "locations": frozenset(places) if asked_places < 0.85 else None,
        "qualities": frozenset(words) if asked_words < 0.7 else None,
        "signs": signs if asked_signs < 0.6 else {},
        "treatments": frozenset(care) if asked_care < 0.6 else None,
    }


def _runs(
    truth: Truth, felt: Sequence[float], written: Sequence[bool], chance: random.Random
) -> Iterable[Run]:
    if truth.runs_below is None:
        return
    for day, level in enumerate(felt):
        goes = chance.random() < 0.33
        pain = rounded(level * truth.run_share + chance.gauss(0, 0.4), "nearest", None)
        if goes and day >= 7 and truth.level(day) < truth.runs_below and written[day]:
            yield Run(on=FIRST_DAY + timedelta(days=day), minutes=30.0, pain=pain)


def _slip(day: int) -> Fall:
    return Fall(FIRST_DAY + timedelta(days=day), kind=FallKind.SLIP, landed_on=LandedOn.NONE)
