"""Tells a supervisor whether this process is alive, and whether the site can do its work."""

import logging
import uuid

from django.core.cache import cache
from django.db import DatabaseError
from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from tracker.patience import patience
from tracker.reminders import pulse

log = logging.getLogger(__name__)
KEEP_S = 60
# A supervisor asks every few seconds and must hear soon that the database is held by another.
WAIT_MS = 2000


@require_safe
def health(request: HttpRequest) -> JsonResponse:
    """Answer: this process is alive. A supervisor that starts it anew asks this."""
    return JsonResponse({"status": "ok"})


@require_safe
def ready(request: HttpRequest) -> JsonResponse:
    """Tell whether the site can do its work, part by part: 200, or 503 when one cannot."""
    parts = {"database": "ok" if can_write() else "the database cannot be written"}
    if parts["database"] == "ok":
        now = timezone.now()
        late = pulse.overdue(now) > pulse.LATE
        parts["jobs"] = "ok" if pulse.jobs_run(now) else "the jobs do not run"
        parts["queue"] = "messages wait for too long" if late else "ok"
    is_low = pulse.free_bytes() < pulse.LEAST_FREE
    parts["disk"] = "the disk is nearly full" if is_low else "ok"
    is_good = all(word == "ok" for word in parts.values())
    status = "ok" if is_good else next(word for word in parts.values() if word != "ok")
    return JsonResponse({"status": status} | parts, status=200 if is_good else 503)


def can_write() -> bool:
    """Write a mark into the database and take it out."""
    mark = f"health-{uuid.uuid4().hex}"
    try:
        with patience(WAIT_MS):
            # `add` tells whether the row was stored; `set` would hide that it was not.
            return cache.add(mark, True, KEEP_S) and cache.delete(mark)
    except DatabaseError:
        log.exception("database not writable")
        return False
