"""Plans of a year-old injury: a full log behind every stage of every programme."""

import random
from datetime import timedelta

from benchmarks.diaries import TODAY, diary
from rehab.content.catalogue import Catalogue
from rehab.diary import Diary, Run
from rehab.programme.entry import DERIVED_FROM
from rehab.programme.log import Clearance, Item, PlanLog, Reading, Session, StageStay
from rehab.programme.model import Programme, Stage
from rehab.programme.state import PlanState, plan_state
from rehab.vocabulary import Goal

TESTS_EVERY, STEPS_EVERY = 3, 3
STAGES_APART = 30


def year(content: Catalogue) -> list[tuple[str, Diary, PlanLog]]:
    """One plan for each stage: a year of days, sessions, runs and self-tests behind it."""
    days = diary(365)
    return [
        (f"{programme.id} {stage.id}", _with_steps(days, stage), _log(programme, stage, content))
        for programme in content.enabled_programmes.values()
        for stage in programme.stages
    ]


def state(case: tuple[str, Diary, PlanLog], content: Catalogue) -> PlanState:
    """The whole state of one of them today."""
    _, days, log = case
    return plan_state(days, log, today=TODAY, content=content)


def _with_steps(days: Diary, stage: Stage) -> Diary:
    """The same diary with every third run as a step of the stage's ladder."""
    ladder = stage.ladder
    if ladder is None:
        return days
    runs = tuple(
        Run(on=r.on, minutes=r.minutes, pain=1, ladder=ladder.id, step=ladder.first)
        if number % STEPS_EVERY == 0
        else r
        for number, r in enumerate(days.runs)
    )
    return Diary(injury=days.injury, days=days.days, runs=runs, falls=days.falls,
                 answers=days.answers, first_logged_on=days.first_logged_on)  # fmt: skip


def _log(programme: Programme, stage: Stage, content: Catalogue) -> PlanLog:
    chance = random.Random(programme.id + stage.id)
    began = TODAY - timedelta(days=365)
    place = programme.stages.index(stage)
    stays = [
        StageStay(s.id, began + timedelta(days=STAGES_APART * n), "goals_met")
        for n, s in enumerate(programme.stages[: place + 1])
    ]
    dates = [began + timedelta(days=n) for n in range(365) if chance.random() < 0.6]
    used = [use.id for use in stage.exercises][: stage.session.max_items]
    read = [line.metric for s in programme.stages[: place + 1] for line in s.exit]
    read += [line.metric for listed in content.checklists.values() for line in listed.items]
    entered = [m for metric in read for m in DERIVED_FROM.get(metric, (metric,))]
    metrics = [m for m in dict.fromkeys(entered) if content.metrics[m].home == "reading"]
    return PlanLog(
        programme=programme.id,
        started_on=began,
        stays=tuple(stays),
        sessions=tuple(
            Session(on, pain=chance.choice([1, 2]), sharp_stop=False, done_pct=100,
                    items=tuple(Item(each, pain=chance.choice([1, 2])) for each in used))
            for on in dates
        ),
        readings=tuple(
            Reading(on, metric, chance.choice([1, 2, 20]))
            for on in dates[::TESTS_EVERY]
            for metric in metrics
        ),
        clearances=(Clearance(TODAY - timedelta(days=5), "physio"),),
        goal=Goal.SPRINT_TEAM,
        injuries_12m=1,
        returned_on=TODAY - timedelta(days=20) if stage.id == "watch" else None,
    )  # fmt: skip
