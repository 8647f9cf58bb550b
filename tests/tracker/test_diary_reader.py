"""Rows become the values that rules read: sides, carried places, unknowns, windows."""

from datetime import date, timedelta

import pytest

from rehab.vocabulary import Location, Quality, Sign
from tests.tracker.make import TODAY, make_day, make_injury, make_user
from tracker.day_reader import day_value
from tracker.diary_reader import age_on, read, with_context
from tracker.models import Answer, Fall, Injury, Plan

pytestmark = pytest.mark.django_db


def read_day(injury: Injury):
    return read(injury, today=TODAY).days[-1]


def test_a_place_on_the_other_side_is_the_other_leg():
    injury = make_injury(side="right")
    make_day(injury, places=[["sit_bone", "right"], ["calf", "left"]])

    day = read_day(injury)

    assert day.locations == {Location.SIT_BONE, Location.OTHER_LEG}
    assert day.other_leg == {Location.CALF}


def test_with_both_sides_injured_there_is_no_other_leg():
    injury = make_injury(side="both")
    make_day(injury, places=[["sit_bone", "right"], ["calf", "left"]])

    assert read_day(injury).locations == {Location.SIT_BONE, Location.CALF}


@pytest.mark.parametrize("side", ["left", "right", "both"])
def test_the_low_back_is_no_other_leg_on_either_side(side):
    injury = make_injury(side="right")
    make_day(injury, places=[["low_back", side]])

    assert read_day(injury).locations == {Location.LOW_BACK}


def test_what_was_carried_over_untouched_is_no_evidence():
    injury = make_injury()
    make_day(
        injury,
        places=[["calf", "right"]],
        qualities=["tingling"],
        carried=["places", "qualities"],
    )

    day = read_day(injury)

    assert day.locations is None
    assert day.qualities is None
    assert day.carried_locations == {Location.CALF}
    assert day.carried_qualities == {Quality.TINGLING}


def test_not_asked_and_asked_none_stay_different():
    injury = make_injury()
    make_day(injury, on=TODAY - timedelta(days=1))
    make_day(injury, places=[], qualities=[], treatments=[], signs={"swelling": False})

    before, today = read(injury, today=TODAY).days

    assert (before.locations, before.qualities, before.treatments) == (None, None, None)
    assert (today.locations, today.qualities, today.treatments) == (
        frozenset(),
        frozenset(),
        frozenset(),
    )
    assert dict(before.signs) == {}
    assert dict(today.signs) == {Sign.SWELLING: False}


def test_nothing_recorded_is_never_zero():
    day = day_value(make_day(make_injury()), side="right")

    assert day.everyday is None


@pytest.mark.parametrize(
    ("sign", "expected"), [("yes", True), ("no", False), ("not_sure", None), (None, None)]
)
def test_not_sure_at_onset_stays_unknown(sign, expected):
    injury = make_injury(onset_pop=sign)

    assert read(injury, today=TODAY).injury.pop is expected


@pytest.mark.parametrize(
    ("walking", "expected"), [("normal", True), ("limp", True), ("cannot", False), (None, None)]
)
def test_a_limp_is_still_walking(walking, expected):
    assert read(make_injury(onset_walking=walking), today=TODAY).injury.can_walk is expected


def test_falls_of_the_person_count_also_without_an_injury_and_before_onset():
    injury = make_injury(onset_on=TODAY - timedelta(days=3))
    Fall.objects.create(owner=injury.owner, on=TODAY - timedelta(days=20), kind="slip")
    Fall.objects.create(owner=make_user(), on=TODAY, kind="fall")

    assert [f.on for f in read(injury, today=TODAY).falls] == [TODAY - timedelta(days=20)]


def test_an_answer_that_stays_valid_for_years_is_read_from_far_back():
    injury = make_injury()
    for question in ("q_anticoagulant", "q_fever"):
        Answer.objects.create(
            owner=injury.owner, injury=injury, on=date(2023, 1, 1), question=question, value="yes"
        )

    assert [a.question for a in read(injury, today=TODAY).answers] == ["q_anticoagulant"]


def test_the_start_of_the_open_plan_and_the_first_log_come_along():
    injury = make_injury()
    make_day(injury, on=date(2025, 1, 1), sitting=3)
    Plan.objects.create(injury=injury, programme="pht", stage="calm", started_on=date(2026, 10, 12))
    Plan.objects.create(
        injury=injury,
        programme="pht",
        stage="calm",
        started_on=date(2026, 1, 1),
        ended_on=date(2026, 2, 1),
    )

    diary = read(injury, today=TODAY)

    assert diary.injury.plan_started_on == date(2026, 10, 12)
    assert diary.first_logged_on == date(2025, 1, 1)
    assert diary.days == ()


@pytest.mark.parametrize("days", [30, 3000])
def test_reading_costs_the_same_for_a_short_and_a_long_diary(days, django_assert_num_queries):
    injury = make_injury()
    for back in range(0, days, max(1, days // 300)):
        make_day(injury, on=TODAY - timedelta(days=back), sitting=3)

    with django_assert_num_queries(5):
        row = with_context(Injury.objects.of(injury.owner)).get()
        diary = read(row, today=TODAY)

    assert len(diary.days) <= 90


@pytest.mark.parametrize(
    ("birth_year", "age"), [(None, None), (2006, 19), (1988, 37), (1986, 40), (1961, 65)]
)
def test_the_open_year_of_a_birth_year_is_read_to_the_safer_side(birth_year, age):
    assert age_on(make_user(birth_year=birth_year), TODAY) == age


def test_the_first_three_weeks_are_read_while_later_days_are_held_against_them():
    injury = make_injury(onset_on=TODAY - timedelta(days=150))
    for ago in (150, 131, 129, 125, 3):
        make_day(injury, TODAY - timedelta(days=ago), walking=4)

    found = read(injury, today=TODAY)

    assert [(TODAY - day.on).days for day in found.days] == [150, 131, 3]


def test_a_year_on_the_first_weeks_are_left_where_they_are():
    injury = make_injury(onset_on=TODAY - timedelta(days=365))
    for ago in (365, 3):
        make_day(injury, TODAY - timedelta(days=ago), walking=4)

    assert [(TODAY - day.on).days for day in read(injury, today=TODAY).days] == [3]
