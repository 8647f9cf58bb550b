"""Filling in missing days, yesterday in one tap, and Undo after every save."""

import re
from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from tests.tracker.make import TODAY, key, make_day, make_days, make_injury
from tests.tracker.queries import counting
from tracker.models import Day, Injury, Revision, User

YESTERDAY = TODAY - timedelta(days=1)


def days_ago(n: int) -> date:
    return TODAY - timedelta(days=n)


def send(client: Client, injury: Injury, told: dict[date, dict[str, str]], **more: str) -> object:
    fields: dict[str, object] = {"key": key(), "days": [on.isoformat() for on in told]}
    for on, lines in told.items():
        fields |= {f"{on.isoformat()}_{line}": value for line, value in lines.items()}
    return client.post(reverse("days-record", args=[injury.uuid]), fields | more)


def undo_of(page: str) -> str:
    found = re.search(r'action="(/undo/[^"]+)"', page)
    assert found
    return found.group(1).replace("&amp;", "&")


def test_a_gap_is_offered_on_one_page_newest_first(client: Client, injury: Injury) -> None:
    make_day(injury, days_ago(5), rest=2)

    assert reverse("days-missing") in client.get("/today/").content.decode()
    form = client.get("/log/missing/").context["form"]

    assert [row.on for row in form.rows][:4] == [days_ago(n) for n in (1, 2, 3, 4)]
    assert days_ago(5) not in form.days and TODAY not in form.days
    assert [box.name.partition("_")[2] for box in form.rows[0].boxes] == [
        "sitting",
        "morning",
        "walking",
    ]


def test_only_what_is_remembered_is_stored(client: Client, injury: Injury) -> None:
    make_day(injury, days_ago(5), rest=2)

    answer = send(
        client,
        injury,
        {YESTERDAY: {"sitting": "0"}, days_ago(2): {"sitting": ""}, days_ago(3): {"morning": "7"}},
    )

    assert answer.status_code == 303
    made = {d.on: (d.sitting, d.morning) for d in Day.objects.exclude(on=days_ago(5))}
    assert made == {YESTERDAY: (0, None), days_ago(3): (None, 7)}
    assert "2 days are filled in." in client.get("/diary/").content.decode()


def test_one_undo_takes_all_of_them_back(client: Client, injury: Injury) -> None:
    make_day(injury, days_ago(5), rest=2)
    send(client, injury, {YESTERDAY: {"sitting": "1"}, days_ago(2): {"sitting": "2"}})

    client.post(undo_of(client.get("/diary/").content.decode()))

    assert Day.objects.get().on == days_ago(5)


def test_a_wrong_number_stores_none_and_keeps_what_was_typed(
    client: Client, injury: Injury
) -> None:
    make_day(injury, days_ago(5), rest=2)

    answer = send(client, injury, {YESTERDAY: {"sitting": "3"}, days_ago(2): {"sitting": "11"}})

    assert answer.status_code == 422
    assert "19 Nov: choose a number from 0 to 10" in answer.content.decode()
    assert 'value="3"' in answer.content.decode()
    assert Day.objects.count() == 1


def test_a_day_logged_meanwhile_stays_as_it_is(client: Client, injury: Injury) -> None:
    make_day(injury, YESTERDAY, sitting=6)

    send(client, injury, {YESTERDAY: {"sitting": "1"}, days_ago(2): {"sitting": "2"}})

    assert {d.on: d.sitting for d in Day.objects.all()} == {YESTERDAY: 6, days_ago(2): 2}
    assert "1 day was logged meanwhile" in client.get("/diary/").content.decode()


def test_sent_twice_it_is_stored_once(client: Client, injury: Injury) -> None:
    one = key()
    for _ in range(2):
        assert send(client, injury, {YESTERDAY: {"sitting": "3"}}, key=one).status_code == 303

    assert Day.objects.get().number == 1
    assert Revision.objects.count() == 1


@pytest.mark.parametrize("day", ["2026-11-21", "2027-01-01", "1990-01-01", "nonsense", "\x00"])
def test_days_out_of_reach_are_never_stored(client: Client, injury: Injury, day: str) -> None:
    sent = {"key": key(), "days": [day], f"{day}_sitting": "3"}

    answer = client.post(reverse("days-record", args=[injury.uuid]), sent)

    assert answer.status_code == 422
    assert not Day.objects.exists()


def test_the_page_costs_the_same_for_a_long_gap(client: Client, injury: Injury) -> None:
    make_day(injury, days_ago(9), rest=2)
    with counting() as short:
        client.get("/log/missing/")
    make_day(injury, days_ago(300), rest=2)
    with counting() as long:
        client.get("/log/missing/")

    assert short.number == long.number


def test_a_stranger_gets_404(stranger: Client, injury: Injury) -> None:
    assert send(stranger, injury, {YESTERDAY: {"sitting": "3"}}).status_code == 404


def test_yesterday_is_one_tap_away_while_it_is_open(client: Client, injury: Injury) -> None:
    link = f'href="/log/{YESTERDAY.isoformat()}/"'
    assert link not in client.get("/today/").content.decode()  # the diary begins today

    make_day(injury, days_ago(2), rest=2)
    assert link in client.get("/today/").content.decode()
    make_day(injury, TODAY, rest=2)
    assert link in client.get("/today/").content.decode()

    make_day(injury, YESTERDAY, rest=2)
    assert link not in client.get("/today/").content.decode()


@pytest.mark.parametrize("headers", [{}, {"HX-Request": "true"}], ids=["plain", "htmx"])
def test_saving_today_offers_undo_beside_it(
    client: Client, injury: Injury, headers: dict[str, str]
) -> None:
    path = reverse("day-record", args=[injury.uuid, TODAY])
    saved = client.post(path, {"key": key(), "number": "0", "sitting": "4"}, headers=headers)

    page = (saved if headers else client.get("/today/")).content.decode()
    assert "Today is saved." in page and 'id="toasts"' in page
    answer = client.post(undo_of(page))

    assert answer["Location"] == "/today/"
    assert not Day.objects.exists()


def test_a_lot_of_pain_on_a_past_day_offers_the_check_too(client: Client, injury: Injury) -> None:
    path = reverse("day-record", args=[injury.uuid, YESTERDAY])
    client.post(path, {"key": key(), "number": "0", "sitting": "8"})

    assert "That is a lot of pain" in client.get("/diary/").content.decode()


def test_undo_never_reaches_other_peoples_changes(
    client: Client, injury: Injury, person: User
) -> None:
    theirs = make_injury()
    day = make_day(theirs, rest=1)
    hidden = Revision.objects.create(owner=theirs.owner, table="day", row=day.uuid, after={})
    make_days(injury, rest=[1])
    send(client, injury, {YESTERDAY: {"sitting": "3"}})
    mine = Revision.objects.get(owner=person)

    client.post(reverse("undo", args=[mine.uuid]) + f"?and={hidden.uuid},nonsense")

    hidden.refresh_from_db()
    assert not hidden.undone and Day.objects.filter(pk=day.pk).exists()
