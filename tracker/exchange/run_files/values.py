"""What a run file holds, and why one is not taken."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

FILE_BYTES = 10_000_000
ALL_BYTES = 20_000_000
MOST_FILES = 50
MOST_POINTS = 200_000
MOST_RUNS = 50
DEEPEST = 20
FIRST_YEAR = 1990
LONGEST_S = 2880 * 60
MOST_KM = 500


class Why(StrEnum):
    """Why a file, or one activity of it, is not taken."""

    EMPTY = "empty"
    TOO_LARGE = "too_large"
    TOO_MANY_FILES = "too_many_files"
    TOO_MUCH = "too_much"
    TOO_MANY_POINTS = "too_many_points"
    UNKNOWN_KIND = "unknown_kind"
    ENTITIES = "entities"
    BROKEN = "broken"
    LOCKED = "locked"
    NESTED = "nested"
    NOT_AN_ACTIVITY = "not_an_activity"
    NO_POINTS = "no_points"
    NO_TIMES = "no_times"
    TIMES_BACK = "times_back"
    OUT_OF_TIME = "out_of_time"
    TOO_LONG = "too_long"
    RIDE = "ride"
    SWIM = "swim"
    WALK = "walk"
    OTHER_SPORT = "other_sport"
    TOO_FAST = "too_fast"


class Remark(StrEnum):
    """What is worth saying about a run that is taken."""

    INDOOR = "indoor"
    LEFT_OUT = "left_out"
    SPORT_UNSAID = "sport_unsaid"
    ONE_OF_SEVERAL = "one_of_several"


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

    `untimed` counts points without a time that can be read. `offset_min` is the local time's
    distance from UTC, None where the file does not tell it ("Z" and "+00:00" do not).
    """

    sport: Sport = Sport.UNSAID
    points: list[Point] = field(default_factory=list)
    untimed: int = 0
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


@dataclass(frozen=True, slots=True, kw_only=True)
class FileRun:
    """One run of one file. `digest` names it: the same activity of the same file, however packed.

    `started_at` is aware, in UTC; `offset_min` as in `Track`.
    """

    name: str
    kind: str
    digest: str
    started_at: datetime
    offset_min: int | None
    elapsed_min: float
    moving_min: float | None
    km: float | None
    fastest_30s_m_s: float | None
    top_m_s: float | None
    climb_m: int | None
    remarks: tuple[Remark, ...] = ()


@dataclass(frozen=True, slots=True)
class Refusal:
    """One file that is not taken, by its name as it came, and why."""

    name: str
    why: Why


@dataclass(frozen=True, slots=True)
class FilesRead:
    """All runs of an upload, oldest first, and the files that are not taken."""

    runs: tuple[FileRun, ...]
    refused: tuple[Refusal, ...]
