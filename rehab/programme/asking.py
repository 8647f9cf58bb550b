"""What the present stage needs to be told: self-tests that are due, questions on Today.

Self-tests: the raised bridge at most once a week and on its own day, others every
two days while a stage may soon be left, weekly before. A line of days in a row is
asked daily. Source: programmes draft 3.4, review 3.3 (27).
"""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from rehab.programme.case import Case
from rehab.programme.entry import DERIVED_FROM
from rehab.programme.ladder import LadderState
from rehab.programme.lines import LineState, Status
from rehab.programme.model import Criterion
from rehab.programme.progress import Progress
from rehab.programme.response import Response

TEST_EVERY_DAYS = 2
WEEKLY_DAYS = 7
SOON_DAYS = 3
MARKS_WITHIN_DAYS = 7
LAST_OF_ALL = "t_h_unease"
Why = Literal["daily", "goal", "ladder", "never"]
# Asked on Today in this order when the open stage reads them.
ON_TODAY = (
    "pain_morning",
    "pain_rest",
    "pain_sitting",
    "pain_walking",
    "limp",
    "session_pain",
    "run_pain",
)


@dataclass(frozen=True, slots=True)
class SelfTestDue:
    """A self-test to do now. `last` is its newest day, None when it was never done."""

    metric: str
    last: date | None
    why: Why


@dataclass(frozen=True, slots=True)
class SelfTestDate:
    """A test the open stage reads: its newest day, and from which day it is wanted again.

    `on` is None while nothing asks for it: a gate that is open, or a last test that waits
    for all others.
    """

    metric: str
    last: date | None
    on: date | None


def self_tests_due(
    case: Case, progress: Progress, response: Response, ladders: tuple[LadderState, ...]
) -> tuple[SelfTestDue, ...]:
    """The self-tests to do today, in the order of a sitting.

    None while loading rests, is paused or stopped. Tests with a day of their own take
    turns with the others, never both on one day.
    """
    if response.stops or response.rests_load or response.rests_running or case.log.pause:
        return ()
    if case.grave_signs:
        return ()
    due: dict[str, SelfTestDue] = {}
    for state in _flat(progress.lines):
        for metric in _tests_of(case, state.line):
            found = _due(case, progress, state, metric)
            if found and metric not in due:
                due[metric] = found
    for metric in _gate_metrics(case, ladders):
        if case.latest(metric) is None or _gate_wants(case, ladders, metric):
            due.setdefault(metric, SelfTestDue(metric, _last(case, metric), "ladder"))
    allowed = [test for test in due.values() if _is_allowed(case, test.metric)]
    return _one_kind_of_day(case, allowed)


def self_tests_ahead(
    case: Case, progress: Progress, ladders: tuple[LadderState, ...]
) -> tuple[SelfTestDate, ...]:
    """Every test the open stage reads with its next day, in the order of a sitting.

    A day in the past means due. What holds the plan or a test is not looked at here.
    """
    found: dict[str, list[date]] = {}
    for state in _flat(progress.lines):
        for metric in _tests_of(case, state.line):
            due = _due_on(case, progress, state, metric)
            found.setdefault(metric, []).extend([due[0]] if due else [])
    for metric in _gate_metrics(case, ladders):
        days = found.setdefault(metric, [])
        last = _last(case, metric)
        if case.latest(metric) is None:
            days.append(case.today)
        elif last is not None and _fails_gate(ladders, metric):
            days.append(last + timedelta(days=TEST_EVERY_DAYS))
    ahead = [
        SelfTestDate(metric, _last(case, metric), min(days, default=None))
        for metric, days in found.items()
    ]
    metrics = case.content.metrics
    return tuple(sorted(ahead, key=lambda t: (metrics[t.metric].test_order or 99, t.metric)))


def needed_on_today(case: Case, ladders: tuple[LadderState, ...]) -> tuple[str, ...]:
    """The metrics of a day, a run or a session that the open stage reads, in order.

    The limp is needed where a line, a ladder's gate or a response rule reads it.
    """
    read = {line.metric for line in case.stage.exit}
    if case.log.goal is not None:
        for line in case.stage.exit:
            listed = line.checklists.get(case.log.goal)
            items = case.content.checklists[listed].items if listed else ()
            read |= {item.metric for item in items}
    for state in ladders:
        read |= {held.test.metric for held in state.gate} | {"run_pain"}
    for rule in case.content.response_rules:
        if case.programme.loads_hamstring and case.stage.id not in rule.stage_not_in:
            read |= {test.metric for test in rule.any}
    if "morning_rise" in read or "full_sessions" in read:
        read.add("pain_morning")
    return tuple(metric for metric in ON_TODAY if metric in read)


def _flat(lines: tuple[LineState, ...]) -> list[LineState]:
    return [state for line in lines for state in (line.lines or (line,))]


def _tests_of(case: Case, line: Criterion) -> tuple[str, ...]:
    if line.need not in ("latest", "consecutive_days", "mean_over"):
        return ()
    metrics = DERIVED_FROM.get(line.metric, (line.metric,))
    return tuple(m for m in metrics if case.content.metrics[m].home == "reading")


def _due(case: Case, progress: Progress, state: LineState, metric: str) -> SelfTestDue | None:
    found = _due_on(case, progress, state, metric)
    if found is None or found[0] > case.today:
        return None
    return SelfTestDue(metric, _last(case, metric), found[1])


def _due_on(
    case: Case, progress: Progress, state: LineState, metric: str
) -> tuple[date, Why] | None:
    """The day from which a line wants the test again; None while it waits for all others."""
    last = _last(case, metric)
    if metric == LAST_OF_ALL and not _all_others_met(progress, state):
        return None
    if last is None:
        return case.today, "never"
    is_met = state.status is Status.MET
    if state.line.need == "consecutive_days":
        return last + timedelta(days=TEST_EVERY_DAYS if is_met else 1), "daily"
    keeps = (state.line.max_age_days or 0) if is_met else 0
    weekly = last + timedelta(days=max(WEEKLY_DAYS, keeps))
    if case.content.metrics[metric].own_day:
        return weekly, "goal"
    soon = case.today + timedelta(days=max(0, progress.stage.min_days - SOON_DAYS - progress.day))
    often = last + timedelta(days=max(TEST_EVERY_DAYS, keeps))
    return min(weekly, max(often, soon)), "goal"


def _all_others_met(progress: Progress, state: LineState) -> bool:
    others = [s for s in _flat(progress.lines) if s.line.id != state.line.id and s.is_required]
    return all(other.status is Status.MET for other in others)


def _last(case: Case, metric: str) -> date | None:
    """Today's sitting minutes are no self-test; a dulled value does not put one off."""
    newest_first = (row.on for row in reversed(case.readings.get(metric, ())))
    return next((on for on in newest_first if on not in case.painkiller_dates), None)


def _gate_metrics(case: Case, ladders: tuple[LadderState, ...]) -> list[str]:
    metrics = [held.test.metric for state in ladders for held in state.gate]
    return [m for m in metrics if case.content.metrics[m].home == "reading"]


def _gate_wants(case: Case, ladders: tuple[LadderState, ...], metric: str) -> bool:
    """A test that keeps a ladder shut is done again after two days."""
    last = _last(case, metric)
    is_rested = last is None or (case.today - last).days >= TEST_EVERY_DAYS
    return is_rested and _fails_gate(ladders, metric)


def _fails_gate(ladders: tuple[LadderState, ...], metric: str) -> bool:
    return any(
        held.test.metric == metric and not held.holds for state in ladders for held in state.gate
    )


def _is_allowed(case: Case, metric: str) -> bool:
    content = case.content.metrics[metric]
    if any(case.is_possible(question) for question in content.not_if):
        return False
    places = frozenset(content.not_with_locations)
    return not (places and case.marked_dates(places, MARKS_WITHIN_DAYS))


def _one_kind_of_day(case: Case, due: list[SelfTestDue]) -> tuple[SelfTestDue, ...]:
    """Either the tests with a day of their own or the others, never both on one day."""
    metrics = case.content.metrics
    due.sort(key=lambda test: (metrics[test.metric].test_order or 99, test.metric))
    own = [test for test in due if metrics[test.metric].own_day]
    others = [test for test in due if not metrics[test.metric].own_day]
    done = {row.metric for row in case.log.readings if row.on == case.today}
    if any(metrics[metric].own_day for metric in done):
        return tuple(own)
    daily = [test for test in others if test.why == "daily"]
    is_alone = len(daily) == len(others)
    return tuple([*daily, *own] if own and (is_alone or _is_turn_of(case, own)) else others)


def _is_turn_of(case: Case, own: list[SelfTestDue]) -> bool:
    """They take turns: the tests with a day of their own follow a sitting of the others."""
    metrics = case.content.metrics
    sittings = [
        row.on
        for row in case.log.readings
        if metrics[row.metric].test_order is not None and not metrics[row.metric].own_day
    ]
    newest = max((on for on in sittings if on < case.today), default=None)
    last_own = max((test.last for test in own if test.last), default=None)
    if newest is None or case.today in sittings:
        return False
    return last_own is None or newest > last_own
