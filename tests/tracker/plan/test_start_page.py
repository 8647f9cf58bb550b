"""Begin a plan: what fits, its doors, the questions that are missing, the stage to start in."""

from collections.abc import Iterator
from datetime import timedelta
from html import unescape

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from tests.tracker.make import NOON, TODAY, key, make_answer, make_day, make_notice, make_user
from tests.tracker.plan.people import on_plan, ready_sit_bone, ready_sprinter
from tests.tracker.queries import counting
from tracker.models import Answer, Clearance, Injury, Notice, Plan, Reading

pytestmark = pytest.mark.django_db
CONFIRMED = ["spot", "nerve", "groin"]


@pytest.fixture(autouse=True)
def _noon() -> Iterator[None]:
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def robin() -> Injury:
    """Every door answered and open, nothing begun."""
    return ready_sit_bone(triage={"row": "pht", "programme": "pht", "kind": "tendon"})


@pytest.fixture
def client(client: Client, robin: Injury) -> Client:
    client.force_login(robin.owner)
    return client


def read(client: Client, path: str = "/plan/start/") -> str:
    return " ".join(unescape(client.get(path).content.decode()).split())


def page(client: Client):
    return client.get("/plan/start/").context["page"]


def url(name: str, injury: Injury) -> str:
    return reverse(name, args=[injury.uuid])


def begin(client: Client, injury: Injury, **given: object):
    sent = {"key": key(), "stage": "calm", "confirmed": CONFIRMED} | given
    return client.post(url("plan-open", injury), sent)


class TestWhatFits:
    def test_without_a_plan_the_page_leads_to_the_one_that_fits(self, client):
        words = read(client, "/plan/")

        assert "You keep a diary without a plan" in words
        assert "Start your plan" in words and "Sit-bone tendon pain" in words

    def test_an_older_diary_without_a_row_gets_what_is_meant_for_it(self, client, robin):
        Injury.objects.update(triage={})

        assert page(client).proposal.programme.id == "pht"

    def test_what_has_no_plan_on_purpose_is_said_plainly(self, client):
        Injury.objects.update(triage={"row": "referred", "programme": None})

        for path in ("/plan/", "/plan/start/"):
            assert "No plan of ours, on purpose" in read(client, path)
        assert "Start in stage" not in read(client)

    def test_where_there_is_no_plan_none_can_be_sent(self, client, robin):
        Injury.objects.update(triage={"row": "referred"})

        assert begin(client, robin, programme="contusion")["Location"] == "/plan/"
        assert not Plan.objects.exists()

    def test_who_must_be_seen_first_gets_the_care_card(self, client, robin):
        Injury.objects.update(triage={"row": "avulsion_suspected", "programme": "hold_until_seen"})

        assert "Care while waiting" in read(client, "/plan/")
        assert begin(client, robin, stage="wait")["Location"] == "/plan/"
        assert Plan.objects.get().programme == "hold_until_seen"
        words = read(client, "/plan/")
        assert "While you wait to be seen" in words or "Protect until examined" in words
        assert "Until you have been seen" in words

    def test_with_an_open_plan_there_is_nothing_to_begin(self, client, robin):
        on_plan(robin)

        assert client.get("/plan/start/")["Location"] == "/plan/"
        assert begin(client, robin).status_code in (303, 422)
        assert Plan.objects.count() == 1


class TestDoors:
    def test_open_doors_are_counted_and_only_the_person_can_confirm_the_rest(self, client):
        found = page(client)

        assert [code for code, _text in found.confirms] == CONFIRMED
        assert not found.is_shut and not found.waits
        assert "points are fine" in read(client)

    def test_a_question_that_was_never_asked_is_asked_here_first(self, client, robin):
        Answer.objects.filter(question="q_fever").delete()
        found = page(client)

        assert found.asks == ("q_fever",)
        assert "Start in stage 1" not in read(client)
        sent = {"key": key(), "asked": "q_fever", "q_fever": "no"}
        for _ in range(2):
            answer = client.post(url("plan-answers", robin), sent)
            assert answer["Location"] == "/plan/start/"
        stored = Answer.objects.get(question="q_fever")
        assert (stored.value, stored.because) == ("no", "plan")
        assert "Start in stage 1" in read(client)

    def test_an_answer_that_is_an_alarm_is_told_at_once(self, client, robin):
        Answer.objects.filter(question="q_fever").delete()
        sent = {"key": key(), "asked": "q_fever", "q_fever": "yes"}
        answer = client.post(url("plan-answers", robin), sent)

        assert answer["Location"] == "/check/result/"
        assert Notice.objects.filter(tier="urgent").exists()
        assert page(client).is_shut

    @pytest.mark.parametrize("given", [{}, {"q_fever": "perhaps"}])
    def test_an_open_line_is_refused(self, client, robin, given):
        Answer.objects.filter(question="q_fever").delete()
        answer = client.post(url("plan-answers", robin), {"key": key(), "asked": "q_fever"} | given)

        assert answer.status_code == 422
        assert "Answer each line" in answer.content.decode()
        assert not Answer.objects.filter(question="q_fever").exists()

    def test_a_missing_birth_year_is_asked_and_kept_on_the_person(self, client, robin):
        robin.owner.birth_year = None
        robin.owner.save()
        assert page(client).wants_age

        wrong = client.post(url("plan-answers", robin), {"key": key(), "birth_year": "soon"})
        assert wrong.status_code == 422 and "soon" in wrong.content.decode()
        assert client.post(
            url("plan-answers", robin), {"key": key(), "birth_year": "1988"}
        )["Location"] == "/plan/start/"  # fmt: skip
        robin.owner.refresh_from_db()
        assert robin.owner.birth_year == 1988
        assert not page(client).wants_age

    @pytest.mark.parametrize("year", ["2020", "2099"])
    def test_an_impossible_year_changes_nothing(self, client, robin, year):
        robin.owner.birth_year = None
        robin.owner.save()
        answer = client.post(url("plan-answers", robin), {"key": key(), "birth_year": year})

        assert answer.status_code == 422
        robin.owner.refresh_from_db()
        assert robin.owner.birth_year is None

    def test_a_shut_door_that_nobody_may_open_offers_no_start(self, client, robin):
        make_answer(robin, "q_hot_swollen", "yes")
        found = page(client)

        assert (found.is_shut, found.is_openable, found.can_begin) == (True, False, False)
        words = read(client)
        assert "This plan has to wait." in words and "Start in stage" not in words

    def test_who_has_to_wait_may_use_the_care_card(self, client, robin):
        make_answer(robin, "q_hot_swollen", "yes")
        assert "/plan/start/?card=care" in read(client)

        found = client.get("/plan/start/?card=care").context["page"]
        assert (found.proposal.is_care, found.doors, found.can_begin) == (True, (), True)
        assert begin(client, robin, stage="wait", card="care", confirmed=[])["Location"] == "/plan/"
        assert Plan.objects.get().programme == "hold_until_seen"

    def test_a_professional_opens_what_they_may_open(self, client, robin):
        make_answer(robin, "q_anticoagulant", "yes")
        assert page(client).is_openable

        refused = begin(client, robin)
        assert refused.status_code == 422
        assert "This plan has to wait" in refused.content.decode()
        given = {"by": "Dr Kim", "on": TODAY.isoformat(), "words": "Fine."}
        assert begin(client, robin, **given)["Location"] == "/plan/"
        assert Clearance.objects.get().by == "Dr Kim"
        assert Plan.objects.get().stage == "calm"

    @pytest.mark.parametrize(
        ("given", "words"),
        [
            ({"by": "Dr Kim", "on": ""}, "Enter the day of the visit"),
            ({"by": "", "on": TODAY.isoformat()}, "Enter who cleared you"),
            ({"confirmed": ["spot"]}, "This plan is for you only if this is true: No nerve words"),
            ({"confirmed": ["nonsense"]}, "Choose from the list"),
            ({"stage": "energy"}, "Begin in an earlier stage"),
            ({"stage": "nonsense"}, "Choose a stage from the list"),
        ],
    )
    def test_a_bad_start_is_refused_and_keeps_what_was_typed(self, client, robin, given, words):
        answer = begin(client, robin, **({"words": ""} | given))

        assert answer.status_code == 422
        assert words in answer.content.decode()
        assert not Plan.objects.exists() and not Clearance.objects.exists()


class TestWhereYouAre:
    def able(self, robin: Injury) -> None:
        """What stage 1 asks, told today."""
        make_day(robin, TODAY, morning=1)
        for metric, value in (("t_load_a_pain", 2), ("t_sit_min", 25)):
            Reading.objects.create(injury=robin, on=TODAY, metric=metric, value=value)

    def test_who_meets_the_first_stage_begins_in_the_second(self, client, robin):
        self.able(robin)
        found = page(client)

        assert (found.furthest.id, found.first.id) == ("neutral", "calm")
        assert [line.detail for line in found.met] == ["2 today.", "25 minutes today."]
        words = read(client)
        assert "Start in stage 2" in words and "Start in stage 1 instead" in words
        begin(client, robin, stage="neutral")
        assert Plan.objects.get().stage == "neutral"

    def test_an_old_start_counts_from_today_and_a_fresh_one_from_its_day(self, client, robin):
        assert "You are not late." in read(client)
        Injury.objects.update(onset_on=TODAY - timedelta(days=2))
        assert "We count from the day it began." in read(client)

    def test_the_first_stage_is_always_open(self, client, robin):
        self.able(robin)
        begin(client, robin, stage="calm")

        assert Plan.objects.get().stage == "calm"

    def test_a_form_sent_twice_begins_one_plan(self, client, robin):
        one = key()
        for _ in range(2):
            assert begin(client, robin, key=one).status_code == 303
        assert Plan.objects.count() == 1

    def test_a_fresh_injury_hears_when_the_next_stage_opens(self, client):
        injury = ready_sprinter(
            onset_on=TODAY - timedelta(days=1),
            triage={"row": "strain_2_sprint", "programme": "strain_sprint_g2"},
        )
        client.force_login(injury.owner)

        assert "A fresh injury needs its time" in read(client)

    def test_the_entry_tests_are_asked_on_a_page_of_their_own(self, client, robin):
        assert "Tests to start further on" in read(client, "/plan/tests/")
        sent = {"key": key(), "on": "today", "t_load_a_pain": "2", "t_sit_min": "25"}
        answer = client.post(url("plan-readings", robin), sent)

        assert answer["Location"] == "/plan/start/"
        make_day(robin, TODAY, morning=1)
        assert page(client).furthest.number == 2

    @pytest.mark.parametrize("path", ["/plan/start/", "/plan/start/?card=care"])
    def test_an_open_emergency_comes_before_any_start_button(self, client, robin, path):
        notice = make_notice(robin, tier="emergency", heading="Get help now")

        words = read(client, path)

        assert f'href="{reverse("notice", args=[notice.uuid])}"' in words
        assert "Get help now" in words and 'href="tel:' in words
        assert 'name="stage"' not in words and "Start in stage" not in words

    def test_no_plan_begins_beside_an_open_emergency(self, client, robin):
        make_notice(robin, tier="emergency", heading="Get help now")

        answer = begin(client, robin)

        assert answer["Location"] == "/plan/start/"
        assert not Plan.objects.exists()

    def test_an_urgent_sign_stands_above_the_doors(self, client, robin):
        notice = make_notice(robin, tier="urgent", heading="Be seen today or tomorrow")

        words = read(client)

        assert words.index(reverse("notice", args=[notice.uuid])) < words.index("fits-title")

    def test_it_takes_at_most_ten_queries(self, client):
        client.get("/plan/start/")
        with counting() as count:
            assert client.get("/plan/start/").status_code == 200

        assert count.number <= 10, count.statements


class TestTests:
    @pytest.fixture(autouse=True)
    def _plan(self, robin: Injury) -> None:
        on_plan(robin)

    def send(self, client: Client, robin: Injury, **given: str):
        sent = {"key": key(), "on": "today"} | given
        return client.post(url("plan-readings", robin), sent)

    def test_what_is_due_stands_first_with_its_question(self, client):
        found = client.get("/plan/tests/").context["page"]

        assert set(found.due) == {"t_load_a_pain", "t_sit_min"}
        assert "Minutes you can sit on a firm chair" in read(client, "/plan/tests/")

    def test_one_number_is_enough_and_a_zero_is_a_number(self, client, robin):
        assert self.send(client, robin, t_load_a_pain="0")["Location"] == "/plan/"
        reading = Reading.objects.get()
        assert (reading.metric, reading.value, reading.on) == ("t_load_a_pain", 0, TODAY)

    def test_sent_again_it_replaces_the_number_of_that_day(self, client, robin):
        self.send(client, robin, t_sit_min="20")
        self.send(client, robin, t_sit_min="25")

        assert Reading.objects.get().value == 25

    def test_yesterday_can_be_told(self, client, robin):
        self.send(client, robin, t_sit_min="20", on="yesterday")

        assert Reading.objects.get().on == TODAY - timedelta(days=1)

    @pytest.mark.parametrize(
        ("given", "words"),
        [
            ({}, "Enter at least one number"),
            ({"t_sit_min": "soon"}, "Enter a number from 0 to 960"),
            ({"t_sit_min": "961"}, "Enter a number from 0 to 960"),
            ({"t_load_a_pain": "11"}, "Choose a number from 0 to 10"),
            ({"t_sit_min": "20", "on": "2020-01-01"}, "Choose today or yesterday"),
        ],
    )
    def test_a_bad_number_stands_beside_its_field(self, client, robin, given, words):
        answer = self.send(client, robin, **given)

        assert answer.status_code == 422
        assert words in answer.content.decode()
        for typed in given.values():
            if typed in ("soon", "961"):
                assert f'value="{typed}"' in answer.content.decode()
        assert not Reading.objects.exists()

    def test_a_pause_lets_the_tests_wait(self, client, robin):
        from tracker.models import LoadPause

        LoadPause.objects.create(injury=robin, accepted=True, started_on=TODAY)
        found = client.get("/plan/tests/").context["page"]

        assert found.due == ()
        assert found.notes[0] == "Tests wait while loading is paused."

    def test_a_stranger_cannot_write_numbers(self, client):
        other = ready_sit_bone()

        assert self.send(client, other, t_sit_min="20").status_code == 404
        assert not Reading.objects.exists()


def test_without_an_injury_the_intake_comes_first(client):
    client.force_login(make_user())

    for path in ("/plan/", "/plan/start/", "/plan/tests/", "/plan/cleared/", "/plan/stage/1/"):
        assert client.get(path)["Location"] == "/start/safety/"
