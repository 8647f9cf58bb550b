"""The page behind the bell, and marking what it lists as read."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from tracker.actions.read_messages import read_all
from tracker.forms.fields import WritingForm
from tracker.overview.messages import messages_page
from tracker.views.current import (
    current_injury,
    frame,
    injury_or_404,
    needs_injury,
    now_of,
    see_other,
)


@require_safe
@needs_injury
def bell(request: HttpRequest) -> HttpResponse:
    """What waits, the gravest first, then what the last 30 days told."""
    injury = current_injury(request)
    context = frame(request, injury, section="bell") | {
        "page": messages_page(injury, at=now_of(request)),
        "form": WritingForm(owner=request.user),
    }
    return render(request, "bell.html", context)


@require_POST
@login_required
def bell_read(request: HttpRequest, injury_uuid: UUID) -> HttpResponse:
    """Mark the reminders as read; pressing twice changes nothing more."""
    injury = injury_or_404(request, injury_uuid)
    if read_all(injury=injury, now=now_of(request).now):
        messages.success(request, _("Marked as read."))
    return see_other("bell")
