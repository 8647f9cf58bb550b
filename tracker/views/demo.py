"""Looking at a made-up diary: a throw-away account, and the way from it to an own one."""

from allauth.core.internal import ratelimit
from django.conf import settings
from django.contrib.auth import login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from tracker.clock import zone_or_utc
from tracker.demo.ending import BATCH, end_demos, open_demos
from tracker.demo.guard import LOOKS_AT, leave
from tracker.demo.people import LASTS, STORIES, make_demo
from tracker.regions import ZONE_KEY, chosen_code
from tracker.views.current import see_other

OPEN_AT_MOST = 500
MOST_ZONE = 64
# The session outlives the diary by a day, so that who comes back is told that it ended.
REMEMBERED = 2 * LASTS
BACKEND = settings.AUTHENTICATION_BACKENDS[0]


@require_http_methods(["GET", "HEAD", "POST"])
def demo(request: HttpRequest, who: str) -> HttpResponse:
    """Ask once, then make the made-up person, sign in as them and open Today.

    404 when this house has no demos. Who is signed in with a diary of their own is asked
    to sign out first; who looks at a demo already changes to the other one.
    """
    if not settings.DEMO or who not in STORIES:
        raise Http404
    if request.user.is_authenticated and not request.user.is_demo:
        return _page(request, who, "signed_in", 409 if request.method == "POST" else 200)
    if request.method != "POST":
        return _page(request, who, "ask")
    now = timezone.now()
    if open_demos(now=now) >= OPEN_AT_MOST:
        return _page(request, who, "full", 429)
    if ratelimit.consume(request, app="allauth.account", action="demo") is None:
        return _page(request, who, "often", 429)
    end_demos(now=now, at_most=BATCH)
    zone, region = _zone(request), chosen_code(request)
    if request.user.is_authenticated:
        leave(request)
    login(request, make_demo(who=who, now=now, zone=zone, region=region), backend=BACKEND)
    request.session[LOOKS_AT] = who
    request.session.set_expiry(REMEMBERED)
    return see_other("today")


@require_POST
def demo_end(request: HttpRequest) -> HttpResponse:
    """Leave the made-up diary, which is deleted, and begin an own one where that is open."""
    if request.user.is_authenticated and not request.user.is_demo:
        return redirect("today")
    if request.user.is_authenticated:
        leave(request)
    return see_other("landing" if settings.SIGN_UP == "closed" else "start-safety")


def _zone(request: HttpRequest) -> str:
    """The device's time zone where it was told and is one we know, else the house's."""
    told = request.POST.get("zone", "")[:MOST_ZONE] or str(request.session.get(ZONE_KEY, ""))
    return zone_or_utc(told).key if told else settings.TIME_ZONE


def _page(request: HttpRequest, who: str, state: str, status: int = 200) -> HttpResponse:
    return render(request, "demo.html", {"who": who, "state": state}, status=status)
