"""What the server has done before it parts into workers, so that none does it again."""

import json
from pathlib import Path

import pytest

from rehab.content.tables import files_below, kept
from tests.content.mini import write
from tests.tracker.house.shell import run
from tracker import start

LOOK = """
import gc, json, runpy, sys
conf = runpy.run_path("gunicorn.conf.py")
was_collecting = gc.isenabled()
import tracker.wsgi
from django.db import connections
from django.urls import get_resolver
from rehab.content.catalogue import catalogue
conf["when_ready"](None)
print(json.dumps({
    "modules": sorted(sys.modules),
    "content": catalogue.cache_info().currsize,
    "pages": "urlconf_module" in vars(get_resolver()),
    "connections": [c.connection is not None for c in connections.all()],
    "collecting": [was_collecting, gc.isenabled()],
    "frozen": gc.get_freeze_count(),
}))
"""
# None of these has a part in an answer; some weigh more than all of ours.
NOT_OURS = (
    "_pytest",
    "debugpy",
    "hypothesis",
    "httpx",
    "IPython",
    "mypy",
    "numpy",
    "PIL",
    "playwright",
    "pytest",
    "requests",
    "unittest",
    "doctest",
    "benchmarks",
    "tests",
    "django.test",
    "allauth.socialaccount",
    "allauth.mfa",
)


@pytest.fixture(scope="module")
def ready(tmp_path_factory: pytest.TempPathFactory) -> dict[str, object]:
    folder: Path = tmp_path_factory.mktemp("ready")
    # Without jobs: they would go on beside this one look.
    done = run("-c", LOOK, VAR_DIR=str(folder), JOBS_URL="off")
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_content_and_pages_are_loaded(ready: dict[str, object]) -> None:
    assert ready["content"] == 1
    assert ready["pages"]


def test_no_database_connection_is_shared_between_workers(ready: dict[str, object]) -> None:
    assert not any(ready["connections"])


def test_nothing_is_searched_for_garbage_while_loading_and_all_is_set_aside(
    ready: dict[str, object],
) -> None:
    assert ready["collecting"] == [False, True]
    assert ready["frozen"] > 10_000


def test_no_tool_of_ours_is_loaded_to_serve(ready: dict[str, object]) -> None:
    loaded = [m for m in ready["modules"] for name in NOT_OURS if f"{m}.".startswith(f"{name}.")]

    assert loaded == []


def test_prepare_keeps_the_tables_of_the_content(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = write(tmp_path)
    monkeypatch.setattr(start, "ROOT", root)

    start.look_at_content()

    assert kept(files_below(root))


def test_prepare_goes_on_where_nothing_may_be_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = write(tmp_path)
    (root / "__pycache__").write_text("a file where the folder would be")
    monkeypatch.setattr(start, "ROOT", root)

    start.look_at_content()
