"""What one worker weighs and how long a start takes: python -m benchmarks.worker

Starts gunicorn with a fresh database, opens pages as a signed-in person, then reads the
resident memory (RSS) of each worker from /proc. Goals: 80 MiB, and one second from the
command to the first answer.
"""

import argparse
import statistics
import sys
import tempfile
from pathlib import Path

from benchmarks.own_server import OwnServer

PAGES = ("/today/", "/plan/", "/progress/", "/signs/", "/diary/", "/how-rules-work/")


def main() -> int:
    """Print the figures; goals are read by people."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--starts", type=int, default=5)
    parser.add_argument("--visits", type=int, default=30)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        server = OwnServer(Path(folder))
        server.prepare()
        starts = []
        for _ in range(options.starts):
            starts.append(server.start())
            weights = _weights(server, options.visits)
            server.kill()
    print(f"start to first answer: median {statistics.median(starts):.2f} s, of {len(starts)}")
    for name, mib in weights.items():
        print(f"{name}: {mib:.1f} MiB resident")
    return 0


def _weights(server: OwnServer, visits: int) -> dict[str, float]:
    for _ in range(visits):
        for page in PAGES:
            status = server.get(page)
            if status != 200:
                raise RuntimeError(f"{page} answered {status}")
    assert server.process is not None
    master = server.process.pid
    children = Path(f"/proc/{master}/task/{master}/children").read_text().split()
    found = {"master": _rss(master)}
    return found | {f"worker {n}": _rss(int(pid)) for n, pid in enumerate(children, start=1)}


def _rss(pid: int) -> float:
    """Resident memory of a process in MiB."""
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) / 1024
    raise RuntimeError(f"process {pid} tells no memory")


if __name__ == "__main__":
    sys.exit(main())
