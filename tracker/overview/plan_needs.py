"""What the open stage of a plan asks on the log of a day."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from rehab.programme.model import Criterion
from rehab.programme.state import PlanState
from tracker.load_tests import LOAD_TESTS
from tracker.models import Injury
from tracker.overview.plan import PlanNow, plan_now

LIMP = "limp"
SITTING, SIT = "sitting", "sit_minutes"
CONTEXTS = {
    "pain_morning": "morning",
    "pain_rest": "rest",
    "pain_sitting": "sitting",
    "pain_walking": "walking",
}
FULL_TRAINING = "full_sessions"


@dataclass(frozen=True, slots=True)
class Needs:
    """The plan's part of a log: pain lines it reads, its load test, the limp, a run that is due.

    `load_test` is "" where none is asked. The limp has a key line only where a goal or
    a ladder reads it; `is_limp_asked` alone puts it among "More about today".
    """

    contexts: tuple[str, ...] = ()
    load_test: str = ""
    is_limp_asked: bool = False
    has_limp_line: bool = False
    is_running_planned: bool = False
    is_training_asked: bool = False


def plan_of(injury: Injury, *, today: date) -> PlanNow | None:
    """The open plan; no query for a person without one."""
    if hasattr(injury, "plan_started_on") and injury.plan_started_on is None:
        return None
    return plan_now(injury, today=today)


def needs_of(now: PlanNow | None) -> Needs:
    """Nothing for a plan of the person's own, or none."""
    if now is None or now.state is None:
        return Needs()
    state = now.state
    read = set(_metrics_read(now))
    gates = {held.test.metric for ladder in state.ladders for held in ladder.gate}
    return Needs(
        contexts=tuple(CONTEXTS[metric] for metric in state.needed if metric in CONTEXTS),
        load_test=_load_test(now, state, read),
        is_limp_asked=LIMP in state.needed,
        has_limp_line=LIMP in read | gates,
        is_running_planned=_is_running_planned(state),
        is_training_asked=FULL_TRAINING in read,
    )


def with_plan_lines(
    asked: Iterable[str], needs: Needs, stored: Iterable[str] = ()
) -> tuple[str, ...]:
    """The lines of the log with the plan's own: the load test after sitting, the limp last.

    `stored` are the plan's lines that the day already holds; they are always shown.
    """
    lines = list(asked)
    tests = [m for m in LOAD_TESTS if m == needs.load_test or m in set(stored)]
    after = next((name for name in (SIT, SITTING) if name in lines), None)
    place = lines.index(after) + 1 if after else 0
    lines[place:place] = tests
    return (*lines, LIMP) if needs.has_limp_line else tuple(lines)


def load_tests_on(now: PlanNow | None, on: date) -> dict[str, float]:
    """The load tests of one day, by metric."""
    if now is None or now.log is None:
        return {}
    return {r.metric: r.value for r in now.log.readings if r.on == on and r.metric in LOAD_TESTS}


def _metrics_read(now: PlanNow) -> Iterable[str]:
    if now.state is None or now.case is None:
        return
    for line in now.state.progress.stage.exit:
        yield line.metric
        yield from (item.metric for item in _listed(now, line))


def _listed(now: PlanNow, line: Criterion) -> tuple[Criterion, ...]:
    goal = now.log.goal if now.log else None
    listed = line.checklists.get(goal) if goal is not None else None
    if listed is None or now.case is None:
        return ()
    return now.case.content.checklists[listed].items


def _load_test(now: PlanNow, state: PlanState, read: set[str]) -> str:
    """The open stage's daily test; none while loading rests, is paused or stopped."""
    rests = state.response.stops or state.response.rests_load or state.response.rests_running
    if rests or state.today.kind != "session" or (now.log is not None and now.log.pause):
        return ""
    return next((metric for metric in LOAD_TESTS if metric in read), "")


def _is_running_planned(state: PlanState) -> bool:
    if state.response.rests_running or state.today.kind in ("care", "stopped", "gentle"):
        return False
    return any(ladder.is_open and ladder.next_step is not None for ladder in state.ladders)
