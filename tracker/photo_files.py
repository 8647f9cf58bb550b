"""Where photos lie: two files for each, reached only through Django's storage.

The storage is the one named "photos" in the settings: a folder of this machine, or a bucket.
"""

import logging
import re
from collections.abc import Iterator
from io import BytesIO
from typing import BinaryIO, cast
from uuid import uuid4

from django.core.files import File
from django.core.files.storage import Storage, storages

LARGE, SMALL = "large", "small"
SIZES = (LARGE, SMALL)
NAME = re.compile(r"(?P<folder>[0-9a-f]{2})/(?P<stem>(?P=folder)[0-9a-f]{30})-(large|small)\.jpg")
log = logging.getLogger("tracker.photos")


def storage() -> Storage:
    return storages["photos"]


def new_stem() -> str:
    """A name that tells nothing and cannot be guessed."""
    return uuid4().hex


def name_of(stem: str, size: str) -> str:
    return f"{stem[:2]}/{stem}-{size}.jpg"


def stem_of(name: str) -> str | None:
    """The stem in a file's name; None for a file that is none of ours."""
    found = NAME.fullmatch(name)
    return found["stem"] if found else None


def write(stem: str, *, large: bytes, small: bytes) -> None:
    """Store both files; when the second fails, the first goes too."""
    try:
        for size, data in ((LARGE, large), (SMALL, small)):
            put(name_of(stem, size), data)
    except BaseException:
        remove(stem)
        raise


def put(name: str, data: bytes) -> None:
    """Store one file under exactly this name."""
    kept = storage().save(name, File(BytesIO(data)))
    if kept != name:
        storage().delete(kept)
        raise FileExistsError(name)


def read(stem: str, size: str) -> BinaryIO:
    """Open one file. FileNotFoundError when it is gone."""
    return cast(BinaryIO, storage().open(name_of(stem, size), "rb"))


def remove(stem: str) -> None:
    """Delete both files for good. What cannot be deleted now is found by `photo_orphans`."""
    for size in SIZES:
        try:
            storage().delete(name_of(stem, size))
        except Exception:  # whatever kind of storage it is, the other file is tried too
            log.exception("photo file not deleted", extra={"size": size})


def names() -> Iterator[str]:
    """Every file of a photo in the storage; files of other kinds are left aside."""
    kept = storage()
    try:
        folders, _files = kept.listdir("")
    except FileNotFoundError:
        return
    for folder in sorted(folders):
        for file in sorted(kept.listdir(folder)[1]):
            if NAME.fullmatch(f"{folder}/{file}"):
                yield f"{folder}/{file}"
