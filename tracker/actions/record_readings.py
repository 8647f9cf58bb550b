"""Keep single numbers: self-tests and other readings, one per metric and day."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from django.db import transaction

from rehab.content.catalogue import catalogue
from tracker.actions.entry import check_date
from tracker.actions.errors import EntryRefused
from tracker.clock import PersonNow
from tracker.models import Injury, Reading
from tracker.plan_doors import MOST, WHOLE


def record_readings(
    *, injury: Injury, on: date, values: Mapping[str, float], at: PersonNow
) -> list[Reading]:
    """Store the numbers of a day; a number sent again replaces the one of that day.

    EntryRefused, with the metric as field, for an unknown metric or a number outside
    its scale; then nothing is stored.
    """
    check_date(on, at=at)
    for metric, value in values.items():
        check_reading(metric, value)
    with transaction.atomic():
        return [
            Reading.objects.update_or_create(
                injury=injury,
                on=on,
                metric=metric,
                defaults={
                    "value": Decimal(f"{value:.2f}"),
                    "logged_at": at.now,
                    "zone": at.zone,
                },
            )[0]
            for metric, value in values.items()
        ]


def check_reading(metric: str, value: float) -> None:
    """Refuse a metric that a person does not enter, or a number outside its scale."""
    known = catalogue().metrics.get(metric)
    if known is None or known.home != "reading":
        raise EntryRefused("This test is not in your plan", field=metric)
    most = MOST[known.kind]
    # NaN fails too: it is not between anything.
    if not 0 <= value <= most:
        raise EntryRefused(f"Enter a number from 0 to {most}", field=metric)
    if known.kind in WHOLE and value != int(value):
        raise EntryRefused("Enter a whole number", field=metric)
