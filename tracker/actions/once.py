"""One form, one write: the key of a form is stored once per person."""

from uuid import UUID

from django.db import IntegrityError, transaction

from tracker.models import SubmissionKey, User


def claim(*, owner: User, key: UUID, kind: str, made: str = "") -> bool:
    """Store the key; False when this person sent this form before.

    Call it first inside the transaction of the write, so that the key and what it
    stands for are kept or dropped together. A second sender waits for the first.
    """
    try:
        with transaction.atomic():
            SubmissionKey.objects.create(owner=owner, key=key, kind=kind, made=made)
    except IntegrityError:
        return False
    return True
