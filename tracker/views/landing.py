"""The front door, and the made-up example page it shows."""

from datetime import date
from functools import lru_cache

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from tracker.clock import diary_day
from tracker.demo.sheet import robins_sheet
from tracker.models.account import User

DAY_STARTS = User._meta.get_field("day_starts_hour").get_default()


@require_safe
def landing(request: HttpRequest) -> HttpResponse:
    """The front door; who is signed in goes straight to Today."""
    if request.user.is_authenticated:
        return redirect("today")
    return render(request, "landing.html", {"sheet": _sheet_here()})


@require_safe
def sample_report(request: HttpRequest) -> HttpResponse:
    """The example page by itself, for a phone too."""
    return render(request, "sample_report.html", {"sheet": _sheet_here()})


def _sheet_here() -> SafeString:
    today = diary_day(timezone.now(), zone=settings.TIME_ZONE, day_starts_hour=DAY_STARTS)
    return _sheet(today, get_language() or "")


@lru_cache(maxsize=8)
def _sheet(today: date, language: str) -> SafeString:
    """The example page as markup: the same for everybody the whole day."""
    return render_to_string("components/sample_sheet.html", {"sheet": robins_sheet(today)})
