"""Today: the log while it is open, what was logged after, and what waits above both."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from tracker.clock import lived_at
from tracker.forms.check import QuestionsForm
from tracker.forms.day import DayForm
from tracker.forms.plan import GapForm
from tracker.forms.session import RateForm
from tracker.models import Injury
from tracker.overview.after_return import WeekCard, week_card
from tracker.overview.diary import fall_words, run_words
from tracker.overview.estimate import estimate_today
from tracker.overview.messages import news_line
from tracker.overview.own_today import exercises_of, own_strip
from tracker.overview.plan import PlanNow
from tracker.overview.run_steps import step_words
from tracker.overview.today import TodayPage, today_page
from tracker.overview.today_plan import has_load_test, meaning, strip, tests_due
from tracker.overview.visit_asks import asked_of, visit_line
from tracker.views.ask_parts import ask_context
from tracker.views.current import current_injury, frame, needs_injury, now_of
from tracker.views.exercise_parts import exercises_context
from tracker.views.kept import GIVEN_BACK, take_typed
from tracker.views.log_form import log_form
from tracker.views.signs import shown_of


@require_safe
@needs_injury
def today(request: HttpRequest) -> HttpResponse:
    """State A with the open log, or state B with what was logged. htmx gets the body alone."""
    injury = current_injury(request)
    return show_today(request, injury, rate=_typed_rating(request, injury))


def _typed_rating(request: HttpRequest, injury: Injury) -> RateForm | None:
    """How the exercises went, when the session ended while it was typed."""
    typed = take_typed(request, about=injury.uuid)
    if typed is None or not {"session_pain", "sharp_stop"} & set(typed):
        return None
    messages.info(request, _(GIVEN_BACK))
    return RateForm(typed, owner=request.user)


def show_today(
    request: HttpRequest,
    injury: Injury,
    *,
    form: DayForm | None = None,
    note: str = "",
    rate: RateForm | None = None,
    ask_form: QuestionsForm | None = None,
    status: int = 200,
) -> HttpResponse:
    """Render Today. `form` is shown as it is (refused, or filled by "Same as yesterday").

    `rate` is the refused form of how the exercises went, `ask_form` that of the plan's questions.
    """
    at = now_of(request)
    page = today_page(injury, user=request.user, today=at.today)
    if form is None and page.day is None:
        form = log_form(request, injury, page.log)
    if form is not None:
        form.ask(page.log.lines)
    context = frame(
        request,
        injury,
        section="today",
        open_signs=page.open_signs,
        asked_visits=asked_of(page.visits, at),
        pressing=page.pressing,
    ) | {
        "visit_line": visit_line(injury, at=at, cards=page.compact, visits=page.visits)
        or news_line(injury),
        "page": page,
        "log": page.log,
        "on": at.today,
        "is_today": True,
        "form": form,
        "note": note,
        "full": shown_of(request, page.full),
        "is_part": bool(request.htmx),
        "run_words": [run_words(run) for run in page.runs],
        "moments": page.moments,
        "fall_words": [fall_words(fall) for fall in page.falls],
    }
    context |= plan_context(request, page, rate=rate, ask_form=ask_form)
    if page.day is not None:
        context["saved_at"] = lived_at(page.day.logged_at, zone=page.day.zone)
    template = "today/_body.html" if request.htmx else "today.html"
    return render(request, template, context, status=status)


def _week(now: PlanNow) -> WeekCard | None:
    """The questions of a watch week, on the days they are open."""
    card = week_card(now.state.watch, today=now.today) if now.state else None
    return card if card is not None and card.is_due else None


def plan_context(
    request: HttpRequest,
    page: TodayPage,
    *,
    rate: RateForm | None,
    ask_form: QuestionsForm | None = None,
) -> dict[str, object]:
    """The plan's parts of Today; empty without a plan."""
    now = page.log.plan
    standing = now.standing if now is not None else None
    if now is None or standing is None:
        return {}
    gap = standing.response.gap_to_ask
    gap_form = GapForm(owner=request.user, initial={"gap_days": gap}) if gap else None
    shown = exercises_context(request, exercises_of(now), rate=rate) | {"gap_form": gap_form}
    if now.own is not None:
        return shown | {"stage": own_strip(now), "step_words": step_words(now, now.today)}
    return (
        shown
        | ask_context(request, now, form=ask_form)
        | {
            "stage": strip(now),
            "meaning": meaning(now) if page.day is not None else None,
            "tests_due": tests_due(now),
            "has_load_test": has_load_test(now),
            "step_words": step_words(now, now.today),
            "week": _week(now),
            "estimate": estimate_today(now),
        }
    )
