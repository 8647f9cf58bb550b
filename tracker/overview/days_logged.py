"""The days logged of one year of the diary, month by month, so that every year can be reached."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.formats import date_format

from tracker.models import Day, Injury
from tracker.overview.progress_maps import Week, counts_from, day_names, dots

MONTHS = range(12, 0, -1)


@dataclass(frozen=True, slots=True)
class Month:
    """One month of the diary: `count` of its `of` days that have passed were logged."""

    first: date
    title: str
    count: int
    of: int
    weeks: tuple[Week, ...]

    @property
    def address(self) -> str:
        """The month as the calendar of the diary names it."""
        return f"{self.first:%Y-%m}"


@dataclass(frozen=True, slots=True, kw_only=True)
class DaysPage:
    """One year, the newest month first; `before` and `after` are years of the diary or None."""

    year: int
    before: int | None
    after: int | None
    count: int
    of: int
    day_names: tuple[str, ...]
    months: tuple[Month, ...]


def days_page(injury: Injury, *, year: str, today: date) -> DaysPage:
    """A year of the diary in one query; what names no year of it shows the newest.

    Days count from the first log or the day after the intake; today counts once it is logged.
    `injury` comes from `diary_reader.with_context`.
    """
    begins: date = injury.first_logged_on or today  # type: ignore[attr-defined]
    asked = int(year) if year.isascii() and year.isdigit() and len(year) <= 4 else today.year
    shown = asked if begins.year <= asked <= today.year else today.year
    inside = {"on__gte": date(shown, 1, 1), "on__lte": min(date(shown, 12, 31), today)}
    rows = Day.objects.filter(injury=injury, number__gt=0, **inside)
    known = set(rows.values_list("on", flat=True))
    counted = counts_from(begins, known)
    last = today if today in known else today - timedelta(days=1)
    found = [_month(date(shown, n, 1), known, begins=counted, last=last) for n in MONTHS]
    months = tuple(month for month in found if month is not None)
    return DaysPage(
        year=shown,
        before=shown - 1 if shown > begins.year else None,
        after=shown + 1 if shown < today.year else None,
        count=sum(month.count for month in months),
        of=sum(month.of for month in months),
        day_names=day_names(),
        months=months,
    )


def _month(first: date, known: set[date], *, begins: date, last: date) -> Month | None:
    """None for a month without a day between the first log and the last day that counts."""
    ends = (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    since, until = max(first, begins), min(ends, last)
    if until < since:
        return None
    return Month(
        first,
        date_format(first, "F Y"),
        sum(1 for on in known if since <= on <= until),
        (until - since).days + 1,
        tuple(dots(known, first=since, last=until)),
    )
