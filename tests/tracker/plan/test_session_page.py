"""Today's session to work through, what is logged of it, and what a person has for it."""

import json
from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from rehab.content.catalogue import catalogue
from rehab.programme.session import work_of
from tests.tracker.make import NOON, TODAY, key, make_notice, make_part, make_user
from tests.tracker.plan.people import on_plan, ready_sit_bone, ready_sprinter
from tests.tracker.queries import counting
from tracker.models import ExerciseSession, Finding, Injury, Revision, SessionItem
from tracker.overview.plan_words import dose_words
from tracker.overview.session import _parts

HOLD = "bridge_hold_1leg"


@pytest.fixture(autouse=True)
def _noon() -> Iterator[None]:
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def robin(db: None) -> Injury:
    injury = ready_sit_bone()
    on_plan(injury)
    return injury


@pytest.fixture
def client(client: Client, robin: Injury) -> Client:
    client.force_login(robin.owner)
    return client


def log(injury: Injury) -> str:
    return reverse("session-log", args=[injury.uuid, TODAY])


def words(client: Client, path: str = "/plan/session/") -> str:
    return client.get(path).content.decode()


def make_finding_and_notice(injury: Injury) -> None:
    """An emergency sign that was told and is open."""
    rule = "r_ces"
    Finding.objects.create(
        injury=injury, rule=rule, topic="saddle", tier="emergency", opened_on=TODAY,
        last_true_on=TODAY,
    )  # fmt: skip
    make_notice(injury, tier="emergency", parts=[make_part(rule)])


def test_a_session_of_a_day_before_the_plan_is_refused_in_words(
    client: Client, robin: Injury
) -> None:
    url = reverse("session-log", args=[robin.uuid, TODAY - timedelta(days=400)])
    sent = client.post(url, {"key": key(), f"sets-{HOLD}": "2"}, follow=True)

    assert "Your plan began after that day" in sent.content.decode()
    assert not ExerciseSession.objects.exists()


def test_sets_that_cannot_be_are_named_by_their_exercise(client: Client, robin: Injury) -> None:
    sent = client.post(log(robin), {"key": key(), f"sets-{HOLD}": "-3"})

    assert sent.status_code == 422
    assert "Enter sets from 0 to 20: Single-leg bridge hold" in sent.content.decode()


class TestTheSession:
    def test_today_leads_to_it(self, client: Client) -> None:
        assert 'href="/plan/session/"' in words(client, "/today/")

    def test_it_can_be_read_without_the_timer(self, client: Client) -> None:
        shown = words(client)

        assert "4 × 20–30 seconds, twice a day" in shown
        assert "Rest 1 minute between sets" in shown
        assert "Foot flat, hip nearly straight." in shown
        assert shown.index("data-timer") < shown.index("Today's exercises")
        assert 'class="sheet timer" id="timer" hidden' in shown

    def test_the_parts_are_sets_holds_and_rests_in_their_order(self, client: Client) -> None:
        rows = {row.id: row for row in client.get("/plan/session/").context["page"].rows}

        parts = json.loads(rows[HOLD].for_timer)

        assert parts[:4] == [
            ["ready", 5, "Get ready", 0],
            ["work", 20, "Set 1 of 4: Hold", 1],
            ["rest", 60, "Rest", 0],
            ["work", 20, "Set 2 of 4: Hold", 1],
        ]
        assert sum(part[3] for part in parts) == 4

    def test_a_set_of_each_side_counts_once_both_have_done_it(self, client: Client) -> None:
        known = catalogue()
        exercise = known.exercises["side_plank"]
        dose = exercise.dose.model_copy(update={"sets": 2})

        parts = list(_parts(work_of(exercise, dose, known.rests), after=0))

        assert [(part.kind, part.says, part.counts) for part in parts[:5]] == [
            ("ready", "Get ready", False),
            ("work", "Set 1 of 2: Hold, one side", False),
            ("ready", "Change sides", False),
            ("work", "Set 1 of 2: Hold, other side", True),
            ("rest", "Rest", False),
        ]
        assert sum(part.counts for part in parts) == 2
        assert dose_words(dose) == "2 × 10 seconds each side, 6 days a week"

    def test_the_last_exercise_ends_without_a_rest(self, client: Client) -> None:
        rows = client.get("/plan/session/").context["page"].rows
        timed = [json.loads(row.for_timer) for row in rows if row.parts]

        assert timed[-1][-1][0] == "work"
        assert all(parts[-1] == ["rest", 45, "Rest", 0] for parts in timed[:-1])

    def test_what_belongs_to_the_whole_day_is_read_and_logged_without_the_timer(
        self, client: Client
    ) -> None:
        page = client.get("/plan/session/").context["page"]

        assert [row.id for row in page.rows if not row.parts] == ["sit_break"]
        assert "sit_break" in [exercise for exercise, _, _ in page.boxes]

    def test_a_stopped_plan_offers_nothing_to_work_through(
        self, client: Client, robin: Injury
    ) -> None:
        make_finding_and_notice(robin)

        shown = words(client)

        assert "A sign says to be seen first" in shown
        assert "data-timer" not in shown and "Log it" not in shown
        assert "Rest is part of the plan" not in shown

    def test_without_a_plan_it_leads_to_plan(self, client: Client) -> None:
        client.force_login(ready_sit_bone().owner)

        assert client.get("/plan/session/").url == "/plan/"

    def test_it_costs_no_more_than_a_plan(self, client: Client) -> None:
        client.get("/plan/session/")
        with counting() as found:
            client.get("/plan/session/")

        assert found.number <= 11


class TestTheLog:
    def test_the_sets_are_kept_and_can_be_undone(self, client: Client, robin: Injury) -> None:
        sent = {"key": key(), f"sets-{HOLD}": "2", "sets-pull_hold": "0", "sets-sit_break": ""}

        answer = client.post(log(robin), sent)

        assert answer.url == "/today/#exercises"
        assert list(SessionItem.objects.values_list("exercise", "sets", "done")) == [
            (HOLD, 2, True)
        ]
        client.post(reverse("undo", args=[Revision.objects.get(table="session").uuid]))
        assert not SessionItem.objects.exists()

    @pytest.mark.parametrize("bad", ["21", "-1", "two", "2.5", "999"])
    def test_a_bad_number_is_refused_beside_its_box(
        self, client: Client, robin: Injury, bad: str
    ) -> None:
        sent = {"key": key(), f"sets-{HOLD}": bad, "sets-pull_hold": "3"}
        answer = client.post(log(robin), sent)

        assert answer.status_code == 422
        shown = answer.content.decode()
        assert "Enter sets from 0 to 20" in shown
        assert f'value="{bad}"' in shown and 'value="3"' in shown
        assert not SessionItem.objects.exists()

    def test_nothing_told_is_said(self, client: Client, robin: Injury) -> None:
        answer = client.post(log(robin), {"key": key(), f"sets-{HOLD}": "0"})

        assert answer.status_code == 422
        assert "Enter the sets of at least one exercise" in answer.content.decode()

    def test_an_exercise_that_is_not_of_the_session_is_left_out(
        self, client: Client, robin: Injury
    ) -> None:
        client.post(log(robin), {"key": key(), "sets-nordic": "2", f"sets-{HOLD}": "1"})

        assert SessionItem.objects.get().exercise == HOLD

    def test_sent_twice_it_is_kept_once(self, client: Client, robin: Injury) -> None:
        same = {"key": key(), f"sets-{HOLD}": "2"}
        for _ in range(2):
            client.post(log(robin), same)

        assert Revision.objects.filter(table="session").count() == 1

    @pytest.mark.parametrize(
        ("days", "words"),
        [
            (1, "You can only log today or earlier"),
            (-1, "Your plan began after that day"),
            (-400, "Your plan began after that day"),
        ],
    )
    def test_another_day_is_answered_with_a_sentence(
        self, client: Client, robin: Injury, days: int, words: str
    ) -> None:
        path = reverse("session-log", args=[robin.uuid, TODAY + timedelta(days=days)])
        answer = client.post(path, {"key": key(), f"sets-{HOLD}": "2"}, follow=True)

        assert words in answer.content.decode()
        assert not ExerciseSession.objects.exists()

    def test_a_stranger_finds_nothing(self, client: Client, robin: Injury) -> None:
        client.force_login(make_user())

        assert client.post(log(robin), {"key": key(), f"sets-{HOLD}": "2"}).status_code == 404


class TestEquipment:
    def keep(self, client: Client, injury: Injury, *things: str):
        path = reverse("plan-equipment-keep", args=[injury.uuid])
        return client.post(path, {"key": key(), "lacks": things})

    def test_nothing_is_ticked_before_it_is_told(self, client: Client) -> None:
        form = client.get("/plan/equipment/").context["form"]

        assert form["lacks"].value() == []
        assert "/plan/equipment/" in words(client, "/plan/")

    def test_an_easier_exercise_stands_in_and_says_so(self, client: Client, robin: Injury) -> None:
        assert "Straight-leg pull hold" in words(client, "/today/")

        assert self.keep(client, robin, "strong_band").status_code == 303

        robin.owner.refresh_from_db()
        assert robin.owner.lacks == ["strong_band"]
        shown = words(client, "/today/")
        assert "In place of: Straight-leg pull hold, you do not have what it needs" in shown
        assert 'id="exercise-heel_dig_mid"' in shown
        assert 'id="exercise-pull_hold"' not in shown
        assert "You said you do not have what it needs." in words(client, "/plan/")
        alone = words(client, reverse("plan-exercise", args=["pull_hold"]))
        assert "You said you do not have what it needs." in alone

    def test_all_can_be_had_again(self, client: Client, robin: Injury) -> None:
        self.keep(client, robin, "strong_band", "bench")
        self.keep(client, robin)

        robin.owner.refresh_from_db()
        assert robin.owner.lacks == []

    def test_a_thing_nobody_knows_is_refused(self, client: Client, robin: Injury) -> None:
        answer = self.keep(client, robin, "strong_band", "trampoline")

        assert answer.status_code == 422
        assert "Choose things from the list" in answer.content.decode()
        robin.owner.refresh_from_db()
        assert robin.owner.lacks == []

    def test_an_account_with_a_thing_the_content_lost_still_works(
        self, client: Client, robin: Injury
    ) -> None:
        robin.owner.lacks = ["trampoline"]
        robin.owner.save()

        assert client.get("/today/").status_code == 200
        assert client.get("/plan/equipment/").status_code == 200


def test_what_is_safer_for_who_is_older_or_fell_stands_in_the_session(
    client: Client,
) -> None:
    sprinter = ready_sprinter()
    on_plan(sprinter, "strain_sprint_g2", "protect")
    client.force_login(sprinter.owner)

    page = words(client)

    assert "Stand tall on the injured leg" in page
    assert "eyes open, support within reach" in page
