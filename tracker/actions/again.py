"""It happened again: a new injury at the old place, linked to the one before it.

The intake is walked anew, safety questions first; what is known is filled in and counts
as answered only when the person sends it. Source: programmes draft 1.3 and 7.
"""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction

from rehab.vocabulary import AnswerValue
from tracker.actions.once import claim
from tracker.clock import PersonNow
from tracker.models import Injury, IntakeDraft, Plan, User

AGAIN = "It happened again"


def choose_injury(*, owner: User, injury: Injury) -> None:
    """Make one of the person's injuries the one that pages show."""
    User.objects.filter(pk=owner.pk).update(current_injury=injury)


def begin_again(*, injury: Injury, closes: bool, now: datetime) -> IntakeDraft:
    """A new intake with what is known filled in: side, places, person. Nothing counts as answered.

    The injury it leads to is linked to this one (`Injury.previous`); `closes` says what
    becomes of this one when the new one begins, and not before.
    """
    places = [f"{code}:{side}" for code, side in injury.places]
    worst = ":".join(injury.worst) if injury.worst else None
    owner = injury.owner
    known: dict[str, Any] = {
        "when": {"side": injury.side},
        "where": {"places": places, "worst": worst},
        "you": {
            "birth_year": owner.birth_year,
            "sex": owner.sex,
            "goal": injury.goal,
            "earlier_injury": AnswerValue.YES.value,
        },
    }
    return IntakeDraft.objects.create(
        key=uuid4(),
        data={
            "prefill": known,
            "again": {"previous": str(injury.uuid), "closes": closes},
            "zone": owner.time_zone,
        },
        created_at=now,
        changed_at=now,
    )


def link_again(injury: Injury, told: Mapping[str, Any] | None, *, at: PersonNow) -> None:
    """Link a new injury to the one before it and close that one if the person said so.

    Runs inside the transaction that made the injury. Somebody else's injury, or one that
    is gone, links nothing.
    """
    previous = _named(injury.owner, told)
    if previous is None or told is None:
        return
    injury.previous = previous
    injury.save(update_fields=["previous"])
    if told.get("closes"):
        close_injury(injury=previous, reason=AGAIN, on=at.today)


def close_injury(*, injury: Injury, reason: str, on: date) -> None:
    """Close an injury and end its plan; nothing that was logged goes."""
    closed_on = max(on, injury.onset_on or on)
    Injury.objects.filter(pk=injury.pk, closed_on=None).update(
        closed_on=closed_on, closed_reason=reason
    )
    for plan in Plan.objects.filter(injury=injury, ended_on__isnull=True):
        plan.ended_on = max(on, plan.started_on)
        plan.save(update_fields=["ended_on"])


def reopen_injury(*, injury: Injury, on: date) -> None:
    """Open a closed injury again; on the day it was closed its plan goes on as well."""
    if injury.closed_on is None:
        return
    with transaction.atomic():
        ended = Plan.objects.filter(injury=injury, ended_on=injury.closed_on)
        if on == injury.closed_on and not injury.plans.filter(ended_on__isnull=True).exists():
            plan = ended.order_by("-pk").first()
            if plan is not None:
                plan.ended_on = None
                plan.save(update_fields=["ended_on"])
        Injury.objects.filter(pk=injury.pk).update(closed_on=None, closed_reason="")


def close_current(*, injury: Injury, reason: str, on: date, key: UUID) -> None:
    """Close an injury; the pages then show another open one of the person, if there is one.

    `key` is that of the form: sent again it closes nothing, though it was opened meanwhile.
    """
    with transaction.atomic():
        if not claim(owner=injury.owner, key=key, kind="injury-close", made=str(injury.uuid)):
            return
        close_injury(injury=injury, reason=reason, on=on)
        other = Injury.objects.of(injury.owner).open().exclude(pk=injury.pk).first()
        if other is not None and injury.owner.current_injury_id in (None, injury.pk):
            choose_injury(owner=injury.owner, injury=other)


def _named(owner: User, told: Mapping[str, Any] | None) -> Injury | None:
    try:
        wanted = UUID(str((told or {}).get("previous")))
    except ValueError:
        return None
    found: Injury | None = Injury.objects.of(owner).filter(uuid=wanted).first()
    return found
