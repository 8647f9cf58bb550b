"""Tokens: made after the password, shown once, kept as a hash, ended at once."""

from hashlib import sha256
from uuid import uuid4

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from tests.tracker.api.conftest import AT, send
from tests.tracker.hostile.house import everything
from tests.tracker.hostile.rendered import form_at
from tests.tracker.make import PASSWORD, key, make_injury
from tracker.actions.errors import EntryRefused
from tracker.actions.tokens import MOST_TOKENS, make_token
from tracker.models import ApiToken, Injury


@pytest.fixture
def client(client: Client, injury: Injury) -> Client:
    """Signed in, with the password given a moment ago."""
    client.force_login(injury.owner)
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    return client


def make(client: Client, injury: Injury, **told: object) -> HttpResponse:
    sent = {"key": key(), "name": "Watch", "scopes": ["log", "run"]} | told
    return client.post(reverse("token-make", args=[injury.uuid]), sent)


def shown_in(answer: HttpResponse) -> str:
    return answer.content.decode().split('<code id="token">')[1].split("<")[0]


def test_a_token_is_shown_once_and_works(client: Client, injury: Injury) -> None:
    answer = make(client, injury)
    token = shown_in(answer)

    assert answer["Cache-Control"] == "no-store"
    assert send("log", token, {"key": "a", "rest": 1}).status_code == 201
    assert send("fall", token, {"key": "b", "kind": "slip"}).status_code == 403
    page = client.get("/account/tokens/").content.decode()
    assert token not in page and token[-4:] in page
    assert "Watch" in page and "Pain of a day" in page and "Last used" in page


def test_only_its_hash_is_stored(client: Client, injury: Injury) -> None:
    token = shown_in(make(client, injury))

    assert len(token) >= 40
    assert ApiToken.objects.get().digest == sha256(token.encode()).hexdigest()
    assert token not in everything()
    export = client.get("/account/download/").content.decode()
    assert "Watch" in export and ApiToken.objects.get().digest not in export


def test_an_ended_token_opens_nothing_from_the_next_call_on(client: Client, injury: Injury) -> None:
    token = shown_in(make(client, injury))
    end = reverse("token-end", args=[ApiToken.objects.get().uuid])

    assert [client.post(end).status_code for _ in range(2)] == [303, 303]
    assert send("log", token, {"key": "a", "rest": 1}).status_code == 401
    assert "Watch" not in client.get("/account/tokens/").content.decode()


def test_the_password_is_asked_for_first(injury: Injury) -> None:
    client = Client()
    client.force_login(injury.owner)
    answer = make(client, injury)

    assert answer.status_code == 302
    assert answer["Location"].startswith("/accounts/reauthenticate/")
    assert not ApiToken.objects.exists()


def test_sending_the_form_again_makes_no_second_token(client: Client, injury: Injury) -> None:
    sent = key()
    first, again = (make(client, injury, key=sent) for _ in range(2))

    assert shown_in(first)
    assert "This token was made already" in again.content.decode()
    assert ApiToken.objects.count() == 1


@pytest.mark.parametrize(
    "told",
    [{"name": ""}, {"name": "x" * 61}, {"name": "a\x00"}, {"scopes": []}, {"scopes": ["read"]},
     {"scopes": ["log", "\x00"]}, {"key": "no"}],
)  # fmt: skip
def test_nonsense_makes_no_token(client: Client, injury: Injury, told: dict[str, object]) -> None:
    answer = make(client, injury, **told)

    assert answer.status_code == 422
    assert not ApiToken.objects.exists()


def test_nobody_makes_or_ends_a_token_of_another(client: Client, injury: Injury) -> None:
    other = make_injury()
    theirs = make_token(injury=other, name="x", scopes=["log"], at=AT, key=uuid4())

    assert make(client, other).status_code == 404
    assert theirs.row is not None and theirs.token is not None
    assert client.post(reverse("token-end", args=[theirs.row.uuid])).status_code == 404
    assert send("log", theirs.token, {"key": "a", "rest": 1}).status_code == 201


def test_a_name_typed_while_the_session_ended_is_given_back(injury: Injury) -> None:
    client = Client()
    client.force_login(injury.owner)
    action = reverse("token-make", args=[injury.uuid])
    page = client.get("/account/tokens/").content.decode()
    form = form_at(page, action, "/account/tokens/").data()
    client.logout()

    answer = client.post(action, form | {"name": "Kitchen clock"})
    client.post("/accounts/login/", {"login": injury.owner.email, "password": PASSWORD})

    assert answer["Location"] == "/accounts/login/?next=/account/tokens/"
    shown = client.get("/account/tokens/").content.decode()
    assert "Kitchen clock" in shown and "It is not saved yet." in shown
    assert not ApiToken.objects.exists()


def test_its_last_use_is_told_in_the_persons_zone(injury: Injury, token: str) -> None:
    type(injury.owner).objects.update(time_zone="Asia/Tokyo")
    send("log", token, {"key": "a", "rest": 1})
    client = Client()
    client.force_login(injury.owner)

    assert "Last used 21 Nov 2026, 21:00." in client.get("/account/tokens/").content.decode()


def test_there_is_an_end_to_how_many(injury: Injury) -> None:
    for _ in range(MOST_TOKENS):
        make_token(injury=injury, name="x", scopes=["log"], at=AT, key=uuid4())

    with pytest.raises(EntryRefused):
        make_token(injury=injury, name="x", scopes=["log"], at=AT, key=uuid4())


def test_tokens_go_with_the_account(injury: Injury, token: str) -> None:
    injury.owner.delete()

    assert not ApiToken.objects.exists()
    assert send("log", token, {"key": "a", "rest": 1}).status_code == 401
