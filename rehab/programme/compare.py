"""Comparing a recorded value with a limit: true, false or unknown."""

from dataclasses import dataclass

from rehab.programme.case import Case
from rehab.programme.measures import MetricTest, Op
from rehab.programme.series import Entry


def compare(value: float | bool | None, op: Op, limit: object) -> bool | None:
    """Compare; None when there is no value. TypeError when the two have no order."""
    if value is None:
        return None
    if op == "==":
        return value == limit
    if op == "!=":
        return value != limit
    if not isinstance(limit, int | float):
        raise TypeError(f"{value!r} and {limit!r} have no order")
    match op:
        case "<=":
            return value <= limit
        case "<":
            return value < limit
        case ">=":
            return value >= limit
    return value > limit


@dataclass(frozen=True, slots=True)
class Held:
    """One test with the newest value it rests on; `holds` is None when there is none."""

    test: MetricTest
    holds: bool | None
    entry: Entry | None


def hold_against(case: Case, test: MetricTest) -> Held:
    """Hold a test against the newest value of its metric that counts."""
    entry = case.latest(test.metric)
    if entry is None or entry.doubt is not None:
        return Held(test, None, entry)
    return Held(test, compare(entry.value, test.op, test.value), entry)
