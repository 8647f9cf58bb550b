"""The running ladder: every step of the stage, what moves it, the next run and its timer."""

import json
from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from tests.tracker.make import NOON, TODAY, key, make_day, make_run
from tests.tracker.plan.people import on_plan, ready_sit_bone, ready_sprinter
from tracker.models import Injury, Reading, Run

YESTERDAY = TODAY - timedelta(days=1)
RUNNING = "/plan/running/"


@pytest.fixture(autouse=True)
def _noon() -> Iterator[None]:
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def maya(db: None) -> Injury:
    """In the second stage of her plan, every test of the running ladder passed."""
    began = TODAY - timedelta(days=20)
    injury = ready_sprinter(onset_on=began)
    plan = on_plan(injury, "strain_sprint_g2", "protect", today=began)
    plan.moves.create(
        on=TODAY - timedelta(days=12), from_stage="protect", to_stage="rebuild",
        reason="goals_met", at=NOON,
    )  # fmt: skip
    injury.plans.update(stage="rebuild")
    for back in range(12):
        make_day(
            injury, TODAY - timedelta(days=back), morning=1, rest=0, walking=0, limp=False, night=0
        )
    for metric in ("t_walk20_pain", "t_dig_mid_pain"):
        Reading.objects.create(injury=injury, on=YESTERDAY, metric=metric, value=0)
    return injury


@pytest.fixture
def client(client: Client, maya: Injury) -> Client:
    client.force_login(maya.owner)
    return client


def words(client: Client, path: str = RUNNING) -> str:
    return client.get(path).content.decode()


def ladder(client: Client):
    return client.get(RUNNING).context["page"].ladders[0]


def ran(injury: Injury, back: int, step: str, pain: int = 1, **fields: object) -> None:
    made = make_run(injury, TODAY - timedelta(days=back), pain=pain, ladder="speed", step=step)
    Run.objects.filter(pk=made.pk).update(**fields)


class TestTheLadder:
    def test_plan_leads_to_it(self, client: Client) -> None:
        assert RUNNING in words(client, "/plan/")

    def test_it_shows_the_steps_of_the_stage_and_which_is_next(self, client: Client) -> None:
        shown = ladder(client)

        assert [row.step for row in shown.rows] == ["S1", "S2", "S3"]
        assert shown.next is not None and shown.next.step == "S1"
        assert shown.is_today
        assert "5 min walk; 8 x (30 s slow jog, 90 s walk)" in words(client)

    def test_a_run_that_passed_says_when_and_moves_the_next_step(
        self, client: Client, maya: Injury
    ) -> None:
        ran(maya, 4, "S1", pain=2)

        shown = ladder(client)

        assert shown.next.step == "S2"
        assert shown.rows[0].word == "passed on 17 Nov"
        assert shown.rows[0].runs == ("17 Nov, pain 2: passed.",)

    def test_a_run_over_the_limit_asks_for_the_same_step(
        self, client: Client, maya: Injury
    ) -> None:
        ran(maya, 4, "S1", pain=1)
        ran(maya, 2, "S2", pain=3)

        shown = ladder(client)

        assert shown.next.step == "S2"
        assert shown.rows[1].runs == (
            "19 Nov, pain 3: Above the limit for the next step: same step again.",
        )

    def test_too_much_pain_goes_one_step_lower(self, client: Client, maya: Injury) -> None:
        ran(maya, 6, "S1", pain=1)
        ran(maya, 4, "S2", pain=8)

        shown = ladder(client)

        assert shown.next.step == "S1"
        assert "one step lower" in shown.rows[1].runs[0]
        assert "Pain was over the limit to stop." in shown.rows[1].runs[0]

    def test_at_the_foot_there_is_no_step_below(self, client: Client, maya: Injury) -> None:
        ran(maya, 2, "S1", pain=8)

        shown = ladder(client)

        assert shown.next.step == "S1"
        assert "same step again" in shown.rows[0].runs[0]
        assert "one step lower" not in " ".join(shown.lines).lower()

    def test_a_sharp_pain_is_named(self, client: Client, maya: Injury) -> None:
        ran(maya, 4, "S1", pain=2, sharp_stop=True)

        assert "A sharp pain ended it." in ladder(client).rows[0].runs[0]

    def test_the_next_allowed_day_is_named(self, client: Client, maya: Injury) -> None:
        ran(maya, 0, "S1", pain=1)

        shown = ladder(client)

        assert not shown.is_today
        assert "The next run is open from Sun 22 Nov." in shown.lines

    def test_what_moves_a_person_stands_there_in_numbers(self, client: Client) -> None:
        shown = words(client)

        assert "Next step: pain 0 to 2 on the run, and the next morning no more than 1" in shown
        assert "Same step again: pain 3, or a morning 2 above your usual." in shown
        assert "One step lower: pain" in shown

    def test_a_shut_ladder_offers_no_run(self, client: Client, maya: Injury) -> None:
        Reading.objects.all().delete()

        shown = words(client)

        assert "Running opens with" in shown
        assert "Log this run" not in shown

    def test_easy_runs_within_the_limit_go_on_with_a_tendon(self, client: Client) -> None:
        injury = ready_sit_bone()
        on_plan(injury)
        injury.plans.update(stage="neutral")
        injury.plans.get().moves.update(to_stage="neutral")
        client.force_login(injury.owner)
        for back in (9, 5, 2):
            make_run(injury, TODAY - timedelta(days=back), pain=2)

        assert "Your 3 runs of the last 14 days stayed at pain 3 or less" in words(client)

        make_run(injury, TODAY - timedelta(days=1), pain=5)
        assert "runs of the last 14 days" not in words(client)

    def test_a_morning_that_was_worse_is_not_within_the_limit(self, client: Client) -> None:
        """The tendon's limit asks for the next morning too, also once that flare has settled."""
        injury = ready_sit_bone()
        on_plan(injury)
        began = TODAY - timedelta(days=30)
        injury.plans.update(stage="neutral", started_on=began)
        injury.plans.get().moves.update(to_stage="neutral", on=began)
        client.force_login(injury.owner)
        for back in range(26, 9, -1):  # the ninth stands already
            make_day(injury, TODAY - timedelta(days=back), morning=1)
        for back in (8, 5, 2):
            make_run(injury, TODAY - timedelta(days=back), pain=2)
        mornings = {day: make_day(injury, TODAY - timedelta(days=day), morning=1)
                    for day in range(8, -1, -1)}  # fmt: skip
        assert "Your 3 runs of the last 14 days stayed at pain 3 or less" in words(client)

        mornings[7].morning = 4
        mornings[7].save()

        assert "runs of the last 14 days" not in words(client)

    def test_a_strain_keeps_to_the_steps(self, client: Client, maya: Injury) -> None:
        for back in (9, 5, 2):
            make_run(maya, TODAY - timedelta(days=back), pain=0)

        assert "runs of the last 14 days" not in words(client)

    def test_while_loading_is_paused_no_run_is_offered(self, client: Client, maya: Injury) -> None:
        maya.pauses.create(rule="r_numb_weak", accepted=True, started_on=YESTERDAY)

        for path in (RUNNING, reverse("plan-step", args=["speed", "S1"])):
            shown = words(client, path)
            assert "Running waits for now." in shown and "Your plan says why" in shown
            assert "Timer for" not in shown and "data-timer" not in shown
            assert "what stands above" not in shown

    def test_a_stage_without_running_says_where_it_begins(self, client: Client) -> None:
        injury = ready_sit_bone()
        on_plan(injury)
        client.force_login(injury.owner)

        assert "Running steps begin in stage" in words(client)

    def test_without_a_plan_it_leads_to_plan(self, client: Client) -> None:
        client.force_login(ready_sit_bone().owner)

        assert client.get(RUNNING).url == "/plan/"


class TestAStep:
    def test_it_can_be_read_and_run_on_the_timer(self, client: Client) -> None:
        page = client.get(reverse("plan-step", args=["speed", "S1"]))

        walk, jog = page.context["rows"]
        assert walk.name == "Walk, 5 minutes"
        assert jog.name == "Slow jog, 30 seconds; then Walk, 1 min 30 s"
        assert jog.dose == "8 times"
        parts = json.loads(jog.for_timer)
        assert parts[:2] == [["work", 30, "Slow jog, 1 of 8", 0], ["rest", 90, "Walk", 0]]
        assert len(parts) == 16

    @pytest.mark.parametrize(("name", "step"), [("speed", "S4"), ("endurance", "E1")])
    def test_a_step_of_another_stage_is_refused_with_a_sentence(
        self, client: Client, name: str, step: str
    ) -> None:
        answer = client.get(f"/plan/running/{name}/{step}/", follow=True)

        assert answer.redirect_chain[-1][0] == RUNNING
        assert "This step is not part of your stage" in answer.content.decode()

    @pytest.mark.parametrize(("name", "step"), [("speed", "nonsense"), ("x", "S1")])
    def test_a_step_nobody_knows_is_not_found(self, client: Client, name: str, step: str) -> None:
        assert client.get(f"/plan/running/{name}/{step}/").status_code == 404

    def test_a_step_that_waits_says_why(self, client: Client, maya: Injury) -> None:
        ran(maya, 0, "S1", pain=1)

        assert "The next run is open from" in words(
            client, reverse("plan-step", args=["speed", "S2"])
        )

    def test_the_log_of_the_run_has_the_step_chosen(self, client: Client) -> None:
        path = f"/log/{TODAY}/run/?step=speed%3AS1"
        assert path.replace("%3A", ":") in words(client).replace("%3A", ":")

        form = client.get(path).context["form"]

        assert form["step"].value() == "speed:S1"
        assert [chip.data["value"] for chip in form.step_chips if chip.data["selected"]] == [
            "speed:S1"
        ]

    @pytest.mark.parametrize("step", ["speed:S9", "speed:S99", "nonsense", "speed:", "x:S1"])
    def test_a_step_that_is_not_open_is_not_chosen_and_not_taken(
        self, client: Client, maya: Injury, step: str
    ) -> None:
        form = client.get(f"/log/{TODAY}/run/", {"step": step}).context["form"]
        assert not any(chip.data["selected"] for chip in form.step_chips)

        answer = client.post(
            reverse("run-record", args=[maya.uuid, TODAY]),
            {"key": key(), "step": step, "pain": "1"},
        )

        if step == "speed:S9":  # of this plan, though not yet: what was run is kept
            assert answer.status_code == 303
        else:
            assert answer.status_code == 422
            assert not Run.objects.exists()
