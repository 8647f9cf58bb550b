"""How people write diaries: noise of pain, habits of rounding, what is left out and when.

Nothing here knows a rule or a corridor. All chance comes from the `random.Random` given.
"""

import math
import random
from collections.abc import Sequence
from dataclasses import dataclass

HIGHEST = 10


@dataclass(frozen=True, slots=True)
class Noise:
    """One setting. Pain in points of the NRS 0-10, chances per day.

    `spread` is the day's own swing at a pain of 4, `memory` how much of it is left the next
    day. A flare comes with chance `flare`, by up to `flare_points`, and lasts about
    `flare_days`. `stray` is the chance of a mark on the map or a word that means nothing.
    `hides_bad` and `only_bad` are the shares of people who leave out bad days, and who
    write mostly when it hurts; the others leave out days by chance, some of them in blocks.
    """

    name: str
    spread: float
    memory: float
    flare: float
    flare_points: float
    flare_days: float
    stray: float
    hides_bad: float
    only_bad: float


NOISES = {
    each.name: each
    for each in (
        Noise("calm", 0.6, 0.3, 0.02, 2.0, 2.0, 0.01, 0.25, 0.0),
        Noise("usual", 0.9, 0.45, 0.035, 2.5, 2.5, 0.03, 0.35, 0.1),
        Noise("rough", 1.2, 0.55, 0.05, 3.0, 3.5, 0.05, 0.35, 0.25),
    )
}
# How a person turns what they feel into a whole number.
ROUNDING = ("nearest", "nearest", "nearest", "even", "sticky", "upwards", "never_zero")
CONTEXTS = ("walking", "sitting", "morning", "rest", "night")


@dataclass(frozen=True, slots=True)
class Habit:
    """One person: how they round, what they leave out, how often they answer each line."""

    rounding: str
    missing: str
    fills: dict[str, float]
    stray: float
    wide_marks: bool
    answers: float


def habit(noise: Noise, chance: random.Random, main: str) -> Habit:
    """Draw a person; `main` is the line they follow first and nearly always fill."""
    missing = "chance"
    drawn = chance.random()
    if drawn < noise.hides_bad:
        missing = "hides_bad"
    elif drawn < noise.hides_bad + noise.only_bad:
        missing = "only_bad"
    elif drawn < noise.hides_bad + noise.only_bad + 0.25:
        missing = "blocks"
    fills = {name: chance.choice([0.5, 0.8, 0.95]) for name in CONTEXTS}
    fills[main] = 0.97
    return Habit(
        rounding=chance.choice(ROUNDING),
        missing=missing,
        fills=fills,
        stray=noise.stray * chance.uniform(0.3, 2.0),
        wide_marks=chance.random() < 0.2,
        answers=chance.choice([0.7, 0.9, 1.0]),
    )


def swings(noise: Noise, days: int, chance: random.Random) -> list[float]:
    """What each day adds to the course, at a pain of 4: swing with memory, and flares."""
    found: list[float] = []
    swing = flare = 0.0
    fresh = math.sqrt(1 - noise.memory**2)
    for _ in range(days):
        swing = noise.memory * swing + fresh * chance.gauss(0, noise.spread)
        flare *= math.exp(-1 / noise.flare_days)
        if chance.random() < noise.flare:
            flare = max(flare, chance.uniform(0.4, 1.0) * noise.flare_points)
        found.append(swing + flare)
    return found


def swing_at(level: float, swing: float) -> float:
    """A swing scaled to the pain that is there: little is left of it near 0."""
    return swing * min(1.3, 0.25 + 0.19 * level)


def rounded(felt: float, how: str, before: int | None) -> int:
    """What a person writes down for what they feel."""
    felt = min(float(HIGHEST), max(0.0, felt))
    if how == "sticky" and before is not None and abs(felt - before) < 1.2:
        return before
    if how == "upwards":
        return min(HIGHEST, math.ceil(felt - 0.2))
    if how == "even" and felt > 1:
        near = round(felt / 2) * 2
        return near if abs(felt - near) < 0.8 else round(felt)
    if how == "never_zero":
        return max(1 if felt > 0.15 else 0, round(felt))
    return round(felt)


def logged_days(
    how: str, share: float, worse: Sequence[float], chance: random.Random
) -> tuple[bool, ...]:
    """Which days are written at all, about `share` of them.

    `worse` tells by how many points each day is worse than the person's own week.
    """
    if share >= 1:
        return tuple(chance.random() < 0.985 for _ in worse)
    if how == "blocks":
        return _blocks(share, len(worse), chance)
    pull = {"hides_bad": -1.1, "only_bad": 1.1}.get(how, 0.0)
    middle = math.log(share / (1 - share))
    return tuple(
        chance.random() < 1 / (1 + math.exp(-(middle + pull * max(-1.5, min(2.0, each)))))
        for each in worse
    )


def _blocks(share: float, days: int, chance: random.Random) -> tuple[bool, ...]:
    """Days on and off in runs: about 6 days written, then a gap that keeps the share."""
    on_days = 6.0
    off_days = on_days * (1 - share) / share
    writes = chance.random() < share
    found: list[bool] = []
    for _ in range(days):
        found.append(writes)
        if chance.random() < 1 / (on_days if writes else off_days):
            writes = not writes
    return tuple(found)
