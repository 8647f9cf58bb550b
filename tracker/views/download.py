"""Taking one's data along: the page about it, and the whole diary as one file to keep."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse, StreamingHttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from tracker.exchange.export import export_diary
from tracker.exchange.whole_zip import file_name, zip_diary
from tracker.forms.bring_in import BringFileForm
from tracker.overview.injuries import injury_rows
from tracker.views.current import NoInjury, current_injury, frame, now_of

# Ticked on the page: the file's name says nothing about health.
PLAIN = "plain"


@require_safe
@login_required
def data(request: HttpRequest) -> HttpResponse:
    """Where the diary is taken along, and where it ends."""
    context: dict[str, object] = {"section": "more", "form": BringFileForm()}
    try:
        injury = current_injury(request)
        context |= frame(request, injury, section="more")
        context["injuries"] = injury_rows(request.user, now=injury)
    except NoInjury:
        pass
    return render(request, "carried/data.html", context)


@require_safe
@login_required
@never_cache
def download(request: HttpRequest) -> JsonResponse:
    """Everything we hold about this person, as docs/diary-format.md describes it."""
    at = now_of(request)
    response = JsonResponse(
        export_diary(request.user, now=at.now, today=at.today),  # type: ignore[arg-type]
        json_dumps_params={"indent": 1, "ensure_ascii": False},
    )
    _named(response, request, ending="json")
    return response


@require_safe
@login_required
@never_cache
def download_with_photos(request: HttpRequest) -> StreamingHttpResponse:
    """The same as a ZIP, with tables, the pictures and a copy to read; sent as it is made."""
    at = now_of(request)
    pieces = zip_diary(request.user, now=at.now, today=at.today)
    response = StreamingHttpResponse(pieces, content_type="application/zip")
    _named(response, request, ending="zip")
    response["Content-Encoding"] = "identity"
    return response


def _named(
    response: JsonResponse | StreamingHttpResponse, request: HttpRequest, *, ending: str
) -> None:
    name = file_name(on=now_of(request).today, is_plain=PLAIN in request.GET, ending=ending)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "no-store, private"
