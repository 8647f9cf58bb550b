"""One evaluation: an indexed diary, a today, and the clocks as they stood then.

A `Moment` looks back from its today only. An earlier one over the same index is
the diary as it stood that day, which is how persistence is decided.
"""

from collections.abc import Callable
from datetime import date
from enum import IntEnum

from rehab.diary import Injury
from rehab.signs.index import DiaryIndex
from rehab.signs.masks import cut
from rehab.signs.predicates import Op
from rehab.vocabulary import OnsetPrecision
from rehab.windows import Window, line_per_week, mean, median, slope_per_week, window

# Onset is called "older" than a plan or a first log from here on (decisions 1.3).
OLD_ONSET_DAYS = 21
# By how many days a remembered onset may be wrong; used only by emergency and urgent rules.
ONSET_SLACK_DAYS = {
    OnsetPrecision.DAY: 0,
    OnsetPrecision.MONTH: 31,
    OnsetPrecision.ABOUT: 31,
    OnsetPrecision.YEAR: 183,
    OnsetPrecision.UNKNOWN: 0,
}


class Tri(IntEnum):
    """Three answers. In `all` the lowest wins, in `any` the highest."""

    FALSE = 0
    UNKNOWN = 1
    TRUE = 2

    @property
    def negated(self) -> "Tri":
        return Tri(2 - self)


def tri(value: bool) -> Tri:
    """A plain yes or no as one of three answers."""
    return Tri.TRUE if value else Tri.FALSE


def compare(left: object, op: Op, right: object) -> Tri:
    """Compare a value that may be missing: then unknown, but `!=` is true.

    This is the one place where a comparison with a missing value is decided.
    """
    if left is None:
        return Tri.TRUE if op is Op.NE else Tri.UNKNOWN
    match op:
        case Op.EQ:
            return tri(left == right)
        case Op.NE:
            return tri(left != right)
    if isinstance(left, int | float) and isinstance(right, int | float):
        return tri(_ORDER[op](left, right))
    raise TypeError(f"{left!r} and {right!r} have no order")


_ORDER: dict[Op, Callable[[float, float], bool]] = {
    Op.LT: lambda left, right: left < right,
    Op.LE: lambda left, right: left <= right,
    Op.GT: lambda left, right: left > right,
    Op.GE: lambda left, right: left >= right,
}


class Moment:
    """The diary as it stood at the end of `today` (an ordinal)."""

    __slots__ = ("_days", "_known", "_medians", "_slopes", "index", "injury", "offset", "today")

    def __init__(self, index: DiaryIndex, today: int) -> None:
        self.index = index
        self.injury = index.injury
        self.today = today
        self.offset = today - index.base
        self._known: dict[object, bool] = {}
        self._days: dict[tuple[str, bool], int | None] = {}
        self._medians: dict[tuple[str, int, int, int], float | None] = {}
        self._slopes: dict[tuple[str, int, int, str], float | None] = {}

    def earlier(self, days: int) -> "Moment":
        """The diary as it stood so many days before."""
        return moment_at(self.index, self.today - days)

    def knows(self, what: object, holds: "Callable[[Moment], bool]") -> bool:
        """Whether something holds at this moment, found out once for whoever asks again."""
        known = self._known.get(what)
        if known is None:
            known = self._known[what] = holds(self)
        return known

    def window(self, within: int, ago: int = 0) -> Window:
        return window(self.today, within=within, ago=ago)

    def cut(self, mask: int, span: Window) -> int:
        return cut(mask, self.index.base, span)

    def median(self, field: str, *, within: int, ago: int, min_logged: int) -> float | None:
        """The median of the scores in a window; None with fewer than `min_logged`."""
        key = (field, within, ago, min_logged)
        if key not in self._medians:
            scores = self.index.series[field].within(self.window(within, ago))
            self._medians[key] = median(scores) if len(scores) >= min_logged else None
        return self._medians[key]

    def mean(self, field: str, *, within: int, ago: int, min_logged: int) -> float | None:
        """The mean of the scores in a window; None with fewer than `min_logged`."""
        scores = self.index.series[field].within(self.window(within, ago))
        return mean(scores) if len(scores) >= min_logged else None

    def slope(self, field: str, *, within: int, min_logged: int, by: str) -> float | None:
        """The slope in points a week, by "pairs" or "line"; None with too few scores."""
        key = (field, within, min_logged, by)
        if key not in self._slopes:
            points = self.index.series[field].points(self.window(within))
            method = line_per_week if by == "line" else slope_per_week
            self._slopes[key] = method(points) if len(points) >= min_logged else None
        return self._slopes[key]

    @property
    def is_onset_old(self) -> bool | None:
        """Whether the slow clock starts later than the onset; None when that is not known."""
        onset, slow = self.day_of("onset", first=True), self.day_of("slow", first=True)
        return None if onset is None or slow is None else slow < onset

    def day_of(self, clock: str, *, first: bool = False) -> int | None:
        """Days since the start of a clock; None when it has no start yet."""
        key = (clock, first)
        try:
            return self._days[key]
        except KeyError:
            start = clock_start(
                self.injury,
                self.today,
                clock=clock,
                first=first,
                first_logged=self.index.first_logged,
            )
            self._days[key] = None if start is None else self.today - start
        return self._days[key]


def moment_at(index: DiaryIndex, today: int) -> Moment:
    """The moment of a day (an ordinal), one for each day of an index until an answer is added."""
    found = index.moments.get(today)
    if not isinstance(found, Moment):
        found = index.moments[today] = Moment(index, today)
    return found


def clock_start(
    injury: Injury,
    today: int,
    *,
    clock: str,
    first: bool = False,
    first_logged: int | None = None,
) -> int | None:
    """The day 0 (ordinal) of a clock as it stood on `today`; None without one.

    `onset`: the onset, or the latest confirmed re-injury unless `first`; None when
    the onset is not known. `slow`: the same, but the start of the present plan, or
    before one the first log, when the onset is not known or more than 3 weeks older.
    `plan`, `surgery`: those dates. What lies after `today` was not known then.
    Source: decisions 1.3 and 1.4.
    """
    plan = _known(injury.plan_started_on, today)
    if clock == "plan":
        return plan
    if clock == "surgery":
        return _known(injury.surgery_on, today)
    onset = injury.onset_on.toordinal() if injury.onset_on else None
    restart = None if first else _known(injury.restarted_on, today)
    start = restart if restart is not None else onset
    if clock == "onset":
        return start
    logged = first_logged if first_logged is not None and first_logged <= today else None
    present = plan if plan is not None else logged
    if present is None or (start is not None and present - start <= OLD_ONSET_DAYS):
        return start
    return present


def onset_slack(injury: Injury, today: int, *, first: bool) -> int:
    """By how many days day 0 may be wrong; a confirmed re-injury is known to the day."""
    if not first and _known(injury.restarted_on, today) is not None:
        return 0
    return ONSET_SLACK_DAYS[injury.onset_precision]


def _known(on: date | None, today: int) -> int | None:
    if on is None or on.toordinal() > today:
        return None
    return on.toordinal()
