"""`manage.py prepare`: what `make run` does before it serves."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from tracker.backups import BackupRefused
from tracker.start import StartRefused, prepare


class Command(BaseCommand):
    help = "Copies the database, migrates it, collects static files; refuses to lose data."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            prepare(now=timezone.now(), say=self.stdout.write)
        except (StartRefused, BackupRefused) as error:
            raise CommandError(f"Home Straight cannot start. {error}") from error
