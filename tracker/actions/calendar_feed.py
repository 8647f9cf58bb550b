"""The secret address of a person's visits for a calendar program: make, find, end."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from tracker.actions.once import claim
from tracker.models import CalendarFeed, User

TOKEN_BYTES = 16  # 128 bits
LONGEST = 64
# The last reading is a help for the person, not a record: one write an hour is enough.
READ_EVERY = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class FeedMade:
    """A new feed; the token is shown once and kept nowhere."""

    feed: CalendarFeed
    token: str


def make_feed(*, owner: User, now: datetime, key: UUID) -> FeedMade | None:
    """Make the feed, or make its address anew: the earlier one ends. None for a replay."""
    token = secrets.token_urlsafe(TOKEN_BYTES)
    with transaction.atomic():
        if not claim(owner=owner, key=key, kind="calendar"):
            return None
        CalendarFeed.objects.filter(owner=owner).delete()
        feed = CalendarFeed.objects.create(owner=owner, digest=digest_of(token), made_at=now)
    return FeedMade(feed, token)


def end_feed(*, owner: User) -> bool:
    """Turn it off; the next request with its address finds nothing. Twice is once."""
    gone, _ = CalendarFeed.objects.filter(owner=owner).delete()
    return bool(gone)


def find_feed(token: str) -> CalendarFeed | None:
    """The feed of a token, of a person who may sign in; None for anything else."""
    if len(token) > LONGEST:
        return None
    rows = CalendarFeed.objects.select_related("owner")
    found: CalendarFeed | None = rows.filter(
        digest=digest_of(token), owner__is_active=True, owner__is_demo=False
    ).first()
    return found


def note_reading(*, feed: CalendarFeed, now: datetime) -> None:
    """Keep when it was last read, to the hour."""
    stale = Q(last_read_at__isnull=True) | Q(last_read_at__lt=now - READ_EVERY)
    CalendarFeed.objects.filter(stale, pk=feed.pk).update(last_read_at=now)


def digest_of(token: str) -> str:
    """What is kept of a token: of 128 random bits a plain hash is enough."""
    return sha256(token.encode("utf-8", "replace")).hexdigest()
