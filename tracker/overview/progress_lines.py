"""This week in words: three sentences at most, the worst first, and what to know about them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _

from rehab.vocabulary import PainContext
from tracker.charts.change import Change, change
from tracker.models import Injury
from tracker.overview.progress_charts import Corridor
from tracker.overview.progress_happened import Stages
from tracker.overview.progress_maps import logged
from tracker.overview.progress_rows import ProgressRows
from tracker.overview.progress_words import (
    CLEAR_MINUTES_SHORTER,
    PAIN_WORDS,
    Said,
    few_words,
    is_worse,
    little_words,
    number,
    pain_line,
    said,
    seat_line,
    sitting_line,
    worst_line,
)
from tracker.overview.today import bib

ENTRIES_FOR_A_LINE, ENTRIES_FOR_A_COURSE = 3, 7
LINES_AT_MOST = 3
SEAT_DAYS = 14


@dataclass(frozen=True, slots=True)
class Course:
    """How each kind of pain moved, in the order of the lanes; `is_sitting` for minutes first."""

    moved: Mapping[str, Change]
    order: Sequence[str]
    is_sitting: bool


def early_words(entries: int) -> str:
    """What a young diary is told instead of a course; "" from seven entries on."""
    if entries < ENTRIES_FOR_A_LINE:
        return _(
            "After 3 days you will see a line here. "
            "After 7 we can say if it is moving the right way."
        )
    if entries < ENTRIES_FOR_A_COURSE:
        return _("After 7 days we can say if it is moving the right way.")
    return ""


def week_lines(rows: ProgressRows, course: Course, *, entries: int) -> list[Said]:
    """Three sentences at most: how little is known, what rose, the worst day, then the rest."""
    if entries < ENTRIES_FOR_A_LINE:
        return []
    week = [rows.today - timedelta(days=n) for n in range(7)]
    recent = sum(1 for row in rows.days if row.on >= week[-1] and row.number > 0)
    falls = sorted(each.on for each in rows.happened if each.what == "fall")
    worse = [name for name in course.order if is_worse(course.moved[name])]
    worse.sort(key=lambda name: -max(course.moved[name].worse_by, course.moved[name].moved))
    main, is_main_worse = _main_line(rows, falls, course, has_worse=bool(worse))
    rose = [pain_line(_name(n), course.moved[n], falls) for n in worse]
    rest = [pain_line(_name(n), course.moved[n], falls) for n in course.order if n not in worse]
    pains = [(_name(n), rows.points(n), course.moved[n].now) for n in course.order]
    worst = worst_line(pains, week)
    little = said(little_words(recent)) if recent < ENTRIES_FOR_A_LINE else None
    bad = [line for line in ([main, *rose] if is_main_worse else rose) if line is not None]
    # The worst number keeps a place: a median hides it.
    room = LINES_AT_MOST - sum(1 for line in (little, worst) if line is not None)
    calm = rest if is_main_worse else [main, *rest]
    found = [little, *bad[:room], worst, *calm]
    return [line for line in found if line is not None][:LINES_AT_MOST]


def notes(rows: ProgressRows, injury: Injury, plan: Stages, course: Course) -> list[str]:
    """What stands small below the words: the clock, the hardest seat, a fall, few days."""
    counted = logged(rows)
    found = [
        _clock_words(rows, injury, plan),
        _old_onset_words(rows),
        seat_line(_by_seat(rows)),
        _fall_words(rows, course.moved),
        few_words(counted.count, counted.of) if counted.count else "",
    ]
    return [note for note in found if note]


def expected_words(found: Corridor | None) -> str:
    """What is often seen by now, and the person's usual beside it; "" when it is too early."""
    if found is None or not found.is_judged or found.course.recent is None:
        return ""
    band = found.course.band
    first_week = found.course.first_week or 0
    if band is None:
        return ""
    low, high = round(first_week * band.lower / 100), round(first_week * band.upper / 100)
    return _(
        "%(kind)s: everyday pain is often %(low)s to %(high)s by now. Your usual is %(now)s."
    ) % {"kind": found.label, "low": low, "high": high, "now": number(found.course.recent)}


def _main_line(
    rows: ProgressRows, falls: list[date], course: Course, *, has_worse: bool
) -> tuple[Said | None, bool]:
    """The person's main measure, and whether it got worse."""
    if course.is_sitting:
        moved = change(rows.sitting(), first=rows.since, today=rows.today, higher_is_better=True)
        return sitting_line(moved, falls), _is_shorter(moved)
    if has_worse:
        return None, False
    everyday = change(rows.everyday(), first=rows.since, today=rows.today)
    return pain_line(_("Everyday pain"), everyday, falls), is_worse(everyday)


def _is_shorter(moved: Change) -> bool:
    if moved.now is None or moved.best is None:
        return False
    return moved.best - moved.now >= CLEAR_MINUTES_SHORTER


def _name(context: str) -> str:
    return str(PAIN_WORDS[PainContext(context)])


def _clock_words(rows: ProgressRows, injury: Injury, plan: Stages) -> str:
    started = rows.injury.plan_started_on
    if started is None:
        number_of = bib(injury, today=rows.today)
        return _("%(since)s: day %(n)s.") % {"since": number_of.top, "n": number_of.day}
    words = _("Day %(n)s of the plan.") % {"n": (rows.today - started).days}
    return f"{words} {_(plan.programme.range_text)}" if plan.programme else words


def _old_onset_words(rows: ProgressRows) -> str:
    onset = rows.injury.onset_on
    if onset is None or rows.clock is None or rows.clock <= onset:
        return ""
    if rows.injury.restarted_on is not None:
        return ""
    return _("We count from the day you started here, not from when it began. You are not late.")


def _by_seat(rows: ProgressRows) -> dict[str, list[float]]:
    found: dict[str, list[float]] = {}
    for row in rows.days:
        if row.seat and row.sit is not None and (rows.today - row.on).days < SEAT_DAYS:
            found.setdefault(row.seat, []).append(row.sit)
    return found


def _fall_words(rows: ProgressRows, moved: Mapping[str, Change]) -> str:
    """After a fall in the six weeks: a rise since may be chance, and the physio should know."""
    falls = [e.on for e in rows.happened if e.what == "fall" and e.on >= rows.since]
    if not falls:
        return ""
    last = max(falls)
    if not any(is_worse(each) and _began(each, last) for each in moved.values()):
        return ""
    return _("Pain rose after your fall or slip. That may be chance, but tell the physio.")


def _began(moved: Change, fall: date) -> bool:
    return moved.best_on is not None and moved.best_on < fall
