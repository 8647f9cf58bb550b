"""Where the diary goes on before and after days in which nothing stands."""

from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet, Subquery

from tracker.models import Day, ExerciseSession, Fall, Injury, Photo, Reading, Run, Visit


@dataclass(frozen=True, slots=True)
class Ends:
    """The date of the nearest entry before some days, and of the nearest after them."""

    before: date | None
    after: date | None


def ends_of(injury: Injury, *, first: date, last: date) -> Ends:
    """In one query, whatever the diary's length."""
    tables: list[QuerySet] = [
        Day.objects.filter(injury=injury),
        Fall.objects.filter(owner_id=injury.owner_id),
        Run.objects.filter(injury=injury),
        Visit.objects.filter(injury=injury, on__isnull=False),
        Reading.objects.filter(injury=injury),
        ExerciseSession.objects.filter(plan__injury=injury),
        Photo.objects.filter(injury=injury),
    ]
    before = [_first(rows.filter(on__lt=first).order_by("-on")) for rows in tables]
    after = [_first(rows.filter(on__gt=last).order_by("on")) for rows in tables]
    found = Injury.objects.filter(pk=injury.pk).values_list(*before, *after).get()
    earlier: list[date] = [on for on in found[: len(tables)] if on]
    later: list[date] = [on for on in found[len(tables) :] if on]
    return Ends(max(earlier, default=None), min(later, default=None))


def _first(rows: QuerySet) -> Subquery:
    return Subquery(rows.values("on")[:1])
