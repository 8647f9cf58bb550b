"""What is not known is said so on the page, and never stands there as a nought or a "no"."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse

from tests.tracker.make import TODAY, key, make_day, make_fall, make_injury, make_run
from tests.tracker.report.links import words
from tests.tracker.report.made import line, made
from tracker.models import Injury, ReportChoice


@pytest.fixture
def kim(db: None) -> Injury:
    """Nothing but a place and the start; no day logged."""
    return make_injury(mechanism="unknown")


def test_a_diary_of_one_day_covers_that_day(client, kim: Injury) -> None:
    make_day(kim, sitting=4)

    page = words(client.get("/report/"))

    assert "Patient diary of one day, 21 Nov 2026" in page
    weeks = made(kim).first.weeks
    assert weeks is not None
    assert [(row[0], row[-1]) for row in weeks.rows] == [("21 Nov", "1/1")]


def test_days_before_the_diary_began_are_no_gaps_in_it(kim: Injury) -> None:
    for back in (0, 1, 3):
        make_day(kim, TODAY - timedelta(days=back), sitting=4)

    charts = made(kim).first.charts

    assert len(charts[0].plot.slashes) == 1


def test_the_first_day_of_another_year_has_its_year(client, kim: Injury) -> None:
    make_day(kim, TODAY - timedelta(days=400), sitting=4)
    make_day(kim, sitting=4)
    ReportChoice.objects.create(injury=kim, period="all")

    assert "Patient diary 17 Oct 2025 to 21 Nov 2026, 2 of 401" in words(client.get("/report/"))


def test_without_a_log_there_is_no_table_of_weeks(kim: Injury) -> None:
    assert made(kim).first.weeks is None


def test_what_makes_it_worse_eases_it_and_the_goal_are_asked_for_by_their_absence(
    kim: Injury,
) -> None:
    Injury.objects.update(goal=None)

    page = made(kim).first

    assert line(page.pattern, "Worse") == "not told"
    assert line(page.pattern, "Eases") == "not told"
    assert line(page.running, "Goal") == "not told"


def test_they_can_be_told_where_the_page_is_made(client, kim: Injury) -> None:
    where = reverse("report-choose", args=[kim.uuid])
    sent = {"period": "12w", "parts": ["care"], "worse_with": " car,  stairs "}

    assert client.post(where, sent | {"key": key(), "eases_with": "walking"}).status_code == 303

    page = made(Injury.objects.get()).first
    assert line(page.pattern, "Worse") == "car, stairs"
    assert line(page.pattern, "Eases") == "walking"
    assert 'value="car, stairs"' in client.get("/report/").content.decode()


def test_settling_and_the_goal_can_change_after_the_start(client, kim: Injury) -> None:
    Injury.objects.update(settles_minutes=20, goal="sprint_team")
    where = reverse("report-choose", args=[kim.uuid])
    shown = client.get("/report/").content.decode()
    assert 'name="settles_minutes" value="20"' in shown
    assert re.search(r'name="goal" value="sprint_team"[^>]*checked', shown)
    sent = {"period": "12w", "parts": ["care"], "settles_minutes": "90", "goal": "distance"}

    assert client.post(where, sent | {"key": key()}).status_code == 303

    page = made(Injury.objects.get()).first
    assert line(page.pattern, "Settles in") == "90 minutes"
    assert line(page.running, "Goal") == "running distance"


def test_an_emptied_settling_time_is_gone_and_a_goal_stays(client, kim: Injury) -> None:
    Injury.objects.update(settles_minutes=20, goal="distance")
    where = reverse("report-choose", args=[kim.uuid])

    client.post(where, {"key": key(), "period": "12w", "settles_minutes": " ", "goal": ""})

    stored = Injury.objects.get()
    assert (stored.settles_minutes, stored.goal) == (None, "distance")


@pytest.mark.parametrize(
    ("sent", "says"),
    [
        ({"settles_minutes": "an hour"}, "Enter minutes, 0 to 2880"),
        ({"settles_minutes": "2881"}, "Enter minutes, 0 to 2880"),
        ({"settles_minutes": "-1"}, "Enter minutes, 0 to 2880"),
        ({"goal": "gold"}, "Choose one of these"),
    ],
)
def test_what_cannot_be_a_settling_time_or_a_goal_is_refused(
    client, kim: Injury, sent: dict[str, str], says: str
) -> None:
    where = reverse("report-choose", args=[kim.uuid])

    answer = client.post(where, {"key": key(), "period": "12w", "asks": "Why?"} | sent)

    assert answer.status_code == 422
    assert says in words(answer)
    assert "Why?" in words(answer)
    assert Injury.objects.get().settles_minutes is None


def test_a_page_without_these_fields_takes_nothing_away(client, kim: Injury) -> None:
    Injury.objects.update(worse_with="car")
    where = reverse("report-choose", args=[kim.uuid])

    client.post(where, {"key": key(), "period": "12w", "parts": ["care"]})

    assert Injury.objects.get().worse_with == "car"


def test_too_long_a_text_is_refused_and_kept(client, kim: Injury) -> None:
    where = reverse("report-choose", args=[kim.uuid])

    answer = client.post(where, {"key": key(), "period": "12w", "worse_with": "x" * 201})

    assert answer.status_code == 422
    assert "Keep this under 200 characters" in words(answer)
    assert "x" * 201 in words(answer)


def test_no_run_is_said_only_where_it_was_answered(kim: Injury) -> None:
    make_day(kim, TODAY - timedelta(days=30), sitting=4)
    assert line(made(kim).first.running, "Now") == "nothing told of running"

    make_day(kim, TODAY - timedelta(days=2), no_run=True)

    running = line(made(kim).first.running, "Now")
    assert running == "no run logged in the last 4 weeks (1 day told)"


def test_a_run_now_and_then_is_counted_and_not_divided(kim: Injury) -> None:
    make_day(kim, TODAY - timedelta(days=30), sitting=4)
    make_run(kim, TODAY - timedelta(days=3), minutes=40)

    assert line(made(kim).first.running, "Now") == "1 run in 4 weeks, usually 40 min"


def test_usual_minutes_of_runs_are_whole(kim: Injury) -> None:
    for back, minutes in ((3, 20), (6, 23)):
        make_run(kim, TODAY - timedelta(days=back), minutes=minutes)

    assert line(made(kim).first.running, "Now") == "2 runs a week, usually 22 min"


@pytest.mark.parametrize(
    ("nights", "said"),
    [
        ([{"night": 0}], "no pain, 1 of 1"),
        ([{"slept_through": False}], "slept through, 0 of 1"),
        (
            [{"slept_through": True}, {"night": 0}, {"night": 4}, {"night": 6}],
            "slept through, 1 of 4; no pain, 1 of 4; pain, 2 of 4, usually 5",
        ),
    ],
)
def test_a_night_without_pain_is_no_night_of_waking(kim: Injury, nights, said: str) -> None:
    for back, night in enumerate(nights):
        make_day(kim, TODAY - timedelta(days=back), **night)

    assert line(made(kim).first.pattern, "Night") == said


def test_who_did_not_fall_landed_nowhere(kim: Injury) -> None:
    make_day(kim, sitting=4)
    make_fall(kim.owner, TODAY, injury=kim, landed_on="none")

    assert [each.words for each in made(kim).second.falls] == ["Slip, did not fall"]


def test_a_figure_of_a_test_says_what_it_counts(kim: Injury) -> None:
    for metric, value in (("t_slhb_inj", 14), ("t_slhb_oth", 24), ("confidence", 7)):
        kim.readings.create(on=TODAY, metric=metric, value=value)

    tests = made(kim).second.tests

    assert tests is not None
    assert {row[0] for row in tests.rows} == {
        "Raised single-leg bridge (clean repetitions)",
        "Confidence (0 not at all, 10 completely)",
    }
