"""One month of the diary as a grid: what was logged, what happened, every day a way in."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from tracker.models import Day, Fall, Injury, Run
from tracker.overview.diary import figures, is_blank
from tracker.overview.moments import moment_lines
from tracker.overview.today import lot_of_pain

YEARS_BACK = 20


@dataclass(frozen=True, slots=True)
class Cell:
    """One day. `figure` is the person's first number, "" for none; `words` what a reader hears."""

    on: date
    figure: str
    words: str
    is_logged: bool
    has_event: bool
    is_high: bool
    is_open: bool
    is_in_month: bool


@dataclass(frozen=True, slots=True)
class CalendarPage:
    """Weeks from Monday; `before` and `after` are the first days of the months beside."""

    month: date
    weeks: tuple[tuple[Cell, ...], ...]
    names: tuple[str, ...]
    before: date | None
    after: date | None


def calendar_page(
    injury: Injury, *, contexts: Sequence[str], today: date, month: date
) -> CalendarPage:
    """A month in three queries, one more with moments, whatever the length of the diary."""
    first = min(month, today).replace(day=1)
    following = _next(first)
    begin = first - timedelta(days=first.weekday())
    end = following + timedelta(days=(7 - following.weekday()) % 7)
    inside = (begin, end - timedelta(days=1))
    days = {d.on: d for d in Day.objects.filter(injury=injury).between(*inside)}
    happened: dict[date, list[str]] = {}
    for fall in Fall.objects.filter(owner_id=injury.owner_id).between(*inside):
        happened.setdefault(fall.on, []).append(_("fall or slip"))
    for run in Run.objects.filter(injury=injury).between(*inside):
        happened.setdefault(run.on, []).append(_("run"))
    for moment in moment_lines(injury, first=inside[0], last=inside[1]):
        happened.setdefault(moment.on, []).append(_("moment"))
    every = [begin + timedelta(days=n) for n in range((end - begin).days)]
    cells = [
        _cell(on, days.get(on), happened.get(on, []), contexts, today=today, month=first)
        for on in every
    ]
    weeks = tuple(tuple(cells[at : at + 7]) for at in range(0, len(cells), 7))
    oldest = today - timedelta(days=365 * YEARS_BACK)
    return CalendarPage(
        month=first,
        weeks=weeks,
        names=tuple(date_format(each.on, "D") for each in weeks[0]),
        before=_previous(first) if first > oldest else None,
        after=following if following <= today else None,
    )


def _cell(
    on: date,
    day: Day | None,
    happened: Sequence[str],
    contexts: Sequence[str],
    *,
    today: date,
    month: date,
) -> Cell:
    is_logged = day is not None and not is_blank(day)
    told = figures(day, contexts) if day is not None and is_logged else []
    first = next((each for each in told if each.value.isdigit()), None)
    said = [f"{first.name} {first.value}"] if first else [_("logged")] if is_logged else []
    return Cell(
        on=on,
        figure=first.value if first else "",
        words=", ".join([*said, *dict.fromkeys(happened)]) or _("not logged"),
        is_logged=is_logged,
        has_event=bool(happened),
        is_high=day is not None and lot_of_pain(day),
        is_open=on <= today,
        is_in_month=on.month == month.month,
    )


def _next(first: date) -> date:
    return (first + timedelta(days=32)).replace(day=1)


def _previous(first: date) -> date:
    return (first - timedelta(days=1)).replace(day=1)
