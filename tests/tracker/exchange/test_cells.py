"""A table of a page as CSV: nothing in it can run, and all of it comes back."""

import csv
import io

from hypothesis import given
from hypothesis import strategies as st

from tracker.exchange.cells import csv_of

texts = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=12)


def read(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline="")))


@given(st.lists(st.lists(texts, min_size=2, max_size=4), max_size=5))
def test_every_cell_comes_back_and_none_begins_a_formula(rows: list[list[str]]) -> None:
    found = read(csv_of(rows))

    assert [[cell.removeprefix("'") for cell in row] for row in found] == [
        [cell.removeprefix("'") for cell in row] for row in rows
    ]
    for cell in (cell for row in found for cell in row):
        is_number = cell[1:].replace(".", "").replace(",", "").isdigit()
        assert is_number or not cell.startswith(("=", "+", "-", "@"))


def test_the_file_says_that_it_is_utf_8() -> None:
    assert csv_of([["día", "-2"]]) == "\ufeffdía,-2\r\n"
