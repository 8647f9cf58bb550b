"""Keep how an injury's report is made."""

from collections.abc import Mapping
from uuid import UUID

from django.db import transaction

from tracker.actions.once import claim
from tracker.models import Injury, ReportChoice

FIELDS = ("period", "first_on", "last_on", "asks", "name", "parts", "has_plain_name")


def choose_report(
    *, injury: Injury, given: Mapping[str, object], told: Mapping[str, object], key: UUID
) -> None:
    """Store the choice of a checked form; a replay changes nothing.

    `told` is what makes the pain worse or eases it, how long it takes to settle, and the
    goal: it belongs to the injury. What it does not name stays.
    """
    with transaction.atomic():
        if claim(owner=injury.owner, key=key, kind="report"):
            chosen = {name: given[name] for name in FIELDS}
            ReportChoice.objects.update_or_create(injury=injury, defaults=chosen)
            if told:
                Injury.objects.filter(pk=injury.pk).update(**told)
