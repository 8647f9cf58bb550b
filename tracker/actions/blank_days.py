"""A day's row that holds moments only: begun before the day is logged, kept after it is deleted.

Its `number` is 0 and nothing in it is answered, so Today still asks for the day.
"""

from datetime import date
from typing import Any

from django.db.models import Field

from tracker.models import Day, Moment, Revision

KEPT = {"id", "uuid", "injury", "on", "logged_at", "zone", "number"}


def drop_if_blank(day: Day) -> None:
    """Delete the row when it holds neither an answer nor a moment."""
    if day.number == 0 and is_blank(day) and not Moment.objects.filter(day=day).exists():
        day.delete()


def delete_or_blank(day: Day) -> Day | None:
    """Take the day's answers away; the row stays, blank, while it holds moments."""
    if not Moment.objects.filter(day=day).exists():
        day.delete()
        return None
    for column in _columns():
        setattr(day, column.name, column.get_default())
    day.number = 0
    day.save()
    return day


def in_place_of(revision: Revision) -> Day | None:
    """The blank row that took the place of a deleted day, to be filled with it again."""
    before = revision.before or {}
    if "injury_id" not in before or "on" not in before:
        return None
    rows = Day.objects.filter(injury_id=before["injury_id"], on=before["on"], number=0)
    day = rows.first()
    if day is not None:
        day.uuid = revision.row
    return day


def moment_day(revision: Revision) -> Day | None:
    """The day a moment's revision is about; begun blank again when it is gone. Else None."""
    kept = revision.after or revision.before or {}
    of = kept.get(Revision.OF)
    if revision.table != "moment" or not of:
        return None
    day, _made = Day.objects.select_related("injury").get_or_create(
        injury_id=of["injury_id"], on=date.fromisoformat(of["on"]), defaults={"number": 0}
    )
    if revision.before is not None:
        revision.before["day_id"] = day.pk
    return day


def _columns() -> "list[Field[Any, Any]]":
    return [field for field in Day._meta.concrete_fields if field.name not in KEPT]


def is_blank(day: Day) -> bool:
    """Whether nothing is answered in it; its moments are not looked at."""
    return all(getattr(day, field.name) == field.get_default() for field in _columns())
