"""A grown-up's skeleton: lengths, joint limits, and where every joint is in a pose.

Lengths in centimetres, of a person of about 172 cm; rounded from common body proportions,
ours. Limits in degrees are a little wider than a limber adult's range, so that a slip of
the pen is caught and no real position is refused.
"""

from dataclasses import dataclass, field
from math import acos, atan2, degrees

from rehab.figures.pose import Arm, Leg, Pose, Spot
from rehab.figures.vectors import (
    Mat,
    Vec,
    about_x,
    about_y,
    about_z,
    add,
    apply,
    chain,
    cross,
    dot,
    frame_along,
    length,
    sub,
    times,
    unapply,
    unit,
)

PELVIS, CHEST, HEAD = 17.0, 31.0, 20.0
THIGH, SHIN = 42.0, 41.0
UPPER_ARM, FOREARM, HAND = 28.0, 24.0, 9.0
HIP_SIDE, SHOULDER_SIDE = 8.0, 16.0
# In the frame of the foot, from the ankle.
HEEL: Vec = (-4.5, -8.0, 0.0)
BALL: Vec = (12.5, -8.0, 0.0)
TOE: Vec = (6.5, 0.0, 0.0)  # from the ball
SIDES = (("near", 1), ("far", -1))

LIMITS = {
    "hip": (-30, 140),
    "knee": (0, 155),
    "ankle": (-60, 40),
    "toe": (-5, 75),
    "spine": (-25, 50),
    "twist": (-55, 55),
    "side": (-30, 30),
    "neck": (-50, 60),
    "shoulder": (-65, 190),
    "elbow": (0, 150),
}


@dataclass(slots=True)
class Body:
    """Where everything is. `short` names limbs that cannot reach, with the missing centimetres."""

    points: dict[str, Vec] = field(default_factory=dict)
    frames: dict[str, Mat] = field(default_factory=dict)
    angles: dict[str, float] = field(default_factory=dict)
    short: dict[str, float] = field(default_factory=dict)

    def moved(self, by: Vec) -> "Body":
        points = {name: add(point, by) for name, point in self.points.items()}
        return Body(points, dict(self.frames), dict(self.angles), dict(self.short))

    def spot(self, spot: Spot) -> Vec:
        """A point of the body by its name, or a point of the room; KeyError for an unknown name."""
        if isinstance(spot, str):
            return self.points[spot]
        return (spot[0], spot[1], spot[2] if len(spot) > 2 else 0.0)

    def inside(self, frame: str, origin: str, local: Vec) -> Vec:
        """A point given in the words of one bone."""
        return add(self.points[origin], apply(self.frames[frame], local))


def stand(pose: Pose, neck: float) -> Body:
    """Everything that angles alone decide, with the hip at the origin."""
    body = Body()
    pelvis = chain(
        about_y(pose.turn), about_x(pose.tilt), about_z(-pose.trunk), about_y(-pose.roll)
    )
    chest = chain(pelvis, about_z(-pose.spine), about_x(pose.side), about_y(-pose.twist))
    body.frames |= {"pelvis": pelvis, "chest": chest}
    body.angles |= {"spine": pose.spine, "twist": pose.twist, "side": pose.side}
    points = body.points
    points["hip"] = (0.0, 0.0, 0.0)
    points["waist"] = apply(pelvis, (0.0, PELVIS, 0.0))
    points["shoulder"] = add(points["waist"], apply(chest, (0.0, CHEST, 0.0)))
    hold_head(body, neck)
    for side, sign in SIDES:
        points[f"{side}.hip"] = apply(pelvis, (0.0, 0.0, sign * HIP_SIDE))
        shoulder = apply(chest, (0.0, -2.0, sign * SHOULDER_SIDE))
        points[f"{side}.shoulder"] = add(points["shoulder"], shoulder)
        leg = getattr(pose, side)
        if not (leg.heel or leg.ball):
            _leg_by_angles(body, side, sign, leg)
        arm = getattr(pose, f"{side}_arm")
        if arm.hand is None:
            _arm_by_angles(body, side, sign, arm)
    return body


def hold_head(body: Body, neck: float) -> None:
    """Bend the neck forward by so many degrees."""
    head = chain(body.frames["chest"], about_z(-neck))
    body.frames["head"] = head
    body.angles["neck"] = neck
    body.points["head"] = add(body.points["shoulder"], apply(head, (1.5, HEAD, 0.0)))
    body.points["crown"] = add(body.points["head"], apply(head, (0.0, 11.5, 0.0)))


def reach(body: Body, pose: Pose) -> None:
    """Bring feet and hands to where the pose wants them."""
    for side, sign in SIDES:
        leg = getattr(pose, side)
        if leg.heel or leg.ball:
            _leg_by_foot(body, side, sign, leg, pose.turn)
    for side, sign in SIDES:
        arm = getattr(pose, f"{side}_arm")
        if arm.hand is not None:
            _arm_by_hand(body, side, sign, arm)


def _leg_by_angles(body: Body, side: str, sign: int, leg: Leg) -> None:
    thigh = chain(
        body.frames["pelvis"],
        about_z(leg.hip),
        about_x(-sign * leg.out),
        about_y(-sign * leg.twist),
    )
    shin = chain(thigh, about_z(-leg.knee))
    hip = body.points[f"{side}.hip"]
    knee = add(hip, apply(thigh, (0.0, -THIGH, 0.0)))
    body.points[f"{side}.knee"] = knee
    body.points[f"{side}.ankle"] = add(knee, apply(shin, (0.0, -SHIN, 0.0)))
    body.angles |= {f"{side}.hip": leg.hip, f"{side}.knee": leg.knee}
    _foot(body, side, (thigh, shin, chain(shin, about_z(leg.ankle))), leg.toe)


def _leg_by_foot(body: Body, side: str, sign: int, leg: Leg, turn: float) -> None:
    hip = body.points[f"{side}.hip"]
    foot = chain(about_y(turn - sign * leg.foot_out), about_z(leg.pitch))
    where = leg.heel or leg.ball or (0.0, 0.0)
    contact = (where[0], where[1], where[2] if len(where) > 2 else hip[2])
    ankle = sub(contact, apply(foot, HEEL if leg.heel else BALL))
    right = apply(body.frames["pelvis"], (0.0, 0.0, 1.0))
    if leg.spread:
        ahead = unit(sub(ankle, hip))
        right = _turned(right, ahead, -sign * leg.spread)
    knee, ankle, short = _bend(hip, ankle, (THIGH, SHIN), right)
    if short > 0.5:
        body.short[f"{side} foot"] = short
    thigh, shin = frame_along(sub(hip, knee), right), frame_along(sub(knee, ankle), right)
    body.points[f"{side}.knee"], body.points[f"{side}.ankle"] = knee, ankle
    own = unapply(body.frames["pelvis"], sub(knee, hip))
    flexion = degrees(atan2(own[0], -own[1]))
    body.angles[f"{side}.hip"] = flexion + 360 if flexion < -90 else flexion
    body.angles[f"{side}.knee"] = _angle(sub(knee, hip), sub(ankle, knee))
    _foot(body, side, (thigh, shin, foot), leg.toe)


def _foot(body: Body, side: str, frames: tuple[Mat, Mat, Mat], toe: float) -> None:
    thigh, shin, foot = frames
    body.frames |= {f"{side}.thigh": thigh, f"{side}.shin": shin, f"{side}.foot": foot}
    ankle = body.points[f"{side}.ankle"]
    body.points[f"{side}.heel"] = add(ankle, apply(foot, HEEL))
    ball = add(ankle, apply(foot, BALL))
    toes = chain(foot, about_z(toe))
    body.points[f"{side}.ball"] = ball
    body.points[f"{side}.toe"] = add(ball, apply(toes, TOE))
    body.frames[f"{side}.toes"] = toes
    own = unapply(shin, apply(foot, (1.0, 0.0, 0.0)))
    body.angles |= {f"{side}.ankle": degrees(atan2(own[1], own[0])), f"{side}.toe": toe}


def _arm_by_angles(body: Body, side: str, sign: int, arm: Arm) -> None:
    upper = chain(
        body.frames["chest"],
        about_z(arm.lift),
        about_x(-sign * arm.out),
        about_y(sign * arm.twist),
    )
    fore = chain(upper, about_z(arm.elbow))
    elbow = add(body.points[f"{side}.shoulder"], apply(upper, (0.0, -UPPER_ARM, 0.0)))
    body.points[f"{side}.elbow"] = elbow
    body.points[f"{side}.wrist"] = add(elbow, apply(fore, (0.0, -FOREARM, 0.0)))
    body.angles |= {f"{side}.shoulder": arm.lift, f"{side}.elbow": arm.elbow}
    _hand(body, side, upper, fore, arm)


def _arm_by_hand(body: Body, side: str, sign: int, arm: Arm) -> None:
    shoulder = body.points[f"{side}.shoulder"]
    target = body.spot(arm.hand or "hip")
    if not isinstance(arm.hand, str) and arm.hand is not None and len(arm.hand) < 3:
        target = (target[0], target[1], shoulder[2])
    left = times(apply(body.frames["chest"], (0.0, 0.0, 1.0)), -1.0)
    if arm.spread:
        left = _turned(left, unit(sub(target, shoulder)), sign * arm.spread)
    elbow, wrist, short = _bend(shoulder, target, (UPPER_ARM, FOREARM), left)
    if short > 0.5:
        body.short[f"{side} hand"] = short
    right = times(left, -1.0)
    upper, fore = frame_along(sub(shoulder, elbow), right), frame_along(sub(elbow, wrist), right)
    body.points[f"{side}.elbow"], body.points[f"{side}.wrist"] = elbow, wrist
    own = unapply(body.frames["chest"], sub(elbow, shoulder))
    lift = degrees(atan2(own[0], -own[1]))
    body.angles[f"{side}.shoulder"] = lift + 360 if lift < -90 else lift
    body.angles[f"{side}.elbow"] = _angle(sub(elbow, shoulder), sub(wrist, elbow))
    _hand(body, side, upper, fore, arm)


def _hand(body: Body, side: str, upper: Mat, fore: Mat, arm: Arm) -> None:
    hand = chain(fore, about_z(arm.wrist))
    body.frames |= {f"{side}.upper_arm": upper, f"{side}.forearm": fore, f"{side}.palm": hand}
    wrist = body.points[f"{side}.wrist"]
    body.points[f"{side}.hand"] = add(wrist, apply(hand, (0.0, -HAND, 0.0)))


def _bend(start: Vec, end: Vec, bones: tuple[float, float], right: Vec) -> tuple[Vec, Vec, float]:
    """Two bones from start to end, the joint ahead of the line; the joint, the end, what lacks."""
    upper, lower = bones
    far = length(sub(end, start))
    longest = (upper + lower) * 0.9999
    short = max(0.0, far - longest)
    along = unit(sub(end, start))
    far = min(max(far, abs(upper - lower) + 0.1), longest)
    share = (upper**2 + far**2 - lower**2) / (2 * far)
    height = max(0.0, upper**2 - share**2) ** 0.5
    ahead = unit(cross(right, along))
    joint = add(start, add(times(along, share), times(ahead, height)))
    return joint, add(start, times(along, far)), short


def _turned(v: Vec, axis: Vec, by: float) -> Vec:
    """A vector turned about an axis of length 1."""
    turn = about_z(by)
    c, s = turn[0][0], turn[1][0]
    return add(add(times(v, c), times(cross(axis, v), s)), times(axis, dot(axis, v) * (1 - c)))


def _angle(a: Vec, b: Vec) -> float:
    return degrees(acos(max(-1.0, min(1.0, dot(unit(a), unit(b))))))
