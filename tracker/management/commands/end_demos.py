"""manage.py end_demos: delete the made-up diaries whose 24 hours are over."""

from django.core.management.base import BaseCommand
from django.utils import timezone

from tracker.demo.ending import end_demos


class Command(BaseCommand):
    help = "Delete made-up people whose 24 hours are over."

    def handle(self, *args: object, **options: object) -> None:
        self.stdout.write(f"{end_demos(now=timezone.now())} made-up diaries deleted")
