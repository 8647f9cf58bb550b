"""Runs the site's commands the way an operator does: another process, an environment."""

import os
import subprocess
import sys
from pathlib import Path

from tracker.environment import VARIABLES

ROOT = Path(__file__).resolve().parents[3]


def environment(**variables: str) -> dict[str, str]:
    """Give this shell's environment without our variables, and with those named."""
    ours = {name for variable in VARIABLES for name in (variable.name, f"{variable.name}_FILE")}
    kept = {key: value for key, value in os.environ.items() if key not in ours}
    return kept | {"DJANGO_SETTINGS_MODULE": "tracker.settings"} | variables


def run(*command: str | Path, **variables: str) -> subprocess.CompletedProcess[str]:
    """Run Python with arguments from the project's folder."""
    return subprocess.run(
        [sys.executable, *command],
        cwd=ROOT,
        env=environment(**variables),
        capture_output=True,
        text=True,
    )


def manage(*command: str | Path, **variables: str) -> subprocess.CompletedProcess[str]:
    return run("manage.py", *command, **variables)
