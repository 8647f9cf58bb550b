"""manage.py run_huey: run the jobs in a process of their own."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError


class Command(BaseCommand):
    help = "Runs the jobs (reminders, nightly review, housekeeping) until Ctrl-C or SIGTERM."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.JOBS:
            raise CommandError("JOBS_URL is off. Give this process the queue that the site uses.")
        from tracker.reminders.jobs import run_jobs

        run_jobs(takes_interrupt=True)
