"""What a run file holds, and why one is not taken."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

from tracker.file_run import FileRun, Refusal, Remark, Why

MOST_FILES = 50
MOST_POINTS = 200_000
MOST_RUNS = 50
# Of one file, runs or not; a file may be small and name millions.
MOST_TRACKS = 500
DEEPEST = 20
FIRST_YEAR = 1990
LONGEST_S = 2880 * 60
# A watch that is started and stopped at once.
SHORTEST_S = 30
MOST_KM = 500


class Sport(StrEnum):
    """What the file says it was; `unsaid` where it does not say, or in words we do not know."""

    RUN = "run"
    RIDE = "ride"
    SWIM = "swim"
    WALK = "walk"
    OTHER = "other"
    UNSAID = "unsaid"


class RunFileRefused(ValueError):
    """A file, or one activity of it, that is not taken."""

    def __init__(self, why: Why) -> None:
        super().__init__(why.value)
        self.why = why


class Point(NamedTuple):
    """One moment: seconds since 1970 (UTC), degrees, metres. None means not recorded."""

    at: float
    lat: float | None = None
    lon: float | None = None
    height_m: float | None = None
    distance_m: float | None = None


@dataclass(slots=True)
class Track:
    """One activity as it stands in the file. Totals are what the watch itself says.

    `untimed` counts points without a time that can be used, `mistimed` those of them
    dated before 1990 or after 2100. `offset_min` is the local time's
    distance from UTC, None where the file does not tell it ("Z" and "+00:00" do not).
    """

    sport: Sport = Sport.UNSAID
    points: list[Point] = field(default_factory=list)
    untimed: int = 0
    mistimed: int = 0
    offset_min: int | None = None
    started_s: float | None = None
    elapsed_s: float | None = None
    timer_s: float | None = None
    distance_m: float | None = None
    climb_m: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """One run in numbers. None means that the file does not tell it, never 0.

    `elapsed_s` from the first to the last point, `moving_s` without standing still;
    speeds in metres a second; `climb_m` the height gained. `left_out` counts the points
    that cannot be: times going back, places nobody can have run to.
    """

    started_s: float
    elapsed_s: float
    moving_s: float | None
    distance_m: float | None
    fastest_30s_m_s: float | None
    top_m_s: float | None
    climb_m: int | None
    left_out: int
    has_places: bool


@dataclass(frozen=True, slots=True)
class FilesRead:
    """All runs of an upload, oldest first, and the files that are not taken."""

    runs: tuple[FileRun, ...]
    refused: tuple[Refusal, ...]


__all__ = [
    "Figures",
    "FileRun",
    "FilesRead",
    "Point",
    "Refusal",
    "Remark",
    "RunFileRefused",
    "Sport",
    "Track",
    "Why",
]
