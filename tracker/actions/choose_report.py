"""Keep how an injury's report is made."""

from collections.abc import Mapping
from uuid import UUID

from django.db import transaction

from tracker.actions.once import claim
from tracker.models import Injury, ReportChoice

FIELDS = ("period", "first_on", "last_on", "asks", "name", "parts", "has_plain_name")


def choose_report(*, injury: Injury, given: Mapping[str, object], key: UUID) -> None:
    """Store the choice of a checked form; a replay changes nothing."""
    with transaction.atomic():
        if claim(owner=injury.owner, key=key, kind="report"):
            told = {name: given[name] for name in FIELDS}
            ReportChoice.objects.update_or_create(injury=injury, defaults=told)
