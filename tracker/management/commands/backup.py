"""`manage.py backup`: a checked copy of the database, and the photos beside it."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from tracker import backups


class Command(BaseCommand):
    help = "Copies the SQLite database and the photos into the folder backups."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            path = backups.back_up(now=timezone.now())
            photos = backups.back_up_photos(path)
        except backups.BackupRefused as error:
            raise CommandError(str(error)) from error
        for table, rows in backups.row_counts(path).items():
            self.stdout.write(f"{rows:>8}  {table}")
        self.stdout.write(f"Copied to {path}")
        if photos:
            self.stdout.write(f"Photos ({photos} files) in {backups.photos_beside(path)}")
