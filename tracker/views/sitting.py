"""How long I have been sitting: counted on the device, taken over into the log by hand."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from tracker.forms.day_fields import SIT
from tracker.models.account import STAND_UP
from tracker.overview.log_lines import chosen_lines
from tracker.views.current import current_injury, frame, needs_injury, now_of
from tracker.views.log_form import timed_minutes


@require_safe
@needs_injury
def sitting(request: HttpRequest) -> HttpResponse:
    """The timer; nothing is stored here. The link into the log needs the line to be asked.

    `?sat=` leads to the log of the day it is by now: the page may stand open since yesterday.
    """
    injury, today = current_injury(request), now_of(request).today
    if (minutes := timed_minutes(request)) is not None:
        return redirect(f"{reverse('day-edit', args=[today])}?sat={minutes}#id_sit_exact")
    context = frame(request, injury, section="today") | {
        "on": today,
        "reminds": STAND_UP in request.user.chips,
        "is_asked": SIT in chosen_lines(request.user.contexts),
    }
    return render(request, "sitting.html", context)
