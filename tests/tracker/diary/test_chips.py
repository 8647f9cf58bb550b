"""Sleep and stress: asked only of who switched them on, kept beside the pain, read by no rule."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from tests.tracker.make import TODAY, key, make_day
from tracker.exchange.export import export_diary
from tracker.models import Day, Injury, User

ROWS = {"sleep": "How did you sleep?", "stress": "Stress"}


def switch(client: Client, chip: str, on: str) -> int:
    return client.post("/ask/", {"chip": chip, "on": on}).status_code


def log(client: Client, injury: Injury, **told: str) -> int:
    url = reverse("day-record", args=[injury.uuid, TODAY])
    stored = Day.objects.filter(injury=injury, on=TODAY).first()
    number = str(stored.number) if stored else "0"
    return client.post(url, {"key": key(), "number": number, "more": "1", **told}).status_code


def test_nobody_is_asked_before_switching_them_on(client: Client, injury: Injury) -> None:
    page = client.get("/today/").content.decode()

    assert not [words for words in ROWS.values() if f">{words}<" in page]


@pytest.mark.parametrize("chip", ROWS)
def test_a_row_is_asked_once_it_is_switched_on_and_no_longer_when_off(
    client: Client, injury: Injury, person: User, chip: str
) -> None:
    assert switch(client, chip, "1") == 303
    asked = client.get("/today/").context["form"].chip_rows
    assert [row.name for row in asked] == [chip]
    assert ROWS[chip] in client.get("/today/").content.decode()

    assert switch(client, chip, "0") == 303
    assert client.get("/today/").context["form"].chip_rows == []


def test_switching_twice_is_the_same_as_once(client: Client, injury: Injury, person: User) -> None:
    for chip in ("stress", "sleep", "stress"):
        switch(client, chip, "1")

    person.refresh_from_db()
    assert person.chips == ["sleep", "stress"]


def test_the_stand_up_timer_is_switched_beside_them_and_is_no_row_of_the_log(
    client: Client, injury: Injury, person: User
) -> None:
    for chip in ("stand_up", "sleep"):
        assert switch(client, chip, "1") == 303

    person.refresh_from_db()
    assert person.chips == ["sleep", "stand_up"]
    assert [row.name for row in client.get("/today/").context["form"].chip_rows] == ["sleep"]
    assert 'Leave out<span class="sr">, Stand-up timer' in client.get("/ask/").content.decode()


@pytest.mark.parametrize(
    ("sent", "row"),
    [({"line": "rest", "place": "0"}, "line-rest"),
     ({"line": "walking", "place": ""}, "line-walking"),
     ({"chip": "stress", "on": "1"}, "chip-stress")],
)  # fmt: skip
def test_a_button_comes_back_to_its_own_row(
    client: Client, injury: Injury, sent: dict[str, str], row: str
) -> None:
    answer = client.post("/ask/", sent)

    assert answer["Location"] == f"/ask/#{row}"
    assert f'<li id="{row}">' in client.get("/ask/").content.decode()


@pytest.mark.parametrize("sent", [("mood", "1"), ("sleep", "2"), ("sleep", ""), ("\0", "1")])
def test_nonsense_switches_nothing(
    client: Client, injury: Injury, person: User, sent: tuple[str, str]
) -> None:
    assert switch(client, *sent) == 422

    person.refresh_from_db()
    assert person.chips == []


def test_an_answer_is_stored_shown_and_in_the_export(
    client: Client, injury: Injury, person: User
) -> None:
    assert log(client, injury, rest="2", sleep="badly", stress="a_lot") == 303

    day = Day.objects.get()
    assert (day.sleep, day.stress) == ("badly", "a_lot")
    for page in ("/today/", "/diary/"):
        assert "Slept badly. Stress: a lot." in client.get(page).content.decode()
    written = export_diary(person, now=day.logged_at, today=TODAY)["injuries"][0]["days"][0]
    assert (written["sleep"], written["stress"]) == ("badly", "a_lot")


def test_what_was_logged_stays_and_can_be_changed_after_the_row_is_switched_off(
    client: Client, injury: Injury
) -> None:
    log(client, injury, rest="2", sleep="badly")
    asked = client.get(f"/log/{TODAY}/").context["form"].chip_rows
    assert [row.name for row in asked] == ["sleep"]

    log(client, injury, rest="3")
    assert Day.objects.get().sleep == "badly"
    log(client, injury, sleep="skip")
    assert Day.objects.get().sleep is None


def test_not_told_is_not_well(client: Client, injury: Injury) -> None:
    switch(client, "sleep", "1")
    log(client, injury, rest="0")

    assert (Day.objects.get().sleep, Day.objects.get().stress) == (None, None)
    assert "Slept" not in client.get("/diary/").content.decode()


@pytest.mark.parametrize(("chip", "code"), [("sleep", "fine"), ("stress", "1"), ("sleep", "\0")])
def test_an_unknown_code_is_refused(client: Client, injury: Injury, chip: str, code: str) -> None:
    assert log(client, injury, rest="2", **{chip: code}) == 422
    assert not Day.objects.exists()


def test_the_same_as_yesterday_copies_neither(client: Client, injury: Injury, person: User) -> None:
    switch(client, "sleep", "1")
    make_day(injury, TODAY - timedelta(days=1), rest=2, sleep="badly", stress="a_lot", number=1)

    form = client.get(f"/log/{TODAY}/same/").context["form"]
    log(client, injury, rest="2", copied="1")

    assert form["sleep"].value() is None
    assert Day.objects.get(on=TODAY).copied
    assert Day.objects.get(on=TODAY).sleep is None
