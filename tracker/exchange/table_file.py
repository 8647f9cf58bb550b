"""A simple table as text (CSV), read into rows of cells: nothing stored, nothing guessed silently.

Text is UTF-8 (with or without its mark), UTF-16 or Windows-1252; cells stand apart by comma,
semicolon or tab. Lines of title above the head are passed over. Rows are counted as a
spreadsheet counts them, from 1, the head and what stands above it included.
"""

import csv
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from io import StringIO
from itertools import islice
from pathlib import Path

from django.utils.translation import gettext as _

from tracker.exchange.dates import reads_as_day
from tracker.exchange.reading import FileRefused, Remark

ENDINGS = (".csv", ".txt", ".tsv")
SPREADSHEETS = (".xlsx", ".xlsm", ".xls", ".ods", ".numbers")
MOST_BYTES = 5_000_000
MOST_ROWS = 10_000
MOST_COLUMNS = 60
LONGEST_LINE = 100_000
SEPARATORS = ("\t", ";", ",")
LOOKED_AT = 50
NO_TEXT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f]")
SAYS_SEPARATOR = re.compile(r"sep=([,;\t])\s*", re.IGNORECASE)
HEAD_LONGEST = 60
# A name, whose it is and when it was printed: more stands above no table.
TITLES_AT_MOST = 3


@dataclass(frozen=True, slots=True)
class TableFile:
    """The head of a table and its rows. `rows` pairs each row's number with its cells.

    `head` has one name for each column, "" where the file has none; every row has as many cells.
    """

    head: tuple[str, ...]
    rows: tuple[tuple[int, tuple[str, ...]], ...]


def is_table_name(name: str) -> bool:
    """Whether a file's name says that it is a table as text."""
    return name.lower().endswith(ENDINGS)


def is_spreadsheet_name(name: str) -> bool:
    """Whether a file's name says that it is a spreadsheet, which we cannot read."""
    return name.lower().endswith(SPREADSHEETS)


def open_table(path: Path) -> TableFile:
    """The table under `path`. Raises FileRefused with a sentence."""
    if path.stat().st_size > MOST_BYTES:
        raise _refused(_("The table is over 5 MB"))
    return read_table(path.read_bytes())


def read_table(data: bytes) -> TableFile:
    """The table in these bytes. Raises FileRefused with a sentence for whatever is none."""
    text = _text(data)
    if not text.strip():
        raise _refused(_("The file is empty"))
    separator, first, text = _separator(text)
    numbered = _from_head(_numbered(text, separator, first))
    if not numbered:
        raise _refused(_("The file is empty"))
    width = max(len(cells) for _n, cells in numbered)
    if width < 2:
        raise _refused(_("This table has one column only. It needs a date and what it was like"))
    whole = [(n, (*cells, *[""] * (width - len(cells)))) for n, cells in numbered]
    if any(reads_as_day(cell) for cell in whole[0][1]):
        return TableFile(("",) * width, tuple(whole))
    head = tuple(" ".join(cell.split())[:HEAD_LONGEST] for cell in whole[0][1])
    if len(whole) == 1:
        raise _refused(_("This table has a head and no rows"))
    return TableFile(head, tuple(whole[1:]))


def _from_head(numbered: list[tuple[int, list[str]]]) -> list[tuple[int, list[str]]]:
    """Without the lines of title that stand above a head: one cell alone, and no day."""
    titles = _titles(cells for _n, cells in numbered)
    return numbered[titles:]


def _titles(rows: Iterable[list[str]]) -> int:
    """How many lines of title come first; 0 when no wider row follows the last of them."""
    for count, cells in enumerate(islice(rows, TITLES_AT_MOST + 1)):
        filled = [cell for cell in cells if cell.strip()]
        if len(filled) > 1 or any(reads_as_day(cell) for cell in filled):
            return count
    return 0


def _text(data: bytes) -> str:
    text = _decoded(data)
    if NO_TEXT.search(text):
        raise _refused(_("This file is no text. Save it as CSV and send that"))
    return text


def _decoded(data: bytes) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        codes = ["utf-16"]
    elif _is_mostly_zero(data[1::2]):
        codes = ["utf-16-le"]
    elif _is_mostly_zero(data[0::2]):
        codes = ["utf-16-be"]
    else:
        codes = ["utf-8-sig", "cp1252"]
    for code in codes:
        try:
            return data.decode(code)
        except UnicodeDecodeError:
            continue
    raise _refused(_("This file is no text. Save it as CSV in UTF-8 and send that"))


def _is_mostly_zero(data: bytes) -> bool:
    return len(data) > 3 and data.count(0) > len(data) * 0.6


def _separator(text: str) -> tuple[str, int, str]:
    """The separator, the number of the first row, and the text from there."""
    for long in StringIO(text, newline=""):
        if len(long) > LONGEST_LINE:
            raise _refused(_("This table has a line of more than 100,000 characters"))
    line, _end, rest = text.partition("\n")
    if told := SAYS_SEPARATOR.fullmatch(line):
        return told[1], 2, rest
    return max(SEPARATORS, key=lambda each: _fits(text, each)), 1, text


def _fits(text: str, separator: str) -> tuple[float, int]:
    """How many of the first rows are as wide as the head, and how wide that is."""
    rows: list[list[str]] = []
    is_whole = True
    try:
        rows.extend(row for row in islice(_reader(text, separator), LOOKED_AT) if row)
    except csv.Error:
        is_whole = False
    rows = rows[_titles(rows) :]
    width = len(rows[0]) if rows else 0
    if width < 2 or not is_whole:
        return (0, width)
    return (sum(len(row) == width for row in rows) / len(rows), width)


def _numbered(text: str, separator: str, first: int) -> list[tuple[int, list[str]]]:
    """The rows that hold anything, with their numbers."""
    found: list[tuple[int, list[str]]] = []
    number = first - 1
    try:
        for number, cells in enumerate(_reader(text, separator), first):
            if number > MOST_ROWS:
                raise _refused(_("This table has more than 10,000 rows"))
            stripped = [cell.strip() for cell in cells]
            while stripped and not stripped[-1]:
                stripped.pop()
            if len(stripped) > MOST_COLUMNS:
                raise _refused(_("This table has more than 60 columns"))
            if stripped:
                found.append((number, stripped))
    except csv.Error as error:
        words = _("Row %(n)s cannot be read: a quotation mark opens there and does not close")
        raise _refused(words % {"n": number + 1}) from error
    return found


def _reader(text: str, separator: str) -> Iterator[list[str]]:
    return csv.reader(StringIO(text, newline=""), delimiter=separator, strict=True)


def _refused(message: str) -> FileRefused:
    return FileRefused([Remark("", message)])
