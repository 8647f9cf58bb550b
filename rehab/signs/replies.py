"""What a person may answer to a notice, by tier, and how long an answer holds.

An emergency is never put off; an urgent notice rests only once help is arranged,
and is asked about the next day. Days come from `policy.toml`, dates are passed in.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from rehab.signs.model import Policy
from rehab.vocabulary import NoticeActionKind, Tier

ARRANGED_DAYS = 1
# A visit without a day is asked about after this time.
DEFAULT_REST_DAYS = 14

OFFERED: Mapping[Tier, tuple[NoticeActionKind, ...]] = {
    Tier.EMERGENCY: (NoticeActionKind.SEEN,),
    Tier.URGENT: (NoticeActionKind.ARRANGED, NoticeActionKind.SEEN),
    Tier.SOON: (NoticeActionKind.BOOKED, NoticeActionKind.LATER, NoticeActionKind.SEEN),
    Tier.ROUTINE: (
        NoticeActionKind.BOOKED,
        NoticeActionKind.LATER,
        NoticeActionKind.SEEN,
        NoticeActionKind.NOT_FOR_ME,
    ),
    Tier.NOTE: (NoticeActionKind.NOT_FOR_ME,),
}


@dataclass(frozen=True, slots=True)
class Reply:
    """The latest answer to a notice. `until` is the day it holds to, None without an end."""

    kind: NoticeActionKind
    on: date
    until: date | None = None


def is_offered(kind: NoticeActionKind, tier: Tier) -> bool:
    """Whether this answer may be given to a notice of this tier."""
    return kind in OFFERED[tier]


def holds_until(
    kind: NoticeActionKind, tier: Tier, *, today: date, day: date | None, policy: Policy
) -> date | None:
    """The day an answer given today holds to. `day` is the visit's day, None when not told.

    A booked visit without a day has none. Seen has one only for soon and routine: for
    emergency and urgent the answers given before the visit are quiet, and any newer yes
    speaks at once.
    """
    rest = timedelta(days=policy.tiers[tier].snooze_days or DEFAULT_REST_DAYS)
    match kind:
        case NoticeActionKind.BOOKED:
            return day
        case NoticeActionKind.LATER:
            return today + rest
        case NoticeActionKind.ARRANGED:
            return today + timedelta(days=ARRANGED_DAYS)
        case NoticeActionKind.NOT_FOR_ME:
            return today + timedelta(days=policy.not_for_me_days)
        case NoticeActionKind.SEEN if tier in (Tier.SOON, Tier.ROUTINE):
            return today + timedelta(days=policy.seen_silence_days)
    return None


def waits(reply: Reply | None, today: date) -> bool:
    """Whether an open notice waits for the person: no answer yet, or the answer has run out.

    A booked visit is asked about on the day after it, one without a day after two weeks.
    """
    if reply is None:
        return True
    again = waits_from(reply)
    return again is not None and today >= again


def waits_from(reply: Reply) -> date | None:
    """The first day on which a notice with this answer waits again; None for one that was seen."""
    if reply.kind is NoticeActionKind.SEEN:
        return None
    if reply.until is None:
        return reply.on + timedelta(days=DEFAULT_REST_DAYS)
    return reply.until + timedelta(days=reply.kind is NoticeActionKind.BOOKED)
