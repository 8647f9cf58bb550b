"""Progress: this week in words, the charts, and the same days as a table or a file."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from tracker.charts.axes import Span
from tracker.exchange.cells import csv_of
from tracker.forms.progress import RangeForm
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
    injury = current_injury(request)
    form = RangeForm(request.GET, today=now_of(request).today)
    page = progress_page(
        injury,
        user=request.user,
        chosen=request.GET.get("range", ""),
        today=now_of(request).today,
        shown=_shown(form),
    )
    context = frame(request, injury, section="progress") | _with_form(form, page)
    return render(request, "progress.html", context, status=422 if form.is_refused else 200)


@require_safe
@needs_injury
def progress_table(request: HttpRequest) -> HttpResponse:
    """Every value of the range in one table, with the way to each day."""
    injury = current_injury(request)
    form = RangeForm(request.GET, today=now_of(request).today)
    page = table_page(
        injury,
        user=request.user,
        chosen=request.GET.get("range", ""),
        today=now_of(request).today,
        shown=_shown(form),
    )
    context = frame(request, injury, section="progress") | _with_form(form, page)
    return render(request, "progress/table.html", context, status=422 if form.is_refused else 200)


@require_safe
@needs_injury
def progress_more(request: HttpRequest) -> HttpResponse:
    """Runs beside pain, exercises, self-tests, sleep and stress, over the same ranges."""
    injury = current_injury(request)
    form = RangeForm(request.GET, today=now_of(request).today)
    page = more_page(
        injury,
        chosen=request.GET.get("range", ""),
        today=now_of(request).today,
        shown=_shown(form),
    )
    context = frame(request, injury, section="progress") | _with_form(form, page)
    return render(request, "progress/more.html", context, status=422 if form.is_refused else 200)


@require_safe
@needs_injury
def progress_csv(request: HttpRequest) -> HttpResponse:
    """The same values as a file for a spreadsheet, one row for each day of the range."""
    injury = current_injury(request)
    today = now_of(request).today
    rows = csv_rows(
        injury,
        user=request.user,
        chosen=request.GET.get("range", ""),
        today=today,
        shown=_shown(RangeForm(request.GET, today=today)),
    )
    answer = HttpResponse(csv_of(rows), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="diary-{today.isoformat()}.csv"'
    return answer


def _shown(form: RangeForm) -> Span | None:
    days = form.days
    return Span(*days) if days else None


def _with_form(form: RangeForm, page: object) -> dict[str, object]:
    """The page, its form of dates, and how the addresses of its days begin."""
    example = form.today
    day_address = reverse("day-edit", args=[example]).removesuffix(f"{example.isoformat()}/")
    return {"page": page, "form": form, "day_address": day_address}
