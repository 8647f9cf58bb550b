"""The corridor: where a person stands, and when it is too early to tell."""

from dataclasses import dataclass

import pytest

from rehab.recovery import Standing, band_at, corridor_for, course, first_level
from rehab.vocabulary import InjuryType, Mechanism, Onset
from tests.rehab.builders import TODAY, ago, make_diary, make_injury


@dataclass(frozen=True)
class Point:
    week: int
    middle: int
    upper: int


@dataclass(frozen=True)
class Corridor:
    id: str = "grade_2"
    type: InjuryType = InjuryType.MUSCLE_STRAIN
    grade: int | None = 2
    onset: Onset | None = None
    stretch: bool = False
    time_factor: float = 1.0
    points: tuple[Point, ...] = (Point(1, 100, 100), Point(3, 50, 80), Point(5, 20, 60))


G2 = Corridor()


@pytest.mark.parametrize(
    ("day", "lower", "middle", "upper"),
    [(0, 100, 100, 100), (3, 100, 100, 100), (10, 60, 75, 90), (17, 20, 50, 80),
     (31, 0, 20, 60), (99, 0, 20, 60)],
)  # fmt: skip
def test_the_band_runs_between_the_weeks_and_stays_flat_outside(day, lower, middle, upper):
    band = band_at(G2, day)

    assert (band.lower, band.middle, band.upper) == pytest.approx((lower, middle, upper))


def test_a_time_factor_stretches_the_weeks():
    assert band_at(Corridor(time_factor=2), 34).middle == pytest.approx(50)


def pain(first, now, *, day=17, logged=7, recent=7):
    """First week at `first`, last week at `now`, on `day` since onset."""
    gap = [None] * (day + 1 - 14)
    first_week = [first] * logged + [None] * (7 - logged)
    return make_diary(
        rest=[*first_week, *gap, *[None] * (7 - recent), *[now] * recent],
        injury=make_injury(day=day),
    )


@pytest.mark.parametrize(
    ("now", "expected"),
    [(0, "ahead"), (1, "ahead"), (2, "within"), (8, "within"), (9, "behind")],
)
def test_recent_pain_is_held_against_the_first_week(now, expected):
    assert course(G2, pain(10, now), TODAY).standing == expected


@pytest.mark.parametrize("recent", [0, 2])
def test_three_scores_are_needed_in_the_last_week(recent):
    assert course(G2, pain(10, 9, recent=recent), TODAY).standing == "too_early"


def test_three_scores_of_the_first_three_weeks_stand_in_for_a_first_week_with_fewer():
    found = course(G2, pain(10, 9, logged=2), TODAY)

    assert (found.standing, found.first_week) == ("behind", 10)


def test_a_late_start_is_held_against_the_edge_of_its_own_day():
    early = [(10, 6), (12, 6), (14, 6)]

    level, after = first_level(G2, early)

    assert level == pytest.approx(600 / band_at(G2, 12).upper)
    assert after == 14


@pytest.mark.parametrize(
    "early",
    [[], [(0, 5), (1, 5)], [(0, 5), (1, 5), (21, 5)], [(0, 0), (1, 0), (2, 0)], [(-1, 5)] * 3],
)
def test_without_three_scores_in_three_weeks_or_without_pain_there_is_no_level(early):
    assert first_level(G2, early) is None


def test_an_onset_has_its_own_corridor_before_one_for_any():
    slow, any_ = Corridor(id="slow", grade=None, onset=Onset.GRADUAL), Corridor(grade=None)
    of = {onset: make_injury(type=InjuryType.MUSCLE_STRAIN, onset=onset)
          for onset in (Onset.GRADUAL, Onset.SUDDEN, None)}  # fmt: skip

    assert corridor_for([any_, slow], of[Onset.GRADUAL]) is slow
    assert corridor_for([slow, any_], of[Onset.SUDDEN]) is any_
    assert corridor_for([slow], of[None]) is None


def test_the_first_week_is_too_early():
    diary = make_diary(rest=[8] * 7, injury=make_injury(day=6))

    assert course(G2, diary, TODAY).standing is Standing.TOO_EARLY


def test_without_pain_in_the_first_week_nothing_can_be_drawn():
    found = course(G2, pain(0, 3), TODAY)

    assert (found.standing, found.band) == (Standing.TOO_EARLY, None)


def test_old_pain_counts_from_the_plan():
    diary = make_diary(rest=[9] * 40 + [4] * 9, injury=make_injury(day=240, plan_started_on=ago(8)))

    found = course(G2, diary, TODAY)

    assert (found.day, found.first_week) == (8, 4)


def test_the_corridor_is_that_of_type_and_grade():
    slow = Corridor(id="stretch", stretch=True, time_factor=2)
    tendon = Corridor(id="tendon", type=InjuryType.TENDON, grade=None)
    known = (G2, slow, tendon)
    strain = {"type": InjuryType.MUSCLE_STRAIN}

    def chosen(**given):
        found = corridor_for(known, make_injury(**given))
        return found.id if found else None

    assert chosen(**strain, grade=2) == "grade_2"
    assert chosen(**strain, grade=2, mechanism=Mechanism.STRETCH) == "stretch"
    assert chosen(**strain, grade=None) is None
    assert chosen(type=InjuryType.TENDON) == "tendon"
    assert chosen(type=InjuryType.TENDON, grade=2) == "tendon"
    assert chosen() is None
