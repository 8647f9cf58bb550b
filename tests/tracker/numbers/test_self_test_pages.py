"""One page for each self-test: how, when not, its numbers and how they went."""

from collections.abc import Iterator
from datetime import date, timedelta
from html import unescape

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from rehab.content.catalogue import catalogue
from tests.tracker.make import NOON, TODAY, key, make_answer, make_day, make_injury, make_user
from tests.tracker.numbers.people import BEGAN, read, sprinter, tendon
from tests.tracker.plan.people import ready_sit_bone
from tests.tracker.queries import counting
from tracker.models import Day, Injury, LoadPause, Plan, PlanItem, Reading, Revision

pytestmark = pytest.mark.django_db
YESTERDAY = TODAY - timedelta(days=1)
AKE = "knee_straightening"
QUERIES_MOST = 10


@pytest.fixture(autouse=True)
def _noon() -> Iterator[None]:
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def sam() -> Injury:
    return sprinter()


@pytest.fixture
def client(client: Client, sam: Injury) -> Client:
    client.force_login(sam.owner)
    return client


def words(client: Client, path: str) -> str:
    return " ".join(unescape(client.get(path).content.decode()).split())


def page(client: Client, test: str):
    return client.get(f"/plan/tests/{test}/").context["page"]


def send(client: Client, injury: Injury, test: str, **given: str):
    sent = {"key": key(), "on": TODAY.isoformat()} | given
    return client.post(reverse("plan-test-record", args=[injury.uuid, test]), sent)


def change(client: Client, injury: Injury, on: date, test: str = AKE, **given: str):
    url = reverse("plan-test-change", args=[injury.uuid, test, on])
    return client.post(url, {"key": key()} | given)


def kept(injury: Injury) -> dict[tuple[str, date], float]:
    rows = Reading.objects.filter(injury=injury)
    return {(row.metric, row.on): float(row.value) for row in rows}


class TestThePage:
    @pytest.mark.parametrize("test", list(catalogue().self_tests))
    def test_every_test_has_a_whole_page(self, client, test):
        told = words(client, f"/plan/tests/{test}/")
        known = catalogue().self_tests[test]

        assert known.name in told and known.tells in told
        assert all(step in told for step in known.steps)
        assert "Not yet reviewed by a clinician." in told
        assert catalogue().sources[known.sources[0]].cite[:30] in told
        assert 'type="date"' in told and TODAY.isoformat() in told

    def test_it_says_which_goal_reads_it_and_how_it_stands(self, client, sam):
        read(sam, {"t_ake_inj": [24], "t_ake_oth": [8]})
        goals = page(client, AKE).goals

        assert goals[0].title.startswith("Knee-straightening angle within 10 degrees")
        assert (goals[0].word, goals[0].is_met) == ("not yet", False)
        assert "24° against 8°" in goals[0].detail

    def test_a_later_stage_is_named(self, client):
        found = page(client, "ten_hops")

        assert [goal.word for goal in found.goals] == ["Stage 4"]
        assert found.waits == (
            "Your plan asks for it in stage 4. It loads more than this stage does.",
        )

    def test_without_a_goal_the_line_of_the_return_list_is_named_too(self, client, sam):
        Injury.objects.filter(pk=sam.pk).update(goal=None)
        found = page(client, "fast_kick")

        assert found.goals[0].title.startswith("Fast straight-leg kick without any unease")
        assert found.goals[0].word == "Stage 4"

    def test_an_unknown_test_is_not_found(self, client, sam):
        assert client.get("/plan/tests/moon_walk/").status_code == 404
        assert send(client, sam, "moon_walk", t_press_pain="1").status_code == 404

    def test_without_a_script_everything_is_there(self, client):
        told = words(client, f"/plan/tests/{AKE}/")

        assert "<script" not in told.split("<main")[1]
        assert 'name="t_ake_inj"' in told and 'name="t_ake_oth"' in told

    def test_without_an_injury_the_intake_comes_first(self, client):
        client.force_login(make_user())

        assert client.get(f"/plan/tests/{AKE}/")["Location"] == "/start/safety/"


class TestNotToday:
    def test_a_pause_is_said_and_the_number_may_still_be_told(self, client, sam):
        LoadPause.objects.create(injury=sam, accepted=True, started_on=TODAY)

        assert "Loading is paused. Tests that load the leg wait." in page(client, AKE).waits
        told = words(client, f"/plan/tests/{AKE}/")
        assert "It is done already: tell the number" in told

    def test_no_hops_with_a_risk_for_the_bones(self, client, sam):
        make_answer(sam, "q_bone_risk", "not_sure")

        assert any("a risk for the bones" in line for line in page(client, "ten_hops").waits)

    def test_no_hops_with_groin_pain_this_week(self, client, sam):
        make_day(sam, TODAY - timedelta(days=3), places=[["groin_inner_thigh", "left"]])

        assert any("groin or inner thigh" in line for line in page(client, "ten_hops").waits)
        assert not any("groin" in line for line in page(client, AKE).waits)

    def test_no_test_on_a_day_over_the_limit(self, client, sam):
        make_day(sam, walking=7)

        assert any("Pain is 7 today" in line for line in page(client, AKE).waits)

    def test_a_painkiller_only_makes_the_number_decide_nothing(self, client, sam):
        make_day(sam, walking=1, treatments=["painkiller"])
        found = page(client, AKE)

        assert found.waits == ()
        assert "painkiller today" in found.notes[0]

    def test_what_the_legs_differ_by_stands_beside_them_in_the_table(self, client, sam):
        read(sam, {"t_ake_inj": [None, 24], "t_ake_oth": [9, 10]})

        table = page(client, AKE).table

        at = table.head.index("Gap")
        assert [row.cells[at] for row in table.rows] == ["14°", ""]

    def test_a_number_from_a_painkiller_day_says_so_in_the_table(self, client, sam):
        Day.objects.filter(injury=sam, on=YESTERDAY).update(treatments=["painkiller"])
        read(sam, {"t_press_pain": [2]}, last=YESTERDAY)

        assert page(client, "press_spot").table.rows[0].note == "with a painkiller"


class TestTelling:
    def test_both_legs_and_the_pain_are_one_form(self, client, sam):
        answer = send(client, sam, AKE, t_ake_inj="24", t_ake_oth="10,5", t_ake_pain="2")

        assert (answer.status_code, answer["Location"]) == (303, "/plan/tests/")
        assert kept(sam) == {
            ("t_ake_inj", TODAY): 24, ("t_ake_oth", TODAY): 10.5, ("t_ake_pain", TODAY): 2,
        }  # fmt: skip

    def test_an_earlier_day_can_be_told(self, client, sam):
        send(client, sam, "press_spot", t_press_pain="0", on=YESTERDAY.isoformat())

        assert kept(sam) == {("t_press_pain", YESTERDAY): 0}

    def test_a_number_sent_again_replaces_the_one_of_that_day(self, client, sam):
        for value in ("4", "3"):
            send(client, sam, "press_spot", t_press_pain=value)

        assert kept(sam) == {("t_press_pain", TODAY): 3}

    def test_what_is_left_empty_stays_as_it_was(self, client, sam):
        send(client, sam, AKE, t_ake_inj="24", t_ake_oth="10")
        send(client, sam, AKE, t_ake_inj="22")

        assert kept(sam) == {("t_ake_inj", TODAY): 22, ("t_ake_oth", TODAY): 10}

    def test_a_form_sent_twice_writes_once(self, client, sam):
        one = key()
        for _ in range(2):
            assert send(client, sam, AKE, key=one, t_ake_inj="24").status_code == 303

        assert Revision.objects.filter(table="reading").count() == 1

    @pytest.mark.parametrize(
        ("test", "given", "says"),
        [
            (AKE, {"t_ake_inj": "400"}, "Enter a number from 0 to 180"),
            (AKE, {"t_ake_inj": "-4"}, "Enter a number from 0 to 180"),
            (AKE, {"t_ake_inj": "steep"}, "Enter a number from 0 to 180"),
            (AKE, {}, "Enter at least one number"),
            ("raised_bridge", {"t_slhb_inj": "-1"}, "Enter a whole number from 0 to 500"),
            ("raised_bridge", {"t_slhb_inj": "8.5"}, "Enter a whole number from 0 to 500"),
            ("press_spot", {"t_press_pain": "11"}, "Choose a number from 0 to 10"),
            ("press_spot", {}, "Choose a number from 0 to 10"),
            ("press_spot", {"t_press_pain": "1", "t_slhb_oth": "9"}, "does not belong to this"),
            ("press_spot", {"t_press_pain": "1", "lefs": "9"}, "does not belong to this page"),
            (AKE, {"t_ake_inj": "9", "on": "2026-11-22"}, "You can only log today or earlier"),
            (AKE, {"t_ake_inj": "9", "on": "2026-10-01"}, "This is before the injury began"),
            (AKE, {"t_ake_inj": "9", "on": "tomorrow"}, "Enter the day of the test"),
            (AKE, {"t_ake_inj": "9", "on": ""}, "Enter the day of the test"),
        ],
    )
    def test_a_bad_number_is_refused_with_a_sentence(self, client, sam, test, given, says):
        answer = send(client, sam, test, **given)

        assert answer.status_code == 422
        assert says in unescape(answer.content.decode())
        for typed in given.values():
            assert not typed or typed in unescape(answer.content.decode())
        assert not Reading.objects.exists()

    def test_a_remembered_onset_has_its_slack(self, client, sam):
        Injury.objects.filter(pk=sam.pk).update(onset_precision="about")
        month_before = BEGAN - timedelta(days=31)

        assert send(client, sam, AKE, t_ake_inj="9", on=month_before.isoformat()).status_code == 303
        earlier = month_before - timedelta(days=1)
        assert send(client, sam, AKE, t_ake_inj="9", on=earlier.isoformat()).status_code == 422

    def test_a_stranger_writes_nothing(self, client, sam):
        client.force_login(make_injury(make_user()).owner)

        assert send(client, sam, AKE, t_ake_inj="9").status_code == 404
        assert not Reading.objects.exists()


class TestBothLegs:
    @pytest.fixture
    def sam(self) -> Injury:
        return sprinter(side="both")

    def test_the_other_leg_is_not_asked(self, client):
        told = words(client, "/plan/tests/raised_bridge/")

        assert 'name="t_slhb_inj"' in told and 'name="t_slhb_oth"' not in told
        assert "no well leg to compare with" in told
        assert 'name="t_slhb_oth"' not in words(client, "/plan/tests/")

    def test_a_number_of_the_other_leg_is_refused_and_the_rest_kept_typed(self, client, sam):
        answer = send(client, sam, "raised_bridge", t_slhb_inj="12", t_slhb_oth="14")

        assert answer.status_code == 422
        told = unescape(answer.content.decode())
        assert "Both legs are sore, so there is no other leg to compare with" in told
        assert 'value="12"' in told
        assert not Reading.objects.exists()


class TestChanging:
    def test_a_day_opens_its_numbers(self, client, sam):
        read(sam, {"t_ake_inj": [24], "t_ake_oth": [10]}, last=YESTERDAY)
        told = words(client, f"/plan/tests/{AKE}/{YESTERDAY}/")

        assert 'value="24"' in told and 'value="10"' in told

    def test_a_day_without_numbers_leads_back_to_the_test(self, client):
        assert client.get(f"/plan/tests/{AKE}/{YESTERDAY}/")["Location"] == f"/plan/tests/{AKE}/"

    def test_a_change_replaces_and_an_empty_number_goes(self, client, sam):
        read(sam, {"t_ake_inj": [24], "t_ake_oth": [10]}, last=YESTERDAY)

        answer = change(client, sam, YESTERDAY, t_ake_inj="20", t_ake_oth="")
        assert answer["Location"] == f"/plan/tests/{AKE}/"
        assert kept(sam) == {("t_ake_inj", YESTERDAY): 20}

    def test_a_bad_change_keeps_what_stood(self, client, sam):
        read(sam, {"t_ake_inj": [24]}, last=YESTERDAY)

        assert change(client, sam, YESTERDAY, t_ake_inj="999").status_code == 422
        assert change(client, sam, YESTERDAY).status_code == 422
        assert change(client, sam, TODAY + timedelta(days=1), t_ake_inj="9").status_code == 422
        assert kept(sam) == {("t_ake_inj", YESTERDAY): 24}

    def test_delete_and_undo_bring_all_numbers_back(self, client, sam):
        read(sam, {"t_ake_inj": [24], "t_ake_oth": [10], "t_ake_pain": [2]}, last=YESTERDAY)
        before = kept(sam)
        url = reverse("plan-test-remove", args=[sam.uuid, AKE, YESTERDAY])

        assert client.post(url, {"key": key()})["Location"] == f"/plan/tests/{AKE}/"
        assert kept(sam) == {}
        undo = reverse("undo", args=[Revision.objects.get(table="reading").uuid])
        assert client.post(undo)["Location"] == f"/plan/tests/{AKE}/"
        assert kept(sam) == before

    def test_undo_of_a_new_test_takes_all_its_numbers_away(self, client, sam):
        send(client, sam, AKE, t_ake_inj="24", t_ake_oth="10", t_ake_pain="2")
        undo = reverse("undo", args=[Revision.objects.get(table="reading").uuid])
        assert f'action="{undo}"' in words(client, f"/plan/tests/{AKE}/")
        client.post(undo)

        assert kept(sam) == {}

    def test_undo_of_a_change_puts_the_old_numbers_back(self, client, sam):
        send(client, sam, AKE, t_ake_inj="24", t_ake_oth="10")
        send(client, sam, AKE, t_ake_inj="20", t_ake_oth="9", t_ake_pain="1")
        client.post(reverse("undo", args=[Revision.objects.first().uuid]))

        assert kept(sam) == {("t_ake_inj", TODAY): 24, ("t_ake_oth", TODAY): 10}

    def test_what_was_changed_since_cannot_be_undone(self, client, sam):
        send(client, sam, "press_spot", t_press_pain="4")
        first = Revision.objects.get()
        send(client, sam, "press_spot", t_press_pain="2")
        client.post(reverse("undo", args=[first.uuid]))

        assert kept(sam) == {("t_press_pain", TODAY): 2}

    def test_deleting_twice_is_like_once(self, client, sam):
        read(sam, {"t_ake_inj": [24]})
        url = reverse("plan-test-remove", args=[sam.uuid, AKE, TODAY])

        for _ in range(2):
            assert client.post(url, {"key": key()}).status_code == 303
        assert Revision.objects.filter(table="reading").count() == 1


class TestHowItWent:
    def test_the_gap_stands_first_with_the_goal_then_each_leg(self, client, sam):
        read(sam, {"t_ake_inj": [30, 24], "t_ake_oth": [10, 10], "t_ake_pain": [4, 2]})
        charts = page(client, AKE).charts

        assert [chart.id for chart in charts] == ["ake_gap", "t_ake_inj", "t_ake_pain"]
        assert charts[0].goal_words == "goal: 10° or less"
        assert charts[0].trend.goal.value == 10
        assert charts[1].keys == ("Left leg, the sore one", "Right leg")
        assert charts[0].sentence == "2 values, from 20° on 14 Nov to 14° today."

    def test_a_change_that_matters_is_a_line_below_the_first_value(self, client, sam):
        read(sam, {"t_press_pain": [8, 6, 5]})
        found = page(client, "press_spot")

        assert found.charts[0].change_words == "2 less than the first"
        assert found.charts[0].trend.change.value == 6
        assert "2 points or 30 %" in found.change

    def test_the_change_line_gives_way_to_the_goal(self, client, sam):
        read(sam, {"t_press_pain": [4, 3]})

        assert page(client, "press_spot").charts[0].trend.change is None

    def test_a_chart_is_an_image_with_words_and_a_table_with_links(self, client, sam):
        read(sam, {"t_press_pain": [4, 2]})
        told = words(client, "/plan/tests/press_spot/")

        assert 'role="img" aria-labelledby="t_press_pain-title t_press_pain-words"' in told
        assert f"/plan/tests/press_spot/{TODAY}/" in told
        assert '<th scope="row">' in told

    def test_many_values_are_told_page_by_page(self, client, sam):
        Injury.objects.filter(pk=sam.pk).update(onset_on=TODAY - timedelta(days=900))
        read(sam, {"t_press_pain": [3] * 40})
        first = page(client, "press_spot").table
        url = f"/plan/tests/press_spot/?before={first.earlier}"
        second = client.get(url).context["page"].table

        assert (len(first.rows), len(second.rows)) == (30, 10)
        assert second.earlier is None
        assert client.get("/plan/tests/press_spot/?before=soon").status_code == 200


class TestTheList:
    def test_what_is_due_stands_first_and_the_rest_with_its_day(self, client, sam):
        read(sam, {"t_press_pain": [0]})
        found = client.get("/plan/tests/").context["tests"]

        due = {row.id: row for row in found.due}
        later = {row.id: row for row in found.later}
        assert due[AKE].when == "due" and due[AKE].last == "Not done yet"
        assert later["press_spot"].last == "0 today"
        assert later["press_spot"].when == "Wed 25 Nov"

    def test_both_legs_are_told_together(self, client, sam):
        read(sam, {"t_ake_inj": [24], "t_ake_oth": [10], "t_ake_pain": [1]})
        found = client.get("/plan/tests/").context["tests"]

        row = next(row for row in (*found.due, *found.later) if row.id == AKE)
        assert row.last == "24° against 10° today"

    def test_each_row_leads_to_its_page(self, client):
        told = words(client, "/plan/tests/")

        for test in (AKE, "press_spot", "raised_bridge", "confidence"):
            assert f'href="/plan/tests/{test}/"' in told

    def test_before_a_plan_the_entry_tests_are_listed(self, client):
        robin = ready_sit_bone()
        client.force_login(robin.owner)
        found = client.get("/plan/tests/").context["tests"]

        assert {row.id for row in found.due} == {"load_test_a", "sitting_time"}
        assert page(client, "load_test_a").waits == ()
        assert page(client, "raised_bridge").waits == (
            "Nothing asks for this test before a plan begins.",
        )

    def test_an_own_plan_asks_for_none_and_shuts_none(self, client, sam):
        Plan.objects.update(kind="own", programme="", stage="", made_by="the physio")
        PlanItem.objects.create(plan=Plan.objects.get(), position=1, name="Step-down")

        assert "Your own plan asks for no tests." in words(client, "/plan/tests/")
        assert page(client, AKE).waits == ()
        assert send(client, sam, AKE, t_ake_inj="12").status_code == 303


class TestQueries:
    @pytest.mark.parametrize("path", ["", f"{AKE}/", "raised_bridge/", "confidence/"])
    def test_a_page_asks_ten_queries_at_most(self, client, sam, path):
        assert self.count(client, f"/plan/tests/{path}") <= QUERIES_MOST

    def test_a_long_diary_asks_no_more(self, client, sam):
        few = self.count(client, f"/plan/tests/{AKE}/")
        Injury.objects.filter(pk=sam.pk).update(onset_on=TODAY - timedelta(days=1500))
        read(sam, {"t_ake_inj": [20] * 200, "t_ake_oth": [10] * 200})
        for back in range(2, 200):
            make_day(sam, TODAY - timedelta(days=back), walking=1)

        assert self.count(client, f"/plan/tests/{AKE}/") == few

    @pytest.mark.parametrize("who", ["none", "own", "nothing"])
    def test_without_a_plan_of_ours_it_stays_at_ten(self, client, sam, who):
        if who == "own":
            Plan.objects.update(kind="own", programme="", stage="")
        else:
            injury = ready_sit_bone() if who == "none" else make_injury(make_user())
            client.force_login(injury.owner)

        assert self.count(client, f"/plan/tests/{AKE}/") <= QUERIES_MOST
        assert self.count(client, "/plan/tests/") <= QUERIES_MOST

    def count(self, client: Client, path: str) -> int:
        client.get(path)
        with counting() as count:
            assert client.get(path).status_code == 200
        return count.number


def test_minutes_sat_that_the_diary_told_count_as_the_last_number(client):
    injury = tendon()
    make_day(injury, YESTERDAY, sit_minutes=40, seat="desk")
    client.force_login(injury.owner)
    found = client.get("/plan/tests/").context["tests"]
    rows = {row.id: row for row in (*found.due, *found.later, *found.others)}

    assert rows["sitting_time"].last == "40 minutes yesterday"


def test_the_tendons_load_test_has_its_page(client):
    injury = tendon()
    client.force_login(injury.owner)
    found = page(client, "load_test_a")

    assert found.waits == () and found.when == "Due today."
    assert found.goals[0].title == "Load test A at 3/10 or less on 3 days in a row"
