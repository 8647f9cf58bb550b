"""A plan that a professional made: its exercises, days and limits are theirs, not ours.

    state = own_state(diary, log_of(plan, ...), plan, today=today, content=catalogue())

Nothing of it is judged or moved. What the log does to it is the same as for a plan
of ours: pops, bruises, lumps, pain over the limit, worse mornings, falls and gaps
hold or rest it (`response.py`). An exercise with a pain limit of its own is held
against that; without one the limits of the injury's type stand. Source: decisions
1.9; programmes draft 3.1 and 3.2.
"""

from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import cached_property
from typing import Literal

from rehab.content.catalogue import Catalogue
from rehab.diary import Diary
from rehab.programme.case import Case
from rehab.programme.ladder import LadderState, ladder_states
from rehab.programme.lifting import rest_days
from rehab.programme.log import PlanLog, StageStay
from rehab.programme.measures import PainProfile
from rehab.programme.model import LadderUse, Programme, Stage
from rehab.programme.response import Response, respond
from rehab.programme.ticks import Ticks
from rehab.programme.today import CARE_CARD, Kind, kind_of
from rehab.vocabulary import InjuryType

OWN = "own"
ITEMS_MAX = 8
LADDERS = ("endurance", "speed")
TENDON, MUSCLE, RUNNING = "tendon", "muscle_strength", "muscle_running"
Why = Literal["rests_load", "over_limit", "paused", "stopped"]


@dataclass(frozen=True, slots=True)
class OwnItem:
    """One exercise. `exercise` is an id of our library, "" for one in their own words.

    `weekdays` are 0 (Monday) to 6, empty for every day. `go_to` is the highest pain
    (NRS 0-10) at which to carry on, `stop_at` the lowest at which to stop; None
    leaves it to the limits of the injury's type. `ended_on` is the day it was taken out.
    """

    id: str
    name: str
    exercise: str = ""
    dose: str = ""
    note: str = ""
    weekdays: frozenset[int] = frozenset()
    go_to: int | None = None
    stop_at: int | None = None
    ended_on: date | None = None


@dataclass(frozen=True, slots=True)
class OwnPlan:
    """The exercises in their order, and the running ladder they use ("" for none)."""

    items: tuple[OwnItem, ...] = ()
    ladder: str = ""

    @property
    def active(self) -> tuple[OwnItem, ...]:
        """Those that were not taken out."""
        return tuple(item for item in self.items if item.ended_on is None)


@dataclass(frozen=True, slots=True)
class Limits:
    """The pain (NRS) up to which to carry on, and from which to stop."""

    go_to: int
    stop_at: int


@dataclass(frozen=True, slots=True)
class LastPain:
    """The worst pain (NRS) of the newest time an exercise was done."""

    on: date
    pain: int


@dataclass(frozen=True, slots=True)
class OwnDue:
    """An exercise of today. `why` says what leaves it out, None when it may be done.

    `back_on` is the first day for it after a time over its limit. `last` is None
    when no pain was recorded.
    """

    item: OwnItem
    limits: Limits
    is_done: bool = False
    last: LastPain | None = None
    why: Why | None = None
    back_on: date | None = None

    @property
    def verdict(self) -> Literal["go", "hold", "stop"] | None:
        """What the newest pain says about this exercise; None when none was recorded."""
        if self.last is None:
            return None
        if self.last.pain >= self.limits.stop_at:
            return "stop"
        return "go" if self.last.pain <= self.limits.go_to else "hold"


@dataclass(frozen=True, slots=True)
class OwnState:
    """The plan today. `kind` is that of a plan of ours: session, rest, gentle, care, stopped.

    `rows` are all its exercises, `due` and `left_out` those of today.
    """

    kind: Kind
    because: tuple[str, ...]
    rows: tuple[OwnDue, ...]
    due: tuple[OwnDue, ...]
    left_out: tuple[OwnDue, ...]
    response: Response
    ladders: tuple[LadderState, ...]
    case: Case = field(repr=False, compare=False)


class _Own:
    """The plan with the limits that stand for each exercise."""

    def __init__(self, plan: OwnPlan, injury_type: InjuryType, content: Catalogue) -> None:
        self.plan, self.content = plan, content
        self.usual = content.profiles[TENDON if injury_type is InjuryType.TENDON else MUSCLE]

    def limits(self, item: OwnItem) -> Limits:
        """The item's own limits, or those of the injury's type; a half-told pair keeps order."""
        go, stop = self.usual.during_go_max, self.usual.during_hold_max + 1
        if item.stop_at is not None:
            stop = item.stop_at
        if item.go_to is not None:
            go = item.go_to
            stop = max(stop, go + 1) if item.stop_at is None else stop
        return Limits(min(go, stop - 1), stop)

    @cached_property
    def profile(self) -> PainProfile:
        """The limits of a whole session: the widest that any exercise allows."""
        told = [self.limits(item) for item in self.plan.active]
        if not told:
            return self.usual
        hold = max(limits.stop_at for limits in told) - 1
        go = min(max(limits.go_to for limits in told), hold)
        return self.usual.model_copy(update={"during_go_max": go, "during_hold_max": hold})

    @cached_property
    def content_with_it(self) -> Catalogue:
        """The content with a programme of one stage for the rules to stand on."""
        ladders = dict(self.content.ladders)
        use = None
        if self.plan.ladder in ladders:
            # Whether running may begin is for the one who made the plan to say.
            ladder = ladders[self.plan.ladder].model_copy(update={"gate": ()})
            ladders[self.plan.ladder] = ladder
            first, last = ladder.steps[0].step, ladder.steps[-1].step
            use = LadderUse(**{"id": self.plan.ladder, "from": first, "to": last})
        care = self.content.programmes[CARE_CARD].stages[0]
        changes = {
            "id": OWN,
            "profile": OWN,
            "run_profile": TENDON if self.usual is self.content.profiles[TENDON] else RUNNING,
            "ladder": use,
        }
        stage: Stage = care.model_copy(update=changes)
        made = {"id": OWN, "stages": (stage,)}
        programme: Programme = self.content.programmes[CARE_CARD].model_copy(update=made)
        return replace(
            self.content,
            programmes={**self.content.programmes, OWN: programme},
            profiles={**self.content.profiles, OWN: self.profile},
            ladders=ladders,
        )


def log_of(log: PlanLog) -> PlanLog:
    """The log of an own plan: one stage that lasts as long as the plan."""
    return replace(log, programme=OWN, stays=(StageStay(OWN, log.started_on),))


def own_state(
    diary: Diary, log: PlanLog, plan: OwnPlan, *, today: date, content: Catalogue
) -> OwnState:
    """Work out the plan as it stands at the end of `today`."""
    own = _Own(plan, diary.injury.type, content)
    case = Case(diary, log_of(log), today=today, content=own.content_with_it)
    response = respond(case)
    kind, because = kind_of(case, response)
    ticks = Ticks(case)
    rows = [_due(own, case, item, kind, ticks) for item in plan.items]
    of_today = [row for row in rows if _is_today(row, today)]
    return OwnState(
        kind=kind,
        because=because,
        rows=tuple(rows),
        due=tuple(row for row in of_today if row.why is None or row.is_done),
        left_out=tuple(row for row in of_today if row.why is not None and not row.is_done),
        response=response,
        ladders=ladder_states(case, response) if plan.ladder else (),
        case=case,
    )


def _is_today(row: OwnDue, today: date) -> bool:
    """Whether it is of this weekday; one ticked today stays on the list."""
    is_day = not row.item.weekdays or today.weekday() in row.item.weekdays
    return row.is_done or (is_day and row.item.ended_on is None)


def _due(own: _Own, case: Case, item: OwnItem, kind: Kind, ticks: Ticks) -> OwnDue:
    last = _last_pain(ticks, item.id)
    limits = own.limits(item)
    back_on = None
    if last is not None and last.pain >= limits.stop_at:
        back_on = last.on + timedelta(days=rest_days(own.content.response_rules))
    why = _why(own, item, kind)
    if why is None and back_on is not None and last is not None and last.on < case.today < back_on:
        why = "over_limit"
    return OwnDue(item, limits, ticks.is_done_on(item.id, case.today), last, why, back_on)


def _why(own: _Own, item: OwnItem, kind: Kind) -> Why | None:
    """What keeps an exercise out today."""
    loads = may_load(item, own.content)
    match kind:
        case "stopped" | "care":
            return "stopped"
        case "gentle" if loads:
            return "paused"
        case "rest" if loads:
            return "rests_load"
    return None


def may_load(item: OwnItem, content: Catalogue) -> bool:
    """Whether an exercise may load the painful muscle; one in somebody's own words may."""
    known = content.exercises.get(item.exercise)
    return known is None or known.loads_hamstring


def _last_pain(ticks: Ticks, item: str) -> LastPain | None:
    """Pain told of a whole session belongs to an exercise only when it was the only one."""
    for on, told, whole in reversed(ticks.done.get(item, [])):
        pain = told.pain
        if pain is None and len(ticks.done_dates[on]) == 1:
            pain = whole
        if pain is not None:
            return LastPain(on, pain)
    return None
