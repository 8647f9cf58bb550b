"""`manage.py assess FILE`: the warning signs over a diary file, without a database."""

import sys
from argparse import ArgumentTypeError
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from rehab.content.catalogue import catalogue
from tracker.exchange.assess import check_until, json_lines, problem_lines, story_lines
from tracker.exchange.diary import DiaryFile, read_file
from tracker.exchange.reading import FileRefused
from tracker.regions import REGIONS

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

    def handle(self, *args: Any, **options: Any) -> None:
        paths = list(_paths(options["files"]))
        has_failed = False
        for path in paths:
            try:
                file = read_file(path)
                check_until(file, options["until"])
            except FileRefused as refused:
                has_failed = True
                self._complain(path, refused.faults)
                continue
            self._complain(path, file.warnings)
            if len(paths) > 1 and not options["json"]:
                self.stdout.write(str(path))
            self._tell(file, as_json=options["json"], until=options["until"])
        if has_failed:
            sys.exit(WRONG_FILE)

    def _tell(self, file: DiaryFile, *, as_json: bool, until: date | None) -> None:
        if as_json:
            lines = json_lines(file, catalogue(), until=until)
        else:
            lines = story_lines(file, catalogue(), REGIONS[settings.REGION], until=until)
        for line in lines:
            self.stdout.write(line)

    def _complain(self, path: Path, problems: tuple[object, ...]) -> None:
        for line in problem_lines(str(path), problems):
            self.stderr.write(line)


def _paths(given: list[Path]) -> Iterator[Path]:
    """The files as given; a folder stands for the .json files in it, and may not be empty."""
    for path in given:
        inside = sorted(path.glob("*.json")) if path.is_dir() else []
        yield from inside or [path]
