"""What one worker weighs and how long a start takes: python -m benchmarks.worker

A start is from the command `gunicorn` (database ready, bytecode and content tables kept from
an earlier start) to the first answer of `/readyz`, which reads and writes the database.
The machine's other work is in that time, so the fastest start stands beside the median, the
CPU time that master and workers took beside both, and a start of Django with one page and
nothing else (`bare.py`), taken in turns, beside all of them. A new worker is one that takes the
place of another: from the end of the old one to the first answer.

Then pages are opened as a signed-in person and the resident memory (RSS) of each process is
read from /proc. Goals: one second from the command to the first answer, 80 MiB a worker.
"""

import argparse
import os
import signal
import statistics
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.own_server import OwnServer

PAGES = ("/today/", "/plan/", "/progress/", "/signs/", "/diary/", "/how-rules-work/")


def main() -> int:
    """Print the figures; goals are read by people."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--starts", type=int, default=9)
    parser.add_argument("--visits", type=int, default=30)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        server = OwnServer(Path(folder))
        server.prepare()
        server.start()
        server.kill()  # the first start writes the bytecode
        starts, cpu, replaced, bare = [], [], [], []
        for _ in range(options.starts):
            server.start("benchmarks.bare")
            bare.append(server.cpu_s())
            server.kill()
            starts.append(server.start())
            cpu.append(server.cpu_s())
            replaced.append(_replaced(server))
            server.kill()
        server.start()
        weights = _weights(server, options.visits)
        server.kill()
    _print("start to first answer", starts)
    _print("CPU until then", cpu)
    _print("CPU of a bare Django site until then", bare)
    _print("a worker replaced, to first answer", replaced)
    for name, mib in weights.items():
        print(f"{name}: {mib:.1f} MiB resident")
    return 0


def _print(what: str, seconds: list[float]) -> None:
    median = statistics.median(seconds)
    print(f"{what}: fastest {min(seconds):.2f} s, median {median:.2f} s, of {len(seconds)}")


def _replaced(server: OwnServer) -> float:
    """Seconds from the end of all workers to the next answer."""
    _, *workers = server.processes()
    began = time.monotonic()
    for pid in workers:
        os.kill(pid, signal.SIGKILL)
    while server.get("/readyz") != 200:
        time.sleep(0.01)
    return time.monotonic() - began


def _weights(server: OwnServer, visits: int) -> dict[str, float]:
    for _ in range(visits):
        for page in PAGES:
            status = server.get(page)
            if status != 200:
                raise RuntimeError(f"{page} answered {status}")
    master, *workers = server.processes()
    found = {"master": _rss(master)}
    return found | {f"worker {n}": _rss(pid) for n, pid in enumerate(workers, start=1)}


def _rss(pid: int) -> float:
    """Resident memory of a process in MiB."""
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) / 1024
    raise RuntimeError(f"process {pid} tells no memory")


if __name__ == "__main__":
    sys.exit(main())
