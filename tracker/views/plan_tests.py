"""Self-tests: the list of what is due and when next, and all numbers on one form."""

from datetime import timedelta
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from tracker.actions.errors import ActionError
from tracker.actions.record_numbers import record_numbers
from tracker.forms.plan import ReadingsForm
from tracker.models import Injury
from tracker.overview.plan_tests import TestsPage, entry_tests, tests_page
from tracker.overview.self_test_ground import Ground, ground
from tracker.overview.self_test_list import test_list
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
from tracker.views.number_parts import say
from tracker.views.writing import refuse


@require_safe
@needs_injury
def plan_tests(request: HttpRequest) -> HttpResponse:
    """What is due, what comes next, with a page for each; all numbers at once stand folded."""
    injury = current_injury(request)
    found = _ground(request, injury)
    form = _form(request, _page(found, injury), take_typed(request, about=injury.uuid))
    return _show(request, injury, found, form)


@require_POST
@keeps_typed(back=lambda injury_uuid: reverse("plan-tests"))
@login_required
def plan_readings(request: HttpRequest, injury_uuid: UUID) -> HttpResponse:
    """Store the numbers; a number sent again replaces the one of that day."""
    injury = injury_or_404(request, injury_uuid)
    found = _ground(request, injury)
    page = _page(found, injury)
    form = _form(request, page, request.POST)
    if form.is_valid():
        today = now_of(request).today
        on = today if form.cleaned_data["on"] == "today" else today - timedelta(days=1)
        try:
            revision = record_numbers(
                injury=injury,
                on=on,
                values=form.values,
                at=now_of(request),
                key=form.cleaned_data["key"],
            )
        except ActionError as refusal:
            refuse(form, refusal)
        else:
            say(request, _("Your tests are saved."), revision)
            return see_other("plan-start" if page.is_entry else "plan")
    return _show(request, injury, found, form, status=422)


def _ground(request: HttpRequest, injury: Injury) -> Ground:
    return ground(injury, today=now_of(request).today, region=region_here(request))


def _page(found: Ground, injury: Injury) -> TestsPage:
    if found.now is not None:
        return tests_page(found.now, side=injury.side)
    return entry_tests(found.offered or (), side=injury.side)


def _form(request: HttpRequest, page: TestsPage, data: QueryDict | None) -> ReadingsForm:
    return ReadingsForm(
        data,
        metrics=page.all,
        days=[("today", _("Today")), ("yesterday", _("Yesterday"))],
        owner=request.user,
    )


def _show(
    request: HttpRequest, injury: Injury, found: Ground, form: ReadingsForm, *, status: int = 200
) -> HttpResponse:
    page = _page(found, injury)
    context = frame(request, injury, section="plan") | {
        "page": page,
        "tests": test_list(found),
        "form": form,
        "due": [form[metric] for metric in page.due],
        "others": [form[metric] for metric in page.others],
        "is_given_back": form.is_bound and request.method != "POST",
        "is_open": form.is_bound,
    }
    return render(request, "plan/tests.html", context, status=status)
