"""Where it hurt on a day: places, the worst of them, and what is only carried over."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from tests.tracker.make import TODAY, key, make_day, make_injury
from tracker.models import Day, Injury

YESTERDAY = TODAY - timedelta(days=1)
CALF, FOOT = ["calf", "right"], ["foot", "right"]


@pytest.fixture
def injury(person: object) -> Injury:
    """Two places since the beginning, the calf the worse one."""
    return make_injury(person, places=[CALF, FOOT], worst=CALF)  # type: ignore[arg-type]


def send(client: Client, injury: Injury, **told: object) -> Day:
    """What the page of today shows, with the changes of `told`."""
    form = client.get(reverse("day-edit", args=[TODAY])).context["form"]
    shown = {name: form[name].value() for name in form.fields}
    sent = {name: value for name, value in (shown | told).items() if value is not None}
    path = reverse("day-record", args=[injury.uuid, TODAY])
    answer = client.post(path, sent | {"key": key(), "more": "1", "rest": "1"})
    assert answer.status_code == 303
    return Day.objects.get(on=TODAY)


def test_untouched_the_worst_spot_is_carried_with_its_places(
    client: Client, injury: Injury
) -> None:
    day = send(client, injury)

    assert (day.places, day.worst, day.carried) == ([CALF, FOOT], CALF, ["places"])


def test_the_last_entry_wins_over_the_intake(client: Client, injury: Injury) -> None:
    make_day(injury, YESTERDAY, rest=1, places=[CALF, FOOT], worst=FOOT)

    assert send(client, injury).worst == FOOT


def test_the_last_entry_named_no_worst_spot(client: Client, injury: Injury) -> None:
    make_day(injury, YESTERDAY, rest=1, places=[CALF, FOOT])

    assert send(client, injury).worst is None


def test_another_worst_spot_is_an_answer_of_today(client: Client, injury: Injury) -> None:
    day = send(client, injury, worst="foot:right")

    assert (day.places, day.worst, day.carried) == ([CALF, FOOT], FOOT, [])


def test_a_place_taken_away_takes_its_worst_spot_along(client: Client, injury: Injury) -> None:
    day = send(client, injury, places=["foot:right"])

    assert (day.places, day.worst, day.carried) == ([FOOT], None, [])


def test_what_hurts_most_hurts(client: Client, injury: Injury) -> None:
    day = send(client, injury, worst="low_back:both")

    assert day.places == [CALF, FOOT, ["low_back", "both"]]
    assert (day.worst, day.carried) == (["low_back", "both"], [])


def test_a_day_changed_later_keeps_its_worst_spot_as_carried(
    client: Client, injury: Injury
) -> None:
    send(client, injury)

    day = send(client, injury, sitting="3")

    assert (day.number, day.worst, day.carried) == (2, CALF, ["places"])


def test_a_page_that_did_not_ask_for_it_leaves_it_alone(client: Client, injury: Injury) -> None:
    make_day(injury, TODAY, rest=1, places=[CALF, FOOT], worst=CALF)
    sent = {"key": key(), "number": "1", "more": "1", "places": ["calf:right", "foot:right"]}

    client.post(reverse("day-record", args=[injury.uuid, TODAY]), sent)

    assert Day.objects.get().worst == CALF


def test_the_worst_spot_alone_is_an_answer(client: Client, injury: Injury) -> None:
    path = reverse("day-record", args=[injury.uuid, TODAY])

    answer = client.post(path, {"key": key(), "more": "1", "worst": "calf:left"})

    assert answer.status_code == 303
    assert Day.objects.get().places == [["calf", "left"]]


@pytest.mark.parametrize("value", ["other_leg:right", "sit_bone:up", "calf", ":", "calf:left:x"])
def test_no_worst_spot_is_taken_that_the_body_does_not_have(
    client: Client, injury: Injury, value: str
) -> None:
    path = reverse("day-record", args=[injury.uuid, TODAY])

    answer = client.post(path, {"key": key(), "rest": "1", "more": "1", "worst": value})

    assert answer.status_code == 422
    assert answer.context["form"].errors.keys() == {"worst"}
    assert "Choose places from the picture or the list" in answer.content.decode()


def test_the_diary_and_the_history_name_the_worst_spot(client: Client, injury: Injury) -> None:
    day = make_day(injury, TODAY, rest=1, places=[CALF, FOOT], worst=CALF)

    send(client, injury, worst="foot:right")

    assert "Right calf, right foot (hurts most)" in client.get("/diary/").content.decode()
    words = client.get(reverse("history-row", args=[day.uuid])).content.decode()
    assert re.search(r"Worst spot.*Right calf.*Right foot", words, re.DOTALL)


def test_one_place_alone_is_not_said_to_be_the_worst(client: Client, injury: Injury) -> None:
    make_day(injury, TODAY, rest=1, places=[CALF], worst=CALF)

    assert "hurts most" not in client.get("/diary/").content.decode()


@pytest.mark.parametrize("path", ["/today/", f"/log/{YESTERDAY}/"])
def test_every_place_of_the_picture_can_be_ticked(
    client: Client, injury: Injury, path: str
) -> None:
    words = client.get(path).content.decode()

    drawn = set(re.findall(r'data-place="([^"]+)"', words))
    for name, kind in (("places", "checkbox"), ("worst", "radio")):
        ticks = re.findall(rf'type="{kind}" name="{name}" value="([^"]+)"', words)
        assert len(ticks) == len(set(ticks))
        assert drawn < set(ticks)
    ids = re.findall(r' id="([^"]+)"', words)
    assert len(ids) == len(set(ids))
