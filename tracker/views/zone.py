"""The zone of the phone, offered on Today: taken or not, never by itself."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from tracker.actions.errors import ActionError
from tracker.actions.preferences import choose_zone
from tracker.draft import known_zone
from tracker.views.current import see_other
from tracker.words import day_words

KEPT = "zone_kept"
USE = "use"


@require_POST
@login_required
def zone_choose(request: HttpRequest) -> HttpResponse:
    """Use the phone's zone from now on, or keep the diary's and stop offering this one."""
    zone = request.POST.get("zone", "")
    if request.POST.get("do") != USE:
        request.session[KEPT] = known_zone(zone)
        return see_other("today")
    try:
        choose_zone(user=request.user, zone=zone)
    except ActionError as refusal:
        messages.error(request, _(refusal.message))
        return see_other("account-settings")
    messages.success(request, _("Your time zone is changed. Older entries keep theirs."))
    tell_lived(request)
    return see_other("today")


def tell_lived(request: HttpRequest) -> None:
    """Say why the diary stays on a day that is not over, or not even begun, where the person is."""
    on = request.user.earliest_today  # type: ignore[union-attr]
    if on:
        words = _("You logged that day already. Your diary stays on %(day)s until it is over here.")
        messages.info(request, words % {"day": day_words(on)})
