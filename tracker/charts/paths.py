"""The marks of a plot joined to a few paths, in units of a box of 100 by 100.

A page of eight charts over six weeks holds about 300 marks. One element for each made the
page slow to write, so that marks of one kind become one path. A dot is a stroke of no
length with a round end, a square one with a square end: both keep their shape when the
box is stretched, as long as the stroke is not (`vector-effect: non-scaling-stroke`).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from tracker.charts.axes import Tick
from tracker.charts.plots import Bar, Mark, Plot, Whisker
from tracker.charts.series import Line

DRAWN = {"dot": "dot", "desk": "dot", "car": "square", "soft": "ring"}
UP = 5


@dataclass(frozen=True, slots=True)
class Layer:
    """Marks of one kind: `kind` names the look, `d` is the data of a path."""

    kind: str
    d: str


@dataclass(frozen=True, slots=True)
class Symbol:
    """A mark that no stroke can draw; `kind` names its shape. Percent of the plot."""

    kind: str
    x: float
    y: float


def layers(plot: Plot) -> tuple[Layer, ...]:
    """Everything of a plot that paths can draw, in the order of drawing; no empty layer."""
    dots = points(plot.marks, "dot")
    squares, rings = points(plot.marks, "square"), points(plot.marks, "ring")
    medians = " ".join(f"M{each.x:g} {each.median:g}h0" for each in plot.whiskers)
    found = (
        ("grid", grid(plot.ticks)),
        ("base", "M0 100H100"),
        ("bar", bars(bar for bar in plot.bars if not (bar.is_zero or bar.is_copied))),
        ("copied", bars(bar for bar in plot.bars if bar.is_copied and not bar.is_zero)),
        ("zero", zeros(plot.bars)),
        ("whisker", whiskers(plot.whiskers)),
        ("line", lines(plot.line)),
        ("up", " ".join(f"M{mark.x:g} 0v-{UP}" for mark in plot.marks if mark.is_top)),
        ("halo", dots),
        ("dot", dots),
        ("square-halo", squares),
        ("square", squares),
        ("dot", rings),
        ("hole", rings),
        ("dot small", medians),
        ("run", " ".join(f"M{x:g} 100h0" for x in plot.done)),
    )
    return tuple(Layer(kind, d) for kind, d in found if d)


def symbols(marks: Iterable[Mark]) -> tuple[Symbol, ...]:
    """The marks of the seats that have a shape of their own: another seat, and none told."""
    return tuple(
        Symbol(mark.shape, mark.x, mark.y)
        for mark in marks
        if mark.shape not in DRAWN and not mark.is_copied
    )


def points(marks: Iterable[Mark], kind: str) -> str:
    """Dots, squares or rings; a copied day is a ring whatever its seat."""
    return " ".join(
        f"M{mark.x:g} {mark.y:g}h0"
        for mark in marks
        if ("ring" if mark.is_copied else DRAWN.get(mark.shape)) == kind
    )


def bars(found: Iterable[Bar]) -> str:
    """Bars from the baseline up."""
    return "".join(f"M{bar.x:g} 100V{bar.y:g}h{bar.width:g}V100z" for bar in found)


def zeros(found: Iterable[Bar]) -> str:
    """A recorded 0: a short stroke on the baseline. A missing day has none."""
    return "".join(f"M{bar.x:g} 100h{bar.width:g}" for bar in found if bar.is_zero)


def whiskers(found: Iterable[Whisker]) -> str:
    """From the highest to the lowest value of some weeks; one value alone is its dot."""
    return "".join(f"M{each.x:g} {each.high:g}V{each.low:g}" for each in found)


def lines(found: Line) -> str:
    """The pieces of a line; between them nothing is drawn."""
    return "".join(
        "M" + "L".join(f"{x:g} {y:g}" for x, y in piece) for piece in found.pieces if piece
    )


def uprights(places: Sequence[float]) -> str:
    """Upright lines through the whole plot."""
    return "".join(f"M{x:g} 0V100" for x in places)


def grid(ticks: Iterable[Tick]) -> str:
    """A level line for each tick."""
    return "".join(f"M0 {tick.y:g}H100" for tick in ticks)
