"""`manage.py staff ADDRESS`: lets an account see the status page, or no longer."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from tracker.models import User


class Command(BaseCommand):
    help = (
        "Lets an account see /status/ (counts and ages, nothing of anybody); --end takes it back."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("address")
        parser.add_argument("--end", action="store_true")

    def handle(self, *args: Any, address: str, end: bool, **options: Any) -> None:
        found = User.objects.filter(email__iexact=address.strip(), is_demo=False)
        if not found.update(is_staff=not end):
            raise CommandError("No account has this address. Sign up first.")
        self.stdout.write("May no longer see /status/." if end else "May see /status/ now.")
