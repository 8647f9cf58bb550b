"""Whom to see and what to ask: the same text for everyone, one's own signs for oneself."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from rehab.content.catalogue import catalogue
from tests.tracker.make import TODAY, make_injury, make_notice, make_user
from tests.tracker.queries import counting
from tracker.models import Injury, User


def see(client: Client, pattern: str = "night_or_rest_pain", **headers: str) -> str:
    return client.get(reverse("see", args=[pattern]), headers=headers).content.decode()


@pytest.mark.parametrize("pattern", sorted(catalogue().see))
def test_anyone_reads_every_page_without_a_question_to_the_database(pattern: str, db: None) -> None:
    with counting() as count:
        text = see(Client(), pattern)

    for part in (
        "What they may test",
        "Questions to ask",
        "When money is short",
        "When a second opinion is fair",
        "This is general advice.",
        "Not yet reviewed by a clinician.",
    ):
        assert part in text
    assert "{" not in text.split("<main")[1].split("</main>")[0]
    assert "…" not in text.split("<main")[1]
    assert count.number == 0


def test_the_region_names_its_own_number(db: None, settings) -> None:
    settings.REGION = "gb"
    gb = see(Client(), "blood_flow")
    settings.REGION = "us"
    us = see(Client(), "blood_flow")

    assert "call 999 now" in gb and "call 911 now" in us


def test_a_page_that_is_none_is_not_found(db: None) -> None:
    assert Client().get("/see/everything/").status_code == 404
    assert Client().get("/see/../").status_code == 404
    assert Client().post(reverse("see", args=["general"])).status_code == 405


def test_one_s_own_open_signs_stand_there_with_their_day(client: Client, injury: Injury) -> None:
    told = TODAY - timedelta(days=9)
    notice = make_notice(injury, told_on=told)
    make_notice(injury, parts=[{"rule": "r_radiating"}], tier="routine")
    make_notice(injury, closed_on=TODAY, closed_because="passed", parts=[{"name": "Over"}])

    text = see(client)

    assert "Your open signs" in text
    assert "Night pain that goes on" in text and "since Thu 12 Nov 2026" in text
    assert "Pain spreading" not in text and "Over" not in text
    assert reverse("visit-for", args=[notice.uuid]) in text
    assert "Your log shows night pain on several days." not in text


def test_without_a_sign_booking_adds_a_visit_of_one_s_own(client: Client, injury: Injury) -> None:
    text = see(client)

    assert "Your open signs" not in text
    assert reverse("visit-new") in text


def test_nobody_reads_a_stranger_s_signs(injury: Injury) -> None:
    make_notice(injury)
    other = make_user()
    make_injury(other)
    stranger = Client()
    stranger.force_login(other)

    assert "Night pain that goes on" not in see(stranger)
    assert "Your open signs" not in see(Client())


def test_it_opens_before_there_is_an_injury(user: User, client: Client) -> None:
    assert "Questions to ask" in see(client)


def test_signed_in_it_asks_at_most_six_times(client: Client, injury: Injury) -> None:
    for _ in range(6):
        make_notice(injury)

    with counting() as count:
        see(client)

    assert count.number <= 6, "\n".join(count.statements)


@pytest.mark.parametrize("tier", ["routine", "soon", "urgent"])
def test_a_card_leads_to_its_page(client: Client, injury: Injury, tier: str) -> None:
    make_notice(injury, tier=tier)

    text = client.get(reverse("signs")).content.decode()

    assert reverse("see", args=["night_or_rest_pain"]) in text


def test_an_emergency_has_no_page_to_choose_from(client: Client, injury: Injury) -> None:
    make_notice(injury, tier="emergency", parts=[{"rule": "r_ces"}])

    assert "/see/" not in client.get(reverse("signs")).content.decode()
