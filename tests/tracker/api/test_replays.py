"""A key that was sent before: nothing new is stored, and the answer says what stands."""

from datetime import timedelta

import pytest
import time_machine

from tests.tracker.api.conftest import send
from tests.tracker.make import NOON, TODAY, key, make_day
from tracker.models import Day, Fall, Injury, Run

YESTERDAY = TODAY - timedelta(days=1)
TOLD = {
    "log": {"sitting": 4, "note": "after the drive"},
    "fall": {"kind": "slip", "effect": "none", "note": "ice"},
    "run": {"minutes": 31.25, "km": 5.005, "pain": 2, "note": "slow"},
}
KINDS = pytest.mark.parametrize("kind", TOLD)


def warned(told: dict) -> list[str]:
    return [warning["path"] for warning in told["warnings"]]


@KINDS
def test_the_same_again_is_answered_without_a_warning(
    injury: Injury, token: str, kind: str
) -> None:
    for _twice in range(2):
        told = send(kind, token, TOLD[kind] | {"key": "a"}).json()

    assert (told["saved"], told["warnings"]) == ("before", [])


@pytest.mark.parametrize(
    ("kind", "other", "stands"),
    [
        ("log", {"sitting": 9}, {"sitting": 4}),
        ("log", {"sitting": 4, "morning": 2}, {"sitting": 4, "morning": None}),
        ("fall", {"kind": "fall", "effect": "much_worse"}, {"kind": "slip", "effect": "none"}),
        ("run", {"minutes": 40, "pain": 8}, {"minutes": 31.2, "pain": 2}),
    ],
)
def test_each_other_value_is_named_as_not_stored(
    injury: Injury, token: str, kind: str, other: dict, stands: dict
) -> None:
    send(kind, token, TOLD[kind] | {"key": "a"})

    answer = send(kind, token, other | {"key": "a"})

    assert (answer.status_code, answer.json()["stands"]) == (200, stands)
    changed = [name for name in other if other[name] != stands[name]]
    assert warned(answer.json()) == changed
    for warning in answer.json()["warnings"]:
        assert "was sent before: nothing new was stored" in warning["message"]


@KINDS
def test_another_note_is_named_too(injury: Injury, token: str, kind: str) -> None:
    send(kind, token, TOLD[kind] | {"key": "a"})

    told = send(kind, token, TOLD[kind] | {"key": "a", "note": "quite another"}).json()

    assert warned(told) == ["note"]


def test_the_worse_number_that_stands_is_no_warning_when_it_is_new(
    injury: Injury, token: str
) -> None:
    make_day(injury, sitting=6, number=1)

    told = send("log", token, {"key": "a", "sitting": 4}).json()

    assert (told["saved"], told["stands"], told["warnings"]) == ("new", {"sitting": 6}, [])


@pytest.mark.parametrize("kind", ["fall", "run"])
def test_what_was_deleted_since_is_told_so(injury: Injury, token: str, kind: str) -> None:
    send(kind, token, TOLD[kind] | {"key": "a"})
    Fall.objects.all().delete()
    Run.objects.all().delete()

    told = send(kind, token, TOLD[kind] | {"key": "a"}).json()

    assert (told["saved"], told["id"], warned(told)) == ("before", None, ["key"])


@KINDS
def test_sent_again_the_next_day_it_stays_on_the_day_it_is_stored_on(
    injury: Injury, token: str, kind: str
) -> None:
    body = TOLD[kind] | {"key": str(key())}
    first = send(kind, token, body)
    with time_machine.travel(NOON + timedelta(days=1), tick=False):
        again = send(kind, token, body)

    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json()["on"] == again.json()["on"] == str(TODAY)
    assert first.json()["id"] == again.json()["id"]
    assert again.json()["warnings"] == []
    assert Day.objects.count() + Fall.objects.count() + Run.objects.count() == 1


@pytest.mark.parametrize("kind", ["fall", "run"])
def test_another_day_under_a_key_is_named(injury: Injury, token: str, kind: str) -> None:
    send(kind, token, TOLD[kind] | {"key": "a"})

    told = send(kind, token, TOLD[kind] | {"key": "a", "on": str(YESTERDAY)}).json()

    assert (told["on"], warned(told)) == (str(TODAY), ["on"])
