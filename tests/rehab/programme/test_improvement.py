"""Whether pain fell as much as a plan looks for: a line on Plan, from logged days only."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rehab.programme.improvement import Improvement, improvement
from tests.rehab.programme.builders import make_case

NONE = [None]


def found(rest: list[int | None], *, plan: str = "strain_sprint_g2", stage: str = "rebuild",
          in_plan: int | None = None) -> Improvement | None:  # fmt: skip
    """The columns end today and begin with the plan."""
    began = len(rest) - 1 if in_plan is None else in_plan
    case = make_case(plan, stage, in_plan=began, in_stage=1, day=began, rest=rest)
    return improvement(case, started_on=case.today - timedelta(days=began))


@pytest.mark.parametrize(("now", "standing"), [(4, "enough"), (5, "not_yet"), (6, "not_yet")])
def test_two_points_from_six_are_enough(now: int, standing: str) -> None:
    told = found([6] * 7 + NONE * 1 + [now] * 7)

    assert told is not None
    assert (told.standing, told.before, told.now) == (standing, 6, now)


@pytest.mark.parametrize(("before", "now", "standing"), [(3, 2, "enough"), (4, 3, "not_yet")])
def test_a_third_of_a_small_pain_is_enough(before: int, now: int, standing: str) -> None:
    told = found([before] * 7 + NONE + [now] * 7)

    assert told is not None and told.standing == standing


@pytest.mark.parametrize(("before", "standing"), [(1, "was_low"), (2, "not_yet")])
def test_below_two_there_is_nothing_to_fall(before: int, standing: str) -> None:
    told = found([before] * 7 + NONE + [before] * 7)

    assert told is not None and told.standing == standing


@pytest.mark.parametrize(("logged", "standing"), [(2, "unknown"), (3, "enough")])
@pytest.mark.parametrize("side", ["first", "last"])
def test_missing_days_are_unknown_and_never_nought(logged: int, standing: str, side: str) -> None:
    few = [6 if side == "first" else 2] * logged + NONE * (7 - logged)
    first, last = (few, [2] * 7) if side == "first" else ([6] * 7, few)

    told = found(first + NONE + last)

    assert told is not None and told.standing == standing
    assert (told.first_days, told.last_days)[side == "last"] == logged


def test_before_its_day_nothing_is_looked_at() -> None:
    assert found([6] * 14) is None
    assert found([6] * 15) is not None


def test_back_in_sport_and_without_a_check_there_is_none() -> None:
    assert found([6] * 15, stage="watch") is None
    assert found([6] * 15, plan="cramp", stage="settle") is None


@pytest.mark.parametrize(("day", "is_due"), [(83, False), (84, True)])
def test_a_tendon_is_given_its_own_day_before_somebody_should_look(day: int, is_due: bool) -> None:
    told = found([5] * (day + 1), plan="pht", stage="calm")

    assert told is not None and told.is_due is is_due


@given(st.lists(st.none() | st.integers(0, 10), min_size=15, max_size=40), st.data())
def test_a_day_taken_out_never_turns_what_was_unknown_into_a_finding(
    scores: list[int | None], data: st.DataObject
) -> None:
    whole = found(scores)
    at = data.draw(st.integers(0, len(scores) - 1))
    fewer = found([*scores[:at], None, *scores[at + 1 :]])

    assert whole is not None and fewer is not None
    if whole.standing == "unknown":
        assert fewer.standing in ("unknown", "was_low")
    assert fewer.first_days + fewer.last_days <= whole.first_days + whole.last_days
