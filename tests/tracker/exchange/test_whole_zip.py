"""The ZIP holds everything, for a program, for a spreadsheet and for a person."""

import csv
import json
import re
import zipfile
from datetime import UTC, datetime
from io import BytesIO, StringIO

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from rehab.content.catalogue import catalogue
from tests.tracker.exchange.test_export import _person_with_one_row_everywhere
from tests.tracker.make import (
    TODAY,
    make_answer,
    make_day,
    make_fall,
    make_injury,
    make_notice,
    make_photo,
    make_run,
    make_user,
)
from tracker.exchange.copy_names import readings_named
from tracker.exchange.export import export_diary
from tracker.exchange.tables import safe_cell
from tracker.exchange.whole_zip import json_pieces, zip_diary
from tracker.models import (
    ExerciseSession,
    OwnActivity,
    Plan,
    PlanItem,
    Reading,
    SessionItem,
    User,
)
from tracker.numbers import typed_measures

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)


def packed(user: User) -> zipfile.ZipFile:
    return zipfile.ZipFile(BytesIO(b"".join(zip_diary(user, now=NOW, today=TODAY))))


def table(zipped: zipfile.ZipFile, name: str) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(zipped.read(f"tables/{name}.csv").decode("utf-8-sig"))))


@pytest.mark.django_db
def test_the_diary_in_the_zip_is_the_whole_diary():
    user = _person_with_one_row_everywhere()

    made = json.loads(packed(user).read("diary.json"))

    assert made == json.loads(json.dumps(export_diary(user, now=NOW, today=TODAY)))


@pytest.mark.django_db
def test_every_list_of_the_diary_is_a_table():
    user = _person_with_one_row_everywhere()
    whole = export_diary(user, now=NOW, today=TODAY)

    names = set(packed(user).namelist())

    lists = {key for key, value in whole.items() if isinstance(value, list) and value}
    lists |= {
        key for key, value in whole["injuries"][0].items() if isinstance(value, list) and value
    }
    lists -= {"places"}
    assert {f"tables/{name}.csv" for name in lists} <= names
    for below in (
        "days_moments",
        "sessions_items",
        "plans_items",
        "plans_moves",
        "notices_actions",
    ):
        assert f"tables/{below}.csv" in names


@pytest.mark.django_db
def test_a_table_holds_every_day_and_leaves_the_unknown_empty():
    injury = make_injury()
    make_day(injury, sitting=0, note="=2+3")

    (day,) = table(packed(injury.owner), "days")

    assert day["injury"] == str(injury.uuid)
    assert (day["pain.sitting"], day["pain.rest"]) == ("0", "")
    assert day["note"] == "'=2+3"


@pytest.mark.parametrize("begins", ["=", "+", "-", "@", "\t", "\r"])
def test_no_text_becomes_a_formula(begins):
    assert safe_cell(f"{begins}cmd()") == f"'{begins}cmd()"


@pytest.mark.parametrize("value", [-3, -3.5, 0, "-3", "-3.5", "-3,5"])
def test_a_number_below_zero_stays_a_number(value):
    assert safe_cell(value) == value


@given(st.text())
def test_whatever_is_typed_no_cell_begins_a_formula_unless_it_is_a_number(text):
    cell = str(safe_cell(text))

    assert not cell.startswith(("=", "+", "@", "\t", "\r"))
    assert not cell.startswith("-") or re.fullmatch(r"-[0-9]+([.,][0-9]+)?", cell)


plain = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=12,
)


@given(st.dictionaries(st.text(), plain))
def test_pieces_of_json_are_the_same_json(value):
    assert json.loads(b"".join(json_pieces(value))) == value


@pytest.mark.django_db
def test_the_copy_to_read_says_what_was_written_and_needs_no_network():
    injury = make_injury()
    make_day(injury, sitting=7, places=[["sit_bone", "right"]], note="<b>Straße</b>")
    make_run(injury, km=5.25)
    make_fall(injury.owner)
    make_answer(injury, "q_saddle_numb", "not_sure")
    make_notice(injury)
    photo = make_photo(injury, note="blue")

    page = packed(injury.owner).read("index.html").decode()

    for words in ("Right", "&lt;b&gt;Straße&lt;/b&gt;", "5.25", "Not sure", "Night pain"):
        assert words.lower() in page.lower(), words
    assert f'src="photos/small/2026-11-21-{photo.uuid}.jpg"' in page
    assert f'href="photos/2026-11-21-{photo.uuid}.jpg"' in page
    assert "<td>–</td>" in page
    assert not re.search(r"https?:|//|<script|url\(|@import", page)


@pytest.mark.django_db
def test_the_copy_to_read_names_what_stands_by_its_id():
    injury = make_injury(side="right", working_label="strain_1_sprint")
    plan = Plan.objects.create(injury=injury, kind="own", started_on=TODAY)
    own = PlanItem.objects.create(plan=plan, position=1, name="Climb the tower")
    session = ExerciseSession.objects.create(plan=plan, on=TODAY)
    for exercise in (str(own.uuid), "of_another_version"):
        SessionItem.objects.create(session=session, exercise=exercise, done=True)
    OwnActivity.objects.create(injury=injury, number=1, name="Kneel in the garden", added_on=TODAY)
    for metric, value in [("t_ake_inj", 24), ("t_ake_oth", 9), ("activity_1", 6), ("old_id", 3)]:
        Reading.objects.create(injury=injury, on=TODAY, metric=metric, value=value)

    page = packed(injury.owner).read("index.html").decode()

    for words in (
        "a mild muscle strain", "Climb the tower", "of_another_version", "Kneel in the garden",
        "Knee straightening: Right leg, the sore one", "24 (Degrees short of straight)", "old_id",
    ):  # fmt: skip
        assert words in page, words
    for code in ("strain_1_sprint", "t_ake", "activity_1", str(own.uuid)):
        assert code not in page, code


@pytest.mark.django_db
def test_every_number_of_the_content_has_a_name_in_the_copy_to_read():
    content = catalogue()
    own = [name for name, measure in typed_measures().items() if measure.metric is None]
    typed = [name for name, metric in content.metrics.items() if metric.home == "reading"]
    metrics = [metric for metric in (*typed, *own) if metric != "own_activities"]
    rows = [{"metric": metric, "value": 1.0} for metric in metrics]

    named = list(readings_named({"own_activities": [], "side": "left", "tests": rows}))

    assert len(named) > 15
    for row, told in zip(rows, named, strict=True):
        assert row["metric"] not in told["metric"], told


@pytest.mark.django_db
def test_an_account_without_an_injury_has_a_zip_too():
    assert {"diary.json", "index.html"} <= set(packed(make_user()).namelist())


@pytest.mark.django_db
def test_nothing_of_anybody_else_is_in_the_zip():
    theirs = make_photo(make_injury())
    injury = make_injury()
    make_photo(injury)

    made = packed(injury.owner)

    assert not any(str(theirs.uuid) in name for name in made.namelist())
    assert not any(
        str(theirs.uuid) in made.read(name).decode("latin-1") for name in made.namelist()
    )


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["photos-download", "diary-download"])
def test_the_name_of_the_file_says_nothing_about_health_if_so_chosen(client, name):
    client.force_login(make_user())

    plain = client.get(reverse(name), {"plain": "1"})["Content-Disposition"]

    assert "hamstring" not in plain and 'filename="diary-' in plain
    assert "hamstring-diary-" in client.get(reverse(name))["Content-Disposition"]
