"""Whether pain fell as much as a programme looks for: a line on Plan, never a message.

    found = improvement(case, started_on=clock.started_on)    # None where none is looked for

The usual pain of the plan's first days is held against that of the newest ones; missing days
are left out, never 0. Source: programmes draft 3.3 (farrar2001, abbott2014); decisions 2.8.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from statistics import median
from typing import Literal

from rehab.programme.case import Case

Standing = Literal["unknown", "was_low", "enough", "not_yet"]
PERCENT = 100


@dataclass(frozen=True, slots=True)
class Improvement:
    """The usual worst pain (NRS 0-10) of the first days and of the newest ones.

    `first_days` and `last_days` are the days with a value that each rests on, of `over_days`; under
    `need` nothing is said: `before` or `now` is None and `standing` unknown. was_low: the first
    days were too low to judge a fall. enough, not_yet: it fell so far, or not. `is_due` tells that
    the day for a look by a professional has come as well.
    """

    standing: Standing
    before: float | None
    now: float | None
    first_days: int
    last_days: int
    need: int
    over_days: int
    is_due: bool


def improvement(case: Case, *, started_on: date) -> Improvement | None:
    """The check of the open plan; None before its day, after the return and without a check."""
    check = case.programme.improvement_check
    if check is None or case.stage.id == case.content.aftercare.stage:
        return None
    day = (case.today - started_on).days
    if day < check.days:
        return None
    span = timedelta(days=check.over_days)
    first = _values(case, check.metric, started_on, started_on + span)
    last = _values(case, check.metric, case.today + timedelta(days=1) - span, None)
    before = float(median(first)) if len(first) >= check.min_logged else None
    now = float(median(last)) if len(last) >= check.min_logged else None
    standing: Standing = "unknown"
    if before is not None and before < check.skip_if_below:
        standing = "was_low"
    elif before is not None and now is not None:
        fell = before - now
        is_share = fell * PERCENT >= check.or_min_change_pct * before
        is_enough = fell >= check.min_change_points or is_share
        standing = "enough" if is_enough else "not_yet"
    return Improvement(
        standing=standing,
        before=before,
        now=now,
        first_days=len(first),
        last_days=len(last),
        need=check.min_logged,
        over_days=check.over_days,
        is_due=day >= (check.see_professional_day or check.days),
    )


def _values(case: Case, metric: str, first: date, end: date | None) -> list[float]:
    """The recorded values from `first` to before `end`, one a day."""
    return [
        float(entry.value)
        for entry in case.entries(metric)
        if first <= entry.on and (end is None or entry.on < end)
    ]
