"""How the site stands, for whoever runs it. To everybody else this page does not exist."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from tracker.reminders.status import status
from tracker.views.health import can_write


@require_safe
def status_page(request: HttpRequest) -> HttpResponse:
    """Counts, ages and versions; nothing of a person, not even of the one who looks."""
    if not (request.user.is_authenticated and request.user.is_staff):
        raise Http404
    page = status(timezone.now(), can_write=can_write())
    return render(request, "status.html", {"page": page})
