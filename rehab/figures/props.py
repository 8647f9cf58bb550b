"""Things in the room: boxes, chairs, balls, bands, weights, walls and the like.

Each kind is one function from a prop, the body of the pose and the camera to shapes.
"""

import itertools
from collections.abc import Callable, Iterator

from rehab.figures.camera import Camera
from rehab.figures.paper import Hull, Line, Shape
from rehab.figures.pose import Prop
from rehab.figures.skeleton import Body
from rehab.figures.vectors import Vec, add, apply, between, length, sub, times, unit

Drawn = Iterator[Shape]


def shapes(prop: Prop, body: Body, camera: Camera) -> list[Shape]:
    """KeyError for a kind nobody drew, or a point of the body that does not exist."""
    return list(KINDS[prop.kind](prop, body, camera))


def _box(prop: Prop, body: Body, camera: Camera) -> Drawn:
    """A block from `x`, `y`, `z`; three of its faces show."""
    yield from _block("thing", prop.x, prop.y, prop.z, camera)


def _block(
    kind: str,
    x: tuple[float, float],
    y: tuple[float, float],
    z: tuple[float, float],
    camera: Camera,
) -> Drawn:
    (x0, x1), (y0, y1), (z0, z1) = sorted(x), sorted(y), sorted(z)
    faces: list[tuple[str, tuple[Vec, ...]]] = [
        ("top", ((x0, y1, z0), (x1, y1, z0), (x1, y1, z1), (x0, y1, z1))),
    ]
    if camera.depth((1, 0, 0)) > 0.05:
        faces.append(("end", ((x1, y0, z0), (x1, y1, z0), (x1, y1, z1), (x1, y0, z1))))
    if camera.depth((0, 0, 1)) > 0.05:
        faces.append(("front", ((x0, y0, z1), (x1, y0, z1), (x1, y1, z1), (x0, y1, z1))))
    for face, corners in faces:
        yield Shape(f"{kind}-{face}", (Line(tuple(camera.flat(c) for c in corners), True),))


def _chair(prop: Prop, body: Body, camera: Camera) -> Drawn:
    """Seat at height `y[1]` between `x`; the back stands at the second x, `r` high above it."""
    front, back = prop.x
    low, seat = prop.y
    z0, z1 = prop.z
    inward = 2.0 if back > front else -2.0
    for z in (z0 + 2, z1 - 2):
        for x in (front + inward, back - inward):
            yield _bar(((x, low, z), (x, seat, z)), 1.5, camera)
    if prop.r:
        yield from _block("thing", (back - inward, back), (seat, seat + prop.r), (z0, z1), camera)
    yield from _block("thing", (front, back), (seat - 4, seat), (z0, z1), camera)


def _bar(points: tuple[Vec, ...], radius: float, camera: Camera, kind: str = "thing") -> Shape:
    flat = [camera.flat(point) for point in points]
    pairs = itertools.pairwise(flat)
    return Shape(kind, tuple(Hull(((a, radius), (b, radius))) for a, b in pairs))


def _post(prop: Prop, body: Body, camera: Camera) -> Drawn:
    """A bar through `points`, `r` thick (half)."""
    yield _bar(tuple(body.spot(p) for p in prop.points), prop.r or 1.5, camera)


def _cushion(prop: Prop, body: Body, camera: Camera) -> Drawn:
    """A soft block: rounded ends."""
    r = abs(prop.y[1] - prop.y[0]) / 2
    (x0, x1), y = sorted(prop.x), min(prop.y) + r
    corners = [(x, y, z) for x in (x0 + r, x1 - r) for z in prop.z]
    yield Shape("soft", (Hull(tuple((camera.flat(c), r) for c in corners)),))


def _ball(prop: Prop, body: Body, camera: Camera) -> Drawn:
    centre = camera.flat(body.spot(prop.at or (0.0, 0.0)))
    yield Shape("soft", (Hull(((centre, prop.r),)),))


def _line(prop: Prop, body: Body, camera: Camera) -> Drawn:
    """A band, strap or string through points of the body or the room."""
    flat = tuple(camera.flat(body.spot(p)) for p in prop.points)
    yield Shape("band", (Line(flat),))


def _cone(prop: Prop, body: Body, camera: Camera) -> Drawn:
    x, y, z = body.spot(prop.at or (0.0, 0.0))
    r = prop.r or 8
    corners: tuple[Vec, ...] = ((x - r * 0.6, y, z), (x + r * 0.6, y, z), (x, y + 2 * r, z))
    if abs(camera.depth((0, 0, 1))) < 0.5:
        corners = ((x, y, z - r * 0.6), (x, y, z + r * 0.6), (x, y + 2 * r, z))
    yield Shape("cone", (Line(tuple(camera.flat(c) for c in corners), True),))


def _dumbbell(prop: Prop, body: Body, camera: Camera) -> Drawn:
    """Held along the line of sight, so that its plate shows."""
    x, y, z = body.spot(prop.at or "near.hand")
    for dz in (-8, 8):
        yield Shape("weight", (Hull(((camera.flat((x, y, z + dz)), prop.r or 5.5),)),))


def _kettlebell(prop: Prop, body: Body, camera: Camera) -> Drawn:
    """Hangs from the hand along the forearm."""
    hand = body.spot(prop.at or "near.hand")
    down = unit(apply(body.frames["near.palm"], (0.0, -1.0, 0.0)))
    low = camera.flat(add(hand, times(down, 11.0)))
    yield Shape("weight", (Hull(((low, 8.5),)), Hull(((camera.flat(hand), 2.4), (low, 4.0)))))


def _phone(prop: Prop, body: Body, camera: Camera) -> Drawn:
    """A phone lying on the front of the shin."""
    knee, ankle = body.points["near.knee"], body.points["near.ankle"]
    ahead = apply(body.frames["near.shin"], (7.0, 0.0, 0.0))
    ends = [add(between(knee, ankle, t), ahead) for t in (0.34, 0.72)]
    yield Shape("phone", (Hull(tuple((camera.flat(end), 1.3) for end in ends)),))


def _plumb(prop: Prop, body: Body, camera: Camera) -> Drawn:
    """A dashed line between two points: where straight would be, or how far."""
    yield Shape("guide", (Line(tuple(camera.flat(body.spot(p)) for p in prop.points)),))


def _wrap(prop: Prop, body: Body, camera: Camera) -> Drawn:
    """A bandage round the near thigh."""
    hip, knee = body.points["near.hip"], body.points["near.knee"]
    across = apply(body.frames["near.thigh"], (1.0, 0.0, 0.0))
    for t in (0.34, 0.46, 0.58, 0.70):
        middle = between(hip, knee, t)
        half = 9.3 - 3.4 * t
        tilt = times(unit(sub(knee, hip)), 1.6)
        a = add(sub(middle, times(across, half)), tilt)
        b = sub(add(middle, times(across, half)), tilt)
        yield Shape("wrap", (Line((camera.flat(a), camera.flat(b))),))


def _wheel(prop: Prop, body: Body, camera: Camera) -> Drawn:
    """A ring: the wheel or the crank of a bike."""
    centre = camera.flat(body.spot(prop.at or (0.0, 0.0)))
    yield Shape("ring", (Hull(((centre, prop.r),)),))


def _thumb(prop: Prop, body: Body, camera: Camera) -> Drawn:
    """Where a finger presses: a small target."""
    centre = camera.flat(body.spot(prop.at or "near.hand"))
    yield Shape("target", (Hull(((centre, prop.r or 4.0),)),))


def _elastic(prop: Prop, body: Body, camera: Camera) -> Drawn:
    """A band pulled tight: drawn as a zigzag."""
    start, end = (body.spot(p) for p in prop.points[:2])
    count = max(4, int(length(sub(end, start)) / 6))
    along = unit(sub((end[0], end[1], 0.0), (start[0], start[1], 0.0)))
    wave: Vec = (-along[1], along[0], 0.0)
    points = [camera.flat(start)]
    for step in range(1, count):
        middle = between(start, end, step / count)
        points.append(camera.flat(add(middle, times(wave, 2.2 if step % 2 else -2.2))))
    yield Shape("band", (Line((*points, camera.flat(end))),))


KINDS: dict[str, Callable[[Prop, Body, Camera], Drawn]] = {
    "box": _box,
    "chair": _chair,
    "post": _post,
    "cushion": _cushion,
    "ball": _ball,
    "line": _line,
    "cone": _cone,
    "dumbbell": _dumbbell,
    "kettlebell": _kettlebell,
    "phone": _phone,
    "guide": _plumb,
    "wrap": _wrap,
    "wheel": _wheel,
    "target": _thumb,
    "elastic": _elastic,
}
