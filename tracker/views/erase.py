"""Erase one injury with everything, and the receipt of what was erased."""

from dataclasses import asdict
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from tracker import phone
from tracker.actions.erase import Erased, erase_injury
from tracker.forms.account import DeleteAccountForm
from tracker.views.current import frame, injury_or_404, see_other
from tracker.views.kept import SLOT as TYPED

SLOT = "erased"


def tell_erased(request: HttpRequest, erased: Erased) -> None:
    """Keep the receipt for the next page: counts and the moment, and nothing about health."""
    request.session[SLOT] = asdict(erased) | {"at": timezone.now().strftime("%Y-%m-%d %H:%M UTC")}


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def injury_erase(request: HttpRequest, injury_uuid: UUID) -> HttpResponse:
    """Erase this injury after the word DELETE. There is no way back."""
    injury = injury_or_404(request, injury_uuid)
    form = DeleteAccountForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        tell_erased(request, erase_injury(injury=injury))
        request.session.pop(TYPED, None)  # what was typed about it before signing in
        phone.renew(request)
        return see_other("erased")
    context = frame(request, injury, section="more") | {"form": form}
    return render(request, "injury_erase.html", context, status=422 if form.errors else 200)


@require_safe
@never_cache
def erased(request: HttpRequest) -> HttpResponse:
    """The receipt, for as long as this browser's session lasts."""
    return render(request, "erased.html", {"erased": request.session.get(SLOT)})
