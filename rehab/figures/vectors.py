"""Points and turns in space, just enough for a skeleton.

x is ahead, y up, z to the right of a person who stands upright. Lengths in centimetres,
angles in degrees. A turn is a matrix by rows.
"""

from math import cos, hypot, radians, sin, sqrt

Vec = tuple[float, float, float]
Mat = tuple[Vec, Vec, Vec]
Flat = tuple[float, float]


def add(a: Vec, b: Vec) -> Vec:
    return (a[0] + b[0], a[1] + b[1], a[2] + b[2])


def sub(a: Vec, b: Vec) -> Vec:
    return (a[0] - b[0], a[1] - b[1], a[2] - b[2])


def times(a: Vec, k: float) -> Vec:
    return (a[0] * k, a[1] * k, a[2] * k)


def dot(a: Vec, b: Vec) -> float:
    return a[0] * b[0] + a[1] * b[1] + a[2] * b[2]


def cross(a: Vec, b: Vec) -> Vec:
    return (
        a[1] * b[2] - a[2] * b[1],
        a[2] * b[0] - a[0] * b[2],
        a[0] * b[1] - a[1] * b[0],
    )


def length(a: Vec) -> float:
    return sqrt(dot(a, a))


def unit(a: Vec) -> Vec:
    return times(a, 1 / (length(a) or 1.0))


def between(a: Vec, b: Vec, t: float) -> Vec:
    """The point a share `t` of the way from a to b."""
    return add(a, times(sub(b, a), t))


def apply(turn: Mat, v: Vec) -> Vec:
    return (dot(turn[0], v), dot(turn[1], v), dot(turn[2], v))


def unapply(turn: Mat, v: Vec) -> Vec:
    """The vector in the turned frame's own words."""
    return add(add(times(turn[0], v[0]), times(turn[1], v[1])), times(turn[2], v[2]))


def chain(*turns: Mat) -> Mat:
    """One turn after the other, the first the outermost."""
    made, *others = turns
    for turn in others:
        a, b, c = zip(*turn, strict=True)
        x, y, z = made
        made = (
            (dot(x, a), dot(x, b), dot(x, c)),
            (dot(y, a), dot(y, b), dot(y, c)),
            (dot(z, a), dot(z, b), dot(z, c)),
        )
    return made


def about_x(degrees: float) -> Mat:
    c, s = cos(radians(degrees)), sin(radians(degrees))
    return ((1.0, 0.0, 0.0), (0.0, c, -s), (0.0, s, c))


def about_y(degrees: float) -> Mat:
    c, s = cos(radians(degrees)), sin(radians(degrees))
    return ((c, 0.0, s), (0.0, 1.0, 0.0), (-s, 0.0, c))


def about_z(degrees: float) -> Mat:
    c, s = cos(radians(degrees)), sin(radians(degrees))
    return ((c, -s, 0.0), (s, c, 0.0), (0.0, 0.0, 1.0))


def frame_along(up: Vec, right: Vec) -> Mat:
    """The turn whose own y axis is `up` and whose z axis lies as near as can be to `right`."""
    y = unit(up)
    x = unit(cross(y, right))
    z = cross(x, y)
    return ((x[0], y[0], z[0]), (x[1], y[1], z[1]), (x[2], y[2], z[2]))


def apart(a: Flat, b: Flat) -> float:
    return hypot(a[0] - b[0], a[1] - b[1])
