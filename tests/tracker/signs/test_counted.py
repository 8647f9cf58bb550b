"""A card's words, figures and days come from one counting, and say of which day it is."""

from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from rehab.content.catalogue import catalogue
from rehab.vocabulary import Tier
from tests.tracker.make import NOON, TODAY, make_notice
from tracker.actions.record_day import record_day
from tracker.clock import PersonNow, person_now
from tracker.models import Finding, Injury, Notice
from tracker.overview import sign_cards, signs
from tracker.regions import REGIONS

REGION = REGIONS["gb"]


def log(injury: Injury, days_ago: int, **entry: object) -> list[Notice]:
    at = PersonNow(
        now=NOON - timedelta(days=days_ago), zone="UTC", today=TODAY - timedelta(days=days_ago)
    )
    on = TODAY - timedelta(days=days_ago)
    return record_day(injury=injury, on=on, entry=entry, at=at, key=uuid4()).notices


def calf(injury: Injury, days_ago: int) -> list[Notice]:
    return log(injury, days_ago, rest=1, places=[["calf", "right"], ["mid_thigh", "right"]])


def told_of_radiating(injury: Injury) -> Notice:
    for days_ago in range(12, -1, -1):
        calf(injury, days_ago)
    return next(n for n in Notice.objects.all() if n.parts[0]["rule"] == "r_radiating")


def the_card(injury: Injury, *, today=TODAY) -> sign_cards.Card:
    page = signs.signs_page(injury, today=today, region=REGION)
    return next(card for card in page.cards if card.said[0].rule == "r_radiating")


def test_while_the_rule_is_true_the_words_count_what_the_days_show(injury: Injury) -> None:
    notice = told_of_radiating(injury)
    finding = Finding.objects.get(rule="r_radiating")

    card = the_card(injury)

    assert notice.told_on < TODAY
    assert notice.parts[0]["message"] != card.said[0].message
    assert f"{finding.values['n']} " in card.said[0].message + card.said[0].figures
    assert [day.isoformat() for day in sorted(card.days)] == finding.evidence
    assert card.counted == ""


def test_every_page_counts_alike_on_a_day_that_was_logged(injury: Injury) -> None:
    told_of_radiating(injury)

    (stored,) = [
        card
        for card in signs.open_notices(injury, today=TODAY, region=REGION)
        if card.said[0].rule == "r_radiating"
    ]

    anew = the_card(injury)
    assert (stored.said, stored.days, stored.possible) == (anew.said, anew.days, anew.possible)


def test_a_stored_counting_says_its_day(injury: Injury) -> None:
    told_of_radiating(injury)

    later = TODAY + timedelta(days=1)
    (card,) = [
        card
        for card in signs.open_notices(injury, today=later, region=REGION)
        if card.said[0].rule == "r_radiating"
    ]

    assert card.counted == "Counted up to Sat 21 Nov."


def test_what_is_not_true_any_more_keeps_the_words_days_and_date_it_was_told_with(
    injury: Injury,
) -> None:
    notice = told_of_radiating(injury)

    card = the_card(injury, today=TODAY + timedelta(days=20))

    assert card.said[0].message == notice.parts[0]["message"]
    assert [day.isoformat() for day in sorted(card.days)] == notice.parts[0]["evidence"]
    day = f"{notice.told_on:%a} {notice.told_on.day} {notice.told_on:%b}"
    assert card.counted == f"In the words of {day}."


def test_the_page_of_a_notice_that_ended_shows_what_was_told(
    signed_in: Client, injury: Injury
) -> None:
    notice = told_of_radiating(injury)
    Notice.objects.filter(pk=notice.pk).update(closed_on=TODAY, closed_because="visit")

    text = signed_in.get(reverse("notice", args=[notice.uuid])).content.decode()

    assert notice.parts[0]["message"] in text
    assert text.count('href="/log/') == len(notice.parts[0]["evidence"])


def test_what_was_told_stays_stored_word_for_word(injury: Injury) -> None:
    notice = told_of_radiating(injury)
    before = notice.parts

    with time_machine.travel(NOON + timedelta(days=1), tick=False):
        at = person_now(injury.owner)
        record_day(injury=injury, on=at.today, entry={"rest": 2}, at=at, key=uuid4())

    notice.refresh_from_db()
    assert notice.parts == before


@pytest.mark.parametrize("kind", ["old", "gone"])
def test_a_part_of_an_older_content_is_shown_as_it_was_told(injury: Injury, kind: str) -> None:
    part = {"rule": "r_radiating" if kind == "old" else "r_gone", "name": "Then"}
    notice = make_notice(injury, tier="routine", parts=[part])
    for name in ("values", "conditions"):
        del notice.parts[0][name]
    notice.save()

    (card,) = sign_cards.cards([notice], injury=injury, today=TODAY, region=REGION)

    assert card.said[0].message == notice.parts[0]["message"]
    assert bool(card.possible) == (kind == "old")


def test_the_engine_orders_what_it_could_be(injury: Injury) -> None:
    told_of_radiating(injury)
    finding = Finding.objects.get(rule="r_radiating")

    card = the_card(injury)

    known = catalogue().conditions
    plain = [name for name in finding.conditions if not known[name].is_rare][:4]
    assert {each.id for each in card.possible} == set(plain)
    assert 2 <= len(card.possible) <= 4
    assert Tier(card.tier) is Tier.ROUTINE


def test_a_rule_that_was_told_again_stands_on_its_newer_card_alone(injury: Injury) -> None:
    older = make_notice(injury, parts=[{}, {"rule": "r_numb_weak"}], told_at=NOON)
    newer = make_notice(injury, parts=[{"rule": "r_numb_weak"}], told_at=NOON + timedelta(hours=1))

    first, second = sign_cards.cards([older, newer], injury=injury, today=TODAY, region=REGION)

    assert (first.uuid, [part.rule for part in first.said]) == (newer.uuid, ["r_numb_weak"])
    assert (second.uuid, [part.rule for part in second.said]) == (older.uuid, ["r_night_pain"])
    (alone,) = sign_cards.cards([older], injury=injury, today=TODAY, region=REGION)
    assert [part.rule for part in alone.said] == ["r_night_pain", "r_numb_weak"]
