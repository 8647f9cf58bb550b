"""Why a self-test waits today: what Plan says on its page before the steps.

Source: programmes 3.4 (order, own day, stop values), review notes 3 (13, 17, 27). That
a day already over the stop value begins no test is judgement.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from rehab.programme.asking import LAST_OF_ALL, MARKS_WITHIN_DAYS, WEEKLY_DAYS
from rehab.programme.case import Case
from rehab.programme.entry import DERIVED_FROM
from rehab.programme.lines import LineState, Status
from rehab.programme.measures import Metric
from rehab.programme.model import Stage
from rehab.programme.response import Response
from rehab.programme.self_test import SelfTest
from rehab.programme.state import PlanState

Key = Literal["paused", "held", "seen_first", "answer", "places", "over_limit", "other_tests",
              "own_day", "weekly", "later_stage", "not_asked", "others_first"]  # fmt: skip
PLAIN_PROFILE = "muscle_strength"


@dataclass(frozen=True, slots=True)
class Wait:
    """One reason. `on` is a day it rests on, `what` an id (question, stage), `value` a score."""

    key: Key
    on: date | None = None
    what: str = ""
    value: int | None = None
    until: date | None = None


def waits_of(
    case: Case, test: SelfTest, state: PlanState | None, response: Response | None = None
) -> tuple[Wait, ...]:
    """Everything that speaks against doing the test today, the gravest first.

    `state` is None without a programme of ours: then no stage is looked at, and what
    holds comes from the `response` of an own plan, if there is one.
    A missing value is no reason: what was not logged is unknown. A painkiller is none
    either: the number is kept and decides nothing.
    """
    return (
        *_of_plan(case, test, state.response if state else response),
        *_of_answers(case, test),
        *_of_today(case, test),
        *_of_sitting(case, test),
        *_of_stage(case, test, state),
    )


def is_dulled(case: Case, test: SelfTest) -> bool:
    """Whether a painkiller was logged today, so that the number would decide nothing."""
    metrics = case.content.metrics
    reads = any(metrics[metric].hours_after_painkiller for metric in test.metrics)
    return reads and case.today in case.painkiller_dates


def _of_plan(case: Case, test: SelfTest, response: Response | None) -> Iterator[Wait]:
    if not test.loads:
        return
    if case.grave_signs:
        yield Wait("seen_first", on=max(sign.since for sign in case.grave_signs))
    if case.log.pause is not None:
        yield Wait("paused", on=case.log.pause.started_on)
    if response is not None and _rests(response):
        yield Wait("held")


def _rests(response: Response) -> bool:
    return bool(response.stops or response.rests_load or response.rests_running)


def _of_answers(case: Case, test: SelfTest) -> Iterator[Wait]:
    """A yes or not sure to a safety question, or a place marked this week."""
    for question in dict.fromkeys(q for m in _metrics(case, test) for q in m.not_if):
        given = case.answer(question)
        if given is not None and case.is_possible(question):
            yield Wait("answer", on=given[0], what=question)
    places = frozenset(place for m in _metrics(case, test) for place in m.not_with_locations)
    marked = case.marked_dates(places, MARKS_WITHIN_DAYS) if places else ()
    if marked:
        yield Wait("places", on=marked[-1])


def _of_today(case: Case, test: SelfTest) -> Iterator[Wait]:
    """The day is over the stop value already."""
    day = case.day_by_date.get(case.today)
    worst = day.everyday if day is not None else None
    if not test.loads or worst is None or (day is not None and day.copied):
        return
    known = case.content.profiles
    profile = case.profile_on(case.today) if case.log.stays else known[PLAIN_PROFILE]
    if worst > profile.during_hold_max:
        yield Wait("over_limit", value=int(worst))


def _of_sitting(case: Case, test: SelfTest) -> Iterator[Wait]:
    """The tiring test has a day of its own and comes once a week."""
    metrics = case.content.metrics
    own = {metric for metric, known in metrics.items() if known.own_day}
    done = {row.metric for row in case.log.readings if row.on == case.today}
    if not set(test.metrics) & own:
        if test.loads and done & own:
            yield Wait("own_day", until=case.today + timedelta(days=1))
        return
    others = {m for m in done if m not in own and m in metrics and metrics[m].test_order}
    if others:
        yield Wait("other_tests", until=case.today + timedelta(days=1))
    days = [row.on for m in test.metrics for row in case.readings.get(m, ())]
    last = max((on for on in days if on < case.today), default=None)
    if last is not None and (case.today - last).days < WEEKLY_DAYS:
        yield Wait("weekly", on=last, until=last + timedelta(days=WEEKLY_DAYS))


def _of_stage(case: Case, test: SelfTest, state: PlanState | None) -> Iterator[Wait]:
    """A stage further on asks for it, or none does; the last test of all waits for the others."""
    if state is None or test.any_stage:
        return
    stages = case.programme.stages
    wanted = {*test.metrics, *([test.derived] if test.derived else [])}
    asking = [n for n, stage in enumerate(stages) if wanted & metrics_asked(case, stage)]
    now = case.stage_index
    if not asking:
        yield Wait("not_asked")
    elif asking[0] > now:
        yield Wait("later_stage", what=stages[asking[0]].id)
    elif LAST_OF_ALL in test.metrics and not _all_others_met(state):
        yield Wait("others_first")


def metrics_asked(case: Case, stage: Stage) -> set[str]:
    """What the goals of a stage, its return list and its ladder read."""
    content, goal = case.content, case.log.goal
    lines = list(stage.exit)
    for line in stage.exit:
        names = line.checklists.values() if goal is None else [line.checklists.get(goal)]
        for name in names:
            lines += content.checklists[name].items if name else ()
    read = {line.metric for line in lines}
    read |= {line.or_metric.metric for line in lines if line.or_metric}
    ladders = {stage.ladder.id} if stage.ladder else set()
    if stage.ladder and stage.ladder.endurance_goal_then:
        ladders.add("endurance")
    for name in ladders:
        read |= {test.metric for test in content.ladders[name].gate}
    return read | {metric for name in read for metric in DERIVED_FROM.get(name, ())}


def _all_others_met(state: PlanState) -> bool:
    lines: list[LineState] = []
    for line in state.progress.lines:
        lines += line.lines or (line,)
    others = [line for line in lines if line.line.metric != LAST_OF_ALL and line.is_required]
    return all(line.status is Status.MET for line in others)


def _metrics(case: Case, test: SelfTest) -> list[Metric]:
    return [case.content.metrics[metric] for metric in test.metrics]
