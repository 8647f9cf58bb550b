"""Print the table: python -m benchmarks [--markdown]."""

import argparse
import logging
import os
import shutil
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Row:
    """One line of the table; `goal` is in words, `ratio` and its base where there is one."""

    what: str
    median_ms: float
    p90_ms: float
    ratio: str
    goal: str


def main() -> int:
    """Set up an own database, time everything, print. Returns 0; goals are read by people."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--markdown", action="store_true")
    parser.add_argument("--rounds", type=int, default=40)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        use_own_database(Path(folder))
        rows = _rules(options.rounds) + _plans(options.rounds) + _pages(options.rounds)
    print(_markdown(rows) if options.markdown else _table(rows))
    return 0


def use_own_database(folder: Path) -> None:
    """Migrate a database in `folder` and set Django up to use it."""
    os.environ.setdefault("DATABASE_URL", f"sqlite:///{folder / 'benchmark.sqlite3'}")
    os.environ["DJANGO_SETTINGS_MODULE"] = "tracker.settings"
    import django

    django.setup()
    logging.disable(logging.INFO)
    from django.conf import settings
    from django.core.management import call_command

    settings.ROOT_URLCONF = "benchmarks.plain"
    settings.ALLOWED_HOSTS = ["testserver"]
    settings.STORAGES["staticfiles"]["BACKEND"] = (
        "django.contrib.staticfiles.storage.StaticFilesStorage"
    )
    call_command("migrate", verbosity=0)


def _rules(rounds: int) -> list[Row]:
    from benchmarks.diaries import TODAY, diary
    from benchmarks.timing import cpu_ms
    from rehab.signs.evaluate import evaluate
    from tracker.actions.evaluate_signs import rule_set

    year, ten = diary(365), diary(3650)
    one, many = cpu_ms(
        lambda: evaluate(rule_set(), year, TODAY),
        lambda: evaluate(rule_set(), ten, TODAY),
        rounds=rounds * 3,
    )
    with tempfile.TemporaryDirectory() as folder:
        parsed, kept = cpu_ms(*_loads(Path(folder)), rounds=max(5, rounds // 4), warm=2)
    return [
        Row("All rules, one year of days", one.median_ms, one.p90_ms, "", "under 3 ms"),
        Row(
            "All rules, ten years of days",
            many.median_ms,
            many.p90_ms,
            f"{many.median_ms / one.median_ms:.2f} x one year",
            "at most 1.3 x",
        ),
        Row("Load and check all content", kept.median_ms, kept.p90_ms, "", "under 150 ms"),
        Row("The same, no tables kept", parsed.median_ms, parsed.p90_ms, "", ""),
    ]


def _loads(folder: Path) -> tuple[Callable[[], object], Callable[[], object]]:
    """Load a copy of the content without tables kept, and one with them."""
    from rehab.content.load import ROOT, load
    from rehab.content.tables import keep

    bare, ready = folder / "bare", folder / "ready"
    for each in (bare, ready):
        shutil.copytree(ROOT, each, ignore=shutil.ignore_patterns("__pycache__", "*.py"))
    keep(ready)
    return lambda: load(bare), lambda: load(ready)


def _plans(rounds: int) -> list[Row]:
    """The whole state of a plan with a year of log behind it, in every stage of every programme."""
    from benchmarks.programmes import state, year
    from benchmarks.timing import cpu_ms
    from rehab.content.catalogue import catalogue

    content = catalogue()
    cases = year(content)
    costs = cpu_ms(
        *(lambda case=case: state(case, content) for case in cases), rounds=max(5, rounds // 2)
    )
    ordered = sorted(zip(costs, cases, strict=True), key=lambda each: each[0].median_ms)
    middle, slowest = ordered[len(ordered) // 2][0], ordered[-1][0]
    return [
        Row("Programme state, one year", middle.median_ms, middle.p90_ms, "", "under 5 ms"),
        Row("Programme state, slowest stage", slowest.median_ms, slowest.p90_ms, "", "under 5 ms"),
    ]


def _pages(rounds: int) -> list[Row]:
    from benchmarks.timing import cpu_ms
    from benchmarks.visits import Visitor

    year, ten = Visitor(days=365), Visitor(days=3650)
    planned, planned_ten = (Visitor(days=days, has_plan=True) for days in (365, 3650))
    calls: dict[str, Callable[[], object]] = {
        "plain GET": year.plain_get,
        "Today, one year": year.today,
        "Today, ten years": ten.today,
        "Signs, one year": year.signs,
        "Diary list, one year": year.diary,
        "Today with a plan, one year": planned.today,
        "Today with a plan, ten years": planned_ten.today,
        "Plan, one year": planned.plan,
        "Plan, ten years": planned_ten.plan,
        "Progress, one year": planned.progress,
        "Progress, ten years": planned_ten.progress,
        "plain POST": year.plain_post,
        "Log POST with rules, one year": year.log,
        "Log POST with rules, ten years": ten.log,
    }
    costs = dict(zip(calls, cpu_ms(*calls.values(), rounds=rounds), strict=True))
    rows = []
    for what, cost in costs.items():
        base = costs["plain POST" if "POST" in what else "plain GET"]
        name = f"Plain Django page ({what[6:]})" if what.startswith("plain") else what
        ratio = "" if base is cost else f"{cost.median_ms / base.median_ms:.2f} x plain"
        rows.append(Row(name, cost.median_ms, cost.p90_ms, ratio, ""))
    return rows


def _table(rows: list[Row]) -> str:
    lines = [f"{'':34} {'median':>9} {'p90':>9}  {'ratio':22} goal"]
    lines += [
        f"{r.what:34} {r.median_ms:6.2f} ms {r.p90_ms:6.2f} ms  {r.ratio:22} {r.goal}" for r in rows
    ]
    return "\n".join(lines)


def _markdown(rows: list[Row]) -> str:
    lines = ["| CPU time | median | p90 | ratio | goal |", "|---|---|---|---|---|"]
    lines += [
        f"| {r.what} | {r.median_ms:.2f} ms | {r.p90_ms:.2f} ms | {r.ratio} | {r.goal} |"
        for r in rows
    ]
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())
