"""The rows of a table as days of one injury, by what each of its columns means.

A cell that is empty is unknown and never 0. Pain is a whole number from 0 to 10 (NRS);
what is not is listed with its row and left out, halves too: nothing is rounded.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rehab.vocabulary import PainContext
from tracker.carried import KINDS, Carried, CarriedRow
from tracker.clock import EARLIEST_YEARS_BACK
from tracker.exchange.dates import day_in, reads_as_day
from tracker.exchange.reading import is_plain
from tracker.exchange.table_file import TableFile
from tracker.exchange.tables import FORMULA
from tracker.models import Day, Injury

DATE, NOTE, OUT = "date", "note", "out"
MEANINGS = (DATE, *(c.value for c in PainContext), NOTE)
NOTHING = {"", "-", "\u2013", "\u2014", "n/a", "na", "nan", "null", "?"}
WHOLE = re.compile(r"(-?\d{1,4})([.,](\d{1,6}))?", re.ASCII)
NOTE_MAX = 2000
GUESSES: tuple[tuple[str, tuple[str, ...]], ...] = (
    (DATE, ("date", "day", "on", "when")),
    (PainContext.MORNING, ("morning", "mornings", "waking", "getting up")),
    (PainContext.NIGHT, ("night", "nights", "at night")),
    (PainContext.SITTING, ("sitting", "sit")),
    (PainContext.RUNNING, ("running", "run", "jogging")),
    (PainContext.WALKING, ("walking", "walk")),
    (PainContext.REST, ("rest", "resting")),
    (NOTE, ("note", "notes", "comment", "comments", "remark", "remarks")),
)
# Numbers that are no pain: how long, how far, how many.
NO_PAIN = {"minutes", "min", "mins", "hours", "km", "miles", "distance", "duration", "time",
           "steps", "quality", "sets", "reps", "heart", "pace"}  # fmt: skip
WITHOUT_NUMBER = {PainContext.RUNNING: "no_run", PainContext.NIGHT: "slept_through"}


def guess_meanings(table: TableFile) -> tuple[str, ...]:
    """What each column may mean by its English name; "out" where the name does not tell.

    No meaning is given twice. Without a name, the first column of dates is the date.
    """
    found: list[str] = []
    for name in table.head:
        words = re.findall(r"[a-z]+", name.lower())
        meaning = OUT if NO_PAIN & set(words) else _by_name(words)
        found.append(meaning if meaning not in found else OUT)
    if DATE not in found:
        for at, meaning in enumerate(found):
            if meaning == OUT and _is_dates(table, at):
                found[at] = DATE
                break
    return tuple(found)


def _by_name(words: Sequence[str]) -> str:
    text = f" {' '.join(words)} "
    for meaning, names in GUESSES:
        if any(f" {name} " in text for name in names):
            return str(meaning)
    return OUT


def _is_dates(table: TableFile, at: int) -> bool:
    cells = [cells[at] for _n, cells in table.rows[:20] if cells[at]]
    return bool(cells) and all(reads_as_day(cell) for cell in cells)


@dataclass(slots=True)
class _Read:
    """What was read so far, and what is said about it."""

    days: dict[date, tuple[int, dict[str, object]]] = field(default_factory=dict)
    said: list[str] = field(default_factory=list)
    empty: int = 0

    def say(self, number: int, words: str) -> None:
        self.said.append(_("row %(n)s: %(words)s") % {"n": number, "words": words})


def days_of(
    table: TableFile,
    meanings: Sequence[str],
    *,
    order: str,
    injury: Injury,
    earliest: date | None,
    today: date,
    mine: Iterable[Day] = (),
) -> Carried:
    """The table as days of `injury`, to be compared and brought in like a diary file.

    `meanings` has one of MEANINGS or "out" for each column, the date once; `order` is "dmy" or
    "mdy". `earliest` is the first day the injury can have, None for unknown; `mine` are the days
    that stand in the diary. Raises nothing: what cannot be used is among the warnings.
    """
    oldest = today - timedelta(days=365 * EARLIEST_YEARS_BACK)
    first = max(oldest, earliest) if earliest else oldest
    columns = {meaning: at for at, meaning in enumerate(meanings) if meaning != OUT}
    read = _Read()
    for number, cells in table.rows:
        on = _day(cells[columns[DATE]], number, order, first, today, read)
        if on is None:
            continue
        before = len(read.said)
        told = _told(number, cells, columns, read)
        if not told:
            read.empty += len(read.said) == before
        elif on not in read.days:
            read.days[on] = (number, told)
        elif read.days[on][1] != told:
            words = _("%(day)s stands in row %(first)s already, and that one counts")
            read.say(number, words % {"day": _shown_day(on), "first": read.days[on][0]})
    return _carried(read, injury, {day.on: day for day in mine})


def _day(cell: str, number: int, order: str, first: date, today: date, read: _Read) -> date | None:
    on = day_in(cell, order=order)
    if not cell:
        words = _("there is no date")
    elif on is None:
        words = _("%(cell)s is no date with a year of four digits") % {"cell": shown_cell(cell)}
    elif on > today:
        words = _("%(day)s has not come yet") % {"day": _shown_day(on)}
    elif on < first:
        words = _("%(day)s is before this injury began, or too long ago") % {"day": _shown_day(on)}
    else:
        return on
    read.say(number, words)
    return None


def _told(
    number: int, cells: Sequence[str], columns: Mapping[str, int], read: _Read
) -> dict[str, object]:
    told: dict[str, object] = {}
    for context in PainContext:
        if context.value not in columns:
            continue
        cell = cells[columns[context.value]]
        if cell.lower() in NOTHING:
            continue
        found = WHOLE.fullmatch(cell)
        if not found:
            words = _("%(cell)s is no number from 0 to 10")
        elif (found[3] or "").strip("0"):
            words = _("%(cell)s is no whole number, and nothing is rounded")
        elif not 0 <= int(found[1]) <= 10 or found[1].startswith("-"):
            words = _("%(cell)s is not from 0 to 10")
        else:
            told[context.value] = int(found[1])
            continue
        read.say(number, words % {"cell": shown_cell(cell)})
    if NOTE in columns and (note := _note(cells[columns[NOTE]])):
        if len(note) > NOTE_MAX:
            read.say(number, _("the note is longer than 2,000 characters"))
        elif not is_plain(note):
            read.say(number, _("the note cannot be stored"))
        else:
            told[NOTE] = note
    return told


def _note(cell: str) -> str:
    """A note; without the ' that our own tables set before what looks like a formula."""
    if cell.startswith("'") and cell[1:].startswith(FORMULA):
        cell = cell[1:]
    return cell.replace("\r\n", "\n").replace("\r", "\n")


def _carried(read: _Read, injury: Injury, mine: Mapping[date, Day]) -> Carried:
    rows: dict[str, list[CarriedRow]] = {kind: [] for kind in KINDS}
    if read.days:
        above = CarriedRow("injuries", "", {}, str(injury.uuid))
        rows["injuries"].append(above)
        for on, (number, told) in sorted(read.days.items()):
            path = _("row %(n)s") % {"n": number}
            told = {"on": on, **told, **_cleared(told, mine.get(on))}
            rows["days"].append(CarriedRow("days", path, told, parent=above))
    if read.empty:
        words = ngettext(
            "%(n)s row has a date and nothing else to take",
            "%(n)s rows have a date and nothing else to take",
            read.empty,
        )
        read.said.append(words % {"n": read.empty})
    return Carried({}, rows, {}, tuple(read.said))


def _cleared(told: Mapping[str, object], day: Day | None) -> dict[str, object]:
    """What the diary says and a number excludes: not run, slept through, skipped."""
    if day is None:
        return {}
    cleared: dict[str, object] = {
        name: None for c, name in WITHOUT_NUMBER.items() if c.value in told and getattr(day, name)
    }
    if any(name in told for name in day.skipped):
        cleared["skipped"] = [name for name in day.skipped if name not in told]
    return cleared


def shown_cell(cell: str) -> str:
    """A cell for a sentence: on one line and cut short."""
    plain = "".join(c if c.isprintable() else " " for c in cell)
    return f"\u201c{plain[:30]}{'...' if len(plain) > 30 else ''}\u201d"


def _shown_day(on: date) -> str:
    return date_format(on, "j M Y")
