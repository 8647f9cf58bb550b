"""manage.py purge_drafts: delete intake answers that nobody came back to for a day."""

from django.core.management.base import BaseCommand
from django.utils import timezone

from tracker.actions.intake_draft import purge_drafts


class Command(BaseCommand):
    help = "Delete intake answers that were not changed for 24 hours."

    def handle(self, *args: object, **options: object) -> None:
        self.stdout.write(f"{purge_drafts(now=timezone.now())} drafts deleted")
