"""kill -9 while four people write: python -m benchmarks.kill [--kills 20].

Every entry whose answer arrived must be there afterwards, exactly once. Prints a line
per kill and ends with exit code 1 when an acknowledged entry is missing or doubled.
"""

import argparse
import random
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from threading import Event, Thread
from uuid import uuid4

from benchmarks.own_server import OwnServer

WRITERS = 4


@dataclass(frozen=True)
class Round:
    """One kill: entries acknowledged so far, those missing or doubled, the check, the restart."""

    acknowledged: int
    lost: int
    doubled: int
    integrity: str
    back_after_s: float


def run(folder: Path, *, kills: int, seconds: float, seed: int = 1) -> list[Round]:
    """Kill the server `kills` times, each after about `seconds` of writing."""
    server, acknowledged, rounds = OwnServer(folder), [], []
    dice = random.Random(seed)
    server.prepare()
    server.start()
    try:
        for _ in range(kills):
            acknowledged += _write_until_killed(server, seconds * dice.uniform(0.6, 1.4))
            back_after = server.start()
            stored = Counter(server.marks())
            rounds.append(
                Round(
                    acknowledged=len(acknowledged),
                    lost=sum(not stored[mark] for mark in acknowledged),
                    doubled=sum(count > 1 for count in stored.values()),
                    integrity=server.integrity(),
                    back_after_s=back_after,
                )
            )
    finally:
        server.kill()
    return rounds


def _write_until_killed(server: OwnServer, seconds: float) -> list[str]:
    acknowledged: list[str] = []
    stop = Event()

    def write() -> None:
        while not stop.is_set():
            mark = str(uuid4())
            if server.write_run(mark) == 303:
                acknowledged.append(mark)

    writers = [Thread(target=write) for _ in range(WRITERS)]
    for writer in writers:
        writer.start()
    time.sleep(seconds)
    server.kill()
    stop.set()
    for writer in writers:
        writer.join()
    return acknowledged


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--seconds", type=float, default=3.0)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        rounds = run(Path(folder), kills=options.kills, seconds=options.seconds)
    print("kill  acknowledged  lost  twice  integrity  back after")
    for number, one in enumerate(rounds, start=1):
        print(
            f"{number:4} {one.acknowledged:13} {one.lost:5} {one.doubled:6} {one.integrity:>10}"
            f" {one.back_after_s:9.2f} s"
        )
    return int(any(one.lost or one.doubled or one.integrity != "ok" for one in rounds))


if __name__ == "__main__":
    sys.exit(main())
