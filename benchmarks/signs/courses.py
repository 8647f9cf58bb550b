"""The true courses behind the diaries: what hurts how much, where, and what is so if asked.

Ordinary courses fall to nothing or nearly so in the times that are published for the kind
of injury; people differ by a log-normal factor. The others do not heal, get worse, or are
not a strain at all. Sources of the times: docs/validation.md. Shapes and spreads are
judgement. Nothing here knows a rule or a corridor.
"""

import math
import random
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

Level = Callable[[int], float]


@dataclass(frozen=True, slots=True)
class Truth:
    """What is true of one invented injury, day 0 = onset or, for old pain, the first log.

    `level` is the worst everyday pain of a usual day; `shares` tells how much of it each
    line holds, by day. `places`, `words` and `signs` are what would be marked. `yes` maps
    a question to the day from which its true answer is yes.
    """

    level: Level
    shares: Callable[[int], dict[str, float]]
    places: Callable[[int], tuple[str, ...]]
    words: tuple[str, ...] = ("ache",)
    signs: Callable[[int], dict[str, bool]] = lambda day: {}
    yes: dict[str, int] = field(default_factory=dict)
    runs_below: float | None = 2.0
    run_share: float = 1.0


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of course. `due` is the day by which a sign is in time, None for ordinary healing.

    `tier` is the least tier that counts as found. `expects` is the tier that ordinary
    healing of this kind is meant to be told in its first ten days. `injury` are fields of
    the injury, `onset_days_ago` how old the pain is at the first log.
    """

    name: str
    days: int
    make: Callable[[random.Random], Truth]
    injury: dict[str, Any]
    due: int | None = None
    tier: str = "routine"
    expects: str | None = None
    onset_days_ago: int = 0
    has_plan: bool = False


def _spread(chance: random.Random, middle: float, spread: float = 0.33) -> float:
    """A log-normal time around its middle, two spreads at most."""
    return middle * math.exp(spread * max(-2.0, min(2.0, chance.gauss(0, 1))))


def _start(chance: random.Random, middle: float) -> float:
    return max(2.5, min(9.0, chance.gauss(middle, 1.1)))


def healing(chance: random.Random, start: float, half: float, *, rest: float = 0.0) -> Level:
    """A fall to `rest` with about `half` days to the half: steep first, steady, or late."""
    shape = chance.choice(["steep", "steep", "steady", "late"])
    slow = half * 2.2

    def level(day: int) -> float:
        if shape == "steep":
            share = 2 ** (-day / half)
        elif shape == "steady":
            share = max(0.0, 0.72 * 2 ** (-day / (half * 0.9)) + 0.28 * (1 - day / (5 * half)))
        else:
            share = 1 / (1 + (day / (half * 1.15)) ** 2.2)
        return max(rest, start * share) if day < 14 * slow else rest

    return level


def sudden(day: int, half: float) -> dict[str, float]:
    """Lines of a fresh strain: walking most, rest and night early on only."""
    early = 2 ** (-day / half)
    return {
        "walking": 1.0,
        "morning": 0.8,
        "sitting": 0.55,
        "rest": 0.15 + 0.4 * early,
        "night": 0.05 + 0.45 * early,
    }


def tendon(day: int) -> dict[str, float]:
    """Lines of a tendon at the sit bone: sitting most."""
    return {"sitting": 1.0, "morning": 0.6, "walking": 0.45, "rest": 0.2, "night": 0.12}


def always(*places: str) -> Callable[[int], tuple[str, ...]]:
    return lambda day: places


def bruised(chance: random.Random, until: int) -> Callable[[int], dict[str, bool]]:
    """A bruise and swelling of the thigh in the first days, as strains have them."""
    has_bruise, has_swelling = chance.random() < 0.5, chance.random() < 0.3

    def signs(day: int) -> dict[str, bool]:
        return {
            "bruising": has_bruise and 1 <= day <= until,
            "swelling": has_swelling and day <= until // 2,
            "numbness": False,
            "weakness": False,
        }

    return signs


def strain(
    start: float, half: float, *, place: tuple[str, ...] = ("mid_thigh",), bruise: int = 8
) -> Callable[[random.Random], Truth]:
    """An ordinary strain."""

    def make(chance: random.Random) -> Truth:
        own = _spread(chance, half)
        return Truth(
            level=healing(chance, _start(chance, start), own),
            shares=lambda day: sudden(day, own),
            places=always(*place),
            words=chance.choice([("ache",), ("tight",), ("sharp", "tight"), ("ache", "tight")]),
            signs=bruised(chance, bruise),
        )

    return make


def ordinary_tendon(
    start: float, half: float, *, rest: float = 0.0
) -> Callable[[random.Random], Truth]:
    def make(chance: random.Random) -> Truth:
        own = _spread(chance, half, 0.28)
        return Truth(
            level=healing(chance, _start(chance, start), own, rest=rest),
            shares=tendon,
            places=always("sit_bone"),
            words=("ache",),
            signs=lambda day: dict.fromkeys(
                ("bruising", "swelling", "numbness", "weakness"), False
            ),
            runs_below=3.5,
        )

    return make


def _cramp(chance: random.Random) -> Truth:
    return Truth(
        level=healing(chance, _start(chance, 4), _spread(chance, 1.6)),
        shares=lambda day: sudden(day, 2),
        places=always(chance.choice(["mid_thigh", "lower_thigh"])),
        words=("cramp", "tight"),
    )


SPRINT = {"onset": "sudden", "type": "muscle_strain", "mechanism": "sprint"}
STRETCH = {"onset": "sudden", "type": "muscle_strain", "mechanism": "stretch"}
TENDON = {"onset": "gradual", "type": "tendon", "mechanism": "overload"}

ORDINARY = (
    Kind("sprint grade 1", 56, strain(4.2, 5.0), {**SPRINT, "grade": 1}),
    Kind("sprint grade 2", 84, strain(5.8, 9.5, bruise=14), {**SPRINT, "grade": 2}),
    Kind(
        "sprint grade 3",
        168,
        strain(7.3, 20.0, place=("upper_thigh", "mid_thigh"), bruise=21),
        {**SPRINT, "grade": 3, "pop": True, "bruising": True},
        expects="urgent",
    ),
    Kind("sprint, grade not known", 70, strain(5.0, 7.5), SPRINT),
    Kind("stretch grade 1", 84, strain(4.2, 9.0, place=("upper_thigh",)), {**STRETCH, "grade": 1}),
    Kind("stretch grade 2", 126, strain(5.5, 17.0, place=("upper_thigh",), bruise=10),
         {**STRETCH, "grade": 2}),
    Kind("contusion", 56, strain(5.0, 5.5, bruise=12),
         {"onset": "sudden", "type": "contusion", "mechanism": "blow"}),
    Kind("cramp", 28, _cramp, {"onset": "sudden", "type": "unsure", "mechanism": "overload"}),
    Kind("slow start, not sure what", 70, strain(3.8, 12.0),
         {"onset": "gradual", "type": "unsure", "mechanism": "overload"}),
    Kind("tendon, fresh, on a plan", 140, ordinary_tendon(5.0, 42.0), TENDON, has_plan=True),
    Kind("tendon, 8 months old, on a plan", 140, ordinary_tendon(5.2, 55.0, rest=0.4),
         TENDON, onset_days_ago=243, has_plan=True),
)  # fmt: skip
