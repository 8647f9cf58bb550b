"""Time the nightly review: python -m benchmarks.review [--people N] [--days N].

One worker, one diary each: half of them tendons at the sit bone, half strains that heal, with
runs and the weekly questions. A few are told something, as it is on a first night.
"""

import argparse
import random
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.__main__ import use_own_database
from benchmarks.reminders import peak_mib

if TYPE_CHECKING:
    from tracker.models import Day, Injury, User

NIGHT = datetime(2026, 11, 21, 4, 17, tzinfo=UTC)
AT_ONCE = 500
LOGGED = 0.85
WEEKLY = ("q_saddle_numb", "q_bladder", "q_fever")


def main() -> int:
    """Make the people, look at all of them on two nights, print injuries a second."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.review", description=__doc__)
    parser.add_argument("--people", type=int, default=10_000)
    parser.add_argument("--days", type=int, default=60)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        use_own_database(Path(folder))
        fill(options.people, options.days)
        from tracker.models import Notice
        from tracker.reminders.review import review

        review(NIGHT, at_most=min(200, options.people))
        before = peak_mib()
        for night in ("first night", "second night"):
            now = NIGHT + timedelta(days=night == "second night")
            begin, cpu = time.perf_counter(), time.process_time()
            seen = review(now)
            took, busy = time.perf_counter() - begin, time.process_time() - cpu
            print(
                f"{night}: {seen} injuries, {Notice.objects.count()} told, {took:.1f} s, "
                f"{seen / took:.0f} a second ({seen / busy:.0f} a CPU second), "
                f"peak {peak_mib():.0f} MiB (+{peak_mib() - before:.0f})"
            )
    return 0


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
