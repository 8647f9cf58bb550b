"""Replay many invented diaries with the app's own engine and count what was told."""

import math
import os
from collections import Counter
from collections.abc import Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial

from benchmarks.signs.courses import ORDINARY, Kind
from benchmarks.signs.noise import NOISES
from benchmarks.signs.simulate import FIRST_DAY, invent
from benchmarks.signs.trouble import TROUBLE
from rehab.content.catalogue import catalogue
from rehab.signs.replay import replay
from rehab.vocabulary import Tier

KINDS = {kind.name: kind for kind in (*ORDINARY, *TROUBLE)}
FIRST_LOOK_DAYS = 10
FIRST_LOOK = "r_severe_onset"
LONG_STANDING = "r_long_standing"


@dataclass(frozen=True, slots=True)
class Told:
    """One message of one diary: the day (0 = first log), its tier, its rules."""

    day: int
    tier: str
    rules: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Result:
    """Everything that one diary was told, in order."""

    kind: str
    told: tuple[Told, ...]

    def highest(self) -> str | None:
        """The highest tier of an ordinary course, what its kind is meant to be told apart."""
        tiers = [Tier(each.tier) for each in self.told if not self._is_meant(each)]
        return max(tiers, key=lambda tier: tier.rank).value if tiers else None

    def found_on(self) -> int | None:
        """The first day on which trouble was told in its tier or above."""
        least = Tier(KINDS[self.kind].tier).rank
        days = [each.day for each in self.told if Tier(each.tier).rank >= least]
        return min(days, default=None)

    def _is_meant(self, told: Told) -> bool:
        """A large tear is to be examined at once; old pain deserves one good examination."""
        kind = KINDS[self.kind]
        is_first_look = kind.expects == told.tier and (
            told.day <= FIRST_LOOK_DAYS or told.rules == (FIRST_LOOK,)
        )
        is_age = kind.onset_days_ago > 0 and told.rules == (LONG_STANDING,)
        return is_first_look or is_age


def measure(
    kinds: Iterable[Kind], *, noise: str, share: float, count: int, seed: int = 1
) -> list[Result]:
    """Results of `count` diaries of each kind, with every processor of the machine."""
    jobs = [(kind.name, number) for kind in kinds for number in range(count)]
    run = partial(_one, noise=noise, share=share, seed=seed)
    with ProcessPoolExecutor(max_workers=os.cpu_count()) as pool:
        return list(pool.map(run, jobs, chunksize=8))


def _one(job: tuple[str, int], *, noise: str, share: float, seed: int) -> Result:
    return result_of(KINDS[job[0]], noise=noise, share=share, number=job[1], seed=seed)


def result_of(kind: Kind, *, noise: str, share: float, number: int, seed: int = 1) -> Result:
    """Invent one diary and replay it day by day; the person answers what is asked."""
    content = catalogue()
    invented = invent(kind, NOISES[noise], share=share, number=number, seed=seed)
    days = replay(
        content, invented.diary, rule_set=content.rule_set, only_recorded=True, reply=invented.reply
    )
    told = tuple(
        Told(
            day=(report.on - FIRST_DAY).days,
            tier=telling.tier.value,
            rules=tuple(finding.rule_id for finding in telling.findings),
        )
        for report in days
        for telling in report.told
    )
    return Result(kind.name, told)


@dataclass(frozen=True, slots=True)
class Alarms:
    """Ordinary diaries by the highest tier told, in percent, and the rules behind."""

    count: int
    at_once: float
    soon: float
    routine: float
    rules: Counter[str]


def alarms(results: Sequence[Result]) -> Alarms:
    """Shares of ordinary diaries whose highest told tier is urgent or above, soon, routine."""
    highest = Counter(result.highest() for result in results)
    rules = Counter(
        rule
        for result in results
        for rule in {
            rule for told in result.told if not result._is_meant(told) for rule in told.rules
        }
    )
    share = 100 / len(results)
    return Alarms(
        count=len(results),
        at_once=share * (highest["emergency"] + highest["urgent"]),
        soon=share * highest["soon"],
        routine=share * highest["routine"],
        rules=rules,
    )


@dataclass(frozen=True, slots=True)
class Detection:
    """Diaries of one trouble: percent found by the due day, median and late day of finding."""

    count: int
    in_time: float
    ever: float
    median_day: int | None
    late_day: int | None
    rules: Counter[str]


def detection(kind: Kind, results: Sequence[Result]) -> Detection:
    """How many were told in time; days count only those found, late = 9 of 10 found by then."""
    days = sorted(day for each in results if (day := each.found_on()) is not None)
    in_time = sum(1 for day in days if kind.due is not None and day <= kind.due)
    first = Counter(
        rule
        for each in results
        for told in each.told
        if told.day == each.found_on()
        for rule in told.rules
    )
    return Detection(
        count=len(results),
        in_time=100 * in_time / len(results),
        ever=100 * len(days) / len(results),
        median_day=days[len(days) // 2] if days else None,
        late_day=days[math.ceil(0.9 * len(days)) - 1] if days else None,
        rules=first,
    )
