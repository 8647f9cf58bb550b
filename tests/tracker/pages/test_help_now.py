"""The emergency page: complete, with the right numbers, readable by anyone."""

import pytest
from django.test import Client
from django.utils.html import escape

from rehab.content.catalogue import catalogue
from rehab.vocabulary import Tier
from tests.tracker.make import make_user
from tracker.overview.safety import help_now
from tracker.regions import REGIONS

pytestmark = pytest.mark.django_db


def test_every_emergency_question_stands_on_the_page(client: Client) -> None:
    html = client.get("/help-now/").content.decode()

    questions = catalogue().emergency_questions
    assert len(questions) >= 8
    assert [q.id for q in questions if escape(q.text) not in html] == []


def test_every_emergency_rule_is_reached_by_a_line_of_the_page() -> None:
    region = REGIONS["other"]
    shown = help_now(catalogue(), region)
    alone = {question.id for question in catalogue().emergency_questions}

    for rule in catalogue().enabled_rules:
        if rule.tier is Tier.EMERGENCY and not alone & set(rule.answer_windows):
            assert any(rule.meaning and line in rule.meaning for line in shown.together), rule.id


def test_what_one_urgent_yes_decides_is_listed_and_what_needs_more_is_not() -> None:
    shown = help_now(catalogue(), REGIONS["other"]).today
    texts = {key: question.text for key, question in catalogue().questions.items()}

    for key in ("q_leg_swollen", "q_cant_walk", "q_fever", "q_foot_drop"):
        assert texts[key] in shown
    for key in ("q_pop", "q_anticoagulant", "q_saddle_numb"):
        assert texts[key] not in shown


@pytest.mark.parametrize(
    ("code", "call"),
    [("gb", "tel:999"), ("us", "tel:911"), ("au", "tel:000"), ("other", "tel:112")],
)
def test_the_call_button_follows_the_country_chosen(client: Client, code, call) -> None:
    html = client.get("/help-now/", {"region": code}).content.decode()

    assert f'href="{call}"' in html
    assert f'<option value="{code}" selected>' in html


def test_the_country_of_the_person_needs_no_choosing(client: Client) -> None:
    client.force_login(make_user(region="gb"))

    assert 'href="tel:999"' in client.get("/help-now/").content.decode()


@pytest.mark.parametrize("nonsense", ["zz", "\x00", "<script>", "x" * 5000])
def test_a_country_we_do_not_know_gives_the_careful_words(client: Client, nonsense) -> None:
    response = client.get("/help-now/", {"region": nonsense})

    assert response.status_code == 200
    assert 'href="tel:112"' in response.content.decode()


def test_an_advice_line_without_one_number_is_not_a_call_link(client: Client) -> None:
    html = client.get("/help-now/", {"region": "us"}).content.decode()

    assert html.count("tel:") == 1


def test_the_printed_page_names_the_number_too(client: Client) -> None:
    html = client.get("/help-now/", {"region": "gb"}).content.decode()

    assert '<p class="print-only"><strong>Call 999</strong></p>' in html
