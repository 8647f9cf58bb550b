"""What a person does not have for exercises."""

from collections.abc import Iterable

from rehab.content.catalogue import catalogue
from tracker.actions.errors import EntryRefused
from tracker.models import User


def keep_equipment(*, person: User, lacks: Iterable[str]) -> None:
    """Keep the things they lack; an empty list assumes nothing to be missing.

    EntryRefused for a thing that no exercise knows.
    """
    known, told = catalogue().things, set(lacks)
    if not told <= set(known):
        raise EntryRefused("Choose things from the list", field="lacks")
    person.lacks = [thing for thing in known if thing in told]
    person.save(update_fields=["lacks"])
