"""A figure as the content writes it down: poses of angles and contacts, props, arrows.

Angles in degrees, lengths in centimetres, x to the right, y up from the floor. The person
faces right; `near` is the side towards us and the leg that works. A pose says only what
differs from the one before it; a limb is always written whole.
"""

from collections.abc import Mapping
from enum import StrEnum
from typing import Annotated, Any, Literal

from pydantic import Field, StringConstraints, model_validator

from rehab.content.entry import Entry, Id, Text

Point = Annotated[tuple[float, ...], Field(min_length=2, max_length=3)]
# A point of the body ("near.heel") or of the room.
Spot = str | Point


class Muscle(StrEnum):
    """What a figure can mark in clay."""

    BACK_THIGH = "back_thigh"
    FRONT_THIGH = "front_thigh"
    BUTTOCK = "buttock"
    CALF = "calf"
    BELLY = "belly"
    FLANK = "flank"
    OUTER_HIP = "outer_hip"


class Leg(Entry):
    """By angles (`hip`, `knee`), or by where the heel or the ball of the foot stands.

    `pitch` is the angle of the foot to the floor, toes up positive; `ankle` the same to the shin.
    `out` is away from the other leg, `twist` turns the knee out, `spread` moves a reached
    knee out.
    """

    hip: float = 0
    out: float = 0
    twist: float = 0
    knee: float = 0
    ankle: float = 0
    toe: float = 0
    heel: Point | None = None
    ball: Point | None = None
    pitch: float = 0
    foot_out: float = 0
    spread: float = 0

    @model_validator(mode="after")
    def _one_way(self) -> "Leg":
        if self.heel and self.ball:
            raise ValueError("say where the heel or where the ball is, not both")
        if (self.heel or self.ball) and (self.hip or self.knee or self.ankle):
            raise ValueError("a leg is placed by angles or by its foot, not both")
        return self


class Arm(Entry):
    """By angles (`lift` forward from hanging, `out`, `elbow`), or by where the hand is."""

    lift: float = 0
    out: float = 0
    twist: float = 0
    elbow: float = 0
    wrist: float = 0
    hand: Spot | None = None
    spread: float = 0


class Arrow(Entry):
    """Shows a movement: from a point of the body, to where it is in the next pose or `by` so far.

    `off` moves the arrow away from the body, `bend` bows it to its left (share of its length).
    """

    of: Spot
    by: Point | None = None
    off: Point = (0.0, 0.0)
    bend: float = 0


class Angle(Entry):
    """Marks the angle of a knee: between the bones, or with `bend` how far it is from straight.

    `text` is "90°", "20–30°", or "?°" where it is to be measured.
    """

    at: Literal["near.knee", "far.knee"] = "near.knee"
    text: Annotated[str, StringConstraints(pattern=r"^(\?|\d{1,3}(–\d{1,3})?)°$")]
    bend: bool = False
    size: float = 12


class Prop(Entry):
    """A thing in the room. What each kind needs: `rehab/figures/props.py`."""

    kind: Id
    x: tuple[float, float] = (0.0, 0.0)
    y: tuple[float, float] = (0.0, 0.0)
    z: tuple[float, float] = (-16.0, 16.0)
    at: Spot | None = None
    r: float = 0
    tilt: float = 0
    points: tuple[Spot, ...] = ()
    layer: Literal["back", "middle", "front"] = "back"


class Pose(Entry):
    """One key position. `trunk` leans forward from upright: -90 on the back, 90 face down.

    `turn` faces away from us, `tilt` leans to the near side, `roll` turns about the long axis.
    Without a height in `at` the body stands on the floor; `works = false` marks no muscle,
    `hold = true` puts the sign of a pause beside the number.
    """

    words: Text
    trunk: float = 0
    roll: float = 0
    turn: float = 0
    tilt: float = 0
    spine: float = 0
    twist: float = 0
    side: float = 0
    neck: float | Literal["rest"] = 0
    anchor: str = "hip"
    at: Annotated[tuple[float, ...], Field(min_length=1, max_length=3)] = (0.0,)
    lift: float = 0
    works: bool = True
    hold: bool = False
    near: Leg = Leg()
    far: Leg = Leg()
    near_arm: Arm = Arm(lift=8, elbow=12)
    far_arm: Arm = Arm(lift=8, elbow=12)
    arrows: tuple[Arrow, ...] = ()
    angles: tuple[Angle, ...] = ()
    props: tuple[Prop, ...] = ()


class Figure(Entry):
    """Two to four poses that tell an exercise or a self-test."""

    view: Literal["side", "front", "behind"] = "side"
    layout: Literal["rows", "columns", "grid"] = "rows"
    muscles: tuple[Muscle, ...] = ()
    both: bool = False
    slope: float = 0
    props: tuple[Prop, ...] = ()
    pose: Annotated[tuple[Pose, ...], Field(min_length=2, max_length=4)]

    @model_validator(mode="before")
    @classmethod
    def _spread(cls, raw: Any) -> Any:
        if isinstance(raw, Mapping) and isinstance(raw.get("pose"), list):
            return {**raw, "pose": written_out(raw["pose"])}
        return raw


class Like(Entry):
    """A test whose drawing is that of another figure."""

    like: Id


_OWN = ("words", "works", "hold", "arrows", "angles", "props")


def written_out(poses: list[Any]) -> list[Any]:
    """Each pose in full: what it leaves out is as in the pose before."""
    made: list[Any] = []
    before: dict[str, Any] = {}
    for raw in poses:
        if not isinstance(raw, Mapping):
            return poses
        own = dict(raw)
        for pair, one, other in (("legs", "near", "far"), ("arms", "near_arm", "far_arm")):
            if pair in own:
                both = own.pop(pair)
                own = {one: both, other: both} | own
        if own.get("anchor", before.get("anchor")) != before.get("anchor") and "at" not in own:
            before.pop("at", None)
        full = before | own
        made.append(full)
        before = {key: value for key, value in full.items() if key not in _OWN}
    return made
