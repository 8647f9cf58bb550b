"""Made-up people go through every plan that is switched on; none is stuck, nobody is pushed."""

from datetime import timedelta
from itertools import pairwise

import pytest

from rehab.programme.lines import Status
from rehab.programme.log import StageStay
from rehab.vocabulary import Goal
from tests.rehab.programme.builders import content
from tests.rehab.programme.people import INJURIES, Person

FAST = {"pace": 0.6, "logs": 1.0}
ORDINARY = {"pace": 1.0, "logs": 0.5}
SLOW = {"pace": 1.6, "logs": 0.3}
FLARE = {"pace": 1.0, "logs": 1.0, "flares": (9, 12)}
LATE_FLARE = {"pace": 1.0, "logs": 0.6, "flares": (40,)}
KINDS = {
    "fast": FAST, "ordinary": ORDINARY, "slow": SLOW, "flare": FLARE, "late flare": LATE_FLARE,
}  # fmt: skip
# Days by which even a slow person who logs a third of the days is through.
AT_MOST = {
    "strain_sprint_g1": 320, "strain_sprint_g2": 420, "strain_stretch": 420, "pht": 560,
    "hold_until_seen": 40, "strain_g3_cleared": 560, "contusion": 420, "cramp": 200, "tight": 250,
    "maintenance": 800,
}  # fmt: skip
SHORT = 250


def test_people_stand_for_every_programme_that_is_switched_on():
    assert set(INJURIES) == set(content().enabled_programmes)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("programme", INJURIES)
def test_a_healing_person_gets_through(programme, kind):
    person = Person(programme, **KINDS[kind], goal=Goal.SPRINT_TEAM)

    done = person.live(AT_MOST[programme])

    assert done is not None, person.story
    stages = [stage.id for stage in content().programmes[programme].stages]
    assert [s for s in dict.fromkeys(x[1] for x in person.story) if s in stages[1:]] == stages[1:]
    shortest = sum(stage.min_days for stage in content().programmes[programme].stages)
    assert done >= shortest


@pytest.mark.parametrize("goal", [Goal.EVERYDAY, Goal.DISTANCE])
@pytest.mark.parametrize("programme", ["strain_sprint_g2", "pht"])
def test_everyday_goals_do_not_run_and_distance_goals_do(programme, goal):
    person = Person(programme, **ORDINARY, goal=goal)

    assert person.live(AT_MOST[programme]) is not None, person.story
    assert bool(person.runs) is (goal is not Goal.EVERYDAY)


@pytest.mark.parametrize("logs", [1.0, 0.5, 0.3])
@pytest.mark.parametrize("pace", [0.6, 1.0, 1.6])
@pytest.mark.parametrize("programme", INJURIES)
def test_fast_and_slow_people_get_through_however_often_they_log(programme, pace, logs):
    """Nobody is stuck, nobody jumps a stage or its shortest time; short plans by three seeds."""
    stages = content().programmes[programme].stages
    for seed in (2, 3, 4) if AT_MOST[programme] <= SHORT else (2,):
        person = Person(programme, pace=pace, logs=logs, flares=(seed * 7,), seed=seed)
        done = person.live(round(AT_MOST[programme] * max(1.0, 0.5 / logs)))

        assert done is not None, (seed, person.story)
        assert done >= sum(stage.min_days for stage in stages)
        for before, after in pairwise(person.stays):
            in_order = [stage.id for stage in stages]
            step = in_order.index(after.stage) - in_order.index(before.stage)
            assert step == (-1 if after.reason == "stepped_back" else 1)
            if step == 1:
                least = content().programmes[programme].stage(before.stage).min_days
                assert (after.started_on - before.started_on).days >= least


@pytest.mark.parametrize("logs", [1.0, 0.5, 0.3])
@pytest.mark.parametrize("programme", sorted(set(INJURIES) - {"hold_until_seen", "cramp"}))
def test_somebody_who_does_not_heal_is_never_offered_the_next_stage(programme, logs):
    """Whatever a professional says: pain stays at 6 to 7, tests stay bad, nobody trains."""
    person = Person(programme, logs=logs, stays_at=6.5, done_pct=20)

    assert person.live(90) is None
    assert not any(person.offered)
    assert person.story == []


@pytest.mark.parametrize("logs", [1.0, 0.5])
def test_a_cramp_that_does_not_go_is_asked_about_again_and_never_moves_on(logs):
    person = Person("cramp", logs=logs, stays_at=4.0)

    assert person.live(20) is None
    assert [stage for _, stage in person.story] == ["settle"]
    state = person.state(person.start + timedelta(days=19))
    assert state.progress.asks_again
    assert not state.progress.is_ready


def test_a_cramp_that_went_is_not_asked_about_again():
    person = Person("cramp")
    person.live(10)

    assert person.stays[-1].stage == "build"
    assert not person.state(person.start + timedelta(days=9)).progress.asks_again


@pytest.mark.parametrize(("late", "asks"), [(3, False), (4, True)])
def test_three_days_of_a_cramp_are_given_before_it_is_asked(late, asks):
    person = Person("cramp", stays_at=4.0)
    person.stays.append(StageStay("settle", person.start, "goals_met"))
    person.days[person.start] = person.write_day(1, person.start)

    assert person.state(person.start + timedelta(days=late)).progress.asks_again is asks


@pytest.mark.parametrize("programme", [p.id for p in content().programmes.values()
                                       if any(s.ladder for s in p.stages)])  # fmt: skip
@pytest.mark.parametrize("goal", [Goal.EVERYDAY, Goal.DISTANCE])
def test_every_goal_has_its_way_through_every_programme_with_running(programme, goal):
    person = Person(programme, pace=0.6, goal=goal)

    assert person.live(AT_MOST[programme]) is not None, person.story


def test_somebody_whose_healing_stops_half_way_stays_half_way():
    person = Person("strain_sprint_g2", stays_at=4.4)

    assert person.live(80) is None
    assert {stage for _, stage in person.story} <= {"protect", "rebuild"}


def test_a_care_card_ends_only_with_a_professional():
    person = Person("hold_until_seen", pace=0.3)
    person.see_somebody = lambda day, today: None

    assert person.live(60) is None
    assert person.state(person.start + timedelta(days=59)).progress.lines[0].status is (
        Status.NOT_YET
    )


@pytest.mark.parametrize("programme", ["strain_sprint_g2", "pht"])
def test_days_without_a_log_send_nobody_back(programme):
    person = Person(programme, pace=0.5)
    for day in range(20):
        person.live_one(day, person.start + timedelta(days=day))
    stage = person.stays[-1].stage

    state = person.state(person.start + timedelta(days=60))

    assert state.progress.stage.id == stage
    assert state.response.back_to is None
    assert state.response.gap_to_ask == 40


def test_a_flare_costs_days_and_no_more():
    calm = Person("strain_sprint_g2")
    flaring = Person("strain_sprint_g2", flares=(20,))

    without, with_flare = calm.live(300), flaring.live(300)

    assert without is not None and with_flare is not None
    assert without <= with_flare <= without + 30
