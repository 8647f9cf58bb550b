"""What was typed while the session had ended is given back after signing in.

The form carries a signed mark of its owner (`tracker.owner_mark`). When it arrives
signed out, its fields wait for one hour on the server, in the visitor's session, and
only that person gets them back, on the page the form came from. Nothing is stored in
the diary before they send it again.
"""

from collections.abc import Callable
from functools import wraps
from time import time
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, resolve_url
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django_htmx.http import HttpResponseClientRedirect

from tracker.models import User
from tracker.owner_mark import FIELD, read_mark

SLOT = "typed"
KEPT_S = 3600
MOST_CHARACTERS = 50_000
# Which of several forms on one page was typed in, where its address says so.
KIND = "kind-of-answer"
GIVEN_BACK = gettext_noop("This is what you typed before you signed in. It is not saved yet.")
LEFT_OUT = {"csrfmiddlewaretoken", FIELD}
View = Callable[..., HttpResponse]


def keeps_typed(back: Callable[..., str]) -> Callable[[View], View]:
    """Decorate a view that takes a form; put it above `login_required`.

    `back(*args, **kwargs)` gives the page that shows this form, from the view's own URL
    arguments. A form made for somebody else answers 404, as their pages do.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def inner(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
            if request.method != "POST":
                return view(request, *args, **kwargs)
            owner = read_mark(request.POST.get(FIELD, ""))
            if request.user.is_authenticated:
                if owner is not None and owner != request.user.uuid:
                    raise Http404
                return view(request, *args, **kwargs)
            page = back(*args, **kwargs)
            if owner is not None:
                about, kind = kwargs.get("injury_uuid"), kwargs.get("kind")
                _keep(request, page=page, owner=str(owner), about=about, kind=kind)
            return _to_sign_in(request, page)

        return inner

    return decorate


def take_typed(request: HttpRequest, *, about: UUID | None = None) -> QueryDict | None:
    """The fields this person typed on this page before signing in, once; else None.

    `about` is the injury the page now shows; words typed about another one are dropped.
    """
    kept = request.session.get(SLOT)
    if kept is None or request.method != "GET" or not request.user.is_authenticated:
        return None
    if not _is_theirs(kept, request.user.uuid):
        del request.session[SLOT]
        return None
    if kept["page"] != request.path:
        return None
    del request.session[SLOT]
    if kept["about"] and about is not None and kept["about"] != str(about):
        return None
    return QueryDict(kept["fields"])


def give_back(request: HttpRequest, *, about: UUID | None = None) -> QueryDict | None:
    """As `take_typed`, and say on the page that nothing of it is saved."""
    typed = take_typed(request, about=about)
    if typed is not None:
        messages.info(request, _(GIVEN_BACK))
    return typed


def _is_theirs(kept: dict[str, Any], owner: UUID) -> bool:
    return bool(kept["owner"] == str(owner) and time() - kept["at"] <= KEPT_S)


@receiver(user_logged_in)
def drop_others(request: HttpRequest | None, user: User, **kwargs: object) -> None:
    """What one person typed does not stay in the session of the next one who signs in."""
    session = getattr(request, "session", None)
    if session is not None and SLOT in session and not _is_theirs(session[SLOT], user.uuid):
        del session[SLOT]


def _keep(request: HttpRequest, *, page: str, owner: str, about: object, kind: object) -> None:
    pairs = [
        (name, value)
        for name, values in request.POST.lists()
        if name not in LEFT_OUT
        for value in values
    ]
    if kind is not None:
        pairs.append((KIND, str(kind)))
    fields = urlencode(pairs)
    if len(fields) > MOST_CHARACTERS:
        return
    request.session[SLOT] = {
        "page": page,
        "owner": owner,
        "about": str(about or ""),
        "at": time(),
        "fields": fields,
    }
    # Signing in begins a session of its own length; without it this one is gone in an hour.
    request.session.set_expiry(KEPT_S)


def _to_sign_in(request: HttpRequest, page: str) -> HttpResponse:
    target = f"{resolve_url(settings.LOGIN_URL)}?{urlencode({'next': page}, safe='/')}"
    if request.headers.get("HX-Request") == "true":
        return HttpResponseClientRedirect(target)
    return redirect(target)
