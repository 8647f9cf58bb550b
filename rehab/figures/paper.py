"""Shapes on the paper, and the words of a path that draw them."""

from dataclasses import dataclass
from math import acos, atan2, cos, hypot, pi, sin

from rehab.figures.camera import Box, Cell
from rehab.figures.vectors import Flat

_STEPS = 72
_STEP = 2 * pi / _STEPS
_RIM = tuple((cos(n * _STEP), sin(n * _STEP)) for n in range(_STEPS))


@dataclass(frozen=True, slots=True)
class Hull:
    """A rounded piece: the hull of balls, each a centre and a radius."""

    balls: tuple[tuple[Flat, float], ...]

    def box(self) -> Box:
        return Box(
            min(c[0] - r for c, r in self.balls),
            min(c[1] - r for c, r in self.balls),
            max(c[0] + r for c, r in self.balls),
            max(c[1] + r for c, r in self.balls),
        )

    def path(self, cell: Cell) -> str:
        """All hulls run the same way round, so that one path fills their union."""
        balls = [(cell.at(centre), radius * cell.scale) for centre, radius in self.balls]
        runs = _runs(balls)
        if len(runs) == 1:
            (x, y), r = balls[runs[0][0]]
            return (
                f"M{_n(x - r)} {_n(y)}a{_n(r)} {_n(r)} 0 1 1 {_n(2 * r)} 0"
                f"a{_n(r)} {_n(r)} 0 1 1 {_n(-2 * r)} 0Z"
            )
        words = []
        for index, (which, first, last) in enumerate(runs):
            centre, r = balls[which]
            start, end = _on_rim(centre, r, first), _on_rim(centre, r, last)
            words.append(f"{'L' if index else 'M'}{_n(start[0])} {_n(start[1])}")
            if last > first:
                large = 1 if last - first > pi else 0
                words.append(f"A{_n(r)} {_n(r)} 0 {large} 1 {_n(end[0])} {_n(end[1])}")
        return "".join(words) + "Z"


@dataclass(frozen=True, slots=True)
class Line:
    """Straight from point to point; a closed one is filled."""

    points: tuple[Flat, ...]
    is_closed: bool = False

    def box(self) -> Box:
        return _around(self.points)

    def path(self, cell: Cell) -> str:
        places = [cell.at(point) for point in self.points]
        if self.is_closed and _area(places) < 0:
            places.reverse()
        words = "L".join(f"{_n(x)} {_n(y)}" for x, y in places)
        return f"M{words}{'Z' if self.is_closed else ''}"


@dataclass(frozen=True, slots=True)
class Bow:
    """A curved line from the first point to the last, pulled towards the middle one."""

    points: tuple[Flat, Flat, Flat]

    def box(self) -> Box:
        first, pull, last = self.points
        middle = tuple(first[i] / 4 + pull[i] / 2 + last[i] / 4 for i in (0, 1))
        return _around((first, (middle[0], middle[1]), last))

    def path(self, cell: Cell) -> str:
        first, pull, last = (cell.at(point) for point in self.points)
        return (
            f"M{_n(first[0])} {_n(first[1])}Q{_n(pull[0])} {_n(pull[1])} "
            f"{_n(last[0])} {_n(last[1])}"
        )


Part = Hull | Line | Bow


@dataclass(frozen=True, slots=True)
class Shape:
    """Parts that are drawn in one stroke; `kind` is its style."""

    kind: str
    parts: tuple[Part, ...]

    def box(self) -> Box:
        boxes = [part.box() for part in self.parts]
        whole = boxes[0]
        for box in boxes[1:]:
            whole = whole.and_(box)
        return whole

    def path(self, cell: Cell) -> str:
        return "".join(part.path(cell) for part in self.parts)


@dataclass(frozen=True, slots=True)
class Mark:
    """A short text at a place."""

    at: Flat
    text: str


def _runs(balls: list[tuple[Flat, float]]) -> list[tuple[int, float, float]]:
    """Which ball is outermost from which direction to which: (ball, first, last), once round."""
    if len(balls) == 1:
        return [(0, 0.0, 2 * pi)]
    if len(balls) == 2:
        return _two(*balls)
    reaches = [[x * u + y * v + r for u, v in _RIM] for (x, y), r in balls]
    outer = [at.index(max(at)) for at in zip(*reaches, strict=True)]
    turns = [step for step in range(_STEPS) if outer[step] != outer[step - 1]]
    if not turns:
        return [(outer[0], 0.0, 2 * pi)]
    ends = [*turns[1:], turns[0] + _STEPS]
    return [(outer[s], s * _STEP, (e - 1) * _STEP) for s, e in zip(turns, ends, strict=True)]


def _two(one: tuple[Flat, float], two: tuple[Flat, float]) -> list[tuple[int, float, float]]:
    """The runs of two balls: they meet where a straight line touches both."""
    (a, r), (b, q) = one, two
    span = hypot(b[0] - a[0], b[1] - a[1])
    if span <= abs(r - q):
        return [(0 if r >= q else 1, 0.0, 2 * pi)]
    towards, half = atan2(b[1] - a[1], b[0] - a[0]), acos((r - q) / span)
    return [(1, towards - half, towards + half), (0, towards + half, towards - half + 2 * pi)]


def _on_rim(centre: Flat, radius: float, direction: float) -> Flat:
    return (centre[0] + radius * cos(direction), centre[1] + radius * sin(direction))


def _around(points: tuple[Flat, ...]) -> Box:
    xs, ys = [p[0] for p in points], [p[1] for p in points]
    return Box(min(xs), min(ys), max(xs), max(ys))


def _area(points: list[Flat]) -> float:
    return sum(
        a[0] * b[1] - b[0] * a[1] for a, b in zip(points, points[1:] + points[:1], strict=True)
    )


def _n(value: float) -> str:
    """A number with one decimal at most, as short as can be."""
    text = f"{value:.1f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text
