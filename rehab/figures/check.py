"""Checks of the figures: complete, readable, in joint limits, above the floor, in the picture."""

import tomllib
from collections.abc import Iterator
from pathlib import Path

from pydantic import ValidationError

from rehab.content.catalogue import Catalogue
from rehab.content.faults import Fault
from rehab.figures import outline
from rehab.figures.draw import Drawing, drawing
from rehab.figures.layout import WIDTH
from rehab.figures.place import placed
from rehab.figures.pose import Figure, Like, Pose
from rehab.figures.skeleton import LIMITS, Body
from rehab.figures.store import FOLDER

# A body part may sink this far into the floor: skin and a mat give way.
SINKS = 1.5
# A marked angle may differ from the drawn one by this many degrees.
NEAR_ENOUGH = 6
# Below this many picture units for a centimetre nobody can see what a foot does.
LEAST_SCALE = 0.8


def wanted(content: Catalogue) -> tuple[str, ...]:
    """Every exercise, and every self-test whose value a person enters."""
    tests = (key for key, m in content.metrics.items() if m.scope == "test" and m.home == "reading")
    return (*sorted(content.exercises), *sorted(tests))


def faults(content: Catalogue, folder: Path = FOLDER) -> list[Fault]:
    """Everything that is wrong with the figures, each with its file and key."""
    found: list[Fault] = []
    needed = wanted(content)
    names = {path.stem for path in folder.glob("*.toml")}
    found += [Fault(_file(key), "", "the figure is missing") for key in needed if key not in names]
    found += [
        Fault(_file(key), "", "belongs to no exercise and no self-test")
        for key in sorted(names - set(needed))
    ]
    paths: dict[tuple[str, ...], str] = {}
    for key in sorted(names):
        found += _of_file(key, folder, names, content, paths)
    return found


def _file(key: str) -> str:
    return f"figures/{key}.toml"


def _of_file(
    key: str,
    folder: Path,
    names: set[str],
    content: Catalogue,
    seen: dict[tuple[str, ...], str],
) -> Iterator[Fault]:
    file = _file(key)
    try:
        raw = tomllib.loads((folder / f"{key}.toml").read_text())
        if "like" in raw:
            yield from _of_like(Like.model_validate(raw), file, key, names, content)
            return
        figure = Figure.model_validate(raw)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        yield Fault(file, "", f"not readable as TOML: {error}")
        return
    except ValidationError as error:
        for each in error.errors():
            at = ".".join(str(part) for part in each["loc"])
            yield Fault(file, at, each["msg"].removeprefix("Value error, "))
        return
    for index, pose in enumerate(figure.pose):
        yield from (
            Fault(file, f"pose.{index}{at}", message) for at, message in _of_pose(pose, figure)
        )
    try:
        drawn = drawing(figure)
    except KeyError as error:
        yield Fault(file, "pose", f"unknown point or prop {error}")
        return
    yield from (Fault(file, "pose", message) for message in _of_drawing(drawn))
    lines = tuple(shape.d for frame in drawn.frames for shape in frame.shapes)
    if lines in seen:
        yield Fault(file, "pose", f"is the same drawing as {seen[lines]!r}")
    seen[lines] = key


def _of_like(
    like: Like, file: str, key: str, names: set[str], content: Catalogue
) -> Iterator[Fault]:
    if key in content.exercises:
        yield Fault(file, "like", "an exercise has a drawing of its own")
    if like.like not in names:
        yield Fault(file, "like", f"unknown figure {like.like!r}")


def _of_pose(pose: Pose, figure: Figure) -> Iterator[tuple[str, str]]:
    try:
        body = placed(pose)
    except KeyError as error:
        yield ".anchor", f"unknown point of the body {error}"
        return
    for limb, missing in body.short.items():
        yield f".{limb.split()[0]}", f"the {limb} is {missing:.0f} cm too far to reach"
    for name, angle in body.angles.items():
        least, most = LIMITS[name.rpartition(".")[2]]
        if not least - 0.5 <= angle <= most + 0.5:
            yield f".{name}", f"{angle:.0f} degrees is beyond {least} to {most}"
    for mark in pose.angles:
        bent = body.angles[mark.at]
        yield from _of_angle(mark.text, bent if mark.bend else 180 - bent)
    depth = under_floor(body, figure.slope)
    if depth > SINKS:
        yield "", f"a part of the body is {depth:.0f} cm under the floor"


def _of_angle(text: str, shown: float) -> Iterator[tuple[str, str]]:
    said = [int(number) for number in text.rstrip("°").split("–") if number.isdigit()]
    if said and not said[0] - NEAR_ENOUGH <= shown <= said[-1] + NEAR_ENOUGH:
        yield ".angles", f"says {text}, but the drawing shows {shown:.0f}"


def under_floor(body: Body, slope: float = 0.0) -> float:
    """How deep the lowest part of the body is in the floor; 0 or less above it."""
    balls = list(outline.solid(body))
    balls += [
        ball for side in ("near", "far") for piece in outline.arm(body, side) for ball in piece
    ]
    return max(radius - (centre[1] - centre[0] * slope) for centre, radius in balls)


def _of_drawing(drawn: Drawing) -> Iterator[str]:
    if drawn.scale < LEAST_SCALE:
        yield f"is too wide to be seen: {drawn.scale:.2f} units for a centimetre"
    if drawn.width != WIDTH:
        yield "has a width of its own"
