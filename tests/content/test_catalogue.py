"""The shipped content as a whole: it loads, and what is derived from it holds."""

from rehab.content.catalogue import Catalogue, catalogue
from rehab.content.load import load
from rehab.signs.nodes import fields_read
from rehab.vocabulary import Tier


def test_the_shipped_content_is_loaded_once() -> None:
    assert catalogue() is catalogue()


def test_the_version_names_release_and_bytes(content: Catalogue) -> None:
    assert content.content_version == load().content_version
    assert content.content_version.startswith("1.")
    assert "+" in content.content_version


def test_nothing_claims_a_check_that_has_not_happened(content: Catalogue) -> None:
    kinds = (content.rules, content.questions, content.conditions, content.programmes)
    checked = [entry.id for kind in kinds for entry in kind.values() if entry.checked_by]

    assert checked == []


def test_all_rules_are_on(content: Catalogue) -> None:
    assert len(content.enabled_rules) == len(content.rules)


def test_all_ten_programmes_are_on(content: Catalogue) -> None:
    assert set(content.enabled_programmes) == set(content.programmes)
    assert len(content.programmes) == 10


def test_the_weekly_set_is_the_emergency_screen_danger_first(content: Catalogue) -> None:
    weekly = [question.id for question in content.weekly_questions]

    assert weekly[0] == "q_saddle_numb"
    assert {"q_leg_swollen", "q_both_legs", "q_dark_urine", "q_cold_leg", "q_fever"} <= set(weekly)
    assert len(weekly) <= 9


def test_long_answers_are_those_read_for_years(content: Catalogue) -> None:
    assert "q_anticoagulant" in content.long_answer_questions
    assert "q_saddle_numb" not in content.long_answer_questions


def test_the_horizon_covers_the_longest_rule_with_its_persistence(content: Catalogue) -> None:
    assert content.longest_window_days >= max(r.window_days for r in content.enabled_rules)
    assert content.longest_window_days <= 100
    assert content.rules["r_night_pain"].window_days == 28 + 3


def test_emergency_rules_rest_on_answers_never_on_pain_alone(content: Catalogue) -> None:
    for rule in content.rules.values():
        if rule.tier is Tier.EMERGENCY:
            assert rule.answer_windows, rule.id


def test_slow_rules_use_the_slow_clock(content: Catalogue) -> None:
    slow = {"plateau", "overdue", "treatment_no_response", "running_only"}

    assert {r.clock for r in content.rules.values() if r.topic in slow} == {"slow"}


def test_general_rules_weigh_next_to_nothing(content: Catalogue) -> None:
    for rule_id in ("r_plateau_g2", "r_overdue", "r_rest_pain", "r_mostly_elsewhere"):
        assert content.rules[rule_id].weight == 0.1
    assert content.rules["r_ces"].weight == 9
    assert content.rules["p_tendon"].weight == 3


def test_common_and_dangerous_causes_stand_first(content: Catalogue) -> None:
    first = {rule_id: rule.suggests[0] for rule_id, rule in content.rules.items() if rule.suggests}

    assert first["r_overdue"] == "hamstring_strain"
    assert first["r_groin_medial"] == "femoral_stress_fracture"
    assert first["r_mostly_elsewhere"] == "proximal_hamstring_tendinopathy"
    assert first["r_contusion_mo"] == "contusion"


def test_every_condition_but_the_one_for_quiet_diaries_is_named_by_a_rule(
    content: Catalogue,
) -> None:
    named = {condition for rule in content.rules.values() for condition in rule.suggests}

    assert set(content.conditions) - named == set()


def test_tiers_from_urgent_down_say_how_soon(content: Catalogue) -> None:
    for rule in content.rules.values():
        if rule.tier.rank >= Tier.SOON.rank:
            assert rule.within_days is not None, rule.id
            assert rule.within_days <= (2 if rule.tier is not Tier.SOON else 14), rule.id


def test_a_day_flag_of_a_rule_is_one_of_the_log(content: Catalogue) -> None:
    read = {name for rule in content.rules.values() for name in fields_read(rule.condition)}
    flags = {name for name in read if name.startswith("flag.")}

    assert flags == {
        "flag.swelling",
        "flag.bruising",
        "flag.numbness",
        "flag.weakness",
        "flag.fall",
    }


def test_corridors_are_the_table_of_the_warning_signs(content: Catalogue) -> None:
    grade_2 = {p.week: (p.lower, p.middle, p.upper) for p in content.corridors["grade_2"].points}
    tendon = {p.week: (p.middle, p.upper) for p in content.corridors["tendon"].points}

    assert grade_2[2] == (40, 70, 100)
    assert grade_2[12] == (0, 0, 20)
    assert tendon[12] == (30, 75)
    assert content.corridors["stretch_1"].time_factor == 2
