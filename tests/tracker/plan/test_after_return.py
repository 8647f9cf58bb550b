"""The return list, the watch weeks, what follows a plan, and a cramp that lasts."""

from collections.abc import Iterator
from datetime import date, timedelta
from html import unescape

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from rehab.content.catalogue import catalogue
from rehab.programme.watch import WatchState
from rehab.vocabulary import Mechanism
from tests.tracker.make import NOON, TODAY, key, make_answer, make_day, make_injury, make_user
from tests.tracker.plan.people import answer_health, on_plan, ready_sprinter
from tests.tracker.queries import counting
from tracker.models import Answer, Injury, Plan, Reading, StageMove
from tracker.overview.after_return import week_card
from tracker.owner_mark import FIELD, make_mark

pytestmark = pytest.mark.django_db
WEEK = list(catalogue().aftercare.questions)
NO = dict.fromkeys(WEEK, "no")


def back(days: int) -> date:
    return TODAY - timedelta(days=days)


def url(name: str, injury: Injury) -> str:
    return reverse(name, args=[injury.uuid])


def read(client: Client, path: str) -> str:
    return " ".join(unescape(client.get(path).content.decode()).split())


@pytest.fixture(autouse=True)
def _noon() -> Iterator[None]:
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def sprinter() -> Injury:
    injury = ready_sprinter(grade=2, onset_on=back(60))
    on_plan(injury, "strain_sprint_g2", "protect", today=back(59))
    return injury


@pytest.fixture
def client(client: Client, sprinter: Injury) -> Client:
    client.force_login(sprinter.owner)
    return client


def in_stage(injury: Injury, stage: str, days: int) -> None:
    Plan.objects.update(stage=stage)
    StageMove.objects.create(
        plan=Plan.objects.get(injury=injury), on=back(days), from_stage="protect", to_stage=stage,
        reason="goals_met",
    )  # fmt: skip


def came_back(injury: Injury, days: int) -> None:
    in_stage(injury, "watch", days)
    Injury.objects.filter(pk=injury.pk).update(returned_on=back(days))


def test_who_is_back_is_not_told_that_it_takes_longer_than_usual(client, sprinter):
    Plan.objects.update(started_on=back(120))
    Injury.objects.filter(pk=sprinter.pk).update(onset_on=back(121))
    came_back(sprinter, 20)
    told = read(client, "/plan/")

    assert "Day 120 of the plan." in told
    assert "longer than usual" not in told and "Most people take" not in told


class TestReturnList:
    def test_it_shows_the_own_values_of_each_line(self, client, sprinter):
        in_stage(sprinter, "speed", 20)
        Reading.objects.create(injury=sprinter, on=TODAY, metric="t_press_pain", value=1)
        Reading.objects.create(injury=sprinter, on=TODAY, metric="t_ake_pain", value=3)
        words = read(client, "/plan/return/")
        page = client.get("/plan/return/").context["page"]

        assert "Return-to-sport list" in words and "Sprinting or team sport" in words
        assert [(row.id, row.detail) for row in page.met] == [("press", "1 today.")]
        assert ("akepain", "3 today.", "not yet") in [
            (row.id, row.detail, row.word) for row in page.missing
        ]
        assert page.summary == "1 of 9 lines met."

    def test_no_line_can_be_ticked(self, client, sprinter):
        in_stage(sprinter, "speed", 20)
        html = client.get("/plan/return/").content.decode()

        assert 'type="checkbox"' not in html
        assert "Every other line is counted from what you logged." in html

    def test_it_can_be_watched_from_the_first_stage(self, client):
        assert "It is for the stage Speed and full training." in read(client, "/plan/return/")
        assert "The list for your return" in read(client, "/plan/")

    def test_a_plan_without_a_list_leads_to_the_plan(self, client, sprinter):
        Plan.objects.update(programme="pht", stage="calm")
        StageMove.objects.update(to_stage="calm")

        assert client.get("/plan/return/")["Location"] == "/plan/"

    def test_without_a_goal_it_asks_for_one_and_the_stage_opens_again(self, client, sprinter):
        """The list of nobody could never be met."""
        in_stage(sprinter, "speed", 20)
        Injury.objects.update(goal=None)
        assert "Tell us your goal first." in read(client, "/plan/")
        assert "First: your goal" in read(client, "/plan/return/")

        sent = {"goal": "everyday", "key": key()}
        assert client.post(url("plan-goal", sprinter), sent)["Location"] == "/plan/return/"
        assert "Back to everyday life" in read(client, "/plan/return/")
        assert "0 of 4 lines met." in read(client, "/plan/return/")

    @pytest.mark.parametrize("goal", ["", "olympics", "\x00"])
    def test_a_goal_we_do_not_know_is_refused_with_a_sentence(self, client, sprinter, goal):
        answer = client.post(url("plan-goal", sprinter), {"goal": goal, "key": key()})

        assert answer.status_code == 422
        assert "Choose one of these" in answer.content.decode()
        assert Injury.objects.get().goal == "sprint_team"

    def test_it_stays_readable_after_the_return(self, client, sprinter):
        came_back(sprinter, 20)

        assert "You came back on 1 November 2026." in read(client, "/plan/return/")

    def test_it_takes_no_more_queries_than_the_plan(self, client, sprinter):
        in_stage(sprinter, "speed", 20)
        with counting() as count:
            client.get("/plan/return/")

        assert count.number <= 10


class TestWatchWeeks:
    def test_the_first_week_only_says_when_the_questions_come(self, client, sprinter):
        came_back(sprinter, 6)
        words = read(client, "/plan/")

        assert "Week 1 of 8 back" in words
        assert "The next questions come on Sun 22 Nov." in words
        assert "Answer for this week" not in words
        assert "Week 1 of 8 back" not in read(client, "/today/")

    def test_from_the_eighth_day_plan_and_today_ask(self, client, sprinter):
        came_back(sprinter, 7)

        for path in ("/plan/", "/today/"):
            assert "4 short questions about this week." in read(client, path)
        assert "Did the week pass without a strength exercise" in read(client, "/plan/week/")

    def test_answers_are_kept_once_and_put_the_questions_off(self, client, sprinter):
        came_back(sprinter, 7)
        sent = {**NO, "key": key()}
        for _ in range(2):
            assert client.post(url("plan-week-record", sprinter), sent)["Location"] == "/plan/"

        kept = Answer.objects.filter(because="watch")
        assert kept.count() == 4
        assert "The next questions come on Sat 28 Nov." in read(client, "/plan/")

    def test_a_week_without_strength_says_what_keeps_it(self, client, sprinter):
        came_back(sprinter, 7)
        sent = {**NO, "q_watch_no_strength": "yes", "key": key()}
        client.post(url("plan-week-record", sprinter), sent)

        assert "one session this week keeps what you gained" in read(client, "/plan/")

    def test_something_new_leads_to_the_new_injury_and_opens_the_sign(self, client, sprinter):
        came_back(sprinter, 7)
        sent = {**NO, "q_new_injury": "yes", "key": key()}

        assert client.post(url("plan-week-record", sprinter), sent)["Location"] == "/again/"
        assert sprinter.findings.filter(rule="r_reinjury").exists()
        for path in ("/plan/", "/signs/"):
            assert 'href="/again/"' in client.get(path).content.decode()

    def test_each_question_wants_an_answer(self, client, sprinter):
        came_back(sprinter, 7)
        answer = client.post(url("plan-week-record", sprinter), {"q_watch_tight": "no",
                                                                 "key": key()})  # fmt: skip

        assert answer.status_code == 422
        assert "Answer each line. Not sure is fine" in answer.content.decode()
        assert not Answer.objects.filter(because="watch").exists()

    def test_outside_these_weeks_there_is_the_plan(self, client, sprinter):
        assert client.get("/plan/week/")["Location"] == "/plan/"
        sent = {**NO, "key": key()}
        assert client.post(url("plan-week-record", sprinter), sent)["Location"] == "/plan/"
        assert not Answer.objects.filter(because="watch").exists()


class TestWhatFollows:
    def finish(self, client: Client, injury: Injury) -> None:
        came_back(injury, 56)
        client.post(url("plan-stop", injury), {"key": key()})

    def test_the_end_of_the_watch_weeks_says_so_and_offers_the_stay_strong_plan(
        self, client, sprinter
    ):
        came_back(sprinter, 56)
        assert "Finish this plan" in read(client, "/plan/")
        assert "What can follow: Stay-strong programme" in read(client, "/plan/end/")

        self.finish(client, sprinter)
        words = read(client, "/plan/")
        assert "You made it round" in words
        assert "/plan/start/?card=maintenance" in words
        assert "It happened again" in words

    def test_the_stay_strong_plan_says_what_and_how_often_and_begins(self, client, sprinter):
        self.finish(client, sprinter)
        make_day(sprinter, TODAY, walking=1, number=1)
        words = read(client, "/plan/start/?card=maintenance")
        assert "Stay-strong programme after return" in words
        assert "Assisted Nordic lower 2 × 4, 2 days a week" in words
        assert "A year, then for as long as you run." in words

        sent = {"key": key(), "stage": "build", "card": "maintenance"}
        assert client.post(url("plan-open", sprinter), sent)["Location"] == "/plan/"
        assert Plan.objects.get(ended_on=None).programme == "maintenance"
        assert Injury.objects.get().returned_on == back(56)

    def test_it_waits_while_it_hurts_more_than_a_little(self, client, sprinter):
        self.finish(client, sprinter)
        make_day(sprinter, TODAY, walking=3, number=1)
        sent = {"key": key(), "stage": "build", "card": "maintenance"}

        assert client.post(url("plan-open", sprinter), sent).status_code == 422
        assert not Plan.objects.filter(programme="maintenance").exists()

    def test_nobody_gets_it_before_a_return(self, client, sprinter):
        client.post(url("plan-stop", sprinter), {"key": key()})
        words = read(client, "/plan/start/?card=maintenance")

        assert "Stay-strong" not in words
        assert "Your plan has ended" in read(client, "/plan/")
        assert "Start your plan" in read(client, "/plan/")

    @pytest.mark.parametrize("card", ["nonsense", "cleared", "", "\x00", "a" * 3000])
    def test_a_made_up_card_shows_what_the_answers_fit(self, client, sprinter, card):
        client.post(url("plan-stop", sprinter), {"key": key()})
        answer = client.get("/plan/start/", {"card": card})

        assert answer.status_code == 200
        assert "Strain grade 2" in answer.content.decode()

    def test_answers_for_it_come_back_to_it(self, client, sprinter):
        self.finish(client, sprinter)
        sent = {"asked": "q_bone_risk", "q_bone_risk": "no", "card": "maintenance", "key": key()}
        answer = client.post(url("plan-answers", sprinter), sent)

        assert answer["Location"] == "/plan/start/?card=maintenance"


class TestLargeTear:
    @pytest.fixture
    def torn(self, client: Client) -> Injury:
        injury = ready_sprinter(grade=3, onset_on=back(20))
        Injury.objects.filter(pk=injury.pk).update(
            triage={"row": "strain_3", "programme": "hold_until_seen"}
        )
        client.force_login(injury.owner)
        return injury

    def test_it_waits_to_be_seen_and_names_the_plan_that_may_follow(self, client, torn):
        words = read(client, "/plan/")

        assert "Be examined first" in words
        assert "/plan/start/?card=cleared" in words

    def test_without_an_agreement_it_does_not_begin(self, client, torn):
        sent = {"key": key(), "stage": "protect", "card": "cleared"}

        assert client.post(url("plan-open", torn), sent).status_code == 422
        assert not Plan.objects.filter(injury=torn).exists()

    def test_with_one_it_begins_and_every_step_waits_for_the_next(self, client, torn):
        assert "tell us below who and when" in read(client, "/plan/start/?card=cleared").lower()
        sent = {"key": key(), "stage": "protect", "card": "cleared", "by": "Dr Hale",
                "on": TODAY.isoformat(), "words": ""}  # fmt: skip
        assert client.post(url("plan-open", torn), sent)["Location"] == "/plan/"
        goals = {goal.id: goal for goal in client.get("/plan/").context["page"].goals}

        assert Plan.objects.get(injury=torn).programme == "strain_g3_cleared"
        assert (goals["pro"].word, goals["pro"].is_met) == ("not yet", False)

    def test_carry_on_at_a_later_visit_opens_the_stage_it_names(self, client, torn):
        on_plan_with(torn, "strain_g3_cleared", "protect", days=10)
        client.post(url("plan-clear", torn), {"key": key(), "by": "Physio",
                    "on": back(1).isoformat(), "words": "", "to_stage": ""})  # fmt: skip
        goals = {goal.id: goal for goal in client.get("/plan/").context["page"].goals}

        assert goals["pro"].is_met


def on_plan_with(injury: Injury, programme: str, stage: str, *, days: int) -> None:
    from uuid import uuid4

    from tests.tracker.plan.people import now_at
    from tracker.actions.follow_plan import Agreement, start_plan

    start_plan(
        injury=injury, programme=programme, stage=stage, at=now_at(injury, back(days)),
        key=uuid4(), agreement=Agreement("Dr Hale", back(days)),
    )  # fmt: skip


class TestCramp:
    @pytest.fixture
    def cramped(self, client: Client) -> Injury:
        injury = make_injury(
            make_user(birth_year=1992), side="left", onset="sudden", onset_on=back(6),
            type="muscle_strain", mechanism="other", places=[["mid_thigh", "left"]],
            onset_pop="no", onset_gap="no", onset_bruising="no", onset_walking="normal",
            goal="everyday", working_label="cramp", triage={"row": "cramp", "programme": "cramp"},
        )  # fmt: skip
        answer_health(injury, on=back(6))
        make_answer(injury, "q_dark_urine", "no", back(6))
        on_plan(injury, "cramp", "now", today=back(5))
        Plan.objects.filter(injury=injury).update(stage="settle")
        StageMove.objects.create(plan=Plan.objects.get(injury=injury), on=back(4),
                                 from_stage="now", to_stage="settle",
                                 reason="goals_met")  # fmt: skip
        client.force_login(injury.owner)
        return injury

    def test_a_session_that_ended_gives_the_five_answers_back(self, client, cramped):
        sent = self.sent(walking="limp", pop="yes") | {FIELD: make_mark(cramped.owner)}
        client.logout()
        client.post(url("plan-retriage", cramped), sent)
        client.force_login(cramped.owner)

        page = client.get("/plan/strain/")
        assert page.context["form"]["walking"].value() == "limp"
        assert "It is not saved yet." in page.content.decode()
        assert Plan.objects.get(injury=cramped).ended_on is None

    def sent(self, **signs: str) -> dict[str, str]:
        told = {"walking": "normal", "bruise": "no", "big_bruise": "no", "pop": "no", "gap": "no"}
        return told | signs | {"key": key()}

    def test_after_three_days_the_plan_asks_whether_it_is_one(self, client, cramped):
        assert "This has lasted longer than a cramp." in read(client, "/plan/")
        assert "Is it still a cramp?" in read(client, "/plan/strain/")

    def test_before_that_it_does_not(self, client, cramped):
        StageMove.objects.filter(to_stage="settle").update(on=back(3))

        assert "This has lasted longer" not in read(client, "/plan/")
        assert client.get("/plan/strain/")["Location"] == "/plan/"

    @pytest.mark.parametrize(("signs", "row", "grade", "programme"), [
        ({}, "strain_1_sprint", 1, "strain_sprint_g1"),
        ({"bruise": "yes"}, "strain_2_sprint", 2, "strain_sprint_g2"),
        ({"gap": "yes"}, "strain_3", 3, "hold_until_seen"),
        ({"walking": "cannot"}, "strain_3", 3, "hold_until_seen"),
    ])  # fmt: skip
    def test_the_signs_told_now_decide_the_strain(
        self, client, cramped, signs, row, grade, programme
    ):
        answer = client.post(url("plan-retriage", cramped), self.sent(**signs))
        cramped.refresh_from_db()

        assert answer["Location"] == "/plan/start/"
        assert (cramped.triage["row"], cramped.grade) == (row, grade)
        assert cramped.triage["before"] == "cramp"
        assert cramped.triage["programme"] == programme
        assert cramped.mechanism == Mechanism.OVERLOAD
        assert not Plan.objects.filter(injury=cramped, ended_on=None).exists()
        name = catalogue().programmes[programme].name
        assert name in read(client, "/plan/start/")

    def test_sent_twice_it_stands_once(self, client, cramped):
        sent = self.sent()
        for _ in range(2):
            assert client.post(url("plan-retriage", cramped), sent).status_code == 303
        cramped.refresh_from_db()
        assert cramped.triage["before"] == "cramp"

    def test_what_is_left_open_is_asked_with_a_sentence(self, client, cramped):
        answer = client.post(url("plan-retriage", cramped), self.sent(walking=""))

        assert answer.status_code == 422
        cramped.refresh_from_db()
        assert cramped.triage["row"] == "cramp"

    def test_another_plan_has_no_such_question(self, client, sprinter):
        client.force_login(sprinter.owner)
        answer = client.post(url("plan-retriage", sprinter), self.sent())

        assert answer["Location"] == "/plan/"
        assert Plan.objects.get(injury=sprinter).ended_on is None


class TestLump:
    @pytest.fixture
    def bruised(self, client: Client) -> Injury:
        injury = ready_sprinter(onset_on=back(4), type="contusion", grade=None, mechanism="blow")
        make_answer(injury, "q_tense_thigh", "no", back(4))
        make_answer(injury, "q_foot_drop", "no", back(4))
        from uuid import uuid4

        from tests.tracker.plan.people import now_at
        from tracker.actions.follow_plan import start_plan

        start_plan(injury=injury, programme="contusion", stage="settle", key=uuid4(),
                   at=now_at(injury, back(3)), attested=frozenset({"hip"}))  # fmt: skip
        client.force_login(injury.owner)
        return injury

    def test_plan_and_today_ask_for_a_lump_and_no_meets_the_goal(self, client, bruised):
        for path in ("/plan/", "/today/"):
            assert "Can you feel a lump" in read(client, path)
        sent = {"asked": "q_lump", "q_lump": "no", "key": key(), "back": "today"}
        assert client.post(url("plan-ask", bruised), sent)["Location"] == "/today/"

        goals = {goal.id: goal.word for goal in client.get("/plan/").context["page"].goals}
        assert goals["lump"] == "met"
        assert "Can you feel a lump" not in read(client, "/plan/")

    def test_a_lump_asks_whether_it_grows_and_a_growing_one_stops_the_plan(self, client, bruised):
        client.post(url("plan-ask", bruised), {"asked": "q_lump", "q_lump": "yes", "key": key()})
        assert "Is the lump getting bigger" in read(client, "/plan/")

        sent = {"asked": "q_lump_growing", "q_lump_growing": "yes", "key": key()}
        assert client.post(url("plan-ask", bruised), sent)["Location"] == "/check/result/"
        assert "Stop the programme and be seen" in read(client, "/plan/")

    @pytest.mark.parametrize("page", ["plan", "today"])
    def test_an_open_line_is_refused_and_the_others_keep_their_answers(self, client, bruised, page):
        sent = {"asked": "q_lump,q_lump_growing", "q_lump_growing": "yes", "key": key()}
        answer = client.post(url("plan-ask", bruised), sent | {"back": page})

        assert answer.status_code == 422
        form = answer.context["ask_form"]
        assert form.errors == {"q_lump": ["Answer each line. Not sure is fine"]}
        assert form["q_lump_growing"].value() == "yes"
        assert "Answer each line. Not sure is fine" in answer.content.decode()
        assert not Answer.objects.filter(because="plan").exists()

    def test_a_session_that_ended_gives_the_answers_back(self, client, bruised):
        sent = {"asked": "q_lump", "q_lump": "not_sure", "key": key(),
                FIELD: make_mark(bruised.owner)}  # fmt: skip
        client.logout()
        client.post(url("plan-ask", bruised), sent)
        client.force_login(bruised.owner)

        assert client.get("/plan/").context["ask_form"]["q_lump"].value() == "not_sure"


@pytest.mark.parametrize("name", ["plan-goal", "plan-week-record", "plan-retriage", "plan-ask",
                                  "again-begin", "injury-choose"])  # fmt: skip
def test_a_stranger_finds_nothing(client, sprinter, name):
    client.force_login(make_user())

    assert client.post(url(name, sprinter), {"key": key()}).status_code == 404
    assert client.get(url(name, sprinter)).status_code == 405


@pytest.mark.parametrize(("days_ago", "words"), [(1, "ended on"), (0, "end on"), (-3, "end on")])
def test_the_end_of_the_eight_weeks_is_told_in_its_own_time(days_ago, words):
    ends = TODAY - timedelta(days=days_ago)
    watch = WatchState(
        week=8, of=8, began_on=ends - timedelta(days=56), ends_on=ends, is_due=False,
        next_on=ends, checks=(), advice=(),
    )  # fmt: skip

    assert f"The 8 weeks {words} " in week_card(watch, today=TODAY).words
