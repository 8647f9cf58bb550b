"""A fall or slip: told, changed, deleted. It belongs to the person; an injury is optional."""

from datetime import date
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from rehab.vocabulary import FallEffect, FallKind
from tracker import labels
from tracker.actions.errors import ActionError
from tracker.actions.record_fall import (
    FallEntry,
    FallRecorded,
    change_fall,
    delete_fall,
    record_fall,
)
from tracker.forms.fall import KINDS, FallForm, initial_of, when_of
from tracker.forms.fields import WritingForm
from tracker.models import Fall, Injury, Revision
from tracker.overview.diary import fall_words
from tracker.views.current import (
    NoInjury,
    current_injury,
    frame,
    injury_or_404,
    now_of,
    refused_day,
    see_other,
)
from tracker.views.gone import leads_to_versions
from tracker.views.kept import keeps_typed, take_typed
from tracker.views.saved import said_undo
from tracker.views.writing import refuse

# What the form calls otherwise than the action does.
NAMED = {"on": "day"}
# Sent by the one-tap buttons: what happened is stored at once, the details come after.
FIRST = "first"


def _injury_or_none(request: HttpRequest) -> Injury | None:
    try:
        return current_injury(request)
    except NoInjury:
        return None


@require_http_methods(["GET", "HEAD", "POST"])
@keeps_typed(back=lambda: reverse("fall-new"))
@login_required
def fall_new(request: HttpRequest) -> HttpResponse:
    """Tell of a fall without naming an injury; it counts for all of the person's diaries."""
    if request.method == "POST":
        return _record(request, injury=None)
    return _show(request, _injury_or_none(request), action=reverse("fall-new"))


@require_safe
@login_required
def fall_on(request: HttpRequest, on: date) -> HttpResponse:
    """The same form for one day of the current injury's diary."""
    injury = _injury_or_none(request)
    if injury is None:
        return redirect("fall-new")
    if refusal := refused_day(request, on):
        return refusal
    return _show(request, injury, action=reverse("fall-record", args=[injury.uuid, on]), on=on)


@require_POST
@keeps_typed(back=lambda injury_uuid, on: reverse("fall-on", args=[on]))
@login_required
def fall_record(request: HttpRequest, injury_uuid: UUID, on: date) -> HttpResponse:
    return _record(request, injury=injury_or_404(request, injury_uuid))


def _record(request: HttpRequest, *, injury: Injury | None) -> HttpResponse:
    form = FallForm(request.POST, owner=request.user, today=now_of(request).today)
    if form.is_valid():
        try:
            result = record_fall(
                owner=request.user,
                injury=injury or _injury_or_none(request),
                entry=FallEntry(**form.told()),
                at=now_of(request),
                key=form.cleaned_data["key"],
            )
        except ActionError as refusal:
            refuse(form, refusal, field=NAMED.get(refusal.field or ""))
        else:
            return _saved(request, result, _("The fall is saved."))
    return _show(request, injury or _injury_or_none(request), form=form, action=request.path)


@require_http_methods(["GET", "HEAD", "POST"])
@keeps_typed(back=lambda fall_uuid: reverse("fall-edit", args=[fall_uuid]))
@login_required
@leads_to_versions
def fall_edit(request: HttpRequest, fall_uuid: UUID) -> HttpResponse:
    """Change a fall that was told before."""
    fall, today = _fall_or_404(request, fall_uuid), now_of(request).today
    if request.method == "POST":
        form = FallForm(request.POST, owner=request.user, today=today)
        if form.is_valid():
            try:
                result = change_fall(
                    fall=fall,
                    entry=FallEntry(**form.told()),
                    at=now_of(request),
                    key=form.cleaned_data["key"],
                )
            except ActionError as refusal:
                refuse(form, refusal, field=NAMED.get(refusal.field or ""))
            else:
                return _saved(request, result, _("The fall is changed."))
    else:
        form = FallForm(
            take_typed(request),
            owner=request.user,
            today=today,
            initial=initial_of(fall, today=today),
        )
    return _show(request, _injury_or_none(request), form=form, action=request.path, fall=fall)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def fall_delete(request: HttpRequest, fall_uuid: UUID) -> HttpResponse:
    """Ask, then delete; the toast that says so can bring it back."""
    fall = Fall.objects.of(request.user).filter(uuid=fall_uuid).select_related("injury").first()
    if fall is None:
        gone = Revision.objects.of(request.user).filter(
            row=fall_uuid, table="fall", after__isnull=True
        )
        if request.method == "POST" and gone.exists():
            return see_other("diary")  # the second tap of the same button
        raise Http404
    form = WritingForm(request.POST or None, owner=request.user)
    if request.method == "POST" and form.is_valid():
        revision = delete_fall(fall=fall, at=now_of(request), key=form.cleaned_data["key"])
        said_undo(request, _("The fall is deleted."), revision)
        return see_other("diary")
    injury = _injury_or_none(request)
    context = _frame(request, injury) | {"fall": fall, "words": fall_words(fall), "form": form}
    return render(request, "fall_delete.html", context, status=422 if form.errors else 200)


def _fall_or_404(request: HttpRequest, fall_uuid: UUID) -> Fall:
    own = Fall.objects.of(request.user).select_related("injury", "injury__owner", "owner")
    fall = own.filter(uuid=fall_uuid).first()
    if fall is None:
        raise Http404
    return fall


def _saved(request: HttpRequest, result: FallRecorded, text: str) -> HttpResponse:
    """A fall that made it much worse leads to its questions at once; else back to the diary."""
    fall = result.fall
    said_undo(request, text, result.revision)
    if fall is not None and FIRST in request.POST:
        return see_other("fall-edit", fall.uuid)  # the details, now that it is kept
    if fall is not None and fall.kind == FallKind.FALL and fall.effect == FallEffect.MUCH_WORSE:
        try:
            return see_other(reverse("check-questions"))
        except NoReverseMatch:
            pass
    if result.notices:
        return see_other("today")
    is_today = fall is not None and fall.on == now_of(request).today
    return see_other("today" if is_today and fall.injury_id else "diary")


def _frame(request: HttpRequest, injury: Injury | None) -> dict[str, object]:
    return frame(request, injury, section="diary") if injury else {"section": "diary"}


def _show(
    request: HttpRequest,
    injury: Injury | None,
    *,
    action: str,
    form: FallForm | None = None,
    on: date | None = None,
    fall: Fall | None = None,
) -> HttpResponse:
    today = now_of(request).today
    typed: QueryDict | None = None
    if form is None:
        typed = take_typed(request, about=injury.uuid if injury else None)
        form = FallForm(typed, owner=request.user, today=today, initial=when_of(on, today=today))
    is_refused = request.method == "POST"
    context = _frame(request, injury) | {
        "form": form,
        "action": action,
        "fall": fall,
        "first_kinds": [] if fall or form.is_bound else labels.choices(KINDS),
        "first_on": on or today,
        "first_when": "today" if (on or today) == today else "other",
        "is_given_back": form.is_bound and not is_refused,
    }
    return render(request, "fall.html", context, status=422 if is_refused else 200)
