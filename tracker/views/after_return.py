"""The return list, the questions of a watch week, a cramp that has not gone."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from rehab.content.catalogue import catalogue
from rehab.vocabulary import AnswerValue, Tier
from tracker.actions.after_return import retriage, set_goal
from tracker.actions.errors import ActionError
from tracker.actions.record_answers import record_answers
from tracker.forms.after_return import GoalForm, RetriageForm
from tracker.forms.check import QuestionsForm
from tracker.forms.fields import WritingForm
from tracker.models import Injury
from tracker.overview import check as check_words
from tracker.overview.after_return import return_page, week_card
from tracker.overview.plan import PlanNow, plan_now
from tracker.views.current import (
    current_injury,
    frame,
    injury_or_404,
    needs_injury,
    now_of,
    see_other,
)
from tracker.views.kept import give_back, keeps_typed, take_typed

WATCH = "watch"
NEW_INJURY = "q_new_injury"
PRESSING = (Tier.EMERGENCY, Tier.URGENT, Tier.SOON)


@require_safe
@needs_injury
def plan_return(request: HttpRequest) -> HttpResponse:
    """The return list with the person's own entries; without a list there is the plan."""
    return _return(request, current_injury(request))


@require_POST
@keeps_typed(back=lambda injury_uuid: reverse("plan-return"))
@login_required
def plan_goal(request: HttpRequest, injury_uuid: UUID) -> HttpResponse:
    injury = injury_or_404(request, injury_uuid)
    form = GoalForm(request.POST, owner=request.user)
    if not form.is_valid():
        return _return(request, injury, form=form, status=422)
    set_goal(injury=injury, goal=form.cleaned_data["goal"])
    return see_other("plan-return")


def _return(
    request: HttpRequest, injury: Injury, *, form: GoalForm | None = None, status: int = 200
) -> HttpResponse:
    now = plan_now(injury, today=now_of(request).today)
    page = return_page(now) if now is not None else None
    if page is None:
        return see_other("plan")
    context = frame(request, injury, section="plan") | {
        "page": page,
        "form": form or GoalForm(owner=request.user, initial={"goal": page.goal}),
    }
    return render(request, "plan/return.html", context, status=status)


@require_safe
@needs_injury
def plan_week(request: HttpRequest) -> HttpResponse:
    """The few questions of a watch week; outside these weeks there is the plan."""
    injury = current_injury(request)
    return _week(request, injury, _week_form(request, take_typed(request, about=injury.uuid)))


@require_POST
@keeps_typed(back=lambda injury_uuid: reverse("plan-week"))
@login_required
def plan_week_record(request: HttpRequest, injury_uuid: UUID) -> HttpResponse:
    """Keep the week's answers; what needs help is shown before anything else."""
    injury = injury_or_404(request, injury_uuid)
    now = _now(request, injury)
    if now is None or now.state is None or now.state.watch is None:
        return see_other("plan")
    form = _week_form(request, request.POST)
    if not form.is_valid():
        return _week(request, injury, form, status=422)
    told = record_answers(
        owner=request.user,
        injury=injury,
        answers=form.answers,
        at=now_of(request),
        key=form.cleaned_data["key"],
        because=WATCH,
    )
    if any(notice.tier in PRESSING for notice in told):
        return see_other("check-result")
    if form.answers[NEW_INJURY] is AnswerValue.YES:
        return see_other("again")
    messages.success(request, _("This week is kept."))
    return see_other("plan")


def _week_form(request: HttpRequest, data: object) -> QuestionsForm:
    asked = list(catalogue().aftercare.questions)
    return QuestionsForm(data, questions=check_words.texts(asked, []), owner=request.user)


def _week(
    request: HttpRequest, injury: Injury, form: QuestionsForm, *, status: int = 200
) -> HttpResponse:
    now = _now(request, injury)
    card = week_card(now.state.watch, today=now.today) if now and now.state else None
    if card is None:
        return see_other("plan")
    rules = catalogue().aftercare
    context = frame(request, injury, section="plan") | {
        "card": card,
        "form": form,
        "intro": _(rules.intro).replace("{weeks}", str(rules.weeks)),
        "is_given_back": form.is_bound and request.method != "POST",
    }
    return render(request, "plan/week.html", context, status=status)


@require_safe
@needs_injury
def plan_strain(request: HttpRequest) -> HttpResponse:
    """A cramp that has not gone: the signs of a strain, asked again."""
    injury = current_injury(request)
    typed = give_back(request, about=injury.uuid)
    return _strain(request, injury, RetriageForm(typed, owner=request.user))


@require_POST
@keeps_typed(back=lambda injury_uuid: reverse("plan-strain"))
@login_required
def plan_retriage(request: HttpRequest, injury_uuid: UUID) -> HttpResponse:
    injury = injury_or_404(request, injury_uuid)
    form = RetriageForm(request.POST, owner=request.user)
    if not form.is_valid():
        return _strain(request, injury, form, status=422)
    signs = {name: form.cleaned_data[name] for name in ("walking", "bruise", "big_bruise", "pop",
                                                         "gap")}  # fmt: skip
    try:
        programme = retriage(
            injury=injury, signs=signs, at=now_of(request), key=form.cleaned_data["key"]
        )
    except ActionError as refusal:
        messages.error(request, _(refusal.message))
        return see_other("plan")
    return see_other("plan-start" if programme else "plan")


def _strain(
    request: HttpRequest, injury: Injury, form: WritingForm, *, status: int = 200
) -> HttpResponse:
    now = _now(request, injury)
    if now is None or now.state is None or not now.state.progress.asks_again:
        return see_other("plan")
    context = frame(request, injury, section="plan") | {
        "form": form,
        "days": now.state.progress.day,
        "questions": ("walking", "bruise", "big_bruise", "pop", "gap"),
    }
    return render(request, "plan/strain.html", context, status=status)


def _now(request: HttpRequest, injury: Injury) -> PlanNow | None:
    """The open programme; None without one."""
    now = plan_now(injury, today=now_of(request).today)
    return now if now is not None and now.state is not None else None
