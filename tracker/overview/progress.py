"""What Progress shows: this week in words, then the charts, the places, the days logged."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _

from rehab.vocabulary import PainContext
from tracker.charts.change import Change, change
from tracker.charts.happenings import Event, Placed, Tab, place, tabs
from tracker.models import Injury, User
from tracker.overview.log_lines import chosen_lines
from tracker.overview.progress_charts import (
    Corridor,
    Figure,
    changes,
    corridor,
    everyday_figure,
    is_sitting_first,
    lane_order,
    lanes_figure,
    load_figure,
    minutes_figure,
)
from tracker.overview.progress_happened import Stages, events, stages
from tracker.overview.progress_maps import Logged, Maps, logged, maps
from tracker.overview.progress_rows import RANGES, ProgressRows, read
from tracker.overview.progress_tables import Table, all_columns, table
from tracker.overview.progress_words import (
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
LINES_AT_MOST = 4
SEAT_DAYS = 14


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgressPage:
    """Everything of Progress. `lines` are the words, the worst news among the first.

    `early` replaces the words of a diary too young to speak of a course. `levels` is how many
    rows of symbols stand above the first chart.
    """

    chosen: str
    ranges: tuple[str, ...]
    first: date
    last: date
    early: str
    lines: tuple[Said, ...]
    notes: tuple[str, ...]
    expected: str
    figures: tuple[Figure, ...]
    corridor: Corridor | None
    tabs: tuple[Tab, ...]
    placed: tuple[Placed, ...]
    events: tuple[Event, ...]
    maps: Maps | None
    logged: Logged
    stages: Stages
    stage_day: int | None
    weeks: int

    @property
    def levels(self) -> int:
        return max((each.level for each in self.placed), default=-1) + 1

    @property
    def event_lines(self) -> tuple[float, ...]:
        return tuple(each.x for each in self.placed)

    @property
    def stage_lines(self) -> tuple[float, ...]:
        return tuple(tab.x for tab in self.tabs if tab.x > 0)

    @property
    def shapes(self) -> list[tuple[str, str]]:
        """The symbols used, each once with its word, for the legend."""
        return list({event.shape: (event.shape, event.word) for event in self.events}.values())

    @property
    def marks(self) -> set[str]:
        """Which kinds of marks the charts use, for the legend."""
        used: set[str] = set()
        for chart in (chart for each in self.figures for chart in each.charts):
            plot = chart.plot
            used |= {mark.shape for mark in plot.marks}
            used |= {"copied" for mark in plot.marks if mark.is_copied}
            used |= {"copied" for bar in plot.bars if bar.is_copied}
            used |= {"zero" for bar in plot.bars if bar.is_zero}
            used |= {"top" for mark in plot.marks if mark.is_top}
            flags: dict[str, object] = {"line": plot.line.pieces, "missed": plot.slashes}
            flags |= {"band": plot.band, "bar": plot.bars, "goal": plot.goal}
            used |= {name for name, found in flags.items() if found}
        return used


@dataclass(frozen=True, slots=True, kw_only=True)
class TablePage:
    """The same days as one table. `events` stand below it with their links."""

    chosen: str
    ranges: tuple[str, ...]
    table: Table
    events: tuple[Event, ...]
    logged: Logged


def progress_page(injury: Injury, *, user: User, chosen: str, today: date) -> ProgressPage:
    """Read Progress in six queries at most, whatever the length of the diary."""
    rows = read(injury, chosen=chosen, today=today)
    lines = chosen_lines(user.contexts)
    plan = stages(rows.happened)
    moved = changes(rows)
    order = lane_order(lines, moved)
    sits = is_sitting_first(lines, rows)
    expected = None if sits else corridor(rows)
    shown = tuple(event for event in events(rows.happened) if event.on in rows.span)
    early = _early(len(rows.logged))
    found = _figures(rows, plan, order, expected, is_sitting=sits)
    return ProgressPage(
        chosen=rows.chosen,
        ranges=RANGES,
        first=rows.span.first,
        last=rows.span.last,
        early=early,
        lines=tuple(_lines(rows, moved, order, is_sitting=sits)),
        notes=tuple(note for note in _notes(rows, injury, plan) if note),
        expected=_expected(expected),
        figures=found,
        corridor=expected if any(c.plot.band for f in found for c in f.charts) else None,
        tabs=tabs(plan.starts, rows.span),
        placed=place(shown, rows.span),
        events=shown,
        maps=maps(rows),
        logged=logged(rows),
        stages=plan,
        stage_day=(today - plan.began_on).days if plan.began_on else None,
        weeks=max((c.plot.weeks for f in found for c in f.charts), default=0),
    )


def table_page(injury: Injury, *, user: User, chosen: str, today: date) -> TablePage:
    """Read the table in the same queries."""
    rows = read(injury, chosen=chosen, today=today)
    order = lane_order(chosen_lines(user.contexts), changes(rows))
    return TablePage(
        chosen=rows.chosen,
        ranges=RANGES,
        table=table(all_columns(rows, order), rows),
        events=tuple(event for event in events(rows.happened) if event.on in rows.span),
        logged=logged(rows),
    )


def _figures(
    rows: ProgressRows,
    plan: Stages,
    order: list[str],
    expected: Corridor | None,
    *,
    is_sitting: bool,
) -> tuple[Figure, ...]:
    sitting = [minutes_figure(rows, plan), load_figure(rows, plan)]
    lanes = lanes_figure(rows, order)
    if is_sitting:
        found = [*sitting, lanes]
    else:
        found = [everyday_figure(rows, expected), lanes, *sitting]
    return tuple(each for each in found if each is not None)


def _early(entries: int) -> str:
    """What a young diary is told instead of a course; "" from seven entries on."""
    if entries < ENTRIES_FOR_A_LINE:
        return _(
            "After 3 days you will see a line here. "
            "After 7 we can say if it is moving the right way."
        )
    if entries < ENTRIES_FOR_A_COURSE:
        return _("After 7 days we can say if it is moving the right way.")
    return ""


def _lines(
    rows: ProgressRows, moved: dict[str, Change], order: list[str], *, is_sitting: bool
) -> list[Said]:
    """The main measure, everything that rose, then the rest; the worst of the week last."""
    week = [rows.today - timedelta(days=n) for n in range(7)]
    recent = sum(1 for row in rows.days if row.on in week and row.number > 0)
    if len(rows.logged) < ENTRIES_FOR_A_LINE:
        return []
    falls = sorted(each.on for each in rows.happened if each.what == "fall")
    worse = [name for name in order if is_worse(moved[name])]
    worse.sort(key=lambda name: -max(moved[name].worse_by, moved[name].moved))
    calm = [name for name in order if name not in worse]
    main = _main_line(rows, falls, is_sitting=is_sitting, has_worse=bool(worse))
    told = [*(pain_line(_name(n), moved[n], falls) for n in worse)]
    rest = [pain_line(_name(n), moved[n], falls) for n in calm]
    known = [line for line in [main, *told] if line is not None]
    room = max(0, LINES_AT_MOST - len(known))
    known += [line for line in rest if line is not None][:room]
    if recent < ENTRIES_FOR_A_LINE:
        known = [said(little_words(recent)), *known]
    pains = [(_name(n), rows.points(n), moved[n].now) for n in order]
    worst = worst_line(pains, week)
    return [*known, worst] if worst else known


def _main_line(
    rows: ProgressRows, falls: list[date], *, is_sitting: bool, has_worse: bool
) -> Said | None:
    if is_sitting:
        moved = change(rows.sitting(), first=rows.since, today=rows.today, higher_is_better=True)
        return sitting_line(moved, falls)
    if has_worse:
        return None
    everyday = change(rows.everyday(), first=rows.since, today=rows.today)
    return pain_line(_("Everyday pain"), everyday, falls)


def _name(context: str) -> str:
    return str(PAIN_WORDS[PainContext(context)])


def _notes(rows: ProgressRows, injury: Injury, plan: Stages) -> list[str]:
    counted = logged(rows)
    return [
        _clock_words(rows, injury, plan),
        _old_onset_words(rows),
        seat_line(_by_seat(rows)),
        _fall_words(rows),
        few_words(counted.count, counted.of) if counted.count else "",
    ]


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


def _fall_words(rows: ProgressRows) -> str:
    """After a fall in the six weeks: a rise since may be chance, and the physio should know."""
    falls = [e.on for e in rows.happened if e.what == "fall" and e.on >= rows.since]
    if not falls:
        return ""
    last = max(falls)
    rose = [n for n, moved in changes(rows).items() if is_worse(moved) and _began(moved, last)]
    if not rose:
        return ""
    return _("Pain rose after your fall or slip. That may be chance, but tell the physio.")


def _began(moved: Change, fall: date) -> bool:
    return moved.best_on is not None and moved.best_on < fall


def _expected(found: Corridor | None) -> str:
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
