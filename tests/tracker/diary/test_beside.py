"""Visits, tests, exercises, photos in the diary: in their month, by kind, with their pages."""

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.test import Client

from tests.tracker.make import (
    TODAY,
    make_day,
    make_fall,
    make_injury,
    make_photo,
    make_run,
    make_visit,
)
from tests.tracker.queries import counting
from tracker.models import Injury, Plan, User, Visit

YESTERDAY = TODAY - timedelta(days=1)


def train(injury: Injury, on: date, *, done: int = 1, **fields: object) -> None:
    plan = injury.plans.first() or Plan.objects.create(
        injury=injury, programme="pht", stage="calm", started_on=on
    )
    session = plan.sessions.create(on=on, **fields)
    for n in range(done):
        session.items.create(exercise=f"exercise_{n}", done=True)
    session.items.create(exercise="left_out", done=False)


def measure(injury: Injury, on: date, **values: float) -> None:
    for metric, value in values.items():
        injury.readings.create(on=on, metric=metric, value=Decimal(str(value)))


def events(client: Client, **asked: str) -> Iterator[tuple[date, str, str, str]]:
    context = client.get("/diary/", asked).context
    for _month, rows in (context.get("found") or context["page"]).months:
        for row in rows:
            for event in row.events:
                yield row.on, event.kind, event.words, event.url


def test_they_stand_with_their_day_and_lead_to_their_page(client: Client, injury: Injury) -> None:
    make_day(injury, YESTERDAY, rest=2)
    visit = make_visit(injury, on=YESTERDAY, state="seen", role="physio", who="Anna")
    measure(injury, YESTERDAY, t_ake_inj=24, t_ake_oth=10)
    train(injury, YESTERDAY, done=3, pain=2)

    assert list(events(client)) == [
        (YESTERDAY, "visit", "Visit: physio, Anna.", f"/visits/{visit.uuid}/"),
        (
            YESTERDAY,
            "test",
            "Knee straightening: Right, sore 24°, Left 10°.",
            f"/plan/tests/knee_straightening/{YESTERDAY}/",
        ),
        (YESTERDAY, "session", "3 exercises done, pain 2.", f"/log/{YESTERDAY}/exercises/"),
    ]
    for _on, _kind, _words, url in events(client):
        assert client.get(url, follow=True).status_code == 200, url


def test_photos_of_a_day_are_one_line_that_leads_to_them(client: Client, injury: Injury) -> None:
    make_photo(injury, YESTERDAY, note="yellow edge")
    make_photo(injury, YESTERDAY)
    long_ago = TODAY - timedelta(days=400)
    alone = make_photo(injury, long_ago)

    assert list(events(client)) == [(YESTERDAY, "photo", "2 photos.", "/photos/")]
    assert list(events(client, show="photos")) == [
        (YESTERDAY, "photo", "2 photos.", "/photos/"),
        (long_ago, "photo", "1 photo.", f"/photos/{alone.uuid}/"),
    ]
    assert [on for on, *_ in events(client, q="yellow")] == [YESTERDAY]
    assert list(events(client, show="visits")) == []


def test_a_day_without_a_log_shows_them_too(client: Client, injury: Injury) -> None:
    train(injury, YESTERDAY)

    words = client.get("/diary/").content.decode()

    assert "1 exercise done." in words
    assert "Nothing here yet" not in words


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"state": "missed", "role": "gp"}, "Visit: GP. You did not go."),
        ({"state": "result"}, "Visit."),
        ({"state": "booked", "who": "Kim"}, "Visit: Kim."),
    ],
)
def test_a_visit_says_who_and_whether(
    client: Client, injury: Injury, fields: dict[str, str], words: str
) -> None:
    make_visit(injury, on=YESTERDAY, **({"role": "", "who": ""} | fields))

    assert [each[2] for each in events(client)] == [words]


def test_a_visit_ahead_or_without_a_day_is_no_entry_yet(client: Client, injury: Injury) -> None:
    make_visit(injury, on=TODAY + timedelta(days=1))
    make_visit(injury, on=None, state="due")

    assert list(events(client)) == []
    assert list(events(client, show="visits")) == []


def test_what_was_unticked_again_is_no_session(client: Client, injury: Injury) -> None:
    train(injury, YESTERDAY, done=0)

    assert list(events(client)) == []


def test_a_measure_and_the_own_activities_are_named(client: Client, injury: Injury) -> None:
    measure(injury, YESTERDAY, lefs=61, training_status=1, activity_1=4, activity_2=7)

    found = {url: words for _on, _kind, words, url in events(client)}

    assert "61" in found[f"/measures/lefs/{YESTERDAY}/"]
    assert "4, 7" in found[f"/measures/own_activities/{YESTERDAY}/"]
    assert f"/measures/training_status/{YESTERDAY}/" in found


def test_the_load_test_of_the_day_is_no_event(client: Client, injury: Injury) -> None:
    make_day(injury, YESTERDAY, rest=1)
    measure(injury, YESTERDAY, t_load_a_pain=3)

    assert list(events(client)) == []


def test_what_belongs_to_others_is_not_shown(client: Client, injury: Injury, person: User) -> None:
    other = make_injury()
    make_visit(other, on=YESTERDAY)
    measure(other, YESTERDAY, lefs=61)
    train(other, YESTERDAY)
    second = make_injury(person, is_current=False)
    train(second, YESTERDAY)

    for show in ("all", "visits", "tests", "sessions", "notes"):
        assert list(events(client, show=show)) == []


@pytest.mark.parametrize(
    ("asked", "kinds"),
    [
        ({"show": "visits"}, ["visit"]),
        ({"show": "tests"}, ["test"]),
        ({"show": "sessions"}, ["session", "session"]),
        ({"show": "notes"}, ["session", "visit"]),
        ({"q": "second scan"}, ["visit"]),
        ({"q": "heavy"}, ["session"]),
        ({"show": "visits", "q": "heavy"}, []),
        ({"show": "pain"}, ["session"]),
        ({"show": "falls"}, []),
    ],
)
def test_each_kind_and_its_words_are_found_over_the_whole_diary(
    client: Client, injury: Injury, asked: dict[str, str], kinds: list[str]
) -> None:
    old = TODAY - timedelta(days=400)
    make_visit(injury, on=old, state="result", words="No second scan needed")
    measure(injury, old - timedelta(days=1), lefs=61)
    train(injury, YESTERDAY, note="too heavy", pain=8)
    train(injury, old, pain=2)
    found = list(events(client, **asked))

    assert [kind for _on, kind, _words, _url in found] == kinds


def test_the_queries_stay_the_same_over_the_years(client: Client, injury: Injury) -> None:
    def count(path: str) -> int:
        with counting() as counted:
            client.get(path)
        return counted.number

    paths = ("/diary/", "/diary/?show=sessions", "/diary/?q=word")
    train(injury, YESTERDAY, note="word")
    client.get("/diary/")
    young = [count(path) for path in paths]
    for n in range(2, 60):
        on = TODAY - timedelta(days=n)
        train(injury, on, done=2, note="word")
        measure(injury, on, lefs=60, t_ake_inj=20)
    Visit.objects.bulk_create(
        Visit(owner=injury.owner, injury=injury, on=TODAY - timedelta(days=n), words="word")
        for n in range(60)
    )

    assert [count(path) for path in paths] == young


def test_the_month_marks_what_happened_with_a_shape_and_in_words(
    client: Client, injury: Injury
) -> None:
    make_day(injury, YESTERDAY, rest=2)
    make_visit(injury, on=YESTERDAY, state="seen")
    measure(injury, YESTERDAY, t_ake_inj=24)
    train(injury, YESTERDAY)
    make_run(injury, YESTERDAY)
    make_fall(injury.owner, YESTERDAY)
    make_photo(injury, YESTERDAY)
    quiet = YESTERDAY - timedelta(days=1)
    measure(injury, quiet, t_ake_inj=20)

    answer = client.get("/diary/calendar/")
    page = answer.content.decode()
    cells = {cell.on: cell for week in answer.context["page"].weeks for cell in week}

    assert (
        "20 November, Rest 2, fall or slip, run, visit, test or measure, exercises, photo" in page
    )
    assert [mark.shape for mark in cells[YESTERDAY].marks] == ["▲", "●", "◆", "■", "+", "▣"]
    assert "19 November, test or measure" in page
    assert len({mark.shape for mark in answer.context["page"].legend}) == 7
    for mark in answer.context["page"].legend:
        assert f"{mark.word.capitalize()}</li>" in page


def test_the_month_shows_a_visit_that_is_still_to_come(client: Client, injury: Injury) -> None:
    make_visit(injury, on=TODAY + timedelta(days=3), state="booked")

    page = client.get("/diary/calendar/").content.decode()

    assert "24 November, visit" in page
    assert f"/log/{TODAY + timedelta(days=3)}/" not in page
