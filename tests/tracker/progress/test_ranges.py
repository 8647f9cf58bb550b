"""Which days Progress shows, now against three months ago, and the same days as a file."""

import csv
import io
from datetime import date, timedelta

import pytest
from django.test import Client

from tests.tracker.make import TODAY, make_day, make_days, make_fall, make_injury, make_run
from tests.tracker.progress.people import sit_bone, strain
from tests.tracker.queries import counting
from tracker.models import Day, Injury, User

OWN = "/progress/?range=own&first=2026-10-20&last=2026-11-02"


def page(client: Client, address: str = "/progress/"):
    return client.get(address).context["page"]


def old(person: User, *, days: int = 140) -> Injury:
    """Twenty weeks: sitting from 20 to 30 minutes, pain from 5 to 3, the same every day."""
    injury = make_injury(person, onset_on=TODAY - timedelta(days=days))
    Day.objects.bulk_create(
        Day(
            injury=injury,
            on=TODAY - timedelta(days=n),
            sitting=3 if n < 60 else 5,
            sit_minutes=30 if n < 60 else 20,
        )
        for n in range(days)
    )
    return injury


def test_own_dates_show_those_days_and_no_others(client: Client, person: User) -> None:
    sit_bone(person)

    found = page(client, OWN)

    assert (found.chosen, found.first, found.last) == ("own", date(2026, 10, 20), date(2026, 11, 2))
    assert len(found.table.rows) == 14
    assert {mark.on for mark in found.figures[0].charts[0].plot.marks} <= {
        date(2026, 10, 20) + timedelta(days=n) for n in range(14)
    }
    assert found.logged.of == 14


def test_words_speak_of_now_whatever_days_are_shown(client: Client, person: User) -> None:
    sit_bone(person)

    assert page(client, OWN).lines == page(client).lines


def test_the_last_of_own_dates_in_the_past_can_be_a_missing_day(
    client: Client, person: User
) -> None:
    injury = sit_bone(person)
    injury.days.filter(on=date(2026, 11, 2)).delete()

    plot = page(client, OWN).figures[0].charts[0].plot

    assert plot.slashes[-1] == max(plot.slashes) > 95


@pytest.mark.parametrize(
    ("query", "name", "says"),
    [
        ("first=&last=2026-11-02", "first", "Enter the day, like 2026-10-12"),
        ("last=2026-11-02", "first", "Enter the day, like 2026-10-12"),
        ("first=2026-10-20&last=2026-13-40", "last", "Enter the day, like 2026-10-12"),
        ("first=2026-10-20&last=2026-11-22", "last", "The day must be today or earlier"),
        ("first=1990-01-01&last=2026-11-02", "first", "This day is too long ago"),
        ("first=2026-11-02&last=2026-11-01", "last", "This day lies before the first one"),
        ("first=%00&last=%F0%9F%A6%B5", "first", "Enter the day, like 2026-10-12"),
    ],
)
@pytest.mark.parametrize("path", ["/progress/", "/progress/table/"])
def test_a_bad_date_is_answered_beside_its_box_and_the_usual_days_are_shown(
    client: Client, person: User, path: str, query: str, name: str, says: str
) -> None:
    sit_bone(person)

    answer = client.get(f"{path}?range=own&{query}")

    words = answer.content.decode()
    assert answer.status_code == 422
    assert says in words.split(f'id="id_{name}_error"')[1].split("</p>")[0]
    assert f'name="{name}"' in words and 'aria-invalid="true"' in words
    assert answer.context["page"].chosen == "6w"


def test_a_long_range_of_own_dates_is_shown_in_weeks(client: Client, person: User) -> None:
    old(person, days=400)

    found = page(client, "/progress/?range=own&first=2025-12-01&last=2026-10-31")

    assert found.weeks == 1
    assert found.table.rows[0].on is None


def test_the_form_works_without_script(client: Client, person: User) -> None:
    sit_bone(person)

    words = client.get("/progress/").content.decode()

    form = words.split('class="own-dates"')[1].split("</form>")[0]
    assert 'method="get" action="/progress/"' in form
    assert 'name="range" value="own"' in form
    assert 'id="reader" hidden' in words


def test_now_stands_against_three_months_ago_in_one_line(client: Client, person: User) -> None:
    injury = old(person)
    for n in range(0, 28, 7):
        make_run(injury, TODAY - timedelta(days=n), km=12)
        make_run(injury, TODAY - timedelta(days=91 + n), km=5)

    assert page(client).then == (
        "Now against three months ago: sitting before it hurts 30 minutes (was 20), "
        "running 12 km a week (was 5) and usual pain 3 (was 5)."
    )


def test_kilometres_that_were_not_all_told_are_left_out(client: Client, person: User) -> None:
    injury = old(person)
    for n in range(0, 28, 7):
        make_run(injury, TODAY - timedelta(days=n), km=12)
        make_run(injury, TODAY - timedelta(days=91 + n), km=5 if n else None)

    assert "km" not in page(client).then


def test_no_run_logged_is_not_nought_kilometres(client: Client, person: User) -> None:
    injury = old(person)
    make_run(injury, TODAY, km=12)
    make_run(injury, TODAY - timedelta(days=3), km=12)

    assert "km" not in page(client).then


@pytest.mark.parametrize("days", [1, 60, 91])
def test_a_young_diary_has_nothing_to_stand_against(
    client: Client, person: User, days: int
) -> None:
    old(person, days=days)

    assert page(client).then == ""


def test_too_little_three_months_ago_says_so(client: Client, person: User) -> None:
    injury = old(person, days=60)
    make_day(injury, TODAY - timedelta(days=100), sitting=4)

    assert page(client).then == "Too little was logged to compare now with three months ago."


def test_three_sentences_at_most_and_few_days_are_said_first(client: Client, person: User) -> None:
    injury = strain(person)
    assert len(page(client).lines) <= 3
    injury.days.filter(on__gt=TODAY - timedelta(days=6)).delete()

    lines = page(client).lines

    assert len(lines) <= 3
    assert str(lines[0]).startswith("Only 1 day logged this week")


def test_the_worst_number_keeps_its_place_among_many_rises(client: Client, person: User) -> None:
    injury = make_injury(person)
    low, high = [1] * 21, [4] * 7
    make_days(injury, rest=low + high, sitting=low + high, walking=low + high, morning=low + high)
    Day.objects.filter(on=TODAY).update(night=9)

    lines = [str(line) for line in page(client).lines]

    assert len(lines) == 3
    assert "Worst this week: night pain 9 on Sat 21 Nov." in lines


def test_a_run_without_pain_told_has_a_mark_and_no_bar(client: Client, person: User) -> None:
    injury = make_injury(person)
    make_days(injury, rest=[1] * 10)
    make_run(injury, TODAY - timedelta(days=2), pain=None)

    found = page(client)

    running = {c.id: c for f in found.figures for c in f.charts}["running"]
    assert running.plot.bars == ()
    assert len(running.plot.done) == 1
    assert running.sentence == "No numbers in these days."
    assert "run" in found.marks


def test_the_file_holds_each_day_and_empty_cells_for_what_was_not_recorded(
    client: Client, person: User
) -> None:
    injury = make_injury(person)
    make_days(injury, last=TODAY - timedelta(days=1), rest=[0, None, 3], sitting=[None, None, 2])

    answer = client.get("/progress/table.csv?range=2w")

    text = answer.content.decode("utf-8-sig")
    head, *rows = list(csv.reader(io.StringIO(text)))
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert answer["Cache-Control"] == "no-store"
    assert 'filename="diary-2026-11-21.csv"' in answer["Content-Disposition"]
    assert head[:2] == ["Day", "Logged"]
    by_day = {row[0]: dict(zip(head, row, strict=True)) for row in rows}
    assert by_day["2026-11-18"]["Rest pain"] == "0"
    assert by_day["2026-11-18"]["Sitting pain"] == ""
    assert by_day["2026-11-19"] | {"Logged": "no"} == by_day["2026-11-19"]
    assert by_day["2026-11-20"]["Sitting pain"] == "2"


def test_rows_of_the_table_lead_to_their_day(client: Client, person: User) -> None:
    sit_bone(person)

    assert 'href="/log/2026-11-21/"' in client.get("/progress/").content.decode()


@pytest.mark.parametrize("query", ["range=own&first=2025-01-01&last=2025-02-01", "range=all"])
@pytest.mark.parametrize("path", ["/progress/", "/progress/table/", "/progress/table.csv"])
def test_ten_queries_at_most_whatever_the_days(
    client: Client, person: User, path: str, query: str
) -> None:
    old(person, days=1000)
    client.get(f"{path}?{query}")

    with counting() as count:
        client.get(f"{path}?{query}")

    assert count.number <= 10, "\n".join(count.statements)


def test_what_happened_long_ago_is_not_crowded_out_by_what_came_later(
    client: Client, person: User
) -> None:
    injury = make_injury(person)
    make_day(injury, TODAY - timedelta(days=800), rest=1)
    make_fall(person, TODAY - timedelta(days=790), injury=injury)
    for n in range(40):
        make_fall(person, TODAY - timedelta(days=10 * n), injury=injury)
    first, last = TODAY - timedelta(days=795), TODAY - timedelta(days=785)

    asked = client.get(f"/progress/?range=own&first={first}&last={last}").context["page"]
    answer = client.get("/progress/?range=all")

    assert [event.on for event in asked.events] == [TODAY - timedelta(days=790)]
    assert len(answer.context["page"].events) == 30
    assert "The latest 30 of these days." in answer.content.decode()
    assert 'href="#events-title"' in answer.content.decode()


def test_a_file_of_days_that_cannot_be_shown_is_none(client: Client, person: User) -> None:
    old(person)

    answer = client.get("/progress/table.csv?range=own&first=2026-11-10&last=2026-11-02")

    assert answer.status_code == 422
    assert "Content-Disposition" not in answer.headers
    assert "This day lies before the first one" in answer.content.decode()
