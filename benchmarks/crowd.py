"""Does a page slow down when many others use the site? python -m benchmarks.crowd

Times Today and Progress of one person in a database of their own people only, then again
with the crowd in the same tables. Goal: at most 1.1 times.
"""

import argparse
import sys
import tempfile
from pathlib import Path

from benchmarks.__main__ import use_own_database

BATCH = 500


def main() -> int:
    """Print both times and their ratio; goals are read by people."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=10_000)
    parser.add_argument("--days", type=int, default=60)
    parser.add_argument("--rounds", type=int, default=60)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        use_own_database(Path(folder))
        from benchmarks.timing import cpu_ms
        from benchmarks.visits import Visitor

        one = Visitor(days=365, has_plan=True)
        pages = {"Today": one.today, "Progress": one.progress, "Plan": one.plan}
        alone = cpu_ms(*pages.values(), rounds=options.rounds)
        crowd(options.people, days=options.days)
        among = cpu_ms(*pages.values(), rounds=options.rounds)
    for name, before, after in zip(pages, alone, among, strict=True):
        ratio = after.median_ms / before.median_ms
        print(
            f"{name:10} alone {before.median_ms:6.2f} ms, among {options.people:,} people"
            f" {after.median_ms:6.2f} ms: {ratio:.2f} x"
        )
    return 0


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
