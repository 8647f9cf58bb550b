"""The person's own clock: the day of the plan, its usual range, when it is fair to judge.

Lateness is a line on Plan, never a message: the warning signs alone tell of slow
progress. The range counts from onset, and from the start of the plan when onset is
more than 3 weeks older or not known. Source: decisions 1.3, 1.4, 2.8.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from rehab.programme.case import Case
from rehab.signs.moment import clock_start

Standing = Literal["early", "usual", "late"]


@dataclass(frozen=True, slots=True)
class PlanClock:
    """Where the person is in time. All days count from 0.

    `day` stands on the clock of the range, `plan_day` counts from the plan's start,
    `injury_day` from onset or re-injury, None when that is not known or the plan's
    own clock counts. `usual_from` and `usual_to` are the days of the usual range, `usual_to`
    None when it has no end. `is_back` tells that the range, which counts to the return, is over:
    then nothing is late. `fair_on` is the date from which progress can be judged
    fairly. `stage_late_since` and `professional_since` are dates that have passed, else None.
    """

    started_on: date
    day: int
    plan_day: int
    injury_day: int | None
    is_own_clock: bool
    usual_from: int
    usual_to: int | None
    is_back: bool
    standing: Standing
    fair_on: date
    stage_day: int
    stage_late_since: date | None
    professional_since: date | None

    @property
    def is_fair_to_judge(self) -> bool:
        """Whether the time to judge has come."""
        return self.started_on + timedelta(days=self.day) >= self.fair_on


def plan_clock(case: Case) -> PlanClock:
    """The clock of the present plan today."""
    injury, log, today = case.diary.injury, case.log, case.today
    started = _clock_start(case)
    day = (today - started).days
    expected = case.programme.expected_days
    onset = injury.restarted_on or injury.onset_on
    is_own = onset is None or started != onset
    is_back = case.stage.id == case.content.aftercare.stage
    return PlanClock(
        started_on=started,
        day=day,
        plan_day=(today - log.started_on).days,
        injury_day=None if is_own or onset is None else (today - onset).days,
        is_own_clock=is_own,
        usual_from=expected.first,
        usual_to=expected.last,
        is_back=is_back,
        standing="usual" if is_back else _standing(day, expected.first, expected.last),
        fair_on=started + timedelta(days=_fair_after(case)),
        stage_day=(today - case.stay.started_on).days,
        stage_late_since=None
        if is_back
        else _passed(case.stay.started_on, case.stage.late_after_days, today),
        professional_since=None
        if is_back
        else _passed(started, case.programme.see_professional_by_day, today),
    )


def _clock_start(case: Case) -> date:
    first = case.diary.first_logged_on
    injury = case.diary.injury
    start = clock_start(
        injury,
        case.today.toordinal(),
        clock="slow",
        first_logged=first.toordinal() if first else None,
    )
    if injury.plan_started_on is None and (
        start is None or (case.log.started_on.toordinal() - start) > 21
    ):
        return case.log.started_on
    return case.log.started_on if start is None else date.fromordinal(start)


def _fair_after(case: Case) -> int:
    """Until the improvement check can be answered; without one the range's first day."""
    check = case.programme.improvement_check
    if check is None:
        return case.programme.expected_days.first
    return check.see_professional_day or check.days


def _standing(day: int, first: int, last: int | None) -> Standing:
    if day < first:
        return "early"
    return "usual" if last is None or day <= last else "late"


def _passed(start: date, days: int | None, today: date) -> date | None:
    """The first day beyond a limit, if it has come."""
    if days is None:
        return None
    beyond = start + timedelta(days=days + 1)
    return beyond if beyond <= today else None
