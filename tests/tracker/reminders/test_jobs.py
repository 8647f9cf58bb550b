"""The jobs: one worker at a time, marks that tell, and a keeper that leaves nobody behind."""

import os
import signal
import subprocess
import sys
import time
from datetime import timedelta
from pathlib import Path

import pytest
from django.test import Client
from django.utils import timezone

from tests.tracker.house.shell import ROOT, environment, manage, run
from tests.tracker.make import make_injury
from tests.tracker.reminders.letters import row
from tracker.models import JobMark, Outbox, User
from tracker.models.reminder import ReminderKind
from tracker.reminders import housekeeping, marks, pulse, status

NOW = timezone.now()
MINUTE = timedelta(minutes=1)


@pytest.mark.django_db
def test_a_job_is_had_by_one_worker_until_it_ends() -> None:
    assert marks.begin("scan", NOW) is not None
    assert marks.begin("scan", NOW + MINUTE) is None

    marks.end("scan", NOW, NOW + MINUTE, said="1 people")
    again = marks.begin("scan", NOW + 2 * MINUTE)

    assert again is not None and again.done_at == NOW + MINUTE
    assert JobMark.objects.get().said == "1 people"


@pytest.mark.django_db
def test_a_job_whose_worker_died_is_taken_over_and_one_that_failed_at_once() -> None:
    marks.begin("scan", NOW)
    assert marks.begin("scan", NOW + marks.LEASE) is not None

    marks.free("scan", NOW + marks.LEASE)
    assert marks.begin("scan", NOW + marks.LEASE + MINUTE) is not None


@pytest.mark.django_db
def test_a_process_that_starts_anew_need_not_wait_for_what_the_dead_one_had() -> None:
    marks.begin("deliver", NOW)
    marks.begin("scan", NOW)
    marks.end("scan", NOW, NOW + MINUTE)

    assert marks.free_all() == 1

    assert marks.begin("deliver", NOW + MINUTE) is not None
    assert JobMark.objects.get(name="scan").started_at == NOW


@pytest.mark.django_db
def test_who_lost_a_job_does_not_mark_it_as_ended() -> None:
    marks.begin("scan", NOW)
    marks.begin("scan", NOW + marks.LEASE)

    marks.end("scan", NOW, NOW + marks.LEASE)

    assert JobMark.objects.get().done_at is None


@pytest.mark.django_db
def test_ready_says_when_jobs_stand_still_or_messages_wait(settings) -> None:
    settings.JOBS = {"kind": "sqlite"}
    assert Client().get("/readyz").json()["jobs"] == "the jobs do not run"

    for name in pulse.BEATS:
        JobMark.objects.create(name=name, started_at=NOW, done_at=timezone.now())
    assert Client().get("/readyz").status_code == 200

    row(make_injury(), ReminderKind.DAILY, not_before=timezone.now() - timedelta(hours=1))
    answer = Client().get("/readyz")
    assert answer.status_code == 503 and answer.json()["queue"] == "messages wait for too long"

    JobMark.objects.update(done_at=timezone.now() - timedelta(minutes=11))
    assert Client().get("/readyz").json()["jobs"] == "the jobs do not run"


@pytest.mark.django_db
def test_a_site_that_chose_no_jobs_is_ready_with_messages_that_nobody_sends(settings) -> None:
    settings.JOBS = None
    row(make_injury(), ReminderKind.DAILY, not_before=timezone.now() - timedelta(hours=1))

    assert Client().get("/readyz").json()["queue"] == "ok"
    assert not status.messages(timezone.now()).is_late

    for name in pulse.BEATS:
        JobMark.objects.create(name=name, started_at=NOW, done_at=timezone.now())
    assert Client().get("/readyz").json()["queue"] == "messages wait for too long"
    assert status.messages(timezone.now()).is_late


@pytest.mark.django_db
def test_an_end_from_before_the_clock_was_set_back_is_no_sign_of_life(settings) -> None:
    settings.JOBS = {"kind": "sqlite"}
    for name in pulse.BEATS:
        JobMark.objects.create(name=name, started_at=NOW, done_at=NOW + timedelta(hours=5))

    assert not pulse.jobs_run(NOW)
    JobMark.objects.update(done_at=NOW)
    assert pulse.jobs_run(NOW)


SCAN = """
import django; django.setup()
from datetime import UTC, datetime
from tracker.models import Injury, ReminderChoice, User
from tracker.reminders import jobs
user = User.objects.create_user("ann@example.org", "x", time_zone="UTC")
Injury.objects.create(owner=user, side="right", onset_precision="unknown")
now = datetime.now(UTC)
at = {"daily_at": now.time().replace(second=0, microsecond=0)}
at |= {"quiet_from": at["daily_at"].replace(hour=(now.hour + 1) % 24)}
ReminderChoice.objects.create(user=user, **at, quiet_until=at["quiet_from"])
jobs.scan_due.call_local()
print([task.name for task in jobs.huey.pending()])
jobs.scan_due.call_local()
print(len(jobs.huey.pending()))
"""


def test_what_is_found_is_handed_over_at_once_and_not_a_minute_later(tmp_path: Path) -> None:
    """Whoever asked for 21:59 has quiet hours by then."""
    assert manage("prepare", VAR_DIR=str(tmp_path)).returncode == 0

    done = run("-c", SCAN, VAR_DIR=str(tmp_path))

    assert done.stdout.split("\n")[:2] == ["['deliver']", "1"], done.stderr


@pytest.mark.django_db
def test_housekeeping_takes_what_is_over_and_leaves_the_rest() -> None:
    injury = make_injury()
    demo = User.objects.create_user("d@x.org", is_demo=True, demo_ends_at=NOW - MINUTE)
    old = row(injury, ReminderKind.DAILY, state="sent", sent_at=NOW)
    waits = row(injury, ReminderKind.CHECK)
    goodbye = row(injury, ReminderKind.GOODBYE, state="sent", sent_at=NOW)
    Outbox.objects.update(made_at=NOW - housekeeping.OUTBOX_KEPT)

    said = housekeeping.clean(NOW)

    assert said == "1 demos, 1 outbox"
    assert not User.objects.filter(pk=demo.pk).exists()
    left = set(Outbox.objects.values_list("pk", flat=True))
    assert left == {waits.pk, goodbye.pk} and old.pk not in left
    assert housekeeping.clean(NOW) == "nothing"


KEEPER = """
import os, pathlib, sys, time
from tracker.reminders import embedded

def run():
    with open(sys.argv[1], "a") as file:
        file.write(f"{os.getpid()}\\n")
    time.sleep(600)

embedded.WAITS_S = (0.1,)
keeper = embedded.start(run=run)
sys.stdin.read()
embedded.stop(keeper)
"""


def started(path: Path, many: int) -> list[int]:
    """The processes that ran jobs so far, once there are that many."""
    until = time.monotonic() + 60
    while time.monotonic() < until:
        found = path.read_text().split() if path.exists() else []
        if len(found) >= many:
            return [int(each) for each in found]
        time.sleep(0.05)
    raise AssertionError("the jobs did not start")


def is_gone(pid: int) -> bool:
    """Whether the process ends within a while; one that only waits to be reaped has ended."""
    until = time.monotonic() + 60
    while time.monotonic() < until:
        try:
            state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
        except OSError:
            return True
        if state == "Z":
            return True
        time.sleep(0.05)
    return False


@pytest.mark.parametrize("how", ["ends", "is killed"])
def test_the_jobs_start_again_when_they_die_and_end_with_the_site(how: str, tmp_path: Path) -> None:
    log = tmp_path / "pids"
    site = subprocess.Popen(
        [sys.executable, "-c", KEEPER, str(log)],
        cwd=ROOT,
        env=environment(VAR_DIR=str(tmp_path)),
        stdin=subprocess.PIPE,
    )
    try:
        (first,) = started(log, 1)
        os.kill(first, signal.SIGKILL)
        second = started(log, 2)[1]
        assert second != first
        if how == "ends":
            assert site.stdin is not None
            site.stdin.close()
            assert site.wait(timeout=60) == 0
        else:
            site.kill()
            site.wait(timeout=60)
        assert is_gone(second)
    finally:
        site.kill()
        if site.stdin is not None:
            site.stdin.close()
        site.wait(timeout=60)


def test_the_jobs_give_way_to_what_answers_people() -> None:
    told = "import os; give_way(); give_way(); print(os.nice(0))"
    done = subprocess.run(
        [sys.executable, "-c", f"from tracker.reminders.embedded import give_way; {told}"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        preexec_fn=lambda: os.nice(max(0, 3 - os.nice(0))),
    )
    assert done.stdout.strip() == "10", done.stderr


def test_run_huey_says_when_it_has_no_queue(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "manage.py", "run_huey"],
        cwd=ROOT,
        env=environment(VAR_DIR=str(tmp_path), JOBS_URL="off"),
        capture_output=True,
        text=True,
    )
    assert done.returncode == 1 and "JOBS_URL is off" in done.stderr
