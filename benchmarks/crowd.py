"""Does a page slow down when many others use the site? python -m benchmarks.crowd

The same person, with a year of diary and a plan, lives in two databases: in one alone, in
the other among the crowd. Their pages are opened in turns, now here, now there, so that a
slow minute of the machine slows both alike. Goal: at most 1.1 times.

With --wall the time on the clock counts instead of the CPU time of this process: on
PostgreSQL the server's own work is then in it.
"""

import argparse
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from benchmarks.__main__ import use_own_database

BATCH = 500
PAGES = ("today", "plan", "progress", "signs", "diary", "log")


def main() -> int:
    """Print both times and their ratio; goals are read by people."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=10_000)
    parser.add_argument("--days", type=int, default=60)
    parser.add_argument("--rounds", type=int, default=60)
    parser.add_argument("--wall", action="store_true")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        use_own_database(Path(folder))
        from benchmarks.timing import clock_ms, cpu_ms

        alone, among = House("alone"), House("among")
        crowd(options.people, days=options.days)
        calls = [house.page(name) for name in PAGES for house in (alone, among)]
        costs = (clock_ms if options.wall else cpu_ms)(*calls, rounds=options.rounds)
    for number, name in enumerate(PAGES):
        here, there = costs[2 * number : 2 * number + 2]
        print(
            f"{name:10} alone {here.median_ms:6.2f} ms, among {options.people:,} people"
            f" {there.median_ms:6.2f} ms: {there.median_ms / here.median_ms:.2f} x"
            f" (fastest {there.least_ms / here.least_ms:.2f} x)"
        )
    return 0


class House:
    """A database of its own, beside the one of the settings, with one person in it."""

    def __init__(self, name: str) -> None:
        from django.core.management import call_command
        from django.db import connections
        from django.db.utils import load_backend

        from benchmarks.visits import Visitor

        first = connections["default"]
        database = first.settings_dict | {"NAME": f"{first.settings_dict['NAME']}_{name}"}
        if first.vendor == "postgresql":
            with first._nodb_cursor() as cursor:
                cursor.execute(f'CREATE DATABASE "{database["NAME"]}"')
        self.connection = load_backend(database["ENGINE"]).DatabaseWrapper(database, "default")
        self.enter()
        call_command("migrate", verbosity=0)
        call_command("createcachetable", verbosity=0)
        self.visitor = Visitor(days=365, has_plan=True)

    def enter(self) -> None:
        """Let what follows read and write here."""
        from django.db import connections

        connections["default"] = self.connection

    def page(self, name: str) -> Callable[[], None]:
        """Open one page of the person here."""
        visit = getattr(self.visitor, name)

        def call() -> None:
            self.enter()
            visit()

        return call


def crowd(people: int, *, days: int) -> None:
    """Write so many people with an injury, a plan and a diary of `days` days each."""
    from datetime import UTC, datetime, timedelta

    from tracker.models import Day, Injury, Plan, User

    last = datetime.now(tz=UTC).date()
    for begin in range(0, people, BATCH):
        numbers = range(begin, min(begin + BATCH, people))
        users = User.objects.bulk_create(
            User(email=f"crowd{n}@example.org", password="!") for n in numbers
        )
        injuries = Injury.objects.bulk_create(
            Injury(owner=user, side="left", onset="sudden", onset_on=last - timedelta(days=days))
            for user in users
        )
        Plan.objects.bulk_create(
            Plan(injury=row, programme="pht", stage="calm", started_on=last) for row in injuries
        )
        Day.objects.bulk_create(
            (
                Day(injury=row, on=last - timedelta(days=n), sitting=4, morning=2, rest=1)
                for row in injuries
                for n in range(days)
            ),
            batch_size=2000,
        )


if __name__ == "__main__":
    sys.exit(main())
