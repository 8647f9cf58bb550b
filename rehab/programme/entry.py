"""Start where you are: the furthest stage whose entry tests a person already meets.

    offer = start_offer(case)

`case` holds a plan log in its first stage, with what the person entered so far. The
entry tests of a stage are the lines that leave the ones before it, held against the
newest values: nobody has three mornings in a row on the first day. What is not known
is not met, so the offer is the safer stage. Source: decisions 1.5; the ways to read
a line at entry are judgement.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from rehab.programme.case import Case
from rehab.programme.ladder import passes_of, step_order
from rehab.programme.lines import LineState, Missing, Since, Status, lines_now
from rehab.programme.model import Criterion, Stage
from rehab.programme.series import DAY, Entry
from rehab.signs.moment import clock_start
from rehab.vocabulary import Onset

ENTRY_MAX_AGE_DAYS = 3
RUNS_WITHIN_DAYS = 28
# Known only after some days of the plan; at entry it is left out, not assumed.
NOT_AT_ENTRY = frozenset({"morning_rise", "days_since_return"})
DERIVED_FROM = {
    "ake_gap": ("t_ake_inj", "t_ake_oth"),
    "slhb_pct": ("t_slhb_inj", "t_slhb_oth"),
}


@dataclass(frozen=True, slots=True)
class StartOffer:
    """Where the person may start, to be confirmed; the first stage is always open.

    `met` are the lines that brought them there, with their own values. `missing` are
    those that keep the stage after it shut. `tests` are the metrics to enter for
    that stage, `earliest` the first day its place in healing allows, None if now.
    """

    stage: Stage
    met: tuple[LineState, ...]
    missing: tuple[LineState, ...]
    tests: tuple[str, ...]
    earliest: date | None = None


def start_offer(case: Case) -> StartOffer:
    """The furthest stage all of whose entry tests are met today."""
    met: list[LineState] = []
    shortest = 0
    for stage in case.programme.stages:
        lines = _entry_lines(case, stage)
        shortest += stage.min_days
        earliest = _earliest(case, shortest)
        open_lines = tuple(s for s in lines if s.is_required and s.status is not Status.MET)
        is_last = stage is case.programme.stages[-1]
        if is_last or open_lines or not lines or earliest is not None:
            return StartOffer(stage, tuple(met), open_lines, tests_of(stage), earliest)
        met += [state for state in lines if state.status is Status.MET]
    raise AssertionError("a programme has at least one stage")


def tests_of(stage: Stage) -> tuple[str, ...]:
    """The metrics a person can enter for the lines of a stage, in their order."""
    found: dict[str, None] = {}
    for line in stage.exit:
        if line.need in ("latest", "consecutive_days") and line.metric not in NOT_AT_ENTRY:
            found.update(dict.fromkeys(DERIVED_FROM.get(line.metric, (line.metric,))))
    return tuple(found)


def _entry_lines(case: Case, stage: Stage) -> tuple[LineState, ...]:
    if any(line.need == "computed" for line in stage.exit):
        return ()
    wanted = [_at_entry(line) for line in stage.exit if line.metric not in NOT_AT_ENTRY]
    states = lines_now(case, [line for line in wanted if line.need != "passes"], Since())
    goal = case.log.goal
    runs = [
        _by_runs(case, stage, line)
        for line in wanted
        if line.need == "passes" and (not line.goals or goal is None or goal in line.goals)
    ]
    return (*states, *runs)


def _at_entry(line: Criterion) -> Criterion:
    """The newest value stands for days in a row."""
    if line.need != "consecutive_days":
        return line
    return line.model_copy(update={"need": "latest", "n": None, "max_age_days": ENTRY_MAX_AGE_DAYS})


def _by_runs(case: Case, stage: Stage, line: Criterion) -> LineState:
    """A step by its own pass, or by a plain run at least as long within the go limit."""
    ladder_id = line.ladder or ""
    passed = passes_of(case, ladder_id, str(line.value))
    if len(passed) >= (line.n or 1):
        return LineState(line, Status.MET, tuple(Entry(run.on, True) for run in passed))
    ladder = case.content.ladders[ladder_id]
    minutes = ladder.steps[step_order(ladder).index(str(line.value))].running_min
    profile = case.content.profiles[stage.run_profile or stage.profile]
    if minutes is None:
        return LineState(line, Status.UNKNOWN, (), Missing("passes", need=line.n or 1))
    first = case.today - timedelta(days=RUNS_WITHIN_DAYS)
    recent = [run for run in case.diary.runs if first <= run.on <= case.today]
    found = []
    for run in recent:
        rise = case.on("morning_rise", run.on + DAY)
        is_worse = rise is not None and rise > profile.morning_go_rise_max
        is_long = run.minutes is not None and run.minutes >= minutes
        is_easy = run.pain is not None and run.pain <= profile.during_go_max
        if is_long and is_easy and not is_worse and not run.sharp_stop:
            found.append(Entry(run.on, run.minutes or 0.0))
    if found:
        return LineState(line, Status.MET, tuple(found[-1:]))
    missing = Missing("passes", need=line.n or 1)
    return LineState(line, Status.NOT_YET if recent else Status.UNKNOWN, (), missing)


def _earliest(case: Case, shortest: int) -> date | None:
    """The first day a fresh injury may be past stages that take so many days at least.

    Only for what did not begin slowly; an unknown onset counts from the first log.
    """
    injury = case.diary.injury
    if injury.onset is Onset.GRADUAL:
        return None
    first = case.diary.first_logged_on
    start = clock_start(
        injury,
        case.today.toordinal(),
        clock="onset" if injury.onset_on else "slow",
        first_logged=first.toordinal() if first else None,
    )
    day_0 = case.today if start is None else date.fromordinal(start)
    earliest = day_0 + timedelta(days=shortest)
    return earliest if earliest > case.today else None
