"""`manage.py check_content`: reads all of rehab/content and lists every fault."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from rehab.content.catalogue import catalogue
from rehab.content.faults import ContentError
from rehab.content.load import load
from rehab.figures import check as figures


class Command(BaseCommand):
    help = "Reads all content and lists every fault with file and key."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            content = load()
        except ContentError as error:
            raise CommandError(str(error)) from error
        if wrong := figures.faults(content):
            raise CommandError(str(ContentError(wrong)))
        self.stdout.write(
            f"Content {content.content_version}: {len(content.rules)} rules, "
            f"{len(figures.wanted(content))} figures, no fault"
        )
        off = [rule.id for rule in content.rules.values() if not rule.enabled]
        if off := sorted({*off, *catalogue().switched_off}):
            self.stdout.write(f"Switched off: {', '.join(off)}")
