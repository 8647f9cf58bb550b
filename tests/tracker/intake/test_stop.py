"""Emergencies stop at once, urgent signs lead the next page, both in the person's own words."""

import pytest
from django.test import Client

from rehab.content.catalogue import catalogue
from rehab.vocabulary import Tier
from tests.tracker.intake.steps import SIT_BONE, SPRINT, text, walk

pytestmark = pytest.mark.django_db

# Every emergency line of the check with, where it has one, the answer that decides.
EMERGENCIES = [
    ("saddle", []),
    ("bladder", []),
    ("bowel", []),
    ("both_legs", ["numb"]),
    ("both_legs", ["weak"]),
    ("both_legs", ["shooting"]),
    ("breathless", []),
    ("cold_leg", []),
    ("fever", ["yes"]),
    ("tense_thigh", ["yes"]),
    ("dark_urine", []),
]
CALL_NOW = "Call your doctor or the out-of-hours medical service now and ask"
UNSURE_ALONE = [("both_legs", ["not_sure"]), ("tense_thigh", ["not_sure"])]
URGENT = [
    ("both_legs", ["not_sure"]),
    ("fever", ["no"]),
    ("fever", ["not_sure"]),
    ("tense_thigh", ["not_sure"]),
    ("cant_walk", ["yes"]),
    ("leg_swollen", []),
]


def tick(client, line, chosen=()):
    return client.post("/start/safety/", {"signs": [line], f"about_{line}": list(chosen)})


@pytest.mark.parametrize(("line", "chosen"), EMERGENCIES)
def test_each_emergency_tick_stops_on_its_own(client, line, chosen):
    response = tick(client, line, chosen)

    assert response.status_code == 303
    assert response["Location"] == "/start/stop/"


@pytest.mark.parametrize(("line", "chosen"), URGENT)
def test_each_urgent_tick_goes_on_with_a_card(client, line, chosen):
    response = tick(client, line, chosen)

    assert response["Location"] in ("/start/when/", "/start/stop/")
    if response["Location"] == "/start/when/":
        page = text(client.get("/start/when/"))
        heading = CALL_NOW if (line, chosen) in UNSURE_ALONE else "Be seen today or tomorrow"
        assert heading in page
        assert page.index(heading) < page.index("<h1>When did it start?")


def test_fever_alone_is_urgent_and_no_stop(client):
    assert tick(client, "fever", ["no"])["Location"] == "/start/when/"


def test_every_line_that_can_be_an_emergency_is_tested_here():
    check, questions = catalogue().safety_check, catalogue().questions
    dangerous = {
        line.id
        for line in check.lines
        for q in line.asks
        if questions[q].tier_if_yes is Tier.EMERGENCY
    }

    assert dangerous <= {line for line, _chosen in EMERGENCIES}
    assert {line.id for line in check.lines} == {line for line, _c in EMERGENCIES + URGENT}


def test_the_stop_page_says_only_what_was_answered(client):
    tick(client, "saddle")

    page = client.get("/start/stop/")
    words = text(page)

    assert page.status_code == 200
    assert "You told us, for now or the last 14 days:" in words
    assert "new numbness between the legs" in words
    assert "squeezed nerves at the base of the back" in words
    assert "I have new numbness between my legs." in words
    assert "began" not in words
    assert "peeing" not in words.split("What to tell them")[1]
    assert "No one to take you? Call" in words
    assert 'href="tel:112"' in words
    assert "Do not drive yourself" in words
    assert "noindex" in words
    assert "no-store" in page["Cache-Control"]
    assert "http" not in words.split("<main")[1].replace("http://www.w3.org", "")


def test_later_answers_join_what_to_tell_them(client):
    walk(client, SIT_BONE, until="you")
    client.post("/start/you/", SIT_BONE["you"] | {"health": ["q_anticoagulant"]})
    tick(client, "saddle")

    words = text(client.get("/start/stop/"))

    assert "I take blood thinners" in words
    assert "about 8 months ago" in words
    assert "Right sit bone" in words


def test_it_can_be_shown_big(client):
    tick(client, "saddle")

    words = text(client.get("/stop/big/"))

    assert "bigtext" in words
    assert "I have new numbness between my legs." in words


def test_no_new_step_and_no_result_opens_in_an_emergency(client):
    walk(client, SIT_BONE, until="signs")
    tick(client, "bladder")

    for page in ("/start/signs/", "/start/you/", "/start/result/", "/start/told/"):
        assert client.get(page)["Location"] == "/start/stop/"
    assert client.get("/start/safety/").status_code == 200
    assert client.get("/start/answers/").status_code == 200


def test_a_whole_intake_with_an_emergency_has_no_result(client):
    walk(client, SIT_BONE)
    tick(client, "bladder")

    assert client.get("/start/result/")["Location"] == "/start/stop/"


def test_a_corrected_answer_leads_on(client):
    tick(client, "bladder")

    client.post("/start/safety/", {"signs": ["none"]})

    assert client.get("/start/when/").status_code == 200
    assert client.get("/start/stop/")["Location"] == "/help-now/"


def test_rules_run_after_every_step(client):
    """A pop at the sit bone is urgent once step 5 has said so."""
    story = SPRINT | {
        "where": {"places": ["sit_bone:left"]},
        "signs": SPRINT["signs"] | {"pop": "yes"},
    }
    walk(client, story, until="signs")
    assert "Be seen today" not in text(client.get("/start/signs/"))

    client.post("/start/signs/", story["signs"])

    assert "Be seen today or tomorrow" in text(client.get("/start/you/"))


def test_thinners_with_a_fresh_bruise_are_urgent(client):
    story = SPRINT | {
        "signs": SPRINT["signs"] | {"bruise": "small"},
        "you": SPRINT["you"] | {"health": ["q_anticoagulant"]},
    }
    walk(client, story)

    assert "With blood thinners" in text(client.get("/start/result/"))


def test_old_memories_are_no_sign_of_today(client):
    """A big bruise eight months ago is remembered, not present."""
    walk(client, SIT_BONE, until="signs")

    client.post("/start/signs/", SIT_BONE["signs"] | {"bruise": "large"})

    assert "Be seen today" not in text(client.get("/start/you/"))


def test_the_stop_page_of_a_stranger_is_not_shown(client):
    tick(client, "saddle")

    assert Client().get("/start/stop/")["Location"] == "/help-now/"
