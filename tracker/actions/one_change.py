"""One change at a time: begin it, correct it, extend it, end it, drop it, take it out."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db import transaction

from rehab.vocabulary import CareOutcome
from tracker.actions.entry import NOTE_MAX, check_date
from tracker.actions.errors import EntryRefused
from tracker.actions.history import deletion_of, note_change, snapshot
from tracker.actions.once import claim
from tracker.actions.preferences import ASKABLE
from tracker.clock import PersonNow
from tracker.models import Change, Injury, Revision, SubmissionKey
from tracker.models.change import OUTCOMES, WHAT_MAX

WEEKS_MIN, WEEKS_MAX = 1, 12
# However often it is extended.
LONGEST = timedelta(weeks=26)
KIND = "change"


@dataclass(frozen=True, slots=True)
class ChangeEntry:
    """What is changed, from which day, for how many weeks (1-12), seen in which lines."""

    what: str
    began_on: date
    weeks: int
    contexts: Sequence[str]
    note: str = ""


def begin_change(
    *, injury: Injury, entry: ChangeEntry, at: PersonNow, key: UUID
) -> tuple[Change | None, Revision | None]:
    """Store a change, once per key; (None, None) when a replay finds it gone.

    Raises EntryRefused naming the field. A second one at the same time is not refused:
    the page says that the two cannot be told apart.
    """
    _check(entry, at=at)
    with transaction.atomic():
        if not claim(owner=injury.owner, key=key, kind=KIND):
            return _replayed(injury, key), None
        change = Change.objects.create(
            injury=injury,
            what=entry.what.strip(),
            began_on=entry.began_on,
            until=entry.began_on + timedelta(weeks=entry.weeks) - timedelta(days=1),
            contexts=list(entry.contexts),
            note=entry.note,
        )
        SubmissionKey.objects.filter(owner=injury.owner, key=key).update(made=str(change.uuid))
        revision = note_change(owner=injury.owner, row=change, before=None, after=snapshot(change))
    return change, revision


def extend_change(*, change: Change, weeks: int, at: PersonNow, key: UUID) -> Revision | None:
    """Let it run on for some weeks, from its planned end or from today, whichever is later."""
    if not WEEKS_MIN <= weeks <= WEEKS_MAX:
        raise EntryRefused("Choose from 1 to 12 weeks", field="more_weeks")
    if change.ended_on is not None:
        raise EntryRefused("This has ended already")
    until = max(change.until, at.today) + timedelta(weeks=weeks)
    if until - change.began_on >= LONGEST:
        raise EntryRefused("Half a year is as long as one change can run", field="more_weeks")
    return _store(change, {"until": until}, key=key)


def end_change(
    *, change: Change, outcome: CareOutcome | None, note: str, at: PersonNow, key: UUID
) -> Revision | None:
    """End it on its planned last day, or today when that is earlier, with the person's word."""
    if outcome is not None and outcome not in OUTCOMES:
        raise EntryRefused("Choose from the list", field="outcome")
    _check_note(note)
    columns: dict[str, object] = {"outcome": outcome.value if outcome else None, "note": note}
    if change.ended_on is None:
        columns["ended_on"] = _last_day(change, at)
    return _store(change, columns, key=key)


def correct_change(
    *,
    change: Change,
    what: str,
    began_on: date,
    contexts: Sequence[str],
    at: PersonNow,
    key: UUID,
) -> Revision | None:
    """Note it as it was: other words, first day or lines. It is planned as long as before."""
    _check_told(what, began_on, contexts, at=at)
    if change.ended_on is not None and began_on > change.ended_on:
        raise EntryRefused("It ended before this day", field="began_on")
    columns: dict[str, object] = {
        "what": what.strip(),
        "began_on": began_on,
        "until": began_on + (change.until - change.began_on),
        "contexts": list(contexts),
    }
    return _store(change, columns, key=key)


def drop_change(*, change: Change, note: str, at: PersonNow, key: UUID) -> Revision | None:
    """Give it up today: kept with what was logged, but it was no fair try."""
    _check_note(note)
    columns: dict[str, object] = {"is_dropped": True, "note": note}
    if change.ended_on is None:
        columns["ended_on"] = _last_day(change, at)
    return _store(change, columns, key=key)


def remove_change(*, change: Change, key: UUID) -> Revision | None:
    """Take it out for good; its revision restores it for seven days. None on a replay."""
    owner = change.injury.owner
    with transaction.atomic():
        if not claim(owner=owner, key=key, kind="change-delete", made=str(change.uuid)):
            return deletion_of(change, owner=owner)
        revision = note_change(owner=owner, row=change, before=snapshot(change), after=None)
        change.delete()
    return revision


def _store(change: Change, columns: dict[str, object], *, key: UUID) -> Revision | None:
    owner = change.injury.owner
    with transaction.atomic():
        if not claim(owner=owner, key=key, kind="change-edit", made=str(change.uuid)):
            return None
        before = snapshot(change)
        for name, value in columns.items():
            setattr(change, name, value)
        change.save(update_fields=list(columns))
        return note_change(owner=owner, row=change, before=before, after=snapshot(change))


def _last_day(change: Change, at: PersonNow) -> date:
    return max(change.began_on, min(change.until, at.today))


def _check(entry: ChangeEntry, *, at: PersonNow) -> None:
    _check_told(entry.what, entry.began_on, entry.contexts, at=at)
    if not WEEKS_MIN <= entry.weeks <= WEEKS_MAX:
        raise EntryRefused("Choose from 1 to 12 weeks", field="weeks")
    _check_note(entry.note)


def _check_told(what: str, began_on: date, contexts: Sequence[str], *, at: PersonNow) -> None:
    if not what.strip() or len(what) > WHAT_MAX or "\x00" in what:
        raise EntryRefused("Say in a few words what you change", field="what")
    check_date(began_on, at=at)
    if not contexts or not set(contexts) <= set(ASKABLE):
        raise EntryRefused("Choose at least one line of the log", field="contexts")


def _check_note(note: str) -> None:
    if len(note) > NOTE_MAX or "\x00" in note:
        raise EntryRefused("Write this note in plain text", field="note")


def _replayed(injury: Injury, key: UUID) -> Change | None:
    sent = SubmissionKey.objects.get(owner=injury.owner, key=key)
    if sent.kind != KIND or not sent.made:
        return None
    return Change.objects.filter(injury=injury, uuid=sent.made).first()
