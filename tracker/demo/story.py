"""The shape of a made-up person's story: rows as plain values, counted from one day.

Nothing here knows a database. Every date is told as days before `today`, the person's
own diary day, so that a story reads the same on every day of every year.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from tracker.actions.answer_notice import NoticeReply

Row = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """One person with one injury. A `Row` maps columns of its table to values.

    `sessions` hold the ids of their exercises under "items". `checks` are the days on
    which every weekly safety question was answered "no"; `asked` maps a day to the rules
    whose questions were answered "no" then. `looked_on` are the past days on which the
    rules are run, in order, so that whatever they say is told on its own day; `replies`
    are what the person did with the newest card, by the day they did it. `report` is what
    they chose for the page they take along.
    """

    slug: str
    name: str
    today: date
    person: Row
    injury: Row
    days: tuple[Row, ...]
    plan: Row
    moves: tuple[Row, ...]
    readings: tuple[Row, ...] = ()
    runs: tuple[Row, ...] = ()
    sessions: tuple[Row, ...] = ()
    falls: tuple[Row, ...] = ()
    setbacks: tuple[Row, ...] = ()
    care: tuple[Row, ...] = ()
    checks: tuple[date, ...] = ()
    asked: Mapping[date, tuple[str, ...]] = field(default_factory=dict)
    looked_on: tuple[date, ...] = ()
    replies: Mapping[date, NoticeReply] = field(default_factory=dict)
    report: Row = field(default_factory=dict)

    @property
    def first(self) -> date:
        """The first day that was logged."""
        first: date = self.days[0]["on"]
        return first

    @property
    def last(self) -> date:
        """The last day that was logged."""
        last: date = self.days[-1]["on"]
        return last


def by_day(start: date, values: Sequence[object]) -> Iterator[tuple[int, date, object]]:
    """Each value with its number and date, from `start` on; None is a day not logged."""
    for number, value in enumerate(values):
        if value is not None:
            yield number, start + timedelta(days=number), value


def month_words(today: date, back: int) -> date:
    """The first day of the month that lies `back` months before that of `today`."""
    months = today.year * 12 + today.month - 1 - back
    return date(months // 12, months % 12 + 1, 1)
