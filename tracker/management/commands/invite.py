"""`manage.py invite`: a link for somebody who may sign up (SIGN_UP=invite)."""

from typing import Any

from django.core.management.base import BaseCommand

from tracker.accounts import INVITATION_DAYS, invitation_link


class Command(BaseCommand):
    help = "Prints a link with which a person may sign up."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{invitation_link()}\nIt works for {INVITATION_DAYS} days.")
