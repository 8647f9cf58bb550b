"""What a card says it could be: few, plain and common first, rare ones calmly and last."""

import pytest

from rehab.content.catalogue import catalogue
from rehab.vocabulary import Tier
from tracker.overview.sign_words import could_be, possible, what_to_do
from tracker.regions import REGIONS

RULES = [rule for rule in catalogue().enabled_rules if rule.tier is not Tier.NOTE and rule.suggests]
UK = REGIONS["gb"]
RARE = [card.named for card in catalogue().conditions.values() if card.is_rare]


def words(rule_id: str) -> str:
    rule = catalogue().rules[rule_id]
    return could_be([rule], rule.tier)


def test_a_growth_is_what_we_call_rare() -> None:
    assert sorted(RARE) == [
        "a growth in soft tissue or bone",
        "a growth on a nerve, mostly harmless",
    ]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_at_most_four_possibilities_and_one_rare_after_the_word_rarely(rule) -> None:
    text = could_be([rule], rule.tier)

    named = [card.named for card in catalogue().conditions.values() if card.named in text]
    assert 1 <= len(named) <= 4
    before, _, after = text.partition("Rarely, it ")
    assert not [name for name in RARE if name in before]
    assert len([name for name in RARE if name in after]) <= 1


def test_night_pain_names_the_nerve_first_and_the_growth_calmly() -> None:
    assert words("r_night_pain").startswith(
        "It can come from a nerve in the low back. Rarely, it is a growth in soft tissue or bone."
    )


def test_a_routine_sign_names_no_growth_unless_the_rule_is_about_it() -> None:
    assert "growth" not in words("r_nerve_quality")
    assert "growth" not in words("r_contusion_mo")
    assert "Rarely, it is a growth" in words("r_lump_any")


def test_common_possibilities_come_before_dangerous_ones_while_there_is_time() -> None:
    text = words("r_constant_pain")

    assert text.index("a nerve in the low back") < text.index("an infection")


def test_an_urgent_sign_keeps_the_order_of_its_rule() -> None:
    text = words("r_bleed_risk")

    assert text.startswith("It can come from a large bleed in the muscle or pressure")
    assert "nothing serious" not in text


def test_one_possibility_is_not_told_apart_from_others() -> None:
    assert "tell them apart" not in words("r_ces")
    assert "tell them apart" not in words("r_lump_nerve")


def test_a_rule_that_suggests_nothing_says_nothing() -> None:
    assert could_be([], Tier.SOON) == ""


def test_not_sure_about_any_emergency_question_is_not_told_what_it_could_be() -> None:
    """It may be about breath as well as about the back."""
    assert words("r_emergency_unsure") == ""


def test_a_week_is_not_put_off_to_two() -> None:
    rule = catalogue().rules["r_stretch_upper"]

    first, *_ = what_to_do([rule], rule.tier, REGIONS["gb"])

    assert rule.within_days == 7
    assert first == "See a GP or sports doctor within a week."


def test_a_calm_sign_names_nothing_that_cannot_wait_unless_its_rule_does() -> None:
    rule = catalogue().rules["r_rest_pain"]
    pointed = ["cauda_equina", "dvt", "sij", "lumbar_facet"]

    assert possible([rule], rule.tier, pointed) == ("sij", "lumbar_facet")
    urgent = catalogue().rules["r_dvt"]
    assert possible([urgent], urgent.tier, pointed)[0] == "cauda_equina"


GP = [
    rule
    for rule in catalogue().enabled_rules
    if rule.action == "gp_within_2_weeks" and rule.message.startswith("See a GP")
]


@pytest.mark.parametrize("rule", GP, ids=lambda rule: rule.id)
def test_a_message_that_opens_with_the_gp_and_when_is_not_said_twice(rule) -> None:
    said = what_to_do([rule], rule.tier, UK, message=rule.message)
    alone = what_to_do([rule], rule.tier, UK, message="Your log shows night pain.")

    assert "week" in rule.message.partition(".")[0]
    assert said == ("Go sooner if it gets worse or something new appears.",)
    assert alone[0].startswith("See a GP within")


@pytest.mark.parametrize("rule", ["r_groin_load", "r_head_hit", "r_stretch_upper", "r_dvt"])
def test_a_step_that_adds_whom_to_see_stays_beside_its_message(rule: str) -> None:
    known = catalogue().rules[rule]

    beside = what_to_do([known], known.tier, UK, message=known.message)

    assert beside == what_to_do([known], known.tier, UK)


@pytest.mark.parametrize("rule", ["r_compartment_logged", "r_cannot_walk", "r_fall_alarm"])
def test_now_and_today_are_not_softened_to_tomorrow_below_the_message(rule: str) -> None:
    known = catalogue().rules[rule]
    message = known.message.format_map(UK.tokens())

    steps = what_to_do([known], known.tier, UK, message=message)

    assert steps
    assert not any("tomorrow" in step for step in steps)


ROUTINE = [
    rule
    for rule in catalogue().enabled_rules
    if rule.tier is Tier.ROUTINE and "next few weeks" in what_to_do([rule], rule.tier, UK)[0]
]


@pytest.mark.parametrize("rule", ROUTINE, ids=lambda rule: rule.id)
def test_a_routine_rule_told_again_as_soon_says_the_two_weeks_of_its_heading(rule) -> None:
    first, *_ = what_to_do([rule], Tier.SOON, UK)

    assert "within 2 weeks" in first
    assert "next few weeks" not in first
