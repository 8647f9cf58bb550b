"""Today and the log's POST, median and 99th percentile: python -m benchmarks.log [--calls 300].

Time on the clock of one process, and the statements each call sends. SQLite in a folder of
its own, or the database of DATABASE_URL (an empty PostgreSQL).
"""

import argparse
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from benchmarks.__main__ import use_own_database

WARM = 10
YEARS = {"one year": 365, "ten years": 3650}


def timed(call: Callable[[], object], calls: int) -> tuple[float, float]:
    """Median and 99th percentile of one call in milliseconds."""
    taken = []
    for _ in range(WARM + calls):
        start = time.perf_counter_ns()
        call()
        taken.append((time.perf_counter_ns() - start) / 1e6)
    kept = sorted(taken[WARM:])
    return statistics.median(kept), kept[max(0, -(-len(kept) * 99 // 100) - 1)]


def statements(call: Callable[[], object]) -> int:
    """How many statements one call sends, savepoints left out."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as captured:
        call()
    words = ("SELECT", "INSERT", "UPDATE", "DELETE")
    return sum(query["sql"].lstrip("(").startswith(words) for query in captured.captured_queries)


def main() -> int:
    """Print one line a page and length of diary. Returns 0."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--calls", type=int, default=300)
    calls = parser.parse_args().calls
    with tempfile.TemporaryDirectory() as folder:
        use_own_database(Path(folder))
        from django.db import connection

        from benchmarks.visits import Visitor

        print(f"{connection.vendor}, {calls} calls each")
        for words, days in YEARS.items():
            person = Visitor(days=days)
            for name, call in (("Today", person.today), ("Log POST", person.log)):
                middle, slow = timed(call, calls)
                sent = statements(call)
                print(f"{name}, {words}: median {middle:.1f} ms, p99 {slow:.1f} ms, {sent} queries")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
