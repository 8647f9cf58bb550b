"""Share a report by a link: make it, find it, count who opens it, turn it off."""

import base64
import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.contrib.auth.hashers import check_password, make_password
from django.db import transaction
from django.db.models import F
from django.utils.crypto import salted_hmac

from tracker.actions.errors import EntryRefused
from tracker.actions.once import claim
from tracker.models import Injury, ShareLink

TOKEN_BYTES = 16  # 128 bits
CODE_DIGITS = 6
WRONG_CODES_AT_MOST = 10
OPEN_AT_MOST = 20
UNDO = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Made:
    """A new link. `token` and `code` ("" for none) are shown once and kept nowhere."""

    link: ShareLink
    token: str
    code: str


def share_report(
    *,
    injury: Injury,
    for_whom: str,
    ends_at: datetime,
    has_photos: bool,
    asks_code: bool,
    now: datetime,
    key: UUID,
) -> Made | None:
    """Make a link; None for a replay, whose link cannot be shown again.

    EntryRefused when 20 links are open already.
    """
    with transaction.atomic():
        if not claim(owner=injury.owner, key=key, kind="share"):
            return None
        opened = ShareLink.objects.filter(injury=injury, ended_at=None, ends_at__gt=now)
        if opened.count() >= OPEN_AT_MOST:
            raise EntryRefused("Twenty links are open. Turn one off first")
        token = secrets.token_urlsafe(TOKEN_BYTES)
        code = f"{secrets.randbelow(10**CODE_DIGITS):0{CODE_DIGITS}}" if asks_code else ""
        link = ShareLink.objects.create(
            injury=injury,
            token_hash=hash_of(token),
            reply_hash=hash_of(reply_token(token)),
            for_whom=for_whom,
            ends_at=ends_at,
            has_photos=has_photos,
            code_hash=make_password(code) if code else "",
            created_at=now,
        )
    return Made(link, token, code)


def reply_token(token: str) -> str:
    """The token of a link's one reply. It comes from the link's own and leads to nothing of it."""
    made = salted_hmac("tracker.share.reply", token, algorithm="sha256").digest()
    return base64.urlsafe_b64encode(made[:TOKEN_BYTES]).decode().rstrip("=")


def hash_of(token: str) -> str:
    """What is kept of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


def open_link(token: str, *, now: datetime) -> ShareLink | None:
    """The link of a token while it is open; None for wrong, ended and turned off alike."""
    found = ShareLink.objects.select_related("injury", "injury__owner", "reply")
    return found.filter(token_hash=hash_of(token), ended_at=None, ends_at__gt=now).first()


def note_open(link: ShareLink, *, now: datetime) -> None:
    """Count that it was opened."""
    ShareLink.objects.filter(pk=link.pk).update(opens=F("opens") + 1, last_opened_at=now)


def is_code_right(link: ShareLink, code: str, *, now: datetime) -> bool:
    """Whether the six digits are right. The tenth wrong try turns the link off.

    Each try is counted before it is looked at, so that many at once are not one.
    """
    tries = ShareLink.objects.filter(
        pk=link.pk, ended_at=None, wrong_codes__lt=WRONG_CODES_AT_MOST
    ).update(wrong_codes=F("wrong_codes") + 1)
    if not tries:
        return False
    if check_password(code, link.code_hash):
        ShareLink.objects.filter(pk=link.pk).update(wrong_codes=0)
        return True
    ShareLink.objects.filter(
        pk=link.pk, ended_at=None, wrong_codes__gte=WRONG_CODES_AT_MOST
    ).update(ended_at=now)
    return False


def end_link(link: ShareLink, *, now: datetime) -> None:
    """Turn it off; the next request finds nothing."""
    ShareLink.objects.filter(pk=link.pk, ended_at=None).update(ended_at=now)


def reopen_link(link: ShareLink, *, now: datetime) -> bool:
    """Undo turning off, for ten minutes; one that wrong codes ended stays off."""
    return bool(
        ShareLink.objects.filter(
            pk=link.pk,
            ended_at__gt=now - UNDO,
            ends_at__gt=now,
            wrong_codes__lt=WRONG_CODES_AT_MOST,
        ).update(ended_at=None)
    )
