"""The intake, steps 1 to 6: one question at a time, plain forms, no account needed."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from rehab.content.catalogue import catalogue
from tracker import draft as drafts
from tracker.forms.intake.how import HowForm
from tracker.forms.intake.safety import MissingForm, SafetyForm, follow_name
from tracker.forms.intake.signs import SignsForm
from tracker.forms.intake.when import WhenForm
from tracker.forms.intake.where import WhereForm
from tracker.forms.intake.you import YouForm
from tracker.forms.signup import TOLD_BIRTH_YEAR
from tracker.intake_words import NONE
from tracker.overview.body_map import body_map
from tracker.overview.intake import SignTold
from tracker.views.current import see_other
from tracker.views.intake_session import Intake, step_view, with_intake
from tracker.views.saved import said_ticks_count

both = require_http_methods(["GET", "HEAD", "POST"])


@both
@step_view("safety")
def safety(request: HttpRequest, intake: Intake) -> HttpResponse:
    stored = intake.data.get("safety", {})
    form = SafetyForm(
        request.POST if request.method == "POST" else None, initial=_safety_initial(stored)
    )
    if request.method == "POST" and form.is_valid():
        said_ticks_count(request, has_both=form.has_both)
        intake.save("safety", {"ticked": form.ticked, "chosen": form.chosen})
        if form.missing and not intake.assessed.must_stop:
            return see_other("start-safety-more")
        return intake.next_after("safety")
    lines = [
        {
            "line": line,
            "choice": choice,
            "follow_up": form[follow_name(line.id)] if line.follow_up else None,
            "is_ticks": bool(line.follow_up and line.follow_up.kind == "ticks"),
        }
        for line, choice in zip(form.check.lines, form["signs"], strict=False)
    ]
    more = {"check": form.check, "lines": lines, "none_choice": list(form["signs"])[-1]}
    return _page(request, intake, "safety", form, more)


@both
@with_intake
def safety_more(request: HttpRequest, intake: Intake) -> HttpResponse:
    """The questions that are missing below ticked lines. Left open they count as urgent."""
    stored = intake.data.get("safety")
    if stored is None:
        return see_other("start-safety")
    lines = open_questions(stored)
    if not lines:
        return intake.next_after("safety")
    form = MissingForm(request.POST if request.method == "POST" else None, lines=lines)
    if request.method == "POST" and form.is_valid():
        said_ticks_count(request, has_both=form.has_both)
        intake.save("safety", {**stored, "chosen": stored["chosen"] | form.chosen})
        return intake.next_after("safety")
    more = {
        "back_url": "",
        "fields": [form[follow_name(line.id)] for line in form.lines],
        "urgent": _apart_from(lines, intake.assessed.urgent),
    }
    return _page(request, intake, "safety", form, more, template="start/safety_more.html")


def _apart_from(lines: list[str], urgent: Iterable[SignTold]) -> tuple[SignTold, ...]:
    """The urgent signs that do not rest on what this page is about to ask."""
    check = catalogue().safety_check
    asked_here = {question for line in lines for question in check.line(line).asks}
    return tuple(sign for sign in urgent if not asked_here & set(sign.answered))


def open_questions(stored: drafts.Data) -> list[str]:
    """Ticked lines whose missing question has no answer yet."""
    check = catalogue().safety_check
    return [
        line
        for line in stored["ticked"]
        if check.line(line).follow_up and not stored["chosen"].get(line)
    ]


@both
@step_view("when")
def when(request: HttpRequest, intake: Intake) -> HttpResponse:
    form = _when_form(request, intake)
    if request.method == "POST" and form.is_valid() and form.started:
        was_old = drafts.is_old(intake.data, intake.today)
        kept = {name: form.cleaned_data[name] for name in form.fields}
        intake.save("when", kept | _started(form))
        if "signs" in intake.data and drafts.is_old(intake.data, intake.today) != was_old:
            intake.save("signs", None)
        return intake.next_after("when")
    today = {"today": intake.today, "reading": form.started.reading if form.started else ""}
    return _page(request, intake, "when", form, today)


@require_http_methods(["POST"])
@with_intake
def when_reading(request: HttpRequest, intake: Intake) -> HttpResponse:
    """The date read back in words while the form is filled in; stores nothing."""
    form = _when_form(request, intake)
    form.is_valid()
    return render(
        request, "start/_reading.html", {"reading": form.started.reading if form.started else ""}
    )


def _when_form(request: HttpRequest, intake: Intake) -> WhenForm:
    zone = drafts.known_zone(request.POST.get("zone", ""))
    told = {**intake.data, **({"zone": zone} if zone else {})}
    form = WhenForm(
        request.POST if request.method == "POST" else None,
        initial=intake.known("when"),
        today=drafts.today_of(told, intake.now),
        latest=drafts.latest_of(told, intake.now),
    )
    stored = intake.data.get("when")
    if request.method == "GET" and stored:
        again = WhenForm(stored, today=form.today, latest=form.latest)
        if again.is_valid():
            form.started = again.started
    return form


def _started(form: WhenForm) -> dict[str, Any]:
    started = form.started
    assert started is not None  # noqa: S101 - the view checked it
    return {
        "on": started.on.isoformat() if started.on else None,
        "on_precision": started.precision.value,
        "words": started.words,
    }


@both
@step_view("how")
def how(request: HttpRequest, intake: Intake) -> HttpResponse:
    form = HowForm(
        request.POST if request.method == "POST" else None,
        initial=intake.data.get("how"),
        onset=intake.data["when"]["onset"],
    )
    if request.method == "POST" and form.is_valid():
        intake.save("how", form.cleaned_data)
        return intake.next_after("how")
    return _page(request, intake, "how", form, {"reading": _reading(intake)})


@both
@step_view("where")
def where(request: HttpRequest, intake: Intake) -> HttpResponse:
    form = WhereForm(
        request.POST if request.method == "POST" else None, initial=intake.known("where")
    )
    if request.method == "POST" and form.is_valid():
        intake.save("where", form.cleaned_data)
        return intake.next_after("where")
    figure = body_map(
        name="places",
        worst_name="worst",
        picked=form["places"].value() or [],
        worst=form["worst"].value(),
        as_list=request.GET.get("list") == "1",
    )
    return _page(request, intake, "where", form, {"map": figure})


@both
@step_view("signs")
def signs(request: HttpRequest, intake: Intake) -> HttpResponse:
    is_old = drafts.is_old(intake.data, intake.today)
    form = SignsForm(
        request.POST if request.method == "POST" else None,
        initial=intake.data.get("signs"),
        is_old=is_old,
    )
    if request.method == "POST" and form.is_valid():
        said_ticks_count(request, has_both=form.has_both)
        intake.save("signs", {"now": None, **form.cleaned_data})
        return intake.next_after("signs")
    return _page(request, intake, "signs", form, {"is_old": is_old})


@both
@step_view("you")
def you(request: HttpRequest, intake: Intake) -> HttpResponse:
    form = YouForm(
        request.POST if request.method == "POST" else None,
        initial=_you_initial(intake.known("you")),
        today=intake.today,
        proposed=drafts.proposed_contexts(intake.data),
    )
    if request.method == "POST" and form.is_valid():
        said_ticks_count(request, has_both=form.has_both)
        told = {k: v for k, v in form.cleaned_data.items() if not k.startswith("ask_")}
        intake.save("you", {**told, "contexts": form.contexts})
        request.session[TOLD_BIRTH_YEAR] = told["birth_year"] is not None
        return intake.next_after("you")
    return _page(request, intake, "you", form)


def _page(
    request: HttpRequest,
    intake: Intake,
    step: str,
    form: forms.Form,
    more: dict[str, object] | None = None,
    *,
    template: str = "",
) -> HttpResponse:
    context = {**intake.frame(step), "form": form, **(more or {})}
    status = 422 if form.is_bound and form.errors else 200
    return render(request, template or f"start/{step}.html", context, status=status)


def _reading(intake: Intake) -> str:
    """The date of the step before, read back for whoever has no script."""
    form = _when_form_of(intake)
    return form.started.reading if form.is_valid() and form.started else ""


def _when_form_of(intake: Intake) -> WhenForm:
    return WhenForm(
        intake.data["when"],
        today=intake.today,
        latest=drafts.latest_of(intake.data, intake.now),
    )


def _safety_initial(stored: drafts.Data) -> dict[str, object]:
    if not stored:
        return {}
    initial: dict[str, object] = {"signs": stored["ticked"] or [NONE]}
    for line_id, options in stored["chosen"].items():
        follow_up = catalogue().safety_check.line(line_id).follow_up
        is_one = follow_up is not None and follow_up.kind == "one_of"
        initial[follow_name(line_id)] = options[0] if is_one else options
    return initial


def _you_initial(stored: drafts.Data) -> dict[str, object]:
    if not stored:
        return {}
    if "contexts" not in stored:
        return dict(stored)
    order = stored["contexts"]
    places = {f"ask_{context}": str(order.index(context) + 1) for context in order}
    absent = {f"ask_{c.value}": "" for c in drafts.ASK_GRADUAL}
    return {**stored, **absent, **places}
