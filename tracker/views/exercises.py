"""A day's exercises: one tick, all done, how the session went."""

from collections.abc import Callable
from datetime import date, timedelta
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from django_htmx.http import HttpResponseClientRedirect, retarget

from tracker.actions.errors import ActionError
from tracker.actions.record_session import SessionState, rate_session, tick_all, tick_exercise
from tracker.forms.fields import WritingForm
from tracker.forms.session import RateForm, TickForm
from tracker.models import Injury
from tracker.overview.own_today import exercises_of
from tracker.overview.plan_needs import plan_of
from tracker.views.current import (
    current_injury,
    frame,
    injury_or_404,
    needs_injury,
    now_of,
    refused_day,
    see_other,
)
from tracker.views.exercise_parts import exercises_context
from tracker.views.kept import keeps_typed, take_typed
from tracker.views.saved import said_undo
from tracker.views.today import show_today
from tracker.views.waited import has_waited, refused_there

TO_EXERCISES = "#exercises"


def _page_of(injury_uuid: UUID, on: date, exercise: str = "") -> str:
    """Nobody is signed in, so their own day is not known: `exercises_on` shows Today if it is."""
    is_today = on == timezone.now().date()
    return reverse("today") if is_today else reverse("exercises-on", args=[on])


@require_safe
@needs_injury
def exercises_on(request: HttpRequest, on: date) -> HttpResponse:
    """The exercises of another day of the plan, with their ticks; those of today stand on Today."""
    injury = current_injury(request)
    if refusal := refused_day(request, on):
        return refusal
    typed = take_typed(request, about=injury.uuid)
    rate = RateForm(typed, owner=request.user) if typed is not None else None
    if on == now_of(request).today:
        return (
            see_other(_back(request, on))
            if rate is None
            else show_today(request, injury, rate=rate)
        )
    return _show_day(request, injury, on, rate=rate)


def _show_day(
    request: HttpRequest,
    injury: Injury,
    on: date,
    *,
    rate: RateForm | None = None,
    status: int = 200,
) -> HttpResponse:
    now = plan_of(injury, today=on)
    if now is not None and on < now.plan.started_on:
        messages.error(request, _("Your plan began after that day"))
    shown = exercises_of(now, on_past_day=True) if now and on >= now.plan.started_on else None
    if shown is None:
        return see_other("plan")
    after = on + timedelta(days=1)
    context = frame(request, injury, section="plan") | exercises_context(request, shown, rate=rate)
    context |= {"on": on, "after": after, "is_next_today": after == now_of(request).today}
    return render(request, "plan/exercises_on.html", context, status=status)


@require_POST
@keeps_typed(back=_page_of)
@login_required
def exercise_tick(request: HttpRequest, injury_uuid: UUID, on: date, exercise: str) -> HttpResponse:
    """Done or not done. htmx gets the row and the count."""
    injury = injury_or_404(request, injury_uuid)
    form = TickForm(request.POST, owner=request.user)
    if not form.is_valid():
        return _refused(request, on, _("This form was not complete. Send it again"))
    is_done, key = form.is_done, _key_of_waited(request, form)
    return _written(
        request,
        injury,
        on,
        lambda: tick_exercise(
            injury=injury, on=on, exercise=exercise, done=is_done, at=now_of(request), key=key
        ),
        exercise=exercise,
    )


@require_POST
@keeps_typed(back=_page_of)
@login_required
def exercises_all(request: HttpRequest, injury_uuid: UUID, on: date) -> HttpResponse:
    """Every core exercise of the day's session is done."""
    injury = injury_or_404(request, injury_uuid)
    form = WritingForm(request.POST, owner=request.user)
    if not form.is_valid():
        return _refused(request, on, _("This form was not complete. Send it again"))
    key = _key_of_waited(request, form)
    return _written(
        request,
        injury,
        on,
        lambda: tick_all(injury=injury, on=on, at=now_of(request), key=key),
        said=_("All exercises are ticked."),
    )


def _key_of_waited(request: HttpRequest, form: WritingForm) -> UUID | None:
    """The key of a tick that waited on a phone. Those of a page share one, and may come twice."""
    return form.cleaned_data["key"] if has_waited(request) else None


@require_POST
@keeps_typed(back=_page_of)
@login_required
def exercises_rate(request: HttpRequest, injury_uuid: UUID, on: date) -> HttpResponse:
    """The worst pain during the exercises, and whether a sharp pain ended them."""
    injury = injury_or_404(request, injury_uuid)
    if refusal := refused_day(request, on):
        return HttpResponseClientRedirect(reverse("today")) if request.htmx else refusal
    form = RateForm(request.POST, owner=request.user)
    if not form.is_valid():
        if request.htmx:
            return _part(request, injury, on, rate=form, status=422)
        if on != now_of(request).today:
            return _show_day(request, injury, on, rate=form, status=422)
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
            key=_key_of_waited(request, form),
        ),
        said=_("Pain during the exercises is saved."),
    )


def _written(
    request: HttpRequest,
    injury: Injury,
    on: date,
    write: Callable[[], SessionState],
    *,
    exercise: str = "",
    said: str = "",
) -> HttpResponse:
    try:
        kept = write()
    except ActionError as refusal:
        return _refused(request, on, _(refusal.message))
    if kept.revision is not None:
        said_undo(request, said, kept.revision)
    elif said:
        messages.success(request, said)
    if not request.htmx:
        return see_other(_back(request, on))
    return _part(request, injury, on, exercise=exercise)


def _part(
    request: HttpRequest,
    injury: Injury,
    on: date,
    *,
    exercise: str = "",
    rate: RateForm | None = None,
    status: int = 200,
) -> HttpResponse:
    """The one row with the count, or all exercises."""
    now = plan_of(injury, today=on)
    shown = exercises_of(now, on_past_day=on != now_of(request).today) if now else None
    context = exercises_context(request, shown, rate=rate)
    context |= {"injury": injury, "on": on}
    row = shown.row(exercise) if shown and exercise else None
    if row is not None:
        return render(request, "today/_ticked.html", context | {"row": row})
    answer = render(request, "today/_exercises_part.html", context, status=status)
    # A row that is gone from the list has nothing to be put in its place.
    return retarget(answer, TO_EXERCISES) if exercise else answer


def _back(request: HttpRequest, on: date) -> str:
    """The page that shows the exercises of a day; Today for one that cannot be logged."""
    today = now_of(request).today
    return reverse("exercises-on", args=[on]) if on < today else reverse("today") + TO_EXERCISES


def _refused(request: HttpRequest, on: date, words: str) -> HttpResponse:
    """Say what is wrong on a fresh page: nothing was stored."""
    if has_waited(request):
        return refused_there(words)
    messages.error(request, words)
    is_past = on < now_of(request).today
    target = reverse("plan") if is_past else reverse("today") + TO_EXERCISES
    return HttpResponseClientRedirect(target) if request.htmx else see_other(target)
