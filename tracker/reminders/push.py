"""One message to a person's devices, encrypted for each of them (RFC 8030, 8188, 8291, 8292).

The push service of the browser's maker carries it and cannot read it. What it holds is the
title, which tells nothing of health, and the path of the page to open.
"""

import http.client
import json
import logging
import socket
import ssl
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.utils import parseaddr, parsedate_to_datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.db.models import F

from tracker import push_address, vapid
from tracker.models import PushDevice
from tracker.models.reminder import ReminderKind
from tracker.push_address import NotPublic
from tracker.reminders.messages import WARNINGS, Later, Message

__all__ = ["Later", "is_ready", "push_to", "send"]

log = logging.getLogger("tracker.reminders")
TIMEOUT_S = 10
LONGEST_WAIT = timedelta(days=1)
# A device that never took anything in so many tries is dropped too.
MOST_FAILURES = 20
GONE = (404, 410)
# How long a push service keeps it for a phone that is off; a reminder is stale by the night.
KEPT_S, WARNING_KEPT_S = 4 * 3600, 24 * 3600
Resolve = Callable[[str], Sequence[tuple[str, int]]]


@dataclass(frozen=True, slots=True)
class Answer:
    """What a push service said; status 0 when nothing came back."""

    status: int
    after: timedelta | None = None


@dataclass(frozen=True, slots=True)
class Note:
    """What a device shows: a neutral title, the path to open, and the tag that lets the next
    note of its kind take its place."""

    title: str
    path: str
    tag: str
    is_warning: bool

    def payload(self) -> bytes:
        words = {"title": self.title, "url": self.path, "tag": self.tag}
        return json.dumps(words, ensure_ascii=False).encode()


def is_ready() -> bool:
    """Tell whether this house can push: the extra, its key, and an address browsers trust."""
    return bool(settings.IS_SECURE_CONTEXT and vapid.public_key(settings.VAR))


def send(message: Message) -> None:
    """Push the message to every live device of the person. Done when one device took it.

    Devices that are gone are dropped. Raises Later when no device took it.
    """
    warns = bool(WARNINGS & set(message.kinds))
    note = Note(
        title=message.title,
        path=message.url.removeprefix(settings.PUBLIC_URL),
        tag="now" if ReminderKind.SIGN_EMERGENCY in message.kinds else "sign" if warns else "day",
        is_warning=warns,
    )
    devices = PushDevice.objects.filter(owner=message.user, dropped_at__isnull=True)
    answers = [push_to(device, note, now=message.at) for device in devices]
    if any(200 <= answer.status < 300 for answer in answers):
        return
    waits = [answer.after for answer in answers if answer.after is not None]
    raise Later("no device took it", after=min(waits) if waits else None)


def push_to(device: PushDevice, note: Note, *, now: datetime) -> Answer:
    """Push to one device, keep how it went, and drop it when it is gone."""
    row = PushDevice.objects.filter(pk=device.pk)
    try:
        answer = _post(device, note, now=now)
    except NotPublic:
        log.warning("push address not public", extra={"event": "push_refused"})
        row.update(dropped_at=now)
        return Answer(0)
    except (OSError, http.client.HTTPException, ValueError) as error:
        log.warning("push not sent: %s", type(error).__name__, extra={"event": "push_later"})
        answer = Answer(0)
    if 200 <= answer.status < 300:
        row.update(last_ok_at=now, failures=0)
    elif answer.status in GONE or device.failures + 1 >= MOST_FAILURES:
        log.info("push device gone", extra={"event": "push_gone", "status": answer.status})
        row.update(dropped_at=now, failures=F("failures") + 1)
    else:
        row.update(failures=F("failures") + 1)
    return answer


def resolve(host: str) -> Sequence[tuple[str, int]]:
    """Every address of a push service, checked. A test puts a server of its own here."""
    return push_address.resolve(host)


def trusted() -> ssl.SSLContext:
    """Whose certificates we trust: those of the system."""
    return ssl.create_default_context()


class _Pinned(http.client.HTTPSConnection):
    """An https connection to one address that was checked; the name is for the certificate."""

    def __init__(self, host: str, address: tuple[str, int], context: ssl.SSLContext) -> None:
        super().__init__(host, timeout=TIMEOUT_S, context=context)
        self._address, self._trust = address, context

    def connect(self) -> None:
        plain = socket.create_connection(self._address, timeout=TIMEOUT_S)
        try:
            self.sock = self._trust.wrap_socket(plain, server_hostname=self.host)
        except OSError:
            plain.close()
            raise


def _post(device: PushDevice, note: Note, *, now: datetime) -> Answer:
    """One request to one checked address; redirects are answers like any other."""
    host = push_address.host_of(device.endpoint)
    address = resolve(host)[0]
    parts = urlsplit(device.endpoint)
    path = f"{parts.path or '/'}?{parts.query}" if parts.query else parts.path or "/"
    body = _encrypted(device, note.payload())
    headers = {
        "Content-Type": "application/octet-stream",
        "Content-Encoding": "aes128gcm",
        "TTL": str(WARNING_KEPT_S if note.is_warning else KEPT_S),
        "Urgency": "high" if note.is_warning else "normal",
        "Authorization": _authorization(host, now=now),
    }
    connection = _Pinned(host, address, trusted())
    try:
        connection.request("POST", path, body=body, headers=headers)
        response = connection.getresponse()
        return Answer(response.status, _wait(response.getheader("Retry-After"), now=now))
    finally:
        connection.close()


def _encrypted(device: PushDevice, payload: bytes) -> bytes:
    from pywebpush import WebPusher, WebPushException

    keys = {"p256dh": device.p256dh, "auth": device.auth}
    try:
        pusher = WebPusher({"endpoint": device.endpoint, "keys": keys})
        return bytes(pusher.encode(payload, content_encoding="aes128gcm")["body"])
    except WebPushException as error:
        raise ValueError from error


def _authorization(host: str, *, now: datetime) -> str:
    """Who we are, signed for this push service alone and for half a day."""
    from py_vapid import Vapid02

    pem = vapid.private_key(settings.VAR)
    if pem is None:
        raise ValueError("no key")
    claims = {
        "aud": f"https://{host}",
        "exp": int((now + timedelta(hours=12)).timestamp()),
        "sub": _contact(),
    }
    return str(Vapid02.from_pem(pem).sign(claims)["Authorization"])


def _contact() -> str:
    """Whom a push service may ask about us: the site, or its mail address where it is local."""
    if settings.IS_HTTPS:
        return str(settings.PUBLIC_URL)
    address = parseaddr(settings.DEFAULT_FROM_EMAIL)[1]
    return f"mailto:{address if '.' in address.rpartition('@')[2] else 'no-reply@local.invalid'}"


def _wait(text: str | None, *, now: datetime) -> timedelta | None:
    """How long to wait: seconds or a date; None for nothing or nonsense, a day at most."""
    if not text:
        return None
    try:
        if text.strip().isdigit():
            wait = timedelta(seconds=min(int(text), 10**6))
        else:
            wait = parsedate_to_datetime(text) - now
    except (ValueError, TypeError, OverflowError):
        return None
    return max(timedelta(), min(wait, LONGEST_WAIT))
