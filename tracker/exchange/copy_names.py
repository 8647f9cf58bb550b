"""What the copy for reading calls things that stand in the file by their ids.

An id that is not known here, as of another version, stays as it is.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from rehab.content.catalogue import catalogue
from tracker.numbers import OWN_ACTIVITIES, Number, number_of, numbers_of_test, page_of

Row = Mapping[str, Any]


def working_label(code: str) -> str:
    """What the answers at the start fitted; "" for none."""
    row = catalogue().triage_rows.get(code)
    return _(row.fits) if row else code


def exercises_named(injury: Row) -> Iterator[Row]:
    """The exercise days, each with the names of what was done; own ones in the person's words."""
    named = {key: _(each.name) for key, each in catalogue().exercises.items()}
    for plan in injury["plans"]:
        named |= {item["id"]: item["name"] for item in plan["items"]}
    for row in injury["sessions"]:
        done = [item["exercise"] for item in row["items"] if item["done"]]
        yield {**row, "done": [named.get(code, code) for code in done]}


def readings_named(injury: Row) -> Iterator[Row]:
    """The numbers, `metric` as what was asked and `value` with its scale, or the answer chosen."""
    own = {f"activity_{each['number']}": each["name"] for each in injury["own_activities"]}
    for row in injury["tests"]:
        title, number = _asked(row["metric"], injury["side"])
        name = own.get(row["metric"]) or (str(number.label) if number else row["metric"])
        metric = f"{title}: {name}" if title and title != name else name
        yield {**row, "metric": metric, "value": _value(row["value"], number)}


def _asked(metric: str, side: str) -> tuple[str, Number | None]:
    """The test or the measure a number belongs to, and the number on its page."""
    content, number = catalogue(), number_of(metric)
    if number is None:
        return "", None
    _page, of = page_of(metric)
    test = content.self_tests.get(of)
    if test is not None:
        shown = {each.metric: each for each in numbers_of_test(test, side=side)}
        return _(test.name), shown.get(metric, number)
    measure = content.outcome_measures.get(of)
    return (_(measure.label) if measure and of != OWN_ACTIVITIES else ""), number


def _value(value: float, number: Number | None) -> str:
    if number is None:
        return _figure(value)
    if number.answers and value == int(value) and 0 <= value < len(number.answers):
        return number.answers[int(value)]
    scale = str(number.scale or number.hint)
    if number.is_pain:
        scale = _("0 none, 10 worst")
    return f"{_figure(value)} ({scale})" if scale else _figure(value)


def _figure(value: float) -> str:
    return str(number_format(int(value) if float(value).is_integer() else value))
