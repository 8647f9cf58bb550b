"""`manage.py sign_reports`: how often each rule was reported as wrong, late or missed."""

from typing import Any

from django.core.management.base import BaseCommand

from tracker.actions.report_sign import COUNTED_AS_MISSED, counted_reports


class Command(BaseCommand):
    help = "Counts the reports about warnings by rule and kind. No words, no days, nobody."

    def handle(self, *args: Any, **options: Any) -> None:
        counts = counted_reports()
        if not counts:
            self.stdout.write("No reports.")
            return
        for (rule, kind), n in counts.items():
            name = "(no rule spoke)" if rule == COUNTED_AS_MISSED else rule
            self.stdout.write(f"{n:>5}  {kind:<10}  {name}")
