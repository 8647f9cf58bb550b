"""Which lines are met, not yet met or unknown, with the entries that made it so.

Missing is unknown, never met and never "not yet". A value taken on a day with a
painkiller is shown and decides nothing. Source: programmes draft 12, review 3.2.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from typing import Literal

from rehab.programme.case import Case
from rehab.programme.compare import compare
from rehab.programme.ladder import passes_of, runs_of, step_order
from rehab.programme.log import Clearance
from rehab.programme.model import Criterion, RequiredIf
from rehab.programme.series import DAY, Entry
from rehab.vocabulary import Goal

# Up to two calendar days may lie between days that count as following each other.
GAP_DAYS = 3
MEAN_VALUES_A_WEEK = 1
MEAN_VALUES_MIN = 3


class Status(StrEnum):
    """Three answers to "is this line met?"."""

    MET = "met"
    NOT_YET = "not_yet"
    UNKNOWN = "unknown"


MissingKey = Literal["no_entry", "too_old", "painkiller", "other_leg_low", "days", "value",
                     "passes", "next_morning", "record", "goal", "lines", "values"]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Missing:
    """What a line still wants: a key for words, and `have` of `need` ("2 of 3 days").

    `on` is the day of the value that is too old or falls short.
    """

    key: MissingKey
    have: float = 0
    need: float = 0
    on: date | None = None


@dataclass(frozen=True, slots=True)
class LineState:
    """A criterion today, with the entries that made it so.

    `is_required` is False for lines that are only advised. `is_advised_met` tells
    of the better value, None without one. `lines` are those of a computed list.
    """

    line: Criterion
    status: Status
    entries: tuple[Entry, ...] = ()
    missing: Missing | None = None
    is_required: bool = True
    is_advised_met: bool | None = None
    lines: tuple["LineState", ...] = ()


@dataclass(frozen=True, slots=True)
class Since:
    """The days after which entries count again: for days in a row, and for self-tests."""

    days_after: date | None = None
    tests_after: date | None = None


def lines_now(case: Case, lines: Sequence[Criterion], since: Since) -> tuple[LineState, ...]:
    """The lines that apply to the person's goal; an unknown goal leaves out none."""
    applying = [line for line in lines if _applies(line, case.log.goal)]
    return tuple(line_now(case, line, since) for line in applying)


def line_now(case: Case, line: Criterion, since: Since) -> LineState:
    """One line today."""
    match line.need:
        case "latest":
            state = _latest(case, line, since)
        case "consecutive_days":
            state = _consecutive(case, line, since)
        case "passes":
            state = _passes(case, line)
        case "mean_over":
            state = _mean(case, line)
        case "attested":
            state = _attested(case, line)
        case "computed":
            state = _computed(case, line, since)
    if line.or_metric and state.status is not Status.MET:
        other = line.model_copy(
            update={
                "metric": line.or_metric.metric,
                "op": line.or_metric.op,
                "value": line.or_metric.value,
                "or_metric": None,
            }
        )
        instead = line_now(case, other, since)
        state = replace(instead, line=line) if instead.status is Status.MET else state
    return replace(state, is_required=_is_required(case, line))


def is_complete(lines: Iterable[LineState]) -> bool:
    """Whether every required line is met."""
    return all(state.status is Status.MET for state in lines if state.is_required)


def _applies(line: Criterion, goal: Goal | None) -> bool:
    return not line.goals or goal is None or goal in line.goals


def _is_required(case: Case, line: Criterion) -> bool:
    return line.required or (line.required_if is not None and _holds(case, line.required_if))


def _holds(case: Case, when: RequiredIf) -> bool:
    injury, log = case.diary.injury, case.log
    many = when.injuries_12m_min is not None and (log.injuries_12m or 0) >= when.injuries_12m_min
    return (
        log.goal in when.goals
        or injury.grade in when.grades
        or injury.mechanism in when.mechanisms
        or many
    )


def _is_test(case: Case, metric: str) -> bool:
    return case.content.metrics[metric].scope == "test" or metric in ("ake_gap", "slhb_pct")


def _floor(case: Case, line: Criterion, since: Since) -> date | None:
    """The day after which entries count: a fall for tests, a step back for days in a row."""
    floors = [since.tests_after] if _is_test(case, line.metric) else []
    if line.need == "consecutive_days":
        floors.append(since.days_after)
    return max((floor for floor in floors if floor), default=None)


def _latest(case: Case, line: Criterion, since: Since) -> LineState:
    if line.metric == "full_sessions":
        return _full_sessions(case, line)
    entry = case.latest(line.metric, after=_floor(case, line, since))
    if entry is None:
        return _nothing(case, line)
    age = (case.today - entry.on).days
    if line.max_age_days is not None and age > line.max_age_days:
        missing = Missing("too_old", have=age, need=line.max_age_days, on=entry.on)
        return LineState(line, Status.UNKNOWN, (entry,), missing)
    if _is_doubtful(case, line, entry):
        return LineState(line, Status.UNKNOWN, (entry,), Missing("other_leg_low", on=entry.on))
    return _judged(line, entry)


def _is_doubtful(case: Case, line: Criterion, entry: Entry) -> bool:
    """A share of too few repetitions of the other leg says nothing."""
    if line.metric != "slhb_pct":
        return False
    other = case.on("t_slhb_oth", entry.on)
    low = line.other_leg_min is not None and (other is None or other < line.other_leg_min)
    return low or entry.doubt == "other_leg_low"


def _judged(line: Criterion, entry: Entry) -> LineState:
    is_met = compare(entry.value, line.op, line.value)
    advised = None if line.advised is None else compare(entry.value, line.op, line.advised)
    if is_met:
        return LineState(line, Status.MET, (entry,), is_advised_met=advised)
    need = line.value if isinstance(line.value, int) else 0
    missing = Missing("value", have=float(entry.value), need=float(need), on=entry.on)
    return LineState(line, Status.NOT_YET, (entry,), missing, is_advised_met=advised)


def _nothing(case: Case, line: Criterion) -> LineState:
    """No value that counts; one taken with a painkiller is shown and decides nothing."""
    dulled = [e for e in case.entries(line.metric)[-1:] if e.doubt == "painkiller"]
    key: MissingKey = "painkiller" if dulled else "no_entry"
    on = dulled[0].on if dulled else None
    return LineState(line, Status.UNKNOWN, tuple(dulled), Missing(key, on=on))


def _consecutive(case: Case, line: Criterion, since: Since) -> LineState:
    """The n latest recorded days, up to two calendar days between them and before today."""
    need = line.n or 1
    floor = _floor(case, line, since)
    chain: list[Entry] = []
    after = case.today
    broken_by: Entry | None = None
    for entry in reversed(case.entries(line.metric)):
        if (after - entry.on).days > GAP_DAYS or len(chain) == need:
            break
        if entry.doubt is not None:
            continue
        is_broken = not compare(entry.value, line.op, line.value)
        # The day that set the plan back counts for nothing, but it was told.
        if floor is not None and (entry.on < floor or (entry.on == floor and not is_broken)):
            break
        if is_broken:
            broken_by = entry
            break
        chain.append(entry)
        after = entry.on
    entries = tuple(reversed(chain))
    if len(chain) >= need:
        return LineState(line, Status.MET, entries)
    missing = Missing("days", have=len(chain), need=need, on=broken_by.on if broken_by else None)
    if broken_by is not None:
        return LineState(line, Status.NOT_YET, (broken_by, *entries), missing)
    if not chain:
        nothing = _nothing(case, line)
        is_dulled = nothing.missing is not None and nothing.missing.key == "painkiller"
        return nothing if is_dulled else replace(nothing, missing=missing)
    return LineState(line, Status.UNKNOWN, entries, missing)


def _passes(case: Case, line: Criterion) -> LineState:
    """So many passes of the step; unknown without a run, or while a morning is missing."""
    ladder, step, need = line.ladder or "", str(line.value), line.n or 1
    passes = passes_of(case, ladder, step)
    entries = tuple(Entry(run.on, run.step) for run in passes)  # type: ignore[arg-type]
    if len(passes) >= need:
        return LineState(line, Status.MET, entries[-need:])
    order = step_order(case.content.ladders[ladder])
    runs = runs_of(case, ladder)
    waiting = [
        run for run in runs if run.passed is None and order.index(run.step) >= order.index(step)
    ]
    key: MissingKey = "next_morning" if waiting else "passes"
    on = waiting[-1].on if waiting else None
    missing = Missing(key, have=len(passes), need=need, on=on)
    status = Status.UNKNOWN if waiting or not runs else Status.NOT_YET
    return LineState(line, status, entries, missing)


def _full_sessions(case: Case, line: Criterion) -> LineState:
    """Full training since the stage began, at most `pain_max`, no worse next morning."""
    need = float(line.value)
    counted: list[Entry] = []
    unknown: list[Entry] = []
    for run in case.diary.runs:
        if not run.full_training or not case.stay.started_on <= run.on <= case.today:
            continue
        pain, rise = case.on("run_pain", run.on), case.on("morning_rise", run.on + DAY)
        limits = case.run_profile_on(run.on)
        pain_max = limits.during_go_max if line.pain_max is None else line.pain_max
        is_over = pain is not None and pain > pain_max
        is_worse = rise is not None and rise > limits.morning_go_rise_max
        if is_over or is_worse or run.sharp_stop:
            continue
        known = pain is not None and rise is not None and run.on not in case.painkiller_dates
        (counted if known else unknown).append(Entry(run.on, True))
    if compare(float(len(counted)), line.op, need):
        return LineState(line, Status.MET, tuple(counted))
    key: MissingKey = "next_morning" if unknown else "values"
    missing = Missing(key, have=len(counted), need=need, on=unknown[-1].on if unknown else None)
    may_be = compare(float(len(counted) + len(unknown)), line.op, need)
    none_yet = not counted and not unknown
    status = Status.UNKNOWN if may_be or none_yet else Status.NOT_YET
    return LineState(line, status, tuple(counted), missing)


def _mean(case: Case, line: Criterion) -> LineState:
    """The mean of the last n days; unknown with fewer values than one a week, at least 3."""
    days = line.n or 1
    first = case.today - timedelta(days=days - 1)
    entries = tuple(e for e in case.entries(line.metric) if e.on >= first)
    need = max(MEAN_VALUES_MIN, MEAN_VALUES_A_WEEK * days // 7)
    if len(entries) < need:
        missing = Missing("values", have=len(entries), need=need)
        return LineState(line, Status.UNKNOWN, entries, missing)
    mean = sum(float(entry.value) for entry in entries) / len(entries)
    state = _judged(line, Entry(case.today, mean))
    return replace(state, entries=entries)


def _attested(case: Case, line: Criterion) -> LineState:
    """Recorded with who, when and words; what is not recorded is not yet there."""
    if line.metric == "visit_booked":
        found = [v for v in case.log.visits if v.is_booked or v.has_result]
        days = tuple(Entry(visit.on or case.today, True) for visit in found)
    else:
        max_age = case.programme.clearance_max_age_days
        if line.max_age_days is not None:
            max_age = line.max_age_days
        if line.per_stage:
            given = _agreed_here(case, max_age)
        else:
            given = case.log.recent_clearance(max_age, stage=case.stage.id)
        days = (Entry(given.on, True),) if given and given.on <= case.today else ()
    if days:
        return LineState(line, Status.MET, days[-1:])
    return LineState(line, Status.NOT_YET, (), Missing("record"))


def _agreed_here(case: Case, max_age_days: int) -> Clearance | None:
    """The newest agreement to leave this stage, at most so old today.

    Given after the day the stage began, or on it when it names the stage: what led
    into a stage says nothing about leaving it.
    """
    began, stage = case.stay.started_on, case.stage.id
    first = max(began, case.today - timedelta(days=max_age_days))
    for given in reversed(case.log.clearances):
        is_ours = given.programme in ("", case.log.programme) and given.stage in ("", stage)
        is_own = given.on > began or given.stage == stage
        if is_ours and is_own and first <= given.on <= case.today:
            return given
    return None


def _computed(case: Case, line: Criterion, since: Since) -> LineState:
    """Another list, line by line; unknown while the goal is not known."""
    if case.log.goal is None or case.log.goal not in line.checklists:
        return LineState(line, Status.UNKNOWN, (), Missing("goal"))
    items = case.content.checklists[line.checklists[case.log.goal]].items
    lines = lines_now(case, items, since)
    required = [state for state in lines if state.is_required]
    met = sum(1 for state in required if state.status is Status.MET)
    if met == len(required):
        return LineState(line, Status.MET, lines=lines)
    falls_short = any(state.status is Status.NOT_YET for state in required)
    status = Status.NOT_YET if falls_short else Status.UNKNOWN
    return LineState(line, status, (), Missing("lines", met, len(required)), lines=lines)
