"""Days as bits: bit `i` of a mask stands for the day `base + i` (ordinals)."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from rehab.windows import Window


class Masks(NamedTuple):
    """The days on which a predicate is true and those on which it is false."""

    true: int
    false: int


def cut(mask: int, base: int, span: Window) -> int:
    """The part of a mask inside a window; bit 0 is the first day of the window."""
    low = span.first - base
    length = span.last - span.first + 1
    if low < 0:
        length += low
        return (mask & ((1 << length) - 1)) << -low if length > 0 else 0
    if length <= 0:
        return 0
    return (mask >> low) & ((1 << length) - 1)


def days_in(mask: int, first: int) -> tuple[int, ...]:
    """The ordinals of the days set in a mask whose bit 0 is `first`."""
    found = []
    while mask:
        bit = mask & -mask
        mask ^= bit
        found.append(first + bit.bit_length() - 1)
    return tuple(found)


@dataclass(slots=True)
class Marks:
    """Codes marked by day, whether they were asked, and what was only carried over."""

    asked: int = 0
    by_code: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    carried: dict[str, int] = field(default_factory=lambda: defaultdict(int))

    def add(self, bit: int, codes: Iterable[str], carried: Iterable[str] = ()) -> None:
        self.asked |= bit
        for code in codes:
            self.by_code[code] |= bit
        for code in carried:
            self.carried[code] |= bit

    def any_of(self, codes: Iterable[str]) -> Masks:
        true = carried = 0
        for code in codes:
            true |= self.by_code.get(code, 0)
            carried |= self.carried.get(code, 0)
        return Masks(true, self.asked & ~true & ~carried)


def all_of(parts: Iterable[Masks]) -> Masks:
    true, false = -1, 0
    for part in parts:
        true &= part.true
        false |= part.false
    return Masks(true, false)


def any_of(parts: Iterable[Masks]) -> Masks:
    true, false = 0, -1
    for part in parts:
        true |= part.true
        false &= part.false
    return Masks(true, false)


def highest_of(parts: Iterable[Masks]) -> Masks:
    true = false = 0
    for part in parts:
        true |= part.true
        false |= part.false
    return Masks(true, false & ~true)
