"""What was changed in words: entries made, changed, deleted, and what can be taken back.

A person sees their own changes only; nobody else's are ever read.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rehab.vocabulary import (
    FallEffect,
    FallKind,
    LandedOn,
    Location,
    PainContext,
    Quality,
    Seat,
    Side,
    Sign,
    Sleep,
    Stress,
    Surface,
    Treatment,
)
from tracker import labels
from tracker.clock import PersonNow, zone_or_utc
from tracker.models import Revision, User

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
COLUMNS: dict[str, labels.Words] = {
    **{c.value: labels.label(c) for c in PainContext},
    "sit_minutes": gettext_lazy("Sat before it hurt, minutes"),
    "sat_without_pain": gettext_lazy("Sat without pain"),
    "no_run": gettext_lazy("No run"),
    "slept_through": gettext_lazy("Slept through"),
    "limp": gettext_lazy("Limping"),
    "seat": gettext_lazy("Seat"),
    "places": gettext_lazy("Places"),
    "worst": gettext_lazy("Worst spot"),
    "qualities": gettext_lazy("What it felt like"),
    "signs": gettext_lazy("Seen or felt"),
    "treatments": gettext_lazy("Done for it"),
    "sleep": gettext_lazy("Sleep"),
    "stress": gettext_lazy("Stress"),
    "note": gettext_lazy("Note"),
    "on": gettext_lazy("Date"),
    "kind": gettext_lazy("What happened"),
    "effect": gettext_lazy("Effect on the pain"),
    "landed_on": gettext_lazy("Landed on"),
    "side": gettext_lazy("Side"),
    "minutes": gettext_lazy("Minutes"),
    "km": gettext_lazy("Kilometres"),
    "effort": gettext_lazy("Effort"),
    "pain": gettext_lazy("Worst pain"),
    "surface": gettext_lazy("Surface"),
    "sharp_stop": gettext_lazy("Sharp pain made you stop"),
    "at": gettext_lazy("Time"),
    "context": gettext_lazy("When it hurt"),
    "nrs": gettext_lazy("Pain"),
}
KINDS: dict[str, type] = {
    "seat": Seat,
    "sleep": Sleep,
    "stress": Stress,
    "kind": FallKind,
    "effect": FallEffect,
    "landed_on": LandedOn,
    "side": Side,
    "surface": Surface,
    "context": PainContext,
    "qualities": Quality,
    "treatments": Treatment,
    "signs": Sign,
}
IN_WORDS = ("day", "moment", "fall", "run")


@dataclass(frozen=True, slots=True)
class Line:
    """One column: its name, and its words before and after ("" = not recorded)."""

    name: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Change:
    """One write. `verb` is made, changed or deleted; `undo` the revision to take back, if any."""

    title: str
    verb: str
    at: datetime
    lines: tuple[Line, ...]
    row: UUID
    undo: UUID | None
    is_undone: bool


def changes_of(owner: User, *, now: PersonNow, row: UUID | None = None) -> tuple[Change, ...]:
    """The newest fifty of this person, or of one entry of theirs; one query."""
    own = Revision.objects.of(owner)
    rows = list((own.filter(row=row) if row else own)[:SHOWN])
    seen: set[UUID] = set()
    return tuple(_change(each, now=now, seen=seen) for each in rows)


def _change(revision: Revision, *, now: PersonNow, seen: set[UUID]) -> Change:
    """Only the last change of an entry can be taken back: those before it stand under it."""
    is_last = revision.row not in seen
    if not revision.undone:
        seen.add(revision.row)
    is_open = is_last and not revision.undone and now.now - revision.at <= RESTORE
    return Change(
        title=_title(revision),
        verb=_verb(revision),
        at=revision.at.astimezone(zone_or_utc(now.zone)),
        lines=tuple(_lines(revision)),
        row=revision.row,
        undo=revision.uuid if is_open else None,
        is_undone=revision.undone,
    )


def _title(revision: Revision) -> str:
    kept = revision.after or revision.before or {}
    name = str(NAMES.get(revision.table, revision.table))
    day = kept.get("on") or (kept.get("of") or {}).get("on")
    if not day:
        return name
    return f"{name}, {date_format(date.fromisoformat(day), 'D j M Y')}"


def _verb(revision: Revision) -> str:
    if revision.before is None:
        return _("made")
    after = revision.after
    is_emptied = after is not None and revision.table == "day" and after.get("number") == 0
    return _("deleted") if after is None or is_emptied else _("changed")


def _lines(revision: Revision) -> Iterable[Line]:
    if revision.table not in IN_WORDS:
        return
    before, after = revision.before or {}, revision.after or {}
    for name, words in COLUMNS.items():
        was, became = _say(name, before), _say(name, after)
        if was != became:
            yield Line(str(words), was, became)


def _say(name: str, columns: Mapping[str, Any]) -> str:
    value = columns.get(name)
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if name == "places":
        return ", ".join(str(labels.place(Location(c), Side(s))) for c, s in value) or _("none")
    if name == "worst":
        return str(labels.place(Location(value[0]), Side(value[1])))
    if name == "signs":
        value = [code for code, is_seen in value.items() if is_seen]
    if isinstance(value, list):
        return ", ".join(labels.labels(value, KINDS[name])) or _("none")
    if name in KINDS:
        return ", ".join(labels.labels([value], KINDS[name]))
    if name == "at":
        return str(value)[:5]
    if name == "on":
        return date_format(date.fromisoformat(value), "j M Y")
    return str(value)
