"""The session that ended while typing: given back to that person, for one hour, once."""

from datetime import timedelta

import pytest
import time_machine
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse

from tests.tracker.make import NOON, PASSWORD, TODAY, key, make_fall, make_injury, make_user
from tracker.models import Day, Injury, User
from tracker.views.kept import SLOT


def typed_on(client: Client, url: str) -> dict[str, str]:
    """The hidden fields of a page that was opened signed in."""
    form = client.get(url).context["form"]
    mark = str(form.hidden).split('name="owner" value="')[1].split('"')[0]
    return {"key": form.key_value, "owner": mark}


def sign_in(client: Client, user: User, page: str) -> None:
    answer = client.post(
        f"/accounts/login/?next={page}", {"login": user.email, "password": PASSWORD}
    )
    assert answer.status_code == 302, answer.content


@pytest.fixture
def ended(client: Client, injury: Injury) -> Client:
    """What was typed on a day arrived after the session had ended."""
    sent = typed_on(client, f"/log/{TODAY}/") | {"sitting": "7", "more": "1", "note": "hard day"}
    client.logout()
    answer = client.post(reverse("day-record", args=[injury.uuid, TODAY]), sent)
    assert answer["Location"] == f"/accounts/login/?next=/log/{TODAY}/"
    return client


def test_it_is_given_back_after_signing_in_and_not_yet_saved(ended: Client, person: User) -> None:
    sign_in(ended, person, f"/log/{TODAY}/")

    page = ended.get(f"/log/{TODAY}/")

    form = page.context["form"]
    assert (form["sitting"].value(), form["note"].value()) == ("7", "hard day")
    assert "It is not saved yet." in page.content.decode()
    assert not Day.objects.exists()


def test_it_is_given_back_once(ended: Client, person: User) -> None:
    sign_in(ended, person, f"/log/{TODAY}/")
    ended.get(f"/log/{TODAY}/")

    assert ended.get(f"/log/{TODAY}/").context["form"]["sitting"].value() is None


def test_it_can_then_be_saved(ended: Client, person: User, injury: Injury) -> None:
    sign_in(ended, person, f"/log/{TODAY}/")
    form = ended.get(f"/log/{TODAY}/").context["form"]

    ended.post(
        reverse("day-record", args=[injury.uuid, TODAY]),
        {"key": form.key_value, "sitting": "7", "more": "1", "note": form["note"].value()},
    )

    assert Day.objects.get().note == "hard day"


def test_after_an_hour_it_is_gone(ended: Client, person: User) -> None:
    with time_machine.travel(NOON + timedelta(minutes=61), tick=False):
        sign_in(ended, person, f"/log/{TODAY}/")
        assert ended.get(f"/log/{TODAY}/").context["form"]["sitting"].value() is None


def test_somebody_else_never_gets_it(ended: Client) -> None:
    other = make_user()
    make_injury(other)

    sign_in(ended, other, f"/log/{TODAY}/")

    assert SLOT not in ended.session
    assert "hard day" not in ended.get(f"/log/{TODAY}/").content.decode()


def test_the_new_session_lasts_as_long_as_any(ended: Client, person: User) -> None:
    sign_in(ended, person, f"/log/{TODAY}/")

    session = Session.objects.get(session_key=ended.session.session_key)
    assert session.expire_date - NOON > timedelta(days=80)


def test_the_waiting_session_ends_within_the_hour(ended: Client) -> None:
    session = Session.objects.get(session_key=ended.session.session_key)

    assert session.expire_date - NOON <= timedelta(hours=1)


@pytest.mark.parametrize("mark", ["", "made-up", "x" * 5000, "\x00"])
def test_without_a_true_mark_nothing_is_kept(injury: Injury, mark: str) -> None:
    client = Client()

    client.post(
        reverse("day-record", args=[injury.uuid, TODAY]),
        {"key": key(), "owner": mark, "sitting": "7"},
    )

    assert SLOT not in client.session


def test_more_than_our_forms_hold_is_not_kept(client: Client, injury: Injury) -> None:
    sent = typed_on(client, f"/log/{TODAY}/") | {"note": "a" * 60_000}
    client.logout()

    client.post(reverse("day-record", args=[injury.uuid, TODAY]), sent)

    assert SLOT not in client.session


def test_htmx_is_led_to_the_sign_in_page(client: Client, injury: Injury) -> None:
    sent = typed_on(client, f"/log/{TODAY}/") | {"sitting": "7"}
    client.logout()

    answer = client.post(
        reverse("day-record", args=[injury.uuid, TODAY]), sent, headers={"HX-Request": "true"}
    )

    assert answer["HX-Redirect"].startswith("/accounts/login/")
    assert SLOT in client.session


def test_words_about_another_injury_are_not_mixed_in(
    ended: Client, person: User, injury: Injury
) -> None:
    make_injury(person)

    sign_in(ended, person, f"/log/{TODAY}/")

    assert ended.get(f"/log/{TODAY}/").context["form"]["sitting"].value() is None


def test_a_fall_is_given_back_too(client: Client, injury: Injury, person: User) -> None:
    sent = typed_on(client, "/fall/") | {"kind": "knock", "note": "ice"}
    client.logout()
    client.post("/fall/", sent)

    sign_in(client, person, "/fall/")

    form = client.get("/fall/").context["form"]
    assert (form["kind"].value(), form["note"].value()) == ("knock", "ice")


def test_a_changed_fall_is_given_back_too(client: Client, injury: Injury, person: User) -> None:
    url = f"/fall/{make_fall(person).uuid}/"
    sent = typed_on(client, url) | {"kind": "knock", "note": "ice"}
    client.logout()
    client.post(url, sent)

    sign_in(client, person, url)

    assert client.get(url).context["form"]["note"].value() == "ice"
