"""Courses that do not heal, get worse, or never were a strain, and by when that should be told.

The days by which a sign is in time are judgement: soon enough that seeing somebody changes
what comes next, late enough that an ordinary course can have shown itself.
"""

import random
from collections.abc import Callable

from benchmarks.signs.courses import (
    SPRINT,
    STRETCH,
    TENDON,
    Kind,
    Level,
    Truth,
    always,
    bruised,
    sudden,
    tendon,
)

Make = Callable[[random.Random], Truth]
NONE_SEEN = dict.fromkeys(("bruising", "swelling", "numbness", "weakness"), False)


def _falls_to(start: float, stays: float, by: float) -> Level:
    """Falls in a straight line to a level in `by` days and stays there."""
    return lambda day: stays + (start - stays) * max(0.0, 1 - day / by)


def plateau(start: float, stays: float, by: float, *, place: str = "mid_thigh") -> Make:
    """Gets a little better, then stands still."""

    def make(chance: random.Random) -> Truth:
        level = _falls_to(
            start + chance.uniform(-0.8, 0.8),
            stays + chance.uniform(-0.4, 0.6),
            by * chance.uniform(0.7, 1.3),
        )
        return Truth(
            level=level,
            shares=lambda day: sudden(day, by),
            places=always(place),
            signs=bruised(chance, 8),
        )

    return make


def turns(start: float, low: float, turn: int, per_week: float, top: float) -> Make:
    """Heals at first, then gets worse week by week."""

    def make(chance: random.Random) -> Truth:
        begins = turn + chance.randint(-3, 4)
        rate = per_week * chance.uniform(0.8, 1.3) / 7
        falls = _falls_to(start, low, begins)

        def level(day: int) -> float:
            return falls(day) if day < begins else min(top, low + rate * (day - begins))

        return Truth(level=level, shares=lambda day: sudden(day, 10), places=always("mid_thigh"))

    return make


def at_rest(night: float, rest: float, begins: int, *, start: float = 5.0) -> Make:
    """Load pain eases, rest and night pain come and grow: not how a muscle behaves."""

    def make(chance: random.Random) -> Truth:
        first = begins + chance.randint(-3, 3)

        def level(day: int) -> float:
            load = 1.5 + (start - 1.5) * 2 ** (-day / 10)
            grown = min(1.0, max(0.0, (day - first) / 14))
            return max(load, max(night, rest) * grown)

        def shares(day: int) -> dict[str, float]:
            if day < first + 4:
                return sudden(day, 8)
            whole = max(night, rest)
            return {"walking": 0.4, "morning": 0.7, "sitting": 0.5,
                    "rest": rest / whole, "night": night / whole}  # fmt: skip

        return Truth(level=level, shares=shares, places=always("mid_thigh"))

    return make


def referred(places: tuple[str, ...], words: tuple[str, ...], *, numb_from: int | None) -> Make:
    """Pain from the back or a nerve, written down as a strain; it moves a little, up and down."""

    def make(chance: random.Random) -> Truth:
        base = chance.uniform(3.5, 5.0)

        def signs(day: int) -> dict[str, bool]:
            return {**NONE_SEEN, "numbness": numb_from is not None and day >= numb_from}

        return Truth(
            level=lambda day: base + 0.8 * (1 if (day // 9) % 2 else -0.4),
            shares=lambda day: {
                "sitting": 1.0, "walking": 0.7, "morning": 0.8, "rest": 0.6, "night": 0.4,
            },
            places=lambda day: places if day >= 3 else places[:2],
            words=words,
            signs=signs,
        )  # fmt: skip

    return make


def sit_bone(level: float) -> Make:
    """A tendon at the sit bone that somebody took for a strain: sitting hurts, nothing changes."""

    def make(chance: random.Random) -> Truth:
        base = level + chance.uniform(-0.7, 0.9)
        return Truth(
            level=lambda day: base,
            shares=tendon,
            places=always("sit_bone", "upper_thigh"),
            signs=lambda day: NONE_SEEN,
            runs_below=9.0,
            run_share=0.9,
        )

    return make


def _large_tear(chance: random.Random) -> Truth:
    """A large tear entered as a mild one: the bruise comes after days and is named when asked."""
    return Truth(
        level=lambda day: 3.5 + 4.0 * 2 ** (-day / 9),
        shares=lambda day: sudden(day, 20),
        places=always("upper_thigh", "mid_thigh"),
        signs=lambda day: {**NONE_SEEN, "bruising": day >= 2, "swelling": day <= 14},
        yes={"q_big_bruise": 3, "q_gap": 3},
    )


SLOW = {"onset": "gradual", "type": "unsure", "mechanism": "overload"}
SAT = {"onset": "gradual", "type": "unsure", "mechanism": "sitting"}
TROUBLE = (
    Kind("plateau at 3, grade 1", 56, plateau(5, 3, 12), {**SPRINT, "grade": 1}, due=42),
    Kind(
        "flat at 3 from the start, grade 1", 56, plateau(3.2, 3, 5), {**SPRINT, "grade": 1}, due=42
    ),
    Kind("plateau at 3 to 4, grade 2", 84, plateau(6.5, 3.5, 18), {**SPRINT, "grade": 2}, due=56),
    Kind("plateau at 4, grade not known", 84, plateau(6, 4, 14), SPRINT, due=56),
    Kind("plateau at 5, grade 3", 126, plateau(7.5, 5, 25), {**SPRINT, "grade": 3}, due=91),
    Kind(
        "stands still at 2 to 3 late, grade 2",
        112,
        plateau(6, 2.5, 35),
        {**SPRINT, "grade": 2},
        due=84,
    ),
    Kind(
        "plateau after a blow",
        70,
        plateau(5.5, 4, 10),
        {"onset": "sudden", "type": "contusion", "mechanism": "blow"},
        due=49,
    ),
    Kind("slow start, nothing changes", 84, plateau(4.5, 4, 20), SLOW, due=63),
    Kind("tendon on a plan, nothing changes", 126, sit_bone(4.5), TENDON, due=84, has_plan=True),
    Kind(
        "turns worse after 3 weeks, grade 2",
        63,
        turns(6, 2, 18, 1.3, 7),
        {**SPRINT, "grade": 2},
        due=46,
    ),
    Kind(
        "turns worse after 2 weeks, grade 1",
        56,
        turns(4, 1.5, 13, 1.4, 6.5),
        {**SPRINT, "grade": 1},
        due=41,
    ),
    Kind("worse from the start, slow onset", 56, turns(3, 3, 3, 0.8, 8), SLOW, due=42),
    Kind("rest pain grows, grade 2", 63, at_rest(3.5, 5, 18), {**SPRINT, "grade": 2}, due=45),
    Kind("night pain grows, grade 1", 63, at_rest(6, 4, 16), {**SPRINT, "grade": 1}, due=45),
    Kind(
        "night pain grows, told as soon",
        70,
        at_rest(6.5, 4, 20),
        {**SPRINT, "grade": 2},
        due=56,
        tier="soon",
    ),
    Kind(
        "from the back, thigh and buttock",
        63,
        referred(("mid_thigh", "buttock", "low_back"), ("ache",), numb_from=None),
        {**SPRINT, "grade": 1},
        due=42,
    ),
    Kind(
        "from the back, below the knee",
        56,
        referred(("mid_thigh", "buttock", "calf"), ("electric", "tingling"), numb_from=None),
        {**SPRINT, "grade": 2},
        due=28,
    ),
    Kind(
        "from a nerve, numb",
        56,
        referred(("mid_thigh", "calf", "foot"), ("tingling", "numb"), numb_from=10),
        SAT,
        due=35,
        tier="soon",
    ),
    Kind("tendon taken for a strain, grade 1", 70, sit_bone(4), {**STRETCH, "grade": 1}, due=49),
    Kind(
        "tendon taken for a strain, slow start",
        84,
        sit_bone(4),
        {"onset": "gradual", "type": "muscle_strain", "mechanism": "overload"},
        due=63,
    ),
    Kind(
        "large tear taken for a mild one",
        42,
        _large_tear,
        {**SPRINT, "grade": 1},
        due=14,
        tier="urgent",
    ),
)
