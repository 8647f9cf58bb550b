"""The body around the skeleton: rounded pieces, in layers from far to near."""

from collections.abc import Iterator
from dataclasses import dataclass

from rehab.figures.pose import Muscle
from rehab.figures.skeleton import Body
from rehab.figures.vectors import Vec, add, apply, between

Ball = tuple[Vec, float]
# One rounded piece: the hull of two or more balls.
Piece = tuple[Ball, ...]


@dataclass(frozen=True, slots=True)
class Layer:
    """Pieces that are drawn as one outline, under the name of their style."""

    kind: str
    pieces: tuple[Piece, ...]


def leg(body: Body, side: str) -> tuple[Piece, ...]:
    """Thigh, calf and foot."""
    hip, knee, ankle = (body.points[f"{side}.{joint}"] for joint in ("hip", "knee", "ankle"))
    calf = add(between(knee, ankle, 0.3), apply(body.frames[f"{side}.shin"], (-1.6, 0, 0)))
    heel = body.inside(f"{side}.foot", f"{side}.ankle", (-3.2, -4.9, 0))
    ball = body.inside(f"{side}.foot", f"{side}.ankle", (12.5, -5.7, 0))
    toe = body.inside(f"{side}.toes", f"{side}.ball", (5.6, 1.9, 0))
    instep = body.inside(f"{side}.foot", f"{side}.ankle", (3.0, -2.0, 0))
    front = add(between(hip, knee, 0.45), apply(body.frames[f"{side}.thigh"], (0.6, 0, 0)))
    return (
        ((hip, 9.3), (front, 7.7), (knee, 5.7)),
        ((knee, 5.5), (calf, 5.4)),
        ((calf, 5.4), (ankle, 3.5)),
        ((ankle, 3.7), (heel, 3.1)),
        ((heel, 3.1), (instep, 3.9), (ball, 2.3)),
        ((ball, 2.3), (toe, 1.9)),
    )


def arm(body: Body, side: str) -> tuple[Piece, ...]:
    """Upper arm, forearm and hand."""
    names = ("shoulder", "elbow", "wrist", "hand")
    shoulder, elbow, wrist, hand = (body.points[f"{side}.{name}"] for name in names)
    belly = between(elbow, wrist, 0.25)
    return (
        ((shoulder, 5.0), (elbow, 3.7)),
        ((elbow, 3.5), (belly, 3.6), (wrist, 2.4)),
        ((wrist, 2.6), (between(wrist, hand, 0.55), 3.0), (between(wrist, hand, 0.85), 2.2)),
    )


def trunk(body: Body) -> tuple[Piece, ...]:
    """Pelvis, waist and chest."""
    pelvis = [body.inside("pelvis", "hip", (-1.0, 2.0, z)) for z in (-6.5, 6.5)]
    seat = [body.inside("pelvis", "hip", (-3.6, -1.5, z)) for z in (-7.0, 7.0)]
    waist = [body.inside("pelvis", "waist", (0.0, 0.0, z)) for z in (-5.5, 5.5)]
    ribs = [body.inside("chest", "waist", (0.6, 18.0, z)) for z in (-6.5, 6.5)]
    top = [body.inside("chest", "shoulder", (-0.6, -3.5, z)) for z in (-11.5, 11.5)]
    return (
        tuple((each, 9.4) for each in pelvis) + tuple((each, 8.4) for each in seat),
        tuple((each, 9.4) for each in pelvis) + tuple((each, 8.6) for each in waist),
        tuple((each, 8.6) for each in waist) + tuple((each, 10.2) for each in ribs),
        tuple((each, 10.2) for each in ribs) + tuple((each, 6.4) for each in top),
    )


def shorts(body: Body, side: str) -> tuple[Piece, ...]:
    """Pelvis and upper thigh."""
    hip, knee = body.points[f"{side}.hip"], body.points[f"{side}.knee"]
    front = add(between(hip, knee, 0.42), apply(body.frames[f"{side}.thigh"], (0.6, 0, 0)))
    return (*trunk(body)[:1], ((hip, 9.3), (front, 7.8)))


def neck(body: Body) -> tuple[Piece, ...]:
    base = body.inside("chest", "shoulder", (0.0, -2.0, 0.0))
    return (((base, 5.2), (body.inside("head", "head", (-1.8, -6.0, 0.0)), 4.8)),)


def head(body: Body) -> tuple[Piece, ...]:
    """Skull, jaw and nose."""
    return (
        (
            (body.inside("head", "head", (0.0, 1.8, 0.0)), 9.4),
            (body.inside("head", "head", (2.4, -4.0, 0.0)), 6.6),
        ),
        (
            (body.inside("head", "head", (8.0, 1.2, 0.0)), 1.4),
            (body.inside("head", "head", (9.8, -1.4, 0.0)), 1.5),
        ),
    )


def eye(body: Body, sign: int) -> tuple[Piece, ...]:
    return (((body.inside("head", "head", (6.4, 0.6, 3.6 * sign)), 0.85),),)


def hair(body: Body) -> tuple[Piece, ...]:
    return (
        (
            (body.inside("head", "head", (-2.4, 3.4, 0.0)), 8.3),
            (body.inside("head", "head", (1.6, 5.6, 0.0)), 6.2),
            (body.inside("head", "head", (-3.6, -1.0, 0.0)), 6.2),
        ),
    )


def hair_in_front(body: Body) -> tuple[Piece, ...]:
    """What is seen of the hair when the face looks at us."""
    local = ((-2.0, 4.0, -2.5), (-2.0, 4.0, 2.5), (0.0, 3.0, 0.0))
    return (tuple((body.inside("head", "head", each), 8.6) for each in local),)


def muscle(body: Body, which: Muscle, side: str, sign: int) -> tuple[Piece, ...]:
    """The marked muscle of one side."""
    frame, origin, balls = _MUSCLES[which]
    is_limb = frame in ("thigh", "shin")
    name = f"{side}.{frame}" if is_limb else frame
    start = f"{side}.{origin}" if origin in ("hip", "knee") else origin
    return (
        tuple((body.inside(name, start, (x, y, z * sign)), radius) for (x, y, z), radius in balls),
    )


# The frame, the point the places are counted from, and the balls (place, radius).
_MUSCLES: dict[Muscle, tuple[str, str, tuple[Ball, ...]]] = {
    Muscle.BACK_THIGH: (
        "thigh",
        "hip",
        (((-4.6, -5, 0), 3.4), ((-3.6, -19, 0), 3.5), ((-2.8, -36, 0), 2.4)),
    ),
    Muscle.FRONT_THIGH: (
        "thigh",
        "hip",
        (((4.4, -8, 0), 3.0), ((4.0, -20, 0), 3.6), ((3.0, -34, 0), 2.4)),
    ),
    Muscle.BUTTOCK: ("pelvis", "hip", (((-6.0, 2.5, 0), 4.2), ((-6.0, -2.5, 0), 5.0))),
    Muscle.CALF: (
        "shin",
        "knee",
        (((-2.2, -4, 0), 2.6), ((-3.2, -13, 0), 3.2), ((-1.6, -24, 0), 1.8)),
    ),
    Muscle.BELLY: ("chest", "waist", (((5.4, -10, 0), 2.8), ((6.2, 13, 0), 3.2))),
    Muscle.FLANK: ("chest", "waist", (((0, -9, 9.6), 3.0), ((0, 14, 11.5), 3.2))),
    Muscle.OUTER_HIP: ("pelvis", "hip", (((-1, 7, 7.0), 3.6), ((0, -2, 9.0), 3.8))),
}


# What a far leg can show of itself; the trunk covers the rest.
OF_THE_LEG = frozenset({Muscle.BACK_THIGH, Muscle.FRONT_THIGH, Muscle.CALF, Muscle.BUTTOCK})


def solid(body: Body) -> Iterator[Ball]:
    """Every ball of the outline except the arms: what must not go under the floor."""
    pieces = [*trunk(body), *head(body)]
    for side in ("near", "far"):
        if f"{side}.thigh" in body.frames:
            pieces += leg(body, side)
    for piece in pieces:
        yield from piece


def lowest(body: Body) -> float:
    return min(centre[1] - radius for centre, radius in solid(body))
