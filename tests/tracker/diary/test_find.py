"""Finding in the diary, the month as a grid, and the history of what was changed."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from tests.tracker.make import (
    NOON,
    TODAY,
    key,
    make_change,
    make_day,
    make_days,
    make_fall,
    make_injury,
    make_run,
    make_visit,
)
from tests.tracker.queries import counting
from tracker.actions.history import note_change, snapshot
from tracker.actions.record_numbers import record_numbers
from tracker.clock import person_now
from tracker.models import Care, Day, Fall, Injury, Moment, Revision, Run, User

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
    [("50% of it", "50%"), ("a_b", "a_b"), ('it\'s "so"', 'it\'s "so"'), ("c:\\d", "c:\\d")],
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


def test_no_day_is_offered_that_cannot_be_logged(client: Client, injury: Injury) -> None:
    page = client.get("/diary/calendar/", {"month": "1999-01"})
    oldest = TODAY - timedelta(days=365 * 20)

    assert page.context["page"].month == oldest.replace(day=1)
    opened = [cell.on for week in page.context["page"].weeks for cell in week if cell.is_open]
    assert min(opened) == oldest
    assert client.get(f"/log/{oldest}/").status_code == 200


@pytest.mark.parametrize("kind", ["run", "fall", "moment"])
def test_an_entry_deleted_in_another_tab_leads_to_where_it_can_be_taken_back(
    client: Client, stranger: Client, injury: Injury, person: User, kind: str
) -> None:
    day = make_day(injury, rest=2)
    row = {
        "run": lambda: make_run(injury),
        "fall": lambda: make_fall(person),
        "moment": lambda: Moment.objects.create(day=day, at="10:30", context="rest", nrs=1),
    }[kind]()
    path = reverse(f"{kind}-edit", args=[row.uuid])
    client.post(reverse(f"{kind}-delete", args=[row.uuid]), {"key": key()})

    answer = client.post(path, {"key": key(), "minutes": "40", "note": "typed"}, follow=True)

    assert answer.redirect_chain == [(reverse("history-row", args=[row.uuid]), 303)]
    assert "This was deleted meanwhile." in answer.content.decode()
    assert answer.context["changes"][0].undo is not None
    assert stranger.get(path).status_code == 404
    unknown = reverse(f"{kind}-edit", args=[uuid4()])
    assert client.get(unknown).status_code == 404


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


def lines_of_newest(client: Client) -> list[tuple[str, str, str]]:
    newest = client.get("/diary/history/").context["changes"][0]
    return [(line.name, line.before, line.after) for line in newest.lines]


def test_the_history_tells_of_what_was_had(client: Client, injury: Injury, person: User) -> None:
    care = Care.objects.create(injury=injury, kind="scan", name="MRI", who="Anna", said="clean")
    before = snapshot(care)
    care.name, care.outcome = "MRI again", "clean"
    note_change(owner=person, row=care, before=before, after=snapshot(care))

    assert lines_of_newest(client) == [
        ("Name", "MRI", "MRI again"),
        ("Result", "", "Clean, nothing found"),
    ]


def test_the_history_tells_of_a_visit(client: Client, injury: Injury, person: User) -> None:
    visit = make_visit(injury, who="Anna")
    before = snapshot(visit)
    visit.state, visit.words, visit.result = "result", "Rest", "hamstring"
    visit.advice, visit.tests, visit.role = "pause", ["mri"], "gp"
    note_change(owner=person, row=visit, before=before, after=snapshot(visit))

    assert lines_of_newest(client) == [
        ("Who", "Physio", "GP"),
        ("Visit", "booked", "seen"),
        ("What they said", "", "They said: it is the tendon or the muscle."),
        ("In their words", "", "Rest"),
        ("Advice", "", "Pause loading."),
        ("Examined", "", "MRI"),
    ]


def test_the_history_tells_of_one_change_at_a_time(
    client: Client, injury: Injury, person: User
) -> None:
    change = make_change(injury)
    before = snapshot(change)
    change.outcome, change.contexts, change.ended_on = "helped", ["rest", "sit_minutes"], TODAY
    note_change(owner=person, row=change, before=before, after=snapshot(change))

    assert lines_of_newest(client) == [
        ("Ended on", "", "21 Nov 2026"),
        ("Looked at by", "Sitting", "At rest, Sitting time"),
        ("Result", "", "Helped"),
    ]


def test_the_history_tells_of_numbers(client: Client, injury: Injury, person: User) -> None:
    first = {"t_ake_inj": 24.0, "t_ake_oth": 10.0}
    record_numbers(injury=injury, on=TODAY, values=first, at=person_now(person), key=uuid4())
    second = {"t_ake_inj": 20.0, "t_ake_oth": 12.0}
    record_numbers(injury=injury, on=TODAY, values=second, at=person_now(person), key=uuid4())

    assert [(before, after) for _name, before, after in lines_of_newest(client)] == [
        ("24°", "20°"),
        ("10°", "12°"),
    ]


def test_the_history_names_the_injury_where_there_are_several(
    client: Client, injury: Injury, person: User
) -> None:
    client.post(record(injury), {"key": key(), "number": "0", "sitting": "4"})
    assert client.get("/diary/history/").context["changes"][0].injury == ""

    make_injury(person, is_current=False, side="left")

    assert client.get("/diary/history/").context["changes"][0].injury == "Right middle of the thigh"


def test_the_history_leads_to_its_first_change_and_takes_back_the_last_only(
    client: Client, injury: Injury, person: User
) -> None:
    day = make_day(injury, YESTERDAY, rest=0)
    for n in range(60):
        before = snapshot(day)
        day.note = str(n)
        day.save()
        note_change(owner=person, row=day, before=before, after=snapshot(day))

    first = client.get("/diary/history/").context
    second = client.get("/diary/history/?page=2").context

    assert (len(first["changes"]), len(second["changes"])) == (50, 10)
    assert (first["older"], second["older"]) == (2, None)
    assert [change.undo is not None for change in first["changes"]] == [True] + [False] * 49
    assert not any(change.undo for change in second["changes"])


@pytest.mark.parametrize("page", ["0", "-1", "x", "9" * 30, "99999", "\x00", "\u0662"])
def test_a_strange_page_of_the_history_is_no_error(
    client: Client, injury: Injury, page: str
) -> None:
    assert client.get("/diary/history/", {"page": page}).status_code == 200


def test_an_entry_that_was_brought_in_has_no_earlier_version_yet(
    client: Client, stranger: Client, injury: Injury, person: User
) -> None:
    day = make_day(injury, rest=2)
    moment = Moment.objects.create(day=day, at="10:30", context="rest", nrs=1)
    for row in (day, moment, make_run(injury), make_fall(person)):
        path = reverse("history-row", args=[row.uuid])

        assert "Nothing was changed yet." in client.get(path).content.decode()
        assert stranger.get(path).status_code == 404
