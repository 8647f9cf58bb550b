"""A run with a plan: its step, full training, and what it meant for the ladder."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from tests.tracker.make import NOON, TODAY, key, make_day, make_injury, make_run, make_user
from tests.tracker.plan.people import on_plan, ready_sprinter
from tracker.models import Injury, Reading, Run

YESTERDAY = TODAY - timedelta(days=1)
PAGE = f"/log/{TODAY}/run/"


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
    stage(injury, "rebuild", on=TODAY - timedelta(days=6))
    for back in range(1, 10):
        make_day(
            injury, TODAY - timedelta(days=back), morning=1, rest=0, walking=0, limp=False, night=0
        )
    for metric in ("t_walk20_pain", "t_dig_mid_pain"):
        Reading.objects.create(injury=injury, on=YESTERDAY, metric=metric, value=0)
    assert plan.programme
    return injury


def stage(injury: Injury, name: str, *, on: object = TODAY) -> None:
    plan = injury.plans.get()
    plan.moves.create(on=on, from_stage=plan.stage, to_stage=name, reason="goals_met", at=NOON)
    injury.plans.update(stage=name)


@pytest.fixture
def client(client: Client, maya: Injury) -> Client:
    client.force_login(maya.owner)
    return client


def record(injury: Injury) -> str:
    return reverse("run-record", args=[injury.uuid, TODAY])


def test_the_next_step_is_offered_with_what_it_asks(client: Client, maya: Injury) -> None:
    shown = client.get(PAGE).content.decode()

    assert "S1, next" in shown and "Another run" in shown
    assert "8 x (30 s slow jog, 90 s walk)" in shown
    assert "A step means that its whole session was done." in shown
    assert 'value="speed:S2"' not in shown
    assert client.get(PAGE).context["form"]["step"].value() is None


def test_steps_that_were_passed_can_be_told_again(client: Client, maya: Injury) -> None:
    make_run(maya, TODAY - timedelta(days=3), pain=1, ladder="speed", step="S1")

    codes = client.get(PAGE).context["form"].shown_steps

    assert codes == ["speed:S2", "speed:S1"]


def test_the_step_is_stored_and_its_meaning_is_told(client: Client, maya: Injury) -> None:
    sent = {"key": key(), "minutes": "20", "pain": "1", "step": "speed:S1"}
    answer = client.post(record(maya), sent, follow=True)

    run = Run.objects.get()
    assert (run.ladder, run.step) == ("speed", "S1")
    said = "Step S1 is passed when tomorrow&#x27;s morning is no worse."
    assert said in answer.content.decode()


@pytest.mark.parametrize(
    ("pain", "said"),
    [
        ("3", "Same step again next time. Pain went to 3 on that run."),
        ("4", "One step lower next time. Pain went to 4 on that run."),
    ],
)
def test_over_the_limit_the_step_is_not_passed(
    client: Client, maya: Injury, pain: str, said: str
) -> None:
    sent = {"key": key(), "pain": pain, "step": "speed:S1"}
    client.post(record(maya), sent)
    client.post(reverse("day-record", args=[maya.uuid, TODAY]), {"key": key(), "rest": "1"})

    assert said in client.get("/today/").content.decode()


def test_another_run_holds_no_step(client: Client, maya: Injury) -> None:
    client.post(record(maya), {"key": key(), "minutes": "9", "step": "other"})

    assert (Run.objects.get().ladder, Run.objects.get().step) == ("", "")


def test_a_step_can_be_changed_to_another_run(client: Client, maya: Injury) -> None:
    run = make_run(maya, TODAY, pain=1, ladder="speed", step="S1")
    path = reverse("run-edit", args=[run.uuid])
    assert client.get(path).context["form"]["step"].value() == "speed:S1"

    client.post(path, {"key": key(), "minutes": "30", "step": "other"})

    run.refresh_from_db()
    assert (run.ladder, run.step) == ("", "")


@pytest.mark.parametrize("step", ["endurance:E99", "speed:S0", "nothing", "speed:", ":S1"])
def test_an_unknown_step_is_refused_with_the_words_kept(
    client: Client, maya: Injury, step: str
) -> None:
    sent = {"key": key(), "minutes": "20", "note": "along the canal", "step": step}
    answer = client.post(record(maya), sent)

    assert answer.status_code == 422
    assert "along the canal" in answer.content.decode()
    assert not Run.objects.exists()


def test_a_step_of_no_plan_is_refused(client: Client) -> None:
    other = make_injury(make_user())
    client.force_login(other.owner)
    answer = client.post(record(other), {"key": key(), "pain": "1", "step": "speed:S1"})

    assert answer.status_code == 422
    assert not Run.objects.exists()


def test_without_a_plan_no_step_is_asked(client: Client, maya: Injury) -> None:
    maya.plans.update(ended_on=TODAY)

    assert "ladder" not in client.get(PAGE).content.decode()


def test_a_shut_ladder_offers_no_step(client: Client, maya: Injury) -> None:
    Reading.objects.filter(metric="t_walk20_pain").update(value=5)

    assert client.get(PAGE).context["form"].shown_steps == []


def test_full_training_is_asked_where_the_return_list_reads_it(
    client: Client, maya: Injury
) -> None:
    assert 'name="full_training"' not in client.get(PAGE).content.decode()
    stage(maya, "speed")

    assert 'name="full_training"' in client.get(PAGE).content.decode()
    client.post(record(maya), {"key": key(), "minutes": "90", "full_training": "yes"})
    assert Run.objects.get().full_training is True


def test_a_run_told_twice_is_stored_once(client: Client, maya: Injury) -> None:
    same = {"key": key(), "pain": "1", "step": "speed:S1"}
    for _ in range(2):
        assert client.post(record(maya), same).status_code == 303

    assert Run.objects.count() == 1
