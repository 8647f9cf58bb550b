"""What else it could be: highest tier first, then weights, then the rules' own order."""

from rehab.conditions import pointed_by, rank
from rehab.signs.evaluate import Finding
from rehab.vocabulary import Tier


def finding(rule, tier, weight, *conditions):
    return Finding(rule_id=rule, topic=rule, tier=tier, weight=weight, conditions=conditions)


def order(*findings):
    return [pointed.condition for pointed in rank(findings)]


def test_the_highest_tier_comes_before_any_weight():
    urgent = finding("r_u", Tier.URGENT, 6, "dvt")
    pointers = [finding(f"p_{n}", Tier.NOTE, 3, "sij") for n in range(5)]

    assert order(*pointers, urgent) == ["dvt", "sij"]


def test_a_pointer_comes_before_the_general_rules():
    plateau = finding("r_plateau", Tier.ROUTINE, 0.1, "hamstring_strain", "sij")
    pointer = finding("p_tendon", Tier.NOTE, 3, "tendon")

    assert order(plateau, pointer) == ["tendon", "hamstring_strain", "sij"]


def test_weights_add_up_over_rules():
    one = finding("r_1", Tier.ROUTINE, 1, "a", "b")
    two = finding("r_2", Tier.ROUTINE, 1, "b")

    assert order(one, two) == ["b", "a"]
    assert rank([one, two])[0].rules == ("r_1", "r_2")
    assert rank([one, two])[0].weight == 2


def test_equal_weights_keep_the_order_of_the_rule():
    assert order(finding("r_groin", Tier.ROUTINE, 1, "stress", "hip", "a")) == [
        "stress",
        "hip",
        "a",
    ]


def test_rules_that_weigh_nothing_point_nowhere():
    assert order(finding("r_ask", Tier.NOTE, 0, "dvt")) == []


def test_the_diary_orders_what_the_rules_name_alike():
    routine = finding("r_any", Tier.ROUTINE, 1, "a", "b", "c")

    assert order(routine) == ["a", "b", "c"]
    assert [p.condition for p in rank([routine], {"c": 3.0, "b": 1.0, "a": -1.0})] == [
        "c",
        "b",
        "a",
    ]


def test_what_the_diary_leans_to_strongly_is_named_without_a_rule():
    routine = finding("r_any", Tier.ROUTINE, 1, "a")

    assert [p.condition for p in rank([routine], {"z": 4.0, "y": 3.9})] == ["z", "a"]
    assert [p.tier for p in rank([], {"z": 4.0})] == [Tier.NOTE]


def test_what_does_not_fit_at_all_is_not_named():
    urgent = finding("r_u", Tier.URGENT, 6, "avulsion", "growing_bone")

    assert [p.condition for p in rank([urgent], {"growing_bone": -4.0})] == ["avulsion"]


def test_a_pressing_rule_that_does_not_know_what_it_is_keeps_its_danger_among_three():
    severe = finding("r_severe", Tier.URGENT, 1, "compartment", "infection")
    nerve = finding("r_nerve", Tier.SOON, 3, "nerve_root", "buttock_nerve")

    ordered = [p.condition for p in rank([severe, nerve], {"nerve_root": 6.0, "compartment": -3.0})]

    assert ordered[0] == "nerve_root"
    assert ordered.index("compartment") < 3


def test_an_urgent_finding_names_its_own_list_alone_in_the_order_of_the_diary():
    urgent = finding("r_u", Tier.URGENT, 6, "tear", "hip")
    pointer = finding("p_1", Tier.NOTE, 3, "sij")

    assert pointed_by(urgent, [urgent, pointer], {"hip": 3.0, "sij": 8.0}) == ["hip", "tear"]
    routine = finding("r_r", Tier.ROUTINE, 1, "strain")
    assert pointed_by(routine, [routine, pointer], {"sij": 8.0}) == ["sij", "strain"]
