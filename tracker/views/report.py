"""The page for the professional: choose, look, print, PDF."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from tracker.actions.choose_report import choose_report
from tracker.forms.report import ReportForm, initial_of
from tracker.models import Injury
from tracker.report import pdf
from tracker.report.build import build_report, choice_of
from tracker.report.period import known_of
from tracker.views.current import (
    current_injury,
    frame,
    injury_or_404,
    needs_injury,
    now_of,
    see_other,
)
from tracker.views.kept import keeps_typed, take_typed
from tracker.views.report_file import file_of


@require_safe
@needs_injury
def report(request: HttpRequest) -> HttpResponse:
    """The report as it stands, and below it what stands on it."""
    injury = current_injury(request)
    return _show(request, injury, typed=take_typed(request, about=injury.uuid))


@require_POST
@keeps_typed(back=lambda injury_uuid: reverse("report"))
@login_required
def report_choose(request: HttpRequest, injury_uuid: UUID) -> HttpResponse:
    injury = injury_or_404(request, injury_uuid)
    known = known_of(injury, today=now_of(request).today)
    form = ReportForm(
        request.POST,
        owner=request.user,
        latest=now_of(request).today,
        has_visit=known.last_visit is not None,
    )
    if not form.is_valid():
        return _show(request, injury, form=form)
    given = form.cleaned_data
    choose_report(injury=injury, given=given, told=form.told, key=given["key"])
    messages.success(request, _("The page is made anew."))
    return see_other("report")


@require_safe
@needs_injury
def report_print(request: HttpRequest) -> HttpResponse:
    """Nothing but the two pages, for the browser's own print."""
    injury = current_injury(request)
    made = build_report(injury, choice=choice_of(injury), at=now_of(request))
    return render(request, "report/print.html", {"report": made})


@require_safe
@needs_injury
def report_pdf(request: HttpRequest) -> HttpResponse:
    """The two pages as a file; 404 where none can be made."""
    if not pdf.is_available():
        raise Http404
    injury = current_injury(request)
    return file_of(
        request,
        lambda: build_report(injury, choice=choice_of(injury), at=now_of(request)),
        asked_by=f"owner {injury.owner_id}",
        page=reverse("report"),
    )


def _show(
    request: HttpRequest,
    injury: Injury,
    *,
    form: ReportForm | None = None,
    typed: object = None,
) -> HttpResponse:
    at = now_of(request)
    choice, known = choice_of(injury), known_of(injury, today=at.today)
    is_refused = form is not None
    form = form or ReportForm(
        typed,
        owner=request.user,
        latest=at.today,
        has_visit=known.last_visit is not None or choice.period == "visit",
        initial=initial_of(choice, injury),
    )
    context = frame(request, injury, section="report") | {
        "report": build_report(injury, choice=choice, at=at, known=known),
        "form": form,
        "has_pdf": pdf.is_available(),
        "is_given_back": form.is_bound and not is_refused,
    }
    return render(request, "report.html", context, status=422 if is_refused else 200)
