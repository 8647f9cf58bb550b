"""Write one moment: a second look within a day. It never overwrites what the day says."""

from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.db import transaction

from rehab.scales import NRS_MAX, NRS_MIN
from rehab.vocabulary import PainContext
from tracker.actions.blank_days import drop_if_blank
from tracker.actions.entry import NOTE_MAX, check_date
from tracker.actions.errors import EntryRefused
from tracker.actions.evaluate_signs import evaluate_signs
from tracker.actions.history import deletion_of, note_change, snapshot
from tracker.actions.once import claim
from tracker.clock import PersonNow, zone_or_utc
from tracker.models import Day, Injury, Moment, Notice, Revision, SubmissionKey


@dataclass(frozen=True, slots=True)
class MomentEntry:
    """The wall-clock time of the diary day, the situation, the worst pain then (NRS 0-10)."""

    at: time
    context: PainContext
    nrs: int
    note: str = ""


@dataclass(frozen=True, slots=True)
class MomentRecorded:
    """The moment as stored (None when a replay finds it deleted), and what was newly told."""

    moment: Moment | None
    revision: Revision | None = None
    notices: list[Notice] = field(default_factory=list)


def record_moment(
    *, injury: Injury, on: date, entry: MomentEntry, at: PersonNow, key: UUID
) -> MomentRecorded:
    """Store a moment of the day `on` once per key; the day's own answers stay as they are.

    A day without a log is begun blank (number 0) and stays open to be logged.
    Raises EntryRefused for a bad date, time, number or note.
    """
    _check(entry, on=on, at=at, starts_hour=injury.owner.day_starts_hour)
    with transaction.atomic():
        if not claim(owner=injury.owner, key=key, kind="moment"):
            return _replayed(injury, key)
        day, _made = Day.objects.get_or_create(
            injury=injury,
            on=on,
            defaults={"number": 0, "logged_at": at.entered_at, "zone": at.entered_in},
        )
        moment = Moment.objects.create(
            day=day, logged_at=at.entered_at, zone=at.entered_in, **_columns(entry)
        )
        SubmissionKey.objects.filter(owner=injury.owner, key=key).update(made=str(moment.uuid))
        revision = note_change(owner=injury.owner, row=moment, before=None, after=_shot(moment))
        notices = _run_rules(injury, at)
    return MomentRecorded(moment=moment, revision=revision, notices=notices)


def change_moment(
    *, moment: Moment, entry: MomentEntry, at: PersonNow, key: UUID
) -> MomentRecorded:
    """Change a stored moment; a replayed key changes nothing. Its instant and zone stay.

    Its time is that of the clock where it was lived, wherever the person is by now.
    """
    injury = moment.day.injury
    there = replace(at, zone=moment.zone)
    _check(entry, on=moment.day.on, at=there, starts_hour=injury.owner.day_starts_hour)
    with transaction.atomic():
        if not claim(owner=injury.owner, key=key, kind="moment-edit", made=str(moment.uuid)):
            return MomentRecorded(moment=moment)
        before = _shot(moment)
        for name, value in _columns(entry).items():
            setattr(moment, name, value)
        moment.save()
        revision = note_change(owner=injury.owner, row=moment, before=before, after=_shot(moment))
        notices = _run_rules(injury, at, edited=True)
    return MomentRecorded(moment=moment, revision=revision, notices=notices)


def delete_moment(*, moment: Moment, at: PersonNow, key: UUID) -> Revision | None:
    """Delete a moment for good; its revision restores it for seven days. None on a replay."""
    day = moment.day
    injury = day.injury
    with transaction.atomic():
        if not claim(owner=injury.owner, key=key, kind="moment-delete", made=str(moment.uuid)):
            return deletion_of(moment, owner=injury.owner)
        revision = note_change(owner=injury.owner, row=moment, before=_shot(moment), after=None)
        moment.delete()
        drop_if_blank(day)
        _run_rules(injury, at, edited=True)
    return revision


def is_ahead(clock: time, *, on: date, at: PersonNow, starts_hour: int) -> bool:
    """Whether that time of the diary day still lies ahead.

    A time before the hour at which the day starts belongs to the night after `on`.
    In the hour that a clock change repeats, the first of the two counts.
    """
    local = on + timedelta(days=1) if clock.hour < starts_hour else on
    instant = datetime.combine(local, clock, tzinfo=zone_or_utc(at.zone))
    return instant > at.now


def _columns(entry: MomentEntry) -> dict[str, object]:
    return {
        "at": entry.at,
        "context": entry.context.value,
        "nrs": entry.nrs,
        "note": entry.note,
    }


def _check(entry: MomentEntry, *, on: date, at: PersonNow, starts_hour: int) -> None:
    check_date(on, at=at)
    if is_ahead(entry.at, on=on, at=at, starts_hour=starts_hour):
        raise EntryRefused("This time is still to come", field="at")
    if not NRS_MIN <= entry.nrs <= NRS_MAX:
        raise EntryRefused("Choose a number from 0 to 10", field="nrs")
    if len(entry.note) > NOTE_MAX:
        raise EntryRefused("Keep the note under 2,000 characters", field="note")
    if "\x00" in entry.note:
        raise EntryRefused("Write this note in plain text", field="note")


def _shot(moment: Moment) -> dict[str, object]:
    """The moment's columns, and the day they belong to should its row be made anew."""
    day = moment.day
    return snapshot(moment) | {Revision.OF: {"injury_id": day.injury_id, "on": day.on.isoformat()}}


def _run_rules(injury: Injury, at: PersonNow, *, edited: bool = False) -> list[Notice]:
    injury.has_moments = True  # type: ignore[attr-defined]  # as read before this write
    return evaluate_signs(injury=injury, at=at, edited=edited)


def _replayed(injury: Injury, key: UUID) -> MomentRecorded:
    """The moment this key made; none when it was deleted since or the key made something else."""
    sent = SubmissionKey.objects.get(owner=injury.owner, key=key)
    if sent.kind != "moment" or not sent.made:
        return MomentRecorded(moment=None)
    return MomentRecorded(moment=Moment.objects.filter(day__injury=injury, uuid=sent.made).first())
