"""Dates as people write them in tables: 2026-10-15, 15.10.2026, 15 Oct 2026, and with slashes.

Between day first and month first nothing is guessed: where every date fits both, it is asked.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})", re.ASCII)
SHORT = re.compile(r"(\d{1,2})([-/.])(\d{1,2})\2(\d{4})", re.ASCII)
# A month by its English name says itself which number is the day: 15 Oct 2026, October 15, 2026.
NAMED = re.compile(
    r"(?:[a-z]{3,9}\.?,? )?(?:(\d{1,2})[ -]([a-z]{3,9})\.?|([a-z]{3,9})\.? (\d{1,2}))[ ,-]+(\d{4})",
    re.ASCII | re.IGNORECASE,
)
MONTHS = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip
# A time behind the date says nothing about the day.
TIME = re.compile(r"[T ,]+\d{1,2}:\d{2}.*", re.ASCII | re.DOTALL)
LONGEST = 60
DAY_FIRST, MONTH_FIRST = "dmy", "mdy"
ORDERS = (DAY_FIRST, MONTH_FIRST)


@dataclass(frozen=True, slots=True)
class OrderFound:
    """The order of day and month in one column; `example` is a date that reads both ways.

    `order` is "" where the file does not tell and a person has to.
    """

    order: str
    example: str = ""


def day_in(text: str, *, order: str) -> date | None:
    """The day a cell names; None for a cell that names none. `order` is "dmy" or "mdy"."""
    if len(text) > LONGEST:
        return None
    text = TIME.sub("", text.strip())
    if found := ISO.fullmatch(text):
        return _day(found[1], found[2], found[3])
    if found := NAMED.fullmatch(text):
        return _day(found[5], _month(found[2] or found[3]), found[1] or found[4])
    if not (found := SHORT.fullmatch(text)):
        return None
    first, mark, second, year = found.groups()
    if mark == "." or order == DAY_FIRST:
        return _day(year, second, first)
    return _day(year, first, second)


def reads_as_day(text: str) -> bool:
    return any(day_in(text, order=order) for order in ORDERS)


def order_of(cells: Iterable[str]) -> OrderFound:
    """Which order the dates of a column have, as far as they tell.

    One order counts as found when all that can be read reads that way, and not all of it
    reads the other way to another day.
    """
    fits, example = dict.fromkeys(ORDERS, True), ""
    for cell in cells:
        days = {order: day_in(cell, order=order) for order in ORDERS}
        if not any(days.values()) or days[DAY_FIRST] == days[MONTH_FIRST]:
            continue
        for order, day in days.items():
            fits[order] = fits[order] and day is not None
        if all(days.values()):
            example = example or cell.strip()
    if not example and all(fits.values()):
        return OrderFound(DAY_FIRST)
    if fits[DAY_FIRST] != fits[MONTH_FIRST]:
        return OrderFound(DAY_FIRST if fits[DAY_FIRST] else MONTH_FIRST)
    return OrderFound("", example)


def _month(name: str) -> str:
    """The number of a month from its first three letters or more; "0", which is none, otherwise."""
    begins = "sep" if name.lower() == "sept" else name.lower()
    known = [n for n, month in enumerate(MONTHS, 1) if month.startswith(begins)]
    return str(known[0]) if len(known) == 1 else "0"


def _day(year: str, month: str, day: str) -> date | None:
    try:
        found = date(int(year), int(month), int(day))
    except ValueError:
        return None
    return found if 1900 <= found.year <= 2100 else None
