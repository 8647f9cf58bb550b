"""The jobs as processes of their own, over a real Redis."""

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.browser.house import free_port
from tests.tracker.house.shell import ROOT, environment, manage, run

FILL = """
import django; django.setup()
from datetime import date
from tracker.models import Injury, Outbox, User
for number in range(20):
    user = User.objects.create_user(f"{number}@example.org", "x")
    injury = Injury.objects.create(owner=user, side="right", onset_precision="unknown")
    Outbox.objects.create(user=user, injury=injury, kind="reply", local_day=date.today())
"""
LOOK = """
import django; django.setup()
from tracker.models import JobMark, Outbox
print(Outbox.objects.exclude(state="waiting").count(), JobMark.objects.get(name="scan").done_at)
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
    assert run("-c", FILL, VAR_DIR=str(folder)).returncode == 0
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
