"""Two tabs and double taps on the forms of the plan: each thing happens once."""

from datetime import timedelta

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from tests.tracker.hostile.crowd import TAPS, all_at_once, tap, twin
from tests.tracker.make import TODAY, key, make_notice, make_part
from tests.tracker.plan.people import on_plan, ready_sit_bone
from tests.tracker.plan.test_follow_plan import log_a_good_week
from tracker.models import Clearance, Finding, GapAnswer, Injury, LoadPause, Plan, StageMove

pytestmark = pytest.mark.django_db(transaction=True)
WEEK_AGO = TODAY - timedelta(days=7)
BEGIN = {"stage": "calm", "confirmed": ["spot", "nerve", "groin"]}
ONE_KEY = pytest.mark.parametrize("is_one_tab", [True, False], ids=["one tab", "many tabs"])


@pytest.fixture
def injury() -> Injury:
    """The door of the tendon plan is open; nothing begun."""
    return ready_sit_bone()


@pytest.fixture
def planned(injury: Injury) -> Injury:
    """A week into its first stage, with every goal met."""
    on_plan(injury, today=WEEK_AGO)
    log_a_good_week(injury, WEEK_AGO)
    return injury


def send(
    injury: Injury, name: str, sent: dict[str, object], *, is_one_tab: bool
) -> list[HttpResponse]:
    """Twelve posts at once: one form tapped again and again, or twelve tabs of the same page."""
    client = Client(raise_request_exception=False)
    client.force_login(injury.owner)
    path = reverse(name, args=[injury.uuid])
    if is_one_tab:
        return tap(client, path, sent | {"key": key()})
    tabs = [(twin(client), sent | {"key": key()}) for _ in range(TAPS)]
    return all_at_once([lambda t=tab, s=each: t.post(path, s) for tab, each in tabs])


def kinds(answers: list[HttpResponse]) -> set[int]:
    return {answer.status_code for answer in answers}


@ONE_KEY
def test_beginning(injury: Injury, is_one_tab: bool) -> None:
    answers = send(injury, "plan-open", BEGIN, is_one_tab=is_one_tab)

    assert kinds(answers) == {303}
    assert {answer["Location"] for answer in answers} == {"/plan/"}
    assert Plan.objects.get().stage == "calm"
    assert StageMove.objects.count() == 1


@ONE_KEY
def test_moving_on(planned: Injury, is_one_tab: bool) -> None:
    answers = send(planned, "plan-advance", {"to_stage": "neutral"}, is_one_tab=is_one_tab)

    assert 303 in kinds(answers) and kinds(answers) <= ({303} if is_one_tab else {303, 422})
    assert Plan.objects.get().stage == "neutral"
    assert list(StageMove.objects.values_list("to_stage", flat=True)) == ["calm", "neutral"]


@ONE_KEY
def test_being_cleared(planned: Injury, is_one_tab: bool) -> None:
    sent = {"by": "Physio", "on": str(TODAY), "words": "", "to_stage": "neutral"}

    answers = send(planned, "plan-clear", sent, is_one_tab=is_one_tab)

    assert 303 in kinds(answers) and kinds(answers) <= ({303} if is_one_tab else {303, 422})
    assert Plan.objects.get().stage == "neutral"
    assert StageMove.objects.filter(to_stage="neutral").count() == 1
    assert Clearance.objects.count() == 1


@ONE_KEY
def test_going_back(planned: Injury, is_one_tab: bool) -> None:
    Plan.objects.update(stage="neutral")
    StageMove.objects.create(
        plan=Plan.objects.get(), on=TODAY, from_stage="calm", to_stage="neutral", reason="cleared"
    )

    answers = send(planned, "plan-step-back", {"stage": "calm"}, is_one_tab=is_one_tab)

    assert 303 in kinds(answers) and kinds(answers) <= {303, 422}
    assert Plan.objects.get().stage == "calm"
    assert StageMove.objects.count() == 3


@ONE_KEY
@pytest.mark.parametrize("answer", ["yes", "no"])
def test_answering_the_offer_of_a_pause(planned: Injury, answer: str, is_one_tab: bool) -> None:
    Finding.objects.create(
        injury=planned,
        rule="r_numb_weak",
        topic="nerve",
        tier="soon",
        opened_on=TODAY,
        last_true_on=TODAY,
    )
    make_notice(planned, tier="soon", told_on=TODAY, parts=[make_part("r_numb_weak")])

    answers = send(planned, "plan-pause", {"pause": answer}, is_one_tab=is_one_tab)

    assert kinds(answers) == {303}
    assert LoadPause.objects.get().accepted is (answer == "yes")


@ONE_KEY
def test_ending_a_pause(planned: Injury, is_one_tab: bool) -> None:
    LoadPause.objects.create(injury=planned, accepted=True, started_on=WEEK_AGO)

    answers = send(planned, "plan-pause-end", {}, is_one_tab=is_one_tab)

    assert kinds(answers) == {303}
    pause = LoadPause.objects.get()
    assert (pause.ended_on, pause.ended_by) == (TODAY, "person")


@ONE_KEY
def test_the_answer_after_a_gap(planned: Injury, is_one_tab: bool) -> None:
    sent = {"gap_days": "9", "kept_training": "a_little"}

    answers = send(planned, "plan-gap", sent, is_one_tab=is_one_tab)

    assert kinds(answers) == {303}
    assert GapAnswer.objects.get().kept_training == "a_little"


@ONE_KEY
def test_ending(planned: Injury, is_one_tab: bool) -> None:
    answers = send(planned, "plan-stop", {}, is_one_tab=is_one_tab)

    assert kinds(answers) == {303}
    assert Plan.objects.get().ended_on == TODAY
