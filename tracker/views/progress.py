"""Progress: this week in words, the charts, and the same days as a table or a file."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import TypedDict

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from tracker.charts.axes import Span
from tracker.exchange.cells import csv_of
from tracker.forms.progress import RangeForm
from tracker.overview.days_logged import days_page
from tracker.overview.progress import csv_rows, progress_page, table_page
from tracker.overview.progress_more import more_page
from tracker.views.current import current_injury, frame, needs_injury, now_of


@require_safe
@needs_injury
def progress(request: HttpRequest) -> HttpResponse:
    """`?range=2w`, `6w`, `all`, or `own` with `first` and `last`.

    Anything else shows the usual range of this diary's age; days that cannot be shown do
    too, with a sentence beside the box.
    """
    return _page(request, "progress.html", partial(progress_page, user=request.user))


@require_safe
@needs_injury
def progress_table(request: HttpRequest) -> HttpResponse:
    """Every value of the range in one table, with the way to each day."""
    return _page(request, "progress/table.html", partial(table_page, user=request.user))


@require_safe
@needs_injury
def progress_more(request: HttpRequest) -> HttpResponse:
    """Runs beside pain, exercises, self-tests, sleep and stress, over the same ranges."""
    return _page(request, "progress/more.html", more_page)


@require_safe
@needs_injury
def progress_csv(request: HttpRequest) -> HttpResponse:
    """The same values as a file for a spreadsheet, one row for each day of the range.

    Days that cannot be shown answer with the table and its sentence: a file of other days
    would be taken for the ones asked for.
    """
    asked = _asked(request)
    if asked.form.is_refused:
        return progress_table(request)
    rows = csv_rows(current_injury(request), user=request.user, **asked.days)
    answer = HttpResponse(csv_of(rows), content_type="text/csv; charset=utf-8")
    name = f"diary-{asked.form.today.isoformat()}.csv"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


@require_safe
@needs_injury
def progress_days(request: HttpRequest) -> HttpResponse:
    """The days logged of one year, `?year=2025`; anything else shows the newest."""
    injury = current_injury(request)
    page = days_page(injury, year=request.GET.get("year", ""), today=now_of(request).today)
    context = frame(request, injury, section="progress") | {"page": page}
    return render(request, "progress/days.html", context)


class _Days(TypedDict):
    """Which days a page shows, as `tracker.overview` takes them."""

    chosen: str
    today: date
    shown: Span | None


@dataclass(frozen=True, slots=True)
class _Asked:
    """The form of the own dates, and the days the address asks for."""

    form: RangeForm
    days: _Days


def _asked(request: HttpRequest) -> _Asked:
    form = RangeForm(request.GET, today=now_of(request).today)
    shown = Span(*form.days) if form.days else None
    return _Asked(
        form, {"chosen": request.GET.get("range", ""), "today": form.today, "shown": shown}
    )


def _page(request: HttpRequest, template: str, read: Callable[..., object]) -> HttpResponse:
    """A page of one range: what it shows, its form of dates, how addresses of days begin."""
    injury = current_injury(request)
    asked = _asked(request)
    example = asked.form.today
    day_address = reverse("day-edit", args=[example]).removesuffix(f"{example.isoformat()}/")
    own = {"page": read(injury, **asked.days), "form": asked.form, "day_address": day_address}
    context = frame(request, injury, section="progress") | own
    return render(request, template, context, status=422 if asked.form.is_refused else 200)
