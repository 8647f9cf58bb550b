"""Rough dates as people write them: "spring 2024", "March", "8 months ago", "3/2024".

The words stay what is shown; the day found here only puts entries in order of time.
"""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache

from django.utils import translation
from django.utils.dates import MONTHS, MONTHS_3

DAYS_PER = {"day": 1.0, "week": 7.0, "month": 30.44, "year": 365.25}
COUNTS = (
    "no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
    "eleven", "twelve",
)  # fmt: skip
VAGUE = {"half a": 0.5, "half an": 0.5, "a": 1, "an": 1, "a couple of": 2, "a few": 3}
VAGUE |= {word: count for count, word in enumerate(COUNTS)}
# The middle of a season, north of the equator.
SEASONS = {"winter": (1, 15), "spring": (4, 15), "summer": (7, 15), "autumn": (10, 15)}
SEASONS["fall"] = SEASONS["autumn"]
MIDDLE_OF_MONTH, MIDDLE_OF_YEAR = 15, (7, 1)
YEARS_BACK = 100

HALF = "( and a half)?"
AGO = re.compile(
    r"(?<![\d.,])\b"
    rf"(\d{{1,3}}(?:[.,]\d)?|{'|'.join(VAGUE)}){HALF} (day|week|month|year)s?{HALF} ago\b"
)
LAST = re.compile(r"\blast (week|month|year)\b")
LATELY = re.compile(
    r"\b(today|now|currently|this (week|month)|(the )?(last|past) \w+ (days|weeks|months))\b"
)
YESTERDAY = re.compile(r"\byesterday\b")
ISO = re.compile(r"\b(\d{4})-(\d{1,2})(?:-(\d{1,2}))?\b")
NUMBERS = re.compile(r"\b(?:(\d{1,2})[./])?(\d{1,2})[./](\d{4})\b")
TOKEN = re.compile(r"\d+|[^\W\d_]+")


def rough_day(words: str, *, told_on: date) -> date | None:
    """The last day these words name, the middle of what they leave open; None when none.

    `told_on` is the day they were written. A month or season without its year is the last
    one before it. Nothing lies after `told_on`.
    """
    text = words.casefold()
    for days in (_days(text, told_on), _years(text)):
        found = [min(on, told_on) for on in days if _is_ours(on, told_on)]
        if found:
            return max(found)
    return None


def _days(text: str, told_on: date) -> Iterator[date]:
    for count, half, unit, half_more in AGO.findall(text):
        units = _count(count) + (0.5 if half or half_more else 0)
        yield told_on - timedelta(days=round(units * DAYS_PER[unit]))
    for unit in LAST.findall(text):
        yield told_on - timedelta(days=round(DAYS_PER[unit]))
    if YESTERDAY.search(text):
        yield told_on - timedelta(days=1)
    if LATELY.search(text):
        yield told_on
    for year, month, day in ISO.findall(text):
        yield from _known(int(year), int(month), int(day or MIDDLE_OF_MONTH))
    for day, month, year in NUMBERS.findall(text):
        yield from _known(int(year), int(month), int(day or MIDDLE_OF_MONTH))
    yield from _named(TOKEN.findall(text), told_on)


def _named(tokens: list[str], told_on: date) -> Iterator[date]:
    """Months and seasons, with the day beside them and the year that follows."""
    names = _names(translation.get_language() or "en")
    for place, token in enumerate(tokens):
        if token not in names:
            continue
        month, middle = names[token]
        beside = [*tokens[max(place - 1, 0) : place], *tokens[place + 1 : place + 2]]
        day = next((int(each) for each in beside if _is_day(each)), middle)
        year = next((int(each) for each in tokens[place + 1 :] if _is_year(each)), None)
        if year is None:
            is_over = (month, day) <= (told_on.month, told_on.day)
            year = told_on.year if is_over else told_on.year - 1
        yield from _known(year, month, day)


def _years(text: str) -> Iterator[date]:
    """Years alone, by their middle."""
    for token in TOKEN.findall(text):
        if _is_year(token):
            yield from _known(int(token), *MIDDLE_OF_YEAR)


@cache
def _names(language: str) -> dict[str, tuple[int, int]]:
    """Every name of a month or season, in English and in that language."""
    names = dict(SEASONS)
    for each in ("en", language):
        with translation.override(each):
            for months in (MONTHS_3, MONTHS):
                for month, name in months.items():
                    names[str(name).casefold()] = (month, MIDDLE_OF_MONTH)
    return names | {"sept": (9, MIDDLE_OF_MONTH)}


def _known(year: int, month: int, day: int) -> Iterator[date]:
    try:
        yield date(year, month, day)
    except ValueError:
        return


def _is_ours(on: date, told_on: date) -> bool:
    """A time of this life: a year that is still to come is a slip of the finger."""
    return told_on.year - YEARS_BACK <= on.year <= told_on.year


def _is_year(token: str) -> bool:
    return len(token) == 4 and token.isascii() and token.isdigit()


def _is_day(token: str) -> bool:
    return token.isascii() and token.isdigit() and 1 <= int(token[:3]) <= 31


def _count(word: str) -> float:
    return VAGUE[word] if word in VAGUE else float(word.replace(",", "."))
