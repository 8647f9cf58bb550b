"""Keep the numbers of one page and day: a self-test, a measure, the person's own activities.

One revision holds them all, so that one undo brings the whole page back.
"""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

from django.db import transaction

from rehab.signs.moment import ONSET_SLACK_DAYS
from rehab.vocabulary import OnsetPrecision, Side
from tracker.actions.entry import check_date
from tracker.actions.errors import EntryRefused
from tracker.actions.history import note_change, snapshot
from tracker.actions.once import claim
from tracker.actions.record_readings import check_reading
from tracker.clock import PersonNow
from tracker.models import Injury, OwnActivity, Reading, Revision
from tracker.numbers import ACTIVITY, number_of, other_legs

DECIMALS = 2
NO_OTHER_LEG = "Both legs are sore, so there is no other leg to compare with"
BEFORE_INJURY = "This is before the injury began"


def record_numbers(
    *, injury: Injury, on: date, values: Mapping[str, float | None], at: PersonNow, key: UUID
) -> Revision | None:
    """Store the numbers of a day; None takes one away. The revision that undoes it all.

    None when nothing changed or this form was sent before. EntryRefused, with the metric
    or "on" as field, for a day outside the injury, an unknown number, a value outside its
    scale, or the other leg of somebody who has no well one; then nothing is stored.
    """
    check_reading_date(injury, on, at=at)
    for metric, value in values.items():
        number = number_of(metric)
        check_reading(metric, float(number.low if number else 0) if value is None else value)
    values = {m: None if v is None else round(v, DECIMALS) for m, v in values.items()}
    _check_legs(injury, values)
    with transaction.atomic():
        if not claim(owner=injury.owner, key=key, kind="numbers"):
            return None
        _check_activities(injury, values)
        return _write(injury, on, values, at=at)


def delete_numbers(
    *, injury: Injury, metrics: Sequence[str], on: date, at: PersonNow, key: UUID
) -> Revision | None:
    """Take away the numbers of one page and day; None when there are none (left)."""
    with transaction.atomic():
        if not claim(owner=injury.owner, key=key, kind="numbers-delete"):
            return None
        return _write(injury, on, dict.fromkeys(metrics), at=at)


def check_reading_date(injury: Injury, on: date, *, at: PersonNow) -> None:
    """A day of this injury, up to the person's today; a remembered onset has its slack."""
    check_date(on, at=at)
    first = earliest_of(injury)
    if first is not None and on < first:
        raise EntryRefused(BEFORE_INJURY, field="on")


def earliest_of(injury: Injury) -> date | None:
    """The first day a number of this injury can have; None while its onset is unknown."""
    if injury.onset_on is None:
        return None
    slack = ONSET_SLACK_DAYS[OnsetPrecision(injury.onset_precision)]
    return injury.onset_on - timedelta(days=slack)


def _check_legs(injury: Injury, values: Mapping[str, object]) -> None:
    other = other_legs(values)
    if injury.side == Side.BOTH and other:
        raise EntryRefused(NO_OTHER_LEG, field=sorted(other)[0])


def _check_activities(injury: Injury, values: Mapping[str, object]) -> None:
    """A number belongs to something this person named."""
    asked = {found[0]: int(found[1]) for m in values if (found := ACTIVITY.fullmatch(m))}
    if not asked:
        return
    own = OwnActivity.objects.filter(injury=injury, number__in=asked.values())
    known = set(own.values_list("number", flat=True))
    for metric, number in asked.items():
        if number not in known:
            raise EntryRefused("This is not among your activities", field=metric)


def _write(
    injury: Injury, on: date, values: Mapping[str, float | None], *, at: PersonNow
) -> Revision | None:
    """Change what differs; the first changed row carries the others beside its columns.

    The injury is held meanwhile: of two requests that store the same number at once, the
    second finds what the first stored.
    """
    Injury.objects.select_for_update(no_key=True).only("pk").get(pk=injury.pk)
    rows = {
        row.metric: row
        for row in Reading.objects.filter(injury=injury, on=on, metric__in=list(values))
    }
    standing = {metric: float(row.value) for metric, row in rows.items()}
    changed = {m: v for m, v in values.items() if standing.get(m) != v}
    if not changed:
        return None
    head = next(iter(changed))
    row = rows.get(head)
    before = snapshot(row) if row is not None else None
    for metric, value in changed.items():
        kept = _put(injury, on, metric, value, rows.get(metric), at=at)
        row = kept if metric == head and kept is not None else row
    assert row is not None  # noqa: S101 - what is taken away stood there before
    after = snapshot(row) if changed[head] is not None else None
    beside = {m: [standing.get(m), v] for m, v in changed.items() if m != head}
    if beside:
        before = before | {Revision.BESIDE: beside} if before is not None else None
        after = after | {Revision.BESIDE: beside} if after is not None else None
    return note_change(owner=injury.owner, row=row, before=before, after=after)


def _put(
    injury: Injury,
    on: date,
    metric: str,
    value: float | None,
    row: Reading | None,
    *,
    at: PersonNow,
) -> Reading | None:
    if value is None:
        if row is not None:
            Reading.objects.filter(pk=row.pk).delete()
        return None
    row = row or Reading(injury=injury, on=on, metric=metric)
    row.value = Decimal(f"{value:.2f}")
    row.logged_at, row.zone = at.now, at.zone
    row.save()
    return row
