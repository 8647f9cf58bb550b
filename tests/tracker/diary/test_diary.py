"""The list of days: newest first, gaps with a way to fill them, falls and runs among them."""

from datetime import timedelta

import pytest
from django.test import Client

from tests.tracker.make import (
    NOON,
    TODAY,
    make_day,
    make_days,
    make_fall,
    make_notice,
    make_run,
)
from tests.tracker.queries import counting
from tracker.models import Day, Fall, Injury, Run, User

YESTERDAY = TODAY - timedelta(days=1)


def test_days_stand_newest_first_in_the_persons_words(client: Client, injury: Injury) -> None:
    make_day(injury, TODAY, sitting=4, sit_minutes=35, seat="desk", places=[["sit_bone", "right"]])
    make_day(injury, YESTERDAY, walking=2, copied=True)

    words = client.get("/diary/").content.decode()

    assert words.index("Sitting 4, desk 35 min") < words.index("Walking 2")
    assert "Right sit bone." in words
    assert "Same as the day before." in words


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"carried": ["places"]}, "Burning. Right sit bone: carried over, not counted."),
        ({"carried": ["qualities"]}, "Right sit bone. Burning: carried over, not counted."),
        ({"copied": True}, "Right sit bone, burning: carried over, not counted."),
        ({}, "Right sit bone, burning."),
    ],
)
def test_what_was_carried_over_untouched_is_said_not_to_count(
    client: Client, injury: Injury, fields: dict[str, object], words: str
) -> None:
    make_day(injury, places=[["sit_bone", "right"]], qualities=["burning"], sitting=4, **fields)

    page = client.get("/diary/").content.decode()

    assert words in page
    assert ("not counted" in page) is bool(fields)


@pytest.mark.parametrize(("days_ago", "can_add"), [(13, True), (14, False)])
def test_missed_days_of_two_weeks_can_be_added(
    client: Client, injury: Injury, days_ago: int, can_add: bool
) -> None:
    make_day(injury, TODAY - timedelta(days=20), rest=1)

    words = client.get("/diary/").content.decode()

    on = (TODAY - timedelta(days=days_ago)).isoformat()
    assert (f'href="/log/{on}/"' in words) is can_add


def test_what_the_intake_told_of_a_day_is_shown_but_is_no_log(
    client: Client, injury: Injury
) -> None:
    make_day(injury, number=0, places=[["sit_bone", "right"]])

    words = client.get("/diary/").content.decode()
    calendar = client.get("/diary/calendar/").content.decode()

    assert "Not logged" in words and "<b>Logged</b>" not in words
    assert "Told at the start: right sit bone." in words
    assert f'href="/log/{TODAY.isoformat()}/"' in words
    assert "21 November, not logged" in calendar


def test_what_shows_at_the_intake_is_no_log_either(client: Client, injury: Injury) -> None:
    make_day(injury, number=0, signs={"bruising": True, "swelling": False}, limp=True)

    words = client.get("/diary/").content.decode()

    assert "Told at the start: bruise, limping." in words
    assert "<b>Logged</b>" not in words


def test_days_before_the_first_entry_are_not_missed(client: Client, injury: Injury) -> None:
    make_day(injury, YESTERDAY, rest=1)

    words = client.get("/diary/").content.decode()

    assert words.count("Not logged") == 1


def test_falls_and_runs_stand_with_their_day(client: Client, injury: Injury, person: User) -> None:
    fall = make_fall(person, TODAY - timedelta(days=30), effect="much_worse", landed_on="buttock")
    make_fall(person, TODAY - timedelta(days=31), kind="near_fall", landed_on="none")
    run = make_run(injury, YESTERDAY, pain=3)

    words = client.get("/diary/").content.decode()

    assert "Slip, did not fall. Landed on: bottom. Much worse." in words
    assert "Leg shot out.<" in words
    assert "Run, 30 minutes, pain 3." in words
    assert f"/fall/{fall.uuid}/" in words
    assert f"/run/{run.uuid}/" in words


def test_an_empty_diary_says_so_kindly(client: Client, injury: Injury) -> None:
    words = client.get("/diary/").content.decode()

    assert "Nothing here yet" in words
    assert "Not logged" not in words


def test_earlier_and_later_lead_through_all_weeks(client: Client, injury: Injury) -> None:
    make_day(injury, TODAY - timedelta(days=90), rest=7)

    first = client.get("/diary/").context["page"]
    second = client.get(f"/diary/?to={first.earlier}").context["page"]
    third = client.get(f"/diary/?to={second.earlier}").context["page"]

    assert second.last == first.first - timedelta(days=1)
    assert third.months[0][1][0].headline == "Rest 7"
    assert third.earlier is None
    assert third.later == third.last + timedelta(days=35)


def test_an_empty_page_leads_to_the_next_entry_however_far(
    client: Client, injury: Injury, person: User
) -> None:
    Injury.objects.update(onset_on=TODAY - timedelta(days=3000))
    old, new = TODAY - timedelta(days=2000), TODAY - timedelta(days=200)
    make_run(injury, old)
    make_fall(person, new)
    pages = [client.get("/diary/").context["page"]]
    while pages[-1].earlier is not None:
        pages.append(client.get(f"/diary/?to={pages[-1].earlier}").context["page"])

    assert [page.last for page in pages if page.months] == [new, old]
    assert [bool(page.months) for page in pages] == [False, True, False, True, False]
    up = [pages[-1]]
    while up[-1].later is not None:
        up.append(client.get(f"/diary/?to={up[-1].later}").context["page"])
    assert [page.months[0][1][0].on for page in up if page.months] == [old, new]
    assert len(up) <= 7


@pytest.mark.parametrize("to", ["", "x", "\x00", "9999-12-31", "0001-01-01", "2026-02-30", "１"])
def test_a_strange_date_shows_the_newest_weeks(client: Client, injury: Injury, to: str) -> None:
    answer = client.get("/diary/", {"to": to})

    assert answer.status_code == 200
    assert answer.context["page"].last == TODAY


@pytest.mark.parametrize("days", [30, 3000])
def test_the_list_asks_the_database_at_most_eight_times(
    client: Client, injury: Injury, person: User, days: int
) -> None:
    make_days(injury, sitting=[4] * days)
    Run.objects.bulk_create(
        Run(injury=injury, on=TODAY - timedelta(days=n), minutes=30, logged_at=NOON)
        for n in range(0, days, 3)
    )
    Fall.objects.bulk_create(
        Fall(owner=person, on=TODAY - timedelta(days=n), kind="slip") for n in range(0, days, 90)
    )
    make_notice(injury)
    client.get("/diary/")

    with counting() as count:
        answer = client.get("/diary/")

    assert len(answer.context["page"].months) == 2
    assert count.number <= 8, "\n".join(count.statements)


def test_the_bell_counts_what_waits_for_an_answer(client: Client, injury: Injury) -> None:
    make_notice(injury)
    put_off = make_notice(injury)
    put_off.actions.create(kind="later", on=TODAY, until=TODAY + timedelta(days=7))

    assert client.get("/diary/").context["open_signs"] == 1


def test_notes_are_shown_as_text(client: Client, injury: Injury) -> None:
    make_day(injury, note="<script>alert(1)</script>")

    assert b"<script>alert" not in client.get("/today/").content
    assert Day.objects.get().note == "<script>alert(1)</script>"
