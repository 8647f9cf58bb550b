"""Fill in several missing days from one page: each a day of its own, all or none."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID, uuid5

from django.db import transaction

from tracker.actions.entry import Entry
from tracker.actions.errors import DayChanged
from tracker.actions.record_day import record_day
from tracker.clock import PersonNow
from tracker.models import Injury, Notice, Revision


@dataclass(frozen=True, slots=True)
class DaysRecorded:
    """The revisions of what was stored (none on a replay), days that were logged meanwhile."""

    revisions: list[Revision] = field(default_factory=list)
    left_alone: list[date] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)


def record_days(
    *, injury: Injury, entries: Mapping[date, Entry], at: PersonNow, key: UUID
) -> DaysRecorded:
    """Store the days in order of date; a day that is logged by now is left as it stands.

    Every day is stored once per key. Raises EntryRefused for a bad value or date, and
    then stores none of them.
    """
    told = DaysRecorded()
    with transaction.atomic():
        for on in sorted(entries):
            try:
                result = record_day(
                    injury=injury,
                    on=on,
                    entry=entries[on],
                    at=at,
                    key=uuid5(key, on.isoformat()),
                    seen_number=0,
                )
            except DayChanged:
                told.left_alone.append(on)
                continue
            if result.revision is not None:
                told.revisions.append(result.revision)
            told.notices.extend(result.notices)
    return told
