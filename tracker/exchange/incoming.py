"""Read a diary file into the rows it stands for, nothing stored and nothing looked up.

`parse_file` says what is wrong with what rules read; here every other column is held
against its table. A key that is missing is not told and changes nothing.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any
from zoneinfo import available_timezones

from django.db import models

from rehab.content.catalogue import catalogue
from rehab.vocabulary import Location, PainContext, Side
from tracker.carried import KINDS, Carried, CarriedRow, columns_of
from tracker.clock import EARLIEST_YEARS_BACK
from tracker.exchange.diary import load_text, parse_file
from tracker.exchange.incoming_shapes import fault_of_shape
from tracker.exchange.injuries import AT_ONSET, read_injury
from tracker.exchange.reading import FileRefused, Notes, Table, is_plain, shown
from tracker.regions import REGIONS

# Kept by the file, and not brought in: they open doors, belong to one account, or to one place.
LEFT = ("tokens", "consents", "reminders", "reminder_choices", "push_devices", "calendar_feeds",
        "history", "share_links")  # fmt: skip
DAYS_PASSED = {"days", "falls", "runs", "answers", "tests", "sessions", "photos"}
BELOW = {"days": {"moments": "moments"}, "plans": {"items": "plan_items", "moves": "moves"},
         "sessions": {"items": "session_items"}, "notices": {"actions": "actions"}}  # fmt: skip
# Columns of an injury in the words of the format, which `read_injury` knows.
CONTRACT = ("side", "onset", "onset_on", "onset_precision", "type", "grade", "mechanism")
LINKS = {"sessions": ("plan",), "visits": ("notice",), "sign_reports": ("notice",)}
OF_PERSON = {"birth_year", "sex", "time_zone", "region", "day_starts_hour", "theme", "list_view",
             "contexts", "chips", "lacks"}  # fmt: skip
ASKABLE = {*(c.value for c in PainContext), "sit_minutes"}
ISO_TIME = re.compile(r"[0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]{1,6})?)?", re.ASCII)
MOST_TOLD = 50


def read_incoming(text: str, *, today: date, pictures: frozenset[str]) -> Carried:
    """Everything a diary file holds. `today` is the person's: no day of it may lie ahead.

    Raises FileRefused with every fault of the file, at most fifty.
    """
    raw = load_text(text)
    parsed = parse_file(raw)
    notes = Notes()
    reader = _Reader(Table(raw, "", notes), today, pictures)
    reader.read()
    if notes.faults:
        raise FileRefused(notes.faults[:MOST_TOLD])
    said = [str(remark) for remark in (*parsed.warnings, *notes.warnings)]
    return Carried(reader.person, reader.rows, reader.left_out, tuple(dict.fromkeys(said)))


class _Reader:
    """One file while it is read."""

    def __init__(self, file: Table, today: date, pictures: frozenset[str]) -> None:
        self.file, self.today, self.pictures = file, today, pictures
        self.rows: dict[str, list[CarriedRow]] = {kind: [] for kind in KINDS}
        self.left_out: Counter[str] = Counter()
        self.person: dict[str, object] = {}

    def read(self) -> None:
        self._read_person(self.file.table("person"))
        for table in self.file.tables("injuries"):
            self._read_injury(table)
        for kind in ("falls", "answers", "visits"):
            self._read_rows(kind, self.file.tables(kind), None)
        self._leave_out(self.file)

    def _leave_out(self, table: Table) -> None:
        for key in LEFT:
            held = table.raw.get(key)
            if isinstance(held, list) and held:
                self.left_out[key] += len(held)

    def _read_person(self, table: Table) -> None:
        from tracker.models import User

        for column in columns_of(User):
            if column.name in OF_PERSON and table.raw.get(column.name) is not None:
                value = self._value(table, column, column.name)
                if value is not None:
                    self.person[column.name] = value
        _check_person(table, self.person)

    def _read_injury(self, table: Table) -> None:
        row = read_injury(Table(table.raw, table.path, Notes()))
        told = self._columns("injuries", table)
        if table.raw.get("mechanism") and row.mechanism == "other" != table.raw["mechanism"]:
            told.setdefault("mechanism_note", str(table.raw["mechanism"])[:200])
        whole = {name: getattr(row, name) for name in CONTRACT}
        told |= {name: value for name, value in whole.items() if name in table.raw}
        at_onset = table.raw.get("at_onset")
        if isinstance(at_onset, Mapping):
            told |= {f"onset_{s}": getattr(row, f"onset_{s}") for s in AT_ONSET if s in at_onset}
            if "can_walk" in at_onset:
                told["onset_walking"] = row.onset_walking
        injury = CarriedRow("injuries", table.path, told, str(table.raw.get("id")))
        injury.otherwise = whole
        if isinstance(table.raw.get("previous"), str):
            injury.links["previous"] = str(table.raw["previous"])
        self.rows["injuries"].append(injury)
        for kind, spec in KINDS.items():
            if kind == "report":
                if isinstance(table.raw.get("report"), Mapping):
                    self._read_rows(kind, [table.table("report")], injury)
            elif (spec.parent == "injury" or kind == "sessions") and kind in table.raw:
                self._read_rows(kind, table.tables(kind), injury)
        self._leave_out(table)

    def _read_rows(self, kind: str, tables: Iterable[Table], parent: CarriedRow | None) -> None:
        for table in tables:
            told = self._columns(kind, table)
            if kind == "days":
                self._day_columns(table, told, str(parent.otherwise["side"]) if parent else "")
            row = CarriedRow(kind, table.path, told, _name(table), parent=parent)
            if kind == "plans":
                row.otherwise = _plan_columns(table, told)
            elif kind == "falls":
                row.otherwise = {"kind": "fall"}
            elif kind == "answers" and isinstance(told.get("on"), date):
                row.otherwise = {"at": datetime.combine(told["on"], time(12), UTC)}  # type: ignore[arg-type]
            for link in LINKS.get(kind, ()):
                if isinstance(table.raw.get(link), str):
                    row.links[link] = str(table.raw[link])
            if kind == "sessions" and "plan" not in row.links:
                table.fault("plan", "is missing")
            if kind == "photos":
                row.picture = str(table.raw.get("file") or "")
                if row.picture not in self.pictures:
                    self.left_out["photos"] += 1
                    continue
            self.rows[kind].append(row)
            for key, below in BELOW.get(kind, {}).items():
                if key in table.raw:
                    self._read_rows(below, table.tables(key), row)

    def _columns(self, kind: str, table: Table) -> dict[str, object]:
        told: dict[str, object] = {}
        for column in columns_of(KINDS[kind].model):
            name = column.name
            if name not in table.raw or (kind == "injuries" and name in CONTRACT):
                continue
            if table.raw[name] is None:
                if column.null:
                    told[name] = None
                continue
            value = self._value(table, column, name)
            if value is not None:
                told[name] = value
            if name == "on" and kind in DAYS_PASSED and isinstance(value, date):
                self._check_day(table, value)
        return told

    def _check_day(self, table: Table, on: date) -> None:
        if on > self.today:
            table.fault("on", f"{on} has not come yet")
        elif on < self.today - timedelta(days=365 * EARLIEST_YEARS_BACK):
            table.fault("on", f"{on} is too long ago to keep")

    def _day_columns(self, table: Table, told: dict[str, object], side: str) -> None:
        """Pain by situation, and places where only `locations` are told."""
        pain = table.raw.get("pain")
        if isinstance(pain, Mapping):
            told |= {c.value: pain[c.value] for c in PainContext if c.value in pain}
        signs = told.get("signs")
        if isinstance(signs, Mapping):
            told["signs"] = {sign: seen for sign, seen in signs.items() if seen is not None}
        locations = table.raw.get("locations")
        if told.get("places") is None and isinstance(locations, list):
            found = [[code, side] for code in locations if code != Location.OTHER_LEG]
            if Location.OTHER_LEG in locations and side in (Side.LEFT, Side.RIGHT):
                other = Side.LEFT if side == Side.RIGHT else Side.RIGHT
                found.append([Location.WHOLE_LEG.value, other.value])
                table.warn("locations", "other_leg is kept as the whole other leg")
            told["places"] = sorted(found)

    def _value(self, table: Table, column: models.Field, name: str) -> object:  # type: ignore[type-arg]
        """The value of one column; None, and a fault, for one that cannot be stored."""
        value = table.raw[name]
        found, why = _converted(column, value)
        if why:
            table.fault(name, f"{why}, is {shown(value)}")
            return None
        return found


def _name(table: Table) -> str:
    name = table.raw.get("id")
    if name is None:
        return ""
    if not isinstance(name, str) or len(name) > 200 or not is_plain(name):
        table.fault("id", f"must be a text, is {shown(name)}")
        return ""
    return name


def _plan_columns(table: Table, told: Mapping[str, object]) -> dict[str, object]:
    """What a new plan holds besides; one of ours names a programme and a stage that we have."""
    programme = told.get("programme")
    if not programme:
        return {"kind": "own"}
    known = catalogue().programmes.get(str(programme))
    if known is None:
        table.fault("programme", f"{shown(programme)} is not a programme we know")
        return {}
    stages = [stage.id for stage in known.stages]
    if told.get("stage", stages[0]) not in stages:
        table.fault("stage", f"{shown(told['stage'])} is not a stage of it")
    return {"kind": "programme", "stage": stages[0]}


def _check_person(table: Table, person: Mapping[str, object]) -> None:
    if person.get("time_zone", "UTC") not in available_timezones():
        table.fault("time_zone", f"{shown(person['time_zone'])} is not a zone we know")
    if person.get("region") and person["region"] not in REGIONS:
        table.fault("region", f"{shown(person['region'])} is not a place we know")
    if person.get("theme", "system") not in ("system", "light", "dark"):
        table.fault("theme", f"must be system, light or dark, is {shown(person['theme'])}")
    hour = person.get("day_starts_hour", 3)
    if not isinstance(hour, int) or hour > 6:
        table.fault("day_starts_hour", f"must be from 0 to 6, is {shown(hour)}")
    contexts: Any = person.get("contexts", [])
    if not set(contexts) <= ASKABLE:
        table.fault("contexts", "holds a line we do not ask")


def _converted(column: models.Field, value: object) -> tuple[object, str]:  # type: ignore[type-arg]
    """The value as its column holds it and ""; or None and what it must be."""
    match column:
        case models.JSONField():
            return value, fault_of_shape(column, value)
        case models.BooleanField():
            return value, "" if isinstance(value, bool) else "must be true or false"
        case models.IntegerField():
            is_whole = isinstance(value, int) and not isinstance(value, bool)
            low = (
                0
                if "Positive" in type(column).__name__ or "NRS" in type(column).__name__
                else -32768
            )
            if is_whole and low <= value <= 32767:  # type: ignore[operator]
                return value, ""
            return None, "must be a whole number"
        case models.DecimalField():
            return _decimal(column, value)
        case models.DateTimeField():
            return _moment(value)
        case models.DateField():
            return _date(value)
        case models.TimeField():
            if isinstance(value, str) and ISO_TIME.fullmatch(value):
                try:
                    return time.fromisoformat(value), ""
                except ValueError:
                    pass
            return None, "must be a time such as 18:30"
        case _:
            longest = column.max_length or 10_000
            if not isinstance(value, str) or not is_plain(value):
                return None, "must be a text"
            return value, "" if len(value) <= longest else f"must have at most {longest} characters"


def _decimal(column: models.DecimalField, value: object) -> tuple[object, str]:  # type: ignore[type-arg]
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None, "must be a number"
    try:
        number = round(Decimal(str(value)), column.decimal_places)
    except InvalidOperation:
        return None, "must be a number"
    is_small = abs(number) < 10 ** (column.max_digits - column.decimal_places)
    return (number, "") if number.is_finite() and is_small else (None, "must be a smaller number")


def _moment(value: object) -> tuple[object, str]:
    try:
        found = datetime.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        found = None
    if found is None or found.tzinfo is None or not 1900 <= found.year <= 2100:
        return None, "must be a moment with its zone, such as 2026-10-15T18:30:00+00:00"
    return found, ""


def _date(value: object) -> tuple[object, str]:
    try:
        found = date.fromisoformat(value) if isinstance(value, str) and len(value) == 10 else None
    except ValueError:
        found = None
    if found is None or not 1900 <= found.year <= 2100:
        return None, "must be a date such as 2026-10-15"
    return found, ""
