"""Add, change and take away entries of "What I have already had"."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction

from rehab.vocabulary import CareKind, CareOutcome
from tracker.actions.entry import NOTE_MAX
from tracker.actions.errors import EntryRefused
from tracker.actions.history import note_change, snapshot
from tracker.actions.once import claim
from tracker.models import Care, Injury, Revision, SubmissionKey

LIMITS = {"name": 80, "who": 80, "when_words": 60, "said": NOTE_MAX}


@dataclass(frozen=True, slots=True)
class CareEntry:
    """One scan or treatment. Empty texts and None mean not told."""

    kind: CareKind
    name: str = ""
    who: str = ""
    when_words: str = ""
    said: str = ""
    outcome: CareOutcome | None = None
    is_now: bool = False


def care_entry(given: Mapping[str, object]) -> CareEntry:
    """Build an entry from checked form values or a stored draft item.

    EntryRefused for an unknown code, a text too long or with a NUL.
    """
    try:
        kind = CareKind(str(given.get("kind")))
        outcome = CareOutcome(str(given["outcome"])) if given.get("outcome") else None
    except ValueError as error:
        raise EntryRefused("Choose from the list", field="kind") from error
    texts = {name: str(given.get(name) or "") for name in LIMITS}
    for name, text in texts.items():
        if len(text) > LIMITS[name] or "\x00" in text:
            raise EntryRefused("Write this shorter, in plain text", field=name)
    return CareEntry(kind=kind, outcome=outcome, is_now=bool(given.get("is_now")), **texts)


def add_care(*, injury: Injury, entry: CareEntry, key: UUID) -> Care | None:
    """Store an entry. A replayed key gives what it made, None when that is gone."""
    with transaction.atomic():
        if not claim(owner=injury.owner, key=key, kind="care"):
            made = SubmissionKey.objects.get(owner=injury.owner, key=key).made
            own = Care.objects.filter(injury__owner=injury.owner)
            return own.filter(uuid=made).first() if made else None
        care = Care.objects.create(injury=injury, **_columns(entry))
        SubmissionKey.objects.filter(owner=injury.owner, key=key).update(made=str(care.uuid))
        note_change(owner=injury.owner, row=care, before=None, after=snapshot(care))
    return care


def change_care(*, care: Care, entry: CareEntry, key: UUID) -> Care:
    """Change a stored entry; a replayed key changes nothing."""
    owner = care.injury.owner
    with transaction.atomic():
        if not claim(owner=owner, key=key, kind="care-edit", made=str(care.uuid)):
            return care
        before = snapshot(care)
        for name, value in _columns(entry).items():
            setattr(care, name, value)
        care.save()
        note_change(owner=owner, row=care, before=before, after=snapshot(care))
    return care


def remove_care(*, care: Care, key: UUID) -> Revision | None:
    """Take an entry away for good; its revision restores it for seven days. None on a replay."""
    owner = care.injury.owner
    with transaction.atomic():
        if not claim(owner=owner, key=key, kind="care-delete", made=str(care.uuid)):
            return Revision.objects.filter(owner=owner, row=care.uuid, after__isnull=True).first()
        revision = note_change(owner=owner, row=care, before=snapshot(care), after=None)
        care.delete()
    return revision


def _columns(entry: CareEntry) -> dict[str, object]:
    return {
        "kind": entry.kind.value,
        "name": entry.name,
        "who": entry.who,
        "when_words": entry.when_words,
        "said": entry.said,
        "outcome": entry.outcome.value if entry.outcome else None,
        "is_now": entry.is_now,
    }
