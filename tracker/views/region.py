"""Where somebody is: it decides the numbers that an emergency page shows."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from tracker.actions.preferences import choose_region
from tracker.regions import REGIONS, remember
from tracker.views.current import see_other


@require_POST
def region_choose(request: HttpRequest) -> HttpResponse:
    """Keep the choice: for this session, and for good in the settings of who is signed in."""
    code = request.POST.get("region", "")
    if code not in REGIONS:
        messages.error(request, _("Choose a country from the list"))
    elif request.user.is_authenticated:
        choose_region(user=request.user, code=code)
    else:
        remember(request, code)
    return see_other(_way_back(request))


def _way_back(request: HttpRequest) -> str:
    """The page the choice was made on; never another site."""
    page = request.POST.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(page, allowed_hosts=None)
    return page if is_ours and page.startswith("/") else reverse("help-now")
