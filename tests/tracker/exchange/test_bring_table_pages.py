"""/account/data/ with a table: its columns are matched, then it is brought in like a diary."""

from datetime import date, timedelta
from functools import partial

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from tests.tracker.exchange.sent import send_file
from tests.tracker.exchange.test_table_file import BAD
from tests.tracker.make import key, make_day, make_injury, make_user
from tracker import waiting_import
from tracker.models import Day, Injury, Notice

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
MATCH, BRING = "/account/data/match/", "/account/data/bring/"
send = partial(send_file, name="pain.csv")
SIMPLE = b"Date,Rest,Sitting,Note\n2026-11-01,3,5,first\n2026-11-02,,0,\n2026-11-03,11,2,\n"
CHOSEN = {"table": "1", "column_0": "date", "column_1": "rest", "column_2": "sitting",
          "column_3": "note"}  # fmt: skip


@pytest.fixture
def injury(client):
    made = make_injury(onset_on=date(2026, 10, 15))
    client.force_login(made.owner)
    return made


def confirm(client, page, **more):
    fields = CHOSEN | {"key": key(), "seen": page.context["found"].mark, "do": "bring"}
    return client.post(BRING, fields | {"differs_days": "take"} | more)


def days_of(injury) -> dict[str, tuple[object, ...]]:
    return {str(d.on): (d.rest, d.sitting, d.note) for d in Day.objects.filter(injury=injury)}


def test_a_table_is_matched_looked_at_and_brought_in(client, injury):
    page = send(client, SIMPLE)
    words = page.content.decode()

    assert page.status_code == 200
    assert "What the columns are" in words
    assert [f.value() for f in page.context["form"].column_fields] == [
        "date", "rest", "sitting", "note",
    ]  # fmt: skip
    assert "“2026-11-01”, “2026-11-02”, “2026-11-03”" in words
    assert "Which injury" not in words

    seen = client.post(MATCH, CHOSEN)

    assert seen.status_code == 200
    assert seen.context["found"].new["days"] == 3
    assert "row 4: “11” is not from 0 to 10" in seen.content.decode()
    assert days_of(injury) == {}
    assert oct(waiting_import.path_of(injury.owner.uuid).stat().st_mode & 0o777) == "0o600"

    answer = confirm(client, seen)

    assert answer.status_code == 303
    assert days_of(injury) == {
        "2026-11-01": (3, 5, "first"), "2026-11-02": (None, 0, ""), "2026-11-03": (None, 2, ""),
    }  # fmt: skip
    assert waiting_import.find(injury.owner.uuid) is None


def test_the_page_that_was_looked_at_carries_what_was_matched(client, injury):
    send(client, SIMPLE)
    seen = client.post(MATCH, CHOSEN).content.decode()

    for name, value in CHOSEN.items():
        assert f'name="{name}" value="{value}"' in seen


def test_brought_in_twice_changes_nothing(client, injury):
    send(client, SIMPLE)
    confirm(client, client.post(MATCH, CHOSEN))

    send(client, SIMPLE)
    again = client.post(MATCH, CHOSEN)

    assert not again.context["found"].changes
    assert "All of it is in your diary already" in again.content.decode()


@pytest.mark.parametrize(("differs", "rest"), [("keep", 9), ("take", 3)])
def test_a_day_that_differs_stays_or_takes_what_the_table_says(client, injury, differs, rest):
    make_day(injury, on=date(2026, 11, 1), rest=9, walking=4, slept_through=True)
    send(client, SIMPLE)
    seen = client.post(MATCH, CHOSEN)
    assert seen.context["found"].different["days"] == 1

    confirm(client, seen, differs_days=differs)

    day = Day.objects.get(on="2026-11-01")
    assert (day.rest, day.walking, day.slept_through) == (rest, 4, True)
    assert Day.objects.count() == 3


def test_a_number_takes_the_place_of_what_excludes_it(client, injury):
    make_day(injury, on=date(2026, 11, 1), slept_through=True)
    send(client, b"date,night\n2026-11-01,6\n")
    chosen = {"table": "1", "column_0": "date", "column_1": "night"}

    confirm(client, client.post(MATCH, chosen), **chosen)

    assert Day.objects.filter(night=6, slept_through=None).count() == 1
    send(client, b"date,night\n2026-11-01,6\n")
    assert not client.post(MATCH, chosen).context["found"].changes


def test_the_injury_is_chosen_and_only_an_own_one(client, injury):
    older = make_injury(injury.owner, is_current=False, onset_on=date(2026, 9, 1))
    stranger = make_injury()
    page = send(client, SIMPLE)
    assert "Which injury is it about?" in page.content.decode()
    assert page.context["form"]["injury"].value() == str(injury.uuid)

    assert client.post(MATCH, CHOSEN).status_code == 422
    assert client.post(MATCH, CHOSEN | {"injury": str(stranger.uuid)}).status_code == 422
    chosen = {"injury": str(older.uuid)}
    confirm(client, client.post(MATCH, CHOSEN | chosen), **chosen)

    assert len(days_of(older)) == 3
    assert days_of(injury) == days_of(stranger) == {}


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"column_0": "out"}, "Choose one column as the date"),
        ({"column_2": "rest"}, "Another column is this already"),
        ({"column_2": "x"}, "Choose what this column is"),
        ({"column_1": "out", "column_2": "out", "column_3": "out"}, "Choose a column with pain"),
    ],
)
@pytest.mark.parametrize("address", [MATCH, BRING])
def test_a_wrong_match_is_a_sentence_and_keeps_what_was_chosen(
    client, injury, change, words, address
):
    send(client, SIMPLE)

    answer = client.post(address, CHOSEN | {"column_3": "out"} | change)

    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert answer.context["form"]["column_3"].value() == "out"
    assert waiting_import.find(injury.owner.uuid) is not None
    assert days_of(injury) == {}


def test_dates_that_read_both_ways_are_asked(client, injury):
    data = b"date,rest\n3/11/2026,3\n4/11/2026,4\n"
    page = send(client, data)
    chosen = {"table": "1", "column_0": "date", "column_1": "rest"}
    assert "3/11/2026 is 3 November 2026" in page.content.decode()
    assert "3/11/2026 is 11 March 2026" in page.content.decode()
    assert page.context["form"]["order"].value() is None

    assert "Choose how the dates are written" in client.post(MATCH, chosen).content.decode()
    chosen["order"] = "dmy"
    confirm(client, client.post(MATCH, chosen), **chosen)

    assert sorted(days_of(injury)) == ["2026-11-03", "2026-11-04"]


def test_the_columns_can_be_matched_again(client, injury):
    send(client, SIMPLE)

    page = client.post(MATCH, CHOSEN | {"column_3": "out", "again": "1"})

    assert page.status_code == 200
    assert page.context["form"]["column_3"].value() == "out"


def test_leaving_it_from_the_columns_deletes_the_file(client, injury):
    send(client, SIMPLE)

    client.post(BRING, CHOSEN | {"do": "leave"})

    assert waiting_import.find(injury.owner.uuid) is None


def test_a_table_of_which_nothing_can_be_taken_says_so(client, injury):
    send(client, b"date,rest\n1.1.2030,4\n")

    page = client.post(MATCH, {"table": "1", "column_0": "date", "column_1": "rest"})

    assert "No row of the table can be taken" in page.content.decode()
    assert "All of it is in your diary" not in page.content.decode()


def test_the_rules_run_over_what_came_in(client, injury):
    rows = b"".join(b"2026-11-%02d,8,8\n" % day for day in range(8, 22))
    send(client, b"date,night,rest\n" + rows)
    chosen = {"table": "1", "column_0": "date", "column_1": "night", "column_2": "rest"}

    answer = confirm(client, client.post(MATCH, chosen), **chosen)

    assert Notice.objects.filter(injury=injury).exists()
    assert answer["Location"] == reverse("today")


def test_words_of_the_file_are_words_and_no_markup(client, injury):
    bad = b"<script>alert(1)</script>"
    page = send(client, b"date,%s\n2026-11-01,%s\n" % (bad, bad)).content.decode()
    seen = client.post(MATCH, {"table": "1", "column_0": "date", "column_1": "rest"})

    assert "<script>alert" not in page + seen.content.decode()
    assert "&lt;script&gt;" in page


@pytest.mark.parametrize("name", BAD)
def test_a_bad_table_is_told_and_changes_nothing(client, injury, name):
    data, words = BAD[name]

    answer = send(client, data, name="pain.txt")

    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert days_of(injury) == {}
    assert waiting_import.find(injury.owner.uuid) is None


@pytest.mark.parametrize("name", ["pain.xlsx", "PAIN.XLS", "pain.ods", "pain.numbers"])
def test_a_spreadsheet_is_told_how_to_become_a_table(client, injury, name):
    answer = send(client, b"PK\x03\x04\x14\x00\x06\x00", name=name)

    assert answer.status_code == 422
    assert "This is a spreadsheet. Save it there as CSV" in answer.content.decode()
    assert waiting_import.find(injury.owner.uuid) is None


def test_without_an_injury_a_table_has_no_place(client):
    client.force_login(make_user())

    answer = send(client, SIMPLE)

    assert answer.status_code == 422
    assert "goes into an injury" in answer.content.decode()
    assert not Injury.objects.exists()


def test_only_the_owner_matches_what_waits(client, injury):
    send(client, SIMPLE)
    client.force_login(make_injury().owner)

    assert "not here any more" in client.post(MATCH, CHOSEN).content.decode()


def test_what_waits_and_is_no_table_is_a_sentence(client, injury):
    waiting_import.keep(injury.owner.uuid, [b"PK\x03\x04\x00"])

    assert client.post(MATCH, CHOSEN).status_code == 422


def test_a_made_up_diary_takes_no_table(client):
    client.force_login(make_user(is_demo=True, demo_ends_at=timezone.now() + timedelta(days=2)))

    assert client.post(MATCH, CHOSEN).status_code == 404


def test_a_table_of_many_days_costs_as_many_queries_as_one_of_few(client, injury):
    chosen = {"table": "1", "column_0": "date", "column_1": "rest"}
    rows = [b"2026-%02d-%02d,3" % (m, d) for m in (10, 11) for d in range(16, 21)]
    asked = []
    for some in (rows[:2], rows[:2], rows):
        send(client, b"date,rest\n" + b"\n".join(some))
        with CaptureQueriesContext(connection) as queries:
            client.post(MATCH, chosen)
        asked.append(len(queries))

    assert asked[1] == asked[2]
