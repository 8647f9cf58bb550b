"""The outbox: claim what is due, look at it once more, hand it over, once.

Every row goes waiting > claimed > handing > sent, or ends as dropped or gave_up. A claim is one
conditional UPDATE, so two workers never have the same row; it lasts for a lease, after which
another worker takes over from one that died. Who died in `handing` has perhaps sent the message:
ordinary reminders then count as sent (at most once), signs and visits are sent again under the
same Message-ID (at least once; mail programs show the twin once). No transaction is open while
a message is handed over.
"""

import logging
import os
import socket
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any, Protocol
from uuid import uuid4

from allauth.account.models import EmailAddress
from django.conf import settings
from django.db.models import F, Q

from rehab.vocabulary import Tier
from tracker.models import Notice, Outbox, PushDevice, ReminderChoice, User
from tracker.models.reminder import OutboxState, ReminderKind
from tracker.reminders.due import SIGNS, Wants, held_until
from tracker.reminders.still import wants_of, why_not

log = logging.getLogger("tracker.reminders")

# Longer than handing over one round of messages to a mail server that answers slowly.
LEASE = timedelta(minutes=15)
BACKOFF = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 180, 360, 360))
AT_LEAST_ONCE = frozenset({*SIGNS, ReminderKind.VISIT})
GRAVE = frozenset({ReminderKind.SIGN_EMERGENCY, ReminderKind.SIGN_URGENT})
UNREACHABLE = "unreachable"


class Channels(Protocol):
    """What takes a message out of the house. Raises Refused or Later of `messages`."""

    def compose(self, user: User, rows: Collection[Outbox], *, now: datetime) -> Any | None: ...

    def mail(self, message: Any) -> None: ...

    def push(self, message: Any) -> None: ...


class RealChannels:
    """The mail server and the push services."""

    def compose(self, user: User, rows: Collection[Outbox], *, now: datetime) -> Any | None:
        from tracker.reminders.messages import compose

        return compose(user, rows, now=now)

    def mail(self, message: Any) -> None:
        from tracker.reminders.mail import send

        send(message)

    def push(self, message: Any) -> None:
        from tracker.reminders.push import send

        send(message)


def deliver(now: datetime, *, limit: int = 20, channels: Channels | None = None) -> int:
    """Deal with what is due of up to `limit` people; tells how many it dealt with.

    What fails for one person is logged and tried again later; it does not hold up the others.
    """
    channels = channels or RealChannels()
    settle_handed(now)
    count = 0
    while count < limit:
        rows = claim(now)
        if not rows:
            break
        count += 1
        try:
            _deliver_one(rows, now=now, channels=channels)
        except Exception:
            log.exception("delivery failed", extra={"event": "delivery_failed"})
            _later(rows, now=now, after=None)
    return count


def settle_handed(now: datetime) -> None:
    """Count ordinary reminders as sent whose worker died while it handed them over."""
    stale = Outbox.objects.filter(_stale(now), state=OutboxState.HANDING)
    stale.exclude(kind__in=AT_LEAST_ONCE).update(
        state=OutboxState.SENT, sent_at=F("claimed_at"), claimed_by=""
    )


def claim(now: datetime) -> list[Outbox]:
    """Take all that is due of the person who waits longest; empty when nothing is.

    What was perhaps handed over before is taken alone, so that its message stays the same.
    """
    token = f"{socket.gethostname()[:30]}:{os.getpid()}:{uuid4().hex[:16]}"
    broken = Outbox.objects.filter(_stale(now), state=OutboxState.HANDING, kind__in=AT_LEAST_ONCE)
    while before := broken.order_by("claimed_at").values_list("claimed_by", flat=True).first():
        if rows := _take(broken.filter(claimed_by=before), token, now):
            return rows
    due = Outbox.objects.filter(
        Q(state=OutboxState.WAITING, not_before__lte=now)
        | Q(_stale(now), state=OutboxState.CLAIMED)
    )
    while user := due.order_by("not_before", "pk").values_list("user_id", flat=True).first():
        if rows := _take(due.filter(user_id=user), token, now):
            return rows
    return []


def _stale(now: datetime) -> Q:
    """A claim that is over; one from after now means that the clock was set back."""
    return Q(claimed_at__lte=now - LEASE) | Q(claimed_at__gt=now + LEASE)


def _take(rows: Any, token: str, now: datetime) -> list[Outbox]:
    taken = rows.update(state=OutboxState.CLAIMED, claimed_at=now, claimed_by=token)
    if not taken:
        return []
    return list(Outbox.objects.filter(claimed_by=token).select_related("user").order_by("pk"))


def _deliver_one(rows: list[Outbox], *, now: datetime, channels: Channels) -> None:
    user = rows[0].user
    choice = ReminderChoice.objects.filter(user=user).first()
    wants = wants_of(choice)
    for pk, because in why_not(user, rows, wants=wants, now=now).items():
        _close(rows, {pk}, OutboxState.DROPPED, because=because)
    rows = [row for row in rows if row.state == OutboxState.CLAIMED]
    rows = _begun_first(_hold(rows, user, wants, now=now))
    if not rows:
        return
    ways = _ways(user, choice, rows)
    message = channels.compose(user, rows, now=now) if ways else None
    if ways and message is None:
        _close(rows, {row.pk for row in rows}, OutboxState.DROPPED, because="passed")
        return
    if message is None:
        _sent(rows, now=now)
        return
    if not _move(rows, OutboxState.HANDING):
        return
    _hand_over(rows, message, ways, now=now, channels=channels)


def _hold(rows: Iterable[Outbox], user: User, wants: Wants, *, now: datetime) -> list[Outbox]:
    """Put off what must wait for the end of the quiet hours; give what may leave."""
    free = []
    for row in rows:
        until = held_until(ReminderKind(row.kind), now, zone=user.time_zone, wants=wants)
        if until is None:
            free.append(row)
            continue
        _own([row]).update(state=OutboxState.WAITING, not_before=until, claimed_by="")
        row.state = OutboxState.WAITING
    return free


def _begun_first(rows: list[Outbox]) -> list[Outbox]:
    """Those that went out one way already, alone: their message stays the same. Else all."""
    begun = [row for row in rows if row.pushed_at or row.mailed_at]
    if begun and len(begun) < len(rows):
        _own(row for row in rows if row not in begun).update(
            state=OutboxState.WAITING, claimed_by=""
        )
        return begun
    return rows


def _ways(user: User, choice: ReminderChoice | None, rows: Sequence[Outbox]) -> list[str]:
    """The channels that are on and not done: all for a grave sign, else push before mail."""
    by_push = (
        bool(choice and choice.by_push)
        and PushDevice.objects.filter(owner=user, dropped_at__isnull=True).exists()
    )
    on = (["push"] if by_push else []) + (["mail"] if _has_mail(user, choice) else [])
    if not _is_grave(user, rows):
        on = on[:1]
        # Who was reached one way is not told another way after it.
        if any(row.pushed_at or row.mailed_at for row in rows):
            return []
    done = {"push": all(r.pushed_at for r in rows), "mail": all(r.mailed_at for r in rows)}
    return [way for way in on if not done[way]]


def _is_grave(user: User, rows: Sequence[Outbox]) -> bool:
    """Whether an emergency or urgent sign is told, or still waits and is asked about again."""
    if any(row.kind in GRAVE for row in rows):
        return True
    again = [row.about for row in rows if row.kind == ReminderKind.SEE_DUE and row.about]
    grave = (Tier.EMERGENCY.value, Tier.URGENT.value)
    signs = Notice.objects.open().filter(injury__owner=user, uuid__in=again, tier__in=grave)
    return bool(again) and signs.exists()


def _has_mail(user: User, choice: ReminderChoice | None) -> bool:
    if not settings.HAS_MAIL:
        return False
    if choice is not None and (not choice.by_mail or choice.mail_refused_at is not None):
        return False
    return EmailAddress.objects.filter(user=user, email__iexact=user.email, verified=True).exists()


def _hand_over(
    rows: list[Outbox], message: Any, ways: Sequence[str], *, now: datetime, channels: Channels
) -> None:
    """Send by each way. What could not leave for now is tried again by that way only."""
    from tracker.reminders.messages import Later, Refused

    put_off: Later | None = None
    for way in ways:
        try:
            (channels.push if way == "push" else channels.mail)(message)
        except Refused:
            continue
        except Later as later:
            put_off = later
            # Its words are ours: a code or the kind of fault, never an address.
            log.warning("not sent by %s for now: %s", way, later, extra={"event": f"{way}_later"})
        else:
            stamp = "pushed_at" if way == "push" else "mailed_at"
            _own(rows).update(**{stamp: now})
    for kind in {row.kind for row in rows}:
        many = sum(row.kind == kind for row in rows)
        event = "put_off" if put_off else "sent"
        log.info("reminder", extra={"event": f"{event}_{kind}", "count": many})
    if put_off is not None:
        _later(rows, now=now, after=put_off.after)
    else:
        _sent(rows, now=now)


def _later(rows: Sequence[Outbox], *, now: datetime, after: timedelta | None) -> None:
    """Try again after a while, longer each time; give up after the last."""
    over = {row.pk for row in rows if row.tries >= len(BACKOFF)}
    _close(rows, over, OutboxState.GAVE_UP, because=UNREACHABLE)
    if over:
        log.warning("reminders given up", extra={"event": "gave_up", "count": len(over)})
    for row in rows:
        if row.pk not in over:
            wait = max(BACKOFF[row.tries], min(after or timedelta(), timedelta(hours=6)))
            _own([row]).update(
                state=OutboxState.WAITING,
                tries=row.tries + 1,
                not_before=now + wait,
                claimed_by="",
            )


def _own(rows: Iterable[Outbox]) -> Any:
    """The rows as far as they are still ours: a worker that was too slow has lost them."""
    rows = list(rows)
    return Outbox.objects.filter(
        pk__in=[row.pk for row in rows],
        claimed_by__in={row.claimed_by for row in rows},
        state__in=[OutboxState.CLAIMED, OutboxState.HANDING],
    )


def _move(rows: Sequence[Outbox], state: OutboxState) -> bool:
    """Set the state of all; False, with those that are left put back, if some are not ours."""
    if _own(rows).update(state=state) == len(rows):
        return True
    _own(rows).update(state=OutboxState.WAITING, claimed_by="")
    return False


def _sent(rows: Sequence[Outbox], *, now: datetime) -> None:
    _own(rows).update(state=OutboxState.SENT, sent_at=now, claimed_by="")


def _close(
    rows: Iterable[Outbox], which: Collection[int], state: OutboxState, *, because: str
) -> None:
    chosen = [row for row in rows if row.pk in which]
    if chosen:
        _own(chosen).update(state=state, because=because, claimed_by="")
    for row in chosen:
        row.state = state.value
