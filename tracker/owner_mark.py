"""The signed mark of a form's owner: which person a page was made for.

It lets what was typed be given back after a new sign-in to that person and to nobody
else, and stops one person's open page from writing into another's account.
"""

from uuid import UUID

from django.core import signing

from tracker.models import User

SALT = "owner-mark"
FIELD = "owner"


def make_mark(user: User) -> str:
    return signing.dumps(str(user.uuid), salt=SALT)


def read_mark(mark: str) -> UUID | None:
    """The person the mark was made for; None for a missing or made-up mark."""
    try:
        return UUID(signing.loads(mark, salt=SALT))
    except (signing.BadSignature, ValueError, TypeError):
        return None
