"""A visit that is over: I was seen, I did not go, and what they said."""

from collections.abc import Callable
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from tracker.actions.errors import ActionError
from tracker.actions.record_visit import (
    OVER_STATES,
    VisitEntry,
    VisitResult,
    miss_visit,
    record_result,
    record_seen,
)
from tracker.actions.visit_later import put_off_visit
from tracker.actions.visit_result import Changed
from tracker.clock import PersonNow
from tracker.forms.fields import WritingForm
from tracker.forms.visits import ResultForm, SeenForm, tests_shown
from tracker.models import Visit
from tracker.overview.visit_result import result_page
from tracker.views.current import current_injury, now_of, see_other
from tracker.views.kept import give_back, keeps_typed
from tracker.views.visits import BOTH, show_visit, visit_or_404, what_changed
from tracker.views.writing import attempt


@keeps_typed(back=lambda visit_uuid: reverse("visit-seen", args=[visit_uuid]))
@require_http_methods(BOTH)
@login_required
def visit_seen(request: HttpRequest, visit_uuid: UUID) -> HttpResponse:
    """I was seen: on which day, by whom; then what they said."""
    visit = visit_or_404(request, visit_uuid)
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
    seen = attempt(form, lambda: _seen(visit, form, at)) if is_sent else None
    if seen is not None:
        return see_other("visit-result", visit.uuid)
    return show_visit(request, visit, "visits/seen.html", form=form)


@keeps_typed(back=lambda visit_uuid: reverse("visit-result", args=[visit_uuid]))
@require_http_methods(BOTH)
@login_required
def visit_result(request: HttpRequest, visit_uuid: UUID) -> HttpResponse:
    """What did they say? What each answer changes stands beside it, before it is saved."""
    visit = visit_or_404(request, visit_uuid)
    is_sent = request.method == "POST"
    if not is_sent and visit.state not in OVER_STATES:
        return redirect("visit-seen", visit.uuid)
    page = result_page(visit)
    form = ResultForm(
        request.POST if is_sent else give_back(request),
        owner=request.user,
        hints=page.hints,
        initial={
            "result": visit.result,
            "words": visit.words,
            "advice": visit.advice,
            "tests": tests_shown(visit.tests),
        },
    )
    changed = attempt(form, lambda: _result(visit, form, now_of(request))) if is_sent else None
    if changed is not None:
        to, said = _next_page(request, visit, form), what_changed(changed)
        if not said and to == reverse("visits"):  # elsewhere the change is asked about next
            said = [_("Nothing else was changed.")]
        messages.success(request, " ".join([_("Saved."), *said]))
        return HttpResponseRedirect(to, status=303)
    return show_visit(request, visit, "visits/result.html", form=form, page=page)


@require_POST
@login_required
def visit_missed(request: HttpRequest, visit_uuid: UUID) -> HttpResponse:
    """I did not go. One button; nothing is said about it but that a new day can be set."""
    said = _("Noted. Set a new day when you have one.")
    return _one_button(request, visit_uuid, miss_visit, said)


@require_POST
@login_required
def visit_later(request: HttpRequest, visit_uuid: UUID) -> HttpResponse:
    """Remind me of a visit of my own that has no day yet."""
    return _one_button(request, visit_uuid, put_off_visit, _("We ask again in two weeks."))


def _one_button(
    request: HttpRequest, visit_uuid: UUID, act: Callable[..., object], said: str
) -> HttpResponse:
    visit = visit_or_404(request, visit_uuid)
    form = WritingForm(request.POST, owner=request.user)
    if form.is_valid():
        try:
            act(visit=visit, at=now_of(request), key=form.cleaned_data["key"])
        except ActionError as refusal:
            messages.error(request, _(refusal.message))
        else:
            messages.success(request, said)
    else:
        messages.error(request, _("This form was not complete. Send it again"))
    return see_other("visits")


def _next_page(request: HttpRequest, visit: Visit, form: ResultForm) -> str:
    """Where the advice goes on: exercises and a new name are the current injury's pages."""
    advice = form.cleaned_data["advice"]
    if visit.injury is None:
        return reverse("visits")
    if advice == "close" and visit.injury.closed_on is None:
        return reverse("injury-close", args=[visit.injury.uuid])
    if advice in ("own_plan", "relabel") and visit.injury == current_injury(request):
        told = f"{reverse('told')}?{urlencode({'visit': visit.uuid})}"
        return told if advice == "relabel" else reverse("own-plan")
    return reverse("visits")


def _seen(visit: Visit, form: SeenForm, at: PersonNow) -> Visit:
    given = form.cleaned_data
    entry = VisitEntry(day=given["day"], role=given["role"], who=given["who"])
    return record_seen(visit=visit, entry=entry, at=at, key=given["key"])


def _result(visit: Visit, form: ResultForm, at: PersonNow) -> Changed:
    given = form.cleaned_data
    told = VisitResult(given["result"], given["words"], given["advice"] or "", form.tests_told)
    return record_result(visit=visit, result=told, at=at, key=given["key"])
