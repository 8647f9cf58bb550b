"""The nightly look at every open injury: rules that only time makes true are told too.

A rule such as "not better after six weeks" needs no new entry to become true, and a person
who stopped logging must hear of it all the same. Everybody is looked at once in each diary
day of their own. Diaries are read many at a time, without a lock; only where something is
true, or something that was told is still open, does the injury take the way of every entry.
"""

from collections.abc import Iterator, Sequence
from datetime import date, datetime

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from rehab.signs import evaluate
from rehab.vocabulary import Tier
from tracker.actions.evaluate_signs import (
    evaluate_many,
    evaluate_signs,
    is_settled,
    rule_set,
)
from tracker.actions.keep_findings import put_evidence
from tracker.actions.sign_history import read_histories
from tracker.clock import PersonNow, diary_day
from tracker.diary_reader import for_reading, read_all
from tracker.models import Finding, Injury, Notice

BATCH = 100
# A page that writes waits for this many at most.
AT_ONCE = 10


def review(now: datetime, *, at_most: int | None = None, from_the_end: bool = False) -> int:
    """Look at the open injuries whose day has begun since the last look; tell how many.

    A second worker begins `from_the_end`; they meet in the middle, where a few may be looked at
    by both, which tells nothing twice.
    It may be stopped at any point and called again: each batch is marked when it is done. An
    injury that was entered on meanwhile is looked at once more by its own entry, so nothing
    that is written here is older than what the person was shown.
    """
    seen = 0
    clocks = list(_clocks())
    for zone, starts in reversed(clocks) if from_the_end else clocks:
        today = diary_day(now, zone=zone, day_starts_hour=starts)
        while at_most is None or seen < at_most:
            size = BATCH if at_most is None else min(BATCH, at_most - seen)
            waiting = _waiting(zone, starts, today)
            batch = list((waiting.reverse() if from_the_end else waiting)[:size])
            if not batch:
                break
            _look_at(batch, PersonNow(now=now, zone=zone, today=today))
            seen += len(batch)
    return seen


def _clocks() -> Iterator[tuple[str, int]]:
    """Every zone and hour at which somebody's diary day begins."""
    owners = _open().order_by("owner__time_zone", "owner__day_starts_hour")
    yield from owners.values_list("owner__time_zone", "owner__day_starts_hour").distinct()


def _open() -> QuerySet[Injury]:
    """Open injuries of people who may be told something; made-up people end within a day."""
    return Injury.objects.open().filter(owner__is_active=True, owner__is_demo=False)


def _waiting(zone: str, starts: int, today: date) -> QuerySet[Injury]:
    """Those not looked at on this day, with what reading needs. A clock set back looks at none."""
    waiting = _open().filter(
        Q(reviewed_on__isnull=True) | Q(reviewed_on__lt=today),
        Q(owner__earliest_today__isnull=True) | Q(owner__earliest_today__lte=today),
        owner__time_zone=zone,
        owner__day_starts_hour=starts,
    )
    told = Notice.objects.filter(injury=OuterRef("pk")).open()
    return for_reading(waiting).annotate(has_notice=Exists(told)).order_by("pk")


def _look_at(batch: Sequence[Injury], at: PersonNow) -> None:
    diaries = read_all(batch, today=at.today)
    rules = rule_set()
    rows: dict[int, list[Finding]] = {injury.pk: [] for injury in batch}
    for row in Finding.objects.filter(injury__in=batch).open():
        rows[row.injury_id].append(row)
    found = {key: evaluate.evaluate(rules, diary, at.today) for key, diary in diaries.items()}
    telling = [
        injury.pk
        for injury in batch
        if injury.has_notice  # type: ignore[attr-defined]
        or rows[injury.pk]
        or any(each.tier is not Tier.NOTE for each in found[injury.pk])
    ]
    open_since = {key: {row.rule: row.opened_on for row in rows[key]} for key in telling}
    histories = read_histories(open_since, today=at.today) if telling else {}
    settled = {
        key: found[key]
        for key in telling
        if rows[key] and is_settled(found[key], rows[key], histories[key], at.today)
    }
    unsettled = [key for key in telling if key not in settled]
    for first in range(0, len(unsettled), AT_ONCE):
        _take(unsettled[first : first + AT_ONCE], at)
    with transaction.atomic():
        # The injuries first, as every entry does: two that lock in turns would wait for ever.
        Injury.objects.filter(pk__in=rows).update(reviewed_on=at.today)
        if settled:
            put_evidence(settled, today=at.today)


def _take(keys: Sequence[int], at: PersonNow) -> None:
    """The way of every entry: what is new is told. Whoever is just being written comes alone."""
    with transaction.atomic():
        taken = evaluate_many(keys, at=at)
    for key in keys:
        if key not in taken:
            with transaction.atomic():
                injury = for_reading(Injury.objects.open().filter(pk=key)).first()
                if injury is not None:
                    evaluate_signs(injury=injury, at=at)
