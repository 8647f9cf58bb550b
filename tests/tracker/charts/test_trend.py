"""A number that is taken now and then: what holds for every trend, whatever was told."""

from datetime import date, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from tracker.charts.axes import Scale, Span
from tracker.charts.series import Point
from tracker.charts.trend import GAP_DAYS, Trend, scale_of, trend

FIRST = date(2025, 1, 1)
values = st.dictionaries(st.integers(0, 3650), st.integers(0, 200), max_size=400)


def points(told: dict[int, int]) -> list[Point]:
    return [Point(FIRST + timedelta(days=n), told[n]) for n in sorted(told)]


def drawn(told: dict[int, int], last: int | None = None, **lines: float) -> Trend:
    days = max(told, default=0) if last is None else last
    span = Span(FIRST, FIRST + timedelta(days=max(days, 27)))
    return trend([("Own", points(told))], span, scale_of(told.values()), **lines)


@given(values)
def test_everything_lies_inside_the_box(told: dict[int, int]) -> None:
    found = drawn(told, goal=20, change=500)

    places = [(mark.x, mark.y) for mark in found.series[0].marks]
    places += [pair for piece in found.series[0].line.pieces for pair in piece]
    assert all(0 <= x <= 100 and 0 <= y <= 100 for x, y in places)
    assert found.goal is not None and 0 <= found.goal.y <= 100
    assert found.change is not None and 0 <= found.change.y <= 100


@given(values)
def test_no_value_is_invented_and_none_is_lost_while_they_are_few(told: dict[int, int]) -> None:
    found = drawn(told)

    marks = found.series[0].marks
    if found.weeks == 0:
        assert [mark.on for mark in marks] == [point.on for point in points(told)]
    else:
        assert 0 < len(marks) <= len(told)


@given(values)
def test_a_plot_stays_small_however_old_the_diary_is(told: dict[int, int]) -> None:
    assert len(drawn(told).series[0].marks) <= 105


@given(st.dictionaries(st.integers(0, 800), st.integers(0, 10), min_size=1, max_size=80))
def test_a_long_gap_stays_a_gap(told: dict[int, int]) -> None:
    found = drawn(told)
    days = sorted(told)
    gaps = sum(1 for a, b in pairwise(days) if b - a > GAP_DAYS)
    alone = [
        n
        for i, n in enumerate(days)
        if (i == 0 or n - days[i - 1] > GAP_DAYS)
        and (i == len(days) - 1 or days[i + 1] - n > GAP_DAYS)
    ]
    assert len(found.series[0].line.pieces) == gaps + 1 - len(alone)


def test_a_value_alone_is_a_mark_and_no_line() -> None:
    found = drawn({3: 7})

    assert len(found.series[0].marks) == 1
    assert found.series[0].line.pieces == ()


def test_two_series_are_told_apart_and_share_their_days() -> None:
    span = Span(FIRST, FIRST + timedelta(days=30))
    found = trend([("Left", points({1: 30})), ("Right", points({1: 10}))], span, Scale(0, 60))

    own, other = found.series
    assert (own.side, other.side) == ("own", "other")
    assert own.marks[0].x == other.marks[0].x
    assert own.marks[0].y < other.marks[0].y


def test_the_axis_begins_at_nought_and_holds_every_value() -> None:
    assert scale_of([3, 24]) == Scale(0, 30)
    assert scale_of([]) == Scale(0, 10)
    assert scale_of([90]) == Scale(0, 90)
    assert scale_of([12], low=11, high=44) == Scale(11, 44)
