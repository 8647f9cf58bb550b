"""Progress: this week in words, the charts, and the same days as a table."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from tracker.overview.progress import progress_page, table_page
from tracker.views.current import current_injury, frame, needs_injury, now_of


@require_safe
@needs_injury
def progress(request: HttpRequest) -> HttpResponse:
    """`?range=2w`, `6w` or `all`; anything else shows the usual range of this diary's age."""
    injury = current_injury(request)
    page = progress_page(
        injury,
        user=request.user,
        chosen=request.GET.get("range", ""),
        today=now_of(request).today,
    )
    context = frame(request, injury, section="progress") | {"page": page}
    return render(request, "progress.html", context)


@require_safe
@needs_injury
def progress_table(request: HttpRequest) -> HttpResponse:
    """Every value of the range in one table, with the way to each day."""
    injury = current_injury(request)
    page = table_page(
        injury,
        user=request.user,
        chosen=request.GET.get("range", ""),
        today=now_of(request).today,
    )
    context = frame(request, injury, section="progress") | {"page": page}
    return render(request, "progress/table.html", context)
