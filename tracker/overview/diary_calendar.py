"""One month of the diary as a grid: what was logged, what happened, every day a way in."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from tracker.clock import EARLIEST_YEARS_BACK
from tracker.models import Day, Fall, Injury, Run
from tracker.overview.diary import figures, is_logged
from tracker.overview.diary_beside import beside, inside
from tracker.overview.moments import moment_lines
from tracker.overview.today import lot_of_pain

FALL, RUN, MOMENT = "fall", "run", "moment"
SHAPES = {FALL: "▲", RUN: "●", MOMENT: "○", "visit": "◆", "test": "■", "session": "+", "photo": "▣"}


@dataclass(frozen=True, slots=True)
class Mark:
    """One kind of thing that happened on a day: never told by its shape alone."""

    shape: str
    word: str


@dataclass(frozen=True, slots=True)
class Cell:
    """One day. `figure` is the person's first number, "" for none; `words` what a reader hears."""

    on: date
    figure: str
    words: str
    is_logged: bool
    marks: tuple[Mark, ...]
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
    legend: tuple[Mark, ...]


def calendar_page(
    injury: Injury, *, contexts: Sequence[str], today: date, month: date
) -> CalendarPage:
    """A month in four queries, one more with moments, whatever the length of the diary."""
    oldest = today - timedelta(days=365 * EARLIEST_YEARS_BACK)
    first = max(oldest, min(month, today)).replace(day=1)
    following = _next(first)
    begin = first - timedelta(days=first.weekday())
    end = following + timedelta(days=(7 - following.weekday()) % 7)
    last = end - timedelta(days=1)
    days = {d.on: d for d in Day.objects.filter(injury=injury).between(begin, last)}
    marks = {
        kind: Mark(shape, word)
        for (kind, shape), word in zip(SHAPES.items(), _words(), strict=True)
    }
    happened = _happened(injury, begin, last)
    every = [begin + timedelta(days=n) for n in range((end - begin).days)]
    cells = [
        _cell(
            on,
            days.get(on),
            tuple(mark for kind, mark in marks.items() if kind in happened.get(on, ())),
            contexts,
            today=today,
            oldest=oldest,
            month=first,
        )
        for on in every
    ]
    weeks = tuple(tuple(cells[at : at + 7]) for at in range(0, len(cells), 7))
    return CalendarPage(
        month=first,
        weeks=weeks,
        names=tuple(date_format(each.on, "D") for each in weeks[0]),
        before=_previous(first) if first > oldest else None,
        after=following if following <= today else None,
        legend=tuple(marks.values()),
    )


def _words() -> tuple[str, ...]:
    """The words of SHAPES, in its order."""
    return (
        _("fall or slip"),
        _("run"),
        _("moment"),
        _("visit"),
        _("test or measure"),
        _("exercises"),
        _("photo"),
    )


def _happened(injury: Injury, first: date, last: date) -> dict[date, set[str]]:
    """Which kinds of things stand on each day from `first` to `last`."""
    found: dict[date, set[str]] = {}
    for fall in Fall.objects.filter(owner_id=injury.owner_id).between(first, last):
        found.setdefault(fall.on, set()).add(FALL)
    for run in Run.objects.filter(injury=injury).between(first, last):
        found.setdefault(run.on, set()).add(RUN)
    for moment in moment_lines(injury, first=first, last=last):
        found.setdefault(moment.on, set()).add(MOMENT)
    for on, events in beside(injury, narrow=inside(first, last)).items():
        found.setdefault(on, set()).update(event.kind for event in events)
    return found


def _cell(
    on: date,
    day: Day | None,
    marks: tuple[Mark, ...],
    contexts: Sequence[str],
    *,
    today: date,
    oldest: date,
    month: date,
) -> Cell:
    log = day if day is not None and is_logged(day) else None
    told = figures(log, contexts) if log is not None else []
    first = next((each for each in told if each.value.isdigit()), None)
    said = [f"{first.name} {first.value}"] if first else [_("logged")] if log is not None else []
    return Cell(
        on=on,
        figure=first.value if first else "",
        words=", ".join([*said, *(mark.word for mark in marks)]) or _("not logged"),
        is_logged=log is not None,
        marks=marks,
        is_high=day is not None and lot_of_pain(day),
        is_open=oldest <= on <= today,
        is_in_month=on.month == month.month,
    )


def _next(first: date) -> date:
    return (first + timedelta(days=32)).replace(day=1)


def _previous(first: date) -> date:
    return (first - timedelta(days=1)).replace(day=1)
