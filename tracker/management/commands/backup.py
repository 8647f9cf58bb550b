"""`manage.py backup`: a checked copy of the database."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from tracker import backups


class Command(BaseCommand):
    help = "Copies the SQLite database into the folder backups, also while the site runs."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            path = backups.back_up(now=timezone.now())
        except backups.BackupRefused as error:
            raise CommandError(str(error)) from error
        for table, rows in backups.row_counts(path).items():
            self.stdout.write(f"{rows:>8}  {table}")
        self.stdout.write(f"Copied to {path}")
