"""A table of a page as CSV, its cells safe as those of the export are."""

import csv
from collections.abc import Iterable, Sequence
from io import StringIO

from tracker.exchange.tables import safe_cell


def csv_of(rows: Iterable[Sequence[str]]) -> str:
    """Rows as CSV (RFC 4180) with a mark of UTF-8 before it, so that spreadsheets read accents."""
    out = StringIO()
    out.write("\ufeff")
    writer = csv.writer(out)
    writer.writerows([safe_cell(cell) for cell in row] for row in rows)
    return out.getvalue()
