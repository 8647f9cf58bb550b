"""Exercise days beside the plan: whole weeks only, and nothing held where no plan stood."""

from datetime import date, timedelta

import pytest
from django.test import Client

from tests.tracker.make import TODAY, make_injury
from tracker.charts.axes import Span
from tracker.models import ExerciseSession, Injury, Plan, SessionItem, User
from tracker.overview.plan_weeks import (
    Asked,
    own_days,
    plan_weeks,
    read_asked,
    stage_days,
)

MONDAY = date(2026, 10, 5)
SIX_WEEKS = Span(MONDAY, MONDAY + timedelta(days=41))


def held(done: list[int], *asked: Asked) -> list[tuple[int, int | None]]:
    days = [MONDAY + timedelta(days=n) for n in done]
    return [(week.done, week.asked) for week in plan_weeks(days, asked, SIX_WEEKS)]


def stood(first: int, last: int | None, days: int | None) -> Asked:
    end = None if last is None else MONDAY + timedelta(days=last)
    return Asked(MONDAY + timedelta(days=first), end, days)


def test_each_whole_week_is_held_against_what_the_plan_asked() -> None:
    found = held([0, 2, 4, 7, 40], stood(0, None, 3))

    assert found == [(3, 3), (1, 3), (0, 3), (0, 3), (0, 3), (1, 3)]


def test_a_week_without_a_plan_is_unknown_and_not_nothing_asked() -> None:
    found = held([1], stood(9, 22, 4))

    assert found == [(1, None), (0, None), (0, 4), (0, None), (0, None), (0, None)]


def test_two_stages_in_one_week_ask_for_the_smaller_number() -> None:
    found = held([], stood(0, 10, 7), stood(11, None, 3))

    assert [asked for _done, asked in found] == [7, 3, 3, 3, 3, 3]


def test_a_day_of_a_pause_makes_its_week_unknown() -> None:
    found = held([], stood(0, None, 3), stood(13, 14, None))

    assert [asked for _done, asked in found] == [3, None, None, 3, 3, 3]


def test_a_week_the_range_cuts_is_left_out() -> None:
    span = Span(MONDAY - timedelta(days=2), MONDAY + timedelta(days=12))

    assert [week.first for week in plan_weeks([], [], span)] == [MONDAY]


@pytest.mark.parametrize(
    ("programme", "stage", "days"),
    [
        ("pht", "calm", 7),
        ("pht", "neutral", 3),  # every second day is three whole days a week
        ("maintenance", "keep", 1),
        ("hold_until_seen", "wait", None),  # walking alone
        ("no_such", "calm", None),
        ("pht", "no_such", None),
    ],
)
def test_a_stage_asks_as_often_as_its_most_frequent_exercise(
    programme: str, stage: str, days: int | None
) -> None:
    assert stage_days(programme, stage) == days


@pytest.mark.parametrize(
    ("items", "days"), [([], None), ([[0, 2], [2, 4]], 3), ([[0], []], 7), ([[1]], 1)]
)
def test_an_own_plan_asks_for_the_weekdays_of_its_exercises(
    items: list[list[int]], days: int | None
) -> None:
    assert own_days(items) == days


class TestReading:
    @pytest.fixture
    def injury(self, person: User) -> Injury:
        return make_injury(person)

    def test_stages_pauses_and_own_plans_are_read_in_one_query(
        self, injury: Injury, django_assert_num_queries
    ) -> None:
        ago = [TODAY - timedelta(days=n) for n in (60, 40, 20, 10, 5)]
        old = Plan.objects.create(
            injury=injury, kind="own", made_by="Anna", started_on=ago[0], ended_on=ago[1]
        )
        for position, weekdays in enumerate(([0, 3], [3])):
            old.items.create(position=position, name=f"E{position}", weekdays=weekdays)
        old.items.create(position=2, name="out", weekdays=[6], ended_on=ago[1])
        plan = Plan.objects.create(
            injury=injury, programme="pht", stage="neutral", started_on=ago[2]
        )
        plan.moves.create(on=ago[2], to_stage="calm", reason="start")
        plan.moves.create(on=ago[3], to_stage="neutral", reason="goals_met")
        injury.pauses.create(accepted=True, started_on=ago[4])
        injury.pauses.create(accepted=False, started_on=ago[3], ended_on=ago[3], ended_by="person")

        with django_assert_num_queries(1):
            found = read_asked(injury)

        assert sorted(found, key=lambda each: each.first) == [
            Asked(ago[0], ago[1], 2),
            Asked(ago[2], ago[3] - timedelta(days=1), 7),
            Asked(ago[3], None, 3),
            Asked(ago[4], None, None),
        ]
        assert read_asked(make_injury()) == ()


class TestPage:
    def follow(self, injury: Injury, *, every: int = 2) -> None:
        began = TODAY - timedelta(days=34)
        plan = Plan.objects.create(
            injury=injury, programme="pht", stage="neutral", started_on=began
        )
        plan.moves.create(on=began, to_stage="neutral", reason="start")
        for n in range(0, 35, every):
            session = ExerciseSession.objects.create(plan=plan, on=began + timedelta(days=n))
            SessionItem.objects.create(session=session, exercise="hip_thrust", done=True)
            SessionItem.objects.create(session=session, exercise="band_curl", done=False)

    def test_it_says_both_numbers_and_nothing_else(self, client: Client, person: User) -> None:
        self.follow(make_injury(person))

        page = client.get("/progress/more/?range=6w")

        section = next(each for each in page.context["page"].sections if each.id == "plan")
        assert section.words == (
            "4 whole weeks with a plan: exercises usually on 3.5 days a week, 3 asked for.",
        )
        assert {row.cells[1] for row in section.table.rows} == {"3", "not known"}
        assert "asked for: 3" in page.content.decode().lower()

    def test_breaks_from_sitting_are_no_exercise_days(self, client: Client, person: User) -> None:
        self.follow(make_injury(person))
        SessionItem.objects.filter(exercise="hip_thrust").update(exercise="sit_break")

        page = client.get("/progress/more/?range=6w")

        section = next(each for each in page.context["page"].sections if each.id == "plan")
        assert {row.cells[0] for row in section.table.rows} == {"0"}

    def test_without_a_plan_the_section_is_not_there(self, client: Client, person: User) -> None:
        make_injury(person)

        page = client.get("/progress/more/?range=all")

        assert "plan" not in [each.id for each in page.context["page"].sections]
