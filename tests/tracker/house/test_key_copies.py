"""The keys go with a copy of the database, and come back with it on a new machine."""

import shutil
import tarfile
from collections.abc import Iterator
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import pytest

from tests.tracker.house.shell import manage
from tracker import key_copies, secret_key, vapid
from tracker.backups import BackupRefused

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
SECRET = b"s" * 50
PUSH = b"-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n"


@pytest.fixture
def var(tmp_path: Path, settings) -> Iterator[Path]:
    """A data folder with both keys and a name for a copy."""
    folder = tmp_path / "var"
    (folder / "backups").mkdir(parents=True)
    settings.VAR = folder
    (folder / secret_key.FILE_NAME).write_bytes(SECRET)
    (folder / vapid.FILE_NAME).write_bytes(PUSH)
    yield folder


@pytest.fixture
def copy(var: Path) -> Path:
    return var / "backups" / "backup-20260301-120000.sqlite3"


def test_both_keys_lie_beside_a_copy_for_its_owner_only(var: Path, copy: Path) -> None:
    assert key_copies.back_up_keys(copy) == ["secret_key", "vapid_key"]

    kept = key_copies.keys_beside(copy)
    assert list(copy.parent.iterdir()) == [kept] and kept.name.startswith(copy.stem)
    assert kept.stat().st_mode & 0o777 == 0o600


def test_without_keys_of_its_own_nothing_is_written(var: Path, copy: Path) -> None:
    for name in key_copies.NAMES:
        (var / name).unlink()

    assert key_copies.back_up_keys(copy) == []
    assert list(copy.parent.iterdir()) == []
    assert key_copies.restore_keys(copy, now=NOW) == {}


def test_a_lost_key_comes_back_for_its_owner_only(var: Path, copy: Path) -> None:
    key_copies.back_up_keys(copy)
    (var / vapid.FILE_NAME).unlink()

    assert key_copies.restore_keys(copy, now=NOW) == {"vapid_key": None}

    assert (var / vapid.FILE_NAME).read_bytes() == PUSH
    assert (var / vapid.FILE_NAME).stat().st_mode & 0o777 == 0o600


def test_a_key_made_since_gives_way_and_is_kept_aside(var: Path, copy: Path) -> None:
    key_copies.back_up_keys(copy)
    (var / secret_key.FILE_NAME).write_bytes(b"n" * 50)

    done = key_copies.restore_keys(copy, now=NOW)

    aside = done["secret_key"]
    assert list(done) == ["secret_key"] and aside is not None
    assert aside.read_bytes() == b"n" * 50 and aside.parent == var
    assert (var / secret_key.FILE_NAME).read_bytes() == SECRET


@pytest.mark.parametrize("name", ["../secret_key", "/tmp/vapid_key", "homestraight.sqlite3", "x"])
def test_what_is_no_key_of_ours_is_left_aside(var: Path, copy: Path, name: str) -> None:
    with tarfile.open(key_copies.keys_beside(copy), "w") as made:
        about = tarfile.TarInfo(name)
        about.size = len(SECRET)
        made.addfile(about, BytesIO(SECRET))
        link = tarfile.TarInfo(vapid.FILE_NAME)
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
        made.addfile(link)
    before = sorted(var.rglob("*"))

    assert key_copies.restore_keys(copy, now=NOW) == {}
    assert sorted(var.rglob("*")) == before


@pytest.mark.parametrize("name", list(key_copies.NAMES))
def test_a_damaged_key_is_refused_and_nothing_changes(var: Path, copy: Path, name: str) -> None:
    (var / name).write_bytes(b"half")
    key_copies.back_up_keys(copy)
    other = ({*key_copies.NAMES} - {name}).pop()
    (var / other).unlink()

    with pytest.raises(BackupRefused, match="is damaged"):
        key_copies.restore_keys(copy, now=NOW)

    assert not (var / other).exists()


def test_a_damaged_pack_says_so(var: Path, copy: Path) -> None:
    key_copies.keys_beside(copy).write_bytes(b"no tar at all" * 100)

    with pytest.raises(BackupRefused, match="could not be put back"):
        key_copies.restore_keys(copy, now=NOW)


def test_a_new_machine_has_the_keys_of_the_old_one_after_a_restore(tmp_path: Path) -> None:
    """With the commands, as an operator does it: a copy, a new machine that was started once."""
    old, new = tmp_path / "old", tmp_path / "new"
    assert manage("prepare", VAR_DIR=str(old)).returncode == 0
    (old / vapid.FILE_NAME).write_bytes(PUSH)
    copied = manage("backup", VAR_DIR=str(old))
    (copy,) = (old / "backups").glob("backup-*.sqlite3")
    assert f"Keys (secret_key, vapid_key) in {key_copies.keys_beside(copy)}" in copied.stdout
    assert manage("prepare", VAR_DIR=str(new)).returncode == 0
    for path in (copy, key_copies.keys_beside(copy)):
        shutil.copy(path, tmp_path)

    restored = manage("restore", tmp_path / copy.name, VAR_DIR=str(new))
    started = manage("prepare", VAR_DIR=str(new))

    assert "Key put back: secret_key; the one before: " in restored.stdout
    assert "Start the site again" in restored.stdout
    for name in key_copies.NAMES:
        assert (new / name).read_bytes() == (old / name).read_bytes()
    assert started.returncode == 0 and "WARNING" not in started.stdout
