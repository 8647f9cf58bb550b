"""How a session is worked through, and what a person needs for it."""

import pytest

from rehab.programme.log import Item, Session
from rehab.programme.model import Dose
from rehab.programme.response import respond
from rehab.programme.session import lacking, needed_things, run_parts, share_done, work_of
from rehab.programme.today import today_plan
from tests.rehab.builders import ago
from tests.rehab.programme.builders import content, make_case

LADDERS = [(ladder, step) for ladder in ("speed", "endurance") for step in range(50)]


def plan(lacks=(), **given):
    case = make_case(log={"lacks": frozenset(lacks)}, **given)
    return today_plan(case, respond(case))


def work(exercise, **dose):
    found = content().exercises[exercise]
    return work_of(found, Dose(**dose) if dose else found.dose, content().rests)


def ids(dues):
    return [due.exercise.id for due in dues]


class TestWork:
    def test_sets_of_repetitions_are_counted_by_the_person(self):
        found = work("bridge_1leg_floor")

        assert (found.kind, found.sets, found.reps, found.seconds) == ("reps", 4, 15, None)
        assert found.rest_s == content().rests.between_sets_s["strength"]

    def test_a_hold_runs_on_the_clock(self):
        found = work("heel_dig_mid")

        assert (found.kind, found.sets, found.seconds) == ("hold", 5, 10)

    def test_holds_within_repetitions_are_counted_by_the_person(self):
        found = work("plank_rotate")

        assert (found.kind, found.sets, found.reps) == ("reps", 2, 10)

    def test_minutes_are_seconds_of_moving(self):
        assert (work("walk_easy").kind, work("walk_easy").seconds) == ("time", 600)

    def test_its_own_rest_goes_before_the_rest_of_its_group(self):
        assert work("pull_hold").rest_s == 60
        assert work("pull_hold", sets=2, hold_s=5).rest_s == 10

    def test_a_dose_that_says_little_is_one_set(self):
        found = work("sit_break")

        assert (found.sets, found.reps, found.seconds) == (1, None, None)

    @pytest.mark.parametrize("exercise", sorted(content().exercises))
    def test_every_exercise_can_be_worked_through(self, exercise):
        found = work(exercise)

        assert found.sets >= 1
        assert (found.seconds is None) == (found.kind == "reps")


class TestTheShareDone:
    @pytest.mark.parametrize(
        ("done", "share"),
        [
            ({}, 0),
            ({"hold": None, "lift": None}, 100),
            ({"hold": 2}, 25),
            ({"hold": 9, "lift": 3}, 100),
            ({"lift": 1}, 17),
            ({"other": None}, 0),
            ({"easy_lift": None}, 50),
            ({"easy_lift": 1}, 17),
            ({"lift": 3, "easy_lift": None}, 50),
        ],
    )
    def test_sets_and_easier_neighbours_count(self, done, share):
        easier = {"lift": "easy_lift", "hold": None}

        assert share_done({"hold": 4, "lift": 3}, done, easier) == share

    def test_an_easier_exercise_that_is_planned_itself_counts_once(self):
        found = share_done({"lift": 3, "easy": 3}, {"easy": None}, {"lift": "easy"})

        assert found == 50

    def test_nothing_planned_is_not_nought(self):
        assert share_done({}, {"lift": 3}) is None


class TestRunning:
    @pytest.mark.parametrize("ladder", ["speed", "endurance"])
    def test_the_parts_run_as_long_as_the_step_says(self, ladder):
        for step in content().ladders[ladder].steps:
            parts = run_parts(step)
            told = [part for part in parts if part.is_running]
            assert told
            if step.running_min is not None:
                assert sum(part.seconds for part in told) == step.running_min * 60, step.step

    def test_walks_stand_between_the_runs(self):
        parts = run_parts(content().ladders["endurance"].steps[0])

        assert [(p.what, p.seconds) for p in parts[:3]] == [
            ("Walk", 300), ("Jog", 60), ("Walk", 120),
        ]  # fmt: skip
        assert len(parts) == 11


class TestEquipment:
    def test_nothing_is_assumed_to_be_missing(self):
        for exercise in content().exercises.values():
            assert lacking(exercise, content().needs, ()) == []

    def test_one_of_several_things_is_enough(self):
        raised = content().exercises["bridge_1leg_raised"]

        assert needed_things(raised, content().needs) == [("chair", "box")]
        assert lacking(raised, content().needs, {"chair"}) == []
        assert lacking(raised, content().needs, {"chair", "box"}) == [("chair", "box")]

    def test_a_choice_that_cannot_be_done_is_not_offered(self):
        used = set()
        for back in range(14):
            found = plan(lacks=["band", "strong_band", "bike"], in_stage=20 + back)
            used |= set(ids(found.all))
            assert {"band_curl", "band_side_walk", "bike_easy"} <= {
                left.exercise for left in found.left_out if left.why == "equipment"
            }
        assert not used & {"band_curl", "band_side_walk", "bike_easy"}

    def test_the_easier_neighbour_stands_for_a_core_exercise(self):
        shown = [
            due
            for day in range(7)
            for due in plan(stage="lengthen", in_stage=day, lacks=["chair", "box"]).core
        ]

        instead = [due for due in shown if due.instead_of == "bridge_1leg_raised"]
        assert {due.exercise.id for due in instead} == {"bridge_1leg_floor"}
        assert {due.why for due in instead} == {"equipment"}
        assert "bridge_1leg_raised" not in ids(shown)

    def test_a_neighbour_that_cannot_be_done_either_is_passed_over(self):
        lacks = ["partner", "anchor", "sliders"]
        eased = [
            Session(ago(back), items=(Item("nordic_assisted", True, 1),)) for back in (20, 15, 10)
        ]
        shown = [
            due
            for day in range(14)
            for due in plan(
                stage="speed", in_stage=day, day=60, lacks=lacks, full_sessions=eased
            ).core
        ]

        stood = {due.exercise.id for due in shown if due.why == "equipment"}
        assert stood == {"bridge_walkout"}

    def test_no_harder_exercise_stands_for_an_easier_one(self):
        levels = {key: each.level for key, each in content().exercises.items()}
        for stage in content().programmes["strain_sprint_g2"].stages:
            for day in range(7):
                found = plan(stage=stage.id, in_stage=day, day=60, lacks=content().things)
                for due in found.core:
                    if due.why == "equipment":
                        assert levels[due.exercise.id] <= levels[due.instead_of]

    def test_a_session_is_left_without_any_equipment(self):
        for programme in content().programmes.values():
            for stage in programme.stages:
                lists = [
                    plan(programme=programme.id, stage=stage.id, in_stage=day, day=90,
                         in_plan=120, lacks=content().things).all
                    for day in range(7)
                ]  # fmt: skip
                whole = [
                    plan(programme=programme.id, stage=stage.id, in_stage=day, day=90,
                         in_plan=120).all
                    for day in range(7)
                ]  # fmt: skip
                assert any(lists) == any(whole), (programme.id, stage.id)
