"""The intake of one browser session: which draft, what it says so far, where to go next."""

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property, wraps
from typing import Any

from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone

from tracker import draft as drafts
from tracker.actions.intake_draft import find_draft, note, purge_drafts, save_step
from tracker.models import IntakeDraft
from tracker.overview.intake import Assessed, assess
from tracker.patience import patience
from tracker.regions import ZONE_KEY, Region, region_here
from tracker.views.current import see_other

log = logging.getLogger(__name__)
WAIT_MS = 200
NUMBERS = {step: number for number, step in enumerate((*drafts.STEPS, "result"), start=1)}
View = Callable[..., HttpResponse]


@dataclass
class Intake:
    """One session's intake. `data` is empty while nothing was answered."""

    request: HttpRequest
    now: datetime
    draft: IntakeDraft | None

    @property
    def data(self) -> drafts.Data:
        return self.draft.data if self.draft else {}

    def known(self, step: str) -> drafts.Data:
        """What a step said, or else what is filled in beforehand ("It happened again")."""
        stored: drafts.Data = self.data.get(step) or self.data.get("prefill", {}).get(step, {})
        return stored

    @property
    def today(self) -> date:
        return drafts.today_of(self.data, self.now)

    @property
    def region(self) -> Region:
        return region_here(self.request)

    @cached_property
    def assessed(self) -> Assessed:
        """Emergency and urgent signs of the answers given so far."""
        return assess(self.data, today=self.today, region=self.region)

    def save(self, step: str, answers: Mapping[str, Any] | None) -> None:
        """Store one step with the day it was answered, and the time zone if the page told it."""
        dated = None if answers is None else {**answers, "answered_on": self.today.isoformat()}
        key = self.request.session.get(drafts.SESSION_KEY)
        self.draft = save_step(key=key, step=step, answers=dated, now=self.now)
        self.request.session[drafts.SESSION_KEY] = str(self.draft.key)
        zone = drafts.known_zone(self.request.POST.get("zone", ""))
        if zone and zone != self.data.get("zone"):
            note(draft=self.draft, name="zone", value=zone, now=self.now)
            self.request.session[ZONE_KEY] = zone
        self.__dict__.pop("assessed", None)

    def next_after(self, step: str) -> HttpResponse:
        """The stop page at once in an emergency, else the next step or the list of answers."""
        if self.assessed.must_stop:
            return see_other("start-stop")
        if self.request.POST.get("then") == "answers":
            return see_other("start-answers")
        return see_other(f"start-{following(step)}")

    def must_go(self, step: str) -> str:
        """The page that comes before this step can be shown, or nothing."""
        if step in self.data:
            return ""
        if self.assessed.must_stop:
            return "start-stop"
        first_open = drafts.first_open_step(self.data)
        return "" if first_open == step else f"start-{first_open}"

    def frame(self, step: str) -> dict[str, object]:
        """What every page of the intake needs: step, way back, urgent signs so far."""
        from_answers = self.request.GET.get("from") == "answers"
        then = self.request.POST.get("then") == "answers" or from_answers
        return {
            "step": NUMBERS[step],
            "step_name": step,
            "back_url": reverse("start-answers") if then else self.back_url(step),
            "then": "answers" if then else "",
            "urgent": self.assessed.urgent if step != "safety" or "safety" in self.data else (),
            "region": self.region,
        }

    def back_url(self, step: str) -> str:
        before = NUMBERS[step] - 1
        if before == 0:
            return "/today/" if self.request.user.is_authenticated else "/"
        return reverse(f"start-{drafts.STEPS[before - 1]}")


def following(step: str) -> str:
    order = (*drafts.STEPS, "result")
    return order[order.index(step) + 1]


def forget_old_drafts(now: datetime) -> None:
    """Delete what is too old; the safety check must open also while nothing can be written."""
    try:
        with patience(WAIT_MS):
            purge_drafts(now=now)
    except OperationalError:
        log.warning("old drafts could not be deleted")


def with_intake(view: View) -> View:
    """Give the view its session's intake; drafts older than a day are deleted first."""

    @wraps(view)
    def inner(request: HttpRequest, **kwargs: object) -> HttpResponse:
        now = timezone.now()
        forget_old_drafts(now)
        draft = find_draft(key=request.session.get(drafts.SESSION_KEY), now=now)
        response = view(request, Intake(request, now, draft), **kwargs)
        response["X-Robots-Tag"] = "noindex"
        return response

    return inner


def step_view(step: str) -> Callable[[View], View]:
    """A step of the intake: earlier steps come first, an emergency before any new step."""

    def decorate(view: View) -> View:
        @with_intake
        @wraps(view)
        def inner(request: HttpRequest, intake: Intake, **kwargs: object) -> HttpResponse:
            elsewhere = intake.must_go(step)
            if elsewhere:
                return see_other(elsewhere)
            return view(request, intake, **kwargs)

        return inner

    return decorate
