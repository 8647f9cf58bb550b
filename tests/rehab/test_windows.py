"""Medians, slopes and windows: a missing day stays missing."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rehab.windows import Series, Window, line_per_week, median, slope_per_week, window

scores = st.lists(st.one_of(st.none(), st.integers(0, 10)), min_size=1, max_size=60)


def test_a_window_ends_today_and_holds_exactly_its_days():
    span = window(100, within=7)

    assert (span.first, span.last, span.length) == (94, 100, 7)


def test_ago_moves_the_whole_window_back():
    assert window(100, within=7, ago=14) == Window(80, 86)


@pytest.mark.parametrize(("within", "ago"), [(0, 0), (-1, 0), (7, -1)])
def test_a_window_without_days_is_refused(within, ago):
    with pytest.raises(ValueError, match="no window"):
        window(100, within=within, ago=ago)


@pytest.mark.parametrize(
    ("given_scores", "expected"),
    [([], None), ([4], 4), ([1, 5], 3), ([9, 1, 2], 2), ([1, 2, 3, 10], 2.5)],
)
def test_the_median_is_the_middle(given_scores, expected):
    assert median(given_scores) == expected


@settings(max_examples=50, deadline=None)
@given(st.lists(st.integers(0, 10), min_size=1))
def test_the_median_lies_between_the_lowest_and_the_highest(given_scores):
    assert min(given_scores) <= median(given_scores) <= max(given_scores)


@settings(max_examples=50, deadline=None)
@given(
    st.sets(st.integers(0, 60), min_size=2, max_size=20),
    st.integers(-3, 3),
    st.integers(0, 10),
)
def test_a_straight_line_has_its_own_slope_whatever_days_are_missing(days, per_day, start):
    points = [(day, start + per_day * day) for day in sorted(days)]

    assert slope_per_week(points) == pytest.approx(7 * per_day)


@pytest.mark.parametrize("points", [[], [(3, 5)]])
def test_fewer_than_two_days_have_no_slope(points):
    assert slope_per_week(points) is None


def test_one_odd_day_does_not_turn_the_slope():
    points = [(day, 5) for day in range(10)]
    points[4] = (4, 10)

    assert slope_per_week(points) == 0


@settings(max_examples=50, deadline=None)
@given(scores, st.integers(0, 80), st.integers(1, 40))
def test_a_series_hands_out_what_was_recorded_in_the_window_and_nothing_else(kept, last, within):
    series = Series(base=10, scores=kept)
    span = window(last, within=within)

    expected = [
        (10 + offset, score)
        for offset, score in enumerate(kept)
        if score is not None and 10 + offset in span
    ]
    assert series.points(span) == expected
    assert series.within(span) == [score for _, score in expected]


@settings(max_examples=50, deadline=None)
@given(scores, st.integers(1, 30))
def test_days_outside_the_window_never_matter(kept, within):
    last = len(kept) - 1
    changed = [None if last - offset >= within else score for offset, score in enumerate(kept)]

    span = window(last, within=within)

    assert Series(0, kept).within(span) == Series(0, changed).within(span)


def test_a_day_outside_the_series_has_no_score():
    series = Series(base=10, scores=[1, None, 3])

    assert [series.at(day) for day in (9, 10, 11, 12, 13)] == [None, 1, None, 3, None]


@pytest.mark.parametrize(
    ("points", "expected"),
    [([], None), ([(5, 3)], None), ([(0, 4), (7, 3)], -1), ([(0, 4), (7, 3), (14, 2)], -1)],
)
def test_a_line_is_points_a_week(points, expected):
    assert line_per_week(points) == expected


@settings(max_examples=50, deadline=None)
@given(st.integers(0, 10), st.lists(st.integers(0, 400), min_size=2, unique=True))
def test_a_line_through_flat_days_is_level_whatever_is_missing(score, days):
    assert line_per_week([(day, score) for day in sorted(days)]) == pytest.approx(0, abs=1e-9)
