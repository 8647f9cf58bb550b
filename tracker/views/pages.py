"""Pages for everyone: help now, the standing texts, and what stands for an error."""

from urllib.parse import SplitResult, urlsplit

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from rehab.content.catalogue import catalogue
from tracker.overview import safety
from tracker.regions import REGIONS, region_here

# What a page that was open too long may hand back. More than any of our forms holds.
MAX_KEPT_FIELDS = 200
MAX_KEPT_CHARACTERS = 100_000
NEVER_KEPT = ("password", "passcode", "otp")


@require_safe
def help_now(request: HttpRequest) -> HttpResponse:
    """All emergency signs with whom to call; readable by anyone, on paper too."""
    shown = REGIONS.get(request.GET.get("region", ""))
    region = shown or region_here(request)
    context = {
        "region": region,
        "shown_region": shown.code if shown else "",
        "signs": safety.help_now(catalogue(), region),
    }
    return render(request, "help_now.html", context)


@require_safe
def about(request: HttpRequest) -> HttpResponse:
    return render(request, "about.html")


@require_safe
def for_physios(request: HttpRequest) -> HttpResponse:
    return render(request, "for_physios.html")


@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    return render(request, "privacy.html")


@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    return render(request, "accessibility.html")


@require_safe
@login_required
def more(request: HttpRequest) -> HttpResponse:
    """On a phone, the way to everything that has no place in the tab bar."""
    return render(request, "more.html")


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Say that the page was open too long, and hand back what was typed with a fresh token.

    Only to a request that came from our own page: another site must not get its
    words into a form that the person is asked to send. Never with a password,
    a file or more than our forms hold; then the page can only be opened anew.
    """
    kept = kept_fields(request) if came_from_us(request) else None
    context = {"kept": kept, "action": request.get_full_path(), "back": page_before(request)}
    return render(request, "403_csrf.html", context, status=403)


def came_from_us(request: HttpRequest) -> bool:
    """Tell whether the browser itself says that our own page sent this."""
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site == "same-origin"
    ours = urlsplit(settings.PUBLIC_URL)
    parts = address(request.headers.get("Origin") or request.headers.get("Referer") or "")
    return (parts.scheme, parts.netloc) == (ours.scheme, ours.netloc)


def address(text: str) -> SplitResult:
    """Take a header apart; one that is no address gives an empty one."""
    try:
        return urlsplit(text)
    except ValueError:
        return urlsplit("")


def page_before(request: HttpRequest) -> str:
    """Give the path of our page that held the form, else the start."""
    parts = address(request.headers.get("Referer", ""))
    is_ours = parts.netloc == request.get_host() and parts.path.startswith("/")
    return parts.path if is_ours and not parts.path.startswith("//") else "/"


def kept_fields(request: HttpRequest) -> list[tuple[str, str]] | None:
    """Give every name and value that was sent, or None where they must not be sent again."""
    if request.method != "POST" or request.FILES:
        return None
    pairs = [(name, value) for name, values in request.POST.lists() for value in values]
    if any(is_secret(name) for name, _ in pairs):
        return None
    pairs = [(name, value) for name, value in pairs if name != "csrfmiddlewaretoken"]
    size = sum(len(name) + len(value) for name, value in pairs)
    if not pairs or len(pairs) > MAX_KEPT_FIELDS or size > MAX_KEPT_CHARACTERS:
        return None
    return pairs


def is_secret(name: str) -> bool:
    return any(word in name.lower() for word in NEVER_KEPT)
