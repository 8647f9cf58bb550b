"""A figure as shapes with coordinates of a picture; a template turns them into SVG."""

from dataclasses import dataclass
from math import atan2, cos, pi, sin

from rehab.figures import outline, props
from rehab.figures.camera import VIEWS, Box, Camera, Cell
from rehab.figures.layout import SMALL, WIDTH, laid_out, small
from rehab.figures.paper import Bow, Hull, Line, Mark, Shape
from rehab.figures.place import placed
from rehab.figures.pose import Angle, Arrow, Figure, Muscle, Pose, Prop
from rehab.figures.skeleton import SIDES, Body
from rehab.figures.vectors import Flat, Vec, add, apart


@dataclass(frozen=True, slots=True)
class Drawn:
    """One shape: the name of its style and its path."""

    kind: str
    d: str


@dataclass(frozen=True, slots=True)
class Written:
    """A short text in the picture, centred on x."""

    x: float
    y: float
    text: str


@dataclass(frozen=True, slots=True)
class Frame:
    """One pose of the picture."""

    number: Written | None
    shapes: tuple[Drawn, ...]
    texts: tuple[Written, ...]


@dataclass(frozen=True, slots=True)
class Drawing:
    """A whole figure; `scale` is picture units per centimetre, the same for all poses."""

    width: float
    height: float
    scale: float
    frames: tuple[Frame, ...]


@dataclass(frozen=True, slots=True)
class Sketch:
    """One pose on the paper, before it has a place in the picture."""

    shapes: tuple[Shape, ...]
    marks: tuple[Mark, ...]

    def box(self) -> Box:
        boxes = [shape.box() for shape in self.shapes]
        boxes += [Box(m.at[0] - 8, m.at[1] - 5, m.at[0] + 8, m.at[1] + 5) for m in self.marks]
        whole = boxes[0]
        for box in boxes[1:]:
            whole = whole.and_(box)
        return whole


def drawing(figure: Figure) -> Drawing:
    """Place, outline and project every pose, then lay them out in one picture.

    KeyError for a point or prop that does not exist.
    """
    camera = Camera(*VIEWS[figure.view])
    bodies = [placed(pose) for pose in figure.pose]
    after = [*bodies[1:], bodies[0]]
    sketches = [
        _sketch(figure, *each, camera) for each in zip(figure.pose, bodies, after, strict=True)
    ]
    cells, height = laid_out(figure.layout, [sketch.box() for sketch in sketches])
    frames = tuple(
        _frame(figure, sketch, number, cell)
        for number, (sketch, cell) in enumerate(zip(sketches, cells, strict=True), start=1)
    )
    return Drawing(WIDTH, round(height, 1), cells[0].scale, frames)


def thumbnail(figure: Figure) -> Drawing:
    """The telling pose alone, small, without numbers and arrows."""
    camera = Camera(*VIEWS[figure.view])
    told = figure.pose[len(figure.pose) // 2].model_copy(update={"arrows": (), "angles": ()})
    shapes = _sketch(figure, told, placed(told), None, camera)
    cell = small(shapes.box())
    drawn = (Drawn(s.kind, s.path(cell)) for s in (*_ground(figure, cell.window), *shapes.shapes))
    return Drawing(*SMALL, cell.scale, (Frame(None, tuple(drawn), ()),))


def _frame(figure: Figure, sketch: Sketch, number: int, cell: Cell) -> Frame:
    ground = _ground(figure, cell.window)
    shapes = tuple(Drawn(s.kind, s.path(cell)) for s in (*ground, *sketch.shapes))
    texts = tuple(_written(cell.at(mark.at), mark.text, 4.0) for mark in sketch.marks)
    window = cell.window
    below = cell.at(((window.left + window.right) / 2, window.bottom))
    if figure.pose[number - 1].hold:
        shapes += tuple(Drawn("hold", _bar(below[0] + x, below[1] + 4.5)) for x in (9.0, 14.0))
    return Frame(_written(below, str(number), 14.0), shapes, texts)


def _bar(x: float, y: float) -> str:
    return f"M{x:.1f} {y:.1f}h3v9h-3Z"


def _written(at: Flat, text: str, down: float) -> Written:
    return Written(round(at[0], 1), round(at[1] + down, 1), text)


def _ground(figure: Figure, window: Box) -> tuple[Shape, ...]:
    """The floor as a narrow strip, level or sloping."""
    ends = [(x, x * figure.slope) for x in (window.left, window.right)]
    strip = [(x, y + 2.2) for x, y in ends] + [(x, y - 2.2) for x, y in reversed(ends)]
    return (Shape("ground", (Line(tuple(strip), True),)),)


def _sketch(figure: Figure, pose: Pose, body: Body, after: Body | None, camera: Camera) -> Sketch:
    """Things, body, angles and arrows; an arrow to the next pose needs the body `after`."""
    things = [*figure.props, *pose.props]
    marked = figure.muscles if pose.works else ()
    body_shapes = [_shape(layer, camera) for layer in layers(figure, body, camera, marked)]
    first = next(n for n, s in enumerate(body_shapes) if s.kind == "shirt") - 1
    shapes: list[Shape] = [
        *_things(things, "back", body, camera),
        *body_shapes[:first],
        *_things(things, "middle", body, camera),
        *body_shapes[first:],
        *_things(things, "front", body, camera),
    ]
    marks: list[Mark] = []
    for angle in pose.angles:
        lines, mark = _angle(angle, body, camera)
        shapes += lines
        marks.append(mark)
    for arrow in pose.arrows:
        shapes += _arrow(arrow, body, after or body, camera)
    return Sketch(tuple(shapes), tuple(marks))


def _things(things: list[Prop], layer: str, body: Body, camera: Camera) -> list[Shape]:
    return [
        shape
        for prop in things
        if prop.layer == layer
        for shape in props.shapes(prop, body, camera)
    ]


def layers(
    figure: Figure, body: Body, camera: Camera, marked: tuple[Muscle, ...]
) -> list[outline.Layer]:
    """The body from far to near; `marked` muscles of the near side, or of both."""
    other = "body" if figure.both else "far"
    is_side = figure.view == "side"
    trunk = (*outline.trunk(body), *outline.neck(body), *outline.head(body))
    legs = {
        "far": [
            outline.Layer(other, outline.leg(body, "far")),
            outline.Layer(f"{other}-shorts", outline.shorts(body, "far")[1:]),
            *_muscles(marked if figure.both else (), body, "far"),
        ],
        "near": [
            outline.Layer("body", outline.leg(body, "near")),
            outline.Layer("body-shorts", outline.shorts(body, "near")[1:]),
        ],
    }
    crosses = camera.depth(body.points["near.ankle"]) < camera.depth(body.points["far.ankle"]) - 6
    behind = ["near", "far"] if not is_side and crosses else ["far"]
    front_leg = () if "near" in behind else outline.leg(body, "near")
    looks_at_us = camera.depth(_ahead(body)) > 0.6
    far_arm = outline.Layer("far" if is_side else "body", outline.arm(body, "far"))
    is_far_arm_near = camera.depth(body.points["far.hand"]) > camera.depth(body.points["hip"]) + 2
    return [
        *([far_arm] if is_side and not is_far_arm_near else []),
        *(layer for side in behind for layer in legs[side]),
        *([outline.Layer("hair", outline.hair_in_front(body))] if looks_at_us else []),
        outline.Layer("body", (*trunk, *front_leg)),
        outline.Layer("shirt", outline.trunk(body)),
        outline.Layer("body-shorts", outline.shorts(body, "near")[: 2 if front_leg else 1]),
        *_muscles(marked, body, "near"),
        *([] if looks_at_us else [outline.Layer("hair", outline.hair(body))]),
        *_eyes(body, camera, both=looks_at_us),
        *([] if is_side and not is_far_arm_near else [far_arm]),
        outline.Layer("body", outline.arm(body, "near")),
    ]


def _eyes(body: Body, camera: Camera, *, both: bool) -> list[outline.Layer]:
    if camera.depth(_ahead(body)) < -0.5:
        return []
    return [outline.Layer("eye", outline.eye(body, sign)) for sign in ((1, -1) if both else (1,))]


def _ahead(body: Body) -> Vec:
    return tuple(row[0] for row in body.frames["head"])  # type: ignore[return-value]


def _muscles(marked: tuple[Muscle, ...], body: Body, side: str) -> list[outline.Layer]:
    return [
        outline.Layer("muscle", outline.muscle(body, which, side, dict(SIDES)[side]))
        for which in marked
        if side == "near" or which in outline.OF_THE_LEG
    ]


def _shape(layer: outline.Layer, camera: Camera) -> Shape:
    hulls = (Hull(tuple((camera.flat(c), r) for c, r in piece)) for piece in layer.pieces)
    return Shape(layer.kind, tuple(hulls))


def _arrow(arrow: Arrow, body: Body, after: Body, camera: Camera) -> list[Shape]:
    """A bowed line with a head."""
    start = body.spot(arrow.of)
    end = add(start, _vec(arrow.by)) if arrow.by else after.spot(arrow.of)
    a, b = (camera.flat(add(point, _vec(arrow.off))) for point in (start, end))
    span = apart(a, b)
    side = (-(b[1] - a[1]) * arrow.bend, (b[0] - a[0]) * arrow.bend)
    pull = ((a[0] + b[0]) / 2 + side[0] * 2, (a[1] + b[1]) / 2 + side[1] * 2)
    towards = atan2(b[1] - pull[1], b[0] - pull[0])
    big = min(8.0, max(5.0, span * 0.4))
    wings = [
        (b[0] - big * cos(towards + turn), b[1] - big * sin(towards + turn))
        for turn in (pi / 7, -pi / 7)
    ]
    stop = (b[0] - big * 0.7 * cos(towards), b[1] - big * 0.7 * sin(towards))
    return [
        Shape("arrow", (Bow((a, pull, stop)),)),
        Shape("arrow-head", (Line((b, wings[0], wings[1]), True),)),
    ]


def _vec(point: tuple[float, ...]) -> Vec:
    return (point[0], point[1], point[2] if len(point) > 2 else 0.0)


def _angle(angle: Angle, body: Body, camera: Camera) -> tuple[list[Shape], Mark]:
    """An arc between the bones of a knee, or from where straight would be, with its degrees."""
    side = angle.at.split(".")[0]
    hip, knee, ankle = (
        camera.flat(body.points[f"{side}.{joint}"]) for joint in ("hip", "knee", "ankle")
    )
    first = (2 * knee[0] - hip[0], 2 * knee[1] - hip[1]) if angle.bend else hip
    start, end = (atan2(p[1] - knee[1], p[0] - knee[0]) for p in (first, ankle))
    sweep = (end - start + pi) % (2 * pi) - pi

    def out(share: float, far: float) -> Flat:
        turn = start + sweep * share
        return (knee[0] + far * cos(turn), knee[1] + far * sin(turn))

    arc = Shape("angle", (Line(tuple(out(n / 12, angle.size) for n in range(13))),))
    guide = [Shape("guide", (Line((knee, out(0, angle.size + 8))),))] if angle.bend else []
    aside = -0.3 / abs(sweep or 1.0)
    place = out(aside, angle.size + 14) if angle.bend else out(0.5, angle.size + 12)
    return [*guide, arc], Mark(place, angle.text)
