"""Today's exercises: one tick, all done, how the session went."""

from collections.abc import Callable
from datetime import date
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from django_htmx.http import HttpResponseClientRedirect

from tracker.actions.errors import ActionError
from tracker.actions.record_session import rate_session, tick_all, tick_exercise
from tracker.forms.fields import WritingForm
from tracker.forms.session import RateForm, TickForm
from tracker.models import Injury
from tracker.overview.plan_needs import plan_of
from tracker.overview.today_plan import exercises
from tracker.views.current import injury_or_404, now_of, see_other
from tracker.views.exercise_parts import exercises_context
from tracker.views.kept import keeps_typed
from tracker.views.today import show_today

TO_EXERCISES = "#exercises"


def _today(injury_uuid: UUID, on: date, exercise: str = "") -> str:
    return reverse("today")


@require_POST
@keeps_typed(back=_today)
@login_required
def exercise_tick(request: HttpRequest, injury_uuid: UUID, on: date, exercise: str) -> HttpResponse:
    """Done or not done. htmx gets the row and the count."""
    injury = injury_or_404(request, injury_uuid)
    form = TickForm(request.POST, owner=request.user)
    if not form.is_valid():
        return _refused(request, _("This form was not complete. Send it again"))
    is_done = form.is_done
    return _written(
        request,
        injury,
        on,
        lambda: tick_exercise(
            injury=injury, on=on, exercise=exercise, done=is_done, at=now_of(request)
        ),
        exercise=exercise,
    )


@require_POST
@keeps_typed(back=_today)
@login_required
def exercises_all(request: HttpRequest, injury_uuid: UUID, on: date) -> HttpResponse:
    """Every core exercise of the day's session is done."""
    injury = injury_or_404(request, injury_uuid)
    form = WritingForm(request.POST, owner=request.user)
    if not form.is_valid():
        return _refused(request, _("This form was not complete. Send it again"))
    return _written(request, injury, on, lambda: tick_all(injury=injury, on=on, at=now_of(request)))


@require_POST
@keeps_typed(back=_today)
@login_required
def exercises_rate(request: HttpRequest, injury_uuid: UUID, on: date) -> HttpResponse:
    """The worst pain during the exercises, and whether a sharp pain ended them."""
    injury = injury_or_404(request, injury_uuid)
    form = RateForm(request.POST, owner=request.user)
    if not form.is_valid():
        if request.htmx:
            return _part(request, injury, on, rate=form, status=422)
        return show_today(request, injury, rate=form, status=422)
    return _written(
        request,
        injury,
        on,
        lambda: rate_session(
            injury=injury,
            on=on,
            pain=form.pain,
            sharp_stop=form.is_sharp,
            at=now_of(request),
        ),
        said=_("Pain during the exercises is saved."),
    )


def _written(
    request: HttpRequest,
    injury: Injury,
    on: date,
    write: Callable[[], object],
    *,
    exercise: str = "",
    said: str = "",
) -> HttpResponse:
    try:
        write()
    except ActionError as refusal:
        return _refused(request, _(refusal.message))
    if not request.htmx:
        if said:
            messages.success(request, said)
        return see_other(reverse("today") + TO_EXERCISES)
    return _part(request, injury, on, exercise=exercise, said=said)


def _part(
    request: HttpRequest,
    injury: Injury,
    on: date,
    *,
    exercise: str = "",
    said: str = "",
    rate: RateForm | None = None,
    status: int = 200,
) -> HttpResponse:
    """The one row with the count, or all exercises."""
    now = plan_of(injury, today=on)
    shown = exercises(now) if now else None
    context = exercises_context(request, shown, rate=rate)
    context |= {"injury": injury, "on": on, "said": said}
    row = shown.row(exercise) if shown and exercise else None
    if row is not None:
        return render(request, "today/_ticked.html", context | {"row": row})
    return render(request, "today/_exercises.html", context, status=status)


def _refused(request: HttpRequest, words: str) -> HttpResponse:
    """Say what is wrong on a fresh page: nothing was stored."""
    messages.error(request, words)
    target = reverse("today") + TO_EXERCISES
    return HttpResponseClientRedirect(target) if request.htmx else see_other(target)
