"""The load tests that were answered with a day: kept with it, undone with it.

A revision of a day holds them beside its columns, as metric -> [before, after].
"""

from collections.abc import Iterable, Mapping
from datetime import date

from tracker.actions.record_readings import check_reading, record_readings
from tracker.clock import PersonNow
from tracker.load_tests import LOAD_TESTS
from tracker.models import Injury, Reading, Revision


def keep_readings(
    injury: Injury, on: date, readings: Mapping[str, int | None], *, at: PersonNow
) -> dict[str, object]:
    """Store the answered tests of a day (None takes one away); what changed, for a revision.

    EntryRefused, with the metric as field, for a number outside its scale.
    """
    if not readings:
        return {}
    for metric, value in readings.items():
        check_reading(metric, 0 if value is None else value)
    before = _standing(injury, on, readings)
    told = {metric: value for metric, value in readings.items() if value is not None}
    if told:
        record_readings(injury=injury, on=on, values=told, at=at)
    gone = [metric for metric in before if metric not in told]
    if gone:
        Reading.objects.filter(injury=injury, on=on, metric__in=gone).delete()
    return _beside({m: [before.get(m), value] for m, value in readings.items()})


def take_readings(injury: Injury, on: date) -> dict[str, object]:
    """Delete the load tests with their day; what they were, for its revision.

    Other self-tests have a page and a life of their own.
    """
    before = _standing(injury, on, LOAD_TESTS)
    if before:
        Reading.objects.filter(injury=injury, on=on, metric__in=list(before)).delete()
    return _beside({metric: [value, None] for metric, value in before.items()})


def put_readings_back(injury: Injury, revision: Revision, *, at: PersonNow) -> None:
    """Undo what a change of a day did to its tests; one that was changed since stays."""
    kept = revision.before or {} if revision.after is None else revision.after
    changed: Mapping[str, list[float | None]] = kept.get(Revision.BESIDE) or {}
    if not changed:
        return
    on = date.fromisoformat(kept["on"])
    now = _standing(injury, on, changed)
    back = {m: before for m, (before, after) in changed.items() if now.get(m) == after}
    record_readings(
        injury=injury, on=on, values={m: v for m, v in back.items() if v is not None}, at=at
    )
    gone = [metric for metric, value in back.items() if value is None]
    if gone:
        Reading.objects.filter(injury=injury, on=on, metric__in=gone).delete()


def _standing(injury: Injury, on: date, metrics: Iterable[str]) -> dict[str, float]:
    rows = Reading.objects.filter(injury=injury, on=on, metric__in=list(metrics))
    return {metric: float(value) for metric, value in rows.values_list("metric", "value")}


def _beside(changed: Mapping[str, list[float | None]]) -> dict[str, object]:
    return {Revision.BESIDE: dict(changed)} if changed else {}
