"""The section that holds exercise days beside the plan: one picture, one sentence, one table."""

from dataclasses import dataclass, replace

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rehab.windows import DAYS_PER_WEEK
from tracker.charts import plots
from tracker.charts.axes import Scale
from tracker.charts.plots import Goal
from tracker.charts.series import Point, middle_of
from tracker.overview.more_rows import MoreRows
from tracker.overview.plan_weeks import PlanWeek
from tracker.overview.progress_charts import Chart, Figure
from tracker.overview.progress_tables import Table, TableRow
from tracker.overview.progress_words import number
from tracker.overview.trends import TrendChart

WEEK = Scale(0, DAYS_PER_WEEK)


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """One picture with its words and its table; without a figure `empty` says what is missing."""

    id: str
    title: str
    words: tuple[str, ...] = ()
    empty: str = ""
    figure: Figure | None = None
    table: Table | None = None
    trends: tuple[TrendChart, ...] = ()


def plan_section(rows: MoreRows) -> Section | None:
    """Days with exercises of each whole week; None where no plan stood in a whole week."""
    weeks = rows.plan_weeks()
    held = [week for week in weeks if week.asked is not None]
    if not held:
        return None
    return Section(
        id="plan",
        title=_("Exercises beside the plan"),
        words=(_words(held),),
        figure=Figure(id="plan", charts=(_chart(weeks, held, rows),)),
        table=Table(
            (_("Days with exercises"), _("The plan asked for")),
            tuple(_row(week) for week in weeks),
        ),
    )


def _words(held: list[PlanWeek]) -> str:
    return ngettext(
        "%(n)s whole week with a plan: exercises on %(done)s days, %(asked)s asked for.",
        "%(n)s whole weeks with a plan: exercises usually on %(done)s days a week, "
        "%(asked)s asked for.",
        len(held),
    ) % {
        "n": len(held),
        "done": number(middle_of(week.done for week in held) or 0),
        "asked": _asked(held),
    }


def _asked(held: list[PlanWeek]) -> str:
    asked = sorted({week.asked for week in held if week.asked is not None})
    if len(asked) == 1:
        return number(asked[0])
    return _("%(low)s to %(high)s") % {"low": number(asked[0]), "high": number(asked[-1])}


def _chart(weeks: tuple[PlanWeek, ...], held: list[PlanWeek], rows: MoreRows) -> Chart:
    """A bar on each Monday; a dashed line where the plan asked the same all along."""
    plot = plots.lane([Point(week.first, week.done) for week in weeks], rows.span, scale=WEEK)
    asked = {week.asked for week in held if week.asked is not None}
    is_same = len(asked) == 1
    if is_same:
        days = asked.pop()
        plot = replace(plot, goal=Goal(WEEK.y(days), days))
    return Chart(
        id="plan-days",
        title=_("Days with exercises"),
        unit=_("a week, at its Monday"),
        sentence="",
        plot=plot,
        is_tall=True,
        goal_words=_("asked for: %(n)s") % {"n": _asked(held)} if is_same else "",
    )


def _row(week: PlanWeek) -> TableRow:
    label = _("%(first)s to %(last)s") % {
        "first": date_format(week.first, "j M"),
        "last": date_format(week.last, "j M Y"),
    }
    asked = _("not known") if week.asked is None else number(week.asked)
    return TableRow(label, None, True, (number(week.done), asked))
