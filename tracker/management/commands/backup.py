"""`manage.py backup`: a checked copy of the database, the photos and the keys beside it."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from tracker import backups, key_copies


class Command(BaseCommand):
    help = "Copies the SQLite database, the photos and the keys into the folder backups."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            path = backups.back_up(now=timezone.now())
            photos = backups.back_up_photos(path)
            keys = key_copies.back_up_keys(path)
        except backups.BackupRefused as error:
            raise CommandError(str(error)) from error
        for table, rows in backups.row_counts(path).items():
            self.stdout.write(f"{rows:>8}  {table}")
        self.stdout.write(f"Copied to {path}")
        if photos:
            self.stdout.write(f"Photos ({photos} files) in {backups.photos_beside(path)}")
        if keys:
            self.stdout.write(f"Keys ({', '.join(keys)}) in {key_copies.keys_beside(path)}")
