"""The Plan page: goals, holds, offers and moves for people with an open plan."""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from html import unescape

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from rehab.content.catalogue import catalogue
from tests.tracker.make import NOON, TODAY, key, make_day, make_notice, make_part, make_run
from tests.tracker.plan.people import on_plan, ready_sit_bone, ready_sprinter
from tests.tracker.plan.test_follow_plan import log_a_good_week
from tests.tracker.queries import counting
from tracker.charts.oval import oval
from tracker.diary_reader import with_context
from tracker.models import (
    Clearance,
    Day,
    Finding,
    GapAnswer,
    Injury,
    LoadPause,
    Notice,
    Plan,
    PlanItem,
    Reading,
    StageMove,
)
from tracker.overview.plan import plan_now
from tracker.overview.plan_read import stage_page

pytestmark = pytest.mark.django_db
WEEK_AGO = TODAY - timedelta(days=7)
NERVE = "r_numb_weak"
QUERIES_MOST = 10


@pytest.fixture(autouse=True)
def _noon() -> Iterator[None]:
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def robin() -> Injury:
    """A week into the first stage of the tendon plan."""
    injury = ready_sit_bone()
    on_plan(injury, today=WEEK_AGO)
    return injury


@pytest.fixture
def client(client: Client, robin: Injury) -> Client:
    client.force_login(robin.owner)
    return client


def read(client: Client, path: str = "/plan/") -> str:
    """The words of a page, spaces as one."""
    return " ".join(unescape(client.get(path).content.decode()).split())


def page(client: Client):
    return client.get("/plan/").context["page"]


def url(name: str, injury: Injury) -> str:
    return reverse(name, args=[injury.uuid])


def tell(injury: Injury, rule: str = NERVE, *, tier: str = "soon", on: date = TODAY) -> None:
    """An open sign the person was told of."""
    known = catalogue().rules[rule]
    Finding.objects.create(
        injury=injury, rule=rule, topic=known.topic, tier=tier, opened_on=on, last_true_on=on
    )
    make_notice(injury, tier=tier, told_on=on, parts=[make_part(rule, message="You logged it.")])


class TestTheState:
    def test_it_takes_five_queries_and_knows_its_stage(self, robin):
        known = with_context(Injury.objects.filter(pk=robin.pk)).get()
        with counting() as count:
            now = plan_now(known, today=TODAY)

        assert count.number == 5
        assert now is not None and now.number == 1
        assert now.stage is not None and now.stage.id == "calm"

    def test_without_a_plan_there_is_none(self):
        assert plan_now(ready_sit_bone(), today=TODAY) is None

    def test_a_stage_that_the_content_no_longer_has_is_told_and_judges_nothing(self, client, robin):
        StageMove.objects.update(to_stage="long_gone")
        Plan.objects.update(stage="long_gone")

        assert "This plan has changed" in read(client)

    def test_an_own_plan_is_listed_and_not_judged(self, client, robin):
        Plan.objects.update(kind="own", programme="", stage="", made_by="the physio")
        PlanItem.objects.create(plan=Plan.objects.get(), position=1, name="Step-down")

        words = read(client)
        assert "Step-down" in words and "From the physio, since" in words
        assert "To move to stage" not in words


class TestGoals:
    def test_what_nobody_logged_is_not_known(self, client):
        found = page(client)

        assert [(goal.id, goal.word) for goal in found.goals] == [
            ("load", "not known"), ("morning", "not known"), ("sit", "not known"),
        ]  # fmt: skip
        assert found.summary.startswith("0 of 3 goals met.")
        assert found.goals[0].detail == "No day counts yet."

    def test_days_in_a_row_are_counted_with_their_values(self, client, robin):
        for back, value in ((1, 3), (0, 2)):
            Reading.objects.create(
                injury=robin, on=TODAY - timedelta(days=back), metric="t_load_a_pain", value=value
            )
        load = page(client).goals[0]

        assert load.word == "2 of 3 days"
        assert load.detail == "3 yesterday, 2 today."
        assert not load.is_met

    def test_a_value_over_the_limit_is_not_yet_and_says_which(self, client, robin):
        Reading.objects.create(injury=robin, on=TODAY, metric="t_sit_min", value=15)
        sit = page(client).goals[2]

        assert (sit.word, sit.detail) == ("not yet", "15 minutes today.")

    def test_an_old_value_asks_to_test_again(self, client, robin):
        Reading.objects.create(injury=robin, on=WEEK_AGO, metric="t_sit_min", value=40)
        sit = page(client).goals[2]

        assert sit.word == "test again"
        assert sit.detail == "40 minutes on 14 Nov. Too old to count."

    def test_a_share_names_both_legs(self, client, robin):
        Injury.objects.update(goal="distance")
        Plan.objects.update(stage="neutral")
        StageMove.objects.create(
            plan=Plan.objects.get(), on=TODAY, from_stage="calm", to_stage="neutral",
            reason="chosen",
        )  # fmt: skip
        for metric, value in (("t_slhb_inj", 19), ("t_slhb_oth", 25)):
            Reading.objects.create(injury=robin, on=TODAY, metric=metric, value=value)
        share = next(goal for goal in page(client).goals if goal.id == "slhb")

        assert share.detail == "76% today: 19 against 25."

    def test_a_zero_is_a_value_and_no_gap(self, client, robin):
        Reading.objects.create(injury=robin, on=TODAY, metric="t_load_a_pain", value=0)

        assert page(client).goals[0].detail == "0 today."

    def test_the_test_that_is_due_has_one_button(self, client):
        assert page(client).test == "Do the 2 tests of today"
        assert 'href="/plan/tests/"' in read(client)


class TestMovingOn:
    def test_ready_is_offered_and_only_the_person_moves(self, client, robin):
        log_a_good_week(robin, WEEK_AGO)

        assert page(client).ready_for.stage == "neutral"
        assert Plan.objects.get().stage == "calm"
        sent = {"key": key(), "to_stage": "neutral"}
        for _ in range(2):
            answer = client.post(url("plan-advance", robin), sent)
            assert (answer.status_code, answer["Location"]) == (303, "/plan/")
        assert Plan.objects.get().stage == "neutral"
        assert StageMove.objects.filter(reason="goals_met").count() == 1
        stages = page(client).stages
        assert [row.words for row in stages[:2]] == ["14 Nov to 21 Nov", "now, since 21 Nov"]

    def test_not_ready_is_refused_with_a_sentence(self, client, robin):
        answer = client.post(url("plan-advance", robin), {"key": key(), "to_stage": "neutral"})

        assert answer.status_code == 422
        assert "Not every goal is met any more" in answer.content.decode()
        assert Plan.objects.get().stage == "calm"

    def test_the_shortest_time_of_a_stage_is_said(self, client, robin):
        Plan.objects.update(started_on=TODAY)
        StageMove.objects.update(on=TODAY)

        assert page(client).blocks == ("This stage takes at least 7 days: until Sat 28 Nov.",)

    def test_the_end_of_a_programme_is_i_am_back(self, client, robin):
        """Somebody whose goal is everyday life ends after the third stage."""
        Injury.objects.update(goal="everyday")
        Plan.objects.update(stage="flexed", started_on=TODAY - timedelta(days=90))
        StageMove.objects.update(to_stage="flexed", on=TODAY - timedelta(days=40))
        log_a_good_week(robin, WEEK_AGO)
        for n in range(8):
            on = WEEK_AGO + timedelta(days=n)
            Reading.objects.create(injury=robin, on=on, metric="t_load_c_pain", value=2)
            Reading.objects.filter(injury=robin, on=on, metric="t_sit_min").update(value=50)

        assert page(client).is_finished
        assert "You made it round" in read(client, "/plan/end/")
        client.post(url("plan-stop", robin), {"key": key()})
        robin.refresh_from_db()
        assert robin.returned_on == TODAY
        words = read(client)
        assert "You made it round" in words and "Stay-strong programme after return" in words
        assert "Begin again: Sit-bone tendon pain" in words

    def test_ending_early_asks_first_and_keeps_no_return(self, client, robin):
        assert "End this plan?" in read(client, "/plan/end/")
        sent = {"key": key()}
        for _ in range(2):
            assert client.post(url("plan-stop", robin), sent).status_code == 303
        robin.refresh_from_db()
        assert robin.returned_on is None
        assert Plan.objects.get().ended_on == TODAY


class TestCleared:
    def sent(self, **given: str) -> dict[str, str]:
        told = {"key": key(), "by": "Physio, clinic", "on": TODAY.isoformat(), "words": "Go on."}
        return told | {"to_stage": ""} | given

    def test_an_agreement_is_kept_and_the_stage_stays(self, client, robin):
        assert client.post(url("plan-clear", robin), self.sent()).status_code == 303
        given = Clearance.objects.get()
        assert (given.by, given.on, given.words) == ("Physio, clinic", TODAY, "Go on.")
        assert Plan.objects.get().stage == "calm"

    def test_it_moves_on_when_asked_and_once(self, client, robin):
        sent = self.sent(to_stage="neutral")
        for _ in range(2):
            client.post(url("plan-clear", robin), sent)
        assert Plan.objects.get().stage == "neutral"
        assert Clearance.objects.count() == 1

    @pytest.mark.parametrize(
        ("wrong", "words"),
        [
            ({"by": " "}, "Enter who cleared you"),
            ({"on": ""}, "Enter the day of the visit"),
            ({"on": "yesterday"}, "Enter the day of the visit"),
            ({"on": "2027-01-01"}, "The day must be today or earlier"),
            ({"on": "2020-01-01"}, "That visit is too long ago"),
            ({"to_stage": "energy"}, "Choose one of these"),
            ({"by": "x" * 81}, "Keep this under 80 characters"),
        ],
    )
    def test_a_bad_answer_stands_beside_its_field_and_keeps_the_words(
        self, client, robin, wrong, words
    ):
        answer = client.post(url("plan-clear", robin), self.sent(**wrong))

        assert answer.status_code == 422
        assert words in answer.content.decode() and "Go on." in answer.content.decode()
        assert not Clearance.objects.exists()


class TestBack:
    def in_stage_two(self, robin: Injury) -> None:
        Plan.objects.update(stage="neutral")
        StageMove.objects.create(
            plan=Plan.objects.get(), on=TODAY - timedelta(days=2), from_stage="calm",
            to_stage="neutral", reason="goals_met",
        )  # fmt: skip

    def test_the_first_stage_has_no_way_back(self, client):
        assert client.get("/plan/back/")["Location"] == "/plan/"
        assert "Go back a stage" not in read(client)

    def test_the_person_chooses_an_earlier_stage(self, client, robin):
        self.in_stage_two(robin)
        sent = {"key": key(), "stage": "calm"}
        for _ in range(2):
            assert client.post(url("plan-step-back", robin), sent).status_code == 303
        assert Plan.objects.get().stage == "calm"
        assert StageMove.objects.filter(to_stage="calm", reason="chosen").count() == 1

    def test_a_later_stage_is_refused(self, client, robin):
        self.in_stage_two(robin)
        answer = client.post(url("plan-step-back", robin), {"key": key(), "stage": "energy"})

        assert answer.status_code == 422
        assert Plan.objects.get().stage == "neutral"

    def test_a_step_back_is_said_with_its_days_and_what_lifts_it(self, client, robin):
        self.in_stage_two(robin)
        make_run(robin, TODAY, pain=8)
        (hold,) = page(client).holds

        assert hold.outcome == "step_back"
        assert hold.because == "Pain during running: 8 today."
        assert hold.lifts == "Load and running again from Mon 23 Nov."


class TestPause:
    def test_a_told_sign_offers_a_pause_and_changes_nothing(self, client, robin):
        tell(robin)
        found = page(client)

        assert "<p>You logged it.</p>" in read(client)
        assert found.kind == "session"
        assert not LoadPause.objects.exists()
        assert "Yes, pause (suggested)" in read(client)

    def test_the_offer_counts_the_days_of_today_like_the_card_on_signs(self, client, robin):
        tell(robin, on=TODAY - timedelta(days=1))
        for ago in range(4):
            on, calf = TODAY - timedelta(days=ago), [["calf", "right"]]
            Day.objects.filter(injury=robin, on=on).delete()
            make_day(robin, on, rest=3, qualities=["numb"], places=calf)

        said = client.get(reverse("plan")).context["offer_words"]
        cards = [shown.card for shown in client.get(reverse("signs")).context["cards"]]
        on_signs = [part.message for card in cards for part in card.said if part.rule == NERVE]

        assert set(on_signs) <= set(said.messages)
        assert "on 4 of the last 10 days" in on_signs[0]
        assert said.counted == ""

    def test_a_sign_that_is_not_true_any_more_says_of_which_day_its_words_are(self, client, robin):
        then = TODAY - timedelta(days=3)
        make_notice(robin, told_on=then, parts=[make_part(NERVE, on=then.isoformat())])
        known = catalogue().rules[NERVE]
        Finding.objects.create(
            injury=robin,
            rule=NERVE,
            topic=known.topic,
            tier="soon",
            opened_on=then,
            last_true_on=then,
        )

        assert "In the words of Wed 18 Nov." in read(client)

    def test_the_offer_shows_the_gentle_day_it_would_bring(self, client, robin):
        assert not page(client).if_paused

        tell(robin)
        offered = page(client).if_paused
        assert "If you pause: gentle days" in read(client)

        client.post(url("plan-pause", robin), {"key": key(), "pause": "yes"})
        found = page(client)
        assert offered and found.gentle == offered
        assert not found.if_paused

    def test_stop_words_stand_without_a_gentle_day(self, client, robin):
        tell(robin, "r_ces", tier="emergency")

        found = page(client)
        assert found.is_stopped and found.offer.is_grave and not found.if_paused

    def test_a_finding_nobody_was_told_of_offers_nothing(self, client, robin):
        tell(robin)
        Notice.objects.all().delete()

        assert page(client).offer is None

    def test_a_routine_sign_offers_nothing(self, client, robin):
        tell(robin, tier="routine")

        assert page(client).offer is None

    def test_the_default_comes_only_from_the_rule(self, client, robin):
        rule = next(
            r.id
            for r in catalogue().enabled_rules
            if r.tier.value == "soon" and not r.pause_default
        )
        tell(robin, rule)

        assert "checked" not in read(client)
        assert "(suggested)" not in read(client)

    def test_yes_pauses_leaves_the_gentle_day_and_hides_the_tests(self, client, robin):
        tell(robin)
        for _ in range(2):
            client.post(url("plan-pause", robin), {"key": key(), "pause": "yes"})
        found = page(client)

        assert LoadPause.objects.get().rule == NERVE
        assert found.paused.startswith("Paused since Sat 21 Nov.")
        assert (found.kind, found.test, found.offer) == ("gentle", "", None)
        assert found.gentle and not any(
            catalogue().exercises[row.id].loads_hamstring for row in found.gentle
        )

    def test_the_person_ends_a_pause_and_is_not_asked_again(self, client, robin):
        tell(robin)
        client.post(url("plan-pause", robin), {"key": key(), "pause": "yes"})
        for _ in range(2):
            assert client.post(url("plan-pause-end", robin), {"key": key()}).status_code == 303
        assert LoadPause.objects.get().ended_by == "person"
        assert (page(client).paused, page(client).offer) == ("", None)

    def test_no_is_kept_for_every_sign_that_asked(self, client, robin):
        tell(robin)
        tell(robin, "r_saddle" if "r_saddle" in catalogue().rules else "r_night_pain")
        client.post(url("plan-pause", robin), {"key": key(), "pause": "no"})

        assert LoadPause.objects.filter(accepted=False).count() == 2
        assert page(client).offer is None

    def test_a_sign_that_comes_back_later_asks_again(self, client, robin):
        LoadPause.objects.create(
            injury=robin, rule=NERVE, accepted=False, started_on=WEEK_AGO, ended_on=WEEK_AGO,
            ended_by="person",
        )  # fmt: skip
        tell(robin)

        assert page(client).offer is not None

    def test_without_a_choice_nothing_is_kept(self, client, robin):
        tell(robin)
        answer = client.post(url("plan-pause", robin), {"key": key()})

        assert answer.status_code == 422
        assert "Choose yes or no" in answer.content.decode()
        assert not LoadPause.objects.exists()

    def test_an_urgent_sign_says_its_stop_words_at_once(self, client, robin):
        tell(robin, "r_cannot_walk", tier="urgent")

        assert page(client).kind == "stopped"
        assert page(client).is_folded
        assert client.get("/plan/tests/").context["page"].all == ()
        assert "Stop running, exercises and stretching until you have been seen." in read(client)


class TestGap:
    def quiet(self, robin: Injury) -> None:
        """A log on the first day and nothing for ten days."""
        first = TODAY - timedelta(days=11)
        Plan.objects.update(started_on=first)
        StageMove.objects.update(on=first)
        make_day(robin, first, rest=1)
        Day.objects.filter(on__gt=first).delete()

    def test_after_a_gap_it_asks_and_decides_on_the_answer(self, client, robin):
        self.quiet(robin)
        assert page(client).gap_days == 10
        sent = {"key": key(), "gap_days": "10", "kept_training": "no"}
        assert client.post(url("plan-gap", robin), sent)["Location"] == "/plan/"

        assert GapAnswer.objects.get().kept_training == "no"
        found = page(client)
        assert found.gap_days is None
        assert found.holds[0].because == "No log for 10 days, with less training or none."

    def test_an_answer_from_today_leads_back_to_today(self, client, robin):
        self.quiet(robin)
        sent = {"key": key(), "gap_days": "10", "kept_training": "yes", "back": "today"}

        assert client.post(url("plan-gap", robin), sent)["Location"] == "/today/"
        assert page(client).holds == ()

    @pytest.mark.parametrize("wrong", [{"kept_training": "maybe"}, {"gap_days": "0"}])
    def test_nonsense_is_refused(self, client, robin, wrong):
        self.quiet(robin)
        sent = {"key": key(), "gap_days": "10", "kept_training": "no"} | wrong

        assert client.post(url("plan-gap", robin), sent).status_code == 422
        assert not GapAnswer.objects.exists()


class TestTheRest:
    def test_the_running_steps_stand_around_the_open_one(self, client, robin):
        StageMove.objects.update(to_stage="neutral")
        Plan.objects.update(stage="neutral")
        (ladder,) = page(client).ladders

        assert [(step.step, step.word) for step in ladder.steps] == [
            ("E1", "next"), ("E2", ""), ("E2b", ""),
        ]  # fmt: skip
        assert ladder.lines[0].startswith("Running opens with: ")

    @pytest.mark.parametrize(
        ("goal", "shows", "hides"),
        [
            ("sprint_team", "Running step S10 passed twice", "30 minute brisk walk"),
            ("distance", "Running step E11 passed", "Running step S10 passed twice"),
            ("everyday", "30 minute brisk walk", "Running step S7 passed"),
        ],
    )
    def test_a_stage_lists_the_goals_of_the_person(self, goal, shows, hides):
        programme = catalogue().programmes["strain_sprint_g2"]

        mine = " ".join(stage_page(programme, 4, goal=goal).goals)
        all_of_them = " ".join(stage_page(programme, 4).goals)

        assert shows in mine and hides not in mine
        assert shows in all_of_them and hides in all_of_them

    def test_the_clock_is_a_line_and_counts_from_the_start(self, client):
        words = " ".join(page(client).clock)

        assert words.startswith("Day 7 of the plan. We count from the day you started")
        assert "Too early to judge before" in words

    def test_a_plan_as_old_as_the_injury_counts_its_days_once(self, client, robin):
        Injury.objects.update(onset_on=WEEK_AGO, onset_precision="day")

        words = " ".join(page(client).clock)

        assert words.startswith("Day 7 of the plan and since it began. ")
        assert words.count("Day 7") == 1

    def test_late_is_a_line_and_no_notice(self, client, robin):
        Plan.objects.update(started_on=TODAY - timedelta(days=300))
        StageMove.objects.update(on=TODAY - timedelta(days=300))
        told = Notice.objects.count()

        assert "longer than usual" in " ".join(page(client).clock)
        assert Notice.objects.count() == told

    @pytest.mark.parametrize("length", [30, 400])
    def test_it_takes_at_most_ten_queries_however_long_the_diary(self, client, robin, length):
        tell(robin)
        Day.objects.filter(injury=robin).delete()
        Day.objects.bulk_create(
            Day(injury=robin, on=TODAY - timedelta(days=n), rest=1, morning=2)
            for n in range(length)
        )
        first = TODAY - timedelta(days=length)
        Plan.objects.update(started_on=first)
        StageMove.objects.update(on=first)
        client.get("/plan/")
        with counting() as count:
            assert client.get("/plan/").status_code == 200

        assert count.number == QUERIES_MOST, count.statements

    def test_a_stage_and_an_exercise_can_be_read(self, client):
        stage = read(client, "/plan/stage/2/")
        assert "Strength, hip nearly straight" in stage and "Hip thrust" in stage
        exercise = read(client, "/plan/exercise/hip_thrust/")
        assert "Shoulders on a bench" in exercise and "Arching the back" in exercise
        assert "/plan/exercise/bridge_2leg/" in exercise
        assert "Not yet reviewed by a clinician." in exercise

    @pytest.mark.parametrize(
        "path",
        ["/plan/stage/0/", "/plan/stage/9/", "/plan/stage/999999999999999999999/",
         "/plan/exercise/nonsense/"],
    )  # fmt: skip
    def test_what_does_not_exist_is_not_found(self, client, path):
        assert client.get(path).status_code == 404

    def test_a_lap_has_one_arc_for_each_stage(self):
        arcs = oval(5, 3)

        assert [arc.is_reached for arc in arcs] == [True, True, True, False, False]
        assert oval(0, 0) == ()

    def test_a_page_never_names_a_diagnosis_or_praises(self, client):
        for path in ("/plan/", "/plan/tests/", "/plan/stage/1/", "/plan/end/"):
            words = read(client, path).lower()
            assert not any(
                w in words for w in ("you have a ", "should have", "great job", "failed")
            )


class TestWhoGetsIn:
    NAMES = ("plan-answers", "plan-open", "plan-readings", "plan-advance", "plan-clear",
             "plan-step-back", "plan-stop", "plan-pause", "plan-pause-end", "plan-gap")  # fmt: skip

    @pytest.mark.parametrize("name", NAMES)
    def test_a_stranger_gets_404_and_a_visitor_the_sign_in(self, client, name):
        other = ready_sprinter()
        assert client.post(url(name, other), {"key": key()}).status_code == 404
        assert Client().post(url(name, other), {"key": key()})["Location"].startswith("/accounts/")

    @pytest.mark.parametrize("name", NAMES)
    def test_a_write_is_never_a_get(self, client, robin, name):
        assert client.get(url(name, robin)).status_code == 405

    def test_words_typed_after_the_session_ended_come_back(self, client, robin):
        form = client.get("/plan/cleared/").context["form"]
        sent = {
            "by": "Physio Kim", "on": "", "words": "Slowly.", "key": form.key_value,
            **owner_of(form),
        }  # fmt: skip
        client.logout()
        assert client.post(url("plan-clear", robin), sent).status_code == 302
        client.post(
            "/accounts/login/", {"login": robin.owner.email, "password": "pelvis-anchor-42"}
        )

        assert "Physio Kim" in read(client, "/plan/cleared/")
        assert not Clearance.objects.exists()

    @pytest.mark.parametrize(
        ("page", "form", "name", "sent"),
        [
            ("/plan/", "pause_form", "plan-pause", {"pause": "no"}),
            ("/plan/", "gap_form", "plan-gap", {"gap_days": "15", "kept_training": "a_little"}),
            ("/plan/back/", "form", "plan-step-back", {"stage": "calm"}),
        ],
    )
    def test_an_answer_chosen_after_the_session_ended_is_chosen_again(
        self, client, robin, page, form, name, sent
    ):
        if form == "pause_form":
            tell(robin)
        elif form == "gap_form":
            make_day(robin, TODAY - timedelta(days=15), rest=1, sitting=4)
        Plan.objects.update(stage="neutral", started_on=TODAY - timedelta(days=30))
        StageMove.objects.update(to_stage="neutral", on=TODAY - timedelta(days=30))
        shown = client.get(page).context[form]
        client.logout()
        told = sent | {"key": shown.key_value} | owner_of(shown)
        assert client.post(url(name, robin), told).status_code == 302
        client.post(
            "/accounts/login/", {"login": robin.owner.email, "password": "pelvis-anchor-42"}
        )

        answer = client.get(page)

        (value,) = (sent[field] for field in sent if field != "gap_days")
        words = " ".join(answer.content.decode().split())
        assert "It is not saved yet." in words
        assert re.search(rf'value="{value}"[^>]* checked', words)
        assert not answer.context[form].errors
        assert not LoadPause.objects.exists() and not GapAnswer.objects.exists()


def owner_of(form) -> dict[str, str]:
    from tracker.owner_mark import FIELD, make_mark

    return {FIELD: make_mark(form.owner)}


class TestEveryPlan:
    @pytest.mark.parametrize("programme", list(catalogue().enabled_programmes))
    @pytest.mark.parametrize("goal", [None, "everyday", "distance", "sprint_team"])
    def test_every_stage_of_every_plan_opens(self, client, robin, programme, goal):
        Injury.objects.update(goal=goal)
        for number, stage in enumerate(catalogue().programmes[programme].stages, start=1):
            Plan.objects.update(programme=programme, stage=stage.id)
            StageMove.objects.update(to_stage=stage.id)
            found = page(client)

            assert (found.number, len(found.arcs)) == (number, found.of)
            assert len({goal.id for goal in found.goals}) == len(found.goals)
            for path in ("/plan/tests/", f"/plan/stage/{number}/", "/plan/cleared/", "/plan/end/"):
                assert client.get(path).status_code == 200

    def test_every_exercise_can_be_read(self, client):
        for exercise in catalogue().exercises.values():
            expected = 200 if exercise.enabled else 404
            words = client.get(f"/plan/exercise/{exercise.id}/")

            assert words.status_code == expected, exercise.id

    def test_what_is_safer_for_who_is_older_or_fell_stands_with_the_exercise(self, client):
        told = {
            each.id: each.older_text
            for each in catalogue().exercises.values()
            if each.enabled and each.older_text
        }

        assert "eyes open" in told["balance_1leg"]
        for exercise, words in told.items():
            assert words in read(client, f"/plan/exercise/{exercise}/")

    def test_every_response_rule_and_reason_has_words_of_its_own(self):
        from typing import get_args

        from rehab.programme.allowed import Why
        from rehab.programme.ladder import Why as RunWhy
        from rehab.programme.lines import MissingKey
        from tracker.overview import plan_texts

        assert set(get_args(Why)) <= set(plan_texts.LEFT_OUT)
        assert set(get_args(RunWhy)) - {""} == set(plan_texts.RUNS)
        assert {rule.outcome for rule in catalogue().response_rules} <= set(plan_texts.OUTCOMES)
        own = {"no_entry", "days", "value", "passes", "next_morning", "record"}
        assert set(get_args(MissingKey)) == own | set(plan_texts.MISSING)
