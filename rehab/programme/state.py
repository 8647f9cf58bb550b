"""A whole plan on one day: what Plan, Today and the report show.

state = plan_state(diary, log, today=today, content=catalogue())
"""

from dataclasses import dataclass
from datetime import date

from rehab.content.catalogue import Catalogue
from rehab.diary import Diary
from rehab.programme.asking import SelfTestDue, needed_on_today, self_tests_due
from rehab.programme.case import Case
from rehab.programme.clock import PlanClock, plan_clock
from rehab.programme.improvement import Improvement, improvement
from rehab.programme.ladder import LadderState, ladder_states
from rehab.programme.log import PlanLog
from rehab.programme.progress import Progress, stage_progress
from rehab.programme.questions import stage_questions
from rehab.programme.response import Response, respond
from rehab.programme.today import TodayPlan, today_plan
from rehab.programme.watch import WatchState, watch_state


@dataclass(frozen=True, slots=True)
class PlanState:
    """Everything about a plan today. Nothing in it moves a stage; the person does."""

    progress: Progress
    response: Response
    ladders: tuple[LadderState, ...]
    today: TodayPlan
    tests: tuple[SelfTestDue, ...]
    needed: tuple[str, ...]
    clock: PlanClock
    watch: WatchState | None
    questions: tuple[str, ...] = ()
    improvement: Improvement | None = None


def plan_state(diary: Diary, log: PlanLog, *, today: date, content: Catalogue) -> PlanState:
    """Work out the plan as it stands at the end of `today`.

    KeyError when the log names a programme or stage that the content does not have.
    """
    case = Case(diary, log, today=today, content=content)
    response = respond(case)
    progress = stage_progress(case, response)
    ladders = ladder_states(case, response)
    clock = plan_clock(case)
    return PlanState(
        progress=progress,
        response=response,
        ladders=ladders,
        today=today_plan(case, response),
        tests=self_tests_due(case, progress, response, ladders),
        needed=needed_on_today(case, ladders),
        clock=clock,
        watch=watch_state(case),
        questions=stage_questions(case),
        improvement=improvement(case, started_on=clock.started_on),
    )
