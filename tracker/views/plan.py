"""Plan: the open plan with its goals, the offered pause, and the small answers on it."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from tracker.actions.errors import ActionError
from tracker.actions.follow_plan import advance_stage, answer_gap
from tracker.actions.pause_loading import end_pause, start_pause
from tracker.forms.check import QuestionsForm
from tracker.forms.fields import WritingForm
from tracker.forms.plan import PAUSE, GapForm, PauseForm
from tracker.models import Injury
from tracker.overview.after_return import after_plan, week_card
from tracker.overview.estimate import estimate_words
from tracker.overview.own_plan import own_page
from tracker.overview.plan import PlanNow, plan_now
from tracker.overview.plan_page import plan_page
from tracker.overview.plan_pause import offer_words, offered_pause
from tracker.overview.plan_proposal import proposal
from tracker.overview.signs import grave_notices
from tracker.overview.told import plan_question, told_now
from tracker.plan_reader import read_plan
from tracker.regions import region_here
from tracker.views.ask_parts import ask_context
from tracker.views.current import (
    current_injury,
    frame,
    injury_or_404,
    needs_injury,
    now_of,
    see_other,
)
from tracker.views.kept import give_back, keeps_typed


def to_plan(injury_uuid: UUID) -> str:
    """The page that shows the forms of this file."""
    return reverse("plan")


@require_safe
@needs_injury
def plan(request: HttpRequest) -> HttpResponse:
    """The open plan; without one, what the answers fit and the way to begin."""
    injury = current_injury(request)
    return show_plan(request, injury, typed=give_back(request, about=injury.uuid))


@require_POST
@keeps_typed(back=to_plan)
@login_required
def plan_pause(request: HttpRequest, injury_uuid: UUID) -> HttpResponse:
    """Keep the answer to the offered pause; a no is kept for every sign that asked."""
    injury = injury_or_404(request, injury_uuid)
    at = now_of(request)
    open_plan = read_plan(injury, today=at.today)
    log = (open_plan.log or open_plan.own_log) if open_plan is not None else None
    offer = offered_pause(injury, log, today=at.today) if log is not None else None
    if offer is None:
        return see_other("plan")  # answered before, or the sign is gone
    form = PauseForm(request.POST, owner=request.user, is_suggested=offer.is_suggested)
    if not form.is_valid():
        return show_plan(request, injury, pause_form=form, status=422)
    is_accepted = form.cleaned_data["pause"] == PAUSE
    for rule in offer.rules[:1] if is_accepted else offer.rules:
        start_pause(injury=injury, rule=rule, accepted=is_accepted, at=at)
    if is_accepted:
        messages.success(request, _("Loading is paused."))
    return see_other("plan")


@require_POST
@keeps_typed(back=to_plan)
@login_required
def plan_pause_end(request: HttpRequest, injury_uuid: UUID) -> HttpResponse:
    injury = injury_or_404(request, injury_uuid)
    if end_pause(injury=injury, by="person", at=now_of(request)) is not None:
        messages.success(request, _("The pause has ended."))
    return see_other("plan")


@require_POST
@keeps_typed(back=to_plan)
@login_required
def plan_gap(request: HttpRequest, injury_uuid: UUID) -> HttpResponse:
    """Keep the answer to "Did you keep training?"; `back` names Today or Plan."""
    injury = injury_or_404(request, injury_uuid)
    back = "today" if request.POST.get("back") == "today" else "plan"
    form = GapForm(request.POST, owner=request.user)
    if not form.is_valid():
        return show_plan(request, injury, gap_form=form, status=422)
    told = form.cleaned_data
    try:
        answer_gap(
            injury=injury,
            gap_days=told["gap_days"] or 0,
            kept_training=told["kept_training"],
            at=now_of(request),
        )
    except ActionError as refusal:
        messages.error(request, _(refusal.message))
    return see_other(back)


@require_POST
@keeps_typed(back=to_plan)
@login_required
def plan_advance(request: HttpRequest, injury_uuid: UUID) -> HttpResponse:
    """Go to the next stage: the person confirms what the log says is open."""
    injury = injury_or_404(request, injury_uuid)
    form = WritingForm(request.POST, owner=request.user)
    if not form.is_valid():
        return show_plan(request, injury, move_form=form, status=422)
    try:
        advance_stage(
            injury=injury,
            to_stage=request.POST.get("to_stage", ""),
            at=now_of(request),
            key=form.cleaned_data["key"],
        )
    except ActionError as refusal:
        form.add_error(None, _(refusal.message))
        return show_plan(request, injury, move_form=form, status=422)
    return see_other("plan")


def show_plan(
    request: HttpRequest,
    injury: Injury,
    *,
    ask_form: QuestionsForm | None = None,
    pause_form: PauseForm | None = None,
    gap_form: GapForm | None = None,
    move_form: WritingForm | None = None,
    typed: QueryDict | None = None,
    status: int = 200,
) -> HttpResponse:
    """Render Plan. The forms are shown as they are (refused); `typed` was given back."""
    now = plan_now(injury, today=now_of(request).today)
    context = frame(request, injury, section="plan")
    context["told"] = told_now(injury)
    if now is None:
        context |= {
            "proposed": proposal(injury, region=region_here(request)),
            "after": after_plan(injury, today=now_of(request).today),
            "grave": grave_notices(injury),
        }
        return render(request, "plan/none.html", context, status=status)
    page = plan_page(injury, now) or own_page(injury, now)
    if page is not None and page.offer is not None and pause_form is None:
        chosen = typed if typed and "pause" in typed else None
        pause_form = PauseForm(chosen, owner=request.user, is_suggested=page.offer.is_suggested)
    if page is not None and page.offer is not None:
        context["offer_words"] = offer_words(
            page.offer, now.diary, today=now.today, region=region_here(request)
        )
    context |= {
        "page": page,
        "estimate": estimate_words(now),
        "told_asks": plan_question(injury, now.plan.programme),
        "told_form": WritingForm(owner=request.user),
        "pause_form": pause_form,
        "gap_form": gap_form or open_gap_form(request, now, typed),
        "form": move_form or WritingForm(owner=request.user),
        "refused": [form for form in (pause_form, gap_form, move_form) if form and form.errors],
        "week": week_card(now.state.watch, today=now.today) if now.state else None,
    }
    context |= ask_context(request, now, form=ask_form, typed=typed)
    template = "plan.html" if now.state is not None else "plan/own.html"
    return render(request, template, context, status=status)


def open_gap_form(
    request: HttpRequest, now: PlanNow, typed: QueryDict | None = None
) -> GapForm | None:
    """The question after days without a log, while it is open; also for Today."""
    standing = now.standing
    days = standing.response.gap_to_ask if standing else None
    if days is None:
        return None
    chosen = typed if typed and "kept_training" in typed else None
    return GapForm(chosen, owner=request.user, initial={"gap_days": days})
