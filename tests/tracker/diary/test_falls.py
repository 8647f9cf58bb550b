"""A fall or slip: with or without an injury, before or after its onset."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from tests.tracker.diary.nonsense import CODES, KEYS, NUMBERS, TEXTS
from tests.tracker.make import TODAY, key, make_fall, make_injury, make_user
from tests.tracker.taps import tap_at_once
from tracker.models import Fall, Injury, Revision, User

SLIP = {"when": "today", "kind": "slip"}


def fill(**fields: object) -> dict[str, object]:
    return {"key": key()} | SLIP | fields


def test_a_slip_today_is_stored_with_the_injury(client: Client, injury: Injury) -> None:
    url = reverse("fall-record", args=[injury.uuid, TODAY])

    answer = client.post(url, fill(effect="a_bit_worse", landed_on="hip", side="left", note="ice"))

    fall = Fall.objects.get()
    assert (answer.status_code, answer["Location"]) == (303, "/today/")
    assert (fall.on, fall.kind, fall.effect, fall.landed_on, fall.side, fall.note) == (
        TODAY, "slip", "a_bit_worse", "hip", "left", "ice",
    )  # fmt: skip
    assert fall.injury == injury


@pytest.mark.parametrize(
    ("url", "words"),
    [("/fall/", "What did you land on?"), ("/log/{today}/run/", "What did you run on?")],
)
def test_optional_stands_beside_a_question_and_not_in_its_bold_words(
    client: Client, injury: Injury, url: str, words: str
) -> None:
    page = client.get(url.format(today=TODAY)).content.decode()

    assert f'<legend>{words} <span class="optional">(optional)</span></legend>' in page


def test_what_was_not_told_stays_empty(client: Client, injury: Injury) -> None:
    client.post("/fall/", fill())

    fall = Fall.objects.get()
    assert (fall.effect, fall.landed_on, fall.side, fall.note) == (None, None, None, "")


def test_a_fall_needs_no_injury(client: Client, person: User) -> None:
    assert client.get("/fall/").status_code == 200
    answer = client.post("/fall/", fill())

    assert answer.status_code == 303
    assert Fall.objects.get().injury is None


@pytest.mark.parametrize(
    ("when", "on"),
    [
        ({"when": "yesterday"}, TODAY - timedelta(days=1)),
        ({"when": "other", "day": "1", "month": "9", "year": "2026"}, date(2026, 9, 1)),
        ({"when": "today", "day": "1", "month": "9", "year": "2026"}, TODAY),
    ],
)
def test_the_day_may_lie_before_the_injury(
    client: Client, injury: Injury, when: dict[str, str], on: date
) -> None:
    client.post("/fall/", fill(**when))

    assert Fall.objects.get().on == on


@pytest.mark.parametrize(
    ("boxes", "field", "words"),
    [
        (("31", "2", "2026"), "day", "There is no such day in that month"),
        (("", "2", "2026"), "day", "Enter the day as a number, 1 to 31"),
        (("1", "14", "2026"), "month", "Enter the month as a number, 1 to 12"),
        (("1", "2", "26"), "year", "Enter the year with four digits, like 2026"),
        (("22", "11", "2026"), "day", "You can only log today or earlier"),
        (("1", "2", "1999"), "year", "Enter the year with four digits, like 2026"),
    ],
)
def test_only_the_wrong_box_is_named(
    client: Client, injury: Injury, boxes: tuple[str, str, str], field: str, words: str
) -> None:
    day, month, year = boxes

    answer = client.post("/fall/", fill(when="other", day=day, month=month, year=year, note="kept"))

    assert answer.status_code == 422
    assert answer.context["form"].errors.keys() == {field}
    assert words in answer.content.decode()
    assert answer.context["form"]["note"].value() == "kept"


@pytest.mark.parametrize("field", ["day", "month", "year"])
def test_no_date_box_takes_nonsense(client: Client, injury: Injury, field: str) -> None:
    for value in ["0", "32", *NUMBERS[2:]]:
        boxes = {"day": "1", "month": "9", "year": "2026"} | {field: value}

        answer = client.post("/fall/", fill(when="other", **boxes))

        assert answer.status_code == 422
        assert not Fall.objects.exists()


@pytest.mark.parametrize("field", ["when", "kind", "effect", "landed_on", "side"])
def test_no_choice_takes_an_unknown_code(client: Client, injury: Injury, field: str) -> None:
    for value in CODES:
        answer = client.post("/fall/", fill(**{field: value}))

        assert answer.status_code == 422
        assert answer.context["form"].errors.keys() == {field}


def test_a_note_too_long_or_not_plain_is_refused(client: Client, injury: Injury) -> None:
    for text in TEXTS:
        assert client.post("/fall/", fill(note=text)).status_code in (422, 413)
        assert not Fall.objects.exists()


def test_without_a_key_nothing_is_stored(client: Client, injury: Injury) -> None:
    for bad in KEYS:
        assert client.post("/fall/", fill(key=bad)).status_code == 422
        assert not Fall.objects.exists()


def test_an_empty_form_names_what_is_missing(client: Client, injury: Injury) -> None:
    words = client.post("/fall/", {"key": key()}).content.decode()

    assert "Choose when it happened" in words
    assert "Choose what happened" in words


def test_a_fall_that_made_it_much_worse_leads_to_its_questions(
    client: Client, injury: Injury
) -> None:
    answer = client.post("/fall/", fill(kind="fall", effect="much_worse"))

    assert answer["Location"] == reverse("check-questions")


def test_a_fall_can_be_changed(client: Client, injury: Injury, person: User) -> None:
    fall = make_fall(person, date(2026, 9, 1), injury=injury)
    form = client.get(f"/fall/{fall.uuid}/").context["form"]
    assert (form["when"].value(), form["day"].value(), form["kind"].value()) == ("other", 1, "slip")

    client.post(f"/fall/{fall.uuid}/", fill(kind="knock", effect="none"))

    fall.refresh_from_db()
    assert (fall.on, fall.kind, fall.effect) == (TODAY, "knock", "none")


def test_a_bad_change_is_refused_with_everything_kept(
    client: Client, injury: Injury, person: User
) -> None:
    fall = make_fall(person, injury=injury)

    answer = client.post(f"/fall/{fall.uuid}/", fill(kind="nope", note="kept"))

    assert answer.status_code == 422
    assert answer.context["form"]["note"].value() == "kept"
    fall.refresh_from_db()
    assert fall.kind == "slip"


def test_a_deleted_fall_comes_back_by_undo(client: Client, injury: Injury, person: User) -> None:
    fall = make_fall(person, injury=injury, note="ice")
    assert b"Slip, did not fall" in client.get(f"/fall/{fall.uuid}/delete/").content
    sent = {"key": key()}

    first, second = (client.post(f"/fall/{fall.uuid}/delete/", sent) for _ in range(2))
    assert (first.status_code, second.status_code) == (303, 303)
    assert not Fall.objects.exists()

    client.post(f"/undo/{Revision.objects.get().uuid}/")
    assert Fall.objects.get().note == "ice"


def test_deleting_needs_its_key(client: Client, injury: Injury, person: User) -> None:
    for bad in KEYS:
        fall = make_fall(person)

        assert client.post(f"/fall/{fall.uuid}/delete/", {"key": bad}).status_code == 422
        assert Fall.objects.exists()


def test_a_fall_that_never_was_is_no_page(client: Client, injury: Injury) -> None:
    for url in (f"/fall/{uuid4()}/", f"/fall/{uuid4()}/delete/"):
        assert client.get(url).status_code == 404
        assert client.post(url, {"key": key()}).status_code == 404


def test_the_page_of_a_day_names_that_day(client: Client, injury: Injury) -> None:
    form = client.get("/log/2026-11-07/fall/").context["form"]

    assert (form["when"].value(), form["day"].value(), form["month"].value()) == ("other", 7, 11)


@pytest.mark.django_db(transaction=True)
def test_eight_taps_at_once_store_one_fall() -> None:
    user = make_user()
    make_injury(user)
    sent = fill()
    answers = tap_at_once(user, "/fall/", sent, times=8)

    assert answers == [303] * 8
    assert Fall.objects.count() == 1


def test_a_key_used_for_a_day_stores_no_fall(client: Client, injury: Injury) -> None:
    sent = {"key": key(), "rest": "1"} | SLIP
    client.post(reverse("day-record", args=[injury.uuid, TODAY]), sent)

    assert client.post("/fall/", sent).status_code == 303
    assert not Fall.objects.exists()
