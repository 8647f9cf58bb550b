"""How long I have been sitting: counted on the device, taken over into the log by hand."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from tracker.forms.day_fields import SIT
from tracker.overview.log_lines import chosen_lines
from tracker.views.current import current_injury, frame, needs_injury, now_of


@require_safe
@needs_injury
def sitting(request: HttpRequest) -> HttpResponse:
    """The timer; nothing is stored here. The link into the log needs the line to be asked."""
    injury = current_injury(request)
    context = frame(request, injury, section="today") | {
        "on": now_of(request).today,
        "is_asked": SIT in chosen_lines(request.user.contexts),
    }
    return render(request, "sitting.html", context)
