"""The person's whole diary as one file to keep."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, JsonResponse, StreamingHttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from tracker.exchange.export import export_diary
from tracker.exchange.photo_zip import zip_diary
from tracker.views.current import now_of


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
    name = f"hamstring-diary-{at.today.isoformat()}.json"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "no-store, private"
    return response


@require_safe
@login_required
@never_cache
def download_with_photos(request: HttpRequest) -> StreamingHttpResponse:
    """The same, as a ZIP that holds the pictures too."""
    at = now_of(request)
    pieces = zip_diary(request.user, now=at.now, today=at.today)
    response = StreamingHttpResponse(pieces, content_type="application/zip")
    name = f"hamstring-diary-{at.today.isoformat()}.zip"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "no-store, private"
    response["Content-Encoding"] = "identity"
    return response
