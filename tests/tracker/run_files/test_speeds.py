"""Speeds are what legs ran, not what a satellite fix jumped."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.tracker.run_files.files import At, at_speeds, gpx, moved, read, steady
from tracker.exchange.run_files.values import FileRun, Remark


def run_of(points: list[At]) -> FileRun:
    (run,) = read(("run.gpx", gpx(points))).runs
    return run


def test_a_sprint_of_six_seconds_is_the_top_and_not_the_half_minute() -> None:
    run = run_of(at_speeds([3.0] * 200 + [8.0] * 7 + [3.0] * 200))

    assert run.top_m_s == pytest.approx(8.0, abs=0.05)
    assert run.fastest_30s_m_s == pytest.approx((7 * 8 + 23 * 3) / 30, abs=0.1)


def test_the_fastest_half_minute_is_found_wherever_it_lies() -> None:
    run = run_of(at_speeds([2.5] * 77 + [5.0] * 30 + [2.5] * 200))

    assert run.fastest_30s_m_s == pytest.approx(5.0, abs=0.05)


@pytest.mark.parametrize("east_m", [6, 9, 15, 40, 400, 40_000])
def test_single_fixes_off_to_the_side_make_nobody_faster(east_m: float) -> None:
    run = run_of(moved(steady(600), range(50, 600, 50), east_m=east_m))

    assert run.top_m_s == pytest.approx(3.0, abs=0.1)
    assert run.fastest_30s_m_s == pytest.approx(3.0, abs=0.1)
    assert run.km == pytest.approx(1.8, rel=0.12 if east_m < 10 else 0.01)


def test_a_first_fix_in_another_country_is_the_one_left_out() -> None:
    run = run_of(moved(steady(600), [0], east_m=300_000))

    assert run.km == pytest.approx(1.8, abs=0.02)
    assert run.top_m_s == pytest.approx(3.0, abs=0.05)
    assert Remark.LEFT_OUT in run.remarks


def test_a_track_that_jumps_and_stays_goes_on_without_the_jump() -> None:
    run = run_of(moved(steady(600), range(300, 601), east_m=2_000))

    assert run.km == pytest.approx(1.8, abs=0.05)
    assert run.top_m_s == pytest.approx(3.0, abs=0.05)


@given(st.lists(st.integers(1, 598), max_size=25, unique=True), st.floats(20, 1e5))
@settings(max_examples=25, deadline=None)
def test_no_spike_is_ever_the_top_speed(spikes: list[int], east_m: float) -> None:
    # Three in a row that agree could be a real way round; single ones cannot.
    single = [s for s in spikes if s - 1 not in spikes and s + 1 not in spikes]
    run = run_of(moved(steady(600), single, east_m=east_m))

    assert run.top_m_s is not None
    assert run.top_m_s <= 4.5


def test_a_file_with_a_point_a_minute_has_no_speeds() -> None:
    run = run_of(steady(1800, every_s=60))

    assert (run.top_m_s, run.fastest_30s_m_s) == (None, None)
    assert (run.km, run.moving_min) == (pytest.approx(5.4, abs=0.01), 30.0)


def test_a_watch_that_saves_power_still_has_speeds() -> None:
    run = run_of(steady(600, every_s=7))

    assert run.fastest_30s_m_s == pytest.approx(3.0, abs=0.02)


def test_no_speed_reaches_across_a_pause() -> None:
    run = run_of([*steady(20), *(At(p.s + 600, p.north_m) for p in steady(20))])

    assert run.fastest_30s_m_s is None
    assert run.top_m_s == pytest.approx(3.0, abs=0.05)
