"""Distance, moving time, climb and speed of one activity, steady against GPS spikes.

What a hamstring feels is speed: the force in it grows with running speed and most
steeply close to a sprint (Schache et al. 2012, Med Sci Sports Exerc 44:647-658). So two
speeds are told: the fastest 30 seconds, and the highest speed held for 5 seconds. A
satellite fix that is off by a street gives a speed that nobody ran; four things keep it out:

1. A point that could only be reached faster than 12.5 m/s is left out. The fastest speed
   measured in a sprint is 12.34 m/s (Graubner and Nixdorf 2011, New Studies in Athletics
   26:19-53, Berlin 2009).
2. Where five such points in a row agree with one another the earlier place was the wrong
   one: it goes on from there, and the jump is no distance.
3. The speed of each second is the median of it and its two neighbours on each side, so one
   or two wild seconds change nothing.
4. No speed is taken across a gap of more than 10 s; a file with fewer points has no speeds.

The other numbers are judgements of ours and stand here with their reason.
"""

from collections.abc import Iterable, Sequence
from itertools import accumulate, pairwise
from math import asin, cos, radians, sin, sqrt

from tracker.exchange.run_files.values import LONGEST_S, Figures, Point, RunFileRefused, Track, Why

EARTH_M = 6_371_008.8  # mean radius
FASTEST_M_S = 12.5
AGREEING = 5
# Watches that save power record every few seconds; beyond this we do not know what happened.
GAP_S = 10
# Slower than a very slow walk is standing: 1.8 km/h.
MOVING_M_S = 0.5
LONG_WINDOW_S, SHORT_WINDOW_S = 30, 5
# A rise counts when it is clear of the noise of a watch's height, some metres.
CLIMB_STEP_M = 5
# A tenth of all times going back is a broken clock, not a stumble.
BACK_PART = 0.1
# For five minutes and more nobody runs faster: the record over 5,000 m is 12:35.36 (6.62 m/s).
FASTEST_MEAN_M_S, MEAN_FROM_S = 6.7, 300
LOWEST_M, HIGHEST_M = -500, 9_000


def figures(track: Track) -> Figures:
    """The numbers of one activity. Raises RunFileRefused where there is nothing to measure."""
    points, back = _forward(track.points)
    if back > BACK_PART * len(track.points):
        raise RunFileRefused(Why.TIMES_BACK)
    if len(points) < 2 and track.started_s is None:
        if track.mistimed > 1:
            raise RunFileRefused(Why.OUT_OF_TIME)
        raise RunFileRefused(Why.NO_TIMES if track.untimed > 1 else Why.NO_POINTS)
    if len(points) < 2:
        return _from_totals(track)
    if points[-1].at - points[0].at > LONGEST_S:
        raise RunFileRefused(Why.TOO_LONG)
    way = _by_distance(points) if _has_distances(points) else _by_place(points)
    speeds = [_steady(piece) for piece in way.pieces()]
    moving = track.timer_s if track.timer_s is not None else way.moving_s(speeds)
    length = track.distance_m if track.distance_m is not None else way.length_m
    elapsed = max(points[-1].at - points[0].at, track.elapsed_s or 0)
    if length and moving and moving >= MEAN_FROM_S and length / moving > FASTEST_MEAN_M_S:
        raise RunFileRefused(Why.TOO_FAST)
    return Figures(
        started_s=points[0].at if track.started_s is None else track.started_s,
        elapsed_s=elapsed,
        moving_s=None if moving is None else min(moving, elapsed),
        distance_m=length,
        fastest_30s_m_s=_fastest(speeds, LONG_WINDOW_S),
        top_m_s=_fastest(speeds, SHORT_WINDOW_S),
        climb_m=round(track.climb_m) if track.climb_m is not None else _climb(points),
        left_out=back + way.left_out,
        has_places=any(point.lat is not None for point in points),
    )


def _from_totals(track: Track) -> Figures:
    """An activity that holds only what the watch summed up."""
    if track.started_s is None or not track.elapsed_s:
        raise RunFileRefused(Why.NO_POINTS)
    return Figures(
        started_s=track.started_s,
        elapsed_s=track.elapsed_s,
        moving_s=None if track.timer_s is None else min(track.timer_s, track.elapsed_s),
        distance_m=track.distance_m,
        fastest_30s_m_s=None,
        top_m_s=None,
        climb_m=None if track.climb_m is None else round(track.climb_m),
        left_out=0,
        has_places=False,
    )


def _forward(points: Sequence[Point]) -> tuple[list[Point], int]:
    """The points in which time goes on, and how many went back."""
    kept: list[Point] = []
    back, last = 0, float("-inf")
    for point in points:
        if point.at > last:
            kept.append(point)
            last = point.at
        elif point.at < last:
            back += 1
    return kept, back


class _Way:
    """Seconds and metres from the start, with the places where it breaks off."""

    def __init__(self) -> None:
        self.seconds: list[float] = []
        self.metres: list[float] = []
        self.breaks: set[int] = set()
        self.left_out = 0

    @property
    def length_m(self) -> float | None:
        return self.metres[-1] if len(self.metres) > 1 else None

    def add(self, at: float, metres: float) -> None:
        self.seconds.append(at)
        self.metres.append(metres)

    def pieces(self) -> list[list[tuple[float, float]]]:
        """Stretches without a gap, as (seconds, metres)."""
        found: list[list[tuple[float, float]]] = []
        for i, (at, metres) in enumerate(zip(self.seconds, self.metres, strict=True)):
            if not i or i in self.breaks or at - self.seconds[i - 1] > GAP_S:
                found.append([])
            found[-1].append((at, metres))
        return found

    def moving_s(self, speeds: Iterable[Sequence[float]]) -> float | None:
        """Seconds at more than a standstill; a gap counts by the mean speed across it."""
        if self.length_m is None:
            return None
        moving = float(sum(speed >= MOVING_M_S for piece in speeds for speed in piece))
        steps = enumerate(zip(pairwise(self.seconds), pairwise(self.metres), strict=True), 1)
        for i, ((before, at), (start, end)) in steps:
            wait = at - before
            if i not in self.breaks and wait > GAP_S and end - start >= MOVING_M_S * wait:
                moving += wait
        return moving


def _has_distances(points: Sequence[Point]) -> bool:
    told = [point.distance_m for point in points if point.distance_m is not None]
    return len(told) > len(points) / 2 and max(told) > 0


def _by_distance(points: Iterable[Point]) -> _Way:
    """Along the distance that the watch recorded, which never shrinks."""
    way, so_far, lost = _Way(), 0.0, 0.0
    for point in points:
        if point.distance_m is None:
            continue
        metres = max(so_far, point.distance_m - lost)
        if way.seconds and metres - so_far > FASTEST_M_S * (point.at - way.seconds[-1]):
            # A jump of the counter: what comes after it still counts.
            lost += metres - so_far
            metres = so_far
            way.left_out += 1
            way.breaks.add(len(way.seconds))
        way.add(point.at, metres)
        so_far = metres
    return way


def _by_place(points: Iterable[Point]) -> _Way:
    """From place to place, without the points that nobody can have reached."""
    way, last, doubted = _Way(), None, list[Point]()
    for point in points:
        if point.lat is None or point.lon is None:
            continue
        if last is None:
            way.add(point.at, 0.0)
            last = point
        elif _can_reach(last, point):
            way.add(point.at, way.metres[-1] + _metres(last, point))
            way.left_out += len(doubted)
            last, doubted = point, []
        elif doubted and not _can_reach(doubted[-1], point):
            way.left_out += len(doubted)
            doubted = [point]
        else:
            doubted.append(point)
        if last is not None and len(doubted) >= AGREEING:
            way.breaks.add(len(way.seconds))
            for before, at in pairwise([doubted[0], *doubted]):
                way.add(at.at, way.metres[-1] + _metres(before, at))
            way.left_out += 1
            last, doubted = point, []
    way.left_out += len(doubted)
    return way


def _can_reach(before: Point, point: Point) -> bool:
    return _metres(before, point) <= FASTEST_M_S * (point.at - before.at)


def _metres(a: Point, b: Point) -> float:
    """The way over a round earth; half a percent off at most, which is less than a watch is."""
    if a.lat is None or a.lon is None or b.lat is None or b.lon is None:
        return 0.0
    up, east = radians(b.lat - a.lat), radians(b.lon - a.lon)
    part = sin(up / 2) ** 2 + cos(radians(a.lat)) * cos(radians(b.lat)) * sin(east / 2) ** 2
    return 2 * EARTH_M * asin(min(1.0, sqrt(part)))


def _steady(piece: Sequence[tuple[float, float]]) -> list[float]:
    """The speed of each second of a stretch (m/s), each the median of the five around it."""
    if len(piece) < 2:
        return []
    along: list[float] = []
    i = 0
    for second in range(int(piece[-1][0] - piece[0][0]) + 1):
        at = piece[0][0] + second
        while i < len(piece) - 2 and piece[i + 1][0] < at:
            i += 1
        (before, start), (after, end) = piece[i], piece[i + 1]
        along.append(start + (end - start) * (at - before) / (after - before))
    raw = [end - start for start, end in pairwise(along)]
    return _medians(raw)


def _medians(raw: list[float]) -> list[float]:
    padded = [*raw[:1] * 2, *raw, *raw[-1:] * 2]
    return [sorted(padded[i : i + 5])[2] for i in range(len(raw))]


def _fastest(speeds: Iterable[Sequence[float]], window_s: int) -> float | None:
    """The best mean over `window_s` seconds on end; None where none is that long."""
    best: float | None = None
    for piece in speeds:
        sums = [0.0, *accumulate(piece)]
        means = [
            (end - start) / window_s for start, end in zip(sums, sums[window_s:], strict=False)
        ]
        best = max([*means, *([] if best is None else [best])], default=None)
    return best if best else None


def _climb(points: Sequence[Point]) -> int | None:
    """Metres gained, from each low to the next high when that is `CLIMB_STEP_M` and more.

    None when heights are mostly missing.
    """
    told = (point.height_m for point in points)
    heights = [h for h in told if h is not None and LOWEST_M <= h <= HIGHEST_M]
    if len(heights) <= len(points) / 2:
        return None
    gained, is_rising = 0.0, False
    low = high = heights[0]
    for height in _medians(heights):
        if is_rising:
            high = max(high, height)
            if high - height >= CLIMB_STEP_M:
                gained += high - low
                low, is_rising = height, False
        else:
            low = min(low, height)
            if height - low >= CLIMB_STEP_M:
                high, is_rising = height, True
    return round(gained + high - low) if is_rising else round(gained)
