"""Shapes on the paper, and the words of a path that draw them."""

from dataclasses import dataclass
from math import cos, pi, sin

from rehab.figures.camera import Box, Cell
from rehab.figures.vectors import Flat

_STEPS = 96
_RIM = tuple((cos(2 * pi * n / _STEPS), sin(2 * pi * n / _STEPS)) for n in range(_STEPS))


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
            large = 1 if last - first > _STEPS / 2 else 0
            words.append(f"{'L' if index else 'M'}{_n(start[0])} {_n(start[1])}")
            if last > first:
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


def _runs(balls: list[tuple[Flat, float]]) -> list[tuple[int, int, int]]:
    """Which ball is outermost in which directions: (ball, first, last step), once round."""
    outer = [
        max(range(len(balls)), key=lambda b: balls[b][0][0] * u + balls[b][0][1] * v + balls[b][1])
        for u, v in _RIM
    ]
    turns = [step for step in range(_STEPS) if outer[step] != outer[step - 1]]
    if not turns:
        return [(outer[0], 0, _STEPS)]
    ends = [*turns[1:], turns[0] + _STEPS]
    return [(outer[s], s, e - 1) for s, e in zip(turns, ends, strict=True)]


def _on_rim(centre: Flat, radius: float, step: int) -> Flat:
    u, v = _RIM[step % _STEPS]
    return (centre[0] + radius * u, centre[1] + radius * v)


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
