"""Put a pose into the room: on the floor, at its anchor, feet and hands where they belong."""

from rehab.figures import outline
from rehab.figures.pose import Pose
from rehab.figures.skeleton import Body, hold_head, reach, stand
from rehab.figures.vectors import sub

_NECKS = range(-50, 61)


def placed(pose: Pose) -> Body:
    """The body of a pose, in centimetres of the room.

    Without a height in `at`, the body sinks until it touches the floor (trunk, head and the
    legs that are given by angles count). KeyError for an anchor that is not known yet.
    """
    neck = 0.0 if pose.neck == "rest" else float(pose.neck)
    body = stand(pose, neck)
    by = sub(_target(pose, body), body.points[pose.anchor])
    body = body.moved(by)
    if pose.neck == "rest":
        _lay_head_down(body)
    reach(body, pose)
    return body


def _target(pose: Pose, body: Body) -> tuple[float, float, float]:
    _, y, z = body.points[pose.anchor]
    if len(pose.at) > 1:
        return (pose.at[0], pose.at[1] + pose.lift, pose.at[2] if len(pose.at) > 2 else z)
    return (pose.at[0], y - _floor(pose, body) + pose.lift, z)


def _floor(pose: Pose, body: Body) -> float:
    if pose.neck != "rest":
        return outline.lowest(body)
    heads = {ball for piece in outline.head(body) for ball in piece}
    return min(p[1] - r for p, r in outline.solid(body) if (p, r) not in heads)


def _lay_head_down(body: Body) -> None:
    """Bend the neck so that the head just lies on the floor."""

    def gap(neck: int) -> float:
        hold_head(body, neck)
        return abs(min(p[1] - r for piece in outline.head(body) for p, r in piece))

    hold_head(body, min(_NECKS, key=gap))
