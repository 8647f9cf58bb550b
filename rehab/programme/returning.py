"""The return list as it stands today, in whatever stage: computed, never ticked.

listed = return_list(case, respond(case))     # None where a programme has none
"""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from rehab.programme.case import Case
from rehab.programme.lines import LineState, Since, Status, is_complete, lines_now
from rehab.programme.model import Stage
from rehab.programme.response import Response

Standing = Literal["goal", "ahead", "open", "cooling", "ready", "back"]


@dataclass(frozen=True, slots=True)
class ReturnList:
    """The list of a programme for the person's goal.

    `standing`: goal (nobody told which list counts), ahead (an earlier stage is open),
    open (lines are missing), cooling (all met, it has to hold until `until`), ready (the
    person may confirm), back (the return was noted on `returned_on`). `checklist` is
    "" and `lines` are empty while the goal is not known.
    """

    stage: Stage
    checklist: str
    lines: tuple[LineState, ...]
    standing: Standing
    until: date | None = None
    returned_on: date | None = None

    @property
    def required(self) -> tuple[LineState, ...]:
        return tuple(state for state in self.lines if state.is_required)

    @property
    def met(self) -> int:
        """How many required lines are met."""
        return sum(1 for state in self.required if state.status is Status.MET)


def return_list(
    case: Case, response: Response, *, until: date | None = None, is_ready: bool = False
) -> ReturnList | None:
    """The return list today. `until` ends a cooling day, `is_ready` that the stage may be left.

    None for a programme without a list: its last stage says it all.
    """
    found = _listing_stage(case)
    if found is None:
        return None
    place, stage = found
    goal = case.log.goal
    lists = next(line.checklists for line in stage.exit if line.need == "computed")
    if goal is None or goal not in lists:
        return ReturnList(stage, "", (), "goal")
    since = Since(days_after=response.days_after, tests_after=response.tests_after)
    name = lists[goal]
    lines = lines_now(case, case.content.checklists[name].items, since)
    back = case.log.returned_on
    standing: Standing = "open"
    if case.stage_index > place and back is not None:
        standing = "back"
    elif case.stage_index < place:
        standing = "ahead"
    elif is_ready:
        standing = "ready"
    elif is_complete(lines) and until is not None:
        standing = "cooling"
    return ReturnList(stage, name, lines, standing, until, back if standing == "back" else None)


def _listing_stage(case: Case) -> tuple[int, Stage] | None:
    for place, stage in enumerate(case.programme.stages):
        if any(line.need == "computed" for line in stage.exit):
            return place, stage
    return None
