"""Make a token that logs for a person, find it again, and end it."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from tracker.actions.errors import EntryRefused
from tracker.actions.once import claim
from tracker.models import ApiToken, Injury

SCOPES = ("log", "fall", "run")
MOST_TOKENS = 10
NAME_MAX = 60
# Begins every token, so that one that was published by mistake is recognised by its look.
MARK = "hsd_"
LONGEST = 100
# The last use is a help for the person, not a record: one write a minute is enough.
USED_EVERY = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class TokenMade:
    """The row, and the token itself: only here and only now. None when this was a replay."""

    row: ApiToken | None
    token: str | None


def make_token(
    *, injury: Injury, name: str, scopes: Sequence[str], at: datetime, key: UUID
) -> TokenMade:
    """Make a token of 256 bits for one injury. Raises EntryRefused for a bad name or scope."""
    if not name or len(name) > NAME_MAX or "\x00" in name:
        raise EntryRefused("Give it a name of at most 60 characters", field="name")
    if not scopes or not set(scopes) <= set(SCOPES):
        raise EntryRefused("Choose what it may log", field="scopes")
    token = MARK + secrets.token_urlsafe(32)
    with transaction.atomic():
        if not claim(owner=injury.owner, key=key, kind="token"):
            return TokenMade(None, None)
        if ApiToken.objects.filter(owner=injury.owner).live().count() >= MOST_TOKENS:
            raise EntryRefused("There are ten already. End one that is not used")
        row = ApiToken.objects.create(
            owner=injury.owner,
            injury=injury,
            name=name,
            digest=digest_of(token),
            ending=token[-4:],
            scopes=[scope for scope in SCOPES if scope in scopes],
            made_at=at,
        )
    return TokenMade(row, token)


def revoke_token(*, token: ApiToken, at: datetime) -> None:
    """End a token; the next request with it is refused. Ending twice changes nothing."""
    ApiToken.objects.filter(pk=token.pk, revoked_at__isnull=True).update(
        revoked_at=max(at, token.made_at)
    )


def find_token(text: str) -> ApiToken | None:
    """The live token of this text, of a person who may sign in; None for everything else.

    It is looked up by its digest, so that how long a wrong one takes tells nothing of a right one.
    """
    if not text.startswith(MARK) or len(text) > LONGEST:
        return None
    rows = ApiToken.objects.live().select_related("owner")
    return rows.filter(digest=digest_of(text), owner__is_active=True).first()


def note_use(*, token: ApiToken, at: datetime) -> None:
    """Keep when it was last used, to the minute."""
    stale = Q(last_used_at__isnull=True) | Q(last_used_at__lt=at - USED_EVERY)
    ApiToken.objects.filter(stale, pk=token.pk).update(last_used_at=at)


def digest_of(token: str) -> str:
    """Of 256 random bits a plain hash is enough: there is nothing to guess."""
    return sha256(token.encode("utf-8", "replace")).hexdigest()
