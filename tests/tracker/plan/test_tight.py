"""Tight hamstrings: the doors of a plan that is for no injury, and when stretching stops."""

from collections.abc import Iterator
from datetime import timedelta
from html import unescape

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from tests.tracker.make import NOON, TODAY, key, make_day
from tests.tracker.plan.people import ready_sprinter
from tracker.models import Injury, Plan

pytestmark = pytest.mark.django_db
TRUE = ["injury", "side"]


@pytest.fixture(autouse=True)
def _noon() -> Iterator[None]:
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def tight(client: Client) -> Injury:
    injury = ready_sprinter(
        onset="gradual", onset_on=TODAY - timedelta(days=90), type="unsure", grade=None,
        mechanism="other", goal="everyday", triage={"row": "tight", "programme": "tight"},
    )  # fmt: skip
    client.force_login(injury.owner)
    return injury


def log(injury: Injury, back: int = 0, **told: object) -> None:
    fields = {"rest": 0, "sitting": 1, "qualities": ["ache"], "places": [["mid_thigh", "left"]],
              "number": 1}  # fmt: skip
    make_day(injury, TODAY - timedelta(days=back), **(fields | told))


def begin(client: Client, injury: Injury, *true: str):
    sent = {"key": key(), "stage": "base", "confirmed": list(true or TRUE)}
    return client.post(reverse("plan-open", args=[injury.uuid]), sent)


def read(client: Client, path: str) -> str:
    return " ".join(unescape(client.get(path).content.decode()).split())


def test_it_begins_where_nothing_hurts(client, tight):
    log(tight)

    assert begin(client, tight)["Location"] == "/plan/"
    assert Plan.objects.get().programme == "tight"


def test_one_side_with_tingling_goes_to_the_safety_questions(client, tight):
    log(tight)
    words = read(client, "/plan/start/")
    assert "Then stretching is not the answer." in words
    assert 'href="/check/"' in client.get("/plan/start/").content.decode()

    assert begin(client, tight, "injury").status_code == 422
    assert not Plan.objects.exists()


@pytest.mark.parametrize(("told", "back"), [
    ({"qualities": ["tingling"]}, 13),
    ({"qualities": ["numb"]}, 0),
    ({"rest": 1}, 6),
    ({"sitting": 2}, 13),
    ({"places": [["sit_bone", "left"]]}, 13),
    ({"places": [["calf", "left"]]}, 0),
])  # fmt: skip
def test_what_was_logged_shuts_it_whatever_is_ticked(client, tight, told, back):
    log(tight)
    if back:
        log(tight, back, **told)
    else:
        tight.days.update(**told)

    assert begin(client, tight).status_code == 422
    assert not Plan.objects.exists()


@pytest.mark.parametrize(("told", "back"), [
    ({"qualities": ["tingling"]}, 14),
    ({"rest": 1}, 7),
    ({"sitting": 2}, 14),
])  # fmt: skip
def test_older_days_do_not(client, tight, told, back):
    log(tight)
    log(tight, back, **told)

    assert begin(client, tight)["Location"] == "/plan/"


def test_stretching_stops_when_the_sit_bone_hurts_and_the_plan_says_why(client, tight):
    log(tight, 2)
    begin(client, tight)
    assert "Stop stretching" not in read(client, "/plan/")

    for back in (1, 0):
        log(tight, back, places=[["sit_bone", "left"]])
    words = read(client, "/plan/")

    assert "The pain has moved to the sit bone, or sitting hurts. Stop stretching" in words
    assert "Stretching rests while the sit bone hurts." in words
