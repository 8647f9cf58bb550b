"""manage.py make_demo: both made-up people with a way in, printed once (for `make demo`)."""

import secrets
from typing import Any

from allauth.account.models import EmailAddress
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from tracker.demo.ending import end_demos
from tracker.demo.people import STORIES, make_demo

WHERE = {
    "robin": "Robin: sit bone, month 9, three therapies tried",
    "maya": "Maya: sprint strain, week 6",
}


class Command(BaseCommand):
    help = "Makes both made-up people and prints how to sign in as them. They end in 24 hours."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("This house has no demos. Set DEMO=on, or use `make demo`.")
        now = timezone.now()
        end_demos(now=now)
        self.stdout.write("\nTwo made-up people. Their diaries end in 24 hours.\n")
        for who in STORIES:
            user = make_demo(who=who, now=now, zone=settings.TIME_ZONE)
            password = secrets.token_urlsafe(12)
            user.set_password(password)
            user.save(update_fields=["password"])
            # With a mail server an address has to be confirmed; nothing can be sent to this one.
            EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
            self.stdout.write(
                f"\n{WHERE[who]}\n"
                f"  one button:  {settings.PUBLIC_URL}/demo/{who}/\n"
                f"  or sign in:  {settings.PUBLIC_URL}/accounts/login/\n"
                f"  e-mail       {user.email}\n"
                f"  password     {password}\n"
            )
        self.stdout.write(
            "\nWhere to look: /today/, /progress/, /plan/, /signs/, /visits/, /had/, "
            f"and the front page {settings.PUBLIC_URL}/\n"
        )
