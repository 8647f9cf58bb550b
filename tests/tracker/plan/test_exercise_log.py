"""What was done of an exercise: kept on any day of the plan, changed, undone, refused kindly."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from tests.tracker.make import NOON, TODAY, key, make_user
from tests.tracker.plan.people import now_at, on_plan, ready_sit_bone, ready_sprinter
from tests.tracker.queries import counting
from tracker.actions.errors import ActionError, EntryRefused
from tracker.actions.record_session import Numbers, record_numbers, record_sets, tick_exercise
from tracker.actions.undo_change import undo_change
from tracker.models import ExerciseSession, Injury, Revision, SessionItem

YESTERDAY = TODAY - timedelta(days=1)
BEGAN = TODAY - timedelta(days=5)


@pytest.fixture(autouse=True)
def _noon() -> Iterator[None]:
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def robin(db: None) -> Injury:
    """In the first stage of the tendon plan for five days."""
    injury = ready_sit_bone()
    on_plan(injury, today=BEGAN)
    return injury


@pytest.fixture
def client(client: Client, robin: Injury) -> Client:
    client.force_login(robin.owner)
    return client


def numbers(injury: Injury, exercise: str = "pull_hold", on: date = TODAY) -> str:
    return reverse("exercise-numbers", args=[injury.uuid, on, exercise])


def page(client: Client, exercise: str = "pull_hold") -> str:
    return client.get(reverse("plan-exercise", args=[exercise])).content.decode()


def send(client: Client, injury: Injury, *, to: str = "", **told: str):
    return client.post(to or numbers(injury), {"key": key(), **told})


class TestKeeping:
    def test_numbers_are_kept_and_count_as_done(self, client: Client, robin: Injury) -> None:
        answer = send(client, robin, sets="4", hold_s="25", load_kg="12,5", pain="2")

        assert answer.status_code == 303
        assert answer.url == "/today/#exercises"
        item = SessionItem.objects.get()
        assert (item.exercise, item.done, item.sets, item.reps) == ("pull_hold", True, 4, None)
        assert (item.hold_s, float(item.load_kg), item.pain) == (25, 12.5, 2)
        shown = client.get("/today/").content.decode()
        assert "Done: 4 × 25 seconds, 12.5 kg, pain 2" in shown

    def test_nothing_is_required(self, client: Client, robin: Injury) -> None:
        send(client, robin)

        item = SessionItem.objects.get()
        assert item.done
        assert (item.sets, item.pain) == (None, None)

    def test_the_dose_is_an_example_and_never_a_value(self, client: Client) -> None:
        form = client.get(reverse("plan-exercise", args=["pull_hold"])).context["form"]

        assert form["hold_s"].value() is None
        assert 'placeholder="30"' in str(form["hold_s"])

    def test_what_was_told_stands_in_the_boxes_and_an_empty_box_takes_it_away(
        self, client: Client, robin: Injury
    ) -> None:
        send(client, robin, sets="4", pain="2")
        form = client.get(reverse("plan-exercise", args=["pull_hold"])).context["form"]
        assert (form["sets"].value(), form["pain"].value()) == (4, "2")

        send(client, robin, sets="3")

        item = SessionItem.objects.get()
        assert (item.sets, item.pain) == (3, None)

    def test_the_same_form_sent_twice_is_kept_once(self, client: Client, robin: Injury) -> None:
        same = {"key": key(), "sets": "4"}
        client.post(numbers(robin), same)
        client.post(numbers(robin), {"key": key(), "sets": "2"})
        client.post(numbers(robin), same)

        assert SessionItem.objects.get().sets == 2

    def test_it_can_be_undone(self, client: Client, robin: Injury) -> None:
        send(client, robin, sets="4", pain="2")
        send(client, robin, sets="1", pain="7")
        newest, first = Revision.objects.filter(table="session")

        answer = client.post(reverse("undo", args=[newest.uuid]))

        assert answer.url == "/today/#exercises"
        item = SessionItem.objects.get()
        assert (item.sets, item.pain) == (4, 2)
        client.post(reverse("undo", args=[first.uuid]))
        assert not SessionItem.objects.exists()
        assert ExerciseSession.objects.get().done_pct is None

    def test_an_undo_leaves_other_exercises_alone(self, robin: Injury) -> None:
        at = now_at(robin)
        kept = record_numbers(
            injury=robin, on=TODAY, exercise="sit_break", numbers=Numbers(sets=3), at=at, key=key()
        )
        tick_exercise(injury=robin, on=TODAY, exercise="pull_hold", done=True, at=at)

        with pytest.raises(ActionError):
            undo_change(revision=kept.revision, at=at)
        assert SessionItem.objects.count() == 2

    def test_not_done_after_all_takes_the_tick_away(self, client: Client, robin: Injury) -> None:
        send(client, robin, sets="4")
        client.post(
            reverse("exercise-tick", args=[robin.uuid, TODAY, "pull_hold"]),
            {"key": key(), "done": "0"},
        )

        assert "Save as done" in page(client)
        assert "Done: 4" not in page(client)


class TestTheShareDone:
    def test_half_the_sets_are_half_an_exercise(self, robin: Injury) -> None:
        at = now_at(robin)
        planned = tick_exercise(injury=robin, on=TODAY, exercise="sit_break", done=False, at=at)
        holds = {d.exercise.id: d.dose.sets for d in planned.plan.core if d.dose.hold_s}
        assert holds == {"bridge_hold_1leg": 4, "pull_hold": 5}

        kept = record_sets(injury=robin, on=TODAY, sets={"bridge_hold_1leg": 2}, at=at, key=key())

        assert kept.session.done_pct == round(100 * 0.5 / 3)

    def test_more_sets_than_planned_are_no_more_than_all(self, robin: Injury) -> None:
        every = {"sit_break": 1, "bridge_hold_1leg": 20, "pull_hold": 9}
        kept = record_sets(injury=robin, on=TODAY, sets=every, at=now_at(robin), key=key())

        assert kept.session.done_pct == 100

    def test_the_easier_neighbour_counts_in_its_place(self, robin: Injury) -> None:
        kept = tick_exercise(
            injury=robin, on=TODAY, exercise="heel_dig_mid", done=True, at=now_at(robin)
        )  # pull_hold is the harder one

        assert kept.session.done_pct == 33

    def test_a_past_day_is_held_against_the_stage_of_that_day(self, robin: Injury) -> None:
        plan = robin.plans.get()
        plan.moves.create(on=TODAY, from_stage="calm", to_stage="neutral", reason="chosen")
        robin.plans.update(stage="neutral")

        kept = tick_exercise(
            injury=robin, on=YESTERDAY, exercise="pull_hold", done=True, at=now_at(robin)
        )

        assert kept.session.done_pct == 33

    def test_sets_leave_what_else_was_told(self, robin: Injury) -> None:
        at = now_at(robin)
        record_numbers(
            injury=robin, on=TODAY, exercise="pull_hold", numbers=Numbers(pain=3), at=at, key=key()
        )
        record_sets(injury=robin, on=TODAY, sets={"pull_hold": 5, "sit_break": 0}, at=at, key=key())

        item = SessionItem.objects.get()
        assert (item.exercise, item.sets, item.pain) == ("pull_hold", 5, 3)


class TestPain:
    def test_over_the_limit_says_at_once_to_stop(self, client: Client, robin: Injury) -> None:
        answer = send(client, robin, pain="6")

        assert answer.url == reverse("exercise-on", args=[TODAY, "pull_hold"])
        for shown in (
            client.get(answer.url).content.decode(),
            client.get("/today/").content.decode(),
        ):
            assert "Pain 6: stop this exercise for today. Your limit to stop is 6." in shown
            assert "Next time: Heel dig" in shown
        assert "no loading of the hamstring for 48 hours" in client.get(answer.url).content.decode()

    def test_between_the_limits_nothing_is_added(self, client: Client, robin: Injury) -> None:
        answer = send(client, robin, pain="5")

        assert answer.status_code == 303
        assert "Pain 5: same again next time, do not add." in page(client)

    def test_pain_of_the_whole_session_is_answered_too(self, client: Client, robin: Injury) -> None:
        rate = reverse("exercises-rate", args=[robin.uuid, TODAY])
        for pain, words in (("3", ""), ("5", "same again next time"), ("7", "stop for today")):
            client.post(rate, {"key": key(), "session_pain": pain})
            shown = client.get("/today/").content.decode()
            assert words in shown
            assert bool(words) == (f"Pain {pain}: " in shown)

    def test_within_the_limit_nothing_is_said(self, client: Client, robin: Injury) -> None:
        send(client, robin, pain="3")

        assert "same again next time" not in page(client)
        assert "stop this exercise" not in page(client)


class TestOtherDays:
    def test_yesterday_can_be_ticked_and_told(self, client: Client, robin: Injury) -> None:
        day = reverse("exercises-on", args=[YESTERDAY])
        assert day in client.get("/today/").content.decode()
        tick = reverse("exercise-tick", args=[robin.uuid, YESTERDAY, "pull_hold"])

        assert client.post(tick, {"key": key(), "done": "1"}).url == day
        answer = send(client, robin, to=numbers(robin, "sit_break", YESTERDAY), sets="2")

        assert answer.url == day
        assert set(SessionItem.objects.values_list("session__on", flat=True)) == {YESTERDAY}
        shown = client.get(day).content.decode()
        assert "Done: 2 sets" in shown
        assert reverse("exercise-on", args=[YESTERDAY, "pull_hold"]) in shown
        assert "Start the session" not in shown

    def test_how_the_session_went_is_kept_for_that_day(self, client: Client, robin: Injury) -> None:
        rate = reverse("exercises-rate", args=[robin.uuid, YESTERDAY])

        answer = client.post(rate, {"key": key(), "session_pain": "4"})

        assert answer.url == reverse("exercises-on", args=[YESTERDAY])
        session = ExerciseSession.objects.get()
        assert (session.on, session.pain) == (YESTERDAY, 4)
        wrong = client.post(rate, {"key": key(), "session_pain": "14"})
        assert wrong.status_code == 422
        assert "Choose a number from 0 to 10" in wrong.content.decode()

    def test_a_day_of_the_diary_leads_to_its_exercises(self, client: Client) -> None:
        for back, is_of_plan in ((1, True), (5, True), (6, False)):
            day = TODAY - timedelta(days=back)
            shown = client.get(reverse("day-edit", args=[day])).content.decode()
            assert (reverse("exercises-on", args=[day]) in shown) is is_of_plan

    def test_today_stands_on_today(self, client: Client) -> None:
        answer = client.get(reverse("exercises-on", args=[TODAY]))

        assert answer.url == "/today/#exercises"

    @pytest.mark.parametrize("days", [-1, 900])
    def test_a_day_outside_the_plan_is_answered_with_a_sentence(
        self, client: Client, days: int
    ) -> None:
        for name in ("exercises-on", "exercise-on"):
            args = [TODAY - timedelta(days=days)] + (["pull_hold"] if name == "exercise-on" else [])
            answer = client.get(reverse(name, args=args), follow=True)
            assert answer.status_code == 200
            assert "Save as done" not in answer.content.decode()

    def test_the_day_before_the_plan_cannot_be_told(self, client: Client, robin: Injury) -> None:
        before = BEGAN - timedelta(days=1)
        answer = send(client, robin, to=numbers(robin, on=before), sets="2")

        assert answer.status_code == 422
        assert "Your plan began after that day" in answer.content.decode()
        assert not SessionItem.objects.exists()

    def test_tomorrow_cannot_be_told(self, client: Client, robin: Injury) -> None:
        answer = send(client, robin, to=numbers(robin, on=TODAY + timedelta(days=1)), sets="2")

        assert answer.status_code == 422
        assert "You can only log today or earlier" in answer.content.decode()

    @pytest.mark.parametrize("headers", [{}, {"HX-Request": "true"}], ids=["plain", "htmx"])
    @pytest.mark.parametrize("day", [date.max, TODAY + timedelta(days=1), date.min])
    def test_how_it_went_on_a_day_that_cannot_be_logged_leads_to_today(
        self, client: Client, robin: Injury, day: date, headers: dict[str, str]
    ) -> None:
        path = reverse("exercises-rate", args=[robin.uuid, day])
        answer = client.post(path, {"key": key(), "session_pain": "99"}, headers=headers)

        assert (answer.headers.get("HX-Redirect") or answer.url).startswith("/today/")


BAD = {
    "sets": ["0", "21", "-1", "1.5", "many", "999"],
    "reps": ["0", "201", "999", "-5", "12x"],
    "hold_s": ["0", "601", "-1", "1:30"],
    "load_kg": ["-1", "400.1", "1000", "12,5,5", "heavy", "nan"],
    "pain": ["11", "-1", "2.5", "much"],
}


class TestBadInput:
    @pytest.mark.parametrize(
        ("name", "value"), [(name, value) for name, values in BAD.items() for value in values]
    )
    def test_a_sentence_stands_beside_the_box_and_the_rest_stays(
        self, client: Client, robin: Injury, name: str, value: str
    ) -> None:
        kept = {"sets": "3", "hold_s": "20"} | {name: value}
        answer = send(client, robin, **kept)

        shown = answer.content.decode()
        assert answer.status_code == 422
        assert name in answer.context["form"].errors
        assert any(str(said) in shown for said in answer.context["form"].errors[name])
        if name != "hold_s":
            assert 'value="20"' in shown
        if name != "pain":
            assert f'value="{value}"' in shown
        assert not SessionItem.objects.exists()

    @pytest.mark.parametrize(
        "given",
        [{"sets": 0}, {"reps": 999}, {"hold_s": -1}, {"load_kg": -0.5}, {"load_kg": 401},
         {"load_kg": float("nan")}, {"pain": 11}],
    )  # fmt: skip
    def test_the_action_refuses_what_a_form_would(self, robin: Injury, given: dict) -> None:
        with pytest.raises(EntryRefused):
            record_numbers(
                injury=robin, on=TODAY, exercise="pull_hold", numbers=Numbers(**given),
                at=now_at(robin), key=key(),
            )  # fmt: skip
        assert not SessionItem.objects.exists()

    @pytest.mark.parametrize("exercise", ["nordic", "hop_1leg"])
    def test_an_exercise_of_another_plan_is_refused(
        self, client: Client, exercise: str, db: None
    ) -> None:
        injury = ready_sit_bone()
        on_plan(injury)
        client.force_login(injury.owner)
        # hop_1leg belongs to a later stage of this programme, nordic to none of it.
        answer = send(client, injury, to=numbers(injury, exercise), sets="2")

        if exercise == "hop_1leg":
            assert answer.status_code == 303
        else:
            assert answer.status_code == 422
            assert "This exercise is not in your plan" in answer.content.decode()
            assert (
                "Save as done"
                not in client.get(reverse("plan-exercise", args=[exercise])).content.decode()
            )

    def test_an_exercise_nobody_knows_is_not_found(self, client: Client, robin: Injury) -> None:
        assert send(client, robin, to=numbers(robin, "nonsense"), sets="2").status_code == 404

    def test_without_a_plan_there_is_nothing_to_tell(self, client: Client, db: None) -> None:
        injury = ready_sprinter()
        client.force_login(injury.owner)

        shown = page(client)
        answer = send(client, injury, sets="2")

        assert "Save as done" not in shown
        assert answer.status_code == 422
        assert "There is no open plan" in answer.content.decode()

    def test_a_stranger_finds_nothing(self, client: Client, robin: Injury) -> None:
        client.force_login(make_user())

        assert send(client, robin, sets="2").status_code == 404
        assert not SessionItem.objects.exists()


class TestQueries:
    def test_an_exercise_costs_the_same_after_a_year(self, client: Client, robin: Injury) -> None:
        def count() -> int:
            with counting() as found:
                client.get(reverse("plan-exercise", args=["pull_hold"]))
            return found.number

        few = count()
        for back in range(4):
            for exercise in ("pull_hold", "sit_break", "bridge_hold_1leg"):
                record_numbers(
                    injury=robin, on=TODAY - timedelta(days=back), exercise=exercise,
                    numbers=Numbers(sets=3, pain=2), at=now_at(robin), key=key(),
                )  # fmt: skip

        assert count() == few
