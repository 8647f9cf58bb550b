"""A file that was sent and waits to be confirmed: one for a person, private, for a day.

It lies under the server's own folder, named by its owner, and nobody else's request can
name it. It goes when it is brought in or turned down, with the account, and by itself.
"""

import os
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

from django.conf import settings

KEPT = timedelta(hours=24)


def path_of(owner: UUID) -> Path:
    return _folder() / f"{owner.hex}.waiting"


def keep(owner: UUID, pieces: Iterable[bytes]) -> Path:
    """Store what was sent in the place of what waited before. Raises OSError when it cannot."""
    _folder().mkdir(mode=0o700, parents=True, exist_ok=True)
    path = path_of(owner)
    part = path.with_suffix(f".{os.getpid()}.part")
    try:
        with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            for piece in pieces:
                file.write(piece)
        os.replace(part, path)
    except BaseException:
        part.unlink(missing_ok=True)
        raise
    return path


def find(owner: UUID) -> Path | None:
    """The file that waits; None when there is none, or no more."""
    path = path_of(owner)
    try:
        is_late = _age(path, datetime.now(UTC)) > KEPT
    except FileNotFoundError:
        return None
    if is_late:
        remove(owner)
        return None
    return path


def remove(owner: UUID) -> None:
    path_of(owner).unlink(missing_ok=True)


def purge(*, now: datetime) -> int:
    """Delete what has waited for a day; tells how many files went."""
    old = [path for path in _folder().glob("*.*") if _age(path, now) > KEPT]
    for path in old:
        path.unlink(missing_ok=True)
    return len(old)


def _age(path: Path, now: datetime) -> timedelta:
    return now - datetime.fromtimestamp(path.stat().st_mtime, UTC)


def _folder() -> Path:
    return Path(settings.VAR) / "imports"
