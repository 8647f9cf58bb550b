"""One exercise: how it is done, and what was done of it on a day of the plan."""

from datetime import date
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from tracker.actions.record_session import Numbers, record_numbers
from tracker.forms.fields import WritingForm
from tracker.forms.session import NumbersForm, initial_numbers
from tracker.models import Injury
from tracker.overview.exercise_log import ExerciseLog
from tracker.overview.figures import FigureView, figure_of
from tracker.overview.own_today import OwnExercise, log_of, own_exercise
from tracker.overview.plan import PlanNow
from tracker.overview.plan_needs import plan_of
from tracker.overview.plan_read import exercise_page
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
from tracker.views.kept import keeps_typed, take_typed
from tracker.views.writing import attempt


@require_safe
@needs_injury
def plan_exercise(request: HttpRequest, exercise: str) -> HttpResponse:
    """One exercise with the dose of the open stage, and what was done of it today."""
    injury = current_injury(request)
    return _show(request, injury, exercise, now_of(request).today)


@require_safe
@needs_injury
def exercise_on(request: HttpRequest, on: date, exercise: str) -> HttpResponse:
    """The same for another day of the plan."""
    injury = current_injury(request)
    if refusal := refused_day(request, on):
        return refusal
    return _show(request, injury, exercise, on)


def _page_of(injury_uuid: UUID, on: date, exercise: str) -> str:
    return reverse("exercise-on", args=[on, exercise])


@require_POST
@keeps_typed(back=_page_of)
@login_required
def exercise_numbers(
    request: HttpRequest, injury_uuid: UUID, on: date, exercise: str
) -> HttpResponse:
    """Keep what was done; it counts as done. Sent again it replaces what stood there."""
    injury = injury_or_404(request, injury_uuid)
    form = NumbersForm(request.POST, owner=request.user)
    kept = attempt(
        form,
        lambda: record_numbers(
            injury=injury,
            on=on,
            exercise=exercise,
            numbers=Numbers(**form.told()),  # type: ignore[arg-type]
            at=now_of(request),
            key=form.cleaned_data["key"],
        ),
    )
    if kept is None:
        return _show(request, injury, exercise, on, form=form, status=422)
    log = log_of(plan_of(injury, today=on), exercise)
    _say_saved(request, log, None if kept.revision is None else kept.revision.uuid)
    if log is not None and log.warns:
        return see_other("exercise-on", on, exercise)
    return to_day(request, on)


def to_day(request: HttpRequest, on: date) -> HttpResponse:
    """Back to the exercises of a day: on Today, or on the page of that day."""
    if on == now_of(request).today:
        return see_other(reverse("today") + "#exercises")
    return see_other("exercises-on", on)


def _say_saved(request: HttpRequest, log: ExerciseLog | None, revision: UUID | None) -> None:
    said = _("Saved: %(told)s.") % {"told": log.told} if log and log.told else _("Saved as done.")
    tags = f"undo:{reverse('undo', args=[revision])}" if revision else ""
    messages.success(request, said, extra_tags=tags)


def _show(
    request: HttpRequest,
    injury: Injury,
    exercise: str,
    on: date,
    *,
    form: NumbersForm | None = None,
    status: int = 200,
) -> HttpResponse:
    now = plan_of(injury, today=on)
    own = own_exercise(now, exercise) if now is not None else None
    page = own or exercise_page(exercise, now.stage if now else None, region=region_here(request))
    if page is None:
        raise Http404
    log = log_of(now, exercise) if _is_of_plan(now, on) else None
    if log is not None:
        form = form or _form(request, injury, log)
        form.offer(log.boxes, dose=log.dose)
    context = frame(request, injury, section="plan") | {
        "page": page,
        "figure": _figure(own, exercise),
        "log": log,
        "form": form,
        "tick": WritingForm(owner=request.user),
        "on": on,
        "is_today": on == now_of(request).today,
        "is_given_back": form is not None and form.is_bound and request.method != "POST",
    }
    template = "plan/own_exercise.html" if own else "plan/exercise.html"
    return render(request, template, context, status=status)


def _figure(own: OwnExercise | None, exercise: str) -> FigureView | None:
    shown = own.figure if own is not None else exercise
    return figure_of(shown) if shown else None


def _is_of_plan(now: PlanNow | None, on: date) -> bool:
    return now is not None and now.plan.started_on <= on


def _form(request: HttpRequest, injury: Injury, log: ExerciseLog) -> NumbersForm:
    typed = take_typed(request, about=injury.uuid)
    return NumbersForm(typed, owner=request.user, initial=initial_numbers(log.item))
