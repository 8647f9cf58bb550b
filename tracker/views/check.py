"""The safety check, for anyone: the screen of lines, the questions, what they mean now.

Without a session the same rules run on the answers alone and nothing is stored. That
also holds when the session ended meanwhile: whoever answered is told at once what the
answers mean, and signs in afterwards.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from rehab.content.catalogue import catalogue
from rehab.signs.asking import WEEKLY, Due
from rehab.vocabulary import AnswerValue
from tracker import diary_reader
from tracker.actions.record_answers import record_answers
from tracker.forms.check import HELP, LinesForm, QuestionsForm, asked_in
from tracker.models import Injury, User
from tracker.overview import asking
from tracker.overview import check as overview
from tracker.overview.still_so import still_texts, with_what_is_over
from tracker.regions import region_here, remember
from tracker.views.current import (
    NoInjury,
    current_injury,
    injury_or_404,
    needs_injury,
    now_of,
    see_other,
)
from tracker.views.saved import said_ticks_count
from tracker.views.signs import shown_of


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def check(request: HttpRequest) -> HttpResponse:
    """The screen of lines. Posting here is for people without a diary; see `check_lines`."""
    injury = _injury(request)
    if request.method == "POST" and injury is None:
        return _without_diary(request)
    if injury is None:
        return _page(request, "check/_lines.html", _lines_context(_lines_form(request)))
    if request.method == "POST":
        return check_lines(request, injury.uuid)
    waiting = _waiting(request, injury)
    because = WEEKLY if asking.is_weekly_due(waiting) else HELP
    context = _lines_context(_lines_form(request, injury, because=because), injury=injury)
    return _page(request, "check/_lines.html", context)


@never_cache
@require_POST
def check_lines(request: HttpRequest, injury_uuid: UUID) -> HttpResponse:
    """Store the lines, run the rules, show at once what needs help."""
    if not request.user.is_authenticated:
        return _without_diary(request)
    injury = injury_or_404(request, injury_uuid)
    form = _lines_form(request, injury)
    if not form.is_valid():
        context = _lines_context(form, injury=injury)
        return _page(request, "check/_lines.html", context, status=422)
    said_ticks_count(request, has_both=form.has_both)
    because = form.cleaned_data["because"] or HELP
    _store(request, injury, form.answers, key=form.cleaned_data["key"], because=because)
    return _next(request, injury)


@never_cache
@require_safe
@needs_injury
def check_questions(request: HttpRequest) -> HttpResponse:
    """The next questions that a rule asks; without any, the weekly set or the result."""
    injury = current_injury(request)
    waiting = _waiting(request, injury)
    if asking.triggered(waiting):
        return _page(request, "check/_questions.html", _questions_context(request, injury, waiting))
    if asking.is_weekly_due(waiting):
        return see_other("check")
    return see_other("check-result")


@never_cache
@require_POST
def check_answers(request: HttpRequest, injury_uuid: UUID) -> HttpResponse:
    """Store a few answers, run the rules, go on to what waits next."""
    is_signed_in = request.user.is_authenticated
    injury = injury_or_404(request, injury_uuid) if is_signed_in else None
    asked = asked_in(request.POST)
    waiting = asking.triggered(_waiting(request, injury)) if injury is not None else []
    still = still_texts(injury, asked, waiting) if injury is not None else {}
    texts = overview.texts(asked) | still
    form = QuestionsForm(request.POST, questions=texts, owner=_owner(request))
    if not asked:
        return see_other("check-questions" if is_signed_in else "check")
    if injury is None:
        return _answers_without_diary(request, form)
    if not form.is_valid():
        context = _questions(form, request.path, is_still=bool(still))
        return _page(request, "check/_questions.html", context, status=422)
    because = _because(waiting, asked)
    _store(request, injury, form.answers, key=form.cleaned_data["key"], because=because)
    return _next(request, injury)


@never_cache
@require_safe
@needs_injury
def check_result(request: HttpRequest) -> HttpResponse:
    """What needs help now, from what is stored."""
    injury = current_injury(request)
    return _page(request, "check/_result.html", _result_context(request, injury))


def _next(request: HttpRequest, injury: Injury) -> HttpResponse:
    """What needs help comes first; then the questions that wait; then the result."""
    context = _result_context(request, injury)
    waiting = context["waiting"]
    if context["result"].is_quiet and asking.triggered(waiting):
        if not request.htmx:
            return see_other("check-questions")
        return _page(request, "check/_questions.html", _questions_context(request, injury, waiting))
    if not request.htmx:
        return see_other("check-result")
    return _page(request, "check/_result.html", context | {"appeared": True})


def _without_diary(request: HttpRequest) -> HttpResponse:
    """Run the rules on the answers alone. What follows from a yes is asked once more."""
    form = _lines_form(request)
    if not form.is_valid():
        return _page(request, "check/_lines.html", _lines_context(form), status=422)
    said_ticks_count(request, has_both=form.has_both)
    # "Where are you?" on the result sends the same answers once more.
    remember(request, request.POST.get("region", ""))
    answers = form.answers
    asked = asked_in(request.POST)
    more = None
    if asked:
        more = QuestionsForm(request.POST, questions=overview.texts(asked), owner=_owner(request))
    if more is not None and more.is_valid():
        answers |= more.answers
        more = None
    if request.user.is_authenticated:
        _store(request, None, answers, key=form.cleaned_data["key"], because=HELP)
    return _advice_page(request, answers, form=form, more=more)


def _advice_page(
    request: HttpRequest,
    answers: Mapping[str, AnswerValue],
    *,
    form: LinesForm,
    more: QuestionsForm | None,
) -> HttpResponse:
    region = region_here(request)
    result = overview.advice_on(answers, today=_today(request), region=region)
    follow = () if more or result.is_emergency else overview.follow_ups(answers)
    if follow:
        more = QuestionsForm(questions=overview.texts(q.id for q in follow), owner=_owner(request))
    context = {
        "result": result,
        "more": more,
        "lines": form,
        "asked": ",".join(more.question_ids) if more else "",
        "is_stored": False,
        "watch_for": overview.watch_for(catalogue()),
        "appeared": bool(request.htmx),
        "again": _to_send_again(request),
    }
    status = 422 if more is not None and more.is_bound else 200
    return _page(request, "check/_result.html", context, status=status)


def _to_send_again(request: HttpRequest) -> list[tuple[str, str]]:
    """What was posted, for the form that asks where somebody is."""
    left_out = ("csrfmiddlewaretoken", "region")
    return [
        (name, value)
        for name, values in request.POST.lists()
        for value in values
        if name not in left_out
    ]


def _answers_without_diary(request: HttpRequest, form: QuestionsForm) -> HttpResponse:
    """The session ended between the page and the answers: say what they mean all the same."""
    if not form.is_valid():
        return _page(request, "check/_questions.html", _questions(form, request.path), status=422)
    region = region_here(request)
    context = {
        "result": overview.advice_on(form.answers, today=_today(request), region=region),
        "is_stored": False,
        "watch_for": overview.watch_for(catalogue()),
        "appeared": bool(request.htmx),
    }
    return _page(request, "check/_result.html", context)


def _store(
    request: HttpRequest,
    injury: Injury | None,
    answers: Mapping[str, AnswerValue],
    *,
    key: UUID,
    because: str,
) -> None:
    record_answers(
        owner=request.user,
        injury=injury,
        answers=answers,
        at=now_of(request),
        key=key,
        because=because,
    )


def _injury(request: HttpRequest) -> Injury | None:
    if not request.user.is_authenticated:
        return None
    try:
        return current_injury(request)
    except NoInjury:
        return None


def _owner(request: HttpRequest) -> User | None:
    return request.user if request.user.is_authenticated else None


def _today(request: HttpRequest) -> date:
    """The person's diary day; for visitors the day in UTC, which no rule sees through."""
    return now_of(request).today if request.user.is_authenticated else timezone.now().date()


def _known(injury: Injury | None) -> list[str]:
    """What the person called long-standing and known to a doctor, at the intake."""
    return list(injury.triage.get("baseline") or ()) if injury else []


def _lines_form(
    request: HttpRequest, injury: Injury | None = None, *, because: str = HELP
) -> LinesForm:
    lines = overview.lines(catalogue(), _known(injury))
    data = request.POST if request.method == "POST" else None
    return LinesForm(data, questions=lines, owner=_owner(request), initial={"because": because})


def _lines_context(form: LinesForm, *, injury: Injury | None = None) -> dict[str, object]:
    action = reverse("check-lines", args=[injury.uuid]) if injury else reverse("check")
    return {"form": form, "action": action}


def _questions_context(
    request: HttpRequest, injury: Injury, waiting: Sequence[Due]
) -> dict[str, object]:
    screen = [each.question for each in asking.first_screen(waiting)]
    still = still_texts(injury, screen, waiting)
    texts = overview.texts(screen, _known(injury)) | still
    form = QuestionsForm(questions=texts, owner=request.user)
    action = reverse("check-answers", args=[injury.uuid])
    return _questions(form, action, is_still=bool(still))


def _questions(form: QuestionsForm, action: str, *, is_still: bool = False) -> dict[str, object]:
    """`is_still` says that they ask about now alone: is what was told for a day still so?"""
    return {
        "form": form,
        "asked": ",".join(form.question_ids),
        "action": action,
        "is_still": is_still,
    }


def _result_context(request: HttpRequest, injury: Injury) -> dict[str, object]:
    today, region = now_of(request).today, region_here(request)
    result = overview.result(injury, today=today, region=region)
    result = with_what_is_over(result, injury, today=today, region=region)
    waiting = _waiting(request, injury)
    return {
        "result": result,
        "shown": shown_of(request, result.cards),
        "waiting": waiting,
        "due": asking.screens_waiting(waiting),
        "is_stored": True,
        "watch_for": overview.watch_for(catalogue()),
    }


def _waiting(request: HttpRequest, injury: Injury) -> list[Due]:
    today = now_of(request).today
    return asking.due(diary_reader.read(injury, today=today), injury, today=today)


def _because(waiting: Sequence[Due], asked: list[str]) -> str:
    """The rule that asked the first of them."""
    return next((each.because for each in waiting if each.question in asked), HELP)


def _page(
    request: HttpRequest, part: str, context: dict[str, object], *, status: int = 200
) -> HttpResponse:
    """One part of the check: alone for htmx, in its page for everyone else."""
    if request.htmx:
        return render(request, part, context, status=status)
    return render(request, "check.html", context | {"part": part}, status=status)
