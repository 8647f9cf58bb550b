"""Where somebody is decides whom to call: asked, kept, proposed by the zone, never set by it."""

import pytest
from django.test import Client

from tests.tracker.intake.steps import SIT_BONE, text, walk
from tests.tracker.make import PASSWORD, make_user
from tracker.models import User
from tracker.regions import REGIONS, suggested_code

pytestmark = pytest.mark.django_db
SIGN_UP = {"email": "a@example.org", "password1": PASSWORD, "of_age": "on", "consent": "on"}
SADDLE = {"signs": ["saddle"], "zone": "Europe/London"}


def choose(client: Client, code: str, **more: str):
    return client.post("/region/", {"region": code, **more})


def selected(response) -> str:
    return text(response).split(" selected>")[0].rsplit('value="', 1)[1].rstrip('"')


def test_a_visitor_chooses_once_and_every_page_knows(client):
    response = choose(client, "gb", next="/help-now/")

    assert (response.status_code, response["Location"]) == (303, "/help-now/")
    assert 'href="tel:999"' in text(client.get("/help-now/"))
    client.post("/start/safety/", {"signs": ["saddle"]})
    stop = text(client.get("/start/stop/"))
    assert 'href="tel:999"' in stop and "Numbers for: England, Scotland, Wales." in stop


def test_the_stop_page_asks_where_it_is_and_proposes_by_the_zone_without_using_it(client):
    client.post("/start/safety/", SADDLE)

    page = client.get("/start/stop/")

    assert "Where are you?" in text(page)
    assert selected(page) == "gb"
    assert 'href="tel:112"' in text(page) and "tel:999" not in text(page)


def test_the_choice_on_the_stop_page_comes_back_to_it(client):
    client.post("/start/safety/", SADDLE)

    response = choose(client, "ie", next="/start/stop/")

    assert response["Location"] == "/start/stop/"
    assert "Call 112 or 999" in text(client.get("/start/stop/"))


@pytest.mark.parametrize(
    "page", ["https://elsewhere.example/", "//elsewhere.example/", "javascript:alert(1)", "", "x"]
)
def test_the_way_back_never_leads_to_another_site(client, page):
    assert choose(client, "gb", next=page)["Location"] == "/help-now/"


@pytest.mark.parametrize("code", ["", "zz", "\x00", "x" * 5000])
def test_a_country_we_do_not_know_changes_nothing(client, code):
    choose(client, "gb")

    response = client.post("/region/", {"region": code}, follow=True)

    assert "Choose a country from the list" in text(response)
    assert 'href="tel:999"' in text(response)


def test_who_is_signed_in_keeps_it_in_the_settings(client):
    user = make_user()
    client.force_login(user)

    choose(client, "us", next="/help-now/")

    user.refresh_from_db()
    assert user.region == "us"


def test_the_setting_of_a_person_wins_over_the_session(client):
    choose(client, "us")
    client.force_login(make_user(region="gb"))

    assert 'href="tel:999"' in text(client.get("/help-now/"))


def test_reading_cannot_choose(client):
    assert client.get("/region/?region=us").status_code == 405


def test_what_a_visitor_chose_goes_into_the_account(client):
    choose(client, "ie")
    walk(client, SIT_BONE)

    assert selected(client.get("/accounts/signup/")) == "ie"
    client.post("/accounts/signup/", SIGN_UP)
    assert User.objects.get().region == "ie"


def test_sign_up_proposes_by_the_zone_and_the_person_may_change_it(client):
    walk(client, SIT_BONE | {"safety": {"signs": ["none"], "zone": "Europe/Dublin"}})

    assert selected(client.get("/accounts/signup/")) == "ie"
    client.post("/accounts/signup/", SIGN_UP | {"region": "gb-nir"})
    assert User.objects.get().region == "gb-nir"


def test_a_zone_alone_sets_nobodys_region(client):
    walk(client, SIT_BONE | {"safety": {"signs": ["none"], "zone": "Europe/London"}})

    client.post("/accounts/signup/", SIGN_UP | {"zone": "Europe/London"})

    assert User.objects.get().region == ""


def test_sign_up_refuses_a_country_we_do_not_know(client):
    response = client.post("/accounts/signup/", SIGN_UP | {"region": "zz"})

    assert "Choose a country from the list" in text(response)
    assert not User.objects.exists()


def test_the_check_shows_the_numbers_again_with_the_same_answers(client):
    first = client.post("/check/", {"yes": ["q_saddle_numb"], "not_sure": ["q_fever"], "key": KEY})
    again = client.post(
        "/check/",
        {"yes": ["q_saddle_numb"], "not_sure": ["q_fever"], "key": KEY, "region": "us"},
    )

    assert 'name="yes" value="q_saddle_numb"' in text(first)
    assert 'name="not_sure" value="q_fever"' in text(first)
    assert "tel:911" in text(again) and "tel:911" not in text(first)
    assert "tel:911" in text(client.get("/help-now/"))


KEY = "5b1f7a52-5a0e-4c0b-9c0e-2f1d5d1f6a11"


@pytest.mark.parametrize(
    ("zone", "code"),
    [
        ("Europe/London", "gb"),
        ("Europe/Dublin", "ie"),
        ("Australia/Perth", "au"),
        ("America/Indiana/Knox", "us"),
        ("America/Toronto", "ca"),
        ("Pacific/Auckland", "nz"),
        ("Europe/Berlin", "de"),
        ("Europe/Paris", "eu"),
        ("Europe/Zurich", ""),
        ("Asia/Tokyo", ""),
        ("UTC", ""),
        ("", ""),
    ],
)
def test_a_zone_speaks_for_one_region_or_for_none(zone, code):
    assert suggested_code(zone) == code
    assert code == "" or code in REGIONS
