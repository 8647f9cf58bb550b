"""The section that holds self-tests over time: both legs of a test in one picture, one table."""

from collections.abc import Mapping
from datetime import date

from django.utils.translation import gettext as _

from rehab.content.catalogue import catalogue
from tracker.charts.series import Point
from tracker.numbers import numbers_of_test
from tracker.overview.more_plan import Section
from tracker.overview.more_rows import MoreRows
from tracker.overview.progress_tables import Column, table
from tracker.overview.trends import Column as TrendColumn
from tracker.overview.trends import chart, column_of

TESTS_SHOWN = 6


def tests_section(rows: MoreRows, injury_side: str) -> Section:
    """Each test with its two sides in one picture, and all of them in one table."""
    content = catalogue()
    by_test: dict[str, list[str]] = {}
    for metric in rows.readings:
        test = content.test_of.get(metric)
        if test is not None and not metric.startswith("t_load_"):
            by_test.setdefault(test.id, []).append(metric)
    drawn, columns = [], []
    for name in list(by_test)[:TESTS_SHOWN]:
        test = content.self_tests[name]
        legs = [
            column_of(each, rows.readings[each.metric], better=test.better)
            for each in numbers_of_test(test, side=injury_side)
            if each.metric in by_test[name] and not each.is_pain
        ]
        title = _(test.name)
        found = chart(legs[:2], title=title, today=rows.span.last, span=rows.span) if legs else None
        if found is not None:
            drawn.append(found)
            columns += [_column(title, each, of=len(found.keys)) for each in legs[:2]]
    if not drawn:
        empty = _("No self-test with a number in these days.")
        return Section(id="tests", title=_("Self-tests"), empty=empty)
    return Section(
        id="tests",
        title=_("Self-tests"),
        table=table(columns, rows),
        trends=tuple(drawn),
    )


def numbers_column(
    head: str, values: Mapping[date, float], beside: Mapping[date, str] | None = None
) -> Column:
    """Values by day as a column of a table."""
    return Column(head, [Point(on, values[on]) for on in sorted(values)], beside or {})


def _column(title: str, leg: TrendColumn, *, of: int) -> Column:
    """One leg of a test; a test without sides has its name alone, an answer its words."""
    head = _("%(test)s: %(leg)s") % {"test": title, "leg": leg.label} if of else title
    words = {on: leg.words(value) for on, value in leg.values.items()} if leg.answers else {}
    return numbers_column(head, leg.values, words)
