"""What the mails about an account say: in our own words, and nothing about who it is for."""

import re

import pytest
from django.core import mail
from django.test import Client

from tests.tracker.make import PASSWORD, make_user

pytestmark = pytest.mark.django_db
NEW = {"email": "ann@example.org", "password1": PASSWORD, "of_age": "on", "consent": "on"}


@pytest.fixture(autouse=True)
def house(settings) -> None:
    settings.HAS_MAIL = True
    settings.ACCOUNT_EMAIL_VERIFICATION = "mandatory"


def confirm(client: Client) -> None:
    client.post("/accounts/signup/", NEW)


def again(client: Client) -> None:
    make_user(email="ann@example.org")
    client.post("/accounts/signup/", NEW)


def reset(client: Client) -> None:
    make_user(email="ann@example.org")
    client.post("/accounts/password/reset/", {"email": "ann@example.org"})


@pytest.mark.parametrize(
    ("ask", "subject", "path"),
    [
        (confirm, "Confirm your address", "/accounts/confirm-email/"),
        (again, "There is an account already", "/accounts/password/reset/"),
        (reset, "A new password", "/accounts/password/reset/key/"),
    ],
)
def test_it_speaks_our_words_and_holds_one_link(client: Client, ask, subject, path) -> None:
    ask(client)

    (letter,) = mail.outbox
    assert (letter.subject, letter.to) == (subject, ["ann@example.org"])
    begin, _, end = letter.body.partition("\n-- \n")
    assert "Home Straight" in end and "http://localhost:8000" in end
    (link,) = re.findall(r"^https?://\S+$", begin, re.MULTILINE)
    assert link.startswith(f"http://localhost:8000{path}")
    for word in ("Hello from", "Thank you for using", "user ", "pain", "thigh", "  ", "None"):
        assert word not in letter.body, word
    assert not re.search(r"[0-9a-f]{8}-[0-9a-f]{4}", letter.body)  # no name of ours for a person
    assert "\n\n\n" not in letter.body.strip()


def test_the_link_confirms_and_signs_in(client: Client) -> None:
    confirm(client)
    link = re.search(r"http://localhost:8000(\S+)", mail.outbox[0].body)
    assert link

    page = client.get(link[1])
    assert page.status_code == 200 and b"<form" in page.content
    client.post(link[1])
    assert "_auth_user_id" in client.session
