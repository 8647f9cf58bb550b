"""Erase one injury, or the account, with everything that hangs on it; and count what went.

What is erased is gone at once: rows, the files of photos, links and tokens, a file that
waits to be brought in, and every earlier version that the history kept.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db import transaction

from tracker import photo_files, waiting_import
from tracker.actions.preferences import delete_account
from tracker.models import (
    Day,
    Fall,
    Injury,
    Photo,
    Plan,
    Revision,
    SubmissionKey,
    User,
)

DOORS = {"tracker.ShareLink", "tracker.ApiToken"}
PHOTO = "tracker.Photo"
# Columns of a version that say whose row it was.
INJURY, DAY, PLAN = "injury_id", "day_id", "plan_id"


@dataclass(frozen=True, slots=True)
class Erased:
    """How many rows, photos, and links and tokens are gone.

    `left` counts files of photos that could not be deleted now; `photo_orphans` finds them.
    """

    entries: int
    photos: int
    doors: int
    left: int


def erase_injury(*, injury: Injury) -> Erased:
    """Erase this injury with its falls, answers, photos, links, and its history."""
    owner = injury.owner
    stems = _stems(Photo.objects.filter(injury=injury))
    with transaction.atomic():
        User.objects.select_for_update().get(pk=owner.pk)
        gone = _erase_versions(owner, injury)
        gone |= Fall.objects.filter(injury=injury).delete()[1]
        counts = Injury.objects.filter(pk=injury.pk).delete()[1]
        transaction.on_commit(lambda: waiting_import.remove(owner.uuid), robust=True)
    return _counted(
        {name: gone.get(name, 0) + counts.get(name, 0) for name in {*gone, *counts}}, stems
    )


def erase_account(*, user: User) -> Erased:
    """Erase the person with everything that is theirs, and end all their sessions."""
    stems = _stems(Photo.objects.of(user))
    return _counted(delete_account(user=user), stems)


def _erase_versions(owner: User, injury: Injury) -> dict[str, int]:
    """Delete what the history kept of this injury, also of rows deleted before.

    A version of a row that hangs on a day or a plan which is gone belongs to nobody any
    more, so it goes too.
    """
    others = Injury.objects.filter(owner=owner).exclude(pk=injury.pk)
    stay = {
        INJURY: set(others.values_list("pk", flat=True)),
        DAY: set(Day.objects.filter(injury__in=others).values_list("pk", flat=True)),
        PLAN: set(Plan.objects.filter(injury__in=others).values_list("pk", flat=True)),
    }
    gone = [
        (version.pk, str(version.row))
        for version in Revision.objects.filter(owner=owner).iterator()
        if not _stays(version, stay)
    ]
    Revision.objects.filter(pk__in=[pk for pk, _row in gone]).delete()
    SubmissionKey.objects.filter(owner=owner, made__in=[row for _pk, row in gone]).delete()
    return {"tracker.Revision": len(gone)}


def _stays(version: Revision, stay: Mapping[str, set[int]]) -> bool:
    """Whether every row that this version names is of another injury, or of none."""
    for held in (version.before, version.after):
        for column, known in stay.items():
            value = (held or {}).get(column)
            if value is not None and value not in known:
                return False
    return True


def _stems(photos: Iterable[Photo]) -> list[str]:
    return [photo.stem for photo in photos]


def _counted(counts: Mapping[str, int], stems: list[str]) -> Erased:
    kept = photo_files.storage()
    names = [photo_files.name_of(stem, size) for stem in stems for size in photo_files.SIZES]
    doors = sum(counts.get(name, 0) for name in DOORS)
    photos = counts.get(PHOTO, 0)
    return Erased(
        entries=sum(counts.values()) - doors - photos,
        photos=photos,
        doors=doors,
        left=sum(kept.exists(name) for name in names),
    )
