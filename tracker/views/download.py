"""The person's whole diary as one file to keep."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from tracker.exchange.export import export_diary
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
