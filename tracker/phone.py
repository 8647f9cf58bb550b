"""What a phone may keep of a person, and the key that seals it there.

Entries that wait for a network, and the page that opens without one, are sealed in the
browser with a key that stands in signed-in pages only. Whoever signs in next on the same
phone gets a key of their own, so that what waits of the first stays unreadable to them.
"""

import base64
import hashlib
import secrets
from dataclasses import dataclass
from functools import cache

from django.conf import settings
from django.http import HttpRequest
from django.templatetags.static import static
from django.utils.crypto import salted_hmac

from tracker.clock import person_now
from tracker.models import User
from tracker.phone_words import words

KEEP_OTHERS = "keep_others"
# In the session: changes when the page that a phone keeps no longer holds.
RENEWED = "renewed"
SHELL = (
    "css/app.css",
    "css/body_map.css",
    "css/diary.css",
    "css/exercises.css",
    "css/public.css",
    "js/app.js",
    "js/body_map.js",
    "js/keep.js",
    "js/log.js",
    "js/offer.js",
    "js/offline.js",
    "icons/mark.svg",
    "icons/sprite.svg",
)


@dataclass(frozen=True, slots=True)
class Phone:
    """What a page tells its scripts: whose it is, their sealed key, their diary day and zone.

    `fresh` stands for the kept page: where it is another, the phone fetches its page anew.
    """

    tag: str
    version: str
    words: str
    seal: str = ""
    zone: str = ""
    starts: int = 0
    today: str = ""
    fresh: str = ""


def phone(request: HttpRequest) -> Phone:
    """For a signed-in person; for anyone else only the version."""
    user = getattr(request, "user", None)
    if not isinstance(user, User):
        return Phone(tag="", version=version(), words=words(signed_in=False))
    today = person_now(user).today.isoformat()
    return Phone(
        tag=tag_of(user),
        version=version(),
        words=words(signed_in=True),
        seal=masked(key_of(user)),
        zone=user.time_zone,
        starts=user.day_starts_hour,
        today=today,
        fresh=" ".join([version(), today, request.session.get(RENEWED, "")]).strip(),
    )


def renew(request: HttpRequest) -> None:
    """After a change of much at once: this browser's next page fetches what it keeps anew."""
    request.session[RENEWED] = secrets.token_hex(4)


def tag_of(user: User) -> str:
    """Tells accounts apart on one phone."""
    return str(user.uuid)


def key_of(user: User) -> bytes:
    """32 bytes that seal what this person's phones keep. Ends with the site's SECRET_KEY."""
    return salted_hmac("phone-seal", str(user.uuid), algorithm="sha256").digest()


def masked(key: bytes) -> str:
    """The key behind a fresh pad, so that no page holds the same secret twice (BREACH)."""
    pad = secrets.token_bytes(len(key))
    hidden = bytes(one ^ other for one, other in zip(key, pad, strict=True))
    return base64.b64encode(pad + hidden).decode()


def shell() -> list[str]:
    """The addresses of the files with which our pages open without a network."""
    return [static(name) for name in SHELL]


@cache
def _source() -> str:
    return (settings.ROOT / "static/js/sw.js").read_text(encoding="utf-8")


def worker_source() -> str:
    """The service worker's own code, without the line that gives it its version."""
    return _source()


def version() -> str:
    """Changes when a file of the shell does, or the worker, and with it every phone's copy."""
    return _version("\n".join([*shell(), worker_source()]))


@cache
def _version(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def forgotten(request: HttpRequest) -> str:
    """What the browser has to forget at a sign-out: everything kept of this site.

    Only where the page says that entries of somebody else wait sealed on this phone, the
    page itself drops what is this person's, and the store stays.
    """
    return '"cache"' if request.POST.get(KEEP_OTHERS) == "1" else '"cache", "storage"'
