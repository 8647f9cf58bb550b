"""The end of the intake: result, list of answers, and the way into an account."""

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from tracker import draft as drafts
from tracker.actions.intake_draft import discard, note
from tracker.actions.start_injury import start_injury
from tracker.clock import person_now
from tracker.forms.told import ToldFields
from tracker.overview.intake import answer_groups
from tracker.overview.intake_result import result as build_result
from tracker.views.current import see_other
from tracker.views.intake_session import Intake, step_view, with_intake


@require_http_methods(["GET", "HEAD", "POST"])
@step_view("result")
def result(request: HttpRequest, intake: Intake) -> HttpResponse:
    """What the answers fit. A signed-in person starts the injury here by a POST."""
    if intake.assessed.must_stop:
        return see_other("start-stop")
    shown = build_result(
        intake.data,
        today=intake.today,
        region=intake.region,
        is_urgent=bool(intake.assessed.urgent),
    )
    if request.method == "POST":
        if not request.user.is_authenticated or shown.is_under_age:
            return see_other("start-result")
        return start(request, intake)
    context = {
        **intake.frame("result"),
        "result": shown,
        "may_sign_up": get_adapter(request).is_open_for_signup(request),
        "sign_up": settings.SIGN_UP,
    }
    return render(request, "start/result.html", context)


def start(request: HttpRequest, intake: Intake) -> HttpResponse:
    """Make the injury; a second tap finds no draft and leads to the same page."""
    if intake.draft is not None:
        start_injury(owner=request.user, draft=intake.draft, at=person_now(request.user))
    request.session.pop(drafts.SESSION_KEY, None)
    return see_other("today")


@require_safe
@with_intake
def answers(request: HttpRequest, intake: Intake) -> HttpResponse:
    """Everything answered so far, with a way to change each step."""
    if "safety" not in intake.data:
        return see_other("start-safety")
    must_stop = intake.assessed.must_stop
    first_open = drafts.first_open_step(intake.data)
    context = {
        "groups": answer_groups(intake.data),
        "urgent": intake.assessed.urgent,
        "region": intake.region,
        "go_on_url": reverse("start-stop" if must_stop else f"start-{first_open}"),
        "must_stop": must_stop,
    }
    return render(request, "start/answers.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@step_view("result")
def told(request: HttpRequest, intake: Intake) -> HttpResponse:
    """ "A clinician told me what it is": who, when; their word comes before the answers."""
    form = ToldFields(
        request.POST if request.method == "POST" else None,
        latest=drafts.latest_of(intake.data, intake.now),
        earliest=drafts.known_onset(intake.data),
        birth_year=intake.data.get("you", {}).get("birth_year"),
        initial=_told_before(intake.data),
    )
    if request.POST.get("do") == "take_back" and intake.draft is not None:
        note(draft=intake.draft, name="told", value=None, now=intake.now)
        return see_other("start-result")
    if form.is_bound and form.is_valid() and intake.draft is not None:
        given = {**form.cleaned_data, "on": form.cleaned_data["on"].isoformat()}
        note(draft=intake.draft, name="told", value=given, now=intake.now)
        return see_other("start-result")
    context = {
        **intake.frame("result"),
        "form": form,
        "back_url": reverse("start-result"),
        "has_told": bool(intake.data.get("told")),
    }
    return render(request, "start/told.html", context, status=422 if form.errors else 200)


def _told_before(data: drafts.Data) -> dict[str, object]:
    """What was told already; a draft of before holds their words alone."""
    told = drafts.told_of(data)
    if told is not None:
        return dict(told)
    words = drafts.told_text(data)
    return {"told": words, "kind": "other"} if words else {}


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@with_intake
def add(request: HttpRequest, intake: Intake) -> HttpResponse:
    """After signing in with answers open: "Add this as a new injury?", asked once."""
    if drafts.first_open_step(intake.data) != "result":
        return see_other("today")
    if request.method == "POST":
        if request.POST.get("add") == "yes":
            return start(request, intake)
        discard(key=request.session.pop(drafts.SESSION_KEY, None))
        return see_other("today")
    context = {"groups": answer_groups(intake.data), "back_url": "/today/"}
    return render(request, "start/add.html", context)


@require_safe
@login_required
def injury_new(request: HttpRequest) -> HttpResponse:
    """A signed-in person's way to a new injury: the same steps."""
    return see_other("start-safety")
