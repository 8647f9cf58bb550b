"""The icons of the home screen, drawn from our own mark (static/icons/mark.svg)."""

import re
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

from PIL import Image, ImageDraw

Point = tuple[float, float]
SVG = "{http://www.w3.org/2000/svg}"
SIDE = 32  # of the mark's own drawing
FINER = 4  # drawn this many times larger, then made smaller, so that edges are smooth
STEPS = 160
COLOURS = 64  # three flat ones and what lies between them at the edges
# Name, pixels, and the share of the side the mark takes. A maskable icon is cut to any shape
# inside a circle of 80 %, so its mark stands smaller on a full ground.
ICONS = (("icon-192", 192, 1.0), ("icon-512", 512, 1.0), ("maskable-512", 512, 0.72))
TOKEN = re.compile(r"[MCcHh]|-?\d*\.?\d+")


def draw(mark: Path, *, pixels: int, share: float) -> Image.Image:
    """One icon. With a `share` below 1 the ground fills the whole square."""
    root = ElementTree.parse(mark).getroot()  # noqa: S314 - a file of ours
    ground = root.find(f"{SVG}rect")
    group = root.find(f"{SVG}g")
    if ground is None or group is None:
        raise ValueError(f"{mark} does not hold the mark's ground and its lines")
    large = pixels * FINER
    scale = large / SIDE * share
    shift = large * (1 - share) / 2
    image = Image.new("RGBA", (large, large))
    canvas = ImageDraw.Draw(image)
    corner = float(ground.get("rx", "0")) * large / SIDE if share == 1 else 0
    canvas.rounded_rectangle((0, 0, large - 1, large - 1), corner, fill=ground.get("fill"))
    half = float(group.get("stroke-width", "1")) * scale / 2
    for path in group.iter(f"{SVG}path"):
        for x, y in _along(path.get("d", "")):
            at = (shift + x * scale, shift + y * scale)
            box = (at[0] - half, at[1] - half, at[0] + half, at[1] + half)
            canvas.ellipse(box, fill=path.get("stroke"))
    small = image.resize((pixels, pixels), Image.Resampling.LANCZOS)
    return small.quantize(COLOURS, method=Image.Quantize.FASTOCTREE)


def _along(d: str) -> Iterator[Point]:
    """Points close together on a path of the commands M, C, c, H and h."""
    tokens = iter(TOKEN.findall(d))
    here: Point = (0, 0)

    def take(count: int) -> list[float]:
        return [float(next(tokens)) for _ in range(count)]

    for command in tokens:
        x, y = here
        if command == "M":
            ends: list[Point] = []
            here = (take(1)[0], take(1)[0])
        elif command in "Cc":
            numbers = take(6)
            plus = (x, y) if command == "c" else (0, 0)
            ends = [(numbers[i] + plus[0], numbers[i + 1] + plus[1]) for i in (0, 2, 4)]
        else:
            end = take(1)[0] + (x if command == "h" else 0)
            ends = [(x, y), (end, y), (end, y)]
        if ends:
            yield from (_on_curve([(x, y), *ends], step / STEPS) for step in range(STEPS + 1))
            here = ends[-1]


def _on_curve(four: list[Point], t: float) -> Point:
    """The point of a cubic Bezier curve at `t` from 0 to 1."""
    weights = ((1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t * t * (1 - t), t**3)
    return (
        sum(weight * point[0] for weight, point in zip(weights, four, strict=True)),
        sum(weight * point[1] for weight, point in zip(weights, four, strict=True)),
    )
