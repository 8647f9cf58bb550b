"""The body from behind, and its hips from the front, as points: places that can be picked.

Own schematic drawing, not to any anatomical scale. Units of the view box
(`WIDTH` x `HEIGHT`), x to the right, y down. The person is seen from behind, so
their left lies on the left; in the part from the front it lies on the right.
Everything is drawn once, for the right half, as distances from the middle line,
and mirrored. The sit bone lies on the buttock
fold, where people point to it.
"""

from dataclasses import dataclass
from math import cos, pi, sin

from rehab.vocabulary import Location, Side

WIDTH = 480.0
HEIGHT = 632.0
MIDDLE = 214.0
FOLD_Y = 231.0

Point = tuple[float, float]
Points = tuple[Point, ...]

# Outer and inner contour of the right half, waist to foot to crotch.
_CONTOUR: Points = (
    (69, 12), (67, 36), (72, 66), (86, 96), (105, 130), (115, 166), (117, 200), (114, 236),
    (108, 272), (100, 316), (91, 362), (86, 396), (92, 430), (97, 466), (93, 502), (84, 542),
    (76, 566), (73, 584), (80, 602), (89, 618), (62, 625), (38, 622), (34, 586), (33, 546),
    (26, 500), (20, 462), (19, 430), (23, 396), (20, 346), (14, 286), (7, 238), (0, 226),
)  # fmt: skip
_FAR = 140.0  # beyond the silhouette; regions are cut at its edge when drawn

_REGIONS: dict[Location, Points] = {
    Location.OUTER_HIP: (
        (83, 94), (_FAR, 94), (_FAR, 224), (86, 214), (93, 190), (95, 160), (92, 126),
    ),
    Location.BUTTOCK: (
        (0, 114), (26, 98), (52, 90), (83, 94), (92, 126), (95, 160), (93, 190), (86, 214),
        (66, 228), (41, 234), (14, 234), (0, 226),
    ),
    Location.UPPER_THIGH: (
        (41, 234), (66, 228), (86, 214), (_FAR, 224), (_FAR, 288), (43, 288),
    ),
    Location.MID_THIGH: ((43, 288), (_FAR, 288), (_FAR, 338), (45, 338)),
    Location.LOWER_THIGH: ((45, 338), (_FAR, 338), (_FAR, 380), (46, 380)),
    Location.GROIN_INNER_THIGH: (
        (0, 226), (14, 234), (41, 234), (43, 288), (45, 338), (46, 380), (0, 380),
    ),
    Location.INNER_KNEE: ((0, 380), (38, 380), (36, 426), (0, 426)),
    Location.BACK_KNEE: ((38, 380), (69, 380), (71, 426), (36, 426)),
    Location.OUTER_KNEE: ((69, 380), (_FAR, 380), (_FAR, 426), (71, 426)),
    Location.CALF: ((0, 426), (_FAR, 426), (_FAR, 546), (0, 546)),
    Location.FOOT: ((0, 546), (_FAR, 546), (_FAR, HEIGHT), (0, HEIGHT)),
}  # fmt: skip
_LOW_BACK: Points = (
    (-_FAR, 12), (_FAR, 12), (_FAR, 94), (83, 94), (52, 90), (26, 98), (0, 114),
    (-26, 98), (-52, 90), (-83, 94), (-_FAR, 94),
)  # fmt: skip
# From the front, with the distances of the right half too: only what is seen better there.
_FRONT: dict[Location, Points] = {
    Location.OUTER_HIP: (
        (84, 94), (_FAR, 94), (_FAR, 224), (92, 220), (88, 190), (90, 150), (86, 120),
    ),
    Location.GROIN_INNER_THIGH: (
        (0, 226), (8, 204), (30, 182), (60, 158), (72, 170), (58, 204), (46, 236), (44, 288),
        (45, 338), (46, 380), (0, 380),
    ),
}  # fmt: skip
FRONT_TOP, FRONT_HEIGHT = 62.0, 340.0
_SIT_BONE = (43.0, 214.0, 27.0, 21.0)  # middle, and half width and height of an oval

# Picked by a chip or in the list, because no picture shows it by itself.
CHIPS = (Location.WHOLE_LEG,)
# From top to bottom, the order of the list and of the keyboard.
ORDER = (
    Location.LOW_BACK,
    Location.BUTTOCK,
    Location.OUTER_HIP,
    Location.SIT_BONE,
    Location.UPPER_THIGH,
    Location.MID_THIGH,
    Location.LOWER_THIGH,
    Location.GROIN_INNER_THIGH,
    Location.BACK_KNEE,
    Location.OUTER_KNEE,
    Location.INNER_KNEE,
    Location.CALF,
    Location.FOOT,
    Location.WHOLE_LEG,
)


@dataclass(frozen=True, slots=True)
class Region:
    """One place on one side: its outline, and where a tick mark goes."""

    place: Location
    side: Side
    outline: Points
    mark: Point

    @property
    def value(self) -> str:
        """How forms name it: "sit_bone:right"."""
        return f"{self.place.value}:{self.side.value}"

    @property
    def points(self) -> str:
        """The outline as the `points` of a polygon."""
        return as_points(self.outline)

    @property
    def tick(self) -> str:
        """A tick mark as the `points` of a polyline."""
        x, y = self.mark
        return as_points(((x - 8, y), (x - 2, y + 6), (x + 9, y - 7)))


@dataclass(frozen=True, slots=True)
class Pointer:
    """A name beside the picture and the line that leads from it to the place."""

    place: Location
    tip: Point
    end: Point


POINTERS = (
    Pointer(Location.OUTER_HIP, (MIDDLE + 106, 160), (MIDDLE + 132, 150)),
    Pointer(Location.SIT_BONE, (MIDDLE + 66, 216), (MIDDLE + 132, 230)),
    Pointer(Location.GROIN_INNER_THIGH, (MIDDLE + 28, 300), (MIDDLE + 132, 312)),
    Pointer(Location.BACK_KNEE, (MIDDLE + 56, 404), (MIDDLE + 132, 404)),
)


FRONT_POINTERS = (
    Pointer(Location.OUTER_HIP, (MIDDLE + 106, 160), (MIDDLE + 132, 150)),
    Pointer(Location.GROIN_INNER_THIGH, (MIDDLE + 48, 186), (MIDDLE + 132, 240)),
)


def silhouette() -> Points:
    """The whole outline, closed, smoothed."""
    right = smooth(_CONTOUR)
    left = tuple((-x, y) for x, y in reversed(right))
    return tuple((MIDDLE + x, y) for x, y in (*right, *left))


def regions() -> tuple[Region, ...]:
    """Every place of the picture, in drawing order: the sit bones last, on top.

    All have a left and a right but the low back, which is one place over both sides.
    """
    back = _region(Location.LOW_BACK, Side.BOTH, _LOW_BACK)
    below = [_region(place, side, _REGIONS[place]) for place in _REGIONS for side in _SIDES]
    above = [_region(Location.SIT_BONE, side, _oval(*_SIT_BONE)) for side in _SIDES]
    return (back, *below, *above)


def front_regions() -> tuple[Region, ...]:
    """The places that are seen better from the front; their side is the person's own."""
    return tuple(_front(place, side) for place in _FRONT for side in _SIDES)


def places() -> tuple[tuple[Location, Side], ...]:
    """Every place that can be picked, left before right, from top to bottom."""
    return tuple(
        (place, side)
        for place in ORDER
        for side in ((Side.BOTH,) if place is Location.LOW_BACK else _SIDES)
    )


def smooth(points: Points, steps: int = 6) -> Points:
    """A curve through the points (Catmull-Rom), `steps` pieces from each to the next."""
    curve: list[Point] = []
    last = len(points) - 1
    for i in range(last):
        before, start, end, after = (
            points[max(i - 1, 0)], points[i], points[i + 1], points[min(i + 2, last)],
        )  # fmt: skip
        for step in range(steps):
            t = step / steps
            curve.append(
                (
                    _between(before[0], start[0], end[0], after[0], t),
                    _between(before[1], start[1], end[1], after[1], t),
                )
            )
    return (*curve, points[last])


def as_points(points: Points) -> str:
    """Points in the notation of SVG, rounded to tenths."""
    return " ".join(f"{x:.1f},{y:.1f}" for x, y in points)


_SIDES = (Side.LEFT, Side.RIGHT)
_MARKS: dict[Location, Point] = {
    Location.LOW_BACK: (0, 58),
    Location.OUTER_HIP: (105, 168),
    Location.BUTTOCK: (46, 146),
    Location.SIT_BONE: (43, 214),
    Location.UPPER_THIGH: (76, 262),
    Location.MID_THIGH: (72, 314),
    Location.LOWER_THIGH: (68, 360),
    Location.GROIN_INNER_THIGH: (30, 300),
    Location.INNER_KNEE: (29, 403),
    Location.BACK_KNEE: (53, 403),
    Location.OUTER_KNEE: (79, 403),
    Location.CALF: (58, 480),
    Location.FOOT: (56, 596),
}
_FRONT_MARKS: dict[Location, Point] = {
    Location.OUTER_HIP: (102, 172),
    Location.GROIN_INNER_THIGH: (30, 226),
}


def _region(place: Location, side: Side, outline: Points) -> Region:
    sign = -1 if side is Side.LEFT else 1
    x, y = _MARKS[place]
    return Region(
        place=place,
        side=side,
        outline=tuple((MIDDLE + sign * px, py) for px, py in outline),
        mark=(MIDDLE + sign * x, y),
    )


def _front(place: Location, side: Side) -> Region:
    """Seen from the front a person's left lies on the right."""
    sign = 1 if side is Side.LEFT else -1
    x, y = _FRONT_MARKS[place]
    return Region(
        place=place,
        side=side,
        outline=tuple((MIDDLE + sign * px, py) for px, py in _FRONT[place]),
        mark=(MIDDLE + sign * x, y),
    )


def _oval(x: float, y: float, rx: float, ry: float, steps: int = 24) -> Points:
    turns = (2 * pi * step / steps for step in range(steps))
    return tuple((x + rx * cos(turn), y + ry * sin(turn)) for turn in turns)


def _between(a: float, b: float, c: float, d: float, t: float) -> float:
    return 0.5 * (
        2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t**2 + (3 * b - a - 3 * c + d) * t**3
    )
