"""A run typed in: numbers, bad input, replays, change, delete."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from tests.tracker.diary.nonsense import CODES, KEYS, NUMBERS, TEXTS
from tests.tracker.make import TODAY, key, make_day, make_injury, make_run
from tests.tracker.taps import tap_at_once
from tracker.diary_reader import read
from tracker.models import Injury, Revision, Run

YESTERDAY = TODAY - timedelta(days=1)


def record(injury: Injury, on: object = TODAY) -> str:
    return reverse("run-record", args=[injury.uuid, on])


def test_a_run_is_stored_and_rules_read_it(client: Client, injury: Injury) -> None:
    answer = client.post(
        record(injury),
        {
            "key": key(),
            "minutes": "40",
            "km": "6,5",
            "effort": "5",
            "pain": "2",
            "sharp_stop": "no",
        },
    )

    run = Run.objects.get()
    assert (answer.status_code, answer["Location"]) == (303, "/today/")
    assert (run.minutes, run.km, run.effort, run.pain, run.sharp_stop) == (
        Decimal(40), Decimal("6.5"), 5, 2, False,
    )  # fmt: skip
    (value,) = read(injury, today=TODAY).runs
    assert (value.on, value.minutes, value.pain, value.sharp_stop) == (TODAY, 40.0, 2, False)
    assert "Run, 40 minutes, 6.5 km, effort 5, pain 2." in client.get("/diary/").content.decode()


def test_what_was_not_told_stays_empty(client: Client, injury: Injury) -> None:
    client.post(record(injury), {"key": key(), "minutes": "40"})

    run = Run.objects.get()
    assert (run.km, run.effort, run.pain, run.sharp_stop) == (None, None, None, None)


def test_the_days_running_pain_is_filled_in(client: Client, injury: Injury) -> None:
    make_day(injury, running=3)

    assert client.get(f"/log/{TODAY}/run/").context["form"]["pain"].value() == "3"


def test_an_empty_run_is_refused(client: Client, injury: Injury) -> None:
    answer = client.post(record(injury), {"key": key(), "note": "kept"})

    assert answer.status_code == 422
    assert "Enter at least the minutes or the pain" in answer.content.decode()
    assert answer.context["form"]["note"].value() == "kept"


@pytest.mark.parametrize("field", ["minutes", "km"])
def test_no_amount_takes_nonsense(client: Client, injury: Injury, field: str) -> None:
    for value in [n for n in NUMBERS if n not in ("11", "5.5", "4,5")]:
        answer = client.post(record(injury), {"key": key(), "pain": "1", field: value})

        assert answer.status_code == 422
        assert answer.context["form"].errors.keys() == {field}
        assert not Run.objects.exists()


@pytest.mark.parametrize(("field", "value"), [("minutes", "2880.1"), ("km", "500.5")])
def test_amounts_have_an_end(client: Client, injury: Injury, field: str, value: str) -> None:
    assert client.post(record(injury), {"key": key(), field: value}).status_code == 422


@pytest.mark.parametrize("field", ["pain", "effort", "sharp_stop"])
def test_no_choice_takes_nonsense(client: Client, injury: Injury, field: str) -> None:
    for value in [*NUMBERS, *CODES]:
        answer = client.post(record(injury), {"key": key(), "minutes": "30", field: value})

        assert answer.status_code == 422
        assert answer.context["form"].errors.keys() == {field}


def test_effort_begins_at_one(client: Client, injury: Injury) -> None:
    assert client.post(record(injury), {"key": key(), "effort": "0"}).status_code == 422


def test_a_note_too_long_or_not_plain_is_refused(client: Client, injury: Injury) -> None:
    for text in TEXTS:
        answer = client.post(record(injury), {"key": key(), "minutes": "30", "note": text})

        assert answer.status_code in (422, 413)
        assert not Run.objects.exists()


def test_without_a_key_nothing_is_stored(client: Client, injury: Injury) -> None:
    for bad in KEYS:
        assert client.post(record(injury), {"key": bad, "minutes": "30"}).status_code == 422
        assert not Run.objects.exists()


def test_a_run_of_tomorrow_is_refused(client: Client, injury: Injury) -> None:
    answer = client.post(record(injury, TODAY + timedelta(days=1)), {"key": key(), "minutes": "30"})

    assert answer.status_code == 422
    assert "You can only log today or earlier" in answer.content.decode()


def test_a_run_can_be_changed_deleted_and_brought_back(client: Client, injury: Injury) -> None:
    run = make_run(injury, YESTERDAY, km=5, sharp_stop=True)
    form = client.get(f"/run/{run.uuid}/").context["form"]
    assert (form["minutes"].value(), form["km"].value()) == ("30", "5")
    assert form["sharp_stop"].value() == "yes"

    client.post(f"/run/{run.uuid}/", {"key": key(), "minutes": "35.5"})
    run.refresh_from_db()
    assert (run.minutes, run.km, run.sharp_stop) == (Decimal("35.5"), None, None)

    sent = {"key": key()}
    assert client.get(f"/run/{run.uuid}/delete/").status_code == 200
    assert [client.post(f"/run/{run.uuid}/delete/", sent).status_code for _ in range(2)] == [
        303, 303,
    ]  # fmt: skip
    assert not Run.objects.exists()

    client.post(f"/undo/{Revision.objects.first().uuid}/")
    assert Run.objects.get().minutes == Decimal("35.5")


def test_a_bad_change_changes_nothing(client: Client, injury: Injury) -> None:
    run = make_run(injury)

    assert client.post(f"/run/{run.uuid}/", {"key": key(), "minutes": "-1"}).status_code == 422
    run.refresh_from_db()
    assert run.minutes == 30


@pytest.mark.django_db(transaction=True)
def test_eight_taps_at_once_store_one_run() -> None:
    injury = make_injury()
    sent = {"key": key(), "minutes": "30"}
    answers = tap_at_once(injury.owner, record(injury), sent, times=8)

    assert answers == [303] * 8
    assert Run.objects.count() == 1


def test_a_key_used_for_a_day_stores_no_run(client: Client, injury: Injury) -> None:
    sent = {"key": key(), "rest": "1", "minutes": "30"}
    client.post(reverse("day-record", args=[injury.uuid, TODAY]), sent)

    assert client.post(record(injury), sent).status_code == 303
    assert not Run.objects.exists()
