"""The list of self-tests: due now, when next, and what may be done at any time."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from rehab.content.catalogue import catalogue
from rehab.programme.asking import self_tests_ahead
from rehab.programme.self_test import SelfTest
from rehab.programme.waiting import waits_of
from tracker.overview.plan_words import day_of, value_words
from tracker.overview.self_test_ground import Ground


@dataclass(frozen=True, slots=True, kw_only=True)
class TestRow:
    """One test of the list: when it is next, and its newest numbers."""

    id: str
    name: str
    when: str
    last: str
    sentence: str = ""


@dataclass(frozen=True, slots=True)
class TestList:
    """Due now, later for the open stage, and what may be done any time or was done before."""

    due: tuple[TestRow, ...]
    later: tuple[TestRow, ...]
    others: tuple[TestRow, ...]


def test_list(found: Ground) -> TestList:
    """Every test the open stage reads, when it is next, and the others with a number."""
    rows: dict[str, tuple[date | None, bool]] = {}
    if found.state is not None:
        due = {test.metric for test in found.state.tests}
        ahead = self_tests_ahead(found.case, found.state.progress, found.state.ladders)
        for each in ahead:
            test = catalogue().test_of.get(each.metric)
            if test is not None:
                day, is_due = rows.get(test.id, (None, False))
                days = [d for d in (day, each.on) if d is not None]
                rows[test.id] = (min(days, default=None), is_due or each.metric in due)
    for metric in found.offered or ():
        if metric in catalogue().test_of:
            rows[catalogue().test_of[metric].id] = (found.today, True)
    asked = [(catalogue().self_tests[name], *when) for name, when in rows.items()]
    others = [test for test in _in_order(_extra(found)) if test.id not in rows]
    return TestList(
        tuple(_row(found, test, day, is_due=True) for test, day, is_due in asked if is_due),
        tuple(_row(found, test, day) for test, day, is_due in asked if not is_due),
        tuple(_row(found, test, None) for test in others),
    )


def _extra(found: Ground) -> list[SelfTest]:
    """Tests with a number of before, and those that do no harm at any time."""
    enabled = (test for test in catalogue().self_tests.values() if test.enabled)
    return [
        test
        for test in enabled
        if test.any_stage or any(found.case.readings.get(metric) for metric in test.metrics)
    ]


def _in_order(tests: Iterable[SelfTest]) -> list[SelfTest]:
    metrics = catalogue().metrics
    return sorted(tests, key=lambda test: (metrics[test.metrics[0]].test_order or 99, test.id))


def _row(found: Ground, test: SelfTest, on: date | None, *, is_due: bool = False) -> TestRow:
    when, sentence = _when(found, test, on, is_due=is_due)
    return TestRow(
        id=test.id,
        name=_(test.name),
        when=when,
        last=_last(found, test),
        sentence=sentence,
    )


def _when(
    found: Ground, test: SelfTest, on: date | None, *, is_due: bool = False
) -> tuple[str, str]:
    """When it is next, in a word and in a sentence; both "" where nothing asks for it."""
    if is_due:
        return _("due"), _("Due today.")
    if on is None:
        return "", ""
    waits = waits_of(found.case, test, found.state, found.response)
    if any(wait.until is None for wait in waits):
        return _("waits"), _("It waits for now.")
    day = max([on, *(wait.until for wait in waits if wait.until)])
    if day <= found.today:
        return _("another day"), _("Next: on another day, after the tests that are due.")
    words = date_format(day, "D j M")
    return words, _("Next: %(day)s.") % {"day": words}


def _last(found: Ground, test: SelfTest) -> str:
    """The newest day with its numbers: "24° against 10° on 18 Nov".

    Minutes sat may come from the day's log, as the goals read them.
    """
    told = {metric: found.case.entries(metric) for metric in test.metrics}
    days = [row.on for rows in told.values() for row in rows]
    if not days:
        return _("Not done yet")
    on = max(days)
    values = [
        value_words(metric, row.value)
        for metric, rows in told.items()
        for row in rows
        if row.on == on
    ]
    words = _("%(value)s %(day)s")
    if test.other_leg and len(values) > 1:
        pair = _("%(own)s against %(other)s") % {"own": values[0], "other": values[1]}
        return words % {"value": pair, "day": day_of(on, found.today)}
    return words % {"value": ", ".join(values), "day": day_of(on, found.today)}


def due_words(found: Ground, test: SelfTest) -> str:
    """When it is next, as a sentence; "" where nothing asks for it."""
    rows = test_list(found)
    row = next((row for row in (*rows.due, *rows.later) if row.id == test.id), None)
    return row.sentence if row else ""
