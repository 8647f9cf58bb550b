"""Self-tests: one number each, for the open stage or for the stage to start in."""

from datetime import timedelta
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from tracker.actions.errors import ActionError
from tracker.actions.record_readings import record_readings
from tracker.forms.plan import ReadingsForm
from tracker.models import Injury
from tracker.overview.plan import plan_now
from tracker.overview.plan_tests import TestsPage, start_tests, tests_page
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


@require_safe
@needs_injury
def plan_tests(request: HttpRequest) -> HttpResponse:
    """What is due today, one number each; the others of the stage stand folded below."""
    injury = current_injury(request)
    page = _page(request, injury)
    return _show(
        request, injury, page, _form(request, page, take_typed(request, about=injury.uuid))
    )


@require_POST
@keeps_typed(back=lambda injury_uuid: reverse("plan-tests"))
@login_required
def plan_readings(request: HttpRequest, injury_uuid: UUID) -> HttpResponse:
    """Store the numbers; a number sent again replaces the one of that day."""
    injury = injury_or_404(request, injury_uuid)
    page = _page(request, injury)
    form = _form(request, page, request.POST)
    if form.is_valid():
        today = now_of(request).today
        on = today if form.cleaned_data["on"] == "today" else today - timedelta(days=1)
        try:
            record_readings(injury=injury, on=on, values=form.values, at=now_of(request))
        except ActionError as refusal:
            field = refusal.field if refusal.field in form.fields else None
            form.add_error(field, _(refusal.message))
        else:
            messages.success(request, _("Your tests are saved."))
            return see_other("plan-start" if page.is_entry else "plan")
    return _show(request, injury, page, form, status=422)


def _page(request: HttpRequest, injury: Injury) -> TestsPage:
    today = now_of(request).today
    now = plan_now(injury, today=today)
    if now is None:
        return start_tests(injury, today=today, region=region_here(request))
    return tests_page(now)


def _form(request: HttpRequest, page: TestsPage, data: QueryDict | None) -> ReadingsForm:
    return ReadingsForm(
        data,
        metrics=page.all,
        days=[("today", _("Today")), ("yesterday", _("Yesterday"))],
        owner=request.user,
    )


def _show(
    request: HttpRequest, injury: Injury, page: TestsPage, form: ReadingsForm, *, status: int = 200
) -> HttpResponse:
    context = frame(request, injury, section="plan") | {
        "page": page,
        "form": form,
        "due": [form[metric] for metric in page.due],
        "others": [form[metric] for metric in page.others],
        "is_given_back": form.is_bound and request.method != "POST",
        "is_open": any(form[metric].errors or form[metric].value() for metric in page.others),
    }
    return render(request, "plan/tests.html", context, status=status)
