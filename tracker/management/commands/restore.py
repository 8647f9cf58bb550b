"""`manage.py restore FILE`: puts a copy in the database's place."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from tracker import backups, key_copies


class Command(BaseCommand):
    help = "Checks a copy, keeps the present database aside, and restores the copy."
    requires_migrations_checks = False

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, file: Path, **options: Any) -> None:
        now = timezone.now()
        try:
            aside = backups.restore(file, now=now)
            counts = backups.row_counts(backups.database_path())
        except backups.BackupRefused as error:
            raise CommandError(f"Nothing was restored. {error}") from error
        try:
            photos = backups.restore_photos(file)
            keys = key_copies.restore_keys(file, now=now)
        except backups.BackupRefused as error:
            raise CommandError(f"The database is restored. {error}") from error
        for table, rows in counts.items():
            self.stdout.write(f"{rows:>8}  {table}")
        if photos:
            self.stdout.write(f"{photos:>8}  files of photos put back")
        for key, before in keys.items():
            kept = f"; the one before: {before}" if before else ""
            self.stdout.write(f"Key put back: {key}{kept}")
        if keys:
            self.stdout.write("Start the site again: it reads its keys when it starts.")
        if aside:
            self.stdout.write(f"The database as it was: {aside}")
        self.stdout.write(f"Restored from {file}. `make run` brings it up to date.")
