"""The site as people get it: gunicorn, hashed and compressed files, a database of its own."""

import json
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from tests.tracker.house.shell import ROOT, environment

START_SECONDS = 600  # of a machine that does much else; one that ended is told at once
SPARE = 42  # made-up people of each kind for tests that write; each takes one of its own
PLANNED = 20  # and of each kind that follows a plan


@dataclass(frozen=True, slots=True)
class Known:
    """One of the made-up people: cookies of a signed-in browser, words that addresses need."""

    cookies: dict[str, str]
    words: dict[str, str]


@dataclass(frozen=True, slots=True)
class House:
    """A running site. `pages` are the error pages as they are drawn."""

    url: str
    people: dict[str, Known]
    pages: dict[str, str]

    def cookies(self, name: str) -> list[dict[str, object]]:
        """The cookies of that person for Playwright; none for nobody."""
        known = self.people[name].cookies if name else {}
        return [{"name": key, "value": value, "url": self.url} for key, value in known.items()]


@contextmanager
def running(folder: Path) -> Iterator[House]:
    """Fill a new database in `folder` with people and serve it until the block ends."""
    port = free_port()
    address = f"http://localhost:{port}"
    variables = environment(
        VAR_DIR=str(folder),
        PORT=str(port),
        PUBLIC_URL=address,
        WEB_WORKERS="1",
        LOG_FORMAT="text",
        TIME_ZONE="Europe/London",
        DEMO="on",
        # Nothing is told while pages are looked at: the people here stay as they were made.
        JOBS_URL="off",
    )
    filled = subprocess.run(
        [sys.executable, "-m", "tests.browser.people"],
        cwd=ROOT,
        env=variables,
        capture_output=True,
        text=True,
    )
    assert filled.returncode == 0, filled.stderr[-2000:]
    made = json.loads(filled.stdout)
    people = {name: Known(**each) for name, each in made["people"].items()}
    log = folder / "server.log"
    with log.open("w") as out:
        server = subprocess.Popen(
            [sys.executable, "-m", "gunicorn", "tracker.wsgi"],
            cwd=ROOT,
            env=variables,
            stdout=out,
            stderr=out,
        )
    try:
        wait_for(address, server, log)
        yield House(address, people, made["pages"])
    finally:
        server.terminate()
        server.wait(timeout=30)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for(address: str, server: "subprocess.Popen[bytes]", log: Path) -> None:
    """Return once the site answers; fail with its words when it ended or never does."""
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until and server.poll() is None:
        try:
            with urlopen(f"{address}/healthz", timeout=2):
                return
        except (URLError, OSError):
            time.sleep(0.1)
    raise RuntimeError(f"the site did not start: {log.read_text()[-2000:]}")
