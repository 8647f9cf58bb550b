"""What holds for every chart, whatever was logged."""

from datetime import date, timedelta
from itertools import pairwise
from math import inf

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rehab.vocabulary import InjuryType
from tracker.charts import plots
from tracker.charts.axes import MINUTES, PAIN, Span, date_ticks, minutes_scale, week_lines
from tracker.charts.change import change
from tracker.charts.happenings import LEVELS, NEAR, Event, place, tabs
from tracker.charts.plots import Expected
from tracker.charts.series import Point, bin_weeks, bins, line, middle_of, running_median
from tracker.charts.where import week_map

FIRST = date(2026, 10, 12)
scores = st.lists(st.none() | st.integers(0, 10), min_size=1, max_size=120)
minutes = st.lists(st.none() | st.integers(0, 960) | st.just(inf), min_size=1, max_size=120)


def points(values: list, first: date = FIRST) -> list[Point]:
    return [Point(first + timedelta(days=n), v) for n, v in enumerate(values) if v is not None]


def span_of(values: list) -> Span:
    return Span(FIRST, FIRST + timedelta(days=len(values) - 1))


def drawn(plot: plots.Plot) -> list[tuple[float, float]]:
    found = [(mark.x, mark.y) for mark in plot.marks]
    found += [(bar.x, bar.y) for bar in plot.bars]
    found += [(bar.x + bar.width, bar.y + bar.height) for bar in plot.bars]
    found += [(each.x, y) for each in plot.whiskers for y in (each.low, each.median, each.high)]
    return found + [pair for piece in plot.line.pieces for pair in piece]


@given(scores)
def test_everything_drawn_lies_inside_the_box(values: list) -> None:
    span = span_of(values)
    for plot in (
        plots.lane(points(values), span),
        plots.dots(points(values), span, goal=3),
        plots.everyday(points(values), span, logged=()),
    ):
        assert all(-0.01 <= x <= 100.01 and 0 <= y <= 100.01 for x, y in drawn(plot))


@given(minutes)
def test_minutes_lie_inside_the_box_and_no_pain_on_its_top_edge(values: list) -> None:
    plot = plots.minutes(points(values), span_of(values), seats={}, logged=())

    assert all(0 <= x <= 100 and 0 <= y <= 100 for x, y in drawn(plot))
    assert all(mark.y == 0 for mark in plot.marks if mark.is_top)


@given(scores)
def test_a_missing_day_has_no_mark_and_a_recorded_one_has_one(values: list) -> None:
    known = points(values)
    plot = plots.lane(known, span_of(values))

    if len(values) <= 84:
        assert [bar.on for bar in plot.bars] == [point.on for point in known]
        assert [bar.is_zero for bar in plot.bars] == [point.value == 0 for point in known]
    else:
        assert plot.bars == ()


@given(scores)
def test_medians_lie_between_the_lowest_and_the_highest(values: list) -> None:
    known = points(values)
    medians = [value for _, value in running_median(known, span_of(values))]

    if known:
        lowest, highest = min(p.value for p in known), max(p.value for p in known)
        assert all(lowest <= value <= highest for value in medians)
    else:
        assert medians == []


@given(scores, st.integers(1, 30))
def test_days_without_a_value_after_the_last_change_no_earlier_median(
    values: list, more: int
) -> None:
    span, longer = span_of(values), span_of([*values, *[None] * more])
    known = points(values)

    before = running_median(known, span)
    after = [pair for pair in running_median(known, longer) if pair[0] <= span.last]

    assert before == after


@given(scores, st.integers(0, 119))
def test_an_unlogged_day_is_not_a_zero(values: list, at: int) -> None:
    at = min(at, len(values) - 1)
    emptied = [*values[:at], None, *values[at + 1 :]]

    kept = plots.lane(points(emptied), span_of(emptied)).bars

    assert all(bar.on != FIRST + timedelta(days=at) for bar in kept)
    assert points(emptied) == [p for p in points(values) if p.on != FIRST + timedelta(days=at)]


@given(scores, st.integers(1, 13))
def test_weeks_hold_every_value_once_between_low_and_high(values: list, weeks: int) -> None:
    found = bins(points(values), span_of(values), weeks)

    assert sum(each.days for each in found) == len(points(values))
    assert all(each.low <= each.median <= each.high for each in found)
    assert all(each.first <= each.last <= span_of(values).last for each in found)


def test_two_values_in_a_week_make_no_line_and_three_do() -> None:
    assert running_median(points([4, None, 5, None]), span_of([0] * 4)) == []
    assert [value for _, value in running_median(points([4, 6, 5]), span_of([0] * 3))] == [5]


def test_a_line_breaks_where_there_is_too_little() -> None:
    values = [4, 4, 4, *[None] * 9, 2, 2, 2]
    medians = running_median(points(values), span_of(values))

    assert len(line(medians, span_of(values), PAIN).pieces) == 2


@pytest.mark.parametrize(
    ("days", "weeks"),
    [
        (84, 0),
        (85, 1),
        (366, 1),
        (53 * 7, 1),
        (53 * 7 + 1, 4),
        (1464, 4),
        (3653, 13),
        (40 * 366, 52),
    ],
)
def test_a_long_diary_is_drawn_in_at_most_53_marks(days: int, weeks: int) -> None:
    assert bin_weeks(Span(FIRST, FIRST + timedelta(days=days - 1))) == weeks


@pytest.mark.parametrize(("values", "high"), [([], 60), ([60], 60), ([61], 120), ([500], 120)])
def test_the_scale_of_minutes_is_one_of_two(values: list[float], high: int) -> None:
    assert minutes_scale(values).high == high


def test_each_axis_has_three_ticks() -> None:
    span = Span(FIRST, FIRST + timedelta(days=40))

    assert [tick.label for tick in MINUTES.ticks()] == ["60", "30", "0"]
    assert [tick.anchor for tick in date_ticks(span)] == ["start", "middle", "end"]
    assert date_ticks(span)[1].on.weekday() == 0


@pytest.mark.parametrize("starts", range(7))
@pytest.mark.parametrize("days", range(3, 60))
def test_the_date_in_the_middle_keeps_clear_of_the_two_at_the_ends(starts: int, days: int) -> None:
    first = FIRST + timedelta(days=starts)
    span = Span(first, first + timedelta(days=days - 1))

    assert 28 <= date_ticks(span)[1].x <= 72


@given(st.integers(0, 800), st.integers(3, 7300))
def test_small_ticks_stand_apart_from_three_days_to_twenty_years(starts: int, days: int) -> None:
    first = FIRST + timedelta(days=starts)
    found = week_lines(Span(first, first + timedelta(days=days - 1)))

    assert list(found) == sorted(set(found))
    assert all(0 <= x <= 100 for x in found)
    assert days // 366 <= len(found) <= 37
    assert len(found) >= 1 or days < 7


def test_small_ticks_are_mondays_then_months_then_years() -> None:
    weeks, months, years = (
        Span(FIRST, FIRST + timedelta(days=days - 1)) for days in (42, 365, 3650)
    )

    assert week_lines(weeks) == tuple(weeks.edge(FIRST + timedelta(days=7 * n)) for n in range(6))
    assert week_lines(months)[:2] == (
        months.edge(date(2026, 11, 1)),
        months.edge(date(2026, 12, 1)),
    )
    assert week_lines(years) == tuple(years.edge(date(year, 1, 1)) for year in range(2027, 2037))


def test_a_span_that_ends_before_it_begins_is_refused() -> None:
    with pytest.raises(ValueError, match="no days"):
        Span(FIRST, FIRST - timedelta(days=1))


def test_no_pain_and_minutes_have_the_lower_one_in_their_middle() -> None:
    assert middle_of([20, inf]) == 20
    assert middle_of([20, inf, inf]) == inf
    assert middle_of([]) is None


def test_another_letter_of_the_test_breaks_the_line_and_is_named() -> None:
    series = {"A": points([5] * 6), "B": points([4] * 6, FIRST + timedelta(days=6))}

    plot = plots.versions(series, Span(FIRST, FIRST + timedelta(days=11)), goal=3)

    assert [each.letter for each in plot.breaks] == ["A", "B"]
    assert len(plot.line.pieces) == 2
    assert {y for piece in plot.line.pieces for _, y in piece} == {50.0, 60.0}


def test_slashes_stand_for_days_without_a_log_but_never_for_today() -> None:
    span = Span(FIRST, FIRST + timedelta(days=3))

    assert plots.missed(span, [FIRST]) == (span.x(FIRST + timedelta(days=1)), 62.5)


class Knot:
    def __init__(self, week: int, middle: int, upper: int) -> None:
        self.week, self.middle, self.upper = week, middle, upper


class Course:
    id, type, grade, stretch, time_factor = "grade_2", InjuryType.MUSCLE_STRAIN, 2, False, 1.0
    points = (Knot(1, 100, 100), Knot(3, 50, 90), Knot(6, 10, 40))


@given(st.floats(0.5, 10), st.integers(0, 400))
def test_the_corridor_stays_on_the_scale_with_its_lower_edge_below(week: float, day: int) -> None:
    band = Expected(Course(), FIRST, week).at(FIRST + timedelta(days=day))

    assert band is not None
    assert 0 <= band.lower <= band.middle <= band.upper <= 10


@given(st.floats(0.5, 10), st.integers(-1200, 400), st.integers(3, 1100))
def test_the_corridor_is_drawn_inside_with_its_upper_edge_above(
    week: float, begins: int, days: int
) -> None:
    span = Span(FIRST, FIRST + timedelta(days=days - 1))
    band, upper = Expected(Course(), FIRST + timedelta(days=begins), week).outline(span)

    shape = [tuple(map(float, pair.split(","))) for pair in band.split()]
    edge = [tuple(map(float, pair.split(","))) for pair in upper.split()]
    assert bool(edge) == (begins < days - 1)
    assert all(0 <= x <= 100 and 0 <= y <= 100 for x, y in shape)
    assert shape[: len(edge)] == edge
    assert edge == sorted(edge, key=lambda pair: pair[0])
    for (x, high), (same, low) in zip(edge, shape[: len(edge) - 1 : -1], strict=True):
        assert x == same and high <= low


def test_nothing_is_expected_before_the_clock_starts() -> None:
    expected = Expected(Course(), FIRST, 6)

    assert expected.at(FIRST - timedelta(days=1)) is None
    assert expected.outline(Span(FIRST - timedelta(days=9), FIRST - timedelta(days=2))) == ("", "")


def test_a_change_compares_the_first_week_the_best_and_the_last() -> None:
    known = points([3] * 7 + [1] * 14 + [4] * 7)

    found = change(known, first=FIRST, today=FIRST + timedelta(days=27))

    assert (found.before, found.best, found.now) == (3, 1, 4)
    assert (found.worse_by, found.moved, found.weeks) == (3, 1, 4)


def test_a_diary_of_a_week_has_nothing_to_compare_with() -> None:
    found = change(points([3] * 7), first=FIRST, today=FIRST + timedelta(days=6))

    assert (found.now, found.before, found.worse_by) == (3, None, 0)


def happening(n: int, shape: str = "fall") -> Event:
    return Event(FIRST + timedelta(days=n), shape, "Slip", "Slip")


def test_events_near_each_other_stand_in_rows_and_then_together() -> None:
    span = Span(FIRST, FIRST + timedelta(days=41))

    found = place([happening(n) for n in range(6)], span)

    assert [each.level for each in found] == [0, 1, 2]
    assert [each.count for each in found] == [1, 1, 4]
    assert found[2].days == (FIRST + timedelta(days=2), FIRST + timedelta(days=5))
    assert place([happening(-1)], span) == ()


def test_a_symbol_for_several_shows_the_gravest() -> None:
    shapes = ["fall", "fall", "visit", "fall", "urgent", "soon"]
    span = Span(FIRST, FIRST + timedelta(days=41))

    found = place([happening(n, shape) for n, shape in enumerate(shapes)], span)

    assert [each.event.shape for each in found] == ["fall", "fall", "urgent"]
    assert [each.shape for each in found[2].joined] == ["soon", "fall", "visit"]


@given(st.lists(st.integers(0, 1099), max_size=60), st.integers(3, 1100))
def test_no_symbol_covers_another_and_none_is_lost(on: list[int], days: int) -> None:
    span = Span(FIRST, FIRST + timedelta(days=days - 1))
    known = [happening(n) for n in on]

    found = place(known, span)

    drawn = sorted(each.on for one in found for each in (one.event, *one.joined))
    assert drawn == sorted(each.on for each in known if each.on in span)
    for level in range(LEVELS):
        places = [each.x for each in found if each.level == level]
        assert all(0 <= x <= 100 for x in places)
        assert all(b - a >= NEAR for a, b in pairwise(places))


def test_stages_are_cut_at_the_edge_and_narrow_ones_keep_their_number() -> None:
    span = Span(FIRST, FIRST + timedelta(days=9))
    starts = [
        (FIRST - timedelta(days=20), 1, "Protect"),
        (FIRST - timedelta(days=5), 2, "Rebuild"),
        (FIRST + timedelta(days=8), 3, "Load"),
        (FIRST + timedelta(days=30), 4, "Sprint"),
    ]

    found = tabs(starts, span)

    assert [(tab.number, tab.x, tab.width, tab.is_narrow) for tab in found] == [
        (2, 0.0, 80.0, False),
        (3, 80.0, 20.0, True),
    ]


@pytest.mark.parametrize(
    ("last", "name", "is_tight"),
    [(7, "Load", False), (7, "Protect and move", False), (4, "Protect and move", True)],
)
def test_a_name_that_a_phone_would_cut_is_left_to_wider_screens(
    last: int, name: str, is_tight: bool
) -> None:
    starts = [(FIRST, 1, name), (FIRST + timedelta(days=last), 2, "Then")]

    first = tabs(starts, Span(FIRST, FIRST + timedelta(days=9)))[0]

    assert (first.is_narrow, first.is_tight) == (False, is_tight)


@pytest.mark.parametrize(("days", "level"), [(7, 3), (6, 2), (3, 2), (2, 1)])
def test_the_shade_follows_the_share_of_days(days: int, level: int) -> None:
    told = {FIRST + timedelta(days=n): ["sit_bone:right"] if n < days else [] for n in range(10)}

    found = week_map(told, FIRST, FIRST + timedelta(days=9))

    assert found is not None
    assert [(shade.days, shade.of, shade.level) for shade in found.shades] == [(days, 10, level)]


def test_one_day_makes_no_map() -> None:
    assert week_map({FIRST: ["calf:left"]}, FIRST, FIRST) is None
