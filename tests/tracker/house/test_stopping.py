"""Ctrl-C ends the site at once, whatever its workers are at."""

import os
import signal
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

from tests.browser.house import free_port
from tests.conftest import PATIENCE_MS
from tests.tracker.house.shell import ROOT, environment, manage

# A worker whose pool is locked by itself: a request is being handed over, or another signal's
# handler is at it.
WORKER = """
import os, runpy, signal
from concurrent.futures import ThreadPoolExecutor
from gunicorn.workers.gthread import ThreadWorker

worker = object.__new__(ThreadWorker)
worker.PIPE = os.pipe()
for end in worker.PIPE:
    os.set_blocking(end, False)
worker.tpool = ThreadPoolExecutor(max_workers=1)
worker.tpool.submit(print, "answered", flush=True)
worker.init_signals()
runpy.run_path("gunicorn.conf.py")["post_worker_init"](worker)
with worker.tpool._shutdown_lock:
    os.kill(os.getpid(), signal.SIGINT)
    os.kill(os.getpid(), signal.SIGQUIT)
    print("still here", flush=True)
"""


def test_a_worker_that_hands_a_request_over_ends_all_the_same(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", WORKER],
        cwd=ROOT,
        env=environment(VAR_DIR=str(tmp_path)),
        capture_output=True,
        text=True,
        timeout=PATIENCE_MS / 1000,
    )

    assert (done.returncode, done.stdout) == (0, "answered\n"), done.stderr


def _answers(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=5) as answer:
            return answer.status == 200
    except OSError:
        return False


def test_ctrl_c_ends_the_whole_group_and_nobody_is_killed(tmp_path: Path) -> None:
    port, patience = free_port(), PATIENCE_MS / 1000
    variables = {"VAR_DIR": str(tmp_path), "PORT": str(port)}
    assert manage("prepare", **variables).returncode == 0
    with (tmp_path / "log").open("w") as log:
        site = subprocess.Popen(
            [sys.executable, "-m", "gunicorn", "tracker.wsgi"],
            cwd=ROOT,
            env=environment(**variables),
            stderr=log,
            start_new_session=True,
        )
    try:
        until = time.monotonic() + patience
        while not _answers(port):
            assert time.monotonic() < until and site.poll() is None, "the site did not start"
            time.sleep(0.2)
        os.killpg(site.pid, signal.SIGINT)
        assert site.wait(timeout=patience) == 0
        words = (tmp_path / "log").read_text()
        assert words.count("Worker exiting") == 2, words
        with pytest.raises(ProcessLookupError):
            os.killpg(site.pid, 0)
    finally:
        site.kill()
        site.wait(timeout=patience)
