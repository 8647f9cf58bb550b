"""What else it could be: highest tier first, then weights, then the rules' own order."""

from rehab.conditions import rank
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
