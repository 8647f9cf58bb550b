"""Write one day of one injury, run the rules, tell what is new."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from uuid import UUID

from django.db import IntegrityError, transaction

from tracker.actions.blank_days import delete_or_blank
from tracker.actions.day_readings import keep_readings, take_readings
from tracker.actions.entry import Entry, check_date, check_entry
from tracker.actions.errors import DayChanged, TooManyCopies
from tracker.actions.evaluate_signs import evaluate_signs
from tracker.actions.history import deletion_of, note_change, snapshot
from tracker.actions.once import claim
from tracker.clock import PersonNow
from tracker.models import Day, Injury, Notice, Revision

COPIES_IN_A_ROW = 2


@dataclass(frozen=True, slots=True)
class DayRecorded:
    """The day as stored, its revision (None on a replay), and what was newly told."""

    day: Day
    revision: Revision | None = None
    notices: list[Notice] = field(default_factory=list)


def record_day(
    *,
    injury: Injury,
    on: date,
    entry: Entry,
    at: PersonNow,
    key: UUID,
    seen_number: int | None = None,
    readings: Mapping[str, int | None] | None = None,
) -> DayRecorded:
    """Create or change the day `on`; columns that `entry` leaves out stay as they were.

    `seen_number` is the version the form was opened on (0 = none yet); when another
    device has saved since, DayChanged is raised and nothing is written. None skips
    that check. Raises EntryRefused for a bad value or date, TooManyCopies for a third
    "same as yesterday" in a row. A replayed key returns the stored day.
    `readings` are the load tests (NRS 0-10) answered with the day, None for "not
    done"; they are stored, and undone, together with it.
    """
    check_date(on, at=at)
    columns = check_entry(entry)
    with transaction.atomic():
        if not claim(owner=injury.owner, key=key, kind="day", made=on.isoformat()):
            return _replayed(injury, on)
        day = Day.objects.select_for_update(of=("self",)).filter(injury=injury, on=on).first()
        if seen_number is not None and (day.number if day else 0) != seen_number and day:
            raise DayChanged(day)
        if columns.get("copied"):
            _refuse_third_copy(injury, on)
        before = snapshot(day) if day else None
        day = _write(day or Day(injury=injury, on=on, number=0), columns, at=at)
        changed = keep_readings(injury, on, readings or {}, at=at)
        after = snapshot(day) | changed
        revision = note_change(owner=injury.owner, row=day, before=before, after=after)
        notices = evaluate_signs(injury=injury, at=at, edited=before is not None)
    return DayRecorded(day=day, revision=revision, notices=notices)


def delete_day(*, day: Day, at: PersonNow, key: UUID) -> Revision | None:
    """Delete a day for good; its revision restores it for seven days. None on a replay."""
    injury = day.injury
    with transaction.atomic():
        if not claim(owner=injury.owner, key=key, kind="day-delete", made=day.on.isoformat()):
            return deletion_of(day, owner=injury.owner)
        beside = take_readings(injury, day.on)
        before = snapshot(day) | beside
        left = delete_or_blank(day)
        after = snapshot(left) | beside if left is not None else None
        revision = note_change(owner=injury.owner, row=day, before=before, after=after)
        evaluate_signs(injury=injury, at=at, edited=True)
    return revision


def _write(day: Day, columns: dict[str, object], *, at: PersonNow) -> Day:
    for name, value in columns.items():
        setattr(day, name, value)
    if "copied" not in columns:
        day.copied = False
    day.number += 1
    day.logged_at = at.entered_at
    day.zone = at.entered_in
    try:
        with transaction.atomic():
            day.save()
    except IntegrityError:
        # Another device made this day in the same moment; on PostgreSQL neither saw the other.
        raise DayChanged(Day.objects.get(injury=day.injury, on=day.on)) from None
    return day


def _replayed(injury: Injury, on: date) -> DayRecorded:
    return DayRecorded(day=Day.objects.get(injury=injury, on=on))


def _refuse_third_copy(injury: Injury, on: date) -> None:
    earlier = Day.objects.filter(
        injury=injury,
        on__gte=on - timedelta(days=COPIES_IN_A_ROW),
        on__lt=on,
        copied=True,
    )
    if earlier.count() >= COPIES_IN_A_ROW:
        raise TooManyCopies("You copied two days already. Answer at least one line today")
