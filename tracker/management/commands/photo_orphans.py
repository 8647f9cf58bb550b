"""`manage.py photo_orphans`: photo files that belong to no row, and rows without a file."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from tracker.orphans import delete_orphans, find_orphans


class Command(BaseCommand):
    help = "Counts photo files that no diary names; --delete deletes them for good."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--delete", action="store_true")

    def handle(self, *args: Any, delete: bool, **options: Any) -> None:
        found = find_orphans(now=timezone.now())
        self.stdout.write(f"{len(found.files)} files that no diary names")
        self.stdout.write(f"{len(found.missing)} files that are named and not there")
        if delete:
            self.stdout.write(f"{delete_orphans(found)} files deleted")
