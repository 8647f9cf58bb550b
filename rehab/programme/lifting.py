"""What lifts a hold, a step back or a stop, and how much of it there is.

The kind and its days stand in `lift` of each rule (`response_rules.toml`). Source:
programmes draft 3.2, review notes 3.2 (10, 11).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from rehab.programme.case import Case
from rehab.programme.measures import ResponseRule
from rehab.programme.series import Entry

Kind = Literal[
    "visit",
    "finding_closed",
    "rest_until",
    "usual_morning",
    "clear_days",
    "within_limits",
    "gone_back",
]


@dataclass(frozen=True, slots=True)
class Lift:
    """What ends it. `kind` is a key for words, `have` of `need` is there.

    visit: a visit with its result; finding_closed: the sign is settled;
    rest_until: the day `until`; usual_morning: a logged morning back to usual;
    clear_days: logged days without it; within_limits: the next load within the go
    limit; gone_back: a stage back or a visit, or else the day `until`.
    """

    kind: Kind
    need: int
    have: int
    until: date | None = None
    stops_running: bool = False


def lift_of(
    case: Case, rule: ResponseRule, on: date, evidence: tuple[Entry, ...]
) -> tuple[Lift, date | None]:
    """What lifts a rule that fired on a day, and the day that did, None while open."""
    told = rule.lift
    if told is None:
        raise ValueError(f"nothing lifts {rule.id}")
    days = told.days or 0
    match told.kind:
        case "visit" | "finding_closed":
            seen = _visit_since(case, on)
            return Lift("visit", 1, int(seen is not None)), seen
        case "clear_days":
            return _clear(case, told.metric or "", on, days, stops=told.stops_running)
        case "gone_back":
            return _gone_back(case, on, days)
        case "usual_morning":
            return _usual_morning(case, on, stops=told.stops_running)
        case "rest":
            until = on + timedelta(days=days)
            done = until <= case.today
            lift = Lift("rest_until", 1, int(done), until, told.stops_running)
            return lift, until if done else None
    return _within_limits(case, rule, on)


def rest_days(rules: Iterable[ResponseRule]) -> int:
    """The days without load that the rules ask for after an exercise over its pain limit."""
    told = [
        rule.lift.days or 0
        for rule in rules
        if rule.lift is not None
        and rule.lift.kind == "rest"
        and any(test.metric == "session_pain" for test in rule.any)
    ]
    return max(told, default=0)


def _visit_since(case: Case, on: date) -> date | None:
    seen = [v.on for v in case.log.visits if v.has_result and v.on and on <= v.on <= case.today]
    return min(seen, default=None)


def _clear(
    case: Case, metric: str, on: date, need: int, *, stops: bool
) -> tuple[Lift, date | None]:
    """So many logged days without it; a day with it starts the count again."""
    have = 0
    for entry in case.entries(metric):
        if entry.on <= on:
            continue
        have = 0 if entry.value else have + 1
        if have == need:
            return Lift("clear_days", need, need, None, stops), entry.on
    return Lift("clear_days", need, have, None, stops), None


def _gone_back(case: Case, on: date, declined_days: int) -> tuple[Lift, date | None]:
    until = on + timedelta(days=declined_days)
    order = [stage.id for stage in case.programme.stages]
    moves = zip(case.log.stays, case.log.stays[1:], strict=False)
    days = [
        stay.started_on
        for before, stay in moves
        if on <= stay.started_on <= case.today
        and order.index(stay.stage) < order.index(before.stage)
    ]
    seen = _visit_since(case, on)
    days += [seen] if seen else []
    days += [until] if until <= case.today else []
    return Lift("gone_back", 1, int(bool(days)), until), min(days, default=None)


def _usual_morning(case: Case, on: date, *, stops: bool) -> tuple[Lift, date | None]:
    """A later logged morning with a rise within the go limit and below the level limit."""
    for entry in case.entries("morning_rise"):
        if entry.on <= on:
            continue
        profile = case.profile_on(entry.on)
        level = case.on("pain_morning", entry.on)
        is_low = level is not None and level < profile.morning_back_abs_min
        if entry.value <= profile.morning_go_rise_max and is_low:
            return Lift("usual_morning", 1, 1, None, stops), entry.on
    return Lift("usual_morning", 1, 0, None, stops), None


def _within_limits(case: Case, rule: ResponseRule, on: date) -> tuple[Lift, date | None]:
    """The next load of the kind that was over it, at or under the go limit.

    After a gap any load will do.
    """
    limits = {
        "session_pain": lambda day: case.profile_on(day).during_go_max,
        "run_pain": lambda day: case.run_profile_on(day).during_go_max,
    }
    told = {test.metric for test in rule.any} or set(limits)
    over = [m for m in limits if m in told and _is_over(case, m, on, limits[m](on))]
    lifted = [
        next((e.on for e in case.entries(m) if e.on > on and e.value <= limits[m](e.on)), None)
        for m in (over or limits)
    ]
    known = [day for day in lifted if day is not None]
    if over and len(known) < len(over):
        return Lift("within_limits", len(over), len(known)), None
    day = (max(known) if over else min(known)) if known else None
    return Lift("within_limits", max(len(over), 1), int(day is not None)), day


def _is_over(case: Case, metric: str, on: date, limit: int) -> bool:
    value = case.on(metric, on)
    return value is not None and value > limit
