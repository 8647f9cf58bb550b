"""Write one fall or slip. It belongs to the person; an injury is optional."""

from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from django.db import transaction

from rehab.vocabulary import FallEffect, FallKind, LandedOn, Side
from tracker.actions.entry import NOTE_MAX, check_date
from tracker.actions.errors import EntryRefused
from tracker.actions.evaluate_signs import evaluate_signs
from tracker.actions.history import deletion_of, note_change, snapshot
from tracker.actions.once import claim
from tracker.clock import PersonNow
from tracker.models import Fall, Injury, Notice, Revision, SubmissionKey, User


@dataclass(frozen=True, slots=True)
class FallEntry:
    """What happened. None means not told; `note` is at most 2,000 characters."""

    on: date
    kind: FallKind
    side: Side | None = None
    landed_on: LandedOn | None = None
    effect: FallEffect | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class FallRecorded:
    """The fall as stored (None when a replay finds it deleted), and what was newly told."""

    fall: Fall | None
    revision: Revision | None = None
    notices: list[Notice] = field(default_factory=list)


def record_fall(
    *, owner: User, injury: Injury | None, entry: FallEntry, at: PersonNow, key: UUID
) -> FallRecorded:
    """Store a fall. Raises EntryRefused for a date in the future or a note too long."""
    check_date(entry.on, at=at)
    _check_note(entry.note)
    with transaction.atomic():
        if not claim(owner=owner, key=key, kind="fall"):
            return _replayed(owner, key)
        fall = Fall.objects.create(
            owner=owner,
            injury=injury,
            logged_at=at.entered_at,
            zone=at.entered_in,
            **_columns(entry),
        )
        SubmissionKey.objects.filter(owner=owner, key=key).update(made=str(fall.uuid))
        revision = note_change(owner=owner, row=fall, before=None, after=snapshot(fall))
        notices = evaluate_signs(injury=injury, at=at) if injury else []
    return FallRecorded(fall=fall, revision=revision, notices=notices)


def change_fall(*, fall: Fall, entry: FallEntry, at: PersonNow, key: UUID) -> FallRecorded:
    """Change a stored fall; a replayed key changes nothing."""
    check_date(entry.on, at=at)
    _check_note(entry.note)
    with transaction.atomic():
        if not claim(owner=fall.owner, key=key, kind="fall-edit", made=str(fall.uuid)):
            return FallRecorded(fall=fall)
        before = snapshot(fall)
        for name, value in _columns(entry).items():
            setattr(fall, name, value)
        fall.save()
        revision = note_change(owner=fall.owner, row=fall, before=before, after=snapshot(fall))
        notices = _run_rules(fall.injury, at)
    return FallRecorded(fall=fall, revision=revision, notices=notices)


def delete_fall(*, fall: Fall, at: PersonNow, key: UUID) -> Revision | None:
    """Delete a fall for good; its revision restores it for seven days. None on a replay."""
    with transaction.atomic():
        if not claim(owner=fall.owner, key=key, kind="fall-delete", made=str(fall.uuid)):
            return deletion_of(fall, owner=fall.owner)
        injury = fall.injury
        revision = note_change(owner=fall.owner, row=fall, before=snapshot(fall), after=None)
        fall.delete()
        _run_rules(injury, at)
    return revision


def _columns(entry: FallEntry) -> dict[str, object]:
    return {
        "on": entry.on,
        "kind": entry.kind.value,
        "side": entry.side.value if entry.side else None,
        "landed_on": entry.landed_on.value if entry.landed_on else None,
        "effect": entry.effect.value if entry.effect else None,
        "note": entry.note,
    }


def _check_note(note: str) -> None:
    if len(note) > NOTE_MAX:
        raise EntryRefused("Keep the note under 2,000 characters", field="note")
    if "\x00" in note:
        raise EntryRefused("Write this note in plain text", field="note")


def _run_rules(injury: Injury | None, at: PersonNow) -> list[Notice]:
    return evaluate_signs(injury=injury, at=at, edited=True) if injury else []


def _replayed(owner: User, key: UUID) -> FallRecorded:
    """The fall this key made; none when it was deleted since or the key made something else."""
    sent = SubmissionKey.objects.get(owner=owner, key=key)
    if sent.kind != "fall" or not sent.made:
        return FallRecorded(fall=None)
    return FallRecorded(fall=Fall.objects.filter(owner=owner, uuid=sent.made).first())
