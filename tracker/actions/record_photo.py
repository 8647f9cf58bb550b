"""Keep a photo of a bruise, change what is written beside it, delete it for good."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import BinaryIO
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_noop

from tracker import photo_files
from tracker.actions.entry import check_date
from tracker.actions.errors import EntryRefused
from tracker.actions.once import claim
from tracker.clock import PersonNow
from tracker.models import Injury, Photo, SubmissionKey, User
from tracker.models.photo import NOTE_MAX
from tracker.photos import PhotoRefused, prepare_photo

MOST_A_DAY = 12
MOST_OF_ACCOUNT = 400
KIND = "photo"
FULL_DAY = gettext_noop("There are 12 photos of this day. Delete one first, or choose another day")
FULL = gettext_noop("There are 400 photos, which is as many as can be kept. Delete some first")


@dataclass(frozen=True, slots=True)
class PhotoEntry:
    """What is told beside a photo: the day it shows, and a note of at most 200 characters."""

    on: date
    note: str = ""


def add_photo(
    *, injury: Injury, entry: PhotoEntry, file: BinaryIO, at: PersonNow, key: UUID
) -> Photo | None:
    """Draw the photo anew and keep it, once per key; None when a replay finds it deleted.

    Raises EntryRefused naming the field: for the file that cannot be taken (`photo`), the
    day, the note, or when the day or the account is full. Nothing is left behind then.
    """
    _check(entry, at=at)
    sent = SubmissionKey.objects.filter(owner=injury.owner, key=key).first()
    if sent is not None:
        return _made_by(sent, injury)
    _refuse_when_full(injury, entry.on)
    try:
        picture = prepare_photo(file)
    except PhotoRefused as refused:
        raise EntryRefused(refused.message, field="photo") from refused
    with _files(picture.large, picture.small) as stem, transaction.atomic():
        # On PostgreSQL this keeps two uploads at once from both taking the last free place.
        owner = User.objects.select_for_update().get(pk=injury.owner_id)
        if not claim(owner=owner, key=key, kind=KIND):
            photo_files.remove(stem)
            return _made_by(SubmissionKey.objects.get(owner=owner, key=key), injury)
        _refuse_when_full(injury, entry.on)
        photo = Photo.objects.create(
            injury=injury,
            on=entry.on,
            note=entry.note,
            stem=stem,
            width=picture.width,
            height=picture.height,
            logged_at=at.now,
            zone=at.zone,
        )
        SubmissionKey.objects.filter(owner=owner, key=key).update(made=str(photo.uuid))
    return photo


def change_photo(*, photo: Photo, entry: PhotoEntry, at: PersonNow, key: UUID) -> Photo:
    """Change the day or the note; a replayed key changes nothing."""
    _check(entry, at=at)
    owner = photo.injury.owner
    with transaction.atomic():
        if not claim(owner=owner, key=key, kind="photo-edit", made=str(photo.uuid)):
            return photo
        if entry.on != photo.on:
            _refuse_when_full(photo.injury, entry.on)
        photo.on, photo.note = entry.on, entry.note
        photo.save(update_fields=["on", "note"])
    return photo


def delete_photo(*, photo: Photo) -> None:
    """Delete the row and, once that is certain, both files. There is no way back."""
    with transaction.atomic():
        photo.delete()


def was_photo_of(owner: User, photo_uuid: UUID) -> bool:
    """Whether this person once kept a photo of this uuid, for a delete that is sent again."""
    return SubmissionKey.objects.filter(owner=owner, kind=KIND, made=str(photo_uuid)).exists()


@contextmanager
def _files(large: bytes, small: bytes) -> Iterator[str]:
    """Both files under a new stem; taken away again when what follows fails."""
    stem = photo_files.new_stem()
    photo_files.write(stem, large=large, small=small)
    try:
        yield stem
    except BaseException:
        photo_files.remove(stem)
        raise


def _check(entry: PhotoEntry, *, at: PersonNow) -> None:
    check_date(entry.on, at=at)
    if len(entry.note) > NOTE_MAX or "\x00" in entry.note:
        raise EntryRefused("Keep the note under 200 characters", field="note")


def _refuse_when_full(injury: Injury, on: date) -> None:
    own = Photo.objects.filter(injury__owner_id=injury.owner_id)
    if own.filter(on=on).count() >= MOST_A_DAY:
        raise EntryRefused(FULL_DAY, field="photo")
    if own.count() >= MOST_OF_ACCOUNT:
        raise EntryRefused(FULL, field="photo")


def _made_by(sent: SubmissionKey, injury: Injury) -> Photo | None:
    if sent.kind != KIND or not sent.made:
        return None
    return Photo.objects.filter(injury__owner_id=injury.owner_id, uuid=sent.made).first()
