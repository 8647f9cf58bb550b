"""Bind raw tables from content files to typed values, and collect every fault.

A `Table` reads one mapping key by key. A wrong value is noted with its path and
replaced by a harmless stand-in, so that reading goes on and all faults of a file
are reported at once. Whoever starts the reading raises `ConditionFaults` at the
end if anything was noted.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

T = TypeVar("T", bound=str)
MAX_DAYS = 3660


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong in a content file: where, and what."""

    path: str
    message: str


class ConditionFaults(ValueError):
    """A condition cannot be bound; `faults` holds everything that is wrong."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("; ".join(f"{f.path}: {f.message}" for f in self.faults))


@dataclass(slots=True)
class Table:
    """Reads one raw mapping; notes faults in the list that it shares with its caller."""

    raw: Mapping[str, object]
    path: str
    faults: list[Fault]
    _read: set[str] = field(default_factory=set)

    def fault(self, message: str, key: str = "") -> None:
        self.faults.append(Fault(f"{self.path}.{key}" if key else self.path, message))

    def has(self, key: str) -> bool:
        return key in self.raw

    def take(self, key: str) -> object:
        """Hand out the raw value, None when absent; the key counts as read."""
        self._read.add(key)
        return self.raw.get(key)

    def whole(
        self,
        key: str,
        *,
        default: int | None = None,
        at_least: int = 1,
        at_most: int = MAX_DAYS,
    ) -> int:
        """Read a whole number within bounds; required unless a default is given."""
        value = self._present(key, default)
        if value is None:
            return at_least
        if isinstance(value, bool) or not isinstance(value, int):
            self.fault(f"must be a whole number, is {value!r}", key)
            return at_least
        if not at_least <= value <= at_most:
            self.fault(f"must lie between {at_least} and {at_most}, is {value}", key)
            return at_least
        return value

    def number(
        self,
        key: str,
        *,
        at_least: float,
        at_most: float,
        default: float | None = None,
    ) -> float:
        """Read a number within bounds; required unless a default is given."""
        value = self._present(key, default)
        if value is None:
            return at_least
        if isinstance(value, bool) or not isinstance(value, int | float):
            self.fault(f"must be a number, is {value!r}", key)
            return at_least
        if not at_least <= value <= at_most:
            self.fault(f"must lie between {at_least:g} and {at_most:g}, is {value:g}", key)
            return at_least
        return float(value)

    def share(self, key: str) -> float | None:
        """Read a share above 0 and up to 1; None when absent."""
        if not self.has(key):
            return None
        value = self.number(key, at_least=0, at_most=1)
        if self.raw[key] == 0:
            self.fault("must be above 0", key)
        return value

    def yes_or_no(self, key: str, *, default: bool = False) -> bool:
        value = self.take(key)
        if value is None:
            return default
        if not isinstance(value, bool):
            self.fault(f"must be true or false, is {value!r}", key)
            return default
        return value

    def text(self, key: str) -> str:
        value = self._present(key, None)
        if value is None:
            return ""
        if not isinstance(value, str) or not value:
            self.fault(f"must be a text, is {value!r}", key)
            return ""
        return value

    def code(self, key: str, allowed: Iterable[T], *, default: T | None = None) -> T:
        """Read one code of a vocabulary."""
        known = {str(code): code for code in allowed}
        value = self._present(key, default)
        if isinstance(value, str) and value in known:
            return known[value]
        if value is not None:
            self.fault(f"unknown code {value!r}, known are {', '.join(known)}", key)
        return next(iter(known.values()))

    def codes(self, key: str, allowed: Iterable[T]) -> tuple[T, ...]:
        """Read a list of different codes with at least one entry, in the order written."""
        known = {str(code): code for code in allowed}
        found: list[T] = []
        for index, value in enumerate(self.many(key)):
            if not isinstance(value, str) or value not in known:
                self.fault(
                    f"unknown code {value!r}, known are {', '.join(known)}", f"{key}[{index}]"
                )
            elif known[value] in found:
                self.fault(f"{value!r} stands here twice", f"{key}[{index}]")
            else:
                found.append(known[value])
        return tuple(found)

    def many(self, key: str) -> Sequence[object]:
        """Read a list with at least one entry; what the entries are is for the caller."""
        value = self._present(key, None)
        if value is None:
            return ()
        if not isinstance(value, list | tuple):
            self.fault(f"must be a list, is {value!r}", key)
            return ()
        if not value:
            self.fault("must not be empty", key)
        return value

    def finish(self) -> None:
        """Note every key that nobody read."""
        for key in self.raw:
            if key not in self._read:
                self.fault("unknown key", str(key))

    def _present(self, key: str, default: object) -> object:
        value = self.take(key)
        if value is not None:
            return value
        if default is None:
            self.fault("is missing", key)
        return default


def table_of(raw: object, path: str, faults: list[Fault]) -> Table:
    """Open a table; what is not a mapping is a fault and reads as an empty one."""
    if isinstance(raw, Mapping):
        return Table(raw, path, faults)
    faults.append(Fault(path, f"must be a table, is {raw!r}"))
    return Table({}, path, [])


def single_key(raw: object, path: str, known: Iterable[str], faults: list[Fault]) -> str | None:
    """Name the one key of a node; None, with faults noted, when it is not one known key."""
    names = list(known)
    if not isinstance(raw, Mapping):
        faults.append(Fault(path, f"must be a table with one key, is {raw!r}"))
        return None
    keys = [str(key) for key in raw]
    if len(keys) != 1:
        faults.append(Fault(path, f"must hold exactly one key, holds {', '.join(keys) or 'none'}"))
        return None
    if keys[0] not in names:
        faults.append(Fault(path, f"unknown kind {keys[0]!r}, known are {', '.join(names)}"))
        return None
    return keys[0]
