"""Who gets in where: generated over every route, so that a new one without a rule fails."""

import io
import re
from uuid import uuid4

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader

from tests.tracker.hostile.house import MARK, Person, everything, new_person, nowhere
from tests.tracker.hostile.routes import (
    INTAKE,
    OBJECT,
    OWN,
    PUBLIC,
    ROUTES,
    STAFF,
    of_kind,
    patterns,
)
from tests.tracker.intake.steps import SPRINT, walk
from tests.tracker.make import key
from tracker.models import Injury

HTMX = {"HX-Request": "true"}
SIGN_IN = "/accounts/login/"
WAYS = [(method, headers) for method in ("get", "post") for headers in ({}, HTMX)]
EVERY_METHOD = ("get", "post", "put", "patch", "delete", "options")
TOKENS = {
    "token": "no-such-token",
    "key": "no-such-key",
    "uidb36": "1",
    "item": uuid4(),
    "who": "robin",
    "pattern": "general",
    "condition": "sij",
    "rule": "r_night_pain",
    "number": 1,
    "exercise": "pull_hold",
    "ladder": "speed",
    "test": "press_spot",
    "measure": "own_activities",
    "step": "S1",
}
SENT = {
    "rest": "9", "when": "today", "kind": "knock", "minutes": "99", "do": "remove", "none": "on",
    "asked": "q_fever", "q_fever": "yes", "name": "x",
}  # fmt: skip


def url(name: str, ids: dict[str, object]) -> str:
    arguments = ids | TOKENS
    return reverse(name, kwargs={part: arguments[part] for part in ROUTES[name].ids})


def ask(client: Client, method: str, path: str, headers: dict[str, str]) -> HttpResponse:
    data = SENT | {"key": key()} if method == "post" else None
    return getattr(client, method)(path, data, headers=headers)


def plain(response: HttpResponse) -> str:
    """The page without what differs at every request."""
    return re.sub(r'(csrfmiddlewaretoken" value=")[^"]*', r"\1", response.content.decode())


def test_every_route_has_its_line_in_the_table() -> None:
    names = [pattern.name for pattern in patterns()]

    assert None not in names
    assert sorted(set(names)) == sorted(names)
    assert set(names) == set(ROUTES), set(names) ^ set(ROUTES)


def test_the_arguments_of_the_table_are_those_of_the_patterns() -> None:
    for pattern in patterns():
        assert set(pattern.pattern.converters or pattern.pattern.regex.groupindex) == set(
            ROUTES[pattern.name].ids
        ), pattern.name


def test_an_address_that_names_a_row_is_never_called_an_own_page() -> None:
    """A photo behind a shared link is named beside the secret that opens it."""
    rows = {name for name in nowhere() if name.endswith("_uuid")}
    for name, route in ROUTES.items():
        is_behind_a_secret = "token" in route.ids
        names_a_row = (rows | {"revision"}) & set(route.ids)
        assert not names_a_row or is_behind_a_secret or route.kind == OBJECT, name


@pytest.mark.parametrize("name", of_kind(OBJECT))
def test_a_stranger_gets_what_does_not_exist_gets(
    person: Person, stranger: Person, name: str
) -> None:
    before = everything()

    for method, headers in WAYS:
        theirs = ask(stranger.client, method, url(name, person.ids), headers)
        missing = ask(stranger.client, method, url(name, nowhere()), headers)

        expected = 404 if method in ROUTES[name].methods else 405
        assert (theirs.status_code, missing.status_code) == (expected, expected)
        assert plain(theirs) == plain(missing)
        assert MARK not in plain(theirs)
    assert everything() == before


@pytest.mark.parametrize("name", of_kind(OBJECT))
def test_a_stranger_who_sends_nothing_gets_404_too(
    person: Person, stranger: Person, name: str
) -> None:
    answer = stranger.client.post(url(name, person.ids), {})

    assert answer.status_code == (404 if "post" in ROUTES[name].methods else 405)


TWO_NAMES = [n for n, r in ROUTES.items() if "injury_uuid" in r.ids and len(r.ids) > 1]


@pytest.mark.parametrize("name", TWO_NAMES)
def test_an_own_injury_does_not_open_a_foreign_row(
    person: Person, stranger: Person, name: str
) -> None:
    mixed = person.ids | {"injury_uuid": stranger.ids["injury_uuid"]}
    other = stranger.ids | {"injury_uuid": person.ids["injury_uuid"]}
    before = everything()

    answers = [ask(stranger.client, "post", url(name, ids), {}) for ids in (mixed, other)]

    if "notice_uuid" in ROUTES[name].ids:
        assert [a.status_code for a in answers] == [404, 404]
        assert everything() == before
    else:
        assert answers[1].status_code == 404
        assert Injury.objects.get(pk=person.injury.pk).days.get().rest == 3


@pytest.mark.parametrize("name", of_kind(OBJECT, OWN))
def test_the_signed_out_are_led_to_the_sign_in(person: Person, visitor: Client, name: str) -> None:
    route, before = ROUTES[name], everything()

    for method, headers in WAYS:
        answer = ask(visitor, method, url(name, person.ids), headers)
        if method not in route.methods:
            assert answer.status_code in (302, 405)
        elif route.answers_anyone:
            assert answer.status_code in (200, 422)
        else:
            assert leads_to_sign_in(answer)
        assert MARK not in answer.content.decode()
    assert everything() == before


def leads_to_sign_in(answer: HttpResponse) -> bool:
    """By a redirect, or for a part that htmx asked for by its own header."""
    if "HX-Redirect" in answer:
        return answer["HX-Redirect"].startswith("/accounts/login/?next=/")
    return answer.status_code == 302 and answer["Location"].startswith("/accounts/login/?next=/")


def words_of(answer: HttpResponse) -> str:
    """The answer as text; of a PDF the words on its pages."""
    sent = b"".join(answer)
    if answer.headers.get("Content-Type") != "application/pdf":
        return sent.decode(errors="replace")
    pages = PdfReader(io.BytesIO(sent)).pages
    return " ".join(page.extract_text() for page in pages)


@pytest.mark.parametrize("name", of_kind(OWN, PUBLIC, INTAKE))
def test_a_stranger_sees_nothing_of_the_person_on_pages_without_ids(
    person: Person, visitor: Client, name: str
) -> None:
    lonely = new_person(mark="words of their own")

    for client in (lonely.client, visitor):
        if "get" in ROUTES[name].methods:
            shown = words_of(client.get(url(name, person.ids), follow=True))
            assert str(person.injury.uuid) not in shown
            assert person.user.email not in shown
            assert f"{MARK} day" not in shown


@pytest.mark.parametrize("name", of_kind(STAFF))
def test_what_is_for_staff_does_not_exist_for_anybody_else(
    person: Person, visitor: Client, name: str
) -> None:
    for client in (person.client, visitor):
        answer, missing = client.get(url(name, person.ids)), client.get("/no-such-page/")
        assert answer.status_code == missing.status_code == 404
        assert plain(answer) == plain(missing)


@pytest.mark.parametrize("name", ROUTES)
def test_a_wrong_method_is_refused_and_writes_nothing(person: Person, name: str) -> None:
    before = everything()

    for method in EVERY_METHOD:
        if method in ROUTES[name].methods:
            continue
        answer = ask(person.client, method, url(name, person.ids), {})
        is_allauth = name.startswith("account_")
        # allauth leads on who is signed in already, before it looks at the method.
        allowed = (405, 302, 303, 200) if is_allauth else (405,)
        assert answer.status_code in allowed, (name, method, answer.status_code)
    assert everything() == before


@pytest.mark.parametrize("headers", [{}, HTMX], ids=["plain", "htmx"])
def test_reading_every_page_changes_nothing(person: Person, headers: dict[str, str]) -> None:
    person.client.get("/today/")
    before, export = everything(), person.client.get("/account/download/").content

    for _ in range(2):
        for name, route in ROUTES.items():
            if "get" in route.methods:
                answer = person.client.get(url(name, person.ids), headers=headers)
                assert answer.status_code < 500, (name, answer.status_code)
    person.client.force_login(person.user)

    assert everything() == before
    assert person.client.get("/account/download/").content == export


@pytest.mark.parametrize("name", of_kind(PUBLIC, OWN, OBJECT))
def test_every_page_opens_for_its_owner(person: Person, name: str) -> None:
    if "get" not in ROUTES[name].methods or {"token", "key"} & set(ROUTES[name].ids):
        return

    answer = person.client.get(url(name, person.ids), follow=True)

    assert answer.status_code == 200, (name, answer.status_code)


def test_the_answers_of_one_intake_are_not_those_of_another(db: None) -> None:
    mine, theirs = Client(), Client()
    walk(mine, SPRINT, until="had")
    mine.post("/start/had/", {"do": "add", "kind": "scan", "name": MARK})
    item = mine.get("/start/had/").content.decode().split("/start/had/")
    paths = {f"/start/had/{part.split('/')[0]}/" for part in item[1:] if len(part) > 30}
    (path,) = {p for p in paths if len(p) == len("/start/had//") + 36}
    walk(theirs, SPRINT, until="had")

    assert MARK in mine.get(path).content.decode()
    assert theirs.get(path).status_code == 404
    assert theirs.post(path, {"do": "remove"}).status_code == 404
    for name in of_kind(INTAKE):
        if "get" in ROUTES[name].methods:
            shown = theirs.get(url(name, {}), follow=True)
            assert MARK not in shown.content.decode()
    assert MARK in mine.get(path).content.decode()
