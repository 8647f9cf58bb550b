"""A figure as shapes with coordinates of a picture; a template turns them into SVG."""

from dataclasses import dataclass
from math import atan2, cos, pi, sin

from rehab.figures import outline, props
from rehab.figures.camera import VIEWS, Box, Camera, Cell
from rehab.figures.paper import Bow, Hull, Line, Mark, Shape
from rehab.figures.place import placed
from rehab.figures.pose import Angle, Arrow, Figure, Muscle
from rehab.figures.skeleton import SIDES, Body
from rehab.figures.vectors import Flat, Vec, add, apart

WIDTH = 320.0
MARGIN, GAP, LABEL = 4.0, 10.0, 18.0
MOST_SCALE = 2.1
FRAME_HEIGHT = {"rows": 150.0, "columns": 190.0, "grid": 165.0}
GROUND = 16.0


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

    number: Written
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
    sketches = [_sketch(figure, index, bodies, camera) for index in range(len(bodies))]
    window = sketches[0].box()
    for sketch in sketches[1:]:
        window = window.and_(sketch.box())
    window = Box(window.left, min(window.bottom, -2.5), window.right, window.top)
    cells, height = _cells(figure.layout, len(sketches), window)
    frames = tuple(
        _frame(figure, sketch, number, cell)
        for number, (sketch, cell) in enumerate(zip(sketches, cells, strict=True), start=1)
    )
    return Drawing(WIDTH, round(height, 1), cells[0].scale, frames)


def _cells(layout: str, count: int, window: Box) -> tuple[list[Cell], float]:
    """The place of each pose, all at one scale, and the height of the picture."""
    across = {"rows": 1, "columns": count, "grid": 2}[layout]
    room = (WIDTH - 2 * MARGIN - (across - 1) * GAP) / across
    scale = min(room / window.width, FRAME_HEIGHT[layout] / window.height, MOST_SCALE)
    tall = window.height * scale + LABEL
    cells = []
    for index in range(count):
        column, row = index % across, index // across
        left = MARGIN + column * (room + GAP) + (room - window.width * scale) / 2
        cells.append(Cell(window, left, MARGIN + row * (tall + GAP), scale))
    rows = -(-count // across)
    return cells, 2 * MARGIN + rows * tall + (rows - 1) * GAP


def _frame(figure: Figure, sketch: Sketch, number: int, cell: Cell) -> Frame:
    ground = _ground(figure, cell.window)
    shapes = tuple(Drawn(s.kind, s.path(cell)) for s in (*ground, *sketch.shapes))
    texts = tuple(_written(cell.at(mark.at), mark.text, 4.0) for mark in sketch.marks)
    window = cell.window
    below = cell.at(((window.left + window.right) / 2, window.bottom))
    return Frame(_written(below, str(number), 14.0), shapes, texts)


def _written(at: Flat, text: str, down: float) -> Written:
    return Written(round(at[0], 1), round(at[1] + down, 1), text)


def _ground(figure: Figure, window: Box) -> tuple[Shape, ...]:
    """The floor as a narrow strip, level or sloping."""
    ends = [(x, x * figure.slope) for x in (window.left, window.right)]
    strip = [(x, y + 2.2) for x, y in ends] + [(x, y - 2.2) for x, y in reversed(ends)]
    return (Shape("ground", (Line(tuple(strip), True),)),)


def _sketch(figure: Figure, index: int, bodies: list[Body], camera: Camera) -> Sketch:
    pose, body = figure.pose[index], bodies[index]
    after = bodies[(index + 1) % len(bodies)]
    things = [*figure.props, *pose.props]
    shapes: list[Shape] = []
    for prop in things:
        if not prop.in_front:
            shapes += props.shapes(prop, body, camera)
    shapes += [_shape(layer, camera) for layer in layers(figure, body, camera)]
    for prop in things:
        if prop.in_front:
            shapes += props.shapes(prop, body, camera)
    marks: list[Mark] = []
    for angle in pose.angles:
        arc, mark = _angle(angle, body, camera)
        shapes.append(arc)
        marks.append(mark)
    for arrow in pose.arrows:
        shapes += _arrow(arrow, body, after, camera)
    return Sketch(tuple(shapes), tuple(marks))


def layers(figure: Figure, body: Body, camera: Camera) -> list[outline.Layer]:
    """The body from far to near."""
    other = "body" if figure.both else "far"
    looks_at_us = camera.depth(_ahead(body)) > 0.6
    trunk = (*outline.trunk(body), *outline.neck(body), *outline.head(body))
    made = [
        outline.Layer(other, outline.leg(body, "far")),
        outline.Layer(f"{other}-shorts", outline.shorts(body, "far")[1:]),
    ]
    if figure.view == "side":
        made.insert(0, outline.Layer("far", outline.arm(body, "far")))
    if figure.both:
        made += _muscles(figure, body, ("far",))
    if looks_at_us:
        made.append(outline.Layer("hair", outline.hair_in_front(body)))
    made += [
        outline.Layer("body", (*trunk, *outline.leg(body, "near"))),
        outline.Layer("shirt", outline.trunk(body)),
        outline.Layer("body-shorts", outline.shorts(body, "near")),
    ]
    made += _muscles(figure, body, ("near",))
    if not looks_at_us:
        made.append(outline.Layer("hair", outline.hair(body)))
    if figure.view != "side":
        made.append(outline.Layer("body", outline.arm(body, "far")))
    made.append(outline.Layer("body", outline.arm(body, "near")))
    return made


def _ahead(body: Body) -> Vec:
    return tuple(row[0] for row in body.frames["head"])  # type: ignore[return-value]


def _muscles(figure: Figure, body: Body, sides: tuple[str, ...]) -> list[outline.Layer]:
    return [
        outline.Layer("muscle", outline.muscle(body, which, side, sign))
        for which in figure.muscles
        for side, sign in SIDES
        if side in sides and (side == "near" or which is not Muscle.BELLY)
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
    big = min(6.5, max(4.0, span * 0.3))
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


def _angle(angle: Angle, body: Body, camera: Camera) -> tuple[Shape, Mark]:
    """An arc between the two bones of a joint, with its degrees."""
    names = {
        "near.knee": ("near.hip", "near.knee", "near.ankle"),
        "far.knee": ("far.hip", "far.knee", "far.ankle"),
        "near.hip": ("shoulder", "near.hip", "near.knee"),
    }
    one, corner, other = names.get(angle.at, ("shoulder", "hip", "hip"))
    at = camera.flat(body.points[corner])
    first = camera.flat(body.points[one])
    second = camera.flat(body.points[other])
    if angle.at == "lean":
        second = (at[0], at[1] + 10)
    turns = [atan2(p[1] - at[1], p[0] - at[0]) for p in (first, second)]
    sweep = (turns[1] - turns[0] + pi) % (2 * pi) - pi
    points = tuple(
        (
            at[0] + angle.size * cos(turns[0] + sweep * n / 12),
            at[1] + angle.size * sin(turns[0] + sweep * n / 12),
        )
        for n in range(13)
    )
    middle = turns[0] + sweep / 2
    away = angle.size + 10
    mark = Mark((at[0] + away * cos(middle), at[1] + away * sin(middle)), f"{angle.degrees}°")
    return Shape("angle", (Line(points),)), mark
