"""The last page: something failed on our side. It reads nothing from the database."""

import sys

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent
from django.db import InterfaceError, OperationalError, ProgrammingError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.template import loader
from django.urls import Resolver404, resolve, reverse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import requires_csrf_token
from django.views.defaults import page_not_found

from tracker.views.pages import kept_fields

RETRY_AFTER_S = "60"
# PostgreSQL knows no such table, or no such column: it was not migrated yet. SQLite calls the
# same an OperationalError.
NOT_PREPARED = frozenset(("42P01", "42703"))
# The page with the form of each route that takes files.
FORMS = {"photo-add": "photos", "runs-read": "runs-import"}
# Names that a person did not type: keys and tokens of the form itself.
UNSEEN = ("key", "token", "next", "owner", "uuid")


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer 413 to what is longer than any form of ours, 400 to what cannot be read."""
    if isinstance(exception, RequestDataTooBig | TooManyFieldsSent):
        return _too_large(request)
    if is_api(request):
        return _as_json(400, "request", _("This request cannot be read."))
    return HttpResponse(loader.get_template("400.html").render(), status=400)


def _too_large(request: HttpRequest) -> HttpResponse:
    """Say so, and name the way back to the form whose files were too large."""
    if is_api(request):
        return _as_json(413, "too_long", _("This is too long."))
    try:
        name = resolve(request.path_info).url_name or ""
    except Resolver404:
        name = ""
    context = {"again": reverse(FORMS[name]) if name in FORMS else ""}
    return HttpResponse(loader.get_template("413.html").render(context), status=413)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Django's 404 page; for a call of the endpoint that does not exist, JSON."""
    if is_api(request):
        return _as_json(404, "address", _("There is no such call. Use log, fall or run."))
    return page_not_found(request, exception)


def is_api(request: HttpRequest) -> bool:
    return request.path_info.startswith("/api/v1/")


def _as_json(status: int, error: str, message: str) -> JsonResponse:
    """A refusal as the endpoint gives it (exchange/openapi.py, Refused)."""
    return JsonResponse({"error": error, "message": message, "faults": []}, status=status)


@requires_csrf_token
def server_error(request: HttpRequest) -> HttpResponse:
    """Answer 503, with what was typed, while the database cannot be used; else 500."""
    is_away = cannot_be_used(sys.exc_info()[1])
    if is_api(request):
        words = _("Something failed here. Send it again in a minute with the same key.")
        answer = _as_json(503 if is_away else 500, "failed", words)
        answer["Retry-After"] = RETRY_AFTER_S
        return answer
    if is_away:
        return database_away(request)
    return HttpResponse(loader.get_template("500.html").render(), status=500)


def cannot_be_used(fault: BaseException | None) -> bool:
    """Whether the database is away, or does not yet hold the tables that this version reads."""
    if isinstance(fault, ProgrammingError):
        return getattr(fault.__cause__, "sqlstate", "") in NOT_PREPARED
    return isinstance(fault, OperationalError | InterfaceError)


def database_away(request: HttpRequest) -> HttpResponse:
    """Locked too long, disk full, read-only or gone: give the words back to be sent again."""
    posted = request.method == "POST"
    kept = kept_fields(request) if posted else None
    context = {
        "posted": posted,
        "kept": kept,
        "shown": [(name, value) for name, value in kept or () if value and not is_unseen(name)],
        "action": request.get_full_path(),
        "csrf_token": get_token(request),
    }
    page = loader.get_template("503_database.html").render(context)
    return HttpResponse(page, status=503, headers={"Retry-After": RETRY_AFTER_S})


def is_unseen(name: str) -> bool:
    return any(word in name.lower() for word in UNSEEN)
