"""What was changed in words: entries made, changed, deleted, and what can be taken back.

A person sees their own changes only; nobody else's are ever read.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tracker.clock import PersonNow, zone_or_utc
from tracker.labels import injury_words
from tracker.models import Day, Fall, Injury, Moment, Plan, Revision, Run, User
from tracker.overview.history_words import Line, lines_of

SHOWN = 50
RESTORE = timedelta(days=7)
NAMES = {
    "day": gettext_lazy("Day"),
    "moment": gettext_lazy("Moment"),
    "fall": gettext_lazy("Fall or slip"),
    "run": gettext_lazy("Run"),
    "care": gettext_lazy("What you had"),
    "reading": gettext_lazy("Measure"),
    "visit": gettext_lazy("Visit"),
    "session": gettext_lazy("Exercises"),
    "change": gettext_lazy("One change at a time"),
}


@dataclass(frozen=True, slots=True)
class Change:
    """One write. `verb` is made, changed or deleted; `undo` the revision to take back, if any.

    `injury` is the name of the injury it belongs to, "" for a person with one.
    """

    title: str
    verb: str
    at: datetime
    lines: tuple[Line, ...]
    row: UUID
    undo: UUID | None
    is_undone: bool
    injury: str = ""


@dataclass(frozen=True, slots=True)
class ChangesPage:
    """Fifty changes, newest first; `older` is the number of the next page, None on the last."""

    changes: tuple[Change, ...]
    older: int | None


def changes_page(
    owner: User, *, now: PersonNow, row: UUID | None = None, page: int = 1
) -> ChangesPage:
    """The changes of this person, or of one entry of theirs, in four queries at most."""
    own = Revision.objects.of(owner)
    asked = own.filter(row=row) if row else own
    begin = (page - 1) * SHOWN
    newer = asked.filter(undone=False).values_list("row", "pk") if begin else ()
    rows = list(asked[begin : begin + SHOWN + 1])
    shown = rows[:SHOWN]
    first = shown[0].pk if shown else 0
    seen = {of for of, pk in newer if pk > first}
    where = _injuries_named(owner)
    return ChangesPage(
        changes=tuple(_change(each, now=now, seen=seen, where=where) for each in shown),
        older=page + 1 if len(rows) > SHOWN else None,
    )


def is_own_row(owner: User, row: UUID) -> bool:
    """Whether a day, moment, fall or run is this person's, though nothing was noted of it."""
    return (
        Day.objects.of(owner).filter(uuid=row).exists()
        or Moment.objects.filter(day__injury__owner=owner, uuid=row).exists()
        or Fall.objects.of(owner).filter(uuid=row).exists()
        or Run.objects.filter(injury__owner=owner, uuid=row).exists()
    )


@dataclass(frozen=True, slots=True)
class Where:
    """The names of a person's injuries by number, and the injury of each of their plans."""

    names: Mapping[int, str]
    plans: Mapping[int, int]

    def of(self, revision: Revision) -> str:
        kept = revision.after or revision.before or {}
        told = kept.get("injury_id") or (kept.get(Revision.OF) or {}).get("injury_id")
        return self.names.get(told or self.plans.get(kept.get("plan_id", 0), 0), "")


def _injuries_named(owner: User) -> Where:
    """Nothing to tell apart with one injury."""
    injuries = list(Injury.objects.of(owner))
    if len(injuries) < 2:
        return Where({}, {})
    names = {
        each.pk: injury_words(side=each.side, places=each.places, worst=each.worst)
        for each in injuries
    }
    plans = Plan.objects.filter(injury__in=injuries).values_list("pk", "injury")
    return Where(names, dict(plans))


def _change(revision: Revision, *, now: PersonNow, seen: set[UUID], where: Where) -> Change:
    """Only the last change of an entry can be taken back: those before it stand under it."""
    is_last = revision.row not in seen
    if not revision.undone:
        seen.add(revision.row)
    is_open = is_last and not revision.undone and now.now - revision.at <= RESTORE
    return Change(
        title=_title(revision),
        verb=_verb(revision),
        at=revision.at.astimezone(zone_or_utc(now.zone)),
        lines=tuple(lines_of(revision)),
        row=revision.row,
        undo=revision.uuid if is_open else None,
        is_undone=revision.undone,
        injury=where.of(revision),
    )


def _title(revision: Revision) -> str:
    kept = revision.after or revision.before or {}
    name = str(NAMES.get(revision.table, revision.table))
    day = kept.get("on") or (kept.get(Revision.OF) or {}).get("on")
    if not day:
        return name
    return f"{name}, {date_format(date.fromisoformat(day), 'D j M Y')}"


def _verb(revision: Revision) -> str:
    if revision.before is None:
        return _("made")
    after = revision.after
    is_emptied = after is not None and revision.table == "day" and after.get("number") == 0
    return _("deleted") if after is None or is_emptied else _("changed")
