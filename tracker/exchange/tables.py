"""The diary as tables for a spreadsheet: one for each kind of row, made from the export.

Texts cannot be taken for formulas; numbers stay numbers, also below zero. An empty cell
means not recorded.
"""

import csv
import io
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import cast

Row = dict[str, object]
FORMULA = ("=", "+", "-", "@", "\t", "\r")
NUMBER = re.compile(r"-[0-9]+([.,][0-9]+)?", re.ASCII)
# Objects whose parts become columns of their own, and lists that become tables of their own.
FLAT = {"pain", "signs", "at_onset"}
BELOW = {"moments", "items", "moves", "actions"}
AT_ONCE = 500


def tables_of(diary: Mapping[str, object]) -> dict[str, list[Row]]:
    """The rows of every table that is not empty, by its name, in the order of the file."""
    found: dict[str, list[Row]] = {"person": [_cells(cast(Row, diary["person"]))]}
    for name, value in diary.items():
        if name != "injuries" and isinstance(value, list):
            _add(found, name, value, {"injury": None} if name != "consents" else {})
    for injury in cast(list[Row], diary["injuries"]):
        found.setdefault("injuries", []).append(_cells(injury))
        for name, value in injury.items():
            if name == "report" and isinstance(value, dict):
                _add(found, name, [value], {"injury": injury["id"]})
            elif _is_table(value) and name != "places":
                _add(found, name, cast(list[Row], value), {"injury": injury["id"]})
    return found


def csv_pieces(rows: Sequence[Row]) -> Iterator[bytes]:
    """The table in UTF-8 with the mark by which spreadsheets know it, some rows at a time."""
    columns = list(dict.fromkeys(name for row in rows for name in row))
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(columns)
    yield b"\xef\xbb\xbf"
    for at in range(0, len(rows), AT_ONCE):
        for row in rows[at : at + AT_ONCE]:
            writer.writerow([safe_cell(row.get(name)) for name in columns])
        yield out.getvalue().encode("utf-8", "replace")
        out.seek(0)
        out.truncate()


def safe_cell(value: object) -> object:
    """What may stand in a cell: a text that a spreadsheet would work out gets a ' in front."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return value
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    if text.startswith(FORMULA) and not NUMBER.fullmatch(text):
        return f"'{text}"
    return text


def _add(found: dict[str, list[Row]], name: str, rows: Sequence[object], links: Row) -> None:
    for row in rows:
        if not isinstance(row, dict):
            continue
        found.setdefault(name, []).append(links | _cells(row))
        for below in BELOW & set(row):
            if isinstance(row[below], list):
                above = {"of": row.get("id"), "of_on": row.get("on")}
                _add(found, f"{name}_{below}", row[below], links | above)


def _cells(row: Row) -> Row:
    """The row's own values, side by side."""
    cells: Row = {}
    for name, value in row.items():
        if name in FLAT and isinstance(value, dict):
            cells |= {f"{name}.{part}": each for part, each in value.items()}
        elif name in BELOW or name in FLAT or (_is_table(value) and name != "parts"):
            continue
        elif name == "report":
            continue
        else:
            cells[name] = value
    return cells


def _is_table(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(item, dict) for item in value)
