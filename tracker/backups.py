"""Copies of the SQLite database and of the photos beside it, and the way back.

Both use SQLite's own online backup, so a copy is whole while people write, and
a restore works while the site runs. A PostgreSQL database has its own tools:
`docs/operating.md` names them.
"""

import hashlib
import os
import sqlite3
import tarfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import datetime
from io import BytesIO
from pathlib import Path

from django.conf import settings
from django.db.migrations.loader import MigrationLoader

from tracker import photo_files

KEEP = 10
AUTOMATIC = "before-start"
SUFFIX = ".sqlite3"
PHOTOS = ".photos.tar"


class BackupRefused(Exception):
    """Why a copy cannot be made or used; the text is a sentence for the operator."""


def database_path() -> Path:
    """Give the file of the database. BackupRefused when it is not SQLite."""
    database = settings.DATABASES["default"]
    if "sqlite" not in database["ENGINE"]:
        raise BackupRefused(
            "The database is PostgreSQL: use pg_dump and pg_restore, see docs/operating.md."
        )
    return Path(database["NAME"])


def folder() -> Path:
    """Give the folder of the copies; only its owner may look inside."""
    path = settings.VAR / "backups"
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    return path


def back_up(*, now: datetime, kind: str = "backup") -> Path:
    """Copy the database into the folder of copies and check the copy."""
    source = database_path()
    if not source.exists():
        raise BackupRefused(f"There is no database at {source} to copy.")
    target = _free_name(folder(), f"{kind}-{now:%Y%m%d-%H%M%S}")
    draft = target.with_suffix(".part")
    try:
        draft.touch(mode=0o600)
        _copy(source, draft)
        _make_one_file(draft)
        check(draft)
        os.replace(draft, target)
    except sqlite3.Error as error:
        raise BackupRefused(f"The copy failed: {error}. Is the disk full?") from error
    finally:
        draft.unlink(missing_ok=True)
    return target


def _free_name(parent: Path, stem: str) -> Path:
    names = [parent / f"{stem}{SUFFIX}", *(parent / f"{stem}-{n}{SUFFIX}" for n in range(2, 1000))]
    return next(path for path in names if not path.exists())


def photos_beside(copy: Path) -> Path:
    """The file that holds the photos of a copy of the database."""
    return copy.with_suffix(PHOTOS)


def back_up_photos(copy: Path) -> int:
    """Pack every photo into one file beside a copy of the database; tells how many files.

    Nothing is written when there are none. Each is packed as it is: pictures do not get
    shorter.
    """
    target = photos_beside(copy)
    draft = target.with_suffix(".part")
    count = 0
    try:
        draft.touch(mode=0o600)
        with tarfile.open(draft, "w") as made:
            for name in photo_files.names():
                with photo_files.storage().open(name, "rb") as file:
                    data = file.read()
                about = tarfile.TarInfo(name)
                about.size, about.mode = len(data), 0o600
                made.addfile(about, BytesIO(data))
                count += 1
        if count:
            os.replace(draft, target)
    except OSError as error:
        raise BackupRefused(f"The photos could not be copied: {error}.") from error
    finally:
        draft.unlink(missing_ok=True)
    return count


def restore_photos(copy: Path) -> int:
    """Put back the photos that stand beside a copy and are missing; tells how many files.

    Only files that are named as ours are read, so that no name in the file can lead
    out of the folder. Photos that are there already stay as they are.
    """
    source = photos_beside(copy)
    if not source.exists():
        return 0
    there, count = set(photo_files.names()), 0
    try:
        with tarfile.open(source, "r:") as packed:
            for about in packed:
                name = about.name
                if not about.isreg() or photo_files.stem_of(name) is None or name in there:
                    continue
                if (file := packed.extractfile(about)) is not None:
                    photo_files.put(name, file.read())
                    count += 1
    except (OSError, tarfile.TarError) as error:
        raise BackupRefused(f"The photos in {source} could not be put back: {error}.") from error
    return count


def prune(*, keep: int = KEEP) -> list[Path]:
    """Delete the oldest automatic copies; those made by `make backup` stay."""
    copies = automatic_copies()
    gone = copies[:-keep]
    for path in gone:
        path.unlink()
    return gone


def automatic_copies() -> list[Path]:
    """List the copies made at start, the oldest first."""
    return sorted(folder().glob(f"{AUTOMATIC}-*{SUFFIX}"))


def restore(source: Path, *, now: datetime) -> Path | None:
    """Put a copy in the database's place. Gives where the present one was kept, if any.

    BackupRefused, and nothing changed, when the file is no whole copy of ours.
    """
    target = database_path()
    check(source)
    if target.exists() and target.resolve() == source.resolve():
        raise BackupRefused("That file is the present database itself. Name a copy of it.")
    aside = back_up(now=now, kind="before-restore") if has_tables(target) else None
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        _copy(source, target)
    except sqlite3.Error as error:
        raise BackupRefused(f"The database could not be written: {error}.") from error
    if fingerprint(source) != fingerprint(target):
        raise BackupRefused(f"The restored database differs from {source}. Stop the site, retry.")
    return aside


def _copy(source: Path, target: Path) -> None:
    with reading(source) as origin, closing(sqlite3.connect(target, timeout=20)) as copy:
        origin.backup(copy)


def _make_one_file(path: Path) -> None:
    """Take a copy out of WAL mode, or opening it would leave files beside it."""
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA journal_mode=DELETE")


@contextmanager
def reading(path: Path) -> Iterator[sqlite3.Connection]:
    """Open a SQLite file without being able to change or create it."""
    uri = f"{path.resolve().as_uri()}?mode=ro"
    with closing(sqlite3.connect(uri, uri=True, timeout=20)) as connection:
        yield connection


def has_tables(path: Path) -> bool:
    """Tell whether a file is a database in which people's tables exist."""
    if not path.exists() or not path.stat().st_size:
        return False
    with reading(path) as connection:
        return "tracker_user" in _tables(connection)


def check(path: Path) -> None:
    """Raise BackupRefused unless the file is a whole database of this site, not a newer one."""
    if not path.is_file():
        raise BackupRefused(f"There is no file {path}.")
    try:
        with reading(path) as connection:
            answer = connection.execute("PRAGMA integrity_check").fetchone()[0]
            broken = connection.execute("PRAGMA foreign_key_check").fetchone()
            tables = _tables(connection)
            applied = _migrations(connection) if "django_migrations" in tables else set()
    except sqlite3.Error as error:
        raise BackupRefused(f"{path} is no readable SQLite database: {error}.") from error
    if answer != "ok" or broken:
        raise BackupRefused(f"{path} is damaged. Use another copy.")
    if "tracker_user" not in tables or not applied:
        raise BackupRefused(f"{path} is a database of something else, not of Home Straight.")
    unknown = applied - {name for app, name in _known_migrations() if app == "tracker"}
    if unknown:
        raise BackupRefused(
            f"{path} comes from a newer version ({max(unknown)}). Update the site first."
        )


def _tables(connection: sqlite3.Connection) -> list[str]:
    rows = connection.execute(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
    )
    return sorted(name for (name,) in rows)


def _migrations(connection: sqlite3.Connection) -> set[str]:
    rows = connection.execute("SELECT name FROM django_migrations WHERE app = 'tracker'")
    return {name for (name,) in rows}


def _known_migrations() -> set[tuple[str, str]]:
    loader = MigrationLoader(None, ignore_no_migrations=True)
    replaced = {old for migration in loader.disk_migrations.values() for old in migration.replaces}
    return set(loader.disk_migrations) | replaced


def row_counts(path: Path) -> dict[str, int]:
    """Count the rows of every table that has any."""
    with reading(path) as connection:
        counts = {
            table: connection.execute(f'SELECT COUNT(*) FROM "{table}"').fetchone()[0]  # noqa: S608
            for table in _tables(connection)
        }
    return {table: count for table, count in counts.items() if count}


def fingerprint(path: Path) -> str:
    """Give a checksum over every row of every table, whatever the file's layout."""
    digest = hashlib.sha256()
    with reading(path) as connection:
        for table in _tables(connection):
            digest.update(table.encode())
            for row in connection.execute(f'SELECT * FROM "{table}" ORDER BY rowid'):  # noqa: S608
                digest.update(repr(row).encode())
    return digest.hexdigest()
