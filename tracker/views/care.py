"""/had/: the same list for a signed-in person, at any time."""

from uuid import UUID, uuid4

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_http_methods

from tracker.actions.errors import ActionError
from tracker.actions.history import undo
from tracker.actions.record_care import add_care, care_entry, change_care, remove_care
from tracker.forms.intake.had import CareForm
from tracker.models import Care, Injury, Revision
from tracker.overview.care import care_groups, told_day
from tracker.owner_mark import make_mark
from tracker.views.current import (
    current_injury,
    frame,
    injury_or_404,
    needs_injury,
    now_of,
    see_other,
)
from tracker.views.kept import give_back, keeps_typed

NOT_COMPLETE = gettext_noop("This form was not complete. Send it again")
NAMES = ("kind", "name", "who", "when_words", "said", "outcome", "is_now")


@require_http_methods(["GET", "HEAD"])
@needs_injury
def had(request: HttpRequest) -> HttpResponse:
    injury = current_injury(request)
    typed = give_back(request, about=injury.uuid)
    return _list(request, injury, CareForm(typed), key=uuid4())


@require_http_methods(["POST"])
@keeps_typed(back=lambda injury_uuid: reverse("had"))
@login_required
def had_add(request: HttpRequest, injury_uuid: UUID) -> HttpResponse:
    injury = injury_or_404(request, injury_uuid)
    form, key = CareForm(request.POST), form_key(request)
    if form.is_valid() and key:
        added = add_care(injury=injury, entry=care_entry(form.cleaned_data), key=key)
        if added is not None:  # sent again after it was taken off: nothing to tell
            undo_tag = _undo_tag(request, added)
            messages.success(request, _("Added to the list"), extra_tags=undo_tag)
        return see_other("had")
    if key is None:
        form.add_error(None, _(NOT_COMPLETE))
    return _list(request, injury, form, key=key or uuid4(), status=422)


@require_http_methods(["GET", "HEAD", "POST"])
@keeps_typed(back=lambda care_uuid: reverse("had-change", args=[care_uuid]))
@login_required
def had_change(request: HttpRequest, care_uuid: UUID) -> HttpResponse:
    key = form_key(request)
    care = _own(request, care_uuid)
    if care is None:
        if request.method == "POST" and _was_removed(request, care_uuid):
            return see_other("had")  # the second tap of the same button
        raise Http404
    if request.method == "POST" and key and request.POST.get("do") == "remove":
        revision = remove_care(care=care, key=key)
        undo_tag = f"undo:{reverse('had-undo', args=[revision.pk])}" if revision else ""
        messages.success(request, _("Taken off the list"), extra_tags=undo_tag)
        return see_other("had")
    stored = {name: getattr(care, name) for name in NAMES}
    is_sent = request.method == "POST"
    form = CareForm(request.POST if is_sent else give_back(request), initial=stored)
    if is_sent and form.is_valid() and key:
        change_care(care=care, entry=care_entry(form.cleaned_data), key=key)
        messages.success(request, _("Changed"), extra_tags=_undo_tag(request, care))
        return see_other("had")
    if is_sent and key is None:
        form.add_error(None, _(NOT_COMPLETE))
    context = {
        **frame(request, care.injury, section="more"),
        "form": form,
        "key": key or uuid4(),
        "care": care,
        "owner_mark": make_mark(request.user),
    }
    status = 422 if is_sent else 200
    return render(request, "had/change.html", context, status=status)


@require_http_methods(["POST"])
@login_required
def had_undo(request: HttpRequest, revision: int) -> HttpResponse:
    """Take the last change of an entry back: put back, put as it was, or off the list again."""
    found = Revision.objects.filter(owner_id=request.user.pk, pk=revision, table="care").first()
    if found is None:
        raise Http404
    try:
        undo(revision=found)
        was_taken_off = found.after is None
        messages.success(request, _("Back on the list") if was_taken_off else _("Undone."))
    except ActionError as refused:
        messages.error(request, _(refused.message))
    return see_other("had")


def _undo_tag(request: HttpRequest, care: Care) -> str:
    """What the toast needs to take the last change of this entry back."""
    last = Revision.objects.of(request.user).filter(row=care.uuid, table="care").first()
    return f"undo:{reverse('had-undo', args=[last.pk])}" if last else ""


def form_key(request: HttpRequest) -> UUID | None:
    """The form's own key, None when it is missing or no key."""
    try:
        return UUID(request.POST.get("key", ""))
    except ValueError:
        return None


def _own(request: HttpRequest, care_uuid: UUID) -> Care | None:
    own = Care.objects.filter(injury__owner_id=request.user.pk)
    return own.select_related("injury__owner").filter(uuid=care_uuid).first()


def _was_removed(request: HttpRequest, care_uuid: UUID) -> bool:
    gone = Revision.objects.of(request.user).filter(row=care_uuid, table="care")
    return gone.filter(after__isnull=True).exists()


def _list(
    request: HttpRequest, injury: Injury, form: CareForm, *, key: UUID, status: int = 200
) -> HttpResponse:
    rows = Care.objects.filter(injury=injury)
    items = [
        {
            "id": str(row.uuid),
            "told_on": told_day(row, owner=request.user),
            **{n: getattr(row, n) for n in NAMES},
        }
        for row in rows
    ]
    context = {
        **frame(request, injury, section="more"),
        "form": form,
        "key": key,
        "owner_mark": make_mark(request.user),
        "groups": care_groups(
            items,
            lambda item: reverse("had-change", args=[item]),
            today=now_of(request).today,
        ),
    }
    return render(request, "had.html", context, status=status)
