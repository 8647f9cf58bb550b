"""What it could be: a page of general words for each condition, for anyone."""

import pytest
from django.test import Client
from django.urls import reverse

from rehab.content.catalogue import catalogue
from rehab.vocabulary import Tier
from tests.tracker.make import make_notice
from tests.tracker.queries import counting
from tracker.models import Injury

CARDS = catalogue().conditions


def page(client: Client, name: str) -> str:
    text = client.get(reverse("condition", args=[name])).content.decode()
    return text.split("<main")[1].split("</main>")[0]


@pytest.mark.parametrize("name", sorted(CARDS))
def test_anyone_reads_every_page_without_a_question_to_the_database(name: str, db: None) -> None:
    with counting() as count:
        text = page(Client(), name)

    for part in (
        "Where</h3>",
        "What it feels like",
        "What makes it worse",
        "Whom to see, and how soon",
        "General words, not about you.",
        "Not yet reviewed by a clinician.",
        "Where this comes from",
    ):
        assert part in text
    assert "{" not in text
    assert "…" not in text
    assert "%" not in text.split("Where this comes from")[0]
    assert count.number == 0


@pytest.mark.parametrize("name", sorted(CARDS))
def test_an_emergency_leads_to_help_before_anything_else(name: str, db: None) -> None:
    text = page(Client(), name)

    assert reverse("help-now") in text
    is_emergency = CARDS[name].how_fast is Tier.EMERGENCY
    assert ('href="tel:' in text) == is_emergency
    if is_emergency:
        assert text.index(reverse("help-now")) < text.index("What it feels like")
        assert "Now. This cannot wait for a booking." in text


def test_the_region_names_its_own_places(db: None, settings) -> None:
    settings.REGION = "gb"
    gb = page(Client(), "dvt")
    settings.REGION = "us"
    us = page(Client(), "dvt")

    assert "999 if breathless" in gb
    assert "911 if breathless" in us


def test_a_card_leads_to_the_page_of_each_possibility(signed_in: Client, injury: Injury) -> None:
    make_notice(injury, parts=[{"rule": "r_radiating"}], tier="routine")

    text = signed_in.get(reverse("signs")).content.decode()

    for name in ("sij", "lumbar_radiculopathy"):
        assert reverse("condition", args=[name]) in text
    assert 'href="/signs/"' in page(signed_in, "sij")


def test_a_page_that_is_none_is_not_found_and_nothing_is_written(db: None) -> None:
    assert Client().get("/conditions/everything/").status_code == 404
    assert Client().post(reverse("condition", args=["sij"])).status_code == 405


def test_no_condition_is_shown_with_a_share_or_a_place_in_a_list(db: None) -> None:
    for name in CARDS:
        text = page(Client(), name).lower()
        for word in ("per cent", "likely cause", "most likely", "probab", "you have"):
            assert word not in text, (name, word)


def test_every_condition_is_reached_from_the_page_of_rules(db: None) -> None:
    text = Client().get(reverse("how-rules-work")).content.decode()

    assert [name for name in CARDS if reverse("condition", args=[name]) not in text] == []
