"""Questions that a plan needs beside the day, on Plan and Today."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from rehab.vocabulary import Tier
from tracker.actions.record_answers import record_answers
from tracker.forms.check import asked_in
from tracker.views.ask_parts import questions_form
from tracker.views.current import injury_or_404, now_of, see_other
from tracker.views.kept import keeps_typed
from tracker.views.plan import show_plan
from tracker.views.today import show_today

PLAN = "plan"
PRESSING = (Tier.EMERGENCY, Tier.URGENT, Tier.SOON)


@require_POST
@keeps_typed(back=lambda injury_uuid: reverse("plan"))
@login_required
def plan_ask(request: HttpRequest, injury_uuid: UUID) -> HttpResponse:
    """Keep the answers; what needs help is shown before anything else. `back` names the page.

    With a line left open nothing is kept, and the answers stand on the page again.
    """
    injury = injury_or_404(request, injury_uuid)
    back = "today" if request.POST.get("back") == "today" else "plan"
    asked = asked_in(request.POST)
    if not asked:
        messages.error(request, _("Answer each line. Not sure is fine"))
        return see_other(back)
    form = questions_form(request, asked, request.POST)
    if not form.is_valid():
        show = show_today if back == "today" else show_plan
        return show(request, injury, ask_form=form, status=422)
    told = record_answers(
        owner=request.user,
        injury=injury,
        answers=form.answers,
        at=now_of(request),
        key=form.cleaned_data["key"],
        because=PLAN,
    )
    if any(notice.tier in PRESSING for notice in told):
        return see_other("check-result")
    messages.success(request, _("Your answer is kept."))
    return see_other(back)
