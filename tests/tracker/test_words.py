"""Sentences: the content's text, the person's figures, the region's words."""

import pytest
from django.utils import translation

from rehab.content.catalogue import catalogue
from rehab.signs.nodes import Score, nodes_of
from rehab.vocabulary import Tier
from tracker import words
from tracker.regions import REGIONS

SAMPLE = {
    "n": 5,
    "m": 7,
    "median": 3.5,
    "value": 6,
    "week": 9,
    "weeks": 4,
    "before": 2.0,
    "now": 5,
    "date": "2026-11-07",
    "fall_date": "2026-11-07",
    "location": "sit_bone",
    "places": ("calf", "foot"),
    "answers": ("q_saddle_numb", "q_bladder"),
    "risk": "q_clot_risk",
    "list": ("nerve_words", "many_places"),
}


@pytest.mark.parametrize("region", REGIONS.values(), ids=lambda region: region.code)
def test_every_rule_reads_as_a_whole_sentence_in_every_region(region):
    for rule_id in catalogue().rules:
        sentence = words.rule_sentence(rule_id, SAMPLE, region)
        assert "{" not in sentence and words.UNSAID not in sentence, rule_id
        assert "_" not in sentence, rule_id


@pytest.mark.parametrize(
    ("text", "values", "expected"),
    [
        ("about {median}", {"median": 3.0}, "about 3"),
        ("about {median}", {"median": 3.5}, "about 3.5"),
        ("at {location}", {"location": "sit_bone"}, "at the sit bone"),
        ("({places})", {"places": ("calf", "foot")}, "(calf and foot)"),
        ("on {date}", {"date": "2026-11-07"}, "on Sat 7 Nov"),
        ("with {answers}", {"answers": ()}, "with "),
        ("of {n}", {}, "of …"),
        ("at {location}", {}, "at …"),
    ],
)
def test_figures_become_words(text, values, expected):
    assert words.fill(text, values, REGIONS["other"]) == expected


def test_a_number_follows_the_language():
    with translation.override("de"):
        assert words.fill("{median}", {"median": 3.5}, REGIONS["de"]) == "3,5"


def test_the_region_gives_the_number_to_call():
    assert words.fill("Call {emergency_number}", {}, REGIONS["us"]) == "Call 911"


def test_every_named_part_of_a_combined_rule_has_words():
    named = {
        name
        for rule in catalogue().rules.values()
        for node in nodes_of(rule.condition)
        if isinstance(node, Score)
        for name in node.names
        if name
    }
    assert named
    assert named <= set(words.PATTERNS)


@pytest.mark.parametrize(
    ("tier", "days", "heading"),
    [
        (Tier.EMERGENCY, None, "Get help now"),
        (Tier.URGENT, None, "Be seen today or tomorrow"),
        (Tier.SOON, None, "Get it checked within 2 weeks"),
        (Tier.SOON, 7, "Get it checked within a week"),
        (Tier.SOON, 3, "Get it checked within 3 days"),
        (Tier.ROUTINE, None, "Book in the next few weeks"),
    ],
)
def test_a_heading_says_how_soon(tier, days, heading):
    assert words.tier_heading(tier, days) == heading


def test_a_rule_of_its_own_heading_says_it_in_the_words_of_the_region():
    rule = catalogue().rules["r_emergency_unsure"]

    assert words.rule_heading(rule, Tier.URGENT, REGIONS["gb"]) == "Call NHS 111 now and ask"
    assert words.rule_heading(rule, Tier.EMERGENCY, REGIONS["gb"]) == "Get help now"


def test_a_rule_that_rose_a_tier_speaks_for_that_tier():
    rule = catalogue().rules["r_cramp_lasting"]

    assert words.rule_heading(rule, Tier.SOON, REGIONS["gb"]) == "Get it checked within 2 weeks"
