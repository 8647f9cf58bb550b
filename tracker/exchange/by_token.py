"""What a shortcut may send, in one table: read by it, described by it (`openapi.py`)."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

from rehab.scales import NRS_MAX, NRS_MIN
from rehab.vocabulary import FallEffect, FallKind, LandedOn, PainContext, Seat, Side
from tracker.exchange.reading import Notes, Remark, Table

NOTE_MAX, KEY_MAX = 2000, 100
BODY_MAX = 64 * 1024


class WhenLogged(StrEnum):
    """What becomes of a pain that stands in that day already."""

    WORST = "worst"
    REPLACE = "replace"


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One key of a body: its kind, its bounds, and what it is in plain words."""

    name: str
    kind: Literal["whole", "number", "yes_no", "code", "text", "day"]
    words: str
    low: float = 0
    high: float = 0
    codes: type[StrEnum] | None = None
    longest: int = 0
    is_required: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One kind of entry. `tells` are the keys of which at least one must be there."""

    name: str
    words: str
    fields: tuple[Field, ...]
    tells: frozenset[str]
    example: Mapping[str, object]


KEY = Field(
    name="key",
    kind="text",
    longest=KEY_MAX,
    is_required=True,
    words="Any text that is new for each entry, such as the date and time. "
    "Sent again with the same key, an entry is stored once.",
)
ON = Field(name="on", kind="day", words="The day, such as 2026-11-21. Left out: your today.")
NOTE = Field(name="note", kind="text", longest=NOTE_MAX, words="A note of yours.")


def _nrs(name: str, words: str) -> Field:
    return Field(name=name, kind="whole", low=NRS_MIN, high=NRS_MAX, words=words)


def _yes_no(name: str, words: str) -> Field:
    return Field(name=name, kind="yes_no", words=words)


def _code(name: str, codes: type[StrEnum], words: str, *, is_required: bool = False) -> Field:
    return Field(name=name, kind="code", codes=codes, words=words, is_required=is_required)


LOG = Entry(
    name="log",
    words="Pain of a day, 0 none to 10 worst, by situation. What is left out stays not told.",
    fields=(
        KEY,
        ON,
        *(_nrs(c.value, f"Worst pain so far that day: {c.value}.") for c in PainContext),
        _yes_no("no_run", "true: there was no run that day."),
        _yes_no("slept_through", "true: nothing woke you that night."),
        Field(
            name="sit_minutes",
            kind="whole",
            high=960,
            words="Minutes sat before it hurt.",
        ),
        _code("seat", Seat, "Where you sat."),
        NOTE,
        _code(
            "when_logged",
            WhenLogged,
            "What becomes of a number that stands in that day already. "
            "worst (if left out): the worse of both stands. replace: this one stands.",
        ),
    ),
    tells=frozenset(
        {*(c.value for c in PainContext), "no_run", "slept_through", "sit_minutes", "note"}
    ),
    example={"key": "2026-11-21 21:04:11", "sitting": 4, "morning": 2},
)
FALL = Entry(
    name="fall",
    words="A fall or slip.",
    fields=(
        KEY,
        ON,
        _code("kind", FallKind, "What happened.", is_required=True),
        _code("effect", FallEffect, "Whether it changed your pain."),
        _code("landed_on", LandedOn, "What you landed on."),
        _code("side", Side, "Which side."),
        NOTE,
    ),
    tells=frozenset({"kind"}),
    example={"key": "2026-11-21 08:15:00", "kind": "slip", "effect": "none"},
)
RUN = Entry(
    name="run",
    words="A run.",
    fields=(
        KEY,
        ON,
        Field(name="minutes", kind="number", high=2880, words="Minutes run."),
        Field(name="km", kind="number", high=500, words="Kilometres."),
        Field(name="effort", kind="whole", low=1, high=10, words="1 easy, 10 all you had."),
        _nrs("pain", "Worst pain on the run."),
        _yes_no("sharp_stop", "true: a sudden sharp pain ended the run."),
        NOTE,
    ),
    tells=frozenset({"minutes", "km", "effort", "pain", "sharp_stop"}),
    example={"key": "2026-11-21 07:50:00", "minutes": 32, "km": 5.2, "pain": 2},
)
ENTRIES = {entry.name: entry for entry in (LOG, FALL, RUN)}


@dataclass(frozen=True, slots=True)
class Told:
    """The values of a body by name, None where nothing was told; faults and warnings by path."""

    values: Mapping[str, object]
    faults: tuple[Remark, ...]
    warnings: tuple[Remark, ...]


def read_entry(entry: Entry, body: Mapping[str, object]) -> Told:
    """Read a body by its table; everything wrong is found at once, and nothing is guessed."""
    notes = Notes()
    table = Table({**body, **_wholes(entry, body)}, "", notes)
    values = {field.name: _read(table, field) for field in entry.fields}
    for field in entry.fields:
        if field.is_required and body.get(field.name) is None:
            table.fault(field.name, "is missing")
        elif field.is_required and body[field.name] == "":
            table.fault(field.name, "must not be empty")
    told = any(values[name] not in (None, "") for name in entry.tells)
    if not told and not notes.faults:
        table.fault("", f"must tell at least one of {', '.join(sorted(entry.tells))}")
    table.finish()
    return Told(values, tuple(notes.faults), tuple(notes.warnings))


def _wholes(entry: Entry, body: Mapping[str, object]) -> dict[str, int]:
    """4.0 is the whole number 4 in JSON, and some shortcuts send it so."""
    told = {field.name: body.get(field.name) for field in entry.fields if field.kind == "whole"}
    return {n: int(v) for n, v in told.items() if isinstance(v, float) and v.is_integer()}


def _read(table: Table, field: Field) -> object:
    match field.kind:
        case "whole":
            return table.whole(field.name, int(field.low), int(field.high))
        case "number":
            return table.number(field.name, field.low, field.high)
        case "yes_no":
            return table.yes_no(field.name)
        case "day":
            return table.day(field.name)
        case "code" if field.codes is not None:
            return table.code(field.name, field.codes)
        case _:
            return table.text(field.name, field.longest)
