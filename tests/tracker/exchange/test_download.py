"""/account/download/: one's own diary, whole, and nobody else's."""

import json

import pytest
from django.urls import reverse

from tests.tracker.make import make_day, make_injury, make_user
from tracker.exchange.diary import parse_text

pytestmark = pytest.mark.django_db
URL = "/account/download/"


def test_the_whole_diary_comes_as_a_file_that_can_be_read_again(client):
    injury = make_injury()
    make_day(injury, sitting=4, note="Straße, 痛い")
    client.force_login(injury.owner)

    response = client.get(URL)

    assert response.status_code == 200
    assert response["Content-Type"] == "application/json"
    assert "attachment" in response["Content-Disposition"]
    assert ".json" in response["Content-Disposition"]
    assert "no-store" in response["Cache-Control"]
    file = parse_text(response.content.decode())
    assert file.warnings == ()
    assert file.diaries[0].days[0].sitting == 4
    assert json.loads(response.content)["injuries"][0]["days"][0]["note"] == "Straße, 痛い"


def test_the_file_holds_nothing_of_anybody_else(client):
    theirs = make_injury()
    mine = make_injury()
    client.force_login(mine.owner)

    text = client.get(URL).content.decode()

    assert str(mine.uuid) in text
    assert str(theirs.uuid) not in text


def test_an_account_without_an_injury_has_a_file_too(client):
    client.force_login(make_user())

    assert client.get(URL).json()["injuries"] == []


def test_a_stranger_is_sent_to_sign_in(client):
    response = client.get(URL)

    assert response.status_code == 302
    assert reverse("account_login") in response["Location"]


def test_only_reading_is_allowed(client):
    client.force_login(make_user())

    assert client.post(URL).status_code == 405
    assert client.delete(URL).status_code == 405


def test_the_address_has_a_name():
    assert reverse("diary-download") == URL
