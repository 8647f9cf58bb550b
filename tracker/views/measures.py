"""Outcome measures: own activities, training, typed totals of named forms."""

from datetime import date
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from rehab.content.catalogue import catalogue
from rehab.programme.measures import OutcomeMeasure
from tracker.actions.errors import ActionError
from tracker.actions.own_activities import MOST, add_activity, resume_activity, stop_activity
from tracker.forms.fields import WritingForm
from tracker.forms.self_test import ActivityForm, NumbersForm
from tracker.models import Injury, OwnActivity
from tracker.numbers import OWN_ACTIVITIES, typed_measures
from tracker.overview.measures import activities_of, measure_list, measure_page, numbers_of
from tracker.views.current import (
    current_injury,
    frame,
    injury_or_404,
    needs_injury,
    now_of,
    see_other,
)
from tracker.views.kept import keeps_typed, take_typed
from tracker.views.number_parts import (
    Place,
    day_form,
    earlier_of,
    fields_of,
    new_form,
    remove,
    save,
)

NAMES = ("measure", "measure-record", "measure-change", "measure-remove")


def _page_url(injury_uuid: UUID, measure: str) -> str:
    return reverse("measure", args=[measure])


def _day_url(injury_uuid: UUID, measure: str, on: date) -> str:
    return reverse("measure-day", args=[measure, on])


def _activities_url(injury_uuid: UUID, activity_uuid: UUID | None = None) -> str:
    return reverse("measure", args=[OWN_ACTIVITIES])


@require_safe
@needs_injury
def measures(request: HttpRequest) -> HttpResponse:
    """Every measure with its newest value."""
    injury = current_injury(request)
    page = measure_list(injury, today=now_of(request).today)
    context = frame(request, injury, section="plan") | {"page": page}
    return render(request, "measures.html", context)


@require_safe
@needs_injury
def measure(request: HttpRequest, measure: str) -> HttpResponse:
    """One measure; what a self-test asks already stands on the page of that test."""
    known = _measure_or_404(measure)
    if known.metric is not None:
        return redirect("plan-test", catalogue().test_of[known.metric].id)
    injury = current_injury(request)
    activities = _activities(injury, measure)
    typed = take_typed(request, about=injury.uuid)
    adds = ActivityForm(typed if typed and "name" in typed else None, owner=request.user)
    place = _place(injury, measure, [each for each in activities if each.stopped_on is None])
    form = new_form(request, place, typed=None if adds.is_bound else typed)
    return _show(request, injury, measure, form, activities, adds=adds)


@require_POST
@keeps_typed(back=_page_url)
@login_required
def measure_record(request: HttpRequest, injury_uuid: UUID, measure: str) -> HttpResponse:
    """Store the numbers of a day; a number sent again replaces the one of that day."""
    known = _typed_or_404(measure)
    injury = injury_or_404(request, injury_uuid)
    activities = _activities(injury, measure)
    place = _place(injury, measure, [each for each in activities if each.stopped_on is None])
    form = new_form(request, place)
    if form.is_valid():
        on = form.cleaned_data["on"]
        said = _("%(measure)s: saved.") % {"measure": _(known.label)}
        if save(request, place, form, on=on, values=form.values, said=said):
            return see_other("measure", measure)
    return _show(request, injury, measure, form, activities, status=422)


@require_safe
@needs_injury
def measure_day(request: HttpRequest, measure: str, on: date) -> HttpResponse:
    """The numbers of one day, to change or delete."""
    known = _typed_or_404(measure)
    injury = current_injury(request)
    place = _place(injury, measure, _activities(injury, measure))
    form = day_form(request, place, on)
    if form is None:
        return see_other("measure", measure)
    return _show_day(request, place, form, on, title=_(known.label))


@require_POST
@keeps_typed(back=_day_url)
@login_required
def measure_change(request: HttpRequest, injury_uuid: UUID, measure: str, on: date) -> HttpResponse:
    """Change the numbers of a day; one left empty is taken away."""
    known = _typed_or_404(measure)
    injury = injury_or_404(request, injury_uuid)
    place = _place(injury, measure, _activities(injury, measure))
    form = day_form(request, place, on)
    assert form is not None  # noqa: S101 - a POST always has one
    if form.is_valid():
        said = _("%(measure)s: changed.") % {"measure": _(known.label)}
        if save(request, place, form, on=on, values=form.all_values, said=said):
            return see_other("measure", measure)
    return _show_day(request, place, form, on, title=_(known.label), status=422)


@require_POST
@keeps_typed(back=_day_url)
@login_required
def measure_remove(request: HttpRequest, injury_uuid: UUID, measure: str, on: date) -> HttpResponse:
    """Delete the numbers of a day; the toast that says so can bring them back."""
    _typed_or_404(measure)
    injury = injury_or_404(request, injury_uuid)
    is_done = remove(request, _place(injury, measure, _activities(injury, measure)), on)
    return see_other("measure", measure) if is_done else see_other("measure-day", measure, on)


@require_POST
@keeps_typed(back=_activities_url)
@login_required
def activity_add(request: HttpRequest, injury_uuid: UUID) -> HttpResponse:
    """Name something to rate; three at most."""
    injury = injury_or_404(request, injury_uuid)
    adds = ActivityForm(request.POST, owner=request.user)
    if adds.is_valid():
        data = adds.cleaned_data
        try:
            add_activity(injury=injury, name=data["name"], at=now_of(request), key=data["key"])
        except ActionError as refusal:
            adds.add_error(refusal.field, _(refusal.message))
        else:
            messages.success(request, _("Added. Rate it today, then every week or two."))
            return see_other("measure", OWN_ACTIVITIES)
    activities = activities_of(injury)
    place = _place(injury, OWN_ACTIVITIES, [a for a in activities if a.stopped_on is None])
    form = NumbersForm(None, numbers=place.numbers, today=now_of(request).today, owner=request.user)
    return _show(request, injury, OWN_ACTIVITIES, form, activities, adds=adds, status=422)


@require_POST
@keeps_typed(back=_activities_url)
@login_required
def activity_stop(request: HttpRequest, injury_uuid: UUID, activity_uuid: UUID) -> HttpResponse:
    """Rate it no more; its numbers stay, and it can be taken up again."""
    injury = injury_or_404(request, injury_uuid)
    own = _activity_or_404(injury, activity_uuid)
    if WritingForm(request.POST, owner=request.user).is_valid():
        stop_activity(activity=own, at=now_of(request))
        messages.success(request, _("You rate it no more. Its numbers stay."))
    else:
        messages.error(request, _("This form was not complete. Send it again"))
    return see_other("measure", OWN_ACTIVITIES)


@require_POST
@keeps_typed(back=_activities_url)
@login_required
def activity_resume(request: HttpRequest, injury_uuid: UUID, activity_uuid: UUID) -> HttpResponse:
    """Rate something again that was stopped."""
    injury = injury_or_404(request, injury_uuid)
    own = _activity_or_404(injury, activity_uuid)
    if not WritingForm(request.POST, owner=request.user).is_valid():
        messages.error(request, _("This form was not complete. Send it again"))
        return see_other("measure", OWN_ACTIVITIES)
    try:
        resume_activity(activity=own, at=now_of(request))
    except ActionError as refusal:
        messages.error(request, _(refusal.message))
    else:
        messages.success(request, _("You rate it again."))
    return see_other("measure", OWN_ACTIVITIES)


def _measure_or_404(name: str) -> OutcomeMeasure:
    found = typed_measures().get(name)
    if found is None:
        raise Http404
    return found


def _typed_or_404(name: str) -> OutcomeMeasure:
    """A measure that keeps its numbers under its own name."""
    found = _measure_or_404(name)
    if found.metric is not None:
        raise Http404
    return found


def _activity_or_404(injury: Injury, activity_uuid: UUID) -> OwnActivity:
    own = OwnActivity.objects.filter(injury=injury, uuid=activity_uuid).first()
    if own is None:
        raise Http404
    return own


def _activities(injury: Injury, measure: str) -> list[OwnActivity]:
    return activities_of(injury) if measure == OWN_ACTIVITIES else []


def _place(injury: Injury, measure: str, activities: list[OwnActivity]) -> Place:
    return Place(injury, numbers_of(measure, activities), NAMES, (measure,))


def _show(
    request: HttpRequest,
    injury: Injury,
    measure: str,
    form: NumbersForm,
    activities: list[OwnActivity],
    *,
    adds: ActivityForm | None = None,
    status: int = 200,
) -> HttpResponse:
    page = measure_page(
        injury,
        measure,
        today=now_of(request).today,
        activities=activities,
        before=earlier_of(request),
    )
    rated = [each for each in activities if each.stopped_on is None]
    context = frame(request, injury, section="plan") | {
        "page": page,
        "form": form,
        "fields": fields_of(form, form.numbers),
        "action": _place(injury, measure, rated).record,
        "day_url": "measure-day",
        "is_own": measure == OWN_ACTIVITIES,
        "rated": rated,
        "stopped": [each for each in activities if each.stopped_on is not None],
        "can_add": len(rated) < MOST,
        "adds": adds or ActivityForm(owner=request.user),
        "plain": WritingForm(owner=request.user),
        "is_given_back": request.method != "POST"
        and (form.is_bound or (adds is not None and adds.is_bound)),
    }
    return render(request, "measure.html", context, status=status)


def _show_day(
    request: HttpRequest,
    place: Place,
    form: NumbersForm,
    on: date,
    *,
    title: str,
    status: int = 200,
) -> HttpResponse:
    context = frame(request, place.injury, section="plan") | {
        "title": title,
        "form": form,
        "fields": fields_of(form, form.numbers),
        "on": on,
        "action": place.change(on),
        "remove": place.remove(on),
        "remove_form": WritingForm(owner=request.user),
        "back": place.page,
        "is_given_back": form.is_bound and request.method != "POST",
    }
    return render(request, "numbers/day.html", context, status=status)
