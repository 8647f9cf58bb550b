"""The jobs as processes: over Redis, SQLite and PostgreSQL, and killed in the middle."""

import os
import shutil
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection

from tests.browser.house import free_port
from tests.tracker.house.shell import ROOT, environment, manage, run
from tests.tracker.reminders.post_office import Office, post_office

# People in whose zone it is about noon, so that no quiet hours hold anything, whenever this runs.
FILL = """
import sys, django; django.setup()
from datetime import datetime, timedelta, UTC
from allauth.account.models import EmailAddress
from tracker.clock import person_now
from tracker.models import Injury, Outbox, User, Visit
ahead = 12 - datetime.now(UTC).hour
zone = f"Etc/GMT{-ahead:+d}" if ahead else "UTC"
for number, kind in enumerate(sys.argv[1:]):
    user = User.objects.create_user(f"{number}@example.org", "x", time_zone=zone)
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    injury = Injury.objects.create(owner=user, side="right", onset_precision="unknown")
    now, about = person_now(user), None
    day = now.today
    if kind == "visit":
        day += timedelta(days=1)
        visit = Visit.objects.create(owner=user, injury=injury, state="booked", on=day)
        about = visit.uuid
    not_before = datetime.now(UTC) - timedelta(hours=1) + timedelta(seconds=number)
    Outbox.objects.create(
        user=user, injury=injury, kind=kind, local_day=day, about=about, not_before=not_before
    )
"""
LOOK = """
import django; django.setup()
from tracker.models import JobMark, Outbox
told = Outbox.objects.filter(kind="reply").exclude(state="waiting")  # the evening adds its own
print(told.count(), JobMark.objects.get(name="scan").done_at)
"""


@pytest.fixture
def redis_url(tmp_path: Path) -> Iterator[str]:
    """A Redis of this test alone. CI sets REQUIRE_REDIS and fails where there is none."""
    if shutil.which("redis-server") is None:
        if os.environ.get("REQUIRE_REDIS"):
            pytest.fail("REQUIRE_REDIS is set, but redis-server is missing")
        pytest.skip("no redis-server: install it to run this test")
    pytest.importorskip("redis")
    port = free_port()
    server = subprocess.Popen(
        [
            "redis-server",
            "--port",
            str(port),
            "--bind",
            "127.0.0.1",
            "--save",
            "",
            "--dir",
            tmp_path,
        ],
        stdout=subprocess.DEVNULL,
    )
    yield f"redis://127.0.0.1:{port}/0"
    server.terminate()
    server.wait(timeout=30)


def wait_until_told(folder: Path, variables: dict[str, str]) -> None:
    """Return once everything that waited was dealt with and the look has ended."""
    until = time.monotonic() + 240
    while time.monotonic() < until:
        seen = run("-c", LOOK, VAR_DIR=str(folder), **variables)
        if seen.returncode == 0 and seen.stdout.split()[0] == "20" and "None" not in seen.stdout:
            return
        time.sleep(1)
    raise AssertionError(f"not all was told: {seen.stdout} {seen.stderr[-500:]}")


def works_through(folder: Path, variables: dict[str, str], *, workers: int) -> None:
    assert manage("prepare", VAR_DIR=str(folder)).returncode == 0
    filled = run("-c", FILL, *["reply"] * 20, VAR_DIR=str(folder))
    assert filled.returncode == 0, filled.stderr
    jobs = [
        subprocess.Popen(
            [sys.executable, "manage.py", "run_huey"],
            cwd=ROOT,
            env=environment(VAR_DIR=str(folder), **variables),
        )
        for _ in range(workers)
    ]
    try:
        wait_until_told(folder, variables)
        for job in jobs:
            job.send_signal(signal.SIGINT)
        assert [job.wait(timeout=60) for job in jobs] == [0] * workers
    finally:
        for job in jobs:
            job.kill()
            job.wait(timeout=30)


def test_two_processes_over_redis_work_through_what_waits(tmp_path: Path, redis_url: str) -> None:
    works_through(tmp_path / "var", {"JOBS_URL": redis_url}, workers=2)


# Ask for a delivery now. It was perhaps asked for already: then two of them work at once.
KICK = """
import sys, django; django.setup()
from datetime import timedelta
from django.db.models import F
from tracker.models import JobMark, Outbox
from tracker.reminders import jobs
if sys.argv[1] == "hours later":
    Outbox.objects.update(claimed_at=F("claimed_at") - timedelta(hours=2))
if jobs.settings.JOBS["kind"] != "sqlite" or sys.argv[1] == "at once":
    JobMark.objects.filter(name="deliver").update(started_at=F("started_at") - timedelta(hours=2))
jobs.deliver_due()
print(*Outbox.objects.order_by("pk").values_list("state", flat=True))
"""
PEOPLE = ["visit", *["reply"] * 9]


class Deadly(Office):
    """Takes the first letter that is due a death, and the worker dies before it hears of it."""

    def __init__(self) -> None:
        super().__init__()
        self.victim: subprocess.Popen[bytes] | None = None
        self.lives: Callable[[str], bool] = lambda to: False

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        answer = await super().handle_DATA(server, session, envelope)
        if self.victim is not None and not self.lives(envelope.rcpt_tos[0]):
            self.victim.kill()
            self.victim = None
        return answer


@pytest.fixture
def postgres(settings) -> Iterator[str]:
    """A database of this test alone on the server of the suite."""
    if connection.vendor != "postgresql":
        pytest.skip("the suite does not run on PostgreSQL")
    import psycopg
    from psycopg.conninfo import make_conninfo

    known = settings.DATABASES["default"]
    name, place = f"jobs_{uuid4().hex}", f"{known['HOST']}:{known['PORT'] or 5432}"
    login = f"{known['USER']}:{known['PASSWORD']}" if known["PASSWORD"] else known["USER"]
    url = f"postgresql://{login}@{place}"
    with psycopg.connect(make_conninfo(f"{url}/postgres"), autocommit=True) as server:
        server.execute(f"CREATE DATABASE {name}")  # type: ignore[arg-type]
        yield f"{url}/{name}"
        server.execute(f"DROP DATABASE {name} WITH (FORCE)")  # type: ignore[arg-type]


def each_is_told_once(folder: Path, variables: dict[str, str], settings: Any) -> None:
    """Kill a worker that has handed a visit over, then one with a reply; let two finish."""
    with post_office(settings, Deadly()) as office:
        place = f"smtp://{settings.EMAIL_HOST}:{settings.EMAIL_PORT}"
        variables = variables | {"VAR_DIR": str(folder), "EMAIL_URL": place}
        done = manage("prepare", **variables)
        assert done.returncode == 0, done.stderr
        done = run("-c", FILL, *PEOPLE, **variables)
        assert done.returncode == 0, done.stderr
        workers: list[subprocess.Popen[bytes]] = []
        try:
            for lives in (lambda to: False, lambda to: to.startswith("0@")):
                workers.append(huey(variables))
                office.lives, office.victim = lives, workers[-1]
                kick(variables, "hours later", lambda states, last=workers[-1]: last.poll())
            workers += [huey(variables), huey(variables)]
            kick(variables, "hours later", lambda states: True)
            kick(variables, "at once", lambda states: set(states) == {"sent"})
        finally:
            for worker in workers:
                worker.kill()
                worker.wait(timeout=60)
    told = Counter(letter["To"] for letter in office.letters)
    assert told == {f"{n}@example.org": 1 for n in range(1, 10)} | {"0@example.org": 2}
    names = {(letter["To"], letter["Message-ID"]) for letter in office.letters}
    assert len(names) == len(PEOPLE), "the visit is told again under the same name"


def huey(variables: dict[str, str]) -> "subprocess.Popen[bytes]":
    return subprocess.Popen(
        [sys.executable, "manage.py", "run_huey"], cwd=ROOT, env=environment(**variables)
    )


def kick(variables: dict[str, str], how: str, is_over: Callable[[list[str]], object]) -> None:
    """Ask for deliveries until it is over."""
    until = time.monotonic() + 240
    while time.monotonic() < until:
        done = run("-c", KICK, how, **variables)
        assert done.returncode == 0, done.stderr
        if is_over(done.stdout.split()):
            return
        time.sleep(1)
    raise AssertionError(f"it does not come to an end: {done.stdout}")


def test_on_sqlite_each_message_is_told_once_though_workers_are_killed(
    tmp_path: Path, settings
) -> None:
    each_is_told_once(tmp_path / "var", {}, settings)


def test_over_redis_each_message_is_told_once_though_workers_are_killed(
    tmp_path: Path, redis_url: str, settings
) -> None:
    """A task that the dead worker had at hand is gone with it; what it was to do is not."""
    each_is_told_once(tmp_path / "var", {"JOBS_URL": redis_url}, settings)


def test_over_redis_and_postgresql_each_message_is_told_once_though_workers_are_killed(
    tmp_path: Path, redis_url: str, postgres: str, settings
) -> None:
    variables = {"DATABASE_URL": postgres, "JOBS_URL": redis_url}
    each_is_told_once(tmp_path / "var", variables, settings)


def test_on_postgresql_each_message_is_told_once_though_workers_are_killed(
    tmp_path: Path, postgres: str, settings
) -> None:
    """The database of the site and the queue of its jobs both lie there."""
    variables = {"DATABASE_URL": postgres, "JOBS_URL": postgres}
    each_is_told_once(tmp_path / "var", variables, settings)
