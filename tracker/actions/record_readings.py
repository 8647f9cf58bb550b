"""Keep single numbers: self-tests and other readings, one per metric and day."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from django.db import transaction

from tracker.actions.entry import check_date
from tracker.actions.errors import EntryRefused
from tracker.clock import PersonNow
from tracker.models import Injury, Reading
from tracker.numbers import number_of


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
    known = number_of(metric)
    if known is None:
        raise EntryRefused("This test is not in your plan", field=metric)
    if known.fits(value):
        return
    is_part = known.is_whole and known.low <= value <= known.high
    message = f"Enter a number from {known.low} to {known.high}"
    raise EntryRefused("Enter a whole number" if is_part else message, field=metric)
