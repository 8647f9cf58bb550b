"""Bad content ends the start, whichever way the site is started."""

from pathlib import Path

import pytest

from tests.tracker.house.shell import manage, run

EMPTIED = "import pathlib, rehab.content.load as l; l.ROOT = pathlib.Path({root!r}); "


@pytest.mark.parametrize(
    "start",
    [
        "import tracker.wsgi",
        "import django; django.setup(); "
        "from django.core.management import call_command; call_command('prepare')",
    ],
    ids=["gunicorn", "make run"],
)
def test_bad_content_stops_the_start_and_names_the_file(tmp_path: Path, start: str) -> None:
    done = run("-c", EMPTIED.format(root=str(tmp_path)) + start, VAR_DIR=str(tmp_path / "var"))

    assert done.returncode == 1
    assert "Home Straight cannot start." in done.stderr
    assert "policy.toml: the file is missing" in done.stderr


def test_the_shipped_content_has_no_fault(tmp_path: Path) -> None:
    done = manage("check_content", VAR_DIR=str(tmp_path))

    assert done.returncode == 0, done.stderr
    assert "no fault" in done.stdout
