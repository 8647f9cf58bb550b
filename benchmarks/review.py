"""Time the nightly review: python -m benchmarks.review [--people N] [--workers 2] [--pages].

One diary each: half of them tendons at the sit bone, half strains that heal, with runs and the
weekly questions. They are written without their rules, so that on the first night four in ten are
told something at once, which entries would have told one by one: the nights after it are
ordinary ones. Two workers begin at both ends. Each night has processes of its own that have not
written the people, so that the peak is the review's. With --pages somebody opens Today and logs
all the while, and the medians are held against those of a minute in which nothing else runs.
SQLite in a folder of its own, or the database of DATABASE_URL (an empty PostgreSQL).
"""

import argparse
import logging
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from benchmarks.__main__ import use_own_database
from benchmarks.reminders import peak_mib

if TYPE_CHECKING:
    from tracker.models import Day, Injury, User

NIGHT = datetime(2026, 11, 21, 4, 17, tzinfo=UTC)
AT_ONCE = 500
READS = 100
LOGGED = 0.85
WEEKLY = ("q_saddle_numb", "q_bladder", "q_fever")


def main() -> int:
    """Make the people, look at all of them on two nights, print injuries a second."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.review", description=__doc__)
    parser.add_argument("--people", type=int, default=10_000)
    parser.add_argument("--days", type=int, default=60)
    parser.add_argument("--workers", type=int, choices=(1, 2), default=1)
    parser.add_argument("--pages", action="store_true")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        use_own_database(Path(folder))
        fill(options.people, options.days)
        from tracker.models import Notice
        from tracker.reminders.review import review

        review(NIGHT, at_most=min(200, options.people))
        reader = Reader() if options.pages else None
        if reader:
            reader.read(lambda: len(reader.alone["log"]) == READS, into=reader.alone)
        for night in range(3):
            looks = _nights_work(NIGHT + timedelta(days=night), options.workers, reader)
            took = max(look.took_s for look in looks)
            seen, busy = sum(look.seen for look in looks), sum(look.cpu_s for look in looks)
            print(
                f"night {night + 1}: {seen} injuries, {Notice.objects.count()} told, {took:.1f} s, "
                f"{seen / took:.0f} a second ({seen / busy:.0f} a CPU second), "
                f"peak {max(look.peak_mib for look in looks):.0f} MiB"
            )
        if reader:
            reader.report()
    return 0


class Reader:
    """Somebody who opens Today and logs, over and over; milliseconds on the clock."""

    def __init__(self) -> None:
        from benchmarks.visits import Visitor

        self.visitor = Visitor(days=365)
        self.alone: dict[str, list[float]] = {"today": [], "log": []}
        self.meanwhile: dict[str, list[float]] = {"today": [], "log": []}

    def read(self, is_over: Callable[[], bool], *, into: dict[str, list[float]]) -> None:
        """Both pages in turns until it is over."""
        while not is_over():
            for name, taken in into.items():
                begun = time.perf_counter()
                getattr(self.visitor, name)()
                taken.append((time.perf_counter() - begun) * 1000)

    def report(self) -> None:
        """Print each page alone and meanwhile."""
        for name, alone in self.alone.items():
            before, then = statistics.median(alone), statistics.median(self.meanwhile[name])
            print(
                f"{name}: alone {before:.1f} ms, meanwhile {then:.1f} ms "
                f"({then / before:.2f} x, {len(self.meanwhile[name])} times; goal 1.2 x)"
            )


class Look(NamedTuple):
    """What one worker did in one night."""

    seen: int
    took_s: float
    cpu_s: float
    peak_mib: float


def _nights_work(now: datetime, workers: int, reader: Reader | None) -> list[Look]:
    """Each worker is a process of its own that begins empty: a fork would have our peak."""
    with get_context("spawn").Pool(workers, initializer=_begin) as pool:
        ends = [bool(number) for number in range(workers)]
        looks = pool.starmap_async(_look, [(now, end) for end in ends], chunksize=1)
        if reader:
            reader.read(looks.ready, into=reader.meanwhile)
        return looks.get()


def _begin() -> None:
    """What a worker has before its first job: Django and the rules."""
    import django

    django.setup()
    logging.disable(logging.INFO)
    from tracker.actions.evaluate_signs import rule_set

    rule_set()


def _look(now: datetime, from_the_end: bool) -> Look:
    from tracker.reminders.embedded import give_way
    from tracker.reminders.review import review

    give_way()
    begun, busy = time.perf_counter(), time.process_time()
    seen = review(now, from_the_end=from_the_end)
    took = time.perf_counter() - begun
    return Look(seen, took, time.process_time() - busy, peak_mib())


def fill(people: int, days: int) -> None:
    """People with one open injury each; their last day is yesterday."""
    from tracker.models import Answer, Day, Injury, Run, User

    chance = random.Random(3)
    for first in range(0, people, AT_ONCE):
        numbers = range(first, min(first + AT_ONCE, people))
        users = User.objects.bulk_create(
            User(email=f"{number}@example.org", password="!") for number in numbers
        )
        injuries = Injury.objects.bulk_create(
            injury_of(user, n, days) for n, user in zip(numbers, users, strict=True)
        )
        rows = [(injury, day) for injury in injuries for day in days_of(injury, days, chance)]
        Day.objects.bulk_create(day for _, day in rows)
        ran = [(injury, day) for injury, day in rows if chance.random() < 0.25]
        Run.objects.bulk_create(
            Run(injury=injury, on=day.on, minutes=30, km=5, effort=4, pain=1) for injury, day in ran
        )
        Answer.objects.bulk_create(
            Answer(owner=injury.owner, injury=injury, on=day.on, question=question, value="no")
            for injury, day in rows
            if day.on.weekday() == 0
            for question in WEEKLY
        )


def injury_of(owner: "User", number: int, days: int) -> "Injury":
    from tracker.models import Injury

    if number % 2:
        began = NIGHT.date() - timedelta(days=days + 140)
        kind = {"onset": "gradual", "type": "tendon", "places": [["sit_bone", "right"]]}
    else:
        began = NIGHT.date() - timedelta(days=days + 2)
        kind = {"onset": "sudden", "type": "muscle_strain", "mechanism": "sprint"}
        kind |= {"grade": 1 + number // 2 % 2, "places": [["mid_thigh", "right"]]}
    return Injury(owner=owner, side="right", onset_on=began, **kind)


def days_of(injury: "Injury", days: int, chance: random.Random) -> "Iterator[Day]":
    from tracker.models import Day

    is_tendon = injury.type == "tendon"
    for ago in range(days, 0, -1):
        if chance.random() > LOGGED:
            continue
        left = max(0.0, 1 - (days - ago) / (days * 1.5 if is_tendon else 25))
        score = round((4 if is_tendon else 6) * left)
        yield Day(
            injury=injury,
            on=NIGHT.date() - timedelta(days=ago),
            sitting=max(0, score + chance.choice((-1, 0, 0, 1))),
            rest=chance.choice((0, 0, min(1, score))),
            morning=max(0, score - 1),
            walking=chance.choice((0, min(1, score))),
            night=0,
            places=injury.places,
            qualities=["ache"],
            signs={"swelling": False},
            treatments=[],
        )


if __name__ == "__main__":
    sys.exit(main())
