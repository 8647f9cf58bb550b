"""Put down that somebody is to be told something; what reaches them is decided later.

A row of the outbox is written with the thing it is about, in the same transaction. Telling
the same thing again on the same day of the person changes nothing: the table's own constraints
decide, so that two requests at once cannot make two. Made-up people are told nothing.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from rehab.vocabulary import Tier
from tracker.clock import PersonNow
from tracker.models import Injury, Notice, Outbox, User
from tracker.models.reminder import ReminderKind

# Whoever reads the page that told it has this long before it is also sent.
READING = timedelta(minutes=15)
SIGN_KINDS = {
    Tier.EMERGENCY.value: ReminderKind.SIGN_EMERGENCY,
    Tier.URGENT.value: ReminderKind.SIGN_URGENT,
    Tier.SOON.value: ReminderKind.SIGN_SOON,
    Tier.ROUTINE.value: ReminderKind.SIGN_ROUTINE,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """One thing to tell one person: `local_day` is their day, `about` what it is about."""

    user_id: int
    kind: ReminderKind
    local_day: date
    not_before: datetime
    about: UUID | None = None
    injury_id: int | None = None


def tell(
    user: User,
    kind: ReminderKind,
    *,
    local_day: date,
    about: UUID | None = None,
    injury: Injury | None = None,
    not_before: datetime,
) -> None:
    """Tell this person, not before that instant; once per kind, day and thing."""
    if user.is_demo:
        return
    tell_many(
        [
            Telling(
                user_id=user.pk,
                kind=kind,
                local_day=local_day,
                not_before=not_before,
                about=about,
                injury_id=injury.pk if injury else None,
            )
        ]
    )


def tell_many(tellings: Iterable[Telling]) -> None:
    """Put down several at once, in one statement; those that stand already are left alone."""
    rows = [
        Outbox(
            user_id=each.user_id,
            injury_id=each.injury_id,
            kind=each.kind.value,
            local_day=each.local_day,
            about=each.about,
            not_before=each.not_before,
        )
        for each in tellings
    ]
    if rows:
        Outbox.objects.bulk_create(rows, ignore_conflicts=True)


def tell_signs(notices: Iterable[Notice], *, at: PersonNow) -> None:
    """Tell the owner of each new notice, since nobody may be looking at a page.

    They are held back for the time that reading takes; one that is answered by then is not sent.
    """
    tell_many(
        Telling(
            user_id=notice.injury.owner_id,
            kind=SIGN_KINDS[notice.tier],
            local_day=notice.told_on,
            not_before=at.now + READING,
            about=notice.uuid,
            injury_id=notice.injury_id,
        )
        for notice in notices
        if notice.tier in SIGN_KINDS and not notice.injury.owner.is_demo
    )
