"""Time `manage.py assess` on many invented diaries: python -m benchmarks.assess [--count N]."""

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

from benchmarks.signs.measure import KINDS
from benchmarks.signs.noise import NOISES
from benchmarks.signs.simulate import invent
from rehab.diary import Day, Diary
from rehab.vocabulary import PainContext

ROOT = Path(__file__).resolve().parents[1]
DAYS = 70


def main() -> int:
    """Write the diaries, run the command as a person would, print how long it took."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.assess", description=__doc__)
    parser.add_argument("--count", type=int, default=1000)
    parser.add_argument("--processes", type=int, default=len(os.sched_getaffinity(0)))
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        write(Path(folder), options.count)
        command = [sys.executable, "manage.py", "assess", folder, "--json"]
        command += ["--processes", str(options.processes)]
        before, began = _cpu(), time.perf_counter()
        done = subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
        on_the_clock, cpu = time.perf_counter() - began, _cpu() - before
    print(
        f"{options.count} diaries of {DAYS} days, {options.processes} processes: "
        f"{on_the_clock:.1f} s on the clock, {cpu:.1f} s CPU of all processes, "
        f"{len(done.stdout.splitlines())} lines (goal: under 60 s on two cores)"
    )
    return 0


def write(folder: Path, count: int) -> None:
    """Write `count` diaries of 70 days, kinds in turn, every day logged."""
    kinds = [replace(kind, days=DAYS) for kind in KINDS.values()]
    for number in range(count):
        kind = kinds[number % len(kinds)]
        made = invent(kind, NOISES["usual"], share=1.0, number=number).diary
        path = folder / f"{number:05}.json"
        path.write_text(json.dumps(as_file(made, f"d{number}")), encoding="utf-8")


def as_file(diary: Diary, name: str) -> dict[str, Any]:
    """A diary as docs/diary-format.md lays it down."""
    injury = diary.injury
    return {
        "format": "hamstring-diary",
        "version": 1,
        "injuries": [
            {
                "id": name,
                "side": injury.side,
                "onset": injury.onset,
                "onset_on": injury.onset_on.isoformat() if injury.onset_on else None,
                "type": injury.type,
                "grade": injury.grade,
                "mechanism": injury.mechanism,
                "at_onset": {"pop": injury.pop, "bruising": injury.bruising},
                "days": [_day(day) for day in diary.days],
                "runs": [
                    {"on": run.on.isoformat(), "minutes": run.minutes, "pain": run.pain}
                    for run in diary.runs
                ],
                "falls": [
                    {"on": fall.on.isoformat(), "kind": fall.kind, "landed_on": fall.landed_on}
                    for fall in diary.falls
                ],
            }
        ],
    }


def _day(day: Day) -> dict[str, Any]:
    found: dict[str, Any] = {
        "on": day.on.isoformat(),
        "pain": {context.value: day.score(context) for context in PainContext},
        "signs": {sign.value: seen for sign, seen in day.signs.items()},
    }
    for name in ("locations", "qualities", "treatments"):
        codes = getattr(day, name)
        if codes is not None:
            found[name] = sorted(codes)
    return found


def _cpu() -> float:
    spent = resource.getrusage(resource.RUSAGE_CHILDREN)
    return spent.ru_utime + spent.ru_stime


if __name__ == "__main__":
    sys.exit(main())
