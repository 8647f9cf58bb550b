"""Holds the walls of the house: who may import whom, and that rehab has no clock."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
REHAB = sorted((ROOT / "rehab").rglob("*.py"))
CLOCKS = {"today", "now", "utcnow", "time", "time_ns", "monotonic", "localtime", "gmtime"}


def test_imports_follow_the_contracts() -> None:
    done = subprocess.run(
        [Path(sys.executable).with_name("lint-imports"), "--no-cache"],
        cwd=ROOT,
        capture_output=True,
        text=True,
    )

    assert done.returncode == 0, done.stdout + done.stderr


def test_the_contracts_notice_a_forbidden_import(tmp_path: Path) -> None:
    (tmp_path / "rehab").mkdir()
    (tmp_path / "tracker").mkdir()
    (tmp_path / "rehab/__init__.py").write_text("import django\n")
    (tmp_path / "tracker/__init__.py").write_text("")
    (tmp_path / "tracker/urls.py").write_text("")
    (tmp_path / "tracker/diary_reader.py").write_text("")
    (tmp_path / "tracker/plan_reader.py").write_text("")
    (tmp_path / "tracker/models.py").write_text("import tracker.urls\n")

    done = subprocess.run(
        [
            Path(sys.executable).with_name("lint-imports"),
            "--no-cache",
            "--config",
            ROOT / "pyproject.toml",
        ],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        env={"PYTHONPATH": str(tmp_path), "PATH": "/usr/bin:/bin"},
    )

    assert done.returncode == 1
    assert "rehab is not allowed to import django" in done.stdout
    assert "tracker.models is not allowed to import tracker.urls" in done.stdout


def clock_calls(source: str) -> list[str]:
    """List the calls and imports in a file that read a clock."""
    found = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import) and any(alias.name == "time" for alias in node.names):
            found.append(f"line {node.lineno}: import time")
        if isinstance(node, ast.ImportFrom) and node.module == "time":
            found.append(f"line {node.lineno}: from time import")
        if (
            isinstance(node, ast.Attribute)
            and node.attr in CLOCKS
            and isinstance(node.value, ast.Name)
            and node.value.id in ("date", "datetime", "time", "dt")
        ):
            found.append(f"line {node.lineno}: {node.value.id}.{node.attr}")
    return found


@pytest.mark.parametrize("path", REHAB, ids=lambda path: str(path.relative_to(ROOT)))
def test_rehab_reads_no_clock(path: Path) -> None:
    assert clock_calls(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    "source", ["x = date.today()", "datetime.now(UTC)", "import time", "from time import monotonic"]
)
def test_a_clock_would_be_noticed(source: str) -> None:
    assert clock_calls(source)


def test_rehab_works_where_django_is_not_installed() -> None:
    code = (
        "import sys, pkgutil, importlib\n"
        "sys.modules['django'] = None\n"
        "import rehab\n"
        "for m in pkgutil.walk_packages(rehab.__path__, 'rehab.'):\n"
        "    importlib.import_module(m.name)\n"
        "bad = [n for n in sys.modules if n.partition('.')[0] in ('tracker', 'PIL', 'allauth')]\n"
        "assert not bad, bad\n"
    )

    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True)

    assert done.returncode == 0, done.stderr
