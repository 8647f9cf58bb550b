"""Marks joined to paths: everything stays inside, nothing is lost, what is missing is not drawn."""

import re
from datetime import date, timedelta
from math import inf

from hypothesis import given
from hypothesis import strategies as st

from tracker.charts import plots
from tracker.charts.axes import Span, date_ticks
from tracker.charts.paths import layers, symbols, uprights
from tracker.charts.series import Point

FIRST = date(2024, 2, 27)
PAIR = re.compile(r"([MLVHhv])\s*(-?[\d.]+)(?: (-?[\d.]+))?")
told = st.dictionaries(st.integers(0, 1100), st.integers(0, 10), max_size=150)
lengths = st.integers(3, 1100)


def points(values: dict[int, float], days: int) -> list[Point]:
    return [Point(FIRST + timedelta(days=n), values[n]) for n in sorted(values) if n < days]


def span_of(days: int) -> Span:
    return Span(FIRST, FIRST + timedelta(days=days - 1))


def ends(d: str) -> list[tuple[float, float]]:
    """Every place a path reaches; only the commands that `paths` writes."""
    found, x, y = [], 0.0, 0.0
    for command, one, two in PAIR.findall(d):
        a, b = float(one), float(two or 0)
        if command in "ML":
            x, y = a, b
        elif command in "Vv":
            y = a if command == "V" else y + a
        else:
            x = a if command == "H" else x + a
        found.append((x, y))
    return found


@given(told, lengths)
def test_every_path_stays_in_its_box(values: dict[int, float], days: int) -> None:
    span, known = span_of(days), points(values, days)
    for plot in (
        plots.lane(known, span, done=[point.on for point in known[::2]]),
        plots.dots(known, span, goal=3),
        plots.everyday(known, span, logged=()),
    ):
        for layer in layers(plot):
            assert all(-0.01 <= x <= 100.01 for x, _ in ends(layer.d)), layer
            if layer.kind != "up":
                assert all(-0.01 <= y <= 100.01 for _, y in ends(layer.d)), layer


@given(told, st.integers(3, 84))
def test_each_recorded_day_is_drawn_once_and_a_missing_day_never(
    values: dict[int, float], days: int
) -> None:
    known = points(values, days)
    drawn = {layer.kind: layer.d for layer in layers(plots.lane(known, span_of(days)))}

    bars = drawn.get("bar", "").count("z")
    zeros = drawn.get("zero", "").count("M")
    assert bars == sum(1 for point in known if point.value > 0)
    assert zeros == sum(1 for point in known if point.value == 0)


@given(
    st.dictionaries(st.integers(0, 83), st.integers(0, 200) | st.just(inf), max_size=60),
    st.sampled_from(["desk", "car", "soft", "other", ""]),
)
def test_a_mark_is_drawn_whatever_the_seat(values: dict[int, float], seat: str) -> None:
    known = points(values, 84)
    seats = {point.on: seat for point in known}
    plot = plots.minutes(known, span_of(84), seats=seats, logged=())

    strokes = sum(layer.d.count("h0") for layer in layers(plot) if layer.kind in ("dot", "square"))
    assert strokes + len(symbols(plot.marks)) == len(known)


@given(lengths, st.integers(0, 700))
def test_dates_are_told_apart_from_three_days_to_three_years(days: int, later: int) -> None:
    first = FIRST + timedelta(days=later)
    ticks = date_ticks(Span(first, first + timedelta(days=days - 1)))

    assert [tick.on for tick in ticks] == sorted({tick.on for tick in ticks})
    assert ticks[0].on == first and ticks[-1].on == first + timedelta(days=days - 1)
    assert all(28 <= tick.x <= 72 for tick in ticks[1:-1])


def test_upright_lines_stand_through_the_whole_plot() -> None:
    assert uprights([10.5, 20]) == "M10.5 0V100M20 0V100"
    assert uprights([]) == ""
