"""Finding in the diary, the month as a grid, and the history of what was changed."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from tests.tracker.make import (
    NOON,
    TODAY,
    key,
    make_day,
    make_days,
    make_fall,
    make_injury,
    make_run,
)
from tests.tracker.queries import counting
from tracker.models import Day, Fall, Injury, Moment, Revision, Run, User

YESTERDAY = TODAY - timedelta(days=1)


def record(injury: Injury) -> str:
    return reverse("day-record", args=[injury.uuid, TODAY])


def found(client: Client, **asked: str) -> list[tuple[object, tuple[str, ...]]]:
    page = client.get("/diary/", asked).context["found"]
    return [
        (row.on, tuple(event.kind for event in row.events))
        for _month, rows in page.months
        for row in rows
    ]


@pytest.fixture
def full(injury: Injury, person: User) -> Injury:
    """A note long ago, a fall, a run with pain 9, a moment, and ordinary days between."""
    make_day(injury, TODAY - timedelta(days=400), rest=2, note="Slept badly after the Flight")
    make_days(injury, last=YESTERDAY, sitting=[3] * 60)
    make_fall(person, YESTERDAY, injury=injury, note="wet stairs")
    make_run(injury, TODAY - timedelta(days=3), pain=9)
    day = Day.objects.get(on=YESTERDAY)
    Moment.objects.create(day=day, at="10:30", context="sitting", nrs=8, note="long flight")
    return injury


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ({"show": "falls"}, [(YESTERDAY, ("fall",))]),
        ({"show": "runs"}, [(TODAY - timedelta(days=3), ("run",))]),
        ({"show": "moments"}, [(YESTERDAY, ("moment",))]),
        (
            {"show": "pain"},
            [(YESTERDAY, ("moment",)), (TODAY - timedelta(days=3), ("run",))],
        ),
        (
            {"show": "notes"},
            [(YESTERDAY, ("moment", "fall")), (TODAY - timedelta(days=400), ())],
        ),
        (
            {"q": "flight"},
            [(YESTERDAY, ("moment",)), (TODAY - timedelta(days=400), ())],
        ),
        ({"q": "flight badly"}, [(TODAY - timedelta(days=400), ())]),
        ({"show": "falls", "q": "flight"}, []),
    ],
)
def test_a_filter_or_words_find_over_the_whole_diary(
    client: Client, full: Injury, asked: dict[str, str], expected: list
) -> None:
    assert found(client, **asked) == expected


def test_nothing_found_says_so(client: Client, full: Injury) -> None:
    assert "Nothing found." in client.get("/diary/?q=zebra").content.decode()


@pytest.mark.parametrize("asked", [{"show": "falls"}, {"q": "flight"}, {"show": "pain"}])
def test_a_day_beside_what_was_found_is_never_called_not_logged(
    client: Client, full: Injury, asked: dict[str, str]
) -> None:
    page = client.get("/diary/", asked).content.decode()

    assert "Not logged" not in page and reverse("day-edit", args=[YESTERDAY]) not in page


def test_what_belongs_to_others_is_never_found(client: Client, full: Injury) -> None:
    make_day(make_injury(), TODAY, note="flight of somebody else")

    assert len(found(client, q="flight")) == 2


@pytest.mark.parametrize("asked", ["%", "_", "'", "\\", "a\x00b", "x" * 5000, "١"])
def test_strange_words_find_nothing_and_break_nothing(
    client: Client, full: Injury, asked: str
) -> None:
    answer = client.get("/diary/", {"q": asked, "show": asked})

    assert answer.status_code == 200


@pytest.mark.parametrize("asked", ["über", "UBER", "café", "CAFE", "cafe\u0301", "ünder 100%"])
def test_words_are_found_without_their_case_and_accents(
    client: Client, injury: Injury, asked: str
) -> None:
    make_day(injury, YESTERDAY, rest=2, note="Über den Hügel zum Café, 100% ünder")
    make_run(injury, YESTERDAY, note="Ueber den Huegel, caf")

    assert found(client, q=asked) == [(YESTERDAY, ())]


@pytest.mark.parametrize(
    ("note", "asked"),
    [("50% of it", "50%"), ("a_b", "a_b"), ("it's \"so\"", "it's \"so\""), ("c:\\d", "c:\\d")],
)
def test_signs_of_the_database_are_words_like_any_other(
    client: Client, injury: Injury, note: str, asked: str
) -> None:
    make_day(injury, YESTERDAY, rest=2, note=note)
    make_day(injury, TODAY - timedelta(days=2), rest=2, note="50 of it, a b, its so, cd")

    assert found(client, q=asked) == [(YESTERDAY, ())]


def test_every_date_is_reached_by_paging_once(client: Client, injury: Injury, person: User) -> None:
    Run.objects.bulk_create(
        Run(injury=injury, on=TODAY - timedelta(days=n), minutes=30, note="x", logged_at=NOON)
        for n in range(0, 150, 2)
    )
    Fall.objects.bulk_create(
        Fall(owner=person, on=TODAY - timedelta(days=n), kind="slip", note="x")
        for n in range(0, 150, 3)
    )
    seen, to = [], ""
    while True:
        page = client.get("/diary/", {"show": "notes", "to": to}).context["found"]
        seen += [row.on for _month, rows in page.months for row in rows]
        if page.earlier is None:
            break
        to = page.earlier.isoformat()

    expected = {n for n in range(150) if n % 2 == 0 or n % 3 == 0}
    assert seen == [TODAY - timedelta(days=n) for n in sorted(expected)]


@pytest.mark.parametrize("path", ["/diary/?q=word", "/diary/calendar/", "/diary/history/"])
def test_the_queries_stay_the_same_over_the_years(
    client: Client, injury: Injury, path: str
) -> None:
    def count() -> int:
        with counting() as counted:
            client.get(path)
        return counted.number

    make_days(injury, rest=[2] * 30)
    client.post(record(injury), {"key": key(), "number": "1", "rest": "3"})
    client.get(path)
    young = count()
    make_days(injury, last=TODAY - timedelta(days=40), rest=[2] * 2000)
    Day.objects.update(note="a word")
    for n in range(5):
        client.post(record(injury), {"key": key(), "number": str(n + 2), "rest": str(n)})
    client.get(path)

    assert count() == young


def test_the_month_opens_every_day_up_to_today(client: Client, injury: Injury) -> None:
    make_day(injury, YESTERDAY, sitting=4)

    page = client.get("/diary/calendar/").content.decode()

    assert "20 November, Sitting 4" in page
    assert f'href="/log/{(TODAY - timedelta(days=18)).isoformat()}/"' in page
    assert f"/log/{(TODAY + timedelta(days=1)).isoformat()}/" not in page
    assert "?month=2026-10" in page and "?month=2026-12" not in page


@pytest.mark.parametrize("month", ["", "x", "2026-13", "9999-12", "0001-01", "\x00"])
def test_a_strange_month_shows_this_one(client: Client, injury: Injury, month: str) -> None:
    answer = client.get("/diary/calendar/", {"month": month})

    assert answer.status_code == 200
    assert answer.context["page"].month == TODAY.replace(day=1)


def test_a_day_long_before_onset_can_be_logged_from_its_month(
    client: Client, injury: Injury
) -> None:
    page = client.get("/diary/calendar/?month=2026-03").content.decode()

    assert 'href="/log/2026-03-05/"' in page
    assert client.get("/log/2026-03-05/").status_code == 200


def test_the_history_says_what_was_and_what_became(client: Client, injury: Injury) -> None:
    client.post(record(injury), {"key": key(), "number": "0", "sitting": "4", "more": "1"})
    client.post(
        record(injury), {"key": key(), "number": "1", "sitting": "6", "more": "1", "note": "<b>"}
    )
    day = Day.objects.get()

    page = client.get(reverse("history-row", args=[day.uuid]))
    newest, first = page.context["changes"]

    assert [(line.name, line.before, line.after) for line in newest.lines] == [
        ("Sitting", "4", "6"),
        ("Note", "", "<b>"),
    ]
    assert (first.verb, newest.verb) == ("made", "changed")
    assert first.undo is None and newest.undo is not None
    assert "&lt;b&gt;" in page.content.decode()


def test_a_deleted_entry_comes_back_from_the_list_for_seven_days(
    client: Client, injury: Injury, person: User
) -> None:
    fall = make_fall(person, YESTERDAY, injury=injury, note="wet stairs")
    client.post(reverse("fall-delete", args=[fall.uuid]), {"key": key()})

    (gone,) = client.get("/diary/history/").context["changes"]
    assert gone.verb == "deleted" and gone.title == "Fall or slip, Fri 20 Nov 2026"
    client.post(reverse("undo", args=[gone.undo]))
    assert Fall.objects.get().note == "wet stairs"

    client.post(reverse("fall-delete", args=[Fall.objects.get().uuid]), {"key": key()})
    Revision.objects.update(at=NOON - timedelta(days=7, seconds=1))
    assert client.get("/diary/history/").context["changes"][0].undo is None


def test_only_the_owner_sees_what_was_changed(
    client: Client, stranger: Client, injury: Injury
) -> None:
    client.post(record(injury), {"key": key(), "number": "0", "sitting": "4"})
    path = reverse("history-row", args=[Day.objects.get().uuid])

    assert client.get(path).status_code == 200
    assert stranger.get(path).status_code == 404
    assert stranger.get("/diary/history/").context["changes"] == ()
