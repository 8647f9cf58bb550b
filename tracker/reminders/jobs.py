"""The jobs: what runs every minute, every hour and every night, and who runs it.

Huey only says when; the tables hold what is to be done, so a job that is lost is only late.
Imported by the process that runs jobs alone: importing it opens the queue.
"""

import logging
import signal
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import wraps
from typing import Any

from django.conf import settings
from django.db import DatabaseError, close_old_connections, connection
from django.utils import timezone
from huey import Huey, crontab
from huey.consumer import Consumer
from huey.serializer import SignedSerializer
from huey.storage import PostgresStorage, RedisStorage, SqliteStorage

from tracker.reminders import housekeeping, marks
from tracker.reminders.embedded import give_way
from tracker.reminders.outbox import deliver
from tracker.reminders.review import review
from tracker.reminders.scan import scan

log = logging.getLogger("tracker.jobs")

QUEUE = "homestraight"
STORAGES = {"sqlite": SqliteStorage, "redis": RedisStorage, "postgresql": PostgresStorage}
# A task that waited for longer has been overtaken by the next of its kind.
STALE = timedelta(seconds=50)
# One round of messages ends well within the lease of a claim, however slow the mail server is.
ROUND = 15
ROUNDS_AT_MOST = 200
WORKERS = 2
STOPS_WITHIN_S = 15
KEEP_EVERY = timedelta(hours=20)


def make_huey() -> Huey:
    """The queue that JOBS_URL names. What lies in it is signed, because it is read as objects."""
    jobs = settings.JOBS
    return Huey(
        QUEUE,
        results=False,
        serializer=SignedSerializer(secret=settings.SECRET_KEY, salt="jobs"),
        storage_class=STORAGES[jobs["kind"]],
        **jobs["options"],
    )


huey = make_huey()


def job(name: str, when: Callable[[datetime], bool]) -> Callable[[Callable[..., str]], Any]:
    """Run the function at those minutes, by one worker at a time; it says what it did in counts."""

    def decorate(work: Callable[[datetime, datetime | None], str]) -> Any:
        @wraps(work)
        def run() -> None:
            close_old_connections()
            try:
                run_once(name, work)
            finally:
                close_old_connections()

        return huey.periodic_task(when, name=name, expires=STALE)(run)

    return decorate


def run_once(name: str, work: Callable[[datetime, datetime | None], str]) -> None:
    """Do the work unless another worker is at it, and mark when it ended."""
    begun = timezone.now()
    mark = marks.begin(name, begun)
    if mark is None:
        return
    try:
        said = work(begun, mark.done_at)
    except Exception:
        marks.free(name, begun)
        log.exception("job failed", extra={"event": f"{name}_failed"})
        return
    marks.end(name, begun, timezone.now(), said=said)
    if any(figure in said for figure in "123456789"):
        log.info("job done: %s", said, extra={"event": name})


@job("scan", crontab(minute="*"))
def scan_due(now: datetime, before: datetime | None) -> str:
    """Once an hour everybody of the last hours, else those whose time came since the last look."""
    is_hour = before is None or before.hour != now.hour
    done = scan(now, since=None if is_hour else before)
    if done.told:
        # At once: a minute later the quiet hours of whoever asked for 21:59 have begun.
        deliver_due()
    return f"{done.people} people, {done.told} due"


@job("deliver", crontab(minute="*"))
def deliver_due(now: datetime, before: datetime | None) -> str:
    count = 0
    for _ in range(ROUNDS_AT_MOST):
        done = deliver(timezone.now(), limit=ROUND)
        count += done
        if done < ROUND:
            break
    return f"{count} people"


@job("review", crontab(minute="17"))
def review_injuries(now: datetime, before: datetime | None) -> str:
    """Run the rules that time alone makes true."""
    return f"{review(now)} injuries"


@job("review_back", crontab(minute="17"))
def review_from_the_end(now: datetime, before: datetime | None) -> str:
    """The same from the other end, for a second worker; one worker alone finds it done."""
    return f"{review(now, from_the_end=True)} injuries"


@job("keep", crontab(minute="40"))
def keep_house(now: datetime, before: datetime | None) -> str:
    """Once a day, at the first chance: a night in which the machine slept is made up for."""
    if before is not None and timedelta() <= now - before < KEEP_EVERY:
        return "done today"
    return housekeeping.clean(now)


class JobsConsumer(Consumer):
    """Ends gracefully on SIGTERM; Ctrl-C reaches the whole group and is left to its head."""

    def _set_signal_handlers(self) -> None:
        signal.signal(signal.SIGTERM, self._handle_signal)
        for ignored in (signal.SIGINT, signal.SIGHUP):
            signal.signal(ignored, signal.SIG_IGN)


def run_jobs(*, takes_interrupt: bool) -> None:
    """Run jobs until SIGTERM, and until Ctrl-C where `takes_interrupt`."""
    give_way()
    logging.getLogger("huey").setLevel(logging.WARNING)
    if settings.JOBS["kind"] == "sqlite":
        _take_over()
    consumer_class = Consumer if takes_interrupt else JobsConsumer
    consumer = consumer_class(
        huey,
        workers=WORKERS,
        max_delay=5,
        scheduler_interval=5,
        shutdown_timeout=STOPS_WITHIN_S,
        graceful_signal="INT" if takes_interrupt else "TERM",
    )
    log.info("jobs run", extra={"event": "jobs_run", "count": WORKERS})
    consumer.run()


def _take_over() -> None:
    """A queue in a file has one process: what the last one had at hand is free again."""
    try:
        if count := marks.free_all():
            log.info("jobs of a process that died", extra={"event": "jobs_freed", "count": count})
    except DatabaseError:
        log.exception("jobs not freed")  # each is free again when its lease is over
    finally:
        connection.close()
