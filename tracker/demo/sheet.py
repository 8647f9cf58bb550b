"""Page 1 of Robin's report as the landing page shows it: read-only, made from the story.

No database: the rows of the story are read as the report reads stored ones, and the report's
own room counts them.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import uuid4

from tracker.charts.axes import Span
from tracker.charts.series import Point
from tracker.demo import robin
from tracker.demo.answers import answers_of
from tracker.demo.story import Row, Story
from tracker.diary_reader import injury_value
from tracker.models import Care, Day, Injury, Plan, ReportChoice, SessionItem, User
from tracker.overview.care import order_of
from tracker.overview.progress_happened import Happening
from tracker.overview.progress_rows import SIX_WEEKS, WHOLE, ProgressRows, load_metrics, row_of
from tracker.report.first_page import first_page
from tracker.report.reading import DAY_COLUMNS, Read, RunRow, logged_day
from tracker.report.values import FirstPage

ANSWERED = "no"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """Page 1 with what its head says: `logged` of `days` days between `first` and `last`."""

    born: int
    made_on: date
    first: date
    last: date
    logged: int
    days: int
    page: FirstPage


def robins_sheet(today: date) -> Sheet:
    """Page 1 of the report Robin would make on `today`, from the last logged day back."""
    story = robin.story(today)
    read = read_story(story)
    choice = ReportChoice(**story.report)
    return Sheet(
        born=story.person["birth_year"],
        made_on=today,
        first=story.first,
        last=story.last,
        logged=read.logged,
        days=read.span.days,
        page=first_page(read, choice=choice, user=read.injury.owner),
    )


def read_story(story: Story) -> Read:
    """The story as the report reads an injury. Nothing is stored; falls and signs are left out."""
    injury = Injury(owner=User(**story.person), **story.injury)
    span = Span(story.first, story.last)
    days = [Day(**row) for row in story.days]
    return Read(
        injury=injury,
        today=story.last,
        span=span,
        rows=_rows(story, injury, span, days),
        days=tuple(logged_day(_columns(day, DAY_COLUMNS)) for day in days),
        runs=tuple(
            RunRow(run["on"], run.get("minutes"), run.get("km"), run["pain"]) for run in story.runs
        ),
        answers={question: (on, ANSWERED) for on, question, _because in answers_of(story)},
        care=tuple(
            sorted(
                (Care(**row) for row in story.care),
                key=lambda row: order_of(row.when_words, told_on=story.last),
            )
        ),
        told=(),
        falls=(),
        notices=(),
        visits=(),
        readings={},
        items=tuple(SessionItem(session_id=n) for n, _row in enumerate(story.sessions)),
        plan=Plan(**story.plan),
    )


def _rows(story: Story, injury: Injury, span: Span, days: list[Day]) -> ProgressRows:
    load: dict[str, list[Point]] = {}
    for row in story.readings:
        if row["metric"] in load_metrics():
            letter = load_metrics()[row["metric"]]
            load.setdefault(letter, []).append(Point(row["on"], row["value"]))
    rows = [row_of(list(_columns(day, WHOLE).values())) for day in days]
    return ProgressRows(
        injury=injury_value(injury, today=span.last),
        chosen="",
        today=span.last,
        span=span,
        since=max(span.first, span.last - timedelta(days=SIX_WEEKS - 1)),
        first_logged=span.first,
        clock=None,
        days=tuple(rows),
        told={row.on: row.places for row in rows if row.places is not None},
        run_pain={run["on"]: run["pain"] for run in story.runs},
        runs={run["on"]: [float(run["minutes"])] for run in story.runs},
        load={letter: tuple(load[letter]) for letter in sorted(load)},
        happened=tuple(_move(number, row, story.plan) for number, row in enumerate(story.moves)),
    )


def _move(number: int, row: Row, plan: Row) -> Happening:
    return Happening("stage", row["on"], uuid4(), plan["programme"], row["to_stage"], number)


def _columns(day: Day, names: tuple[str, ...]) -> dict[str, object]:
    """The values of one day under these names, in this order."""
    return {name: getattr(day, name) for name in names}
