"""The numbers of a self-test over time: charts with the goal of the stage, and their table."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date

from django.utils.translation import gettext as _

from rehab.content.catalogue import catalogue
from rehab.programme.self_test import SelfTest
from tracker.numbers import Number
from tracker.overview.self_test_ground import Ground
from tracker.overview.trends import Column, TrendChart, TrendTable, by_day, chart, column_of, table


def _values(found: Ground, metric: str) -> dict[date, float]:
    return by_day((row.on, row.value) for row in found.case.readings.get(metric, ()))


def _between(found: Ground, test: SelfTest) -> Column | None:
    """What the legs of a test differ by, reckoned and never typed; None where nothing is."""
    if test.derived is None:
        return None
    derived = catalogue().metrics[test.derived]
    return Column(
        id=test.derived,
        label=_(derived.label),
        values=by_day((e.on, float(e.value)) for e in found.case.entries(test.derived)),
        unit="%" if derived.kind == "percent" else "°",
        better=test.better,
        goal=_goal(found, test.derived),
    )


def charts(found: Ground, test: SelfTest, numbers: Sequence[Number]) -> Iterable[TrendChart]:
    """What the legs differ by first, then each leg, then the pain of it."""
    content = catalogue()
    change = content.outcome_measures["nrs"].change
    columns = [
        column_of(
            each,
            _values(found, each.metric),
            better=test.better if not each.is_pain else "lower",
            goal=_goal(found, each.metric),
            change=change if each.is_pain else None,
        )
        for each in numbers
    ]
    legs = [c for c, each in zip(columns, numbers, strict=True) if not each.is_pain]
    if (between := _between(found, test)) is not None:
        yield from _one([between], found, title=between.label)
        legs = [replace(leg, goal=None) for leg in legs]
    if legs:
        title = _("Each leg") if len(legs) > 1 else str(legs[0].label)
        yield from _one(legs, found, title=title if test.derived else _(test.name))
    for column, each in zip(columns, numbers, strict=True):
        if each.is_pain:
            title = str(each.label) if len(numbers) > 1 else _(test.name)
            yield from _one([column], found, title=title, unit=_("0 to 10"))


def _one(
    columns: Sequence[Column], found: Ground, *, title: str, unit: str = ""
) -> Iterable[TrendChart]:
    drawn = chart(columns, title=title, today=found.today, unit=unit)
    if drawn is not None:
        yield drawn


def _goal(found: Ground, metric: str) -> float | None:
    """What the open stage asks of a number, or else the gate of its ladder."""
    asked = [state.line for state in found.lines if state.line.metric == metric]
    values = [line.value for line in asked if isinstance(line.value, int)]
    if not values and found.state is not None:
        values = [
            held.test.value
            for ladder in found.state.ladders
            for held in ladder.gate
            if held.test.metric == metric and isinstance(held.test.value, int)
        ]
    return float(values[0]) if values else None


def numbers_table(
    found: Ground, test: SelfTest, numbers: Sequence[Number], before: date | None
) -> TrendTable:
    columns = [column_of(each, _values(found, each.metric), better=test.better) for each in numbers]
    if (between := _between(found, test)) is not None:
        legs = sum(not each.is_pain for each in numbers)
        columns.insert(legs, replace(between, short="%" if between.unit == "%" else _("Gap")))
    dulled: Mapping[date, str] = {}
    if any(catalogue().metrics[m].hours_after_painkiller for m in test.metrics):
        dulled = dict.fromkeys(found.case.painkiller_dates, _("with a painkiller"))
    return table(columns, notes=dulled, before=before)
