"""The answers given before an account exists: kept for a day, then gone."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from django.db import transaction

from tracker.models import IntakeDraft

KEPT_HOURS = 24


def find_draft(*, key: str | None, now: datetime) -> IntakeDraft | None:
    """The draft of that key, None when there is none, it is too old, or the key is no key."""
    try:
        wanted = UUID(str(key))
    except ValueError:
        return None
    return IntakeDraft.objects.filter(key=wanted, changed_at__gt=_oldest(now)).first()


def save_step(
    *, key: str | None, step: str, answers: Mapping[str, object] | None, now: datetime
) -> IntakeDraft:
    """Store one step in the draft of that key, or in a new draft with a new key.

    `answers` None takes the step away. Steps saved at the same moment from two
    tabs are both kept.
    """
    with transaction.atomic():
        draft = find_draft(key=key, now=now)
        if draft is None:
            draft = IntakeDraft.objects.create(key=uuid4(), created_at=now, changed_at=now)
        draft = IntakeDraft.objects.select_for_update().get(pk=draft.pk)
        if answers is None:
            draft.data.pop(step, None)
        else:
            draft.data[step] = dict(answers)
        draft.changed_at = now
        draft.save(update_fields=["data", "changed_at"])
    return draft


def note(*, draft: IntakeDraft, name: str, value: object, now: datetime) -> None:
    """Store something beside the steps: the time zone, what a clinician said."""
    with transaction.atomic():
        stored = IntakeDraft.objects.select_for_update().get(pk=draft.pk)
        stored.data[name] = value
        stored.changed_at = now
        stored.save(update_fields=["data", "changed_at"])
    draft.data = stored.data


def discard(*, key: str | None) -> None:
    """Delete the draft of that key, if there is one."""
    try:
        IntakeDraft.objects.filter(key=UUID(str(key))).delete()
    except ValueError:
        return


def purge_drafts(*, now: datetime) -> int:
    """Delete every draft that was not changed for a day; return how many."""
    old = IntakeDraft.objects.filter(changed_at__lte=_oldest(now))
    if not old.exists():  # most often; a delete would wait for its turn to write
        return 0
    deleted, _by_model = old.delete()
    return deleted


def _oldest(now: datetime) -> datetime:
    return now - timedelta(hours=KEPT_HOURS)
