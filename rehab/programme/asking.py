"""What the present stage needs to be told: self-tests that are due, questions on Today.

Self-tests: the raised bridge at most once a week and on its own day, others every
two days while a stage may soon be left, weekly before. A line of days in a row is
asked daily. Source: programmes draft 3.4, review 3.3 (27).
"""

from dataclasses import dataclass
from datetime import date
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
    why: Literal["daily", "goal", "ladder", "never"]


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
    last = _last(case, metric)
    if metric == LAST_OF_ALL and not _all_others_met(progress, state):
        return None
    if last is None:
        return SelfTestDue(metric, None, "never")
    age = (case.today - last).days
    if state.line.need == "consecutive_days":
        is_due = age >= 1 and (state.status is not Status.MET or age >= TEST_EVERY_DAYS)
        return SelfTestDue(metric, last, "daily") if is_due else None
    own_day = case.content.metrics[metric].own_day
    soon = progress.day >= progress.stage.min_days - SOON_DAYS
    every = TEST_EVERY_DAYS if soon and not own_day else WEEKLY_DAYS
    if state.status is Status.MET:
        every = max(every, state.line.max_age_days or every)
    return SelfTestDue(metric, last, "goal") if age >= every else None


def _all_others_met(progress: Progress, state: LineState) -> bool:
    others = [s for s in _flat(progress.lines) if s.line.id != state.line.id and s.is_required]
    return all(other.status is Status.MET for other in others)


def _last(case: Case, metric: str) -> date | None:
    """Today's sitting minutes are no self-test; a dulled value does not put one off."""
    days = [row.on for row in case.readings.get(metric, ())]
    return max((on for on in days if on not in case.painkiller_dates), default=None)


def _gate_metrics(case: Case, ladders: tuple[LadderState, ...]) -> list[str]:
    metrics = [held.test.metric for state in ladders for held in state.gate]
    return [m for m in metrics if case.content.metrics[m].home == "reading"]


def _gate_wants(case: Case, ladders: tuple[LadderState, ...], metric: str) -> bool:
    """A test that keeps a ladder shut is done again after two days."""
    last = _last(case, metric)
    fails = any(
        held.test.metric == metric and not held.holds for state in ladders for held in state.gate
    )
    return fails and (last is None or (case.today - last).days >= TEST_EVERY_DAYS)


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
