"""What happens around every request: log line, client address, headers, session length."""

import ipaddress
import logging
import re
import time
import uuid
from collections.abc import Callable
from contextlib import nullcontext, suppress

from django.conf import settings
from django.contrib.auth.signals import user_logged_in, user_logged_out
from django.contrib.sessions.middleware import SessionMiddleware
from django.core.exceptions import RequestDataTooBig
from django.db import OperationalError
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse
from django.http.request import UnreadablePostError
from django.utils import timezone

from tracker import logs, phone
from tracker.patience import patience
from tracker.uploads import limits_of

Handler = Callable[[HttpRequest], HttpResponse]
access_log = logging.getLogger("tracker.access")

CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "connect-src 'self'",
        "font-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
        "manifest-src 'self'",
        "worker-src 'self'",
    )
)
PERMISSIONS_POLICY = ", ".join(
    f"{feature}=()"
    for feature in (
        "accelerometer",
        "autoplay",
        "browsing-topics",
        "camera",
        "display-capture",
        "geolocation",
        "gyroscope",
        "magnetometer",
        "microphone",
        "midi",
        "payment",
        "usb",
    )
)
HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "Permissions-Policy": PERMISSIONS_POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
ONE_YEAR = 365 * 24 * 3600
# URL arguments that are a secret by themselves: their pages send no referrer at all. One with a
# form names itself to us alone: a browser told nothing sends "Origin: null", which CSRF refuses.
TOKEN_ARGUMENTS = {"key", "token", "uidb36"}
REQUEST_ID = re.compile(r"[A-Za-z0-9-]{8,64}")


def request_log(get_response: Handler) -> Handler:
    """Give each request an id and write one line about it: method, route, status, time."""

    def middleware(request: HttpRequest) -> HttpResponse:
        started = time.perf_counter()
        given = request.headers.get("X-Request-ID", "") if settings.TRUSTED_PROXIES else ""
        request_id = given if REQUEST_ID.fullmatch(given) else uuid.uuid4().hex
        mark = logs.request_id.set(request_id)
        try:
            response = get_response(request)
            response["X-Request-ID"] = request_id
            access_log.info(
                "request",
                extra={
                    "method": request.method if request.method in METHODS else "other",
                    "route": route_name(request),
                    "status": response.status_code,
                    "ms": round((time.perf_counter() - started) * 1000, 1),
                },
            )
            return response
        finally:
            logs.request_id.reset(mark)

    return middleware


METHODS = frozenset(("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"))


def route_name(request: HttpRequest) -> str:
    """Name the page without its path, which may hold ids, dates or tokens."""
    if request.resolver_match:
        return request.resolver_match.view_name or "unnamed"
    return "static" if request.path.startswith(settings.STATIC_URL) else "none"


def client_address(get_response: Handler) -> Handler:
    """Put the person's own address into REMOTE_ADDR, from trusted proxies only.

    Each of our TRUSTED_PROXIES hops appends the address it saw, so the person's
    is that many entries from the right; what stands left of it anyone may have
    made up. With too few entries or no address there, the socket's address stays.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        hops = settings.TRUSTED_PROXIES
        seen = [part.strip() for part in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")]
        if hops and len(seen) >= hops and is_address(seen[-hops]):
            request.META["REMOTE_ADDR"] = seen[-hops]
        return get_response(request)

    return middleware


def is_address(text: str) -> bool:
    try:
        ipaddress.ip_address(text)
    except ValueError:
        return False
    return True


def body_limit(get_response: Handler) -> Handler:
    """Refuse a body that is longer than this route's form can be, files in it included.

    Some of it is read first, so that the browser hears the answer instead of a
    connection that was cut.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        if length_of(request) > limits_of(request)[0]:
            with suppress(UnreadablePostError):
                for _ in range(0, min(length_of(request), MOST_READ), CHUNK):
                    request.read(CHUNK)
            raise RequestDataTooBig
        return get_response(request)

    return middleware


CHUNK = 64 * 1024
MOST_READ = 20_000_000


def length_of(request: HttpRequest) -> int:
    text = request.META.get("CONTENT_LENGTH") or "0"
    return int(text) if text.isascii() and text.isdigit() else 0


def headers(get_response: Handler) -> Handler:
    """Set the security headers on every answer, static files included.

    Every page is `no-store`: signed-in pages and the intake hold health data,
    and a page kept by the browser would show it again after sign-out.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        for name, value in HEADERS.items():
            response.setdefault(name, value)
        if settings.IS_HTTPS:
            response["Strict-Transport-Security"] = f"max-age={ONE_YEAR}; includeSubDomains"
        if request.resolver_match:
            response.setdefault("Cache-Control", "no-store")
            if TOKEN_ARGUMENTS & set(request.resolver_match.kwargs):
                has_form = "CSRF_COOKIE_NEEDS_UPDATE" in request.META  # a token was drawn
                response["Referrer-Policy"] = "same-origin" if has_form else "no-referrer"
        elif not request.path.startswith(settings.STATIC_URL):
            response["Cache-Control"] = "no-store"
        if getattr(request, "has_signed_out", False):
            response["Clear-Site-Data"] = phone.forgotten(request)
        return response

    return middleware


@receiver(user_logged_out)
def mark_sign_out(request: HttpRequest | None, **kwargs: object) -> None:
    """Let the answer tell the browser to forget what it kept of this site."""
    if request is not None:
        request.has_signed_out = True  # type: ignore[attr-defined]


# A page that was read does not wait long to note that it was.
WAIT_MS = 2000


class ReadableSessions(SessionMiddleware):
    """Sessions that do not stand in the way of reading while the database cannot be written."""

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        if request.method not in ("GET", "HEAD"):
            return super().process_response(request, response)
        try:
            with patience(WAIT_MS) if request.session.modified else nullcontext():
                return super().process_response(request, response)
        except OperationalError:
            return response


RENEWED_ON = "renewed_on"


@receiver(user_logged_in)
def mark_renewed(request: HttpRequest | None, **kwargs: object) -> None:
    if request is not None and hasattr(request, "session"):
        request.session[RENEWED_ON] = timezone.now().date().isoformat()


def sliding_session(get_response: Handler) -> Handler:
    """Let a session of 90 days begin anew each day it is used, at one write a day.

    After a sign-in, leave the mark by which this device is known next time.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        today = timezone.now().date().isoformat()
        if request.user.is_authenticated and request.session.get(RENEWED_ON) != today:
            request.session[RENEWED_ON] = today
        response = get_response(request)
        if mark := getattr(request, "device_mark", ""):
            response.set_cookie(
                settings.DEVICE_COOKIE_NAME,
                mark,
                max_age=ONE_YEAR,
                secure=settings.IS_HTTPS,
                httponly=True,
                samesite="Lax",
            )
        return response

    return middleware
