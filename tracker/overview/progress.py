"""What Progress shows: this week in words, then the charts, the places, the days logged."""

from dataclasses import dataclass
from datetime import date

from tracker.charts.axes import Span
from tracker.charts.happenings import Event, Placed, Tab, place, tabs
from tracker.charts.paths import uprights
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
from tracker.overview.progress_happened import EVENTS_AT_MOST, Stages, events, stages
from tracker.overview.progress_lines import (
    Course,
    early_words,
    expected_words,
    notes,
    week_lines,
)
from tracker.overview.progress_maps import Logged, Maps, logged, maps
from tracker.overview.progress_rows import RANGES, ProgressRows, range_query, read
from tracker.overview.progress_tables import Table, all_columns, plain_cells, table
from tracker.overview.progress_then import then_line
from tracker.overview.progress_words import Said


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
    then: str
    notes: tuple[str, ...]
    expected: str
    figures: tuple[Figure, ...]
    table: Table
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
    def event_path(self) -> str:
        return uprights([each.x for each in self.placed])

    @property
    def has_more_events(self) -> bool:
        """Whether there may be more than the latest ones that are shown."""
        return len(self.events) == EVENTS_AT_MOST

    @property
    def stage_path(self) -> str:
        return uprights([tab.x for tab in self.tabs if tab.x > 0])

    @property
    def range_query(self) -> str:
        """What the address of the same days carries."""
        return range_query(self.chosen, self.first, self.last)

    @property
    def shapes(self) -> list[tuple[str, str]]:
        """The symbols used, each once with all it stands for, for the legend."""
        words: dict[str, list[str]] = {}
        for event in self.events:
            words.setdefault(event.shape, []).append(event.word)
        return [(shape, ", ".join(dict.fromkeys(each))) for shape, each in words.items()]

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
            flags |= {"band": plot.band, "bar": plot.bars, "goal": plot.goal, "run": plot.done}
            used |= {name for name, found in flags.items() if found}
        return used


@dataclass(frozen=True, slots=True, kw_only=True)
class TablePage:
    """The same days as one table. `events` stand below it with their links."""

    chosen: str
    ranges: tuple[str, ...]
    first: date
    last: date
    table: Table
    events: tuple[Event, ...]
    logged: Logged

    @property
    def has_more_events(self) -> bool:
        return len(self.events) == EVENTS_AT_MOST

    @property
    def range_query(self) -> str:
        return range_query(self.chosen, self.first, self.last)


def progress_page(
    injury: Injury, *, user: User, chosen: str, today: date, shown: Span | None = None
) -> ProgressPage:
    """Read Progress in six queries at most, whatever the length of the diary.

    `shown` are the person's own dates instead of a range that has a name.
    """
    rows = read(injury, chosen=chosen, today=today, shown=shown)
    lines = chosen_lines(user.contexts)
    plan = stages(rows.happened)
    moved = changes(rows)
    order = lane_order(lines, moved)
    sits = is_sitting_first(lines, rows)
    expected = None if sits else corridor(rows)
    happenings = events(rows.happened, rows.span)
    entries = sum(1 for row in rows.days if row.number > 0)
    course = Course(moved, order, sits)
    found = _figures(rows, plan, order, expected, is_sitting=sits)
    return ProgressPage(
        chosen=rows.chosen,
        ranges=RANGES,
        first=rows.span.first,
        last=rows.span.last,
        early=early_words(entries),
        lines=tuple(week_lines(rows, course, entries=entries)),
        then=then_line(rows),
        notes=tuple(notes(rows, injury, plan, course)),
        expected=expected_words(expected),
        figures=found,
        table=table(all_columns(rows, order), rows),
        corridor=expected if any(c.plot.band for f in found for c in f.charts) else None,
        tabs=tabs(plan.starts, rows.span),
        placed=place(happenings, rows.span),
        events=happenings,
        maps=maps(rows),
        logged=logged(rows),
        stages=plan,
        stage_day=(today - plan.began_on).days if plan.began_on else None,
        weeks=max((c.plot.weeks for f in found for c in f.charts), default=0),
    )


def table_page(
    injury: Injury, *, user: User, chosen: str, today: date, shown: Span | None = None
) -> TablePage:
    """Read the table in the same queries."""
    rows = read(injury, chosen=chosen, today=today, shown=shown)
    order = lane_order(chosen_lines(user.contexts), changes(rows))
    return TablePage(
        chosen=rows.chosen,
        ranges=RANGES,
        first=rows.span.first,
        last=rows.span.last,
        table=table(all_columns(rows, order), rows),
        events=events(rows.happened, rows.span),
        logged=logged(rows),
    )


def csv_rows(
    injury: Injury, *, user: User, chosen: str, today: date, shown: Span | None = None
) -> list[list[str]]:
    """Every day of the range as plain cells under a head; what was not recorded stays empty."""
    rows = read(injury, chosen=chosen, today=today, shown=shown)
    order = lane_order(chosen_lines(user.contexts), changes(rows))
    return plain_cells(all_columns(rows, order), rows)


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
