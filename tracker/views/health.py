"""Tells a supervisor whether the site can store a diary day right now."""

import logging
import uuid

from django.core.cache import cache
from django.db import DatabaseError
from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_safe

from tracker.patience import patience

log = logging.getLogger(__name__)
KEEP_S = 60
# A supervisor asks every few seconds and must hear soon that the database is held by another.
WAIT_MS = 2000


@require_safe
def health(request: HttpRequest) -> JsonResponse:
    """Write a mark into the database and take it out: 200 when that works, else 503."""
    mark = f"health-{uuid.uuid4().hex}"
    try:
        with patience(WAIT_MS):
            # `add` tells whether the row was stored; `set` would hide that it was not.
            works = cache.add(mark, True, KEEP_S) and cache.delete(mark)
    except DatabaseError:
        log.exception("database not writable")
        works = False
    status = "ok" if works else "the database cannot be written"
    return JsonResponse({"status": status}, status=200 if works else 503)
