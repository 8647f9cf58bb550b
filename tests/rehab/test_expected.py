"""How long it usually takes: the plan's own range, its dates, and the clock they count on."""

from datetime import date, timedelta

import pytest

from rehab.content.catalogue import catalogue
from rehab.expected import Expected, expected, slower

CONTENT = catalogue()
TODAY = date(2026, 11, 21)


def usual(programme: str, *, days_ago: int | None = 3, grade: int | None = None) -> Expected | None:
    return expected(
        CONTENT.programmes[programme],
        grade=grade,
        onset_on=None if days_ago is None else TODAY - timedelta(days=days_ago),
        plan_on=TODAY,
        content=CONTENT,
    )


def test_a_fresh_strain_counts_from_the_day_it_began() -> None:
    found = usual("strain_sprint_g2", days_ago=3, grade=2)

    assert found is not None
    assert (found.clock, found.first, found.last) == ("onset", 35, 70)
    assert found.from_on == TODAY + timedelta(days=32)
    assert found.to_on == TODAY + timedelta(days=67)
    assert found.measured is not None
    assert (found.measured.first, found.measured.last) == (21, 56)
    assert "ekstrand2012" in found.measured.sources


@pytest.mark.parametrize(
    ("days_ago", "clock"),
    [(0, "onset"), (21, "onset"), (22, "plan"), (300, "plan"), (None, "plan")],
)
def test_an_old_or_unknown_start_counts_from_the_plan(days_ago, clock: str) -> None:
    found = usual("strain_sprint_g1", days_ago=days_ago, grade=1)

    assert found is not None and found.clock == clock
    assert found.starts_on == (TODAY - timedelta(days=days_ago) if clock == "onset" else TODAY)


@pytest.mark.parametrize("days_ago", [0, 5, 240])
def test_a_tendon_always_counts_from_the_plan(days_ago: int) -> None:
    found = usual("pht", days_ago=days_ago)

    assert found is not None
    assert (found.clock, found.starts_on, found.first) == ("plan", TODAY, 84)
    assert found.measured is None and "goom2016" in found.sources


@pytest.mark.parametrize("programme", ["hold_until_seen", "maintenance"])
def test_what_has_no_end_has_no_range(programme: str) -> None:
    assert usual(programme) is None


@pytest.mark.parametrize("programme", sorted(CONTENT.programmes))
def test_every_range_lies_ahead_and_names_its_sources(programme: str) -> None:
    found = usual(programme)

    if found is not None:
        assert 0 <= found.first < found.last
        assert set(found.sources) <= set(CONTENT.sources) and found.sources


def test_a_stretch_type_is_not_told_the_days_of_its_grade() -> None:
    found = usual("strain_stretch", grade=1)

    assert found is not None and found.measured is None and found.last > 300


def test_of_two_ranges_the_slower_counts_and_one_without_a_range_is_no_choice() -> None:
    g1, g2 = CONTENT.programmes["strain_sprint_g1"], CONTENT.programmes["strain_sprint_g2"]
    hold = CONTENT.programmes["hold_until_seen"]

    assert slower(g1, g2) is slower(g2, g1) is g2
    assert slower(g1, hold) is slower(hold, g1) is slower(g1, None) is g1
    assert slower(hold, None) is slower(None, None) is None
