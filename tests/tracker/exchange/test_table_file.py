"""A table of another diary: what is read, what is listed, what is refused; nothing is guessed."""

import csv
import io
from datetime import date, timedelta

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from rehab.vocabulary import PainContext
from tracker.exchange.dates import DAY_FIRST, MONTH_FIRST, ORDERS, day_in, order_of
from tracker.exchange.reading import FileRefused
from tracker.exchange.table_days import DATE, NOTE, OUT, days_of, guess_meanings
from tracker.exchange.table_file import read_table
from tracker.models import Day, Injury

TODAY = date(2026, 11, 21)
SIMPLE = "Date,Rest,Sitting,Note\n2026-11-01,3,5,Straße\n2026-11-02,,0,\n"
INJURY = Injury()


def read(text: str, meanings=(), *, order=DAY_FIRST, earliest=None, mine=(), code="utf-8"):
    table = read_table(text.encode(code))
    return days_of(
        table, meanings or guess_meanings(table), order=order, injury=INJURY, earliest=earliest,
        today=TODAY, mine=mine,
    )  # fmt: skip


def told(carried) -> dict[str, dict[str, object]]:
    return {
        str(row.told["on"]): {k: v for k, v in row.told.items() if k != "on"}
        for row in carried.rows["days"]
    }


WHOLE = {"2026-11-01": {"rest": 3, "sitting": 5, "note": "Straße"}, "2026-11-02": {"sitting": 0}}


@pytest.mark.parametrize(
    "code", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"]
)
@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_every_encoding_separator_and_line_end_reads_alike(code, separator, end):
    text = SIMPLE.replace(",", separator).replace("\n", end)

    assert told(read(text, code=code)) == WHOLE


def test_an_empty_cell_is_unknown_and_never_nought():
    carried = read("date,rest,sitting\n2026-11-01,,-\n2026-11-02,n/a,4\n2026-11-03,0,\n")

    assert told(carried) == {"2026-11-02": {"sitting": 4}, "2026-11-03": {"rest": 0}}
    assert carried.warnings == ("1 row has a date and nothing else to take",)


def test_a_decimal_comma_is_a_number_and_a_half_is_refused():
    carried = read("date;rest;sitting\n2026-11-01;7,0;7,5\n2026-11-02;3.0;2.5\n")

    assert told(carried) == {"2026-11-01": {"rest": 7}, "2026-11-02": {"rest": 3}}
    assert carried.warnings == (
        "row 2: “7,5” is no whole number, and nothing is rounded",
        "row 3: “2.5” is no whole number, and nothing is rounded",
    )


@pytest.mark.parametrize(
    "cell", ["11", "-1", "-0", "99999", "none", "x", "7/10", "٣", "1e1", "0x5"]
)
def test_what_is_no_number_from_0_to_10_is_listed_and_left_out(cell):
    carried = read(f"date,rest,sitting\n2026-11-01,{cell},4\n")

    assert told(carried) == {"2026-11-01": {"sitting": 4}}
    assert carried.warnings[0].startswith("row 2: “")


def test_a_row_whose_only_number_stays_out_is_listed_once():
    carried = read("date,rest\n2026-11-01,7.5\n2026-11-02,3\n")

    assert told(carried) == {"2026-11-02": {"rest": 3}}
    assert len(carried.warnings) == 1


def test_rows_are_counted_as_a_spreadsheet_counts_them():
    carried = read(
        'sep=;\r\ndate;rest;note\r\n\r\n2026-11-01;4;"two\r\nlines"\r\n2026-11-02;12;\r\n'
    )

    assert told(carried) == {"2026-11-01": {"rest": 4, "note": "two\nlines"}}
    assert carried.warnings[0].startswith("row 5: ")


def test_days_before_the_injury_ahead_and_long_ago_are_listed():
    text = "date,rest\n2026-11-22,1\n2026-10-14,2\n2026-10-15,3\n1990-01-01,4\nsoon,5\n,6\n"

    carried = read(text, earliest=date(2026, 10, 15))

    assert told(carried) == {"2026-10-15": {"rest": 3}}
    assert [said.partition(":")[0] for said in carried.warnings] == [
        "row 2", "row 3", "row 5", "row 6", "row 7",
    ]  # fmt: skip
    assert "22 Nov 2026 has not come yet" in carried.warnings[0]
    assert "before this injury began" in carried.warnings[1]


def test_of_two_rows_for_one_day_the_first_counts_and_an_equal_one_is_quiet():
    carried = read("date,rest\n2026-11-01,3\n2026-11-01,3\n2026-11-01,8\n")

    assert told(carried) == {"2026-11-01": {"rest": 3}}
    assert carried.warnings == ("row 4: 1 Nov 2026 stands in row 2 already, and that one counts",)


def test_a_year_of_two_digits_is_listed():
    assert "four digits" in read("date,rest\n15.10.26,3\n").warnings[0]


@pytest.mark.parametrize(
    ("cells", "order"),
    [
        (["2026-10-15"], DAY_FIRST),
        (["15.10.2026", "3.4.2026"], DAY_FIRST),
        (["15/10/2026", "3/4/2026"], DAY_FIRST),
        (["3/4/2026", "10/15/2026"], MONTH_FIRST),
        (["3-4-2026", "10-15-2026"], MONTH_FIRST),
        (["3/4/2026", "5/6/2026"], ""),
        (["3/4/2026", "10/15/2026", "15/10/2026"], ""),
        (["10/15/2026", "15/10/2026"], ""),
        (["4/4/2026", "", "x", "40/40/2026"], DAY_FIRST),
        (["2026-10-15", "3/4/2026"], ""),
        ([], DAY_FIRST),
    ],
)
def test_the_order_of_day_and_month_is_found_or_asked_and_never_guessed(cells, order):
    assert order_of(cells).order == order


def test_the_date_that_is_shown_reads_both_ways():
    assert order_of(["4/4/2026", "3/4/2026"]).example == "3/4/2026"


@given(days=st.lists(st.dates(date(1990, 1, 1), TODAY), min_size=1), is_month_first=st.booleans())
def test_an_order_that_is_found_is_the_one_it_was_written_in(days, is_month_first):
    form = "%m/%d/%Y" if is_month_first else "%d/%m/%Y"
    cells = [day.strftime(form) for day in days]

    found = order_of(cells)

    if found.order:
        assert [day_in(cell, order=found.order) for cell in cells] == days


@pytest.mark.parametrize("text", ["2026-10-15 18:30", "2026-10-15T18:30:00Z", "15.10.2026, 18:30"])
def test_a_time_behind_the_date_says_nothing_about_the_day(text):
    assert day_in(text, order=DAY_FIRST) == date(2026, 10, 15)


@pytest.mark.parametrize(
    "text",
    ["5 Sep 2026", "05-Sep-2026", "5 September 2026", "Sep 5, 2026", "September 5, 2026",
     "Sat, 5 Sept. 2026", "5 sep 2026 18:30"],
)  # fmt: skip
@pytest.mark.parametrize("order", [DAY_FIRST, MONTH_FIRST])
def test_a_month_by_name_reads_one_way(text, order):
    assert day_in(text, order=order) == date(2026, 9, 5)
    assert order_of([text]).order == DAY_FIRST


@pytest.mark.parametrize("text", ["5 Sep 26", "31 Feb 2026", "5 Foo 2026", "5 Ju 2026", "Sep 2026"])
def test_a_month_by_name_without_a_day_or_year_is_no_date(text):
    assert day_in(text, order=DAY_FIRST) is None


def test_a_long_cell_is_no_date():
    assert day_in("2026-10-15" + " " * 100_000 + "x", order=DAY_FIRST) is None


def test_names_of_columns_are_guessed_and_none_twice():
    head = "When;Pain at rest;Sitting (min);sitting pain;NIGHT;after walking;pain.running;Mood"
    head += ";Notes;Comment"
    table = read_table(f"{head}\n2026-11-01;1;30;2;3;4;5;6;7;8\n".encode())

    assert guess_meanings(table) == (
        DATE, "rest", OUT, "sitting", "night", "walking", "running", OUT, NOTE, OUT,
    )  # fmt: skip


@pytest.mark.parametrize(
    "above", ["My diary\n", "My diary,,,\n", "My diary\n\nof Kim\nprinted today\n", '"My, diary"\n']
)
def test_lines_of_title_above_the_head_are_passed_over(above):
    for separator in (",", ";", "\t"):
        text = (above + SIMPLE).replace(",", separator)

        assert told(read(text)) == WHOLE, separator


def test_rows_below_a_title_keep_their_numbers():
    table = read_table(f"My diary\n\n{SIMPLE}".encode())

    assert table.head == ("Date", "Rest", "Sitting", "Note")
    assert [number for number, _cells in table.rows] == [4, 5]


def test_a_day_alone_in_its_row_is_no_title():
    table = read_table(b"2026-11-01,\n2026-11-02,3\n")

    assert table.rows == ((1, ("2026-11-01", "")), (2, ("2026-11-02", "3")))


def test_a_column_alone_is_still_refused_below_what_looks_like_a_title():
    with pytest.raises(FileRefused, match="one column only"):
        read_table(b"Pain\nthree\nfour\nfive\nsix\n")


def test_a_table_without_a_head_is_read_from_its_first_row():
    table = read_table(b"15/10/2026,4\n16/10/2026,5\n")

    assert table.head == ("", "")
    assert guess_meanings(table) == (DATE, OUT)
    assert [number for number, _cells in table.rows] == [1, 2]


def test_a_number_stands_beside_nothing_that_excludes_it():
    day = Day(on=date(2026, 11, 1), no_run=True, slept_through=True, skipped=["rest", "running"])

    carried = read("date,running\n2026-11-01,4\n", mine=[day])

    assert told(carried)["2026-11-01"] == {"running": 4, "no_run": None, "skipped": ["rest"]}


BAD = {
    "nothing": (b"", "empty"),
    "blank": (b" \r\n\r\n", "empty"),
    "only commas": (b",,,\n,,,\n", "empty"),
    "only a mark": (b"\xef\xbb\xbf", "empty"),
    "one column": (b"date\n2026-11-01\n", "one column"),
    "a head alone": (b"date,rest\n", "no rows"),
    "a picture": (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "no text"),
    "a spreadsheet": (b"PK\x03\x04\x14\x00\x06\x00", "no text"),
    "nought bytes": (b"date,rest\n2026-11-01,\x003\n", "no text"),
    "half a pair": (b"\xff\xfed\x00,\x00\x00\xd8", "no text"),
    "odd": (b"\xff\xfed\x00,", "no text"),
    "no code": (b"date,rest\n\x81\x8d,3\n", "no text"),
    "commas": (b"," * 3_000_000, "100,000 characters"),
    "rows of commas": (b",\n" * 1_500_000, "10,000 rows"),
    "wide": (b",".join([b"x"] * 61) + b"\n", "60 columns"),
    "an open quote": (b'date,rest\n2026-11-01,"3\n2026-11-02,4\n', "quotation mark"),
    "a long open quote": (b'date,rest\n2026-11-01,"' + b"x\n" * 100_000, "quotation mark"),
}


@pytest.mark.parametrize("name", BAD)
def test_a_bad_table_is_a_sentence(name):
    data, words = BAD[name]

    with pytest.raises(FileRefused) as refused:
        read_table(data)

    assert words in str(refused.value)


def any_meanings(table, data):
    width = len(table.rows[0][1])
    rest = data.draw(st.permutations([c.value for c in PainContext] + [NOTE] + [OUT] * width))
    found = list(rest[:width])
    found[data.draw(st.integers(0, width - 1))] = DATE
    return found


pieces = st.sampled_from(
    [b",", b";", b"\t", b"\n", b"\r", b'"', b"2026-11-01", b"3/4/2026", b"31.2.2026", b"7", b"7,5",
     b"date", b"rest", b"'=1", b"\xff\xfe", b"\x00", b"\xc3\x9f", b"\x81", b"sep=;\n", b" "]
)  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(
    raw=st.one_of(st.binary(max_size=200), st.lists(pieces, max_size=30).map(b"".join)),
    data=st.data(),
)
def test_any_bytes_are_a_table_or_a_sentence(raw, data):
    try:
        table = read_table(raw)
    except FileRefused as refused:
        assert str(refused)
        return
    guessed = guess_meanings(table)
    assert len(guessed) == len(table.head) == len(table.rows[0][1])
    meanings, order = any_meanings(table, data), data.draw(st.sampled_from(ORDERS))
    carried = days_of(table, meanings, order=order, injury=INJURY, earliest=None, today=TODAY)
    for row in carried.rows["days"]:
        assert row.told["on"] <= TODAY
        assert all(0 <= row.told[c] <= 10 for c in PainContext if c in row.told)


nrs = st.none() | st.integers(0, 10)
notes = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Zs", "Zl", "Zp")), max_size=30
)
ROW = st.fixed_dictionaries({c.value: nrs for c in PainContext} | {NOTE: notes})


@settings(max_examples=150, deadline=None)
@given(
    days=st.dictionaries(st.integers(0, 300), ROW, min_size=1, max_size=12),
    separator=st.sampled_from(",;\t"),
    code=st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
    form=st.sampled_from(["%Y-%m-%d", "%d.%m.%Y", "%d/%m/%Y"]),
)
@example(
    days={0: dict.fromkeys([*PainContext], None) | {NOTE: 'say "a;b,c"', "rest": 0}},
    separator=";", code="utf-16", form="%d.%m.%Y",
)  # fmt: skip
def test_a_table_written_from_days_reads_back_as_those_days(days, separator, code, form):
    out = io.StringIO()
    writer = csv.writer(out, delimiter=separator)
    writer.writerow(["date", *PainContext, NOTE])
    for back, row in days.items():
        on = (TODAY - timedelta(days=back)).strftime(form)
        writer.writerow([on, *(row[name] for name in [*PainContext, NOTE])])

    carried = read(out.getvalue(), code=code)

    expected = {
        str(TODAY - timedelta(days=back)): kept
        for back, row in days.items()
        if (kept := {k: v for k, v in row.items() if v is not None and v != ""})
    }
    assert told(carried) == expected
