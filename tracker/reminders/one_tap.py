"""Links in a mail that do one thing without signing in: signed, for one person, for some days.

Who has the mail has the link. So it can only make the house more quiet, it shows nothing of the
diary, and opening it changes nothing: mail scanners open every link.
"""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from uuid import UUID

from django.core import signing
from django.urls import reverse

from tracker.accounts import absolute
from tracker.models import User

_SALT = "tracker.reminders.one-tap"
LASTS = timedelta(days=7)
# Whoever wants no mail at all may want it from an old one.
UNSUBSCRIBE_LASTS = timedelta(days=60)
LONGEST = 300


class Tap(StrEnum):
    """What a link does. The last two are what a mail program's own "Unsubscribe" does."""

    TOMORROW = "tomorrow"
    WEEK = "week"
    STOP_DAILY = "stop_daily"
    STOP_REMINDERS = "stop_reminders"
    STOP_MAIL = "stop_mail"


_LONG = (Tap.STOP_REMINDERS, Tap.STOP_MAIL)


@dataclass(frozen=True, slots=True)
class Tapped:
    """Whose link it is and what it does."""

    user: User
    tap: Tap


def link(user: User, tap: Tap) -> str:
    """The whole address of a link that does this for this person."""
    token = signing.dumps([str(user.uuid), tap.value], salt=_SALT)
    return absolute(reverse("one-tap", args=[token]))


def read(token: str) -> Tapped | None:
    """What a link stands for; None for a wrong or old one, or of a person who is gone."""
    if len(token) > LONGEST:
        return None
    try:
        uuid, name = signing.loads(token, salt=_SALT, max_age=UNSUBSCRIBE_LASTS)
        tap, person = Tap(name), UUID(uuid)
        if tap not in _LONG:
            signing.loads(token, salt=_SALT, max_age=LASTS)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    user = User.objects.filter(uuid=person, is_active=True, is_demo=False).first()
    return Tapped(user, tap) if user else None
