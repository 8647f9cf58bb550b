"""Whether the house can do its work: jobs, queue, disk. Counts and ages, nothing of a person."""

import shutil
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Count, Min

from tracker.models import JobMark, Outbox
from tracker.models.reminder import OutboxState

# The minute jobs, and when a supervisor should hear that they no longer run.
BEATS = ("scan", "deliver")
FRESH = timedelta(minutes=10)
LATE = timedelta(minutes=30)
LEAST_FREE = 200 * 1024 * 1024
OPEN = (OutboxState.WAITING, OutboxState.CLAIMED, OutboxState.HANDING)


@dataclass(frozen=True, slots=True)
class Beat:
    """A job: when it last ran to its end, None when never, and its own words with counts."""

    name: str
    done_at: datetime | None
    said: str


def beats() -> list[Beat]:
    rows = JobMark.objects.order_by("name")
    return [Beat(row.name, row.done_at, row.said) for row in rows]


def jobs_run(now: datetime) -> bool:
    """Whether the minute jobs ended lately; True where there are none."""
    done = {beat.name: beat.done_at for beat in beats()}
    if not settings.JOBS and not any(done.get(name) for name in BEATS):
        return True
    return all(is_fresh(done.get(name), now) for name in BEATS)


def has_jobs() -> bool:
    """Whether this site runs jobs, or another process of it ever did: else nothing is sent."""
    ended = JobMark.objects.filter(name__in=BEATS, done_at__isnull=False)
    return bool(settings.JOBS) or ended.exists()


def is_fresh(at: datetime | None, now: datetime, within: timedelta = FRESH) -> bool:
    """Whether a job ended lately. An end long after now is from before a clock was set back."""
    return at is not None and abs(now - at) < within


def overdue(now: datetime) -> timedelta:
    """For how long the oldest thing to tell has been due; nothing where none is, or no jobs are."""
    if not has_jobs():
        return timedelta()
    rows = Outbox.objects.filter(state__in=OPEN, not_before__lte=now)
    oldest = rows.aggregate(at=Min("not_before"))["at"]
    return now - oldest if oldest else timedelta()


def by_state() -> dict[str, int]:
    """How many rows of the outbox stand in each state."""
    rows = Outbox.objects.order_by().values_list("state").annotate(many=Count("pk"))
    found = dict(rows.values_list("state", "many"))
    return {state.value: found.get(state.value, 0) for state in OutboxState}


def free_bytes() -> int:
    """The room that is left where the data lies."""
    return shutil.disk_usage(settings.VAR).free
