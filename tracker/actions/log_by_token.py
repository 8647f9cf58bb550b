"""Add to a day what a shortcut tells: the worst of the day stands, nothing told before is lost."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, time
from uuid import UUID, uuid5

from django.db import transaction

from rehab.vocabulary import PainContext
from tracker.actions.entry import check_date, check_entry
from tracker.actions.errors import DayChanged, EntryRefused
from tracker.actions.record_day import DayRecorded, record_day
from tracker.actions.record_moment import MomentEntry, record_moment
from tracker.clock import PersonNow
from tracker.models import Day, Injury, SubmissionKey

TRIES = 12


class KeyUsed(EntryRefused):
    """The key came with another kind of entry before."""

    def __init__(self) -> None:
        super().__init__("This key was used for another entry", field="key")


def check_key(injury: Injury, *, key: UUID, kind: str, made: str = "") -> None:
    """Raise KeyUsed when this person's key stands for something else."""
    sent = SubmissionKey.objects.filter(owner=injury.owner, key=key).first()
    if sent is not None and (sent.kind != kind or (made and sent.made != made)):
        raise KeyUsed


def day_of(injury: Injury, *, key: UUID) -> date | None:
    """The day this key was stored on, so that it can be sent again on a later one."""
    sent = SubmissionKey.objects.filter(owner=injury.owner, key=key, kind="day").first()
    return date.fromisoformat(sent.made) if sent is not None and sent.made else None


def log_pain(
    *,
    injury: Injury,
    on: date,
    told: Mapping[str, object],
    replaces: bool,
    at: PersonNow,
    key: UUID,
) -> DayRecorded:
    """Store what was told of a day beside what stands there, once per key.

    Unless `replaces`, the higher pain (NRS 0-10) and the shorter time sat stand, because
    a day holds its worst; a note is added below the other. A second number of today is
    kept as a moment too, with its time, so that a lower one is not lost. Another device
    that saves meanwhile is read again, not overwritten. Raises EntryRefused and KeyUsed.
    """
    check_date(on, at=at)
    checked = check_entry(told)
    check_key(injury, key=key, kind="day", made=on.isoformat())
    with transaction.atomic():
        seconds = {} if replaces else _second_numbers(checked, injury, on)
        result = _record(injury, on, checked, replaces=replaces, at=at, key=key)
        if result.revision is None or on != at.today:
            return result
        notices = list(result.notices)
        for context, nrs in seconds.items():
            entry = MomentEntry(at=_clock(at), context=context, nrs=nrs)
            moment_key = uuid5(key, context.value)
            notices += record_moment(
                injury=injury, on=on, entry=entry, at=at, key=moment_key
            ).notices
    return replace(result, notices=notices)


def _second_numbers(told: Mapping[str, object], injury: Injury, on: date) -> dict[PainContext, int]:
    """What was told of situations in which that day holds another number already."""
    day = Day.objects.filter(injury=injury, on=on).first()
    found: dict[PainContext, int] = {}
    for context in PainContext:
        stands, new = getattr(day, context.value, None), told.get(context.value)
        if isinstance(new, int) and stands is not None and stands != new:
            found[context] = new
    return found


def _clock(at: PersonNow) -> time:
    return at.local.time().replace(second=0, microsecond=0, tzinfo=None)


def _record(
    injury: Injury,
    on: date,
    checked: Mapping[str, object],
    *,
    replaces: bool,
    at: PersonNow,
    key: UUID,
) -> DayRecorded:
    for tries in range(TRIES):
        day = Day.objects.filter(injury=injury, on=on).first()
        entry = checked if replaces or day is None else _beside(checked, day)
        try:
            return record_day(
                injury=injury,
                on=on,
                entry=_agreeing(entry, day),
                at=at,
                key=key,
                seen_number=day.number if day else 0,
            )
        except DayChanged:
            if tries == TRIES - 1:
                raise
        except Day.DoesNotExist:  # the key's day was deleted since
            raise KeyUsed from None
    raise AssertionError("unreachable")


def _beside(told: Mapping[str, object], day: Day) -> dict[str, object]:
    entry = dict(told)
    for context in PainContext:
        entry |= _worse(context.value, told, day, max)
    entry |= _worse("sit_minutes", told, day, min)
    for name, of in (
        ("no_run", "running"), ("slept_through", "night"), ("sat_without_pain", "sit_minutes"),
    ):  # fmt: skip
        if entry.get(name) and getattr(day, of) is not None:
            del entry[name]
    note = str(told.get("note") or "")
    if note and day.note and note not in day.note:
        entry["note"] = f"{day.note}\n{note}"
    elif day.note:
        entry.pop("note", None)
    check_entry(entry)
    return entry


def _worse(name: str, told: Mapping[str, object], day: Day, pick: object) -> dict[str, object]:
    new, old = told.get(name), getattr(day, name)
    if new is None or old is None:
        return {}
    return {name: pick(new, old)}  # type: ignore[operator]


def _agreeing(entry: Mapping[str, object], day: Day | None) -> dict[str, object]:
    """A number takes the place of "no run", "slept through" and "no pain", and the other way."""
    whole = dict(entry)
    for name, of in (
        ("no_run", "running"), ("slept_through", "night"), ("sat_without_pain", "sit_minutes"),
    ):  # fmt: skip
        if whole.get(of) is not None:
            whole[name] = None
        elif whole.get(name):
            whole[of] = None
    if day is not None and day.skipped:
        whole["skipped"] = [name for name in day.skipped if whole.get(name) is None]
    return whole
