"""The browsers of a person that may be pushed to: take one, and end one."""

import base64
import binascii
import re
from datetime import datetime
from uuid import UUID

from django.db import transaction

from tracker.actions.errors import EntryRefused
from tracker.actions.once import claim
from tracker.models import PushDevice, ReminderChoice, User
from tracker.push_address import NotPublic, host_of, resolve

MOST_DEVICES = 10
NAME_MAX = 60
POINT_BYTES, SECRET_BYTES, UNCOMPRESSED = 65, 16, 4
BASE64URL = re.compile(r"[A-Za-z0-9_-]{20,100}={0,2}", re.ASCII)


def add_device(
    *, user: User, name: str, endpoint: str, p256dh: str, auth: str, at: datetime, key: UUID
) -> PushDevice | None:
    """Take a browser; None when this form was sent before.

    The same browser again is the same device with new keys; it belongs to who signed in there
    last. Raises EntryRefused for an address that is not public and https, and for broken keys.
    """
    if not name or len(name) > NAME_MAX:
        raise EntryRefused("Give it a name of at most 60 characters", field="name")
    _check_keys(p256dh, auth)
    _check_address(endpoint)
    with transaction.atomic():
        if not claim(owner=user, key=key, kind="push"):
            return None
        live = PushDevice.objects.filter(owner=user, dropped_at__isnull=True)
        if live.exclude(endpoint=endpoint).count() >= MOST_DEVICES:
            raise EntryRefused("There are ten devices already. Remove one that is not used")
        fields = {
            "owner": user, "name": name, "p256dh": p256dh, "auth": auth, "made_at": at,
            "failures": 0, "dropped_at": None, "last_ok_at": None,
        }  # fmt: skip
        device, _ = PushDevice.objects.update_or_create(endpoint=endpoint, defaults=fields)
        ReminderChoice.objects.update_or_create(user=user, defaults={"by_push": True})
    return device


def remove_device(*, device: PushDevice) -> None:
    """Push there no more; nothing of it is kept."""
    device.delete()


def _check_address(endpoint: str) -> None:
    try:
        resolve(host_of(endpoint))
    except NotPublic:
        raise EntryRefused("This browser gave an address that cannot be pushed to") from None
    except OSError:
        raise EntryRefused(
            "The push service of this browser cannot be reached now. Try again in a while"
        ) from None


def _check_keys(p256dh: str, auth: str) -> None:
    point, secret = _bytes_of(p256dh), _bytes_of(auth)
    if len(point) != POINT_BYTES or point[0] != UNCOMPRESSED or len(secret) != SECRET_BYTES:
        raise EntryRefused("This browser did not give what is needed. Try again")
    try:
        from cryptography.hazmat.primitives.asymmetric import ec
    except ImportError:
        raise EntryRefused("This server cannot push") from None
    try:
        ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), point)
    except ValueError:
        raise EntryRefused("This browser did not give what is needed. Try again") from None


def _bytes_of(text: str) -> bytes:
    if not BASE64URL.fullmatch(text):
        return b""
    text = text.rstrip("=")
    try:
        return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except (ValueError, binascii.Error):
        return b""
