""" "It happened again": a linked new injury; and the list of all injuries of a person."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from rehab.content.catalogue import catalogue
from tracker import draft as drafts
from tracker.actions.again import begin_again, choose_injury, close_current, reopen_injury
from tracker.forms.after_return import CLOSE, AgainForm, CloseForm
from tracker.forms.fields import WritingForm
from tracker.models import Injury
from tracker.overview.injuries import happened_often, injury_rows
from tracker.overview.signs import grave_notices
from tracker.views.current import (
    current_injury,
    frame,
    injury_or_404,
    needs_injury,
    now_of,
    see_other,
)
from tracker.views.kept import give_back, keeps_typed


@require_safe
@needs_injury
def again(request: HttpRequest) -> HttpResponse:
    """What a new pain at the old place leads to, before it begins."""
    injury = current_injury(request)
    typed = give_back(request, about=injury.uuid)
    return _again(request, injury, AgainForm(typed, owner=request.user))


@require_POST
@keeps_typed(back=lambda injury_uuid: reverse("again"))
@login_required
def again_begin(request: HttpRequest, injury_uuid: UUID) -> HttpResponse:
    """Begin the intake with what is known filled in; the safety questions come first."""
    injury = injury_or_404(request, injury_uuid)
    form = AgainForm(request.POST, owner=request.user)
    form.fields["earlier"].required = injury.closed_on is None
    if not form.is_valid():
        return _again(request, injury, form, status=422)
    closes = form.cleaned_data["earlier"] == CLOSE
    draft = begin_again(injury=injury, closes=closes, now=now_of(request).now)
    request.session[drafts.SESSION_KEY] = str(draft.key)
    return see_other("start-safety")


def _again(
    request: HttpRequest, injury: Injury, form: AgainForm, *, status: int = 200
) -> HttpResponse:
    context = frame(request, injury, section="plan") | {
        "form": form,
        "often": happened_often(injury, today=now_of(request).today, is_about_to=True),
        "see": catalogue().see_by_topic["reinjury"].id,
    }
    return render(request, "again.html", context, status=status)


@require_safe
@needs_injury
def injuries(request: HttpRequest) -> HttpResponse:
    """All injuries of the person, open and closed, and which one the pages show."""
    injury = current_injury(request)
    context = frame(request, injury, section="more") | {
        "rows": injury_rows(request.user, now=injury),
        "form": WritingForm(owner=request.user),
    }
    return render(request, "injuries.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@keeps_typed(back=lambda injury_uuid: reverse("injury-close", args=[injury_uuid]))
@login_required
def injury_close(request: HttpRequest, injury_uuid: UUID) -> HttpResponse:
    """Ask why, then close it. The diary stays; the toast opens it again."""
    injury = injury_or_404(request, injury_uuid)
    if injury.closed_on is not None:
        return see_other("injuries")
    is_sent = request.method == "POST"
    typed = request.POST if is_sent else give_back(request, about=injury.uuid)
    form = CloseForm(typed, owner=request.user)
    if is_sent and form.is_valid():
        close_current(
            injury=injury,
            reason=form.words,
            on=now_of(request).today,
            key=form.cleaned_data["key"],
        )
        undo = reverse("injury-open", args=[injury.uuid])
        told = _("The injury is closed.")
        if form.is_back:
            told = f"{_('You made it round.')} {told}"
        messages.success(request, told, extra_tags=f"undo:{undo}")
        return see_other("injuries")
    context = frame(request, injury, section="more") | {
        "form": form,
        "grave": grave_notices(injury),
    }
    return render(request, "injury_close.html", context, status=422 if is_sent else 200)


@require_POST
@login_required
def injury_open(request: HttpRequest, injury_uuid: UUID) -> HttpResponse:
    """Open a closed injury again, and show it."""
    injury = injury_or_404(request, injury_uuid)
    if injury.closed_on is not None:
        reopen_injury(injury=injury, on=now_of(request).today)
        choose_injury(owner=request.user, injury=injury)
        messages.success(request, _("The injury is open again."))
    return see_other("injuries")


@require_POST
@login_required
def injury_choose(request: HttpRequest, injury_uuid: UUID) -> HttpResponse:
    """Show this injury's diary from now on."""
    injury = injury_or_404(request, injury_uuid)
    choose_injury(owner=request.user, injury=injury)
    return see_other("today")
