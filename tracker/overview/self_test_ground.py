"""What every self-test of a person is held against: their plan, or what one would begin with."""

from dataclasses import dataclass, replace
from datetime import date

from rehab.content.catalogue import catalogue
from rehab.programme.case import Case
from rehab.programme.entry import start_offer
from rehab.programme.lines import LineState
from rehab.programme.response import Response
from rehab.programme.state import PlanState
from tracker.models import Injury
from tracker.overview.plan import PlanNow
from tracker.overview.plan_needs import plan_of
from tracker.overview.plan_proposal import CARE, proposal
from tracker.plan_reader import new_log, read_for_plan
from tracker.regions import Region


@dataclass(frozen=True, slots=True)
class Ground:
    """What every test of a person is held against, on one day.

    `offered` are the numbers to enter before a plan begins; None once one is open.
    """

    case: Case
    now: PlanNow | None
    offered: tuple[str, ...] | None = None

    @property
    def state(self) -> PlanState | None:
        return self.now.state if self.now else None

    @property
    def response(self) -> Response | None:
        """What holds the plan, ours or their own."""
        if self.state is not None:
            return self.state.response
        return self.now.own.response if self.now and self.now.own else None

    @property
    def today(self) -> date:
        return self.case.today

    def number_of(self, stage_id: str) -> int:
        """The place of a stage of the programme, from 1."""
        return [stage.id for stage in self.case.programme.stages].index(stage_id) + 1

    @property
    def lines(self) -> tuple[LineState, ...]:
        """The goals of the open stage, each list of goals written out."""
        if self.state is None:
            return ()
        found: list[LineState] = []
        for line in self.state.progress.lines:
            found += line.lines or (line,)
        return tuple(found)


def ground(injury: Injury, *, today: date, region: Region) -> Ground:
    """The plan, or what a plan would begin with, or the diary alone; at most six queries."""
    now = plan_of(injury, today=today)
    if now is not None and now.case is not None:
        return Ground(now.case, now)
    programme = None if now else proposal(injury, region=region).programme
    if programme is not None and programme.enabled:
        diary = read_for_plan(injury, None, today=today)
        case = Case(
            diary, new_log(injury, programme.id, today=today), today=today, content=catalogue()
        )
        offer = start_offer(case)
        known = catalogue().metrics
        offered = tuple(m for m in offer.tests if known[m].home == "reading")
        return Ground(case, None, offered)
    diary = now.diary if now else read_for_plan(injury, None, today=today)
    log = now.plan.own_log if now else None
    log = log or new_log(injury, CARE, today=today)
    case = Case(diary, replace(log, programme="", stays=()), today=today, content=catalogue())
    return Ground(case, now, None if now else ())
