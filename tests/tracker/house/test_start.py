"""Bad content ends the start, whichever way the site is started."""

import shutil
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.core.management import call_command

from tests.browser.house import free_port
from tests.tracker.house.shell import manage, run
from tracker import settings as site
from tracker import start

EMPTIED = "import pathlib, rehab.content.load as l; l.ROOT = pathlib.Path({root!r}); "


@pytest.mark.parametrize(
    "entry",
    [
        "import tracker.wsgi",
        "import django; django.setup(); "
        "from django.core.management import call_command; call_command('prepare')",
    ],
    ids=["gunicorn", "make run"],
)
def test_bad_content_stops_the_start_and_names_the_file(tmp_path: Path, entry: str) -> None:
    done = run("-c", EMPTIED.format(root=str(tmp_path)) + entry, VAR_DIR=str(tmp_path / "var"))

    assert done.returncode == 1
    assert "Home Straight cannot start." in done.stderr
    assert "policy.toml: the file is missing" in done.stderr


def test_a_server_that_was_never_prepared_says_what_to_run(tmp_path: Path) -> None:
    done = run("-m", "gunicorn", "tracker.wsgi", VAR_DIR=str(tmp_path), PORT=str(free_port()))

    assert done.returncode == 1
    assert "Home Straight cannot start. It was never prepared" in done.stderr
    assert "manage.py prepare" in done.stderr


def test_the_shipped_content_has_no_fault(tmp_path: Path) -> None:
    done = manage("check_content", VAR_DIR=str(tmp_path))

    assert done.returncode == 0, done.stderr
    assert "no fault" in done.stdout


def test_static_files_are_collected_anew_only_when_one_changed(
    settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ours = tmp_path / "ours"
    ours.mkdir()
    settings.VAR, settings.STATIC_ROOT = tmp_path, tmp_path / "static"
    settings.STATICFILES_DIRS = [ours]
    settings.STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
    settings.STORAGES = site.STORAGES
    finders.get_finder.cache_clear()
    calls: list[str] = []

    def collect(name: str, **options: object) -> None:
        calls.append(name)
        call_command(name, **options)

    monkeypatch.setattr(start, "call_command", collect)

    (ours / "a.css").write_text("p {}")
    start.collect_static()
    start.collect_static()
    assert len(calls) == 1

    (ours / "a.css").write_text("b {}")
    start.collect_static()
    assert len(calls) == 2

    shutil.rmtree(tmp_path / "static")
    start.collect_static()
    assert len(calls) == 3
    finders.get_finder.cache_clear()
