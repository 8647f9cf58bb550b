"""The keys of the house beside a copy of its database, and the way back.

Sessions and links in mails hang on one key, the devices that messages are pushed to on the
other: a database on a new machine is whole only with both. Keys that stand in the environment
are the operator's to keep and are no files here.
"""

import os
import tarfile
from datetime import datetime
from io import BytesIO
from pathlib import Path

from django.conf import settings

from tracker import secret_key, vapid
from tracker.backups import BackupRefused

SUFFIX = ".keys.tar"
# A key is a line or a few; what is longer is no key.
LONGEST = 10_000


def keys_beside(copy: Path) -> Path:
    """The file that holds the keys of a copy of the database."""
    return copy.with_suffix(SUFFIX)


def back_up_keys(copy: Path) -> list[str]:
    """Put the keys that lie with the data into one file beside a copy; tells their names.

    Nothing is written when there are none. Only its owner may read the file.
    """
    found = {name: path.read_bytes() for name in NAMES if (path := settings.VAR / name).is_file()}
    if not found:
        return []
    target = keys_beside(copy)
    draft = target.with_suffix(".part")
    try:
        draft.touch(mode=0o600)
        with tarfile.open(draft, "w") as made:
            for name, data in found.items():
                about = tarfile.TarInfo(name)
                about.size, about.mode = len(data), 0o600
                made.addfile(about, BytesIO(data))
        os.replace(draft, target)
    except OSError as error:
        raise BackupRefused(f"The keys could not be copied: {error}.") from error
    finally:
        draft.unlink(missing_ok=True)
    return list(found)


def restore_keys(copy: Path, *, now: datetime) -> dict[str, Path | None]:
    """Put the keys of a copy in place; tells which, and where the one before was kept.

    A key that is there already and is the same stays untouched and is not told. Only files
    named as ours and that are keys are taken, so that nothing in the file can lead out of the
    folder.
    """
    source = keys_beside(copy)
    if not source.exists():
        return {}
    done: dict[str, Path | None] = {}
    try:
        for name, data in _read(source).items():
            path = settings.VAR / name
            if path.is_file() and path.read_bytes() == data:
                continue
            done[name] = _aside(path, now) if path.exists() else None
            draft = path.with_name(f"{name}.part")
            draft.touch(mode=0o600)
            draft.write_bytes(data)
            os.replace(draft, path)
            if name == secret_key.FILE_NAME:
                # What it is compared with at the next start: this one was meant.
                (settings.VAR / secret_key.FINGERPRINT_NAME).unlink(missing_ok=True)
    except (OSError, tarfile.TarError) as error:
        raise BackupRefused(f"The keys in {source} could not be put back: {error}.") from error
    return done


def _read(source: Path) -> dict[str, bytes]:
    found = {}
    with tarfile.open(source, "r:") as packed:
        for about in packed:
            if about.name not in NAMES or not about.isreg() or about.size > LONGEST:
                continue
            if (file := packed.extractfile(about)) is None:
                continue
            data = file.read()
            if not NAMES[about.name](data):
                raise BackupRefused(f"{about.name} in {source} is damaged. Use another copy.")
            found[about.name] = data
    return found


def _aside(path: Path, now: datetime) -> Path:
    """Keep the present key under a name of its own: what was signed with it may be wanted."""
    stem = f"{path.name}.before-restore-{now:%Y%m%d-%H%M%S}"
    names = [path.with_name(stem), *(path.with_name(f"{stem}-{n}") for n in range(2, 1000))]
    target = next(each for each in names if not each.exists())
    path.rename(target)
    return target


# Each key by its file, and what tells a whole one from a damaged one.
NAMES = {
    secret_key.FILE_NAME: secret_key.is_whole,
    vapid.FILE_NAME: vapid.is_whole,
}
