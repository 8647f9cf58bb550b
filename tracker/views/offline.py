"""Without a network: the worker, the page that opens, and the door for entries that waited."""

import json
import re
from datetime import UTC, date, datetime, timedelta
from html import unescape
from urllib.parse import urlsplit
from uuid import UUID
from zoneinfo import available_timezones

from django.conf import settings
from django.contrib.messages import get_messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import Resolver404, resolve, reverse
from django.utils.html import strip_tags
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from rehab.vocabulary import Tier
from tracker.clock import PersonNow, diary_day, person_now
from tracker.forms.day import DayForm
from tracker.forms.fall import OTHER, TODAY, YESTERDAY, FallForm
from tracker.forms.moment import MomentForm
from tracker.forms.run import RunForm
from tracker.forms.session import NumbersForm, RateForm
from tracker.models import Injury, Notice, SubmissionKey
from tracker.overview.own_today import exercises_of, log_of
from tracker.overview.plan import PlanNow
from tracker.overview.run_steps import run_asks
from tracker.overview.today import LogPage, log_page
from tracker.overview.today_plan import ExerciseRow, Exercises
from tracker.phone import phone, shell, version, worker_source
from tracker.views.current import NoInjury, current_injury, frame, needs_injury, now_of
from tracker.views.exercise_parts import exercises_context
from tracker.views.waited import mark_waited

# The entries that may wait: what takes them, by the name of its address.
TAKEN = {
    "day-record",
    "fall-new",
    "fall-record",
    "run-record",
    "moment-record",
    "exercise-tick",
    "exercise-numbers",
    "exercises-all",
    "exercises-rate",
    "session-log",
}
# A phone's clock may be a little ahead; what is older than this is told as now.
AHEAD, LONGEST_WAIT = timedelta(minutes=10), timedelta(days=90)
GO_NOW = (Tier.EMERGENCY, Tier.URGENT)
SENTENCES = re.compile(r'<div class="errors".*?<ul>(.*?)</ul>', re.S)
ITEM = re.compile(r"<li>(.*?)</li>", re.S)


@require_safe
def worker(request: HttpRequest) -> HttpResponse:
    """The service worker of the whole site, behind one line that names its version."""
    house = {
        "version": version(),
        "keep": static("js/keep.js"),
        "files": shell(),
        "icon": static("icons/icon-192.png"),
        "files_at": settings.STATIC_URL,
    }
    first = f'"use strict";\nconst HOUSE = {json.dumps(house)};\n'
    answer = HttpResponse(first + worker_source(), content_type="text/javascript; charset=utf-8")
    answer["Service-Worker-Allowed"] = "/"
    return answer


@require_safe
def manifest(request: HttpRequest) -> JsonResponse:
    """What a phone needs to put the diary on its home screen."""

    def icon(name: str, size: int, purpose: str) -> dict[str, str]:
        return {
            "src": static(f"icons/{name}.png"),
            "sizes": f"{size}x{size}",
            "type": "image/png",
            "purpose": purpose,
        }

    words = {
        "id": "/",
        "name": "Home Straight",
        "short_name": "Home Straight",
        "description": _("Hamstring and sit-bone pain diary"),
        "lang": "en-GB",
        "start_url": reverse("today"),
        "scope": "/",
        "display": "standalone",
        "background_color": "#F3F3ED",
        "theme_color": "#0F4A3C",
        "icons": [
            icon("icon-192", 192, "any"),
            icon("icon-512", 512, "any"),
            icon("maskable-512", 512, "maskable"),
        ],
        "shortcuts": [
            {"name": _("Log today"), "url": reverse("today")},
            {"name": _("Fall or slip"), "url": reverse("fall-new")},
            {"name": _("Emergency signs"), "url": reverse("help-now")},
        ],
    }
    return JsonResponse(words, content_type="application/manifest+json")


@require_safe
def offline(request: HttpRequest) -> HttpResponse:
    """The page that opens without a network: for its owner with empty forms and today's plan.

    Signed out it says what it can, and holds nothing of anybody.
    """
    injury = _injury_or_none(request)
    if injury is None:
        return render(request, "offline_away.html")
    today = now_of(request).today
    log = log_page(injury, contexts=request.user.contexts, on=today)
    run = RunForm(owner=request.user, auto_id="run_%s")
    asks = run_asks(log.plan, run=None)
    run.offer([(each.code, each.name) for each in asks.steps], training=asks.asks_training)
    shown = exercises_of(log.plan) if log.plan and log.plan.standing else None
    context = (
        frame(request, injury, section="today")
        | {
            "on": today,
            "form": _empty_form(request, injury, log),
            "log": {"can_copy": False, "is_running_folded": False},
            "fall": FallForm(owner=request.user, today=today, auto_id="fall_%s"),
            "run": run,
            "moment": MomentForm(owner=request.user, auto_id="moment_%s"),
            "asks": asks,
        }
        | exercises_context(request, shown)
        | {
            "numbers": _numbers_forms(request, log.plan, shown),
            "empty_rate": RateForm(owner=request.user, auto_id="rate_%s"),
        }
    )
    answer = render(request, "offline.html", context)
    answer["X-For"] = phone(request).tag
    return answer


def _numbers_forms(
    request: HttpRequest, now: PlanNow | None, shown: Exercises | None
) -> list[tuple[ExerciseRow, NumbersForm]]:
    """An empty form for what was done of each exercise of the day."""
    forms = []
    for number, row in enumerate(shown.rows if shown else ()):
        log = log_of(now, row.id)
        if log is not None:
            form = NumbersForm(owner=request.user, auto_id=f"n{number}_%s")
            form.offer(log.boxes, dose=log.dose)
            forms.append((row, form))
    return forms


def _injury_or_none(request: HttpRequest) -> Injury | None:
    if not request.user.is_authenticated:
        return None
    try:
        return current_injury(request)
    except NoInjury:
        return None


def _empty_form(request: HttpRequest, injury: Injury, log: LogPage) -> DayForm:
    """Nothing filled in, as if the day were not logged: what was is shown when it is sent."""
    return DayForm(
        owner=request.user,
        asked=log.lines,
        chips=request.user.chips,
        side=injury.side,
        near=injury.places,
        initial={"number": 0, "limp_row": "1" if log.needs.is_limp_asked else ""},
    )


@require_safe
def token(request: HttpRequest) -> JsonResponse:
    """A fresh form token, and whose session it is. 401 when nobody is signed in."""
    if not request.user.is_authenticated:
        return JsonResponse({"state": "out"}, status=401)
    return JsonResponse({"tag": phone(request).tag, "token": get_token(request)})


@require_POST
def send(request: HttpRequest) -> JsonResponse:
    """Take one entry that waited, through the view that takes it from its page.

    Answers 200 with `state`: sent, changed (this day stands otherwise by now), refused (`says`
    tells why); `tell` is a page that cannot wait. 401 when nobody is signed in.
    """
    if not request.user.is_authenticated:
        return JsonResponse({"state": "out"}, status=401)
    try:
        parts = urlsplit(request.POST.get("to", ""))
        match = None if parts.netloc else resolve(parts.path)
    except (Resolver404, ValueError):
        match = None
    if match is None or match.view_name not in TAKEN:
        return _refused(_("This entry cannot be taken here."))
    if _is_stored(request):
        return JsonResponse({"state": "sent", "tell": ""})
    mark_waited(request)
    _as_written(request)
    request.htmx = False
    last = Notice.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    try:
        answer = match.func(request, *match.args, **match.kwargs)
    except Http404:
        return _refused(_("What this entry belongs to is not in your diary any more."))
    if answer.status_code == 409:
        return JsonResponse({"state": "changed"})
    if answer.status_code == 422:
        return _refused(_sentence(answer) or _("Open it to see what is missing."))
    if answer.status_code >= 400:
        return JsonResponse({"state": "failed"}, status=answer.status_code)
    if not _is_stored(request):  # the view led elsewhere: what it said is the reason
        return _refused(_said(request))
    return JsonResponse({"state": "sent", "tell": _what_cannot_wait(request, answer, last)})


def _is_stored(request: HttpRequest) -> bool:
    """Whether this form was stored before, here or from the page that showed it again."""
    try:
        key = UUID(request.POST.get("key", ""))
    except ValueError:
        return False
    return SubmissionKey.objects.filter(owner_id=request.user.pk, key=key).exists()


def _said(request: HttpRequest) -> str:
    """What the view told the person instead of storing the entry."""
    return next((str(each) for each in get_messages(request)), _("Open it to see what is missing."))


def _refused(says: str) -> JsonResponse:
    return JsonResponse({"state": "refused", "says": says})


def _sentence(page: HttpResponse) -> str:
    """The first sentence of our own error summary (components/error_summary.html), or the only."""
    if isinstance(page, JsonResponse):
        return str(json.loads(page.content)["says"])
    found = SENTENCES.search(page.content.decode())
    items = ITEM.findall(found.group(1)) if found else []
    return unescape(strip_tags(items[0])).strip() if items else ""


def _what_cannot_wait(request: HttpRequest, answer: HttpResponse, last: int) -> str:
    """The questions after a bad fall, or Today where a new stop stands; else nothing."""
    questions = reverse("check-questions")
    if answer.headers.get("Location") == questions:
        return questions
    new = Notice.objects.filter(injury__owner_id=request.user.pk, pk__gt=last, tier__in=GO_NOW)
    return reverse("today") if new.exists() else ""


def _as_written(request: HttpRequest) -> None:
    """Give the view the instant and zone the entry was written in, where they can be true.

    A fall's "today" and "yesterday" are those of the day it was written, spelt out here.
    """
    now = person_now(request.user)
    wrote_at = _instant(request.POST.get("wrote_at", ""))
    if wrote_at is None or not now.now - LONGEST_WAIT <= wrote_at <= now.now + AHEAD:
        return
    wrote_at = min(wrote_at, now.now)
    given = request.POST.get("wrote_in", "")
    zone = given if given in available_timezones() else now.zone
    request._person_now = PersonNow(  # type: ignore[attr-defined]
        now=now.now, zone=now.zone, today=now.today, wrote_at=wrote_at, wrote_in=zone
    )
    then = diary_day(wrote_at, zone=zone, day_starts_hour=request.user.day_starts_hour)
    days = {TODAY: then, YESTERDAY: then - timedelta(days=1)}
    if (on := days.get(request.POST.get("when", ""))) is not None:
        _spell_out(request, on)


def _spell_out(request: HttpRequest, on: date) -> None:
    fields = request.POST.copy()
    for name, value in (("day", on.day), ("month", on.month), ("year", on.year)):
        fields[name] = str(value)
    fields["when"] = OTHER
    request.POST = fields  # type: ignore[assignment]


def _instant(text: str) -> datetime | None:
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        return None
    return at.astimezone(UTC) if at.tzinfo else None


@require_safe
@needs_injury
def this_phone(request: HttpRequest) -> HttpResponse:
    """What this phone keeps, the switch, and what waits."""
    context = frame(request, current_injury(request), section="more")
    return render(request, "offline_phone.html", context)
