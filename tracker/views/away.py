"""The last page: something failed on our side. It reads nothing from the database."""

import sys

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.template import loader
from django.views.decorators.csrf import requires_csrf_token

from tracker.views.pages import kept_fields

RETRY_AFTER_S = "60"
# Names that a person did not type: keys and tokens of the form itself.
UNSEEN = ("key", "token", "next", "owner", "uuid")


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer 413 to what is longer than any form of ours, 400 to what cannot be read."""
    if isinstance(exception, RequestDataTooBig | TooManyFieldsSent):
        return HttpResponse(loader.get_template("413.html").render(), status=413)
    return HttpResponse(loader.get_template("400.html").render(), status=400)


@requires_csrf_token
def server_error(request: HttpRequest) -> HttpResponse:
    """Answer 503, with what was typed, while the database cannot be used; else 500."""
    if isinstance(sys.exc_info()[1], OperationalError | InterfaceError):
        return database_away(request)
    return HttpResponse(loader.get_template("500.html").render(), status=500)


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
