"""Opens the door for who brings an invitation."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from tracker.accounts import INVITED, is_invitation


@require_safe
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Remember a valid invitation for this visit; wrong and old ones look alike (404)."""
    if not is_invitation(token):
        raise Http404
    request.session[INVITED] = True
    return redirect("account_signup")
