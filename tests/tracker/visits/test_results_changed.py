"""A result that is changed, or a visit that is deleted, takes back what it did."""

from datetime import timedelta

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from tests.tracker.make import TODAY, key
from tests.tracker.visits.conftest import BEFORE
from tests.tracker.visits.test_results import say
from tracker.actions.pause_loading import start_pause
from tracker.clock import person_now
from tracker.models import Clearance, Finding, LoadPause, Plan, Revision, Visit


def text_after(client: Client, answer: HttpResponse) -> str:
    return client.get(answer["Location"]).content.decode()


@pytest.mark.parametrize("ended_by", ["own_plan", "diary_only"])
@pytest.mark.parametrize("advice", ["carry_on", "pause", ""])
def test_the_plan_goes_on_where_it_stood(
    client: Client, visit: Visit, plan: Plan, ended_by: str, advice: str
) -> None:
    say(client, visit, advice=ended_by)

    answer = say(client, visit, advice=advice)

    plan.refresh_from_db()
    assert (plan.ended_on, plan.stage) == (None, "settle")
    assert "Your plan goes on where it stood." in text_after(client, answer)


def test_a_plan_that_both_results_end_stays_ended(client: Client, visit: Visit, plan: Plan) -> None:
    say(client, visit, advice="own_plan")
    say(client, visit, advice="diary_only")

    plan.refresh_from_db()
    assert plan.ended_on == TODAY

    say(client, visit, advice="")
    plan.refresh_from_db()
    assert plan.ended_on is None


def test_a_plan_begun_since_stays_and_the_old_one_stays_ended(
    client: Client, visit: Visit, plan: Plan
) -> None:
    say(client, visit, advice="own_plan")
    own = Plan.objects.create(
        injury=plan.injury, kind="own", made_by="Anna", started_on=TODAY, content_version="1"
    )

    answer = say(client, visit, advice="carry_on")

    plan.refresh_from_db()
    own.refresh_from_db()
    assert plan.ended_on == TODAY and own.ended_on is None
    assert "stays ended, because you began another one since." in text_after(client, answer)


def test_exercises_that_were_given_leave_an_own_plan_open(client: Client, visit: Visit) -> None:
    own = Plan.objects.create(
        injury=visit.injury, kind="own", made_by="Anna", started_on=BEFORE, content_version="1"
    )

    answer = say(client, visit, advice="own_plan")

    own.refresh_from_db()
    assert own.ended_on is None
    assert answer["Location"] == reverse("own-plan")


@pytest.mark.parametrize("advice", ["diary_only", "pause", ""])
def test_the_pause_lasts_again(client: Client, visit: Visit, pause: LoadPause, advice: str) -> None:
    say(client, visit, advice="carry_on")

    answer = say(client, visit, advice=advice)

    pause.refresh_from_db()
    assert (pause.ended_on, pause.ended_by) == (None, "")
    assert LoadPause.objects.count() == 1
    assert "Loading is paused again, as before." in text_after(client, answer)


def test_a_no_to_pausing_since_keeps_the_pause_ended(
    client: Client, visit: Visit, pause: LoadPause
) -> None:
    say(client, visit, advice="carry_on")
    at = person_now(pause.injury.owner)
    start_pause(injury=pause.injury, rule="r_night_pain", accepted=False, at=at)

    answer = say(client, visit, advice="")

    pause.refresh_from_db()
    assert pause.ended_on == TODAY
    assert "The pause that ended stays ended" in text_after(client, answer)


def test_a_pause_whose_sign_is_over_stays_ended(
    client: Client, visit: Visit, pause: LoadPause
) -> None:
    Finding.objects.create(
        injury=pause.injury,
        rule="r_night_pain",
        topic="night_pain",
        tier="soon",
        content_version="1",
        opened_on=BEFORE,
        last_true_on=BEFORE,
        closed_on=TODAY,
        closed_because="passed",
    )
    say(client, visit, advice="carry_on")

    say(client, visit, advice="")

    pause.refresh_from_db()
    assert pause.ended_on == TODAY


def test_a_pause_the_result_began_ends_with_it(client: Client, visit: Visit, clock) -> None:
    say(client, visit, advice="pause")
    clock.move_to(f"{TODAY + timedelta(days=2)}T12:00:00+00:00", tick=False)

    answer = say(client, visit, advice="diary_only")

    pause = LoadPause.objects.get()
    assert (pause.started_on, pause.ended_on) == (TODAY, TODAY + timedelta(days=2))
    assert "Your pause of loading has ended." in text_after(client, answer)


def test_a_pause_of_the_same_day_was_never_one(client: Client, visit: Visit) -> None:
    say(client, visit, advice="pause")
    say(client, visit, advice="")

    assert not LoadPause.objects.exists()


def test_the_same_advice_again_changes_nothing(
    client: Client, visit: Visit, plan: Plan, pause: LoadPause
) -> None:
    say(client, visit, advice="own_plan")

    say(client, visit, advice="own_plan", words="Three exercises.")

    plan.refresh_from_db()
    pause.refresh_from_db()
    assert plan.ended_on == pause.ended_on == TODAY


def test_deleting_the_visit_takes_everything_back_and_undo_does_it_again(
    client: Client, visit: Visit, plan: Plan, pause: LoadPause
) -> None:
    say(client, visit, advice="own_plan")

    answer = client.post(reverse("visit-delete", args=[visit.uuid]), {"key": key()})

    plan.refresh_from_db()
    pause.refresh_from_db()
    assert plan.ended_on is None and pause.ended_on is None
    text = text_after(client, answer)
    assert "Your plan goes on where it stood. Loading is paused again, as before." in text

    client.post(reverse("undo", args=[Revision.objects.get().uuid]))

    plan.refresh_from_db()
    pause.refresh_from_db()
    assert plan.ended_on == pause.ended_on == TODAY
    assert Visit.objects.get().advice == "own_plan"


def test_deleting_the_visit_forgets_the_agreement_until_undo(
    client: Client, visit: Visit, plan: Plan
) -> None:
    say(client, visit, advice="carry_on")

    client.post(reverse("visit-delete", args=[visit.uuid]), {"key": key()})
    assert not Clearance.objects.exists()

    client.post(reverse("undo", args=[Revision.objects.get().uuid]))
    assert Clearance.objects.get().by == "Anna"
