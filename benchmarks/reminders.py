"""Time the look for what is due: python -m benchmarks.reminders [--people N] [--days N].

Every person is due at once, which is the worst minute of the day: all in one zone, 20:00.
"""

import argparse
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

from benchmarks.__main__ import use_own_database

EIGHT = datetime(2026, 11, 21, 20, 0, tzinfo=UTC)


def main() -> int:
    """Make the people, look once for all of them and once more, print people a second."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.reminders", description=__doc__)
    parser.add_argument("--people", type=int, default=10_000)
    parser.add_argument("--days", type=int, default=60)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        use_own_database(Path(folder))
        fill(options.people, options.days)
        from tracker.reminders.scan import scan

        # Each look raises the peak by its own batch alone where memory is flat.
        scan(EIGHT - timedelta(hours=12))
        before = peak_mib()
        for what in ("first look", "second look"):
            begin = time.perf_counter()
            done = scan(EIGHT)
            took = time.perf_counter() - begin
            print(
                f"{what}: {done.people} people, {done.told} due, {took:.1f} s, "
                f"{done.people / took:.0f} a second, peak {peak_mib():.0f} MiB "
                f"(+{peak_mib() - before:.0f})"
            )
    return 0


def peak_mib() -> float:
    """The most that this process ever had; what getrusage tells goes on in its children."""
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) / 1024
    raise RuntimeError("the process tells no memory")


def fill(people: int, days: int) -> None:
    """People with one open injury each and that many days, the last one yesterday."""
    from tracker.models import Day, Injury, User

    last = EIGHT.date() - timedelta(days=1)
    for first in range(0, people, 500):
        numbers = range(first, min(first + 500, people))
        users = User.objects.bulk_create(
            User(email=f"{number}@example.org", password="!") for number in numbers
        )
        injuries = Injury.objects.bulk_create(
            Injury(owner=user, side="right", onset="gradual", onset_precision="unknown")
            for user in users
        )
        Day.objects.bulk_create(
            Day(
                injury=injury,
                on=last - timedelta(days=ago),
                sitting=ago % 7,
                logged_at=EIGHT - timedelta(days=ago + 1),
            )
            for injury in injuries
            for ago in range(days)
        )


if __name__ == "__main__":
    sys.exit(main())
