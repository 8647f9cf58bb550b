"""From the room to the paper: projection, and one scale for all poses of a figure."""

from dataclasses import dataclass
from math import cos, radians, sin

from rehab.figures.vectors import Flat, Vec

# Turned a little towards us and seen from slightly above, so that the far limbs show.
VIEWS = {"side": (10.0, 7.0), "front": (62.0, 9.0), "behind": (-62.0, 9.0)}


@dataclass(frozen=True, slots=True)
class Camera:
    """Parallel projection: `round` turns the viewer about the person, `above` lifts them."""

    round: float
    above: float

    def flat(self, point: Vec) -> Flat:
        """The point on the paper, x to the right, y up, in centimetres."""
        x, y, z = point
        c, s = cos(radians(self.round)), sin(radians(self.round))
        e = radians(self.above)
        return (x * c - z * s, y * cos(e) - (z * c + x * s) * sin(e))

    def depth(self, point: Vec) -> float:
        """How near to us a point is."""
        x, y, z = point
        c, s = cos(radians(self.round)), sin(radians(self.round))
        e = radians(self.above)
        return (z * c + x * s) * cos(e) + y * sin(e)


@dataclass(frozen=True, slots=True)
class Box:
    """A window on the paper, in centimetres, y up."""

    left: float
    bottom: float
    right: float
    top: float

    @property
    def width(self) -> float:
        return self.right - self.left

    @property
    def height(self) -> float:
        return self.top - self.bottom

    def and_(self, other: "Box") -> "Box":
        return Box(
            min(self.left, other.left),
            min(self.bottom, other.bottom),
            max(self.right, other.right),
            max(self.top, other.top),
        )


@dataclass(frozen=True, slots=True)
class Cell:
    """Where one pose stands in the picture, and its scale (picture units per centimetre)."""

    window: Box
    left: float
    top: float
    scale: float

    def at(self, point: Flat) -> Flat:
        return (
            self.left + (point[0] - self.window.left) * self.scale,
            self.top + (self.window.top - point[1]) * self.scale,
        )
