"""Outcome measures: what a person rates or types in every week or two, and how it went."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q
from django.utils.translation import gettext as _

from rehab.content.catalogue import catalogue
from rehab.content.entry import Source
from rehab.programme.measures import OutcomeMeasure
from tracker.models import Injury, OwnActivity, Reading
from tracker.numbers import (
    OWN_ACTIVITIES,
    Number,
    number_of_activity,
    number_of_measure,
    number_of_metric,
    typed_measures,
)
from tracker.overview.plan_words import day_of
from tracker.overview.trends import TrendChart, TrendTable, by_day, chart, column_of, table

Values = Mapping[str, Mapping[date, float]]


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasureRow:
    """One measure of the list. `test` is the self-test that asks the same, "" without one."""

    id: str
    name: str
    about: str
    last: str
    test: str


@dataclass(frozen=True, slots=True)
class MeasureList:
    """What is asked in our own words, and the forms of others whose total is typed in."""

    own: tuple[MeasureRow, ...]
    totals: tuple[MeasureRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasurePage:
    """One measure. `change` says which difference is more than chance, "" where none is known."""

    id: str
    name: str
    about: str
    is_total: bool
    better: str
    change: str
    is_unconfirmed: bool
    numbers: tuple[Number, ...]
    charts: tuple[TrendChart, ...]
    table: TrendTable
    sources: tuple[Source, ...]
    checked_by: str = ""


def activities_of(injury: Injury) -> list[OwnActivity]:
    """Everything the person ever rated as their own, in one query."""
    return list(OwnActivity.objects.filter(injury=injury).order_by("number"))


def numbers_of(measure_id: str, activities: Iterable[OwnActivity] = ()) -> tuple[Number, ...]:
    """The numbers of a measure's page; of the own activities those given. KeyError else."""
    measure = typed_measures()[measure_id]
    if measure_id == OWN_ACTIVITIES:
        return tuple(number_of_activity(each.metric, each.name) for each in activities)
    return (number_of_measure(measure_id, measure),)


def measure_list(injury: Injury, *, today: date) -> MeasureList:
    """Every measure with its newest value, in two queries."""
    rated = [each for each in activities_of(injury) if each.stopped_on is None]
    names = {each.metric: each.name for each in rated}
    newest = _newest(injury, today)
    rows = [_row(name, each, newest, names, today) for name, each in typed_measures().items()]
    totals = {name for name, each in typed_measures().items() if each.build_in == "total_only"}
    return MeasureList(
        tuple(row for row in rows if row.id not in totals),
        tuple(row for row in rows if row.id in totals),
    )


def _newest(injury: Injury, today: date) -> dict[str, tuple[date, float]]:
    kept = Q(metric__startswith="activity_")
    kept |= Q(metric__in=[each.metric or name for name, each in typed_measures().items()])
    rows = Reading.objects.filter(kept, injury=injury, on__lte=today).order_by("on")
    return {m: (on, float(value)) for m, on, value in rows.values_list("metric", "on", "value")}


def _row(
    name: str,
    measure: OutcomeMeasure,
    newest: Mapping[str, tuple[date, float]],
    activities: Mapping[str, str],
    today: date,
) -> MeasureRow:
    test = catalogue().test_of.get(measure.metric or "")
    if name == OWN_ACTIVITIES:
        told = [
            _("%(name)s: %(value)s")
            % {"name": words, "value": _value(number_of_activity(metric, words), newest[metric][1])}
            for metric, words in activities.items()
            if metric in newest
        ]
        last = "; ".join(told)
    else:
        known = _number(name, measure)
        on, value = newest.get(measure.metric or name, (None, 0.0))
        last = ""
        if on is not None:
            last = _("%(value)s %(day)s") % {
                "value": _value(known, value), "day": day_of(on, today),
            }  # fmt: skip
    return MeasureRow(
        id=name,
        name=_(measure.label),
        about=_(measure.about or ""),
        last=last,
        test=test.id if test else "",
    )


def _number(name: str, measure: OutcomeMeasure) -> Number:
    if measure.metric is not None:
        return number_of_metric(catalogue().metrics[measure.metric], measure.metric)
    return number_of_measure(name, measure)


def _value(known: Number, value: float) -> str:
    return column_of(known, {}, better="higher").words(value)


def measure_page(
    injury: Injury,
    measure_id: str,
    *,
    today: date,
    activities: Sequence[OwnActivity] = (),
    before: date | None = None,
) -> MeasurePage:
    """Everything on the page of one measure, in one query. KeyError for an unknown one."""
    measure = typed_measures()[measure_id]
    numbers = numbers_of(measure_id, activities)
    values = _values(injury, [number.metric for number in numbers], today)
    better = "lower" if measure.better == "lower" else "higher"
    columns = [
        column_of(number, values[number.metric], better=better, change=measure.change)
        for number in numbers
    ]
    drawn = [
        chart(
            [column],
            title=column.label if len(numbers) > 1 else _(measure.label),
            today=today,
            unit=_ends(number),
        )
        for column, number in zip(columns, numbers, strict=True)
    ]
    return MeasurePage(
        id=measure_id,
        name=_(measure.label),
        about=_(measure.about or ""),
        is_total=measure.build_in == "total_only",
        better=better,
        change=_(measure.change_text or ""),
        is_unconfirmed=measure.change_is_unconfirmed,
        numbers=numbers,
        charts=tuple(each for each in drawn if each is not None),
        table=table(columns, before=before),
        sources=tuple(catalogue().sources[key] for key in measure.sources),
    )


def _ends(number: Number) -> str:
    """What the ends of a scale of answers mean; "" for figures."""
    if not number.answers:
        return ""
    return _("%(high)s: %(best)s, %(low)s: %(worst)s") % {
        "high": number.high,
        "best": number.answers[-1].lower(),
        "low": number.low,
        "worst": number.answers[0].lower(),
    }


def _values(injury: Injury, metrics: Sequence[str], today: date) -> Values:
    rows = Reading.objects.filter(injury=injury, metric__in=metrics, on__lte=today)
    found: dict[str, list[tuple[date, float]]] = {metric: [] for metric in metrics}
    for metric, on, value in rows.order_by("on").values_list("metric", "on", "value"):
        found[metric].append((on, float(value)))
    return {metric: by_day(pairs) for metric, pairs in found.items()}
