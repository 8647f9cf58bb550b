"""No path through any programme without an exit, whatever the goal, and what each exit needs."""

import pytest

from rehab.programme.ladder import ladder_states
from rehab.programme.lines import Status
from rehab.programme.log import Clearance, StageStay
from rehab.programme.model import Criterion
from rehab.programme.progress import next_of, stage_progress
from rehab.programme.response import respond
from rehab.vocabulary import Goal
from tests.rehab.builders import ago
from tests.rehab.programme.builders import G2, content, criterion, make_case, told

PROGRAMMES = list(content().programmes)
GOALS = [None, *Goal]
# Where each kind of value is entered; what is derived is worked out from these.
ENTERED = {"day", "run", "session", "reading", "answer", "fall", "visit", "clearance"}
WORKED_OUT = {"morning_rise", "ake_gap", "slhb_pct", "ladder_step", "cramp_free_days",
              "days_since_return", "days_since_injury", "pain_worst", "full_sessions"}  # fmt: skip


def walk(programme: str, goal: Goal | None) -> list[str]:
    """The stages a person with this goal goes through, and where they end."""
    stages = content().programmes[programme].stages
    path = [stages[0].id]
    for _ in range(len(stages) + 1):
        following, then = next_of(make_case(programme, path[-1], log={"goal": goal}))
        path.append(following or f"end:{then}")
        if following is None:
            return path
    raise AssertionError(path)


@pytest.mark.parametrize("goal", GOALS)
@pytest.mark.parametrize("programme", PROGRAMMES)
def test_every_programme_comes_to_an_end_in_its_order(programme, goal):
    path = walk(programme, goal)
    order = [stage.id for stage in content().programmes[programme].stages]

    assert path[-1].startswith("end:")
    assert [order.index(stage) for stage in path[:-1]] == sorted(
        order.index(stage) for stage in path[:-1]
    )
    assert set(order) - set(path[:-1]) <= {"energy", "speed", "watch"}


@pytest.mark.parametrize("programme", sorted(set(PROGRAMMES) - {"maintenance", "hold_until_seen"}))
def test_every_end_leads_to_the_stay_strong_plan_and_that_one_to_none(programme):
    assert walk(programme, Goal.SPRINT_TEAM)[-1] == "end:maintenance"
    assert walk("maintenance", None)[-1] == "end:None"


def lines_of(programme: str, stage_id: str, goal: Goal) -> list[Criterion]:
    stage = content().programmes[programme].stage(stage_id)
    found = []
    for line in stage.exit:
        listed = line.checklists.get(goal)
        found += list(content().checklists[listed].items) if listed else [line]
    return [line for line in found if not line.goals or goal in line.goals]


@pytest.mark.parametrize("goal", list(Goal))
@pytest.mark.parametrize("programme", PROGRAMMES)
def test_every_line_can_be_entered_and_every_step_is_on_the_ladder(programme, goal):
    for stage_id in walk(programme, goal)[:-1]:
        case = make_case(programme, stage_id, log={"goal": goal}, injury=G2)
        steps = {s for state in ladder_states(case, respond(case)) for s in state.steps}
        use = case.stage.ladder
        if goal is Goal.DISTANCE and use and use.endurance_goal_then:
            steps |= {step.step for step in content().ladders["endurance"].steps}
        for line in lines_of(programme, stage_id, goal):
            known = content().metrics[line.metric]
            assert known.home in ENTERED or line.metric in WORKED_OUT, (stage_id, line.id)
            if known.home == "reading":
                assert line.metric in content().test_of, (stage_id, line.id)
            if known.home == "answer":
                asked = {m for q in known.answers_from for m in content().questions[q].asked_when}
                assert "plan" in asked, (stage_id, line.id)
            if line.need == "passes":
                assert line.value in steps, (stage_id, line.id)


def test_a_stage_without_any_log_is_never_ready_and_says_what_is_missing():
    for programme in PROGRAMMES:
        for stage in content().programmes[programme].stages:
            case = make_case(programme, stage.id, in_stage=400, in_plan=500)
            found = stage_progress(case, respond(case))
            # The door of a large tear wants an agreement of the last weeks.
            by_time = {line.metric for line in stage.exit} == {"days_since_return"}
            by_time = by_time and programme != "strain_g3_cleared"

            assert found.is_ready is by_time, (programme, stage.id)
            for state in found.lines:
                is_met = state.status is Status.MET
                assert is_met or state.missing is not None, (programme, stage.id, state.line.id)


# A grade 3 tear: each stage wants an agreement of its own.
AGREE = criterion("attested", metric="clearance", op="==", value=True, max_age_days=21,
                  per_stage=True)  # fmt: skip


def cleared(days_ago: int, *, stage: str = "", in_stage: int = 20) -> Status:
    given = Clearance(ago(days_ago), "physio", programme="strain_g3_cleared", stage=stage)
    case = make_case("strain_g3_cleared", in_stage=in_stage, log={"clearances": (given,)})
    return told(case, AGREE).status


@pytest.mark.parametrize(("given", "stage", "status"), [
    (21, "", Status.NOT_YET),           # before the stage began
    (20, "", Status.NOT_YET),           # on its first day: it led into it
    (19, "", Status.MET),
    (0, "", Status.MET),
    (20, "rebuild", Status.MET),        # names this stage
    (10, "protect", Status.NOT_YET),    # names another
    (21, "rebuild", Status.NOT_YET),    # of an earlier time in this stage
])  # fmt: skip
def test_the_agreement_that_led_into_a_stage_does_not_lead_out_of_it(given, stage, status):
    assert cleared(given, stage=stage) is status


@pytest.mark.parametrize(("given", "status"), [(21, Status.MET), (22, Status.NOT_YET)])
def test_an_agreement_ages_within_a_long_stage(given, status):
    assert cleared(given, in_stage=60) is status


def test_an_agreement_of_tomorrow_or_of_another_plan_opens_nothing():
    other = Clearance(ago(1), "physio", programme="hold_until_seen")
    case = make_case("strain_g3_cleared", log={"clearances": (other,)})

    assert cleared(-1) is Status.NOT_YET
    assert told(case, AGREE).status is Status.NOT_YET


def test_every_stage_of_a_large_tear_but_the_watch_wants_its_own_agreement():
    for stage in content().programmes["strain_g3_cleared"].stages:
        own = [line for line in stage.exit if line.per_stage]
        assert len(own) == (stage.id != "watch"), stage.id
        assert all(line.need == "attested" and line.max_age_days == 21 for line in own)


def test_one_agreement_opens_one_stage_of_a_large_tear():
    """Given in stage 1 and used there: stage 2 waits for the next."""
    given = Clearance(ago(30), "physio", programme="strain_g3_cleared")
    stays = (StageStay("protect", ago(45)), StageStay("rebuild", ago(29), "goals_met"))
    case = make_case("strain_g3_cleared", stays=stays, log={"clearances": (given,)})
    line = next(s for s in stage_progress(case, respond(case)).lines if s.line.per_stage)

    assert line.status is Status.NOT_YET
