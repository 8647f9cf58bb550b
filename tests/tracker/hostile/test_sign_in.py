"""The door: what it gives away, whom it leads where, and that it really shuts."""

import re

import pytest
from django.contrib.sessions.models import Session
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from tests.tracker.hostile.house import Person
from tests.tracker.hostile.routes import OBJECT, OWN, ROUTES, of_kind
from tests.tracker.make import PASSWORD
from tracker.models import User

SIGN_IN, SIGN_UP, RESET = "/accounts/login/", "/accounts/signup/", "/accounts/password/reset/"
ELSEWHERE = [
    "https://evil.example/", "http://evil.example", "//evil.example/", "///evil.example/",
    "/\\evil.example/", "\\\\evil.example", "/\t/evil.example/", " //evil.example",
    "https:evil.example", "javascript:alert(1)", "data:text/html,x", "http://localhost/",
    "http://testserver@evil.example/", "//testserver.evil.example/", "/\n/evil.example",
    "https://testserver:8443/", "\x00//evil.example", "http://[",
]  # fmt: skip


def enter(client: Client, person: Person, query: str = "", **extra: str) -> HttpResponse:
    sent = {"login": person.user.email, "password": PASSWORD}
    return client.post(SIGN_IN + query, sent, **extra)


def words(answer: HttpResponse, email: str) -> str:
    """The page without what differs at every request and the address that was typed."""
    text = re.sub(r'value="[^"]*"', "", answer.content.decode())
    return text.replace(email, "")


def pages(email: str) -> list[tuple[int, str]]:
    client = Client()
    answers = [
        client.post(SIGN_IN, {"login": email, "password": "three wooden boats"}),
        client.post(RESET, {"email": email}, follow=True),
        Client().post(
            SIGN_UP, {"email": email, "password1": "three wooden boats", "of_age": "on",
                      "consent": "on"}, follow=True,
        ),
    ]  # fmt: skip
    return [(answer.status_code, words(answer, email)) for answer in answers]


def test_with_a_mail_server_known_and_unknown_names_are_answered_alike(
    person: Person, settings
) -> None:
    settings.HAS_MAIL = True
    settings.ACCOUNT_EMAIL_VERIFICATION = "mandatory"

    assert pages(person.user.email) == pages("nobody-at-all@example.org")


def test_without_one_sign_in_and_reset_are_answered_alike(person: Person) -> None:
    assert pages(person.user.email)[:2] == pages("nobody-at-all@example.org")[:2]


@pytest.mark.parametrize("forwarded", ["203.0.113.9", "203.0.113.9, 198.51.100.1", "::1", "x"])
def test_made_up_addresses_never_lift_the_block(person: Person, settings, forwarded: str) -> None:
    for n in range(10):
        Client().post(
            SIGN_IN,
            {"login": person.user.email, "password": f"wrong {n}"},
            headers={"x-forwarded-for": f"203.0.113.{n}"},
        )

    for header in ("x-forwarded-for", "x-real-ip", "forwarded", "client-ip", "cf-connecting-ip"):
        client = Client()
        enter(client, person, headers={header: forwarded})
        assert "_auth_user_id" not in client.session


@pytest.mark.parametrize("target", ELSEWHERE)
def test_no_way_back_leads_to_another_site(person: Person, target: str) -> None:
    client = Client()

    answers = [
        client.post(SIGN_IN, {"login": person.user.email, "password": PASSWORD, "next": target}),
        client.get(SIGN_IN, {"next": target}),
        client.post("/accounts/reauthenticate/", {"password": PASSWORD, "next": target}),
        client.post("/accounts/logout/", {"next": target}),
    ]

    for answer in answers:
        assert answer.status_code < 500
        location = answer.headers.get("Location", "/")
        assert re.match(r"/(?![/\\])[\x21-\x7e]*\Z", location), (target, location)


def test_a_way_back_to_a_page_of_ours_works(person: Person) -> None:
    assert enter(Client(), person, "?next=/diary/")["Location"] == "/diary/"


def test_the_session_is_a_new_one_after_signing_in(person: Person) -> None:
    client = Client()
    client.get("/start/safety/")
    client.post("/start/safety/", {"signs": ["none"]})
    planted = client.session.session_key

    enter(client, person)

    assert client.session.session_key != planted
    thief = Client()
    thief.cookies["session"] = planted
    assert thief.get("/today/").status_code == 302


@pytest.mark.parametrize("made_up", ["a" * 32, "", "../x", "x" * 200])
def test_a_made_up_session_is_not_taken_over(person: Person, made_up: str) -> None:
    client = Client()
    client.cookies["session"] = made_up

    enter(client, person)

    assert client.session.session_key != made_up
    assert not Session.objects.filter(session_key=made_up).exists()


def test_signing_out_ends_the_session_on_the_server(person: Person) -> None:
    client, thief = Client(), Client()
    enter(client, person)
    thief.cookies["session"] = client.session.session_key
    assert thief.get("/today/").status_code == 200

    answer = client.post("/accounts/logout/")

    assert answer["Clear-Site-Data"] == '"cache", "storage"'
    assert thief.get("/today/").status_code == 302


def test_looking_at_the_way_out_signs_nobody_out(person: Person) -> None:
    person.client.get("/accounts/logout/")

    assert person.client.get("/today/").status_code == 200


def test_deleting_the_account_ends_every_session(person: Person) -> None:
    here, phone = Client(), Client()
    enter(here, person)
    enter(phone, person)
    here.post("/accounts/reauthenticate/", {"password": PASSWORD})

    here.post("/account/delete/", {"confirm": "DELETE"})

    assert not User.objects.filter(pk=person.user.pk).exists()
    for client in (here, phone, person.client):
        assert client.get("/today/").status_code == 302
    assert not [s for s in Session.objects.all() if "_auth_user_id" in s.get_decoded()]


def test_a_disabled_account_is_out_at_once(person: Person) -> None:
    User.objects.filter(pk=person.user.pk).update(is_active=False)

    assert person.client.get("/today/").status_code == 302
    enter(client := Client(), person)
    assert "_auth_user_id" not in client.session


def test_a_new_password_ends_the_other_sessions(person: Person) -> None:
    here = Client()
    enter(here, person)
    new = "nine green ladders"

    here.post(
        "/accounts/password/change/",
        {"oldpassword": PASSWORD, "password1": new, "password2": new},
    )

    assert here.get("/today/").status_code == 200
    assert person.client.get("/today/").status_code == 302


def test_ending_the_other_sessions_leaves_this_one(person: Person) -> None:
    here = Client()
    enter(here, person)

    here.post(reverse("sessions-end"))

    assert here.get("/today/").status_code == 200
    assert person.client.get("/today/").status_code == 302


@pytest.mark.parametrize("name", [n for n in of_kind(OBJECT, OWN) if "post" in ROUTES[n].methods])
def test_nothing_is_written_without_the_forms_token(person: Person, name: str) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(person.user)
    path = reverse(name, kwargs={part: person.ids[part] for part in ROUTES[name].ids})

    assert strict.post(path, {"confirm": "DELETE", "do": "remove"}).status_code == 403
