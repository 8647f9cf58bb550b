"""Middleware: a made-up diary ends when its time is over, and has no mail or password."""

from collections.abc import Callable

from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from tracker import draft as drafts
from tracker.demo.ending import delete_demo, has_ended
from tracker.models import User

# In the session of whoever looks at a made-up diary: which one.
LOOKS_AT = "looks_at"
ACCOUNT_PAGES = "/accounts/"
Handler = Callable[[HttpRequest], HttpResponse]


def demo_guard(get_response: Handler) -> Handler:
    """End what is over with a plain sentence; keep made-up people off the account pages.

    A diary may be gone already when its page is opened: then the session still tells
    that there was one.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        user = request.user
        if isinstance(user, User):
            if not user.is_demo:
                return get_response(request)
            if has_ended(user, timezone.now()):
                leave(request)
                return _over(request)
            if _is_account_page(request):
                messages.info(request, _("A made-up diary has no e-mail address and no password."))
                return _send_to(request, reverse("account-settings"))
        elif request.session.get(LOOKS_AT):
            leave(request)
            return _over(request)
        return get_response(request)

    return middleware


def leave(request: HttpRequest) -> None:
    """Sign out of a made-up diary and delete it; answers of an open intake are kept.

    A real person is neither signed out nor deleted.
    """
    user, kept = request.user, request.session.get(drafts.SESSION_KEY)
    if isinstance(user, User) and not user.is_demo:
        return
    logout(request)
    if isinstance(user, User):
        delete_demo(user)
    if kept:
        request.session[drafts.SESSION_KEY] = kept


def _is_account_page(request: HttpRequest) -> bool:
    is_way_out = request.path == reverse("account_logout")
    return request.path.startswith(ACCOUNT_PAGES) and not is_way_out


def _over(request: HttpRequest) -> HttpResponse:
    messages.info(request, _("This made-up diary has ended. Nothing of it was kept."))
    return _send_to(request, reverse("landing"))


def _send_to(request: HttpRequest, address: str) -> HttpResponse:
    """A redirect; a part that htmx asked for sends the whole page there."""
    if request.headers.get("HX-Request"):
        return HttpResponse(status=204, headers={"HX-Redirect": address})
    return HttpResponseRedirect(address, status=303)
