"""Today with a plan: what the log asks, what the numbers mean, the exercises with their ticks."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from tests.tracker.make import (
    NOON,
    PASSWORD,
    TODAY,
    key,
    make_answer,
    make_day,
    make_days,
    make_notice,
)
from tests.tracker.plan.people import on_plan, ready_sit_bone, ready_sprinter
from tests.tracker.queries import counting, locks
from tracker.models import Day, ExerciseSession, Finding, Injury, Reading, Revision, SessionItem
from tracker.owner_mark import FIELD, make_mark

HTMX = {"HX-Request": "true"}
LOAD = "t_load_a_pain"
SITTING_LINES = ["sitting", "sit_minutes", "morning", "running", "rest"]


@pytest.fixture(autouse=True)
def _noon() -> Iterator[None]:
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def robin(db: None) -> Injury:
    """In the first stage of the tendon plan since today."""
    injury = ready_sit_bone()
    on_plan(injury)
    make_day(injury, TODAY - timedelta(days=2), night=0, running=1)
    injury.owner.contexts = SITTING_LINES
    injury.owner.save(update_fields=["contexts"])
    return injury


@pytest.fixture
def client(client: Client, robin: Injury) -> Client:
    client.force_login(robin.owner)
    return client


def record(injury: Injury, on: date = TODAY) -> str:
    return reverse("day-record", args=[injury.uuid, on])


def tick(injury: Injury, exercise: str) -> str:
    return reverse("exercise-tick", args=[injury.uuid, TODAY, exercise])


def words(client: Client) -> str:
    return client.get("/today/").content.decode()


def lines(client: Client) -> list[str]:
    return client.get("/today/").context["form"].asked


class TestTheLog:
    def test_the_load_test_of_the_open_stage_stands_after_sitting(self, client: Client) -> None:
        assert lines(client) == ["sitting", "sit_minutes", LOAD, "morning", "running", "rest"]
        shown = words(client)
        assert "Load test A" in shown and "3 single-leg bridges, knee bent" in shown
        assert "Same time each day: 3 single-leg bridges, foot on floor" in shown
        assert f'name="{LOAD}" value="not_done"' in shown

    def test_nothing_of_the_plan_is_chosen_beforehand(self, client: Client) -> None:
        form = client.get("/today/").context["form"]

        assert form[LOAD].value() is None
        assert form["limp"].value() is None

    def test_it_is_stored_as_a_reading_beside_the_day(self, client: Client, robin: Injury) -> None:
        client.post(record(robin), {"key": key(), "sitting": "4", LOAD: "3"})

        assert Day.objects.filter(on=TODAY).count() == 1
        assert [(r.metric, r.value) for r in Reading.objects.all()] == [(LOAD, 3)]
        shown = words(client)
        assert "<dt>Load test</dt><dd>3</dd>" in shown
        assert shown.index("<dt>Sitting</dt>") < shown.index("<dt>Load test</dt>")

    def test_a_load_test_alone_is_an_answer(self, client: Client, robin: Injury) -> None:
        answer = client.post(record(robin), {"key": key(), LOAD: "0"})

        assert answer.status_code == 303
        assert Reading.objects.get().value == 0

    def test_not_done_stores_no_number_and_takes_an_earlier_one_away(
        self, client: Client, robin: Injury
    ) -> None:
        client.post(record(robin), {"key": key(), "rest": "1", LOAD: "not_done"})
        assert not Reading.objects.exists()

        client.post(record(robin), {"key": key(), "number": "1", LOAD: "5"})
        client.post(record(robin), {"key": key(), "number": "2", LOAD: "not_done"})
        assert not Reading.objects.exists()

    def test_a_number_sent_twice_is_stored_once(self, client: Client, robin: Injury) -> None:
        same = {"key": key(), "rest": "1", LOAD: "3"}
        for _ in range(2):
            client.post(record(robin), same)

        assert Reading.objects.count() == Day.objects.filter(on=TODAY).count() == 1

    @pytest.mark.parametrize("bad", ["11", "-1", "three", "3.5", ""])
    def test_a_bad_number_is_refused_and_the_rest_stays(
        self, client: Client, robin: Injury, bad: str
    ) -> None:
        sent = {"key": key(), LOAD: bad, "note": "long drive", "more": "1"}
        answer = client.post(record(robin), sent)

        if bad == "":
            assert answer.status_code == 303
        else:
            assert answer.status_code == 422
            assert "Choose a number from 0 to 10" in answer.content.decode()
            assert "long drive" in answer.content.decode()
            assert not Day.objects.filter(on=TODAY).exists()
        assert not Reading.objects.exists()

    def test_what_was_stored_shows_when_the_day_is_changed(
        self, client: Client, robin: Injury
    ) -> None:
        client.post(record(robin), {"key": key(), "rest": "1", LOAD: "3"})

        page = client.get(reverse("day-edit", args=[TODAY]))

        assert page.context["form"][LOAD].value() == "3"

    def test_undoing_the_change_brings_the_earlier_number_back(
        self, client: Client, robin: Injury
    ) -> None:
        client.post(record(robin), {"key": key(), "rest": "1", LOAD: "3"})
        client.post(record(robin), {"key": key(), "number": "1", "rest": "2", LOAD: "6"})

        client.post(reverse("undo", args=[Revision.objects.latest("pk").uuid]))

        assert Day.objects.get(on=TODAY).rest == 1
        assert Reading.objects.get().value == 3

    def test_a_deleted_day_takes_it_along_and_gives_it_back(
        self, client: Client, robin: Injury
    ) -> None:
        client.post(record(robin), {"key": key(), "rest": "1", LOAD: "3"})
        client.post(reverse("day-remove", args=[robin.uuid, TODAY]), {"key": key()})
        assert not Reading.objects.exists()

        client.post(reverse("undo", args=[Revision.objects.latest("pk").uuid]))

        assert Day.objects.get(on=TODAY).rest == 1
        assert Reading.objects.get().value == 3

    def test_undo_leaves_alone_what_was_told_since(self, client: Client, robin: Injury) -> None:
        client.post(record(robin), {"key": key(), "rest": "1", LOAD: "3"})
        Reading.objects.update(value=7)

        client.post(reverse("undo", args=[Revision.objects.latest("pk").uuid]))

        assert Reading.objects.get().value == 7

    def test_the_diary_and_the_page_that_deletes_name_it(
        self, client: Client, robin: Injury
    ) -> None:
        client.post(record(robin), {"key": key(), "sitting": "4", LOAD: "3"})

        assert "Load test 3." in client.get("/diary/").content.decode()
        asked = client.get(reverse("day-delete", args=[TODAY])).content.decode()
        assert "<dt>Load test</dt><dd>3</dd>" in asked

    def test_two_devices_each_show_their_own(self, client: Client, robin: Injury) -> None:
        client.post(record(robin), {"key": key(), "sitting": "4", LOAD: "3"})

        sent = {"key": key(), "number": "0", "sitting": "5", LOAD: "6"}
        answer = client.post(record(robin), sent)

        assert answer.status_code == 409
        mine, theirs = (
            [f.value for f in answer.context[name] if f.name == "Load test"]
            for name in ("my_figures", "their_figures")
        )
        assert (mine, theirs) == (["6"], ["3"])
        assert Reading.objects.get().value == 3

    def test_same_as_yesterday_fills_no_load_test(self, client: Client, robin: Injury) -> None:
        yesterday = TODAY - timedelta(days=1)
        make_day(robin, yesterday, sitting=4, rest=1, limp=False)
        Reading.objects.create(injury=robin, on=yesterday, metric=LOAD, value=3)

        form = client.get(reverse("day-same", args=[TODAY])).context["form"]

        assert form["sitting"].value() == "4"
        assert form[LOAD].value() is None
        assert form["limp"].value() is None

    def test_lines_that_the_stage_reads_are_asked_though_not_chosen(
        self, client: Client, robin: Injury
    ) -> None:
        robin.owner.contexts = ["sitting"]
        robin.owner.save(update_fields=["contexts"])

        assert lines(client) == ["sitting", LOAD, "morning", "rest"], "rest cannot be left out"

    def test_without_a_plan_nothing_of_it_is_asked(self, client: Client, robin: Injury) -> None:
        robin.plans.update(ended_on=TODAY)

        assert lines(client) == SITTING_LINES
        assert "exercises-title" not in words(client)


class TestTheLimp:
    @pytest.fixture
    def maya(self, client: Client) -> Injury:
        injury = ready_sprinter(onset_on=TODAY - timedelta(days=4))
        on_plan(injury, "strain_sprint_g2", "protect")
        make_day(injury, TODAY - timedelta(days=2), night=0)
        injury.owner.contexts = ["morning", "rest", "sitting", "walking", "running"]
        injury.owner.save(update_fields=["contexts"])
        client.force_login(injury.owner)
        return injury

    def test_it_has_the_last_line_where_a_goal_reads_it(self, client: Client, maya: Injury) -> None:
        assert lines(client) == ["morning", "rest", "sitting", "walking", "running", "limp"]

    @pytest.mark.parametrize(("told", "stored"), [("yes", True), ("no", False)])
    def test_yes_and_no_are_stored(
        self, client: Client, maya: Injury, told: str, stored: bool
    ) -> None:
        client.post(record(maya), {"key": key(), "limp": told, "limp_row": "1"})

        assert Day.objects.get(injury=maya, on=TODAY).limp is stored

    def test_left_open_it_is_never_no(self, client: Client, maya: Injury) -> None:
        sent = {"key": key(), "limp_row": "1", "more": "1", "signs": ["none"]}
        client.post(record(maya), sent)

        day = Day.objects.get(injury=maya, on=TODAY)
        assert day.limp is None
        assert set(day.signs.values()) == {False}

    def test_the_signs_row_does_not_ask_it_again(self, client: Client, maya: Injury) -> None:
        shown = words(client)

        assert 'name="limp" value="yes"' in shown
        assert 'name="signs" value="limp"' not in shown

    def test_only_a_rule_reads_it_so_it_stands_below(self, client: Client, robin: Injury) -> None:
        robin.plans.update(stage="neutral")
        robin.plans.get().moves.update(to_stage="neutral")
        client.force_login(robin.owner)

        assert "limp" not in lines(client)
        assert 'name="limp" value="yes"' in words(client)


class TestTheNumbersMean:
    @pytest.mark.parametrize(
        ("value", "said"),
        [
            ("3", "Load test 3, so carry on."),
            ("4", "Load test 4: same dose, do not add."),
            ("5", "Load test 5: same dose, do not add."),
            ("6", "Load test 6: leave strength out today."),
        ],
    )
    def test_the_load_test_against_the_limits_of_the_stage(
        self, client: Client, robin: Injury, value: str, said: str
    ) -> None:
        client.post(record(robin), {"key": key(), LOAD: value})

        assert said in words(client)

    def test_over_the_limit_no_strength_is_listed(self, client: Client, robin: Injury) -> None:
        client.post(record(robin), {"key": key(), LOAD: "6"})

        page = client.get("/today/")
        shown = page.context["exercises"]
        assert shown.title == "Easy day"
        assert "bridge_hold_1leg" not in {row.id for row in shown.rows}
        assert "Left out today:" in page.content.decode()

    def test_days_in_a_row_tell_how_far_the_goal_is(self, client: Client, robin: Injury) -> None:
        robin.plans.update(started_on=TODAY - timedelta(days=5))
        robin.plans.get().moves.update(on=TODAY - timedelta(days=5))
        for back in (1, 2):
            on = TODAY - timedelta(days=back)
            if back == 1:
                make_day(robin, on, sitting=3)
                Reading.objects.create(injury=robin, on=on, metric=LOAD, value=2)
        client.post(record(robin), {"key": key(), LOAD: "3"})

        assert "2 days in a row at 3 or less. 1 more meets the goal." in words(client)

    def test_nothing_is_said_before_anything_is_known(self, client: Client, robin: Injury) -> None:
        client.post(record(robin), {"key": key(), "sitting": "4"})

        assert client.get("/today/").context["meaning"] is None


class TestTheExercises:
    def test_they_stand_below_the_open_log_and_after_it(
        self, client: Client, robin: Injury
    ) -> None:
        before = words(client)
        client.post(record(robin), {"key": key(), "sitting": "4"})

        for shown in (before, words(client)):
            assert "0 of" in shown and "Single-leg bridge hold" in shown
            assert "Pain 0 to 3, carry on. 4 or 5, do not add more. 6 or over, stop." in shown

    def test_a_tick_is_stored_and_taken_back_never_turned_over(
        self, client: Client, robin: Injury
    ) -> None:
        for done, stored in (("1", True), ("1", True), ("0", False), ("0", False)):
            sent = {"key": key(), "done": done}
            answer = client.post(tick(robin, "bridge_hold_1leg"), sent)
            assert (answer.status_code, answer["Location"]) == (303, "/today/#exercises")
            assert SessionItem.objects.get().done is stored

    def test_htmx_gets_the_row_and_the_count(self, client: Client, robin: Injury) -> None:
        sent = {"key": key(), "done": "1"}
        answer = client.post(tick(robin, "bridge_hold_1leg"), sent, headers=HTMX)

        shown = answer.content.decode()
        assert 'aria-checked="true"' in shown and 'name="done" value="0"' in shown
        assert 'id="exercises-done" hx-swap-oob="innerHTML">1 of' in shown
        assert "<html" not in shown

    @pytest.mark.parametrize(
        ("exercise", "sent"),
        [("no_such", {"done": "1"}), ("bridge_hold_1leg", {"done": "2"}), ("bridge_hold_1leg", {})],
    )
    @pytest.mark.parametrize("headers", [{}, HTMX], ids=["plain", "htmx"])
    def test_nonsense_stores_nothing(
        self,
        client: Client,
        robin: Injury,
        exercise: str,
        sent: dict[str, str],
        headers: dict[str, str],
    ) -> None:
        answer = client.post(tick(robin, exercise), {"key": key()} | sent, headers=headers)

        assert answer.status_code == (200 if headers else 303)
        assert not SessionItem.objects.exists()

    def test_a_future_day_is_refused(self, client: Client, robin: Injury) -> None:
        path = reverse(
            "exercise-tick", args=[robin.uuid, TODAY + timedelta(days=1), "bridge_hold_1leg"]
        )
        client.post(path, {"key": key(), "done": "1"})

        assert not SessionItem.objects.exists()

    def test_all_done_ticks_the_core_of_the_session(self, client: Client, robin: Injury) -> None:
        core = [row.id for row in client.get("/today/").context["exercises"].rows]
        client.post(reverse("exercises-all", args=[robin.uuid, TODAY]), {"key": key()})

        done = set(SessionItem.objects.filter(done=True).values_list("exercise", flat=True))
        assert done and done <= set(core)
        assert ExerciseSession.objects.get().done_pct == 100

    @pytest.mark.parametrize("htmx", [{}, HTMX], ids=["plain", "htmx"])
    @pytest.mark.parametrize(
        ("name", "sent"),
        [("exercises-all", {}), ("exercises-rate", {"session_pain": "7", "sharp_stop": "no"})],
    )
    def test_what_one_tap_wrote_can_be_undone(
        self, client: Client, robin: Injury, name: str, sent: dict[str, str], htmx: dict[str, str]
    ) -> None:
        def stands() -> list[object]:
            session = ExerciseSession.objects.get()
            items = session.items.order_by("exercise").values_list("exercise", "done")
            return [session.pain, session.sharp_stop, session.done_pct, *items]

        client.post(tick(robin, "bridge_hold_1leg"), {"key": key(), "done": "1"})
        rate = reverse("exercises-rate", args=[robin.uuid, TODAY])
        client.post(rate, {"key": key(), "session_pain": "2"})
        before = stands()

        answer = client.post(
            reverse(name, args=[robin.uuid, TODAY]), {"key": key(), **sent}, headers=htmx
        )
        page = answer if htmx else client.get(answer["Location"])
        assert stands() != before
        path = f"/undo/{Revision.objects.first().uuid}/"
        assert path in page.content.decode()

        client.post(path)
        assert stands() == before

    def test_pain_during_is_kept_and_shown_again(self, client: Client, robin: Injury) -> None:
        path = reverse("exercises-rate", args=[robin.uuid, TODAY])
        client.post(path, {"key": key(), "session_pain": "4", "sharp_stop": "no"})

        session = ExerciseSession.objects.get()
        assert (session.pain, session.sharp_stop) == (4, False)
        assert client.get("/today/").context["rate"]["session_pain"].value() == "4"

    @pytest.mark.parametrize("headers", [{}, HTMX], ids=["plain", "htmx"])
    @pytest.mark.parametrize("sent", [{}, {"session_pain": "11"}, {"sharp_stop": "maybe"}])
    def test_a_bad_rating_is_refused_on_the_page(
        self, client: Client, robin: Injury, headers: dict[str, str], sent: dict[str, str]
    ) -> None:
        path = reverse("exercises-rate", args=[robin.uuid, TODAY])
        answer = client.post(path, {"key": key()} | sent, headers=headers)

        assert answer.status_code == 422
        assert "field-error" in answer.content.decode()
        assert not ExerciseSession.objects.exists()

    def test_an_urgent_sign_leaves_the_stop_words_alone(
        self, client: Client, robin: Injury
    ) -> None:
        make_notice(robin, tier="urgent", parts=[{"rule": "r_night_pain", "tier": "urgent"}])
        Finding.objects.create(
            injury=robin, rule="r_night_pain", topic="night_pain", tier="urgent",
            rule_version=1, opened_on=TODAY, last_true_on=TODAY, content_version="test",
        )  # fmt: skip

        page = client.get("/today/")

        assert page.context["exercises"].rows == ()
        assert "Be seen first" in page.content.decode()
        assert LOAD not in page.context["form"].asked

    def test_a_pause_shows_gentle_exercises_with_what_ends_it(
        self, client: Client, robin: Injury
    ) -> None:
        robin.pauses.create(rule="r_night_pain", accepted=True, started_on=TODAY)

        page = client.get("/today/")

        shown = page.context["exercises"]
        assert shown.kind == "gentle"
        assert (
            "until you end it on your plan or a professional says carry on" in page.content.decode()
        )
        assert LOAD not in page.context["form"].asked

    def test_pain_over_the_limit_leaves_an_easy_day_and_says_what_lifts_it(
        self, client: Client, robin: Injury
    ) -> None:
        path = reverse("exercises-rate", args=[robin.uuid, TODAY])
        client.post(path, {"key": key(), "session_pain": "6"})

        page = client.get("/today/")
        shown = page.context["exercises"]
        assert (shown.kind, shown.title) == ("rest", "Easy day")
        assert shown.why.startswith("One step down for now. Pain during exercises: 6 today.")
        assert shown.lifts == "Load and running again from Mon 23 Nov."
        assert "Loading rests" in page.content.decode()
        assert "bridge_hold_1leg" not in {row.id for row in shown.rows}
        assert LOAD not in page.context["form"].asked

    def test_a_stop_leaves_the_care_card_and_says_what_ends_it(
        self, client: Client, robin: Injury
    ) -> None:
        robin.plans.update(started_on=TODAY - timedelta(days=1))
        robin.plans.get().moves.update(on=TODAY - timedelta(days=1))
        make_answer(robin, "q_pop", "yes")

        page = client.get("/today/")
        shown = page.context["exercises"]
        assert (shown.kind, shown.title) == ("care", "Until you have been seen")
        assert shown.why.startswith("Stop the programme and be seen.")
        assert shown.lifts == "It ends when you have been seen and the result is noted."
        assert "Stopped until you have been seen" in page.content.decode()
        assert LOAD not in page.context["form"].asked
        assert page.context["meaning"] is None

    def test_a_rating_typed_while_the_session_ended_is_given_back(
        self, client: Client, robin: Injury
    ) -> None:
        path = reverse("exercises-rate", args=[robin.uuid, TODAY])
        sent = {"key": key(), "session_pain": "5", FIELD: make_mark(robin.owner)}
        client.logout()
        client.post(path, sent)
        sign_in = {"login": robin.owner.email, "password": PASSWORD}
        client.post("/accounts/login/?next=/today/", sign_in)

        page = client.get("/today/")

        assert "It is not saved yet." in page.content.decode()
        assert page.context["rate"]["session_pain"].value() == "5"
        assert not ExerciseSession.objects.exists()

    def test_all_done_is_not_offered_while_strength_is_left_out(
        self, client: Client, robin: Injury
    ) -> None:
        client.post(record(robin), {"key": key(), LOAD: "6"})

        assert "All done" not in words(client)


class TestAfterAGap:
    @pytest.fixture
    def away(self, client: Client, robin: Injury) -> Injury:
        robin.plans.update(started_on=TODAY - timedelta(days=20))
        robin.plans.get().moves.update(on=TODAY - timedelta(days=20))
        robin.days.all().delete()
        make_day(robin, TODAY - timedelta(days=12), sitting=4, rest=1)
        return robin

    def test_the_question_stands_on_today_and_goes_with_its_answer(
        self, client: Client, away: Injury
    ) -> None:
        assert "Did you keep training?" in words(client)

        sent = {"key": key(), "gap_days": "11", "kept_training": "yes", "back": "today"}
        answer = client.post(reverse("plan-gap", args=[away.uuid]), sent)

        assert answer["Location"] == "/today/"
        assert "Did you keep training?" not in words(client)

    def test_nothing_is_asked_without_a_gap(self, client: Client, robin: Injury) -> None:
        assert "Did you keep training?" not in words(client)


class TestTheStrip:
    def test_it_counts_the_plan_of_a_long_trouble(self, client: Client) -> None:
        shown = words(client)

        assert "Stage 1 of 4, since 21 Nov" in shown
        assert "Calm and hold" in shown
        assert "0 of 3 goals met" in shown

    def test_it_counts_the_injury_of_a_fresh_one(self, client: Client) -> None:
        maya = ready_sprinter(onset_on=TODAY - timedelta(days=4))
        on_plan(maya, "strain_sprint_g2", "protect")
        client.force_login(maya.owner)

        assert client.get("/today/").context["stage"].day == 4


class TestQueries:
    @pytest.mark.parametrize("length", [30, 400])
    def test_today_asks_the_same_whatever_the_length(
        self, client: Client, robin: Injury, length: int
    ) -> None:
        make_days(robin, last=TODAY - timedelta(days=10), sitting=[4] * length, rest=[1] * length)
        client.get("/today/")

        with counting() as count:
            assert client.get("/today/").status_code == 200

        assert count.number <= 14, "\n".join(count.statements)

    def test_saving_the_day_with_a_load_test(self, client: Client, robin: Injury) -> None:
        sent = {"key": key(), "sitting": "4", "rest": "1", LOAD: "3", "number": "0"}

        with counting() as count:
            assert client.post(record(robin), sent).status_code == 303

        assert count.number <= 18 + locks(), "\n".join(count.statements)

    def test_a_tick(self, client: Client, robin: Injury) -> None:
        with counting() as count:
            client.post(tick(robin, "bridge_hold_1leg"), {"key": key(), "done": "1"}, headers=HTMX)

        assert count.number <= 22, "\n".join(count.statements)
