"""The plan as it stands now: what Plan, Today and the report show of it."""

from dataclasses import dataclass
from datetime import date

from rehab.content.catalogue import catalogue
from rehab.diary import Diary
from rehab.programme.case import Case
from rehab.programme.log import PlanLog
from rehab.programme.model import Programme, Stage
from rehab.programme.own import OwnState, own_state
from rehab.programme.state import PlanState, plan_state
from tracker.models import Injury
from tracker.plan_reader import OpenPlan, read_for_plan, read_plan


@dataclass(frozen=True, slots=True)
class PlanNow:
    """The open plan, the diary it was held against, and where it stands today.

    `state` is None for a plan of the person's own and for a programme or stage that
    the content no longer has. `own` is where an own plan stands, None for ours.
    """

    plan: OpenPlan
    diary: Diary
    state: PlanState | None
    today: date
    own: OwnState | None = None

    @property
    def standing(self) -> PlanState | OwnState | None:
        """Where the plan stands by the log, whoever made it."""
        return self.state or self.own

    @property
    def log(self) -> PlanLog | None:
        return self.plan.log

    @property
    def programme(self) -> Programme | None:
        """The programme; None for an own plan."""
        return catalogue().programmes.get(self.plan.programme)

    @property
    def stage(self) -> Stage | None:
        return self.state.progress.stage if self.state else None

    @property
    def number(self) -> int | None:
        """The place of the present stage, from 1; None for an own plan."""
        if self.programme is None or self.stage is None:
            return None
        return [stage.id for stage in self.programme.stages].index(self.stage.id) + 1

    @property
    def case(self) -> Case | None:
        """The diary and the log side by side, to look values up; None for an own plan."""
        if self.plan.log is None or self.state is None:
            return None
        return Case(self.diary, self.plan.log, today=self.today, content=catalogue())


def plan_now(injury: Injury, *, today: date) -> PlanNow | None:
    """The open plan in five queries (six for an own plan), whatever the length of the diary.

    None without one. `injury` comes from `diary_reader.with_context`; if not, one more query.
    """
    plan = read_plan(injury, today=today)
    if plan is None:
        return None
    diary = read_for_plan(injury, plan, today=today)
    return PlanNow(
        plan,
        diary,
        _state(plan, diary, today=today),
        today,
        own=_own(plan, diary, today=today),
    )


def _own(plan: OpenPlan, diary: Diary, *, today: date) -> OwnState | None:
    if plan.own is None or plan.own_log is None:
        return None
    return own_state(diary, plan.own_log, plan.own, today=today, content=catalogue())


def _state(plan: OpenPlan, diary: Diary, *, today: date) -> PlanState | None:
    log, content = plan.log, catalogue()
    programme = content.programmes.get(plan.programme)
    if log is None or programme is None or not log.stays:
        return None
    known = {stage.id for stage in programme.stages}
    if any(stay.stage not in known for stay in log.stays):
        return None
    return plan_state(diary, log, today=today, content=content)
