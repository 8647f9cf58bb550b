"""The things a person names as their own: at most three at a time."""

from uuid import UUID

from django.db import transaction
from django.db.models import Max

from tracker.actions.errors import EntryRefused
from tracker.actions.once import claim
from tracker.clock import PersonNow
from tracker.models import Injury, OwnActivity

MOST = 3
NAME_MAX: int = OwnActivity._meta.get_field("name").max_length  # type: ignore[assignment]


def add_activity(*, injury: Injury, name: str, at: PersonNow, key: UUID) -> OwnActivity | None:
    """Begin to rate something; None when this form was sent before.

    EntryRefused for an empty or long name, one that is rated already, or a fourth.
    """
    name = " ".join(name.split())
    if not name:
        raise EntryRefused("Name something you want to do again", field="name")
    if len(name) > NAME_MAX or "\x00" in name:
        raise EntryRefused("Keep this under 80 characters", field="name")
    with transaction.atomic():
        if not claim(owner=injury.owner, key=key, kind="activity"):
            return None
        Injury.objects.select_for_update(no_key=True).get(pk=injury.pk)
        own = OwnActivity.objects.filter(injury=injury)
        rated = list(own.filter(stopped_on__isnull=True))
        if any(each.name.casefold() == name.casefold() for each in rated):
            raise EntryRefused("You rate this already", field="name")
        if len(rated) >= MOST:
            raise EntryRefused("Three are enough. Stop one to name another", field="name")
        last = own.aggregate(last=Max("number"))["last"] or 0
        return OwnActivity.objects.create(
            injury=injury, number=last + 1, name=name, added_on=at.today
        )


def stop_activity(*, activity: OwnActivity, at: PersonNow) -> None:
    """Rate it no more; its numbers stay. Twice is like once."""
    if activity.stopped_on is None:
        OwnActivity.objects.filter(pk=activity.pk, stopped_on__isnull=True).update(
            stopped_on=max(at.today, activity.added_on)
        )


def resume_activity(*, activity: OwnActivity, at: PersonNow) -> None:
    """Rate it again. EntryRefused while three others are rated."""
    with transaction.atomic():
        Injury.objects.select_for_update(no_key=True).get(pk=activity.injury_id)
        own = OwnActivity.objects.filter(injury_id=activity.injury_id, stopped_on__isnull=True)
        if own.exclude(pk=activity.pk).count() >= MOST:
            raise EntryRefused("Three are enough. Stop one to name another", field=None)
        OwnActivity.objects.filter(pk=activity.pk).update(stopped_on=None)
