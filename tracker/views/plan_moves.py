"""Moves the person chooses: cleared by a professional, back a stage, the end of a plan."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from tracker.actions.errors import ActionError
from tracker.actions.follow_plan import Agreement, clear_stage, end_plan, step_back
from tracker.forms.fields import Words, WritingForm
from tracker.forms.plan import ClearedForm, StageForm
from tracker.models import Injury
from tracker.overview.plan import PlanNow, plan_now
from tracker.overview.plan_page import PlanPage, plan_page
from tracker.views.current import (
    current_injury,
    frame,
    injury_or_404,
    needs_injury,
    now_of,
    see_other,
)
from tracker.views.kept import keeps_typed, take_typed
from tracker.views.writing import refuse


@require_safe
@needs_injury
def plan_cleared(request: HttpRequest) -> HttpResponse:
    """ "My clinician cleared me": who, when, their words, and whether to move on."""
    injury = current_injury(request)
    now = _now(request, injury)
    if now is None:
        return see_other("plan")
    form = ClearedForm(
        take_typed(request, about=injury.uuid), next_stage=_next(now), owner=request.user
    )
    return _show(request, injury, form, "plan/cleared.html")


@require_POST
@keeps_typed(back=lambda injury_uuid: reverse("plan-cleared"))
@login_required
def plan_clear(request: HttpRequest, injury_uuid: UUID) -> HttpResponse:
    injury = injury_or_404(request, injury_uuid)
    now = _now(request, injury)
    if now is None:
        return see_other("plan")
    form = ClearedForm(request.POST, next_stage=_next(now), owner=request.user)
    if form.is_valid():
        told = form.cleaned_data
        try:
            clear_stage(
                injury=injury,
                agreement=Agreement(told["by"], told["on"], told["words"]),
                to_stage=told["to_stage"] or "",
                at=now_of(request),
                key=told["key"],
            )
        except ActionError as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, _("What they agreed to is kept."))
            return see_other("plan")
    return _show(request, injury, form, "plan/cleared.html", status=422)


@require_safe
@needs_injury
def plan_back(request: HttpRequest) -> HttpResponse:
    """Which earlier stage to go back to; the one a rule proposes is chosen beforehand."""
    injury = current_injury(request)
    now = _now(request, injury)
    if now is None or not _earlier(now):
        return see_other("plan")
    proposed = now.state.response.back_to if now.state else None
    typed = take_typed(request, about=injury.uuid)
    form = StageForm(typed, stages=_earlier(now), owner=request.user, initial={"stage": proposed})
    return _show(request, injury, form, "plan/back.html")


@require_POST
@keeps_typed(back=lambda injury_uuid: reverse("plan-back"))
@login_required
def plan_step_back(request: HttpRequest, injury_uuid: UUID) -> HttpResponse:
    injury = injury_or_404(request, injury_uuid)
    now = _now(request, injury)
    if now is None or not _earlier(now):
        return see_other("plan")
    form = StageForm(request.POST, stages=_earlier(now), owner=request.user)
    if form.is_valid():
        told = form.cleaned_data
        try:
            step_back(injury=injury, to_stage=told["stage"], at=now_of(request), key=told["key"])
        except ActionError as refusal:
            refuse(form, refusal)
        else:
            return see_other("plan")
    return _show(request, injury, form, "plan/back.html", status=422)


@require_safe
@needs_injury
def plan_end(request: HttpRequest) -> HttpResponse:
    """Ask before a plan ends; at the end of a programme this is "I am back"."""
    injury = current_injury(request)
    if getattr(injury, "plan_started_on", None) is None:
        return see_other("plan")
    return _show(request, injury, WritingForm(owner=request.user), "plan/end.html")


@require_POST
@keeps_typed(back=lambda injury_uuid: reverse("plan-end"))
@login_required
def plan_stop(request: HttpRequest, injury_uuid: UUID) -> HttpResponse:
    injury = injury_or_404(request, injury_uuid)
    form = WritingForm(request.POST, owner=request.user)
    if not form.is_valid():
        return _show(request, injury, form, "plan/end.html", status=422)
    ended = end_plan(injury=injury, at=now_of(request), key=form.cleaned_data["key"])
    if ended is not None:
        messages.success(request, _("Your plan has ended. The diary goes on."))
    return see_other("plan")


def _now(request: HttpRequest, injury: Injury) -> PlanNow | None:
    """The open programme; None for an own plan and without one."""
    now = plan_now(injury, today=now_of(request).today)
    return now if now is not None and now.state is not None else None


def _next(now: PlanNow) -> tuple[str, Words] | None:
    following = now.state.progress.next_stage if now.state else None
    programme = now.programme
    if following is None or programme is None:
        return None
    number = [stage.id for stage in programme.stages].index(following) + 1
    name = _(programme.stage(following).name)
    return following, _("Go on to stage %(n)s: %(name)s") % {"n": number, "name": name}


def _earlier(now: PlanNow) -> list[tuple[str, Words]]:
    """The stages before the present one, the nearest first."""
    programme, stage = now.programme, now.stage
    if programme is None or stage is None:
        return []
    found: list[tuple[str, Words]] = []
    for number, known in enumerate(programme.stages, start=1):
        if known.id == stage.id:
            break
        found.append((known.id, f"{number}. {_(known.name)}"))
    return found[::-1]


def _show(
    request: HttpRequest, injury: Injury, form: WritingForm, template: str, *, status: int = 200
) -> HttpResponse:
    context = frame(request, injury, section="plan") | {
        "form": form,
        "page": _page_of(request, injury) if template == "plan/end.html" else None,
        "is_given_back": form.is_bound and request.method != "POST",
    }
    return render(request, template, context, status=status)


def _page_of(request: HttpRequest, injury: Injury) -> PlanPage | None:
    now = _now(request, injury)
    return plan_page(injury, now) if now else None
