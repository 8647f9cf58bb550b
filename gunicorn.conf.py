"""How gunicorn serves the site. Start it through `make run`, or `gunicorn tracker.wsgi`."""

import gc
import signal
import sys
from typing import Any

from tracker import logs
from tracker.environment import Environment, stop

_env = Environment()
# While everything loads there is nothing to clear away, and looking for it takes time.
gc.disable()

bind = f"{_env.text('BIND')}:{_env.whole('PORT', least=1, most=65535)}"
worker_class = "gthread"
workers = _env.whole("WEB_WORKERS", least=1, most=32)
threads = _env.whole("WEB_THREADS", least=1, most=64)
# Loading once, before the workers: a wrong setting ends the start instead of a worker at a time.
preload_app = True
timeout = 60
graceful_timeout = 20
keepalive = 5
# Who the person is, and whether they came by https, is decided in Django from TRUSTED_PROXIES.
forwarded_allow_ips = ""
control_socket_disable = True
worker_tmp_dir = "/dev/shm"  # noqa: S108  (a heartbeat file on a slow disk would stall workers)
accesslog = None
logconfig_dict = logs.config(_env.choice("LOG_FORMAT", ("json", "text")))


def on_starting(server: object) -> None:
    """End the start with a sentence where `manage.py prepare` never ran.

    Every page would fail for want of its files. `prepare` makes them last, after the database.
    """
    from pathlib import Path

    from django.conf import settings

    if not settings.DEBUG and not (Path(settings.STATIC_ROOT) / "staticfiles.json").exists():
        stop("It was never prepared: run `python manage.py prepare` first. `make run` does both.")


_jobs: list[int] = []


def when_ready(server: Any) -> None:
    """Set aside what has loaded before the workers part: they share it and never search it.

    Then start the jobs, unless JOBS_URL is off.
    """
    gc.freeze()
    gc.enable()
    from django.conf import settings

    from tracker.reminders import embedded

    if settings.JOBS:
        _jobs.append(embedded.start(close=[each.sock for each in server.LISTENERS]))


def post_worker_init(worker: object) -> None:
    """End each worker by the one signal that the server's first process sends it.

    Ctrl-C reaches the whole group. A worker of gunicorn answers both it and the signal that
    follows by locking its pool of threads: when the second comes while the first has the lock,
    or while a request is handed to the pool, the worker waits for itself until it is killed.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGQUIT, _leave)


def _leave(*_: object) -> None:
    """End once the requests that are being answered have their answers."""
    sys.exit(0)


def on_exit(server: object) -> None:
    """End the jobs with the site."""
    from tracker.reminders import embedded

    for keeper in _jobs:
        embedded.stop(keeper)
