""" "This was wrong for me" and "You missed something": kept with the sign, or free."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from rehab.vocabulary import ReportKind
from tracker.actions.report_sign import remove_report, report_sign
from tracker.forms.fields import WritingForm
from tracker.forms.sign_report import MissedForm, ReportForm
from tracker.models import Injury, Notice, SignReport
from tracker.overview.sign_reports import reports_of
from tracker.views.current import (
    current_injury,
    frame,
    injury_or_404,
    needs_injury,
    now_of,
    see_other,
)
from tracker.views.kept import give_back, keeps_typed
from tracker.views.writing import attempt


def to_missed(injury_uuid: UUID, report_uuid: UUID | None = None) -> str:
    return reverse("sign-missed")


def to_notice(injury_uuid: UUID, notice_uuid: UUID) -> str:
    return reverse("sign-report", args=[notice_uuid])


@require_safe
@needs_injury
def missed(request: HttpRequest) -> HttpResponse:
    """A warning that no rule gave, and every report made so far."""
    injury = current_injury(request)
    typed = give_back(request, about=injury.uuid)
    return _page(request, injury, MissedForm(typed, owner=request.user))


@keeps_typed(back=to_missed)
@require_POST
@login_required
def missed_add(request: HttpRequest, injury_uuid: UUID) -> HttpResponse:
    """Keep it; the page then lists it."""
    injury = injury_or_404(request, injury_uuid)
    form = MissedForm(request.POST, owner=request.user)
    if _store(request, form, injury, ReportKind.MISSED):
        return see_other("sign-missed")
    return _page(request, injury, form, status=422)


@require_safe
@login_required
def report(request: HttpRequest, notice_uuid: UUID) -> HttpResponse:
    """What was wrong with this sign."""
    notice = _notice(request, notice_uuid)
    typed = give_back(request, about=notice.injury.uuid)
    form = ReportForm(typed, owner=request.user)
    return _page(request, notice.injury, form, notice=notice)


@keeps_typed(back=to_notice)
@require_POST
@login_required
def report_add(request: HttpRequest, injury_uuid: UUID, notice_uuid: UUID) -> HttpResponse:
    """Keep it with the sign."""
    injury = injury_or_404(request, injury_uuid)
    notice = _notice(request, notice_uuid, injury=injury)
    form = ReportForm(request.POST, owner=request.user)
    if _store(request, form, injury, None, notice=notice):
        return see_other("notice", notice.uuid)
    return _page(request, injury, form, notice=notice, status=422)


@keeps_typed(back=to_missed)
@require_POST
@login_required
def report_remove(request: HttpRequest, injury_uuid: UUID, report_uuid: UUID) -> HttpResponse:
    """Take a report back; a second tap finds it gone already."""
    injury = injury_or_404(request, injury_uuid)
    own = SignReport.objects.filter(injury=injury, uuid=report_uuid).first()
    if own is None:
        raise Http404
    remove_report(own)
    messages.success(request, _("Your report is gone"))
    return see_other("sign-missed")


def _store(
    request: HttpRequest,
    form: WritingForm,
    injury: Injury,
    kind: ReportKind | None,
    *,
    notice: Notice | None = None,
) -> bool:
    def write() -> bool:
        given = form.cleaned_data
        report_sign(
            injury=injury,
            notice=notice,
            kind=kind or ReportKind(given["kind"]),
            words=given["words"],
            at=now_of(request),
            key=given["key"],
        )
        return True

    is_stored = bool(attempt(form, write))
    if is_stored:
        messages.success(request, _("Kept in your diary. Thank you"))
    return is_stored


def _page(
    request: HttpRequest,
    injury: Injury,
    form: WritingForm,
    *,
    notice: Notice | None = None,
    status: int = 200,
) -> HttpResponse:
    context = frame(request, injury, section="signs") | {
        "form": form,
        "notice": notice,
        "reports": reports_of(injury, notice=notice),
    }
    return render(request, "signs/report.html", context, status=status)


def _notice(request: HttpRequest, notice_uuid: UUID, *, injury: Injury | None = None) -> Notice:
    own = Notice.objects.of(request.user).select_related("injury")
    if injury is not None:
        own = own.filter(injury=injury)
    notice = own.filter(uuid=notice_uuid).first()
    if notice is None:
        raise Http404
    return notice
