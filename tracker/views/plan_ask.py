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
from tracker.forms.check import QuestionsForm, asked_in
from tracker.overview import check as check_words
from tracker.overview.plan import PlanNow
from tracker.views.current import injury_or_404, now_of, see_other
from tracker.views.kept import keeps_typed

PLAN = "plan"
PRESSING = (Tier.EMERGENCY, Tier.URGENT, Tier.SOON)


@require_POST
@keeps_typed(back=lambda injury_uuid: reverse("plan"))
@login_required
def plan_ask(request: HttpRequest, injury_uuid: UUID) -> HttpResponse:
    """Keep the answers; what needs help is shown before anything else. `back` names the page."""
    injury = injury_or_404(request, injury_uuid)
    back = "today" if request.POST.get("back") == "today" else "plan"
    asked = asked_in(request.POST)
    form = QuestionsForm(request.POST, questions=check_words.texts(asked, []), owner=request.user)
    if not asked or not form.is_valid():
        messages.error(request, _("Answer each line. Not sure is fine"))
        return see_other(back)
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


def ask_context(request: HttpRequest, now: PlanNow | None) -> dict[str, object]:
    """The open questions of the plan as a form; empty without any."""
    asked = list(now.state.questions) if now is not None and now.state is not None else []
    if not asked:
        return {}
    form = QuestionsForm(questions=check_words.texts(asked, []), owner=request.user)
    return {"ask_form": form, "asked": ",".join(asked)}
