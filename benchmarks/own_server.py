"""The site as people reach it: gunicorn with a database of its own, and a signed-in writer."""

import json
import os
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from urllib.parse import urlencode
from uuid import uuid4

ROOT = Path(__file__).resolve().parent.parent
TOKEN = "k" * 32
PERSON = """
import django; django.setup()
import json
from datetime import timedelta
from django.test import Client
from django.utils import timezone
from tracker.models import Injury, User
user = User.objects.create_user("kill@example.org", "nine green ladders")
injury = Injury.objects.create(owner=user, side="left", onset="sudden", onset_precision="unknown")
client = Client(); client.force_login(user)
day = (timezone.now() - timedelta(days=2)).date().isoformat()
session = client.session.session_key
print(json.dumps({"session": session, "injury": str(injury.uuid), "day": day}))
"""


@dataclass
class OwnServer:
    """Start it, write through it, kill it, look at its database."""

    folder: Path
    port: int = 0
    process: subprocess.Popen[bytes] | None = None
    person: dict[str, str] = field(default_factory=dict)

    @property
    def database(self) -> Path:
        return self.folder / "own.sqlite3"

    def prepare(self) -> None:
        """Make the database and one signed-in person with an injury."""
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port = free.getsockname()[1]
        self._python("manage.py", "prepare")
        self.person = json.loads(self._python("-c", PERSON).splitlines()[-1])

    def start(self, application: str = "tracker.wsgi") -> float:
        """Start gunicorn; seconds until it answers."""
        began = time.monotonic()
        self.process = subprocess.Popen(
            [sys.executable, "-m", "gunicorn", application],
            cwd=ROOT,
            env=self._environment(),
            start_new_session=True,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        while time.monotonic() - began < 60:
            if self.get("/healthz") == 200:
                return time.monotonic() - began
            time.sleep(0.01)
        raise TimeoutError("the server did not answer within a minute")

    def cpu_s(self) -> float:
        """CPU seconds that the master and its workers have used since the start."""
        return sum(_cpu_ticks(pid) for pid in self.processes()) / os.sysconf("SC_CLK_TCK")

    def processes(self) -> list[int]:
        """The master first, then its workers."""
        assert self.process is not None
        master = self.process.pid
        children = Path(f"/proc/{master}/task/{master}/children").read_text().split()
        return [master, *map(int, children)]

    def kill(self) -> None:
        """kill -9 for the master and every worker, at once."""
        if self.process is not None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
            self.process = None

    def get(self, path: str) -> int:
        """The status of a page; 0 when nobody answers."""
        return self._ask("GET", path, None)

    def write_run(self, mark: str) -> int:
        """Send the form of a run that carries `mark` as its note."""
        path = f"/i/{self.person['injury']}/log/{self.person['day']}/run/"
        sent = {"key": str(uuid4()), "minutes": "30", "note": mark, "csrfmiddlewaretoken": TOKEN}
        return self._ask("POST", path, urlencode(sent))

    def marks(self) -> list[str]:
        """The notes of every stored run."""
        with sqlite3.connect(self.database) as database:
            return [row[0] for row in database.execute("SELECT note FROM tracker_run")]

    def integrity(self) -> str:
        with sqlite3.connect(self.database) as database:
            return str(database.execute("PRAGMA integrity_check").fetchone()[0])

    def _ask(self, method: str, path: str, body: str | None) -> int:
        connection = HTTPConnection("127.0.0.1", self.port, timeout=30)
        headers = {"Cookie": f"session={self.person.get('session', '')}; csrf={TOKEN}"}
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        try:
            connection.request(method, path, body, headers)
            return connection.getresponse().status
        except (OSError, HTTPException):
            return 0
        finally:
            connection.close()

    def _environment(self) -> dict[str, str]:
        kept = {k: v for k, v in os.environ.items() if k in ("PATH", "HOME", "LANG")}
        return kept | {
            "DJANGO_SETTINGS_MODULE": "tracker.settings",
            "PYTHONPATH": str(ROOT),
            "VAR_DIR": str(self.folder),
            "DATABASE_URL": f"sqlite:///{self.database}",
            "PORT": str(self.port),
            "PUBLIC_URL": f"http://localhost:{self.port}",
        }

    def _python(self, *command: str) -> str:
        done = subprocess.run(
            [sys.executable, *command],
            cwd=ROOT,
            env=self._environment(),
            capture_output=True,
            text=True,
            check=True,
        )
        return done.stdout


def _cpu_ticks(pid: int) -> int:
    # The name in the second field may hold spaces; user and system time are fields 14 and 15.
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return int(fields[11]) + int(fields[12])
