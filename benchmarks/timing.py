"""Time of a call, taken in turns with what it is compared to."""

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Cost:
    """Milliseconds of one call: the least, median, 90th percentile, number of calls."""

    least_ms: float
    median_ms: float
    p90_ms: float
    calls: int


def cpu_ms(*calls: Callable[[], object], rounds: int = 40, warm: int = 5) -> list[Cost]:
    """CPU time of this process, not wall time, so that other work on the machine counts little."""
    return in_turns(*calls, rounds=rounds, warm=warm, now=time.process_time_ns)


def clock_ms(*calls: Callable[[], object], rounds: int = 40, warm: int = 5) -> list[Cost]:
    """Time on the clock: what other processes do for a call, and to us, is in it."""
    return in_turns(*calls, rounds=rounds, warm=warm, now=time.perf_counter_ns)


def in_turns(
    *calls: Callable[[], object], rounds: int, warm: int, now: Callable[[], int]
) -> list[Cost]:
    """Time each call `rounds` times, one after the other in every round.

    In turns, because a machine that slows down then slows all of them alike.
    """
    taken: list[list[float]] = [[] for _ in calls]
    for turn in range(warm + rounds):
        for call, times in zip(calls, taken, strict=True):
            start = now()
            call()
            spent = (now() - start) / 1e6
            if turn >= warm:
                times.append(spent)
    return [_cost(times) for times in taken]


def _cost(times: list[float]) -> Cost:
    ordered = sorted(times)
    return Cost(
        least_ms=ordered[0],
        median_ms=statistics.median(ordered),
        p90_ms=ordered[int(len(ordered) * 0.9)],
        calls=len(ordered),
    )
