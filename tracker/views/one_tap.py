"""Links in a mail that make it more quiet, without signing in.

Opening one only asks, since mail scanners open every link. The POST needs no form token: the
address is signed, and a mail program that unsubscribes by itself (RFC 8058) has none.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from allauth.core.internal import ratelimit
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from tracker.actions.choose_reminders import pause, stop_daily, stop_mail, stop_reminders
from tracker.clock import person_now
from tracker.models import User
from tracker.reminders.one_tap import Tap, Tapped, read
from tracker.views.share import quiet


@dataclass(frozen=True, slots=True)
class Asked:
    """What the page asks, what it says will come then, its button, and what it says after."""

    heading: str | Promise
    means: str | Promise
    button: str | Promise
    done: str | Promise
    act: Callable[[User, date], None]


SIGNS_STAY = _("Warning signs and visits still come.")
ASKED: Mapping[Tap, Asked] = {
    Tap.TOMORROW: Asked(
        heading=_("Not today?"),
        means=SIGNS_STAY,
        button=_("Remind me tomorrow"),
        done=_("No more reminders today."),
        act=lambda user, today: pause(user=user, days=1, today=today),
    ),
    Tap.WEEK: Asked(
        heading=_("Pause the reminders for a week?"),
        means=SIGNS_STAY,
        button=_("Pause for a week"),
        done=_("The reminders rest for a week."),
        act=lambda user, today: pause(user=user, days=7, today=today),
    ),
    Tap.STOP_DAILY: Asked(
        heading=_("Stop the daily reminder?"),
        means=_("Everything else stays as you chose it."),
        button=_("Stop the daily reminder"),
        done=_("The daily reminder is off."),
        act=lambda user, today: stop_daily(user=user),
    ),
    Tap.STOP_REMINDERS: Asked(
        heading=_("Stop all reminders?"),
        means=_("Only warning signs still come by e-mail. Everything shows in the app."),
        button=_("Stop all reminders"),
        done=_("All reminders are off."),
        act=lambda user, today: stop_reminders(user=user),
    ),
    Tap.STOP_MAIL: Asked(
        heading=_("No more e-mail?"),
        means=_(
            "Nothing comes by e-mail any more, warning signs neither. They show in the app only."
        ),
        button=_("Send me no more mail"),
        done=_("You get no more mail of this kind."),
        act=lambda user, today: stop_mail(user=user),
    ),
}


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def one_tap(request: HttpRequest, token: str) -> HttpResponse:
    """Ask on GET, act on POST. Wrong and old links look alike, and who guesses has to wait."""
    tapped = _throttled(request, read(token))
    if tapped is None:
        return quiet(render(request, "reminders/tap_gone.html", status=404))
    asked = ASKED[tapped.tap]
    is_done = request.method == "POST"
    if is_done:
        asked.act(tapped.user, person_now(tapped.user).today)
    return quiet(render(request, "reminders/tap.html", {"asked": asked, "is_done": is_done}))


def _throttled(request: HttpRequest, tapped: Tapped | None) -> Tapped | None:
    """The link that was read, unless this address sent many wrong ones before."""
    limits = {"app": "allauth.account", "action": "shared", "limit_get": True}
    if tapped is None:
        ratelimit.consume(request, **limits)
        return None
    return tapped if ratelimit.consume(request, dry_run=True, **limits) else None
