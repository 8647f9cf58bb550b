"""Copies and restores on real SQLite files, through the commands an operator types."""

import shutil
import sqlite3
import tarfile
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path

import pytest
from django.core.files.storage import storages

from tests.tracker.house.shell import manage
from tracker import backups, photo_files
from tracker.backups import BackupRefused

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
NAME = "homestraight.sqlite3"


@pytest.fixture(scope="module")
def fresh(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder as the first start leaves it."""
    folder = tmp_path_factory.mktemp("fresh")
    done = manage("prepare", VAR_DIR=str(folder))
    assert done.returncode == 0, done.stderr
    assert f"Database: {folder / NAME}" in done.stdout
    assert "Entries: 0 days, 0 people" in done.stdout
    return folder


@pytest.fixture
def var(fresh: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, settings) -> Iterator[Path]:
    """A copy of that folder, and the module under test looking at it."""
    folder = tmp_path / "var"
    shutil.copytree(fresh, folder)
    settings.VAR = folder
    monkeypatch.setattr(backups, "database_path", lambda: folder / NAME)
    yield folder


def add_row(database: Path, key: str) -> None:
    """Add a row to the table of sessions: Django's own, so that our columns may change."""
    with closing(sqlite3.connect(database)) as connection, connection:
        connection.execute("INSERT INTO django_session VALUES (?, '', '2026-01-01')", [key])


def rows(database: Path) -> list[str]:
    with closing(sqlite3.connect(database)) as connection:
        return [key for (key,) in connection.execute("SELECT session_key FROM django_session")]


def test_a_copy_is_whole_and_holds_every_row(var: Path) -> None:
    add_row(var / NAME, "first")

    copy = backups.back_up(now=NOW)

    assert list((var / "backups").iterdir()) == [copy]
    assert rows(copy) == ["first"]
    assert backups.fingerprint(copy) == backups.fingerprint(var / NAME)
    assert backups.row_counts(copy)["django_session"] == 1


def test_a_copy_is_readable_by_its_owner_only(var: Path) -> None:
    copy = backups.back_up(now=NOW)

    assert copy.stat().st_mode & 0o777 == 0o600
    assert copy.parent.stat().st_mode & 0o777 == 0o700


def test_a_copy_works_while_somebody_is_writing(var: Path) -> None:
    add_row(var / NAME, "first")
    with closing(sqlite3.connect(var / NAME, isolation_level=None)) as writer:
        writer.execute("BEGIN IMMEDIATE")
        writer.execute("UPDATE django_session SET session_key = 'half'")

        copy = backups.back_up(now=NOW)

        writer.execute("ROLLBACK")
    assert rows(copy) == ["first"]


def test_two_copies_in_one_second_do_not_overwrite_each_other(var: Path) -> None:
    assert backups.back_up(now=NOW) != backups.back_up(now=NOW)


def test_the_last_ten_automatic_copies_stay_and_all_others(var: Path) -> None:
    by_hand = backups.back_up(now=NOW)
    for day in range(12):
        backups.back_up(now=NOW + timedelta(days=day), kind=backups.AUTOMATIC)
    kept = backups.automatic_copies()[-10:]

    backups.prune()

    assert backups.automatic_copies() == kept
    assert by_hand.exists()


def test_a_restore_brings_the_copy_back_and_keeps_what_was_there(var: Path) -> None:
    add_row(var / NAME, "first")
    copy = backups.back_up(now=NOW)
    add_row(var / NAME, "later")

    aside = backups.restore(copy, now=NOW)

    assert rows(var / NAME) == ["first"]
    assert aside is not None and rows(aside) == ["first", "later"]


def test_a_restore_into_an_empty_place_works(var: Path) -> None:
    add_row(var / NAME, "first")
    copy = backups.back_up(now=NOW)
    for path in var.glob(f"{NAME}*"):
        path.unlink()

    assert backups.restore(copy, now=NOW) is None
    assert rows(var / NAME) == ["first"]


def a_text_file(path: Path) -> None:
    path.write_text("This is no database. " * 100)


def an_empty_file(path: Path) -> None:
    path.write_bytes(b"")


def something_else(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE recipes (name TEXT)")


def a_cut_copy(path: Path) -> None:
    copy = backups.back_up(now=NOW)
    path.write_bytes(copy.read_bytes()[: copy.stat().st_size // 2])


def a_newer_version(path: Path) -> None:
    shutil.copy(backups.back_up(now=NOW), path)
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute(
            "INSERT INTO django_migrations (app, name, applied) VALUES ('tracker', '9999_x', '')"
        )


def nothing(path: Path) -> None: ...


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (nothing, "There is no file"),
        (a_text_file, "no readable SQLite database"),
        (an_empty_file, "a database of something else"),
        (something_else, "a database of something else"),
        (a_cut_copy, "no readable SQLite database|is damaged"),
        (a_newer_version, "comes from a newer version"),
    ],
)
def test_a_wrong_file_is_refused_and_nothing_changes(var: Path, make, words: str) -> None:
    add_row(var / NAME, "first")
    make(var / "other.sqlite3")

    with pytest.raises(BackupRefused, match=words):
        backups.restore(var / "other.sqlite3", now=NOW)

    assert rows(var / NAME) == ["first"]


def test_the_database_is_no_copy_of_itself(var: Path) -> None:
    with pytest.raises(BackupRefused, match="the present database itself"):
        backups.restore(var / NAME, now=NOW)


def test_the_commands_do_the_same_and_print_counts(var: Path) -> None:
    add_row(var / NAME, "first")

    copied = manage("backup", VAR_DIR=str(var))
    (copy,) = (var / "backups").glob("backup-*.sqlite3")
    restored = manage("restore", copy, VAR_DIR=str(var))

    assert copied.returncode == 0 and f"Copied to {copy}" in copied.stdout
    assert "1  django_session" in copied.stdout and "1  django_session" in restored.stdout
    assert restored.returncode == 0 and "before-restore-" in restored.stdout


def test_the_command_refuses_with_a_sentence(var: Path) -> None:
    done = manage("restore", "/etc/hostname", VAR_DIR=str(var))

    assert done.returncode == 1
    assert "Nothing was restored." in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("loss", ["missing", "empty"])
def test_a_lost_database_stops_the_start_with_a_sentence(var: Path, loss: str) -> None:
    for path in var.glob(f"{NAME}*"):
        path.unlink()
    if loss == "empty":
        (var / NAME).touch()

    done = manage("prepare", VAR_DIR=str(var))

    assert done.returncode == 1
    assert "The database is missing or empty" in done.stderr
    assert "Traceback" not in done.stderr
    assert not (var / NAME).exists() or not (var / NAME).stat().st_size


def test_a_later_start_copies_first_and_only_once_a_day(var: Path) -> None:
    add_row(var / NAME, "first")

    first = manage("prepare", VAR_DIR=str(var))
    second = manage("prepare", VAR_DIR=str(var))

    (copy,) = (var / "backups").glob("before-start-*")
    assert rows(copy) == ["first"]
    assert f"Copy: {copy}" in first.stdout and "Copy:" not in second.stdout
    assert "Entries: 0 days, 0 people" in second.stdout


def test_a_pending_migration_is_copied_before_even_on_the_same_day(var: Path) -> None:
    manage("prepare", VAR_DIR=str(var))
    with closing(sqlite3.connect(var / NAME)) as connection, connection:
        connection.execute("DELETE FROM django_migrations WHERE app = 'sessions'")
        connection.execute("DROP TABLE django_session")

    manage("prepare", VAR_DIR=str(var))

    assert len(list((var / "backups").glob("*"))) == 2


def test_another_key_is_warned_about_once(var: Path) -> None:
    first = manage("prepare", VAR_DIR=str(var), SECRET_KEY="x" * 40)
    second = manage("prepare", VAR_DIR=str(var), SECRET_KEY="x" * 40)

    assert "WARNING: SECRET_KEY is another one" in first.stdout
    assert "WARNING" not in second.stdout


def test_postgresql_is_sent_to_its_own_tools(settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(settings.DATABASES["default"], "ENGINE", "django.db.backends.postgresql")

    with pytest.raises(BackupRefused, match="pg_dump"):
        backups.database_path()


def test_the_start_tells_how_much_the_database_holds(var: Path) -> None:
    code = "from tracker.models import User; User.objects.create_user('ann@example.org', 'x')"
    manage("shell", "--verbosity", "0", "--command", code, VAR_DIR=str(var))

    assert "Entries: 0 days, 1 people" in manage("prepare", VAR_DIR=str(var)).stdout


@pytest.fixture
def photos(settings, tmp_path: Path) -> Iterator[Path]:
    """A folder of photos of its own, with one photo in it."""
    own = {"BACKEND": "django.core.files.storage.FileSystemStorage"}
    own["OPTIONS"] = settings.STORAGES["photos"]["OPTIONS"] | {"location": tmp_path / "photos"}
    settings.STORAGES = settings.STORAGES | {"photos": own}
    storages._storages.clear()
    photo_files.write(photo_files.new_stem(), large=b"large", small=b"small")
    yield tmp_path / "photos"
    storages._storages.clear()


def test_photos_are_packed_beside_a_copy_and_put_back(var: Path, photos: Path) -> None:
    copy, before = backups.back_up(now=NOW), sorted(photo_files.names())

    assert backups.back_up_photos(copy) == 2
    packed = backups.photos_beside(copy)
    assert packed.parent == copy.parent and packed.stat().st_mode & 0o777 == 0o600
    shutil.rmtree(photos)

    assert backups.restore_photos(copy) == 2
    assert sorted(photo_files.names()) == before
    assert (photos / before[0]).read_bytes() == b"large"
    assert (photos / before[0]).stat().st_mode & 0o777 == 0o600


def test_photos_that_are_there_already_stay_as_they_are(var: Path, photos: Path) -> None:
    copy = backups.back_up(now=NOW)
    backups.back_up_photos(copy)
    first = photos / sorted(photo_files.names())[0]
    first.write_bytes(b"as it is now")
    photo_files.write(photo_files.new_stem(), large=b"newer", small=b"newer")

    assert backups.restore_photos(copy) == 0
    assert first.read_bytes() == b"as it is now"
    assert len(list(photo_files.names())) == 4


def test_without_photos_nothing_is_packed_and_nothing_put_back(var: Path, photos: Path) -> None:
    shutil.rmtree(photos)
    copy = backups.back_up(now=NOW)

    assert backups.back_up_photos(copy) == 0
    assert list(copy.parent.iterdir()) == [copy]
    assert backups.restore_photos(copy) == 0


@pytest.mark.parametrize(
    "name", ["../../etc/passwd", "/tmp/x.jpg", "ab/../../x.jpg", "ab/readme.txt", "secret_key"]
)
def test_a_packed_file_that_is_no_photo_is_left_aside(var: Path, photos: Path, name: str) -> None:
    copy = backups.back_up(now=NOW)
    with tarfile.open(backups.photos_beside(copy), "w") as made:
        about = tarfile.TarInfo(name)
        about.size = 4
        made.addfile(about, BytesIO(b"evil"))
        link = tarfile.TarInfo("ab/ab" + "0" * 30 + "-large.jpg")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
        made.addfile(link)

    assert backups.restore_photos(copy) == 0
    assert len(list(photo_files.names())) == 2


def test_a_damaged_pack_says_so(var: Path, photos: Path) -> None:
    copy = backups.back_up(now=NOW)
    backups.photos_beside(copy).write_bytes(b"no tar at all" * 100)

    with pytest.raises(BackupRefused, match="could not be put back"):
        backups.restore_photos(copy)
