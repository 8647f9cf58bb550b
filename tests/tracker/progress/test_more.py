"""More pictures: what goes together is said from ten pairs on, and nothing is made up."""

from datetime import timedelta

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from tests.tracker.make import TODAY, make_day, make_injury, make_run
from tests.tracker.progress.people import sit_bone
from tests.tracker.queries import counting
from tracker.charts.pairs import PAIRS_AT_LEAST, SIDE_AT_LEAST, halves, pairs
from tracker.models import ExerciseSession, Injury, Plan, Reading, SessionItem, User

MORE = "/progress/more/?range=6w"
NOT_WHY = "What goes together need not be the cause."


def sections(client: Client, address: str = MORE) -> dict:
    return {each.id: each for each in client.get(address).context["page"].sections}


def charts(section) -> dict:
    return {chart.id: chart for chart in section.figure.charts}


def runner(person: User, *, runs: int, long_pain: int = 4) -> Injury:
    """A run every third day, 20 and 45 minutes in turns; the mornings after are logged."""
    injury = make_injury(person)
    for n in range(runs):
        on = TODAY - timedelta(days=3 * n + 2)
        is_long = n % 2 == 0
        make_run(injury, on, minutes=45 if is_long else 20, km=6 if is_long else None, pain=2)
        make_day(injury, on + timedelta(days=1), morning=long_pain if is_long else 1)
        make_day(injury, on + timedelta(days=2), morning=0)
    return injury


def test_an_empty_diary_says_what_is_missing_in_each_section(client: Client, person: User) -> None:
    make_injury(person)

    found = sections(client)

    assert [each.empty for each in found.values()] == [
        "No run logged in these days.",
        "No exercises logged in these days.",
        "No self-test with a number in these days.",
        "No sleep or stress logged in these days.",
    ]
    assert all(each.figure is None and not each.trends for each in found.values())


def test_runs_stand_beside_pain_and_the_morning_after(client: Client, person: User) -> None:
    runner(person, runs=12)

    running = sections(client)["running"]

    lanes = charts(running)
    assert list(lanes) == ["run-minutes", "run-km", "run-pain", "run-after"]
    assert len(lanes["run-minutes"].plot.bars) == 12
    assert len(lanes["run-km"].plot.bars) == 6
    assert running.words[-3:] == (
        "Mornings after runs over 32.5 minutes: usually 4. After shorter ones: 1.",
        "Morning pain is usually 2.5 after a run (12 mornings), 0 on other mornings (12).",
        NOT_WHY,
    )


def test_nine_pairs_say_nothing_yet(client: Client, person: User) -> None:
    runner(person, runs=9)

    assert sections(client)["running"].words == (
        "From 10 runs with pain logged, this says what went together.",
    )


def test_a_day_with_a_run_of_unknown_length_is_not_called_short(
    client: Client, person: User
) -> None:
    injury = make_injury(person)
    make_run(injury, TODAY, minutes=30)
    make_run(injury, TODAY, minutes=None)

    assert sections(client)["running"].figure is None


def test_a_speed_no_runner_has_is_not_drawn(client: Client, person: User) -> None:
    injury = make_injury(person)
    make_run(injury, TODAY, fastest_30s_m_s=4)
    make_run(injury, TODAY - timedelta(days=1), fastest_30s_m_s=12)

    speed = charts(sections(client)["running"])["run-speed"]

    assert [bar.on for bar in speed.plot.bars] == [TODAY]


def follow(injury: Injury) -> None:
    plan = Plan.objects.create(
        injury=injury,
        programme="pht",
        stage="neutral",
        kind="programme",
        started_on=TODAY - timedelta(days=40),
    )
    for n in range(0, 40, 2):
        session = ExerciseSession.objects.create(plan=plan, on=TODAY - timedelta(days=n))
        SessionItem.objects.create(
            session=session, exercise="hip_thrust", done=True, load_kg=40 - n
        )
        SessionItem.objects.create(session=session, exercise="band_curl", done=n > 10)


def test_exercises_show_days_and_weight(client: Client, person: User) -> None:
    follow(make_injury(person))

    found = sections(client)["exercises"]

    assert found.words in (
        ("Exercises on 3 days a week, usually.",),
        ("Exercises on 4 days a week, usually.",),
    )
    assert [trend.title for trend in found.trends] == ["Hip thrust"]
    assert "kg" in found.trends[0].unit
    assert len(charts(found)["done"].plot.bars) == 20


def test_a_self_test_has_both_sides_in_one_picture(client: Client, person: User) -> None:
    injury = make_injury(person)
    for n in (0, 14, 28):
        on = TODAY - timedelta(days=n)
        for metric, value in (("t_ake_inj", 40), ("t_ake_oth", 20)):
            Reading.objects.create(injury=injury, on=on, metric=metric, value=value)

    found = sections(client)["tests"]

    assert len(found.trends) == 1
    assert len(found.trends[0].trend.series) == 2


def test_a_self_test_is_drawn_over_the_days_of_its_sentence(client: Client, person: User) -> None:
    """A picture of the last year under a sentence of two is not what it says."""
    injury = make_injury(person)
    make_day(injury, TODAY - timedelta(days=700), rest=1)
    for n in (690, 300, 2):
        on = TODAY - timedelta(days=n)
        Reading.objects.create(injury=injury, on=on, metric="t_ake_inj", value=40)

    trend = sections(client, "/progress/more/?range=all")["tests"].trends[0].trend

    assert len(trend.series[0].marks) == 3
    assert trend.dates[0].on == TODAY - timedelta(days=700)
    assert trend.has_years
    answer = client.get("/progress/more/?range=all").content.decode()
    assert ">Dec 2024<" in answer


def test_weights_and_self_tests_stand_in_tables_too(client: Client, person: User) -> None:
    injury = make_injury(person)
    follow(injury)
    for metric, value in (("t_ake_inj", 40), ("t_ake_oth", 20)):
        Reading.objects.create(injury=injury, on=TODAY, metric=metric, value=value)

    found = sections(client)

    loads, tests = found["exercises"].table, found["tests"].table
    assert loads.head == ("Exercises done", "Hip thrust, kg")
    assert loads.rows[-1].cells == ("1", "40")
    assert tests.head == (
        "Knee straightening: Right leg, the sore one",
        "Knee straightening: Left leg",
    )
    assert tests.rows[-1].cells == ("40", "20")
    assert tests.rows[-2].cells == ("", "")


def test_sleep_and_stress_are_shown_as_told_and_a_night_untold_is_nothing(
    client: Client, person: User
) -> None:
    injury = make_injury(person)
    for n in range(12):
        bad = n % 2 == 0
        make_day(
            injury,
            TODAY - timedelta(days=n),
            sleep="badly" if bad else "well",
            morning=4 if bad else 1,
            stress="a_lot" if n == 3 else None,
        )

    found = sections(client)["nights"]

    assert found.words == (
        "Slept badly on 6 of 12 nights told.",
        "Morning pain is usually 4 after those nights, 1 after the others.",
        NOT_WHY,
    )
    lanes = charts(found)
    assert len(lanes["sleep"].plot.marks) == 12
    assert len(lanes["stress"].plot.marks) == 1
    assert len(found.table.rows) == 12


@given(
    st.dictionaries(st.integers(0, 60), st.integers(0, 90), max_size=40),
    st.dictionaries(st.integers(0, 60), st.integers(0, 10), max_size=40),
    st.integers(0, 2),
)
def test_pairs_are_of_recorded_days_only_and_few_of_them_are_not_compared(
    amounts: dict[int, int], pain: dict[int, int], later: int
) -> None:
    first = TODAY - timedelta(days=70)

    def dated(values: dict[int, int]) -> dict:
        return {first + timedelta(days=n): value for n, value in values.items()}

    found = pairs(dated(amounts), dated(pain), later_days=later)
    split = halves(found)

    assert len(found) == sum(1 for n in amounts if n + later in pain)
    if split is not None:
        assert len(found) >= PAIRS_AT_LEAST
        assert min(split.fewer.days, split.more.days) >= SIDE_AT_LEAST
        assert split.fewer.days + split.more.days == len(found)
        assert 0 <= split.fewer.median <= 10


@pytest.mark.parametrize("range_name", ["6w", "all"])
def test_the_page_asks_the_database_at_most_ten_times(
    client: Client, person: User, range_name: str
) -> None:
    sit_bone(person)
    client.get(f"/progress/more/?range={range_name}")

    with counting() as count:
        answer = client.get(f"/progress/more/?range={range_name}")

    assert answer.status_code == 200
    assert " style=" not in answer.content.decode()
    assert count.number <= 10, "\n".join(count.statements)


def test_nobody_sees_the_pictures_of_another(client: Client) -> None:
    assert Client().get("/progress/more/").status_code == 302
    assert client.get("/progress/more/").status_code == 302
    assert client.post("/progress/more/").status_code == 405
