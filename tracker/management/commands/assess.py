"""`manage.py assess FILE`: the warning signs over a diary file, without a database."""

import sys
from argparse import ArgumentTypeError
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from tracker.exchange.assess import problem_lines
from tracker.exchange.assess_all import Wanted, assess_all, processes

WRONG_FILE = 2


def iso_day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise ArgumentTypeError(f"{text!r} is no date such as 2026-11-21") from error


class Command(BaseCommand):
    help = (
        "Run the warning signs over the diaries in FILE as if the person had used the app day by "
        "day. Reads no database and writes nothing. Exit status 2 when a file is wrong."
    )
    requires_system_checks: list[str] = []
    requires_migrations_checks = False

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "files", nargs="+", type=Path, metavar="FILE", help="a diary file, or a folder of them"
        )
        parser.add_argument("--json", action="store_true", help="one JSON object a line")
        parser.add_argument(
            "--until", type=iso_day, metavar="DATE", help="end on this day, not the last record"
        )
        parser.add_argument(
            "--processes", type=int, default=processes(), help="default: one for each processor"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        paths = list(_paths(options["files"]))
        wanted = Wanted(options["json"], options["until"], settings.REGION)
        has_failed = False
        for outcome in assess_all(paths, wanted, workers=options["processes"]):
            batch = outcome.batch
            has_failed = has_failed or batch.is_refused
            self._complain(batch.path, batch.problems)
            if batch.opens and not batch.is_refused and len(paths) > 1 and not wanted.as_json:
                self.stdout.write(str(batch.path))
            for line in outcome.lines:
                self.stdout.write(line)
        if has_failed:
            sys.exit(WRONG_FILE)

    def _complain(self, path: Path, problems: tuple[object, ...]) -> None:
        for line in problem_lines(str(path), problems):
            self.stderr.write(line)


def _paths(given: list[Path]) -> Iterator[Path]:
    """The files as given; a folder stands for the .json files in it, and may not be empty."""
    for path in given:
        inside = sorted(path.glob("*.json")) if path.is_dir() else []
        yield from inside or [path]
