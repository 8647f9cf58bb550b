"""A moment of a day: told, changed, deleted. The day's own answers are never touched."""

from datetime import date
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tracker.actions.record_moment import (
    MomentEntry,
    MomentRecorded,
    change_moment,
    delete_moment,
    record_moment,
)
from tracker.forms.fields import WritingForm
from tracker.forms.moment import MomentForm, initial_of
from tracker.models import Injury, Moment, Revision
from tracker.overview.moments import moment_words
from tracker.views.current import (
    current_injury,
    frame,
    injury_or_404,
    needs_injury,
    now_of,
    refused_day,
    see_other,
)
from tracker.views.gone import leads_to_versions
from tracker.views.kept import keeps_typed, take_typed
from tracker.views.saved import said_undo
from tracker.views.writing import attempt


@require_safe
@needs_injury
def moment_new(request: HttpRequest, on: date) -> HttpResponse:
    """When, what and how much. Today the time is filled in; nothing of the pain ever is."""
    injury, now = current_injury(request), now_of(request)
    if refusal := refused_day(request, on):
        return refusal
    initial = {"at": now.local.time()} if on == now.today else {}
    typed = take_typed(request, about=injury.uuid)
    form = MomentForm(typed, owner=request.user, initial=initial)
    return _show(request, injury, form, on=on)


@require_POST
@keeps_typed(back=lambda injury_uuid, on: reverse("moment-new", args=[on]))
@login_required
def moment_record(request: HttpRequest, injury_uuid: UUID, on: date) -> HttpResponse:
    injury = injury_or_404(request, injury_uuid)
    form = MomentForm(request.POST, owner=request.user)
    result = attempt(
        form,
        lambda: record_moment(
            injury=injury,
            on=on,
            entry=MomentEntry(**form.told()),
            at=now_of(request),
            key=form.cleaned_data["key"],
        ),
    )
    if result is None:
        return _show(request, injury, form, on=on)
    return _saved(request, on, result, _("The moment is saved."))


@require_http_methods(["GET", "HEAD", "POST"])
@keeps_typed(back=lambda moment_uuid: reverse("moment-edit", args=[moment_uuid]))
@login_required
@leads_to_versions
def moment_edit(request: HttpRequest, moment_uuid: UUID) -> HttpResponse:
    moment = _own(request, moment_uuid)
    if moment is None:
        raise Http404
    injury, on = moment.day.injury, moment.day.on
    if request.method != "POST":
        form = MomentForm(take_typed(request), owner=request.user, initial=initial_of(moment))
        return _show(request, injury, form, on=on, moment=moment)
    form = MomentForm(request.POST, owner=request.user)
    result = attempt(
        form,
        lambda: change_moment(
            moment=moment,
            entry=MomentEntry(**form.told()),
            at=now_of(request),
            key=form.cleaned_data["key"],
        ),
    )
    if result is None:
        return _show(request, injury, form, on=on, moment=moment)
    return _saved(request, on, result, _("The moment is changed."))


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def moment_delete(request: HttpRequest, moment_uuid: UUID) -> HttpResponse:
    """Ask, then delete; the toast that says so can bring it back."""
    moment = _own(request, moment_uuid)
    if moment is None:
        gone = Revision.objects.of(request.user).filter(
            row=moment_uuid, table="moment", after__isnull=True
        )
        if request.method == "POST" and gone.exists():
            return see_other("diary")  # the second tap of the same button
        raise Http404
    injury, on = moment.day.injury, moment.day.on
    form = WritingForm(request.POST or None, owner=request.user)
    if request.method == "POST" and form.is_valid():
        revision = delete_moment(moment=moment, at=now_of(request), key=form.cleaned_data["key"])
        said_undo(request, _("The moment is deleted."), revision)
        return _back(request, on)
    context = frame(request, injury, section="diary") | {
        "moment": moment,
        "on": on,
        "words": moment_words(moment),
        "form": form,
    }
    return render(request, "moment_delete.html", context, status=422 if form.errors else 200)


def _own(request: HttpRequest, moment_uuid: UUID) -> Moment | None:
    own = Moment.objects.filter(day__injury__owner_id=request.user.pk)
    return own.select_related("day__injury__owner").filter(uuid=moment_uuid).first()


def _back(request: HttpRequest, on: date) -> HttpResponse:
    return see_other("today" if on == now_of(request).today else "diary")


def _saved(request: HttpRequest, on: date, result: MomentRecorded, text: str) -> HttpResponse:
    said_undo(request, text, result.revision)
    return see_other("today") if result.notices else _back(request, on)


def _show(
    request: HttpRequest,
    injury: Injury,
    form: MomentForm,
    *,
    on: date,
    moment: Moment | None = None,
) -> HttpResponse:
    is_refused = request.method == "POST"
    action = (
        reverse("moment-edit", args=[moment.uuid])
        if moment
        else reverse("moment-record", args=[injury.uuid, on])
    )
    context = frame(request, injury, section="diary") | {
        "form": form,
        "action": action,
        "on": on,
        "moment": moment,
        "is_given_back": form.is_bound and not is_refused,
    }
    return render(request, "moment.html", context, status=422 if is_refused else 200)
