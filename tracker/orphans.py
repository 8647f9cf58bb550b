"""Photo files that no row names (a process ended between file and row), and lost files."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from tracker import photo_files
from tracker.models import Photo

# A file that was just written may be about to get its row.
AT_LEAST_OLD = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Orphans:
    """Names in the storage of photos: `files` without a row, `missing` ones that rows name."""

    files: tuple[str, ...]
    missing: tuple[str, ...]


def find_orphans(*, now: datetime) -> Orphans:
    """Compare the storage with the rows. Files younger than an hour are left aside."""
    there = list(photo_files.names())
    stems = set(Photo.objects.values_list("stem", flat=True))
    strays = [name for name in there if photo_files.stem_of(name) not in stems]
    old = (name for name in strays if _is_old(name, now))
    named = {photo_files.name_of(stem, size) for stem in stems for size in photo_files.SIZES}
    return Orphans(files=tuple(old), missing=tuple(sorted(named - set(there))))


def delete_orphans(found: Orphans) -> int:
    """Delete the files that no row names; tells how many."""
    for name in found.files:
        photo_files.storage().delete(name)
    return len(found.files)


def _is_old(name: str, now: datetime) -> bool:
    return now - photo_files.storage().get_modified_time(name) >= AT_LEAST_OLD
