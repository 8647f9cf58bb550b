"""Visits: the list, a visit that lies ahead, and deleting one. See `visits_after` for the rest."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from rehab.vocabulary import NoticeActionKind, Tier
from tracker.actions.record_visit import (
    OVER_STATES,
    VisitEntry,
    book_visit,
    change_visit,
    delete_visit,
)
from tracker.actions.visit_result import Changed
from tracker.forms.fields import WritingForm
from tracker.forms.signs import form_for
from tracker.forms.visits import VisitForm
from tracker.models import Injury, Notice, Revision, Visit
from tracker.overview import visits as overview
from tracker.overview.signs import grave_notices
from tracker.overview.visit_past import title_of
from tracker.views.current import (
    current_injury,
    frame,
    injury_or_404,
    needs_injury,
    now_of,
    see_other,
)
from tracker.views.kept import give_back, keeps_typed
from tracker.views.saved import said_undo
from tracker.views.writing import attempt

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
    context = frame(request, injury, section="visits") | {
        "shown": shown,
        "earlier": page.earlier,
        "grave": [row for row in grave_notices(injury) if row.tier == Tier.EMERGENCY],
    }
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
    booked = _booked(request, form, injury)
    if booked is not None:
        return _kept(request, *booked)
    return _show_new(request, injury, form, status=422)


@keeps_typed(back=lambda notice_uuid: reverse("visit-for", args=[notice_uuid]))
@require_http_methods(BOTH)
@login_required
def visit_for(request: HttpRequest, notice_uuid: UUID) -> HttpResponse:
    """A visit for a sign: booked, or already over."""
    notice = _notice_or_404(request, notice_uuid)
    is_sent = request.method == "POST"
    data = request.POST if is_sent else give_back(request, about=notice.injury.uuid)
    form = VisitForm(data, owner=request.user)
    booked = _booked(request, form, notice.injury, notice) if is_sent else None
    if booked is not None:
        return _kept(request, *booked)
    return _show_new(request, notice.injury, form, notice=notice, status=422 if is_sent else 200)


@keeps_typed(back=lambda visit_uuid: reverse("visit-edit", args=[visit_uuid]))
@require_http_methods(BOTH)
@login_required
def visit_edit(request: HttpRequest, visit_uuid: UUID) -> HttpResponse:
    """Change the day, the hour or the person of a visit that lies ahead."""
    visit = visit_or_404(request, visit_uuid)
    if visit.state in OVER_STATES:
        return redirect("visit-result", visit.uuid)
    is_sent = request.method == "POST"
    form = VisitForm(
        request.POST if is_sent else give_back(request),
        owner=request.user,
        initial={"day": visit.on, "hour": visit.at, "role": visit.role, "who": visit.who},
    )
    changed = (
        attempt(form, lambda: change_visit(visit=visit, **_told(request, form)))
        if is_sent
        else None
    )
    if changed is not None:
        _say(request, _("The visit is changed."), changed[1])
        return see_other("visits")
    return show_visit(request, visit, "visits/edit.html", form=form)


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
        key = form.cleaned_data["key"]
        revision, changed = delete_visit(visit=visit, at=now_of(request), key=key)
        said = " ".join([_("The visit is deleted."), *what_changed(changed)])
        said_undo(request, said, revision)
        return see_other("visits")
    return show_visit(request, visit, "visits/delete.html", form=form, title=title_of(visit))


def _kept(request: HttpRequest, visit: Visit, revision: Revision | None) -> HttpResponse:
    """After adding: a visit that is over leads on to what they said."""
    if visit.state in OVER_STATES:
        return see_other("visit-result", visit.uuid)
    if visit.on is None and visit.notice_id is None:
        _say(request, _("The visit is saved. We ask for its day in two weeks."), revision)
    else:
        _say(request, _("The visit is saved."), revision)
    return see_other("visits")


def _say(request: HttpRequest, text: str, revision: Revision | None) -> None:
    """Tell that it is done, with its undo; a visit for a sign has none."""
    if revision is None:
        messages.success(request, text)
    said_undo(request, text, revision)


def _booked(
    request: HttpRequest, form: VisitForm, injury: Injury, notice: Notice | None = None
) -> tuple[Visit, Revision | None] | None:
    """The visit a sent form asks for; None when it is refused, with the sentence in the form."""
    return attempt(form, lambda: book_visit(injury=injury, notice=notice, **_told(request, form)))


def _told(request: HttpRequest, form: VisitForm) -> dict[str, Any]:
    """What the person told, as the actions take it."""
    given = form.cleaned_data
    entry = VisitEntry(given["day"], given["hour"], given["role"], given["who"])
    return {"entry": entry, "at": now_of(request), "key": given["key"]}


def show_visit(
    request: HttpRequest, visit: Visit, template: str, *, form: WritingForm, **more: object
) -> HttpResponse:
    """A page about one visit, in the frame of its injury; of the current one when it has none.

    422 for a form that was sent: only a refused one is shown again.
    """
    about = visit.injury or current_injury(request)
    context = frame(request, about, section="visits") | {"form": form, "visit": visit} | more
    return render(request, template, context, status=422 if request.method == "POST" else 200)


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


def what_changed(changed: Changed) -> list[str]:
    """What the advice of a visit changed, or gave back, in sentences."""
    said = []
    if changed.plan_back:
        said.append(_("Your plan goes on where it stood."))
    if changed.plan_stays:
        said.append(_("The plan that ended stays ended, because you began another one since."))
    if changed.pause_back:
        said.append(_("Loading is paused again, as before."))
    if changed.pause_stays:
        said.append(
            _("The pause that ended stays ended: you chose about it since, or its sign is over.")
        )
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
    return said


def _own(request: HttpRequest, visit_uuid: UUID) -> Visit | None:
    own = Visit.objects.filter(owner_id=request.user.pk)
    rows = own.select_related("owner", "injury", "injury__owner", "notice", "notice__injury__owner")
    return rows.filter(uuid=visit_uuid).first()


def visit_or_404(request: HttpRequest, visit_uuid: UUID) -> Visit:
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
