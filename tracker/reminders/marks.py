"""When each job last ran: one worker at a time has a job, and a job that died is taken over."""

from datetime import datetime, timedelta

from django.db.models import F, Q

from tracker.models import JobMark

# A job that began so long ago and never ended has died with its worker.
LEASE = timedelta(minutes=20)


def begin(name: str, now: datetime) -> JobMark | None:
    """Take the job; None while another worker has it. The mark tells how it stood before."""
    mark, is_new = JobMark.objects.get_or_create(name=name, defaults={"started_at": now})
    if is_new:
        return mark
    is_free = (
        Q(done_at__gte=F("started_at"))
        | Q(started_at__lte=now - LEASE)
        | Q(started_at__gt=now + LEASE)
    )
    rows = JobMark.objects.filter(is_free, pk=mark.pk, started_at=mark.started_at)
    return mark if rows.update(started_at=now) else None


def end(name: str, begun: datetime, now: datetime, *, said: str = "") -> None:
    """The job that began then ran to its end; `said` is a few words with counts.

    Nothing is marked when another worker took it over meanwhile.
    """
    rows = JobMark.objects.filter(name=name, started_at=begun)
    rows.update(done_at=max(begun, now), said=said[:200])


def free(name: str, begun: datetime) -> None:
    """The job failed: the next run may take it at once."""
    rows = JobMark.objects.filter(name=name, started_at=begun)
    rows.update(started_at=begun - LEASE)


def free_all() -> int:
    """Free what was begun and not ended: for the only process of jobs, when it starts.

    The one before it has died; its jobs need not wait until their lease is over.
    """
    rows = JobMark.objects.filter(Q(done_at__isnull=True) | Q(done_at__lt=F("started_at")))
    return rows.update(started_at=F("started_at") - LEASE)
