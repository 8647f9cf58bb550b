"""Outcome measures: own activities, training, typed totals; in our own words only."""

from collections.abc import Iterator
from datetime import date, timedelta
from html import unescape

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from rehab.content.catalogue import catalogue
from tests.tracker.make import NOON, TODAY, key, make_injury, make_user
from tests.tracker.numbers.people import read
from tests.tracker.queries import counting
from tracker.exchange.export import export_diary
from tracker.models import Injury, OwnActivity, Reading, Revision
from tracker.numbers import OWN_ACTIVITIES, typed_measures

pytestmark = pytest.mark.django_db
BEGAN = TODAY - timedelta(days=200)
TOTALS = {"lefs": 80, "fash": 100, "visa_h": 100, "ostrc": 100, "tsk11": 44}


@pytest.fixture(autouse=True)
def _noon() -> Iterator[None]:
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def sam() -> Injury:
    return make_injury(make_user(), onset_on=BEGAN)


@pytest.fixture
def client(client: Client, sam: Injury) -> Client:
    client.force_login(sam.owner)
    return client


def words(client: Client, path: str) -> str:
    return " ".join(unescape(client.get(path).content.decode()).split())


def page(client: Client, measure: str):
    return client.get(f"/measures/{measure}/").context["page"]


def send(client: Client, injury: Injury, measure: str, **given: str):
    url = reverse("measure-record", args=[injury.uuid, measure])
    return client.post(url, {"key": key(), "on": TODAY.isoformat()} | given)


def add(client: Client, injury: Injury, name: str, **given: str):
    return client.post(
        reverse("activity-add", args=[injury.uuid]), {"key": key(), "name": name} | given
    )


def own(injury: Injury, *names: str) -> list[OwnActivity]:
    return [
        OwnActivity.objects.create(injury=injury, number=n, name=name, added_on=BEGAN)
        for n, name in enumerate(names, start=1)
    ]


def kept(injury: Injury) -> dict[tuple[str, date], float]:
    rows = Reading.objects.filter(injury=injury)
    return {(row.metric, row.on): float(row.value) for row in rows}


class TestTheList:
    def test_every_measure_that_may_be_told_has_a_row_and_leads_on(self, client):
        told = words(client, "/measures/")

        for name, measure in typed_measures().items():
            assert measure.label in told, name
        for name in (*TOTALS, OWN_ACTIVITIES, "training_status"):
            assert f'href="/measures/{name}/"' in told
        assert 'href="/plan/tests/confidence/"' in told
        assert 'href="/plan/tests/sitting_time/"' in told

    def test_the_newest_value_stands_beside_it(self, client, sam):
        read(sam, {"lefs": [41, 55], "training_status": [1, 3]})
        told = words(client, "/measures/")

        assert "55 today" in told and "Full, without pain today" in told

    def test_more_leads_there(self, client):
        assert 'href="/measures/"' in words(client, "/more/")

    def test_without_an_injury_the_intake_comes_first(self, client):
        client.force_login(make_user())

        assert client.get("/measures/")["Location"] == "/start/safety/"


class TestTotals:
    @pytest.mark.parametrize(("measure", "high"), TOTALS.items())
    def test_a_total_inside_its_range_is_kept(self, client, sam, measure, high):
        low = catalogue().outcome_measures[measure].range[0]
        for value in (low, high):
            assert send(client, sam, measure, **{measure: str(value)}).status_code == 303
            assert kept(sam) == {(measure, TODAY): value}

    @pytest.mark.parametrize(("measure", "high"), TOTALS.items())
    def test_a_total_outside_its_range_is_refused_and_kept_typed(self, client, sam, measure, high):
        low = catalogue().outcome_measures[measure].range[0]
        for typed in (str(high + 1), str(low - 1), "12.5", "many", ""):
            answer = send(client, sam, measure, **{measure: typed})
            told = unescape(answer.content.decode())

            assert answer.status_code == 422, typed
            assert f"Enter a whole number from {low} to {high}" in told
            assert not typed or f'value="{typed}"' in told
        assert not Reading.objects.exists()

    @pytest.mark.parametrize(
        ("on", "says"),
        [("2026-11-22", "today or earlier"), ("2020-01-01", "before the injury began")],
    )
    def test_a_day_outside_the_injury_is_refused(self, client, sam, on, says):
        answer = send(client, sam, "lefs", lefs="40", on=on)

        assert answer.status_code == 422 and says in unescape(answer.content.decode())

    def test_no_item_of_a_named_form_stands_on_its_page(self, client):
        for measure in TOTALS:
            told = words(client, f"/measures/{measure}/")
            assert "Its questions belong to their owner" in told
            assert told.count("<fieldset") == 0

    def test_what_counts_as_a_change_has_its_words_and_its_source(self, client):
        told = words(client, "/measures/lefs/")
        assert "A change of 9 points or more is more than the measuring error." in told
        assert catalogue().sources["binkley1999"].cite[:20] in told
        assert "Not confirmed." in words(client, "/measures/visa_h/")
        assert "What counts as a change" not in words(client, "/measures/fash/")

    def test_the_change_is_a_line_from_the_first_value(self, client, sam):
        read(sam, {"lefs": [41, 44, 52]})
        chart = page(client, "lefs").charts[0]

        assert (chart.trend.change.value, chart.change_words) == (50, "9 more than the first")
        assert page(client, "fash").charts == ()

    def test_an_unknown_measure_is_not_found(self, client, sam):
        for name in ("nrs", "psfs", "activity_1"):
            assert client.get(f"/measures/{name}/").status_code == 404
            assert send(client, sam, name, **{name: "3"}).status_code == 404
        assert send(client, sam, "confidence", confidence="3").status_code == 404

    def test_what_a_self_test_asks_stands_there_alone(self, client):
        assert client.get("/measures/confidence/")["Location"] == "/plan/tests/confidence/"
        assert client.get("/measures/sit_minutes/")["Location"] == "/plan/tests/sitting_time/"


class TestTraining:
    def test_one_tap_is_kept_as_a_place_in_the_order(self, client, sam):
        send(client, sam, "training_status", training_status="0")
        assert kept(sam) == {("training_status", TODAY): 0}

        row = page(client, "training_status").table.rows[0]
        assert row.cells == ("None, because of this",)

    def test_another_answer_is_refused(self, client, sam):
        answer = send(client, sam, "training_status", training_status="4")

        assert answer.status_code == 422
        assert "Choose one of the answers" in unescape(answer.content.decode())


class TestOwnActivities:
    def test_a_first_one_is_named_and_then_rated(self, client, sam):
        assert add(client, sam, "  Drive  for an hour ")["Location"].endswith("own_activities/")
        activity = OwnActivity.objects.get()
        assert (activity.number, activity.name, activity.added_on) == (
            1, "Drive for an hour", TODAY,
        )  # fmt: skip

        send(client, sam, OWN_ACTIVITIES, activity_1="3")
        assert kept(sam) == {("activity_1", TODAY): 3}
        assert "Drive for an hour: 3" in words(client, "/measures/")

    @pytest.mark.parametrize(
        ("name", "says"),
        [
            ("", "Name something you want to do again"),
            ("   ", "Name something you want to do again"),
            ("x" * 81, "Keep this under 80 characters"),
            ("run", "You rate this already"),
        ],
    )
    def test_a_bad_name_is_refused_with_a_sentence(self, client, sam, name, says):
        own(sam, "Run")
        answer = add(client, sam, name)

        assert answer.status_code == 422 and says in unescape(answer.content.decode())
        assert OwnActivity.objects.count() == 1

    def test_three_are_enough(self, client, sam):
        own(sam, "Drive", "Run", "Sit")

        assert "What do you want to do again?" not in words(client, "/measures/own_activities/")
        assert add(client, sam, "Swim").status_code == 422
        assert OwnActivity.objects.count() == 3

    def test_a_form_sent_twice_adds_one(self, client, sam):
        one = key()
        for _ in range(2):
            assert add(client, sam, "Run", key=one).status_code == 303
        assert OwnActivity.objects.count() == 1

    def test_a_stopped_one_keeps_its_numbers_and_its_number_is_not_used_again(self, client, sam):
        drive, *_others = own(sam, "Drive", "Run", "Sit")
        read(sam, {"activity_1": [3, 5]})
        stop = reverse("activity-stop", args=[sam.uuid, drive.uuid])

        for _ in range(2):
            assert client.post(stop, {"key": key()}).status_code == 303
        add(client, sam, "Swim")
        assert OwnActivity.objects.get(name="Swim").number == 4
        assert 'name="activity_1"' not in words(client, "/measures/own_activities/")
        assert page(client, OWN_ACTIVITIES).charts[0].title == "Drive"
        again = reverse("activity-resume", args=[sam.uuid, drive.uuid])
        client.post(again, {"key": key()})
        assert OwnActivity.objects.get(pk=drive.pk).stopped_on == TODAY

    def test_one_can_be_taken_up_again(self, client, sam):
        (drive,) = own(sam, "Drive")
        OwnActivity.objects.update(stopped_on=TODAY)
        client.post(reverse("activity-resume", args=[sam.uuid, drive.uuid]), {"key": key()})

        assert OwnActivity.objects.get().stopped_on is None

    def test_a_number_for_nothing_that_was_named_is_refused(self, client, sam):
        own(sam, "Drive")
        answer = send(client, sam, OWN_ACTIVITIES, activity_1="3", activity_9="5")

        assert answer.status_code == 422
        assert not Reading.objects.exists()

    def test_names_are_shown_as_text(self, client, sam):
        add(client, sam, "<b>run</b>")

        raw = client.get("/measures/own_activities/").content.decode()
        assert "<b>run</b>" not in raw and "&lt;b&gt;run&lt;/b&gt;" in raw

    def test_they_leave_with_the_diary(self, sam):
        own(sam, "Drive")
        read(sam, {"activity_1": [3], "lefs": [41]})
        injury = export_diary(sam.owner, now=NOON, today=TODAY)["injuries"][0]

        assert [row["name"] for row in injury["own_activities"]] == ["Drive"]
        assert {row["metric"] for row in injury["tests"]} == {"activity_1", "lefs"}


class TestChanging:
    def test_a_day_is_changed_deleted_and_brought_back(self, client, sam):
        own(sam, "Drive", "Run")
        read(sam, {"activity_1": [3], "activity_2": [4]})
        assert 'value="3" id=' in words(client, f"/measures/own_activities/{TODAY}/")
        change = reverse("measure-change", args=[sam.uuid, OWN_ACTIVITIES, TODAY])
        client.post(change, {"key": key(), "activity_1": "6"})
        assert kept(sam) == {("activity_1", TODAY): 6}

        remove = reverse("measure-remove", args=[sam.uuid, OWN_ACTIVITIES, TODAY])
        client.post(remove, {"key": key()})
        assert kept(sam) == {}
        undo = reverse("undo", args=[Revision.objects.first().uuid])
        assert client.post(undo)["Location"] == "/measures/own_activities/"
        assert kept(sam) == {("activity_1", TODAY): 6}

    def test_a_wrong_total_is_taken_back_from_the_toast_that_says_it_is_saved(self, client, sam):
        read(sam, {"lefs": [41]})
        send(client, sam, "lefs", lefs="14")
        undo = reverse("undo", args=[Revision.objects.get().uuid])
        assert f'action="{undo}"' in words(client, "/measures/lefs/")

        client.post(undo)
        assert kept(sam) == {("lefs", TODAY): 41}

    def test_a_day_without_numbers_leads_back(self, client):
        assert client.get(f"/measures/lefs/{TODAY}/")["Location"] == "/measures/lefs/"

    def test_a_stranger_finds_and_writes_nothing(self, client, sam):
        (drive,) = own(sam, "Drive")
        client.force_login(make_injury(make_user()).owner)

        assert send(client, sam, "lefs", lefs="40").status_code == 404
        assert add(client, sam, "Run").status_code == 404
        stop = reverse("activity-stop", args=[sam.uuid, drive.uuid])
        assert client.post(stop, {"key": key()}).status_code == 404

    def test_an_activity_of_another_injury_is_not_found(self, client, sam):
        (drive,) = own(sam, "Drive")
        mine = make_injury(make_user())
        client.force_login(mine.owner)
        stop = reverse("activity-stop", args=[mine.uuid, drive.uuid])

        assert client.post(stop, {"key": key()}).status_code == 404


@pytest.mark.parametrize("path", ["", "own_activities/", "lefs/", f"lefs/{TODAY}/"])
def test_a_page_asks_ten_queries_at_most_however_long_the_diary(client, sam, path):
    own(sam, "Drive", "Run", "Sit")
    read(sam, {"lefs": [40], "activity_1": [3]})
    few = count_of(client, f"/measures/{path}")
    Injury.objects.filter(pk=sam.pk).update(onset_on=TODAY - timedelta(days=4000))
    Reading.objects.all().delete()
    read(sam, {name: [5] * 300 for name in ("lefs", "activity_1", "activity_2", "activity_3")})

    assert count_of(client, f"/measures/{path}") == few <= 10


def count_of(client: Client, path: str) -> int:
    client.get(path)
    with counting() as count:
        assert client.get(path).status_code == 200
    return count.number
