"""The mends of the desk review in programmes, exercises, ladders and return lists."""

from itertools import pairwise

import pytest

from rehab.content.catalogue import Catalogue, catalogue
from rehab.programme.model import Criterion, Programme, Stage
from rehab.vocabulary import Goal

STRAINS = ("strain_sprint_g1", "strain_sprint_g2", "strain_stretch", "strain_g3_cleared")


def used(programme: Programme) -> set[str]:
    return {use.id for stage in programme.stages for use in stage.exercises}


def required_for(lines: tuple[Criterion, ...], goal: Goal) -> list[Criterion]:
    return [line for line in lines if line.required and (not line.goals or goal in line.goals)]


def test_no_strap_stretch_where_the_upper_tendon_may_be_torn(content: Catalogue) -> None:
    for programme in ("strain_stretch", "strain_g3_cleared", "pht", "hold_until_seen"):
        assert "strap_stretch" not in used(content.programmes[programme])


def test_strap_stretch_elsewhere_needs_a_quiet_sit_bone(content: Catalogue) -> None:
    for programme in ("strain_sprint_g1", "strain_sprint_g2"):
        stage = content.programmes[programme].stage("lengthen")
        use = next(use for use in stage.exercises if use.id == "strap_stretch")
        assert (use.no_marks_on, use.no_marks_days) == (("sit_bone",), 7)
        assert use.when[0].value == 1


@pytest.mark.parametrize("programme", STRAINS)
def test_glider_is_an_option_after_the_diver(programme: str) -> None:
    uses = [
        use
        for stage in catalogue().programmes[programme].stages
        for use in stage.exercises
        if use.id == "glider"
    ]

    assert uses
    for use in uses:
        assert use.role == "option"
        assert use.after is not None
        assert use.after.exercise == "diver"
        assert use.needs_clearance == (programme in ("strain_stretch", "strain_g3_cleared"))


@pytest.mark.parametrize(
    ("programme", "day"),
    [("strain_sprint_g1", 4), ("strain_sprint_g2", 7), ("strain_stretch", 14),
     ("strain_g3_cleared", 28), ("contusion", 5)],
)  # fmt: skip
def test_the_slide_out_waits_for_its_day_and_the_walk_out(programme: str, day: int) -> None:
    uses = [
        use
        for stage in catalogue().programmes[programme].stages
        for use in stage.exercises
        if use.id == "slider_2leg"
    ]

    assert [use.from_day for use in uses] == [day]
    assert uses[0].after is not None
    assert uses[0].after.exercise == "bridge_walkout"


@pytest.mark.parametrize("programme", STRAINS)
def test_no_hopping_feet_in_the_first_stage(programme: str) -> None:
    stages = catalogue().programmes[programme].stages

    assert "fast_feet" not in {use.id for use in stages[0].exercises}
    assert "fast_feet" in {use.id for use in stages[1].exercises}


def test_compress_and_raise_is_reworded_and_gated(content: Catalogue) -> None:
    card = content.exercises["care_compress"]

    assert "level with your heart" in card.cue
    assert set(card.not_if) >= {"q_tense_thigh", "q_anticoagulant", "q_numb_feet"}
    waiting = content.programmes["hold_until_seen"].stages[0].exercises
    use = next(use for use in waiting if use.id == "care_compress")
    assert use.not_if_resting_pain_from == 7


def test_everyday_life_has_a_way_out_of_every_plan(content: Catalogue) -> None:
    for programme in content.enabled_programmes.values():
        for stage in programme.stages:
            lines = required_for(stage.exit, Goal.EVERYDAY)
            metrics = {line.metric for line in lines if line.need != "computed"}
            assert not metrics & {"slhb_pct", "ladder_step", "full_sessions"}, stage.id


def test_return_lists_follow_the_goal(content: Catalogue) -> None:
    sport = content.checklists["return_to_sport"]
    everyday = content.checklists["return_everyday"]
    steps = {
        goal: [(line.ladder, line.value) for line in required_for(sport.items, goal) if line.ladder]
        for goal in (Goal.DISTANCE, Goal.SPRINT_TEAM)
    }

    assert steps[Goal.SPRINT_TEAM] == [("speed", "S10")]
    assert steps[Goal.DISTANCE] == [("speed", "S7"), ("endurance", "E11")]
    assert {line.metric for line in everyday.items} == {
        "t_walk30_pain",
        "t_sls_pain",
        "t_bridge_floor_reps",
        "confidence",
    }


def test_no_return_line_asks_for_a_strict_nought(content: Catalogue) -> None:
    for line in content.checklists["return_to_sport"].items:
        if line.required and line.metric.startswith("t_"):
            assert (line.op, line.value) != ("==", 0), line.id
    gap = next(i for i in content.checklists["return_to_sport"].items if i.metric == "ake_gap")
    assert (gap.value, gap.advised) == (10, 5)


def test_the_return_list_is_computed_never_ticked(content: Catalogue) -> None:
    for programme in STRAINS:
        line = content.programmes[programme].stage("speed").exit[0]
        assert line.need == "computed"
        assert set(line.checklists) == set(Goal)


def test_side_to_side_shares_are_unknown_for_a_weak_other_leg(content: Catalogue) -> None:
    for programme in content.programmes.values():
        for stage in programme.stages:
            for line in stage.exit:
                if line.metric == "slhb_pct":
                    assert line.other_leg_min == 8
                    reps = [x for x in stage.exit if x.metric == "t_slhb_inj"]
                    assert reps[0].value == (12 if programme.id == "strain_stretch" else 10)


def test_clearance_is_attested_per_stage_and_ages(content: Catalogue) -> None:
    for programme in content.programmes.values():
        for stage in programme.stages:
            for line in stage.exit:
                if line.metric == "clearance" and line.need == "attested":
                    assert line.max_age_days == 21, (programme.id, stage.id)


def test_a_limp_or_a_gap_goes_back_a_stage(content: Catalogue) -> None:
    rules = {rule.id: rule for rule in content.response_rules}

    assert rules["back_limp"].outcome == "stage_back"
    assert rules["back_gap"].outcome == "stage_back"
    assert rules["back_gap"].only_if_not_trained
    assert rules["hold_gap"].only_if_not_trained


def test_one_calf_day_never_stops_a_plan(content: Catalogue) -> None:
    stop = next(rule for rule in content.response_rules if rule.id == "stop_nerve")

    assert stop.any == ()
    assert set(stop.open_finding_tiers) == {"soon", "urgent", "emergency"}


def test_a_bruise_stops_only_when_it_is_new(content: Catalogue) -> None:
    stop = next(rule for rule in content.response_rules if rule.id == "stop_bruise")

    assert (stop.new_after_recorded_no_days, stop.not_before_day) == (7, 8)


def test_only_the_second_speed_step_may_be_left_out(content: Catalogue) -> None:
    assert content.ladders["speed"].skip_steps == ("S2",)


def test_running_time_never_grows_by_more_than_half_on_the_endurance_ladder(
    content: Catalogue,
) -> None:
    minutes = [step.running_min for step in content.ladders["endurance"].steps[1:9]]

    assert all(after <= before * 1.5 for before, after in pairwise(m for m in minutes if m))
    assert [step.step for step in content.ladders["endurance"].steps[1:6]] == [
        "E2", "E2b", "E3", "E3b", "E4",
    ]  # fmt: skip


def test_no_hop_test_with_groin_buttock_back_pain_or_bone_risk(content: Catalogue) -> None:
    hop = content.metrics["t_hop10_pain"]

    assert hop.not_if == ("q_bone_risk",)
    assert set(hop.not_with_locations) == {"groin_inner_thigh", "buttock", "low_back"}


def test_tests_taken_on_painkillers_do_not_count(content: Catalogue) -> None:
    for name in ("t_ake_pain", "t_load_a_pain", "pain_morning", "run_pain", "t_slhb_inj"):
        assert content.metrics[name].hours_after_painkiller == 12


@pytest.mark.parametrize(
    ("programme", "day"),
    [("strain_sprint_g1", 42), ("strain_sprint_g2", 70), ("strain_stretch", 140),
     ("strain_g3_cleared", 180), ("pht", 210)],
)  # fmt: skip
def test_a_professional_is_named_on_the_plans_own_day(programme: str, day: int) -> None:
    assert catalogue().programmes[programme].see_professional_by_day == day


@pytest.mark.parametrize("programme", (*STRAINS, "pht", "contusion"))
def test_the_shown_range_can_be_kept(programme: str) -> None:
    plan = catalogue().programmes[programme]
    shortest = sum(stage.min_days for stage in plan.stages if stage.id != "watch")

    assert plan.expected_days.first >= shortest


def test_every_programme_but_the_care_card_has_the_shared_door(content: Catalogue) -> None:
    without = {p.id for p in content.programmes.values() if not p.shared_gate}

    assert without == {"hold_until_seen"}
    assert {"no_open_sign", "age", "young_upper", "thinners"} <= {
        gate.id for gate in content.shared_gates
    }


def test_the_gentle_plan_holds_nothing_that_loads_the_hamstring(content: Catalogue) -> None:
    gentle = {e.group for e in content.exercises.values() if not e.loads_hamstring}

    assert gentle <= {"care", "aerobic", "mobility", "trunk"}


def test_everything_a_stage_tests_is_measured_somewhere(content: Catalogue) -> None:
    def metrics(stage: Stage) -> set[str]:
        return {line.metric for line in stage.exit if line.need != "computed"}

    read = {m for p in content.programmes.values() for s in p.stages for m in metrics(s)}

    assert {content.metrics[m].home for m in read} <= {
        "day", "run", "session", "reading", "answer", "visit", "clearance", "derived",
    }  # fmt: skip


def test_ids_of_two_things_are_apart(content: Catalogue) -> None:
    for name in ("contusion", "cramp", "ischial_bursitis"):
        assert name in content.conditions
        assert name in content.triage_rows
    assert content.triage_rows["ischial_bursitis"].programme == "pht"
