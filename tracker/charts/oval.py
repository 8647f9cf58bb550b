"""The stages of a plan as one lap of a running track, as points for a template.

The lap begins at the line on the lower straight and goes round against the clock.
"""

from dataclasses import dataclass
from math import cos, pi, sin

WIDTH, HEIGHT, EDGE = 72.0, 40.0, 4.0
RADIUS = HEIGHT / 2 - EDGE
STRAIGHT = WIDTH - 2 * EDGE - 2 * RADIUS
LAP = 2 * STRAIGHT + 2 * pi * RADIUS
# The start lies near the right end of the lower straight.
START = WIDTH - EDGE - RADIUS - 2
GAP = 4.0
STEP = 2.0


@dataclass(frozen=True, slots=True)
class Arc:
    """One stage: "x,y x,y ..." of a line, and whether it is reached."""

    points: str
    is_reached: bool


def oval(count: int, reached: int) -> tuple[Arc, ...]:
    """One arc for each stage; the first `reached` of them are marked. Empty for none."""
    if count < 1:
        return ()
    length = LAP / count
    gap = GAP if count > 1 else 0.0
    return tuple(
        Arc(_line(n * length + gap / 2, (n + 1) * length - gap / 2), n < reached)
        for n in range(count)
    )


def _line(first: float, last: float) -> str:
    steps = max(1, round((last - first) / STEP))
    at = [first + (last - first) * n / steps for n in range(steps + 1)]
    return " ".join(f"{x:.1f},{y:.1f}" for x, y in map(_point, at))


def _point(along: float) -> tuple[float, float]:
    """The place so far along the lap: right, round, along the top, round, back."""
    right, left = WIDTH - EDGE - RADIUS, EDGE + RADIUS
    middle, bend = HEIGHT / 2, pi * RADIUS
    rest = (along + (START - left)) % LAP
    if rest <= STRAIGHT:
        return left + rest, HEIGHT - EDGE
    rest -= STRAIGHT
    if rest <= bend:
        angle = pi / 2 - rest / RADIUS
        return right + RADIUS * cos(angle), middle + RADIUS * sin(angle)
    rest -= bend
    if rest <= STRAIGHT:
        return right - rest, EDGE
    angle = -pi / 2 - (rest - STRAIGHT) / RADIUS
    return left + RADIUS * cos(angle), middle + RADIUS * sin(angle)
