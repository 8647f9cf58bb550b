"""Where a person stands in a stage: its lines, what blocks it, what comes next.

    progress = stage_progress(case, respond(case))

A stage may be left when every required line is met, its shortest time has passed,
no hold or step back is open and no warning sign of tier soon or higher is. Nothing
moves by itself: `is_ready` means that the person may confirm. Source: programmes
draft 3.3, review 3.2 (9).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from rehab.programme.case import Case
from rehab.programme.gates import GateState, gates_now
from rehab.programme.lines import LineState, Since, Status, is_complete, lines_now
from rehab.programme.model import Stage
from rehab.programme.response import Response, respond
from rehab.programme.series import DAY
from rehab.vocabulary import Tier

BLOCKING_TIERS = frozenset({Tier.EMERGENCY, Tier.URGENT, Tier.SOON})


@dataclass(frozen=True, slots=True)
class Block:
    """Why a stage cannot be left although its lines may be met.

    `kind`: min_days, cooling (`until` is the day), response (`what` is the rule),
    sign (the sign's rule), gate (the gate), pause.
    """

    kind: Literal["min_days", "cooling", "response", "sign", "gate", "pause"]
    what: str = ""
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Progress:
    """The present stage: its lines, what blocks it, and what comes next.

    `day` counts from 0 on the day the stage began. `is_ready` offers the next
    stage; the person confirms. `next_stage` is None at the end of the programme,
    then `then` names the programme that follows, if any. `asks_again`: the stage has
    lasted so long that the question of what it was is put again (a cramp of over
    3 days may be a strain).
    """

    stage: Stage
    day: int
    lines: tuple[LineState, ...]
    blocks: tuple[Block, ...]
    is_ready: bool
    next_stage: str | None
    then: str | None
    is_last: bool
    gates: tuple[GateState, ...]
    asks_again: bool = False

    @property
    def met(self) -> int:
        """How many required lines are met."""
        return sum(1 for s in self.lines if s.is_required and s.status is Status.MET)


def stage_progress(case: Case, response: Response) -> Progress:
    """Hold the present stage's lines, days and holds against the log up to today."""
    stage = case.stage
    lines = lines_now(case, stage.exit, _since(response))
    gates = gates_now(case)
    blocks = tuple(_blocks(case, lines, response, gates))
    all_met = is_complete(lines)
    following, then = next_of(case)
    return Progress(
        stage=stage,
        day=(case.today - case.stay.started_on).days,
        lines=lines,
        blocks=blocks,
        is_ready=all_met and not blocks,
        next_stage=following,
        then=then,
        is_last=following is None,
        gates=gates,
        asks_again=_asks_again(case, is_ready=all_met),
    )


def _asks_again(case: Case, *, is_ready: bool) -> bool:
    stage = case.stage
    if stage.on_late is None or stage.late_after_days is None or is_ready:
        return False
    return (case.today - case.stay.started_on).days > stage.late_after_days


def next_of(case: Case) -> tuple[str | None, str | None]:
    """The next stage for the person's goal, or none and the programme that follows.

    A stage that is optional for the goal is left out.
    """
    then = case.stage.then
    for stage in case.programme.stages[case.stage_index + 1 :]:
        if case.log.goal not in stage.optional_for_goals:
            return stage.id, None
        then = stage.then
    return None, then


def _since(response: Response) -> Since:
    return Since(days_after=response.days_after, tests_after=response.tests_after)


def _blocks(
    case: Case, lines: tuple[LineState, ...], response: Response, gates: tuple[GateState, ...]
) -> Iterable[Block]:
    stage = case.stage
    earliest = case.stay.started_on + timedelta(days=stage.min_days)
    if case.today < earliest:
        yield Block("min_days", until=earliest)
    for firing in response.open:
        yield Block("response", firing.rule.id, firing.lift.until)
    for sign in case.log.signs:
        is_open = sign.tier in BLOCKING_TIERS and sign.since <= case.today
        if is_open and case.log.clearance_since(sign.since) is None:
            yield Block("sign", sign.rule)
    if case.log.pause is not None:
        yield Block("pause", case.log.pause.rule)
    for gate in gates:
        is_own = gate.gate.kind != "no_open_sign" and gate.gate.blocks == "programme"
        if is_own and gate.is_open is False:
            yield Block("gate", gate.gate.id)
    if stage.cooling_days and is_complete(lines):
        until = _cooled_on(case)
        if until is not None:
            yield Block("cooling", until=until)


def _cooled_on(case: Case) -> date | None:
    """The day the cooling ends, None when the lines were met long enough before today."""
    days = case.stage.cooling_days
    for back in range(1, days + 1):
        earlier = case.as_of(case.today - back * DAY)
        if earlier.today < case.stay.started_on:
            return case.today + (days - back + 1) * DAY
        if not is_complete(lines_now(earlier, case.stage.exit, _since(respond(earlier)))):
            return case.today + (days - back + 1) * DAY
    return None
