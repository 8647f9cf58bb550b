"""The report as a file: for its owner, and for whoever has a link to it."""

from collections.abc import Callable

from allauth.core.internal import ratelimit
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from tracker.report import pdf
from tracker.report.values import Report


def file_of(
    request: HttpRequest, build: Callable[[], Report], *, asked_by: str, page: str
) -> HttpResponse:
    """The PDF; 429 with a way to `page` once `asked_by` had too many in a short time.

    To make one costs about a second of the processor. Call it only where
    `pdf.is_available()` holds.
    """
    is_free = ratelimit.consume(
        request, app="allauth.account", action="pdf", key=asked_by, limit_get=True
    )
    if not is_free:
        return render(request, "report/often.html", {"page": page}, status=429)
    made = build()
    answer = HttpResponse(pdf.make_pdf(pdf.page_of(made)), content_type="application/pdf")
    answer["Content-Disposition"] = f'attachment; filename="{made.file_name}"'
    answer["Cache-Control"] = "private, no-store"
    return answer
