"""Small builders, so that a test reads as the plan it is about. Days are "days ago"."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

from rehab.content.catalogue import Catalogue, catalogue
from rehab.diary import Run
from rehab.programme.case import Case
from rehab.programme.lines import LineState, Since, line_now
from rehab.programme.log import PlanLog, Reading, Session, StageStay
from rehab.programme.model import Criterion
from rehab.vocabulary import Goal, InjuryType, Mechanism, Onset
from tests.rehab.builders import TODAY, ago, make_diary, make_injury

G2: dict[str, Any] = {
    "type": InjuryType.MUSCLE_STRAIN,
    "grade": 2,
    "mechanism": Mechanism.SPRINT,
    "onset": Onset.SUDDEN,
    "age": 34,
    "pop": False,
    "gap": False,
}


@lru_cache
def content() -> Catalogue:
    return catalogue()


def make_case(
    programme: str = "strain_sprint_g2",
    stage: str = "rebuild",
    *,
    in_stage: int = 20,
    in_plan: int = 30,
    day: int | None = 31,
    runs: Sequence[Run] = (),
    readings: Mapping[str, Mapping[int, float]] | None = None,
    sessions: Mapping[int, int | None] | None = None,
    full_sessions: Sequence[Session] = (),
    stays: Sequence[StageStay] | None = None,
    injury: Mapping[str, Any] | None = None,
    log: Mapping[str, Any] | None = None,
    today: date = TODAY,
    **diary: Any,
) -> Case:
    """A person in a stage. `readings` map metric to {days ago: value}, `sessions` to pain."""
    given = {"goal": Goal.SPRINT_TEAM, **(log or {})}
    # Builders of the diary count from TODAY, so the calendar days stay put.
    base = make_diary(injury=make_injury(day=day, **{**G2, **(injury or {})}), **diary)
    whole = type(base)(
        injury=base.injury,
        days=base.days,
        runs=tuple(sorted((*base.runs, *runs), key=lambda run: run.on)),
        falls=base.falls,
        answers=base.answers,
        first_logged_on=base.first_logged_on,
    )
    pains = [Session(ago(back), pain=pain) for back, pain in (sessions or {}).items()]
    tests = [
        Reading(ago(back), metric, value)
        for metric, values in (readings or {}).items()
        for back, value in values.items()
    ]
    plan = PlanLog(
        programme=programme,
        started_on=ago(in_plan),
        stays=tuple(stays or (StageStay(stage, ago(in_stage), "goals_met"),)),
        sessions=tuple(sorted((*pains, *full_sessions), key=lambda row: row.on)),
        readings=tuple(sorted(tests, key=lambda row: row.on)),
        **given,
    )
    return Case(whole, plan, today=today, content=content())


def step(days_ago: int, name: str, pain: int | None = 1, **given: Any) -> Run:
    """A run of a ladder step."""
    ladder = "speed" if name.startswith("S") else "endurance"
    return Run(on=ago(days_ago), pain=pain, ladder=ladder, step=name, **given)


def criterion(need: str, *, metric: str = "t_walk20_pain", op: str = "<=", value: Any = 2,
              **given: Any) -> Criterion:  # fmt: skip
    return Criterion(
        id="line", metric=metric, op=op, value=value, need=need, text="line",
        sources=("judgement",), **given,
    )  # fmt: skip


def told(case: Case, line: Criterion, *, days_after: int | None = None,
         tests_after: int | None = None) -> LineState:  # fmt: skip
    since = Since(
        None if days_after is None else ago(days_after),
        None if tests_after is None else ago(tests_after),
    )
    return line_now(case, line, since)


def days_of(state: LineState) -> list[int]:
    """The entries of a line as days ago."""
    return [(TODAY - entry.on) // timedelta(days=1) for entry in state.entries]
