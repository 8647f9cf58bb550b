"""Whom to see: every sign that is told leads to one page, and each page is whole."""

from pathlib import Path

import pytest

from rehab.content.catalogue import Catalogue
from rehab.content.faults import ContentError
from rehab.content.load import load
from rehab.vocabulary import Tier
from tests.content.mini import FILES, write

PAGE = "see/anyone.toml"


def test_every_sign_that_is_told_has_its_page(content: Catalogue) -> None:
    told = [rule for rule in content.enabled_rules if rule.tier is not Tier.NOTE]

    assert {rule.topic for rule in told} <= set(content.see_by_topic)


def test_the_ten_patterns_are_there(content: Catalogue) -> None:
    assert set(content.see) == {
        "long_standing_sit_bone",
        "slow_progress",
        "radiating",
        "night_or_rest_pain",
        "after_a_fall",
        "lump_or_swelling",
        "fresh_tear",
        "bone_stress",
        "blood_flow",
        "general",
    }


def test_a_topic_that_can_press_says_what_cannot_wait(content: Catalogue) -> None:
    pressing = {
        rule.topic for rule in content.enabled_rules if rule.tier in (Tier.EMERGENCY, Tier.URGENT)
    }

    for page in content.see.values():
        assert bool(page.now) == bool(pressing & set(page.topics)), page.id


def test_no_page_claims_a_check_or_calls_a_thing_certain(content: Catalogue) -> None:
    for page in content.see.values():
        texts = [page.title, page.lead, page.now or "", page.money, *page.questions]
        texts += [*page.second_opinion, *(each.when for each in page.whom)]
        assert page.checked_by == ""
        assert not any("you have " in text.lower() for text in texts), page.id


FAULTS = {
    "a topic nobody has": ('topics = ["one"]', 'topics = ["one", "two"]', "topics", "two"),
    "a told topic without a page": ('topics = ["one"]', 'topics = ["ask"]', "topic", "'one'"),
    "a source nobody listed": ('sources = ["book"]', 'sources = ["film"]', "sources", "film"),
    "no source": ('sources = ["book"]', "sources = []", "sources", "at least 1"),
    "a role nobody is": ('role = "physio"', 'role = "healer"', "whom.0.role", "Input"),
    "a number of one country": ("One visit.", "Call 999.", "money", "999"),
    "a figure of somebody": ('"What?"', '"What {n}?"', "questions.0", "placeholder"),
    "nobody who tests": ('tests = ["Strength"]', "", "", "test anything"),
}


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_is_told_with_its_place(tmp_path: Path, name: str) -> None:
    old, new, key, words = FAULTS[name]
    root = write(tmp_path, planted=(PAGE, f"{old} -> {new}"))

    with pytest.raises(ContentError) as refused:
        load(root)

    assert any(key in f.key and words in f.message for f in refused.value.faults), refused.value


def test_a_topic_on_two_pages_is_a_fault(tmp_path: Path) -> None:
    root = write(tmp_path)
    other = FILES[PAGE].replace('id = "anyone"', 'id = "other"')
    (root / "see/other.toml").write_text(other)

    with pytest.raises(ContentError, match="stands in anyone too"):
        load(root)
