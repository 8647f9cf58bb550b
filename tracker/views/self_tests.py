"""One page for each self-test: how, when not, its numbers and how they went."""

from datetime import date
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from rehab.content.catalogue import catalogue
from rehab.programme.self_test import SelfTest
from tracker.forms.fields import WritingForm
from tracker.forms.self_test import NumbersForm
from tracker.models import Injury
from tracker.numbers import numbers_of_test
from tracker.overview.figures import figure_of
from tracker.overview.self_test_ground import ground
from tracker.overview.self_tests import test_page
from tracker.regions import region_here
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

NAMES = ("plan-test", "plan-test-record", "plan-test-change", "plan-test-remove")


def _page_url(injury_uuid: UUID, test: str) -> str:
    return reverse("plan-test", args=[test])


def _day_url(injury_uuid: UUID, test: str, on: date) -> str:
    return reverse("plan-test-day", args=[test, on])


@require_safe
@needs_injury
def plan_test(request: HttpRequest, test: str) -> HttpResponse:
    """One self-test."""
    known = _test_or_404(test)
    injury = current_injury(request)
    typed = take_typed(request, about=injury.uuid)
    form = new_form(request, _place(injury, known), typed=typed)
    return _show(request, injury, known, form)


@require_POST
@keeps_typed(back=_page_url)
@login_required
def plan_test_record(request: HttpRequest, injury_uuid: UUID, test: str) -> HttpResponse:
    """Store the numbers of a day; a number sent again replaces the one of that day."""
    known = _test_or_404(test)
    injury = injury_or_404(request, injury_uuid)
    place = _place(injury, known)
    form = new_form(request, place)
    if form.is_valid():
        on = form.cleaned_data["on"]
        said = _("%(test)s is saved.") % {"test": _(known.name)}
        if save(request, place, form, on=on, values=form.values, said=said):
            return see_other("plan-tests")
    return _show(request, injury, known, form, status=422)


@require_safe
@needs_injury
def plan_test_day(request: HttpRequest, test: str, on: date) -> HttpResponse:
    """The numbers of one day, to change or delete."""
    known = _test_or_404(test)
    injury = current_injury(request)
    form = day_form(request, _place(injury, known), on)
    if form is None:
        return see_other("plan-test", test)
    return _show_day(request, injury, known, form, on)


@require_POST
@keeps_typed(back=_day_url)
@login_required
def plan_test_change(request: HttpRequest, injury_uuid: UUID, test: str, on: date) -> HttpResponse:
    """Change the numbers of a day; one left empty is taken away."""
    known = _test_or_404(test)
    injury = injury_or_404(request, injury_uuid)
    place = _place(injury, known)
    form = day_form(request, place, on)
    assert form is not None  # noqa: S101 - a POST always has one
    if form.is_valid():
        said = _("%(test)s is changed.") % {"test": _(known.name)}
        if save(request, place, form, on=on, values=form.all_values, said=said):
            return see_other("plan-test", test)
    return _show_day(request, injury, known, form, on, status=422)


@require_POST
@keeps_typed(back=_day_url)
@login_required
def plan_test_remove(request: HttpRequest, injury_uuid: UUID, test: str, on: date) -> HttpResponse:
    """Delete the numbers of a day; the toast that says so can bring them back."""
    known = _test_or_404(test)
    injury = injury_or_404(request, injury_uuid)
    is_done = remove(request, _place(injury, known), on)
    return see_other("plan-test", test) if is_done else see_other("plan-test-day", test, on)


def _test_or_404(name: str) -> SelfTest:
    test = catalogue().self_tests.get(name)
    if test is None or not test.enabled:
        raise Http404
    return test


def _place(injury: Injury, test: SelfTest) -> Place:
    return Place(injury, numbers_of_test(test, side=injury.side), NAMES, (test.id,))


def _show(
    request: HttpRequest, injury: Injury, test: SelfTest, form: NumbersForm, *, status: int = 200
) -> HttpResponse:
    region = region_here(request)
    found = ground(injury, today=now_of(request).today, region=region)
    page = test_page(found, test, injury=injury, region=region, before=earlier_of(request))
    place = _place(injury, test)
    context = frame(request, injury, section="plan") | {
        "page": page,
        "form": form,
        "fields": fields_of(form, page.numbers),
        "action": place.record,
        "day_url": "plan-test-day",
        "figure": figure_of(page.figure),
        "is_given_back": form.is_bound and request.method != "POST",
        "is_entry": found.offered is not None,
    }
    return render(request, "plan/test.html", context, status=status)


def _show_day(
    request: HttpRequest,
    injury: Injury,
    test: SelfTest,
    form: NumbersForm,
    on: date,
    *,
    status: int = 200,
) -> HttpResponse:
    place = _place(injury, test)
    context = frame(request, injury, section="plan") | {
        "title": _(test.name),
        "form": form,
        "fields": fields_of(form, place.numbers),
        "on": on,
        "action": place.change(on),
        "remove": place.remove(on),
        "remove_form": WritingForm(owner=request.user),
        "back": place.page,
        "is_given_back": form.is_bound and request.method != "POST",
    }
    return render(request, "numbers/day.html", context, status=status)
