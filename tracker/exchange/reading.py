"""Read values from a foreign JSON object key by key, and note everything that is wrong.

A missing key and null both read as None: not recorded, never 0. A wrong value is
noted as a fault with its path and reads as None, so that all faults of a file are
found at once. A key that nobody asked for is noted as a warning.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import TypeVar

E = TypeVar("E", bound=StrEnum)
ISO_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)
UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
FIRST_DAY = date(1900, 1, 1)
LAST_DAY = date(2100, 12, 31)
SHOWN = 60


@dataclass(frozen=True, slots=True)
class Remark:
    """One thing about a file: where it stands, and what it is."""

    path: str
    message: str

    def __str__(self) -> str:
        return f"{self.path}: {self.message}" if self.path else self.message


class FileRefused(ValueError):
    """The file is wrong; `faults` holds everything that is, and nothing of it was used."""

    def __init__(self, faults: Sequence[Remark]) -> None:
        self.faults = tuple(faults)
        super().__init__("; ".join(str(fault) for fault in self.faults))


@dataclass(slots=True)
class Notes:
    """What was noted while one file was read."""

    faults: list[Remark] = field(default_factory=list)
    warnings: list[Remark] = field(default_factory=list)


@dataclass(slots=True)
class Table:
    """One JSON object of the file. Every getter counts its key as known."""

    raw: Mapping[str, object]
    path: str
    notes: Notes
    _known: set[str] = field(default_factory=set)

    def at(self, key: str) -> str:
        return f"{self.path}.{key}" if self.path else key

    def fault(self, key: str, message: str) -> None:
        self.notes.faults.append(Remark(self.at(key) if key else self.path, message))

    def warn(self, key: str, message: str) -> None:
        self.notes.warnings.append(Remark(self.at(key), message))

    def take(self, key: str) -> object:
        self._known.add(key)
        return self.raw.get(key)

    def required(self, key: str) -> bool:
        """Whether the key holds a value; a fault if it does not."""
        if self.take(key) is None:
            self.fault(key, "is missing")
            return False
        return True

    def whole(self, key: str, low: int, high: int) -> int | None:
        value = self.take(key)
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
            self.fault(key, f"must be a whole number from {low} to {high}, is {shown(value)}")
            return None
        return value

    def number(self, key: str, low: float, high: float) -> float | None:
        value = self.take(key)
        if value is None:
            return None
        if (
            isinstance(value, bool)
            or not isinstance(value, int | float)
            or not low <= value <= high
        ):
            self.fault(key, f"must be a number from {low:g} to {high:g}, is {shown(value)}")
            return None
        return float(value)

    def yes_no(self, key: str) -> bool | None:
        value = self.take(key)
        if value is not None and not isinstance(value, bool):
            self.fault(key, f"must be true or false, is {shown(value)}")
            return None
        return value

    def text(self, key: str, at_most: int) -> str:
        value = self.take(key)
        if value is None:
            return ""
        if not isinstance(value, str):
            self.fault(key, f"must be a text, is {shown(value)}")
            return ""
        if len(value) > at_most:
            self.fault(key, f"must have at most {at_most} characters, has {len(value)}")
            return ""
        if not is_plain(value):
            self.fault(key, "holds characters that cannot be stored")
            return ""
        return value

    def code(self, key: str, codes: type[E]) -> E | None:
        value = self.take(key)
        if value is None:
            return None
        return self._code(key, value, codes)

    def codes(self, key: str, codes: type[E]) -> list[E] | None:
        """A list of codes; None when not asked, [] when asked and none."""
        value = self._list(key)
        if value is None:
            return None
        found = [self._code(f"{key}[{i}]", item, codes) for i, item in enumerate(value)]
        return sorted({code for code in found if code is not None})

    def day(self, key: str) -> date | None:
        value = self.take(key)
        if value is None:
            return None
        if isinstance(value, str) and ISO_DAY.fullmatch(value):
            try:
                day = date.fromisoformat(value)
            except ValueError:
                day = date.min
            if FIRST_DAY <= day <= LAST_DAY:
                return day
        self.fault(key, f"must be a date from 1900 to 2100 such as 2026-10-15, is {shown(value)}")
        return None

    def table(self, key: str) -> "Table":
        """The object under a key; an empty one when it is not there."""
        value = self.take(key)
        if value is not None and not isinstance(value, Mapping):
            self.fault(key, f"must be an object, is {shown(value)}")
        return Table(value if isinstance(value, Mapping) else {}, self.at(key), self.notes)

    def tables(self, key: str) -> Iterator["Table"]:
        """The objects of a list; what is no object is a fault and left out."""
        for i, item in enumerate(self._list(key) or ()):
            if isinstance(item, Mapping):
                yield Table(item, f"{self.at(key)}[{i}]", self.notes)
            else:
                self.fault(f"{key}[{i}]", f"must be an object, is {shown(item)}")

    def items(self, key: str) -> list[object] | None:
        """A list whose entries the caller checks; None when not recorded."""
        return self._list(key)

    def keep(self, keys: Iterable[str]) -> None:
        """Know these keys without reading them here."""
        self._known.update(keys)

    def finish(self) -> None:
        """Warn of every key that nobody knows."""
        for key in self.raw:
            if key not in self._known:
                self.warn(str(key), "is not known and was left out")

    def _list(self, key: str) -> list[object] | None:
        value = self.take(key)
        if value is not None and not isinstance(value, list):
            self.fault(key, f"must be a list, is {shown(value)}")
            return None
        return value

    def _code(self, key: str, value: object, codes: type[E]) -> E | None:
        known = {code.value: code for code in codes}
        if isinstance(value, str) and value in known:
            return known[value]
        self.fault(key, f"must be one of {', '.join(known)}, is {shown(value)}")
        return None


def is_plain(text: str) -> bool:
    """Whether every database can hold the text: no NUL, no half of a character pair."""
    return UNSTORABLE.search(text) is None


def shown(value: object) -> str:
    """A value for a message, cut short."""
    text = ascii(value)
    return text if len(text) <= SHOWN else f"{text[:SHOWN]}..."
