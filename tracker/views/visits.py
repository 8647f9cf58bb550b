"""Visits: the list, one visit ahead, and what they said."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from rehab.vocabulary import NoticeActionKind
from tracker.actions.errors import ActionError
from tracker.actions.record_visit import (
    OVER_STATES,
    VisitEntry,
    VisitResult,
    book_visit,
    change_visit,
    delete_visit,
    miss_visit,
    record_result,
    record_seen,
)
from tracker.actions.visit_result import Changed
from tracker.forms.fields import WritingForm
from tracker.forms.signs import form_for
from tracker.forms.visits import ResultForm, SeenForm, VisitForm
from tracker.models import Injury, Notice, Revision, Visit
from tracker.overview import visits as overview
from tracker.overview.visit_result import result_page
from tracker.views.current import (
    current_injury,
    frame,
    injury_or_404,
    needs_injury,
    now_of,
    see_other,
)
from tracker.views.kept import give_back, keeps_typed

BOTH = ["GET", "HEAD", "POST"]


@require_safe
@needs_injury
def visits(request: HttpRequest) -> HttpResponse:
    """What lies ahead with its four lines, then what is over."""
    injury = current_injury(request)
    page = overview.visits_page(injury, at=now_of(request))
    shown = [
        {
            "card": card,
            "form": WritingForm(owner=request.user),
            "later": form_for(NoticeActionKind.LATER, card.notice, request.user),
        }
        for card in page.cards
    ]
    context = frame(request, injury, section="visits") | {"shown": shown, "earlier": page.earlier}
    return render(request, "visits.html", context)


@require_safe
@needs_injury
def visit_new(request: HttpRequest) -> HttpResponse:
    """A visit of the person's own, booked or already over."""
    injury = current_injury(request)
    form = VisitForm(give_back(request, about=injury.uuid), owner=request.user)
    return _show_new(request, injury, form)


@keeps_typed(back=lambda injury_uuid: reverse("visit-new"))
@require_POST
@login_required
def visit_record(request: HttpRequest, injury_uuid: UUID) -> HttpResponse:
    injury = injury_or_404(request, injury_uuid)
    form = VisitForm(request.POST, owner=request.user)
    if form.is_valid():
        try:
            visit = book_visit(
                injury=injury,
                entry=_entry(form),
                at=now_of(request),
                key=form.cleaned_data["key"],
            )
        except ActionError as refusal:
            _add_refusal(form, refusal)
        else:
            return _kept(request, visit)
    return _show_new(request, injury, form, status=422)


@keeps_typed(back=lambda notice_uuid: reverse("visit-for", args=[notice_uuid]))
@require_http_methods(BOTH)
@login_required
def visit_for(request: HttpRequest, notice_uuid: UUID) -> HttpResponse:
    """A visit for a sign: booked, or already over."""
    notice = _notice_or_404(request, notice_uuid)
    is_sent = request.method == "POST"
    data = request.POST if is_sent else give_back(request, about=notice.injury.uuid)
    form = VisitForm(data, owner=request.user, needs_day=False)
    if is_sent and form.is_valid():
        try:
            visit = book_visit(
                injury=notice.injury,
                notice=notice,
                entry=_entry(form),
                at=now_of(request),
                key=form.cleaned_data["key"],
            )
        except ActionError as refusal:
            _add_refusal(form, refusal)
        else:
            return _kept(request, visit)
    return _show_new(request, notice.injury, form, notice=notice, status=422 if is_sent else 200)


@keeps_typed(back=lambda visit_uuid: reverse("visit-edit", args=[visit_uuid]))
@require_http_methods(BOTH)
@login_required
def visit_edit(request: HttpRequest, visit_uuid: UUID) -> HttpResponse:
    """Change the day, the hour or the person of a visit that lies ahead."""
    visit = _visit_or_404(request, visit_uuid)
    if visit.state in OVER_STATES:
        return redirect("visit-result", visit.uuid)
    is_sent = request.method == "POST"
    form = VisitForm(
        request.POST if is_sent else give_back(request),
        owner=request.user,
        needs_day=visit.notice_id is None,
        initial={"day": visit.on, "hour": visit.at, "role": visit.role, "who": visit.who},
    )
    if is_sent and form.is_valid():
        try:
            change_visit(
                visit=visit,
                entry=_entry(form),
                at=now_of(request),
                key=form.cleaned_data["key"],
            )
        except ActionError as refusal:
            _add_refusal(form, refusal)
        else:
            messages.success(request, _("The visit is changed."))
            return see_other("visits")
    context = _frame(request, visit) | {"form": form, "visit": visit}
    return render(request, "visits/edit.html", context, status=422 if is_sent else 200)


@keeps_typed(back=lambda visit_uuid: reverse("visit-seen", args=[visit_uuid]))
@require_http_methods(BOTH)
@login_required
def visit_seen(request: HttpRequest, visit_uuid: UUID) -> HttpResponse:
    """I was seen: on which day, by whom; then what they said."""
    visit = _visit_or_404(request, visit_uuid)
    if visit.state in OVER_STATES:
        return see_other("visit-result", visit.uuid)
    is_sent = request.method == "POST"
    at = now_of(request)
    day = visit.on if visit.on and visit.on <= at.today else None
    form = SeenForm(
        request.POST if is_sent else give_back(request),
        owner=request.user,
        initial={"day": day, "role": visit.role, "who": visit.who},
    )
    if is_sent and form.is_valid():
        given = form.cleaned_data
        entry = VisitEntry(day=given["day"], role=given["role"], who=given["who"])
        try:
            record_seen(visit=visit, entry=entry, at=at, key=given["key"])
        except ActionError as refusal:
            _add_refusal(form, refusal)
        else:
            return see_other("visit-result", visit.uuid)
    context = _frame(request, visit) | {"form": form, "visit": visit}
    return render(request, "visits/seen.html", context, status=422 if is_sent else 200)


@keeps_typed(back=lambda visit_uuid: reverse("visit-result", args=[visit_uuid]))
@require_http_methods(BOTH)
@login_required
def visit_result(request: HttpRequest, visit_uuid: UUID) -> HttpResponse:
    """What did they say? What each answer changes stands beside it, before it is saved."""
    visit = _visit_or_404(request, visit_uuid)
    is_sent = request.method == "POST"
    if not is_sent and visit.state not in OVER_STATES:
        return redirect("visit-seen", visit.uuid)
    page = result_page(visit)
    form = ResultForm(
        request.POST if is_sent else give_back(request),
        owner=request.user,
        hints=page.hints,
        initial={"result": visit.result, "words": visit.words, "advice": visit.advice},
    )
    if is_sent and form.is_valid():
        given = form.cleaned_data
        result = VisitResult(given["result"], given["words"], given["advice"] or "")
        try:
            changed = record_result(
                visit=visit, result=result, at=now_of(request), key=given["key"]
            )
        except ActionError as refusal:
            _add_refusal(form, refusal)
        else:
            messages.success(request, " ".join([_("Saved."), *_what_changed(changed)]))
            return see_other("visits")
    context = _frame(request, visit) | {"form": form, "visit": visit, "page": page}
    return render(request, "visits/result.html", context, status=422 if is_sent else 200)


@require_POST
@login_required
def visit_missed(request: HttpRequest, visit_uuid: UUID) -> HttpResponse:
    """I did not go. One button; nothing is said about it but that a new day can be set."""
    visit = _visit_or_404(request, visit_uuid)
    form = WritingForm(request.POST, owner=request.user)
    if form.is_valid():
        try:
            miss_visit(visit=visit, at=now_of(request), key=form.cleaned_data["key"])
        except ActionError as refusal:
            messages.error(request, _(refusal.message))
        else:
            messages.success(request, _("Noted. Set a new day when you have one."))
    else:
        messages.error(request, _("This form was not complete. Send it again"))
    return see_other("visits")


@require_http_methods(BOTH)
@login_required
def visit_delete(request: HttpRequest, visit_uuid: UUID) -> HttpResponse:
    """Ask, then delete a visit of one's own; the toast can bring it back."""
    visit = _own(request, visit_uuid)
    if visit is None:
        gone = Revision.objects.of(request.user).filter(
            row=visit_uuid, table="visit", after__isnull=True
        )
        if request.method == "POST" and gone.exists():
            return see_other("visits")  # the second tap of the same button
        raise Http404
    if visit.notice_id is not None:
        raise Http404
    form = WritingForm(request.POST or None, owner=request.user)
    if request.method == "POST" and form.is_valid():
        revision = delete_visit(visit=visit, at=now_of(request), key=form.cleaned_data["key"])
        if revision is not None:
            undo = reverse("undo", args=[revision.uuid])
            messages.success(request, _("The visit is deleted."), extra_tags=f"undo:{undo}")
        return see_other("visits")
    context = _frame(request, visit) | {"form": form, "visit": visit}
    context["title"] = overview.title_of(visit)
    return render(request, "visits/delete.html", context, status=422 if form.errors else 200)


def _what_changed(changed: Changed) -> list[str]:
    said = []
    if changed.pause_ended:
        said.append(_("Your pause of loading has ended."))
    if changed.pause_began:
        said.append(_("Loading is paused from today."))
    if changed.plan_ended:
        said.append(_("Our plan has ended; the diary goes on."))
    if changed.agreed:
        said.append(_("Their agreement to go on is kept."))
    if changed.sign_stands:
        said.append(_("A sign that presses is still open. Answer it on Signs first."))
    return said or [_("Nothing else was changed.")]


def _kept(request: HttpRequest, visit: Visit) -> HttpResponse:
    """After adding: a visit that is over leads on to what they said."""
    if visit.state in OVER_STATES:
        return see_other("visit-result", visit.uuid)
    messages.success(request, _("The visit is saved."))
    return see_other("visits")


def _entry(form: VisitForm) -> VisitEntry:
    given = form.cleaned_data
    return VisitEntry(given["day"], given["hour"], given["role"], given["who"])


def _add_refusal(form: WritingForm, refusal: ActionError) -> None:
    form.add_error(refusal.field if refusal.field in form.fields else None, _(refusal.message))


def _show_new(
    request: HttpRequest,
    injury: Injury,
    form: VisitForm,
    *,
    notice: Notice | None = None,
    status: int = 200,
) -> HttpResponse:
    action = (
        reverse("visit-for", args=[notice.uuid])
        if notice
        else reverse("visit-record", args=[injury.uuid])
    )
    context = frame(request, injury, section="visits") | {
        "form": form,
        "action": action,
        "notice": notice,
    }
    return render(request, "visits/new.html", context, status=status)


def _frame(request: HttpRequest, visit: Visit) -> dict[str, object]:
    """The frame of the injury the visit is for; of the current one when it is for none."""
    return frame(request, visit.injury or current_injury(request), section="visits")


def _own(request: HttpRequest, visit_uuid: UUID) -> Visit | None:
    own = Visit.objects.filter(owner_id=request.user.pk)
    rows = own.select_related("owner", "injury", "injury__owner", "notice", "notice__injury__owner")
    return rows.filter(uuid=visit_uuid).first()


def _visit_or_404(request: HttpRequest, visit_uuid: UUID) -> Visit:
    visit = _own(request, visit_uuid)
    if visit is None:
        raise Http404
    return visit


def _notice_or_404(request: HttpRequest, notice_uuid: UUID) -> Notice:
    own = Notice.objects.of(request.user).select_related("injury", "injury__owner")
    notice = own.filter(uuid=notice_uuid, closed_on__isnull=True).exclude(tier="emergency").first()
    if notice is None:
        raise Http404
    return notice
