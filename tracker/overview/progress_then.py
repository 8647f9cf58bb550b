"""Now against three months ago: four weeks each, in one line, of what both sides know."""

from collections.abc import Callable, Iterable
from datetime import date, timedelta

from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from rehab.windows import DAYS_PER_WEEK
from tracker.charts.series import Point, middle_of
from tracker.overview.progress_rows import FOUR_WEEKS, ProgressRows, then_days
from tracker.overview.progress_words import number

# A median of four weeks needs as many days as two weeks of every second day.
LEAST_DAYS = 7
LEAST_RUNS = 2
Window = tuple[date, date]


def then_line(rows: ProgressRows) -> str:
    """What changed in three months; "" for a diary too young to have been there.

    Minutes of sitting and everyday pain are medians of the logged days of four weeks (at
    least 7 of them). Kilometres are those of the runs, a week; they are left out when a run
    of either side has none, or fewer than 2 runs were logged: no run logged is not 0 km.
    """
    then = then_days(rows.today)
    if rows.first_logged is None or rows.first_logged > then[1]:
        return ""
    now = (rows.today - timedelta(days=FOUR_WEEKS - 1), rows.today)
    measures: list[tuple[str, Callable[[Window], float | None]]] = [
        (_("sitting before it hurts %(now)s minutes (was %(then)s)"), lambda w: _sat(rows, w)),
        (_("running %(now)s km a week (was %(then)s)"), lambda w: _weekly_km(rows, w)),
        (_("usual pain %(now)s (was %(then)s)"), lambda w: _middle(rows.everyday(), w)),
    ]
    parts = [
        text % {"now": number(after), "then": number(before)}
        for text, measure in measures
        if (after := measure(now)) is not None and (before := measure(then)) is not None
    ]
    if not parts:
        return _("Too little was logged to compare now with three months ago.")
    return _("Now against three months ago: %(parts)s.") % {"parts": get_text_list(parts, _("and"))}


def _sat(rows: ProgressRows, window: Window) -> float | None:
    return _middle(rows.sitting(), window)


def _middle(points: Iterable[Point], window: Window) -> float | None:
    values = [point.value for point in points if window[0] <= point.on <= window[1]]
    return middle_of(values) if len(values) >= LEAST_DAYS else None


def _weekly_km(rows: ProgressRows, window: Window) -> float | None:
    found = [km for on, km in rows.km if window[0] <= on <= window[1]]
    known = [km for km in found if km is not None]
    if len(known) < max(LEAST_RUNS, len(found)):
        return None
    return round(sum(known) * DAYS_PER_WEEK / FOUR_WEEKS, 1)
