"""Rows of the outbox and what they are about, for the tests of what leaves the house."""

from collections.abc import Sequence
from datetime import time, timedelta

from tests.tracker.make import NOON, TODAY, make_injury, make_notice, make_user, make_visit
from tracker.models import Injury, Outbox, User
from tracker.models.reminder import ReminderKind
from tracker.reminders.messages import TIERS, Message, compose


def person(**fields: object) -> Injury:
    """Somebody with an open injury who may be written to."""
    return make_injury(make_user(**fields))


def row(injury: Injury, kind: ReminderKind, **fields: object) -> Outbox:
    """One thing that is due, with the visit or sign that it is about."""
    if kind is ReminderKind.VISIT and "about" not in fields:
        tomorrow = TODAY + timedelta(days=1)
        fields["about"] = make_visit(injury, state="booked", on=tomorrow, at=time(17, 30)).uuid
    if kind in TIERS and "about" not in fields:
        fields["about"] = make_notice(injury, tier=TIERS[kind].value).uuid
    return Outbox.objects.create(
        user=injury.owner, injury=injury, kind=kind, local_day=TODAY, **fields
    )


def letter(*kinds: ReminderKind, injury: Injury | None = None) -> Message:
    """The message that tells these things to one person."""
    injury = injury or person()
    return message_of(injury.owner, [row(injury, kind) for kind in kinds])


def message_of(user: User, rows: Sequence[Outbox]) -> Message:
    message = compose(user, rows, now=NOON)
    assert message is not None
    return message
