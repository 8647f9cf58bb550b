"""One run out of a file, as every room knows it: read here, shown there, written elsewhere."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

# One file, packed or unpacked, and all files of one sending.
FILE_BYTES = 10_000_000
ALL_BYTES = 20_000_000


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
    TOO_SHORT = "too_short"
    RIDE = "ride"
    SWIM = "swim"
    WALK = "walk"
    OTHER_SPORT = "other_sport"
    TOO_FAST = "too_fast"
    SAME = "same"


class Remark(StrEnum):
    """What is worth saying about a run that is taken."""

    INDOOR = "indoor"
    LEFT_OUT = "left_out"
    SPORT_UNSAID = "sport_unsaid"
    ONE_OF_SEVERAL = "one_of_several"


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

    @property
    def minutes(self) -> float:
        """The time run: without standing still where the file tells it."""
        return self.elapsed_min if self.moving_min is None else self.moving_min

    def as_json(self) -> dict[str, object]:
        """Plain values, for `from_json`."""
        return asdict(self) | {"started_at": self.started_at.isoformat()}

    @classmethod
    def from_json(cls, values: Mapping[str, Any]) -> "FileRun":
        """The run that `as_json` gave away. Only for values that we signed ourselves."""
        started = datetime.fromisoformat(values["started_at"])
        remarks = tuple(Remark(remark) for remark in values["remarks"])
        return cls(**{**values, "started_at": started, "remarks": remarks})


@dataclass(frozen=True, slots=True)
class Refusal:
    """One file that is not taken, by its name as it came, and why."""

    name: str
    why: Why


def begun_together(a_at: datetime, a_min: float, b_at: datetime, b_min: float) -> bool:
    """Whether two recordings are of one run: begun within a minute, as long to a twentieth.

    Two minutes are allowed in any case. Judgement, wide enough for two devices, two file
    formats and a late button.
    """
    is_near = abs((a_at - b_at).total_seconds()) <= BEGUN_WITHIN_S
    return is_near and abs(a_min - b_min) <= max(2.0, 0.05 * max(a_min, b_min))


BEGUN_WITHIN_S = 60
