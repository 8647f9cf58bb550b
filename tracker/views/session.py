"""The session timer, the running ladder, and a running step with its timer."""

from datetime import date
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from tracker.actions.record_session import record_sets
from tracker.forms.fields import WritingForm
from tracker.forms.session import SetsForm
from tracker.models import Injury
from tracker.overview.plan_needs import plan_of
from tracker.overview.run_steps import code
from tracker.overview.running import running_page
from tracker.overview.session import drill_rows, is_step, run_rows, session_page, step_of
from tracker.regions import region_here
from tracker.views.current import (
    current_injury,
    frame,
    injury_or_404,
    needs_injury,
    now_of,
    refused_day,
    see_other,
)
from tracker.views.exercise_log import to_day
from tracker.views.kept import keeps_typed, take_typed
from tracker.views.writing import attempt


@require_safe
@needs_injury
def plan_session(request: HttpRequest) -> HttpResponse:
    """Today's exercises to work through; the timer is added by the script."""
    injury = current_injury(request)
    return _show(
        request, injury, now_of(request).today, typed=take_typed(request, about=injury.uuid)
    )


@require_POST
@keeps_typed(back=lambda injury_uuid, on: reverse("plan-session"))
@login_required
def session_log(request: HttpRequest, injury_uuid: UUID, on: date) -> HttpResponse:
    """Keep the sets that were done of each exercise."""
    injury = injury_or_404(request, injury_uuid)
    if refusal := refused_day(request, on):
        return refusal
    return _show(request, injury, on, typed=request.POST)


def _show(request: HttpRequest, injury: Injury, on: date, *, typed: object | None) -> HttpResponse:
    now = plan_of(injury, today=on)
    page = session_page(now, region=region_here(request)) if now else None
    if page is None:
        began = getattr(injury, "plan_started_on", None)
        if began is not None and on < began:
            messages.error(request, _("Your plan began after that day"))
        return see_other("plan")
    form = SetsForm(typed, exercises=page.boxes, owner=request.user)
    is_sent = request.method == "POST"
    if is_sent:
        kept = attempt(
            form,
            lambda: record_sets(
                injury=injury,
                on=on,
                sets=form.sets,
                at=now_of(request),
                key=form.cleaned_data["key"],
            ),
        )
        if kept is not None:
            tags = f"undo:{reverse('undo', args=[kept.revision.uuid])}" if kept.revision else ""
            messages.success(request, _("The session is saved."), extra_tags=tags)
            return to_day(request, on)
    context = frame(request, injury, section="today") | {
        "page": page,
        "exercises": page.exercises,
        "form": form,
        "tick": WritingForm(owner=request.user),
        "on": on,
        "is_given_back": form.is_bound and not is_sent,
    }
    return render(request, "plan/session.html", context, status=422 if is_sent else 200)


@require_safe
@needs_injury
def plan_running(request: HttpRequest) -> HttpResponse:
    """Every step of the stage's ladders, what moves them, and the next run."""
    injury = current_injury(request)
    now = plan_of(injury, today=now_of(request).today)
    page = running_page(now) if now else None
    if page is None:
        return see_other("plan")
    context = frame(request, injury, section="plan") | {"page": page, "on": now_of(request).today}
    return render(request, "plan/running.html", context)


@require_safe
@needs_injury
def plan_step(request: HttpRequest, ladder: str, step: str) -> HttpResponse:
    """One running step with its walk and jog timer."""
    injury = current_injury(request)
    now = plan_of(injury, today=now_of(request).today)
    state = now.standing if now else None
    found = step_of(state.ladders, ladder, step) if state else None
    if found is None:
        if not is_step(ladder, step):
            raise Http404
        messages.error(request, _("This step is not part of your stage"))
        return see_other("plan-running")
    running = running_page(now) if now else None
    shown = next((each for each in running.ladders if each.rows[0].ladder == ladder), None)  # type: ignore[union-attr]
    context = frame(request, injury, section="plan") | {
        "step": found,
        "rows": run_rows(found),
        "ladder": shown,
        "code": code(ladder, step),
        "drills": drill_rows(ladder, found),
        "on": now_of(request).today,
    }
    return render(request, "plan/step.html", context)
