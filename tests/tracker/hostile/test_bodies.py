"""Requests that no browser of ours sends: too long, cut off, wrongly labelled, lying headers."""

import pytest
from django.test import Client

from tests.tracker.hostile.house import Person, everything
from tests.tracker.make import key

TOO_LONG = b"note=" + b"a" * 2_500_001
URLENCODED = "application/x-www-form-urlencoded"
BOUNDARY = "multipart/form-data; boundary=b"
A_FILE = (
    b'--b\r\nContent-Disposition: form-data; name="f"; filename="f"\r\n\r\n'
    + b"a" * 2_500_001
    + b"\r\n--b--\r\n"
)
PATHS = ["/fall/", "/check/", "/start/safety/", "/accounts/login/", "/no/such/page/"]


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize(("kind", "body"), [(URLENCODED, TOO_LONG), (BOUNDARY, A_FILE)])
def test_a_body_that_is_too_long_gets_a_page_that_says_so(
    person: Person, path: str, kind: str, body: bytes
) -> None:
    before = everything()

    answer = person.client.post(path, body, content_type=kind)

    assert answer.status_code == 413
    page = answer.content.decode()
    assert "That is too much at once." in page and "Home Straight" in page
    assert answer["Cache-Control"] == "no-store" and "Content-Security-Policy" in answer
    assert everything() == before


def test_too_many_fields_get_the_same_page(person: Person) -> None:
    body = "&".join(f"f{n}=1" for n in range(600))

    assert person.client.post("/fall/", body, content_type=URLENCODED).status_code == 413


def test_a_body_of_just_the_longest_length_is_read(visitor: Client) -> None:
    body = (b"note=" + b"a" * 3_000_000)[:2_500_000]

    assert visitor.post("/check/", body, content_type=URLENCODED).status_code == 422


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        (BOUNDARY, b"--b\r\nContent-Dis"),
        (BOUNDARY, b"\x00\xff" * 50),
        ("multipart/form-data", b"no boundary"),
        ("multipart/form-data; boundary=" + "b" * 500, b"x"),
        ("application/json", b'{"rest": 3}'),
        ("text/xml", b"<!DOCTYPE x [<!ENTITY a 'b'>]><x>&a;</x>"),
        (URLENCODED + "; charset=utf-7", b"note=+AGE-"),
        (URLENCODED + "; charset=no-such", b"note=a"),
        (URLENCODED, b"note=%ff%fe%00%ed%a0%80&note=%u1234&=&&;"),
        ("", b"note=a"),
        ("nonsense", b"\x00"),
    ],
)
@pytest.mark.parametrize("path", ["/fall/", "/check/", "/start/safety/", "/accounts/login/"])
def test_a_body_that_cannot_be_read_breaks_nothing(
    person: Person, visitor: Client, path: str, kind: str, body: bytes
) -> None:
    visitor.raise_request_exception = False
    for client in (person.client, visitor):
        answer = client.generic("POST", path, body, content_type=kind)
        assert answer.status_code < 500


LIES = [
    {"referer": "http://["},
    {"origin": "http://["},
    {"origin": "null"},
    {"referer": "\x00"},
    {"referer": "http://testserver/%00/\xed\xa0"},
    {"cookie": "session=" + "x" * 5000},
    {"cookie": "session=\x00; csrf=\x00; device=é"},
    {"cookie": "csrf=" + "é" * 32},
    {"hx-request": "true", "hx-current-url": "http://[", "hx-target": "\x00"},
    {"hx-request": "true", "hx-current-url-uri-autoencoded": "true", "hx-current-url": "%ff%00"},
    {"accept-language": "x" * 5000 + ";q=a"},
    {"accept-encoding": "\x00,,;q=nan"},
    {"x-forwarded-for": "\x00, ::::"},
    {"content-length": "-5"},
    {"content-length": "abc"},
    {"if-modified-since": "yesterday"},
    {"range": "bytes=9-1,a-"},
]


@pytest.mark.parametrize("lie", LIES)
@pytest.mark.parametrize("path", ["/", "/today/", "/accounts/login/", "/check/", "/healthz"])
def test_lying_headers_break_nothing(db: None, path: str, lie: dict[str, str]) -> None:
    strict = Client(enforce_csrf_checks=True, raise_request_exception=False)

    assert strict.get(path, headers=lie).status_code < 500
    assert strict.post(path, {"key": key()}, headers=lie).status_code < 500


ADDRESSES = [
    "/log/0000-00-00/", "/log/2026-02-30/", "/log/9999-12-31/", "/log/0001-01-01/",
    "/log/0001-01-01/same/", "/log/9999-12-31/run/", "/log/٢٠٢٦-١١-٢١/", "/log/2026-11-21%00/",
    "/had/undo/99999999999999999999/", "/had/undo/-1/", "/fall/%00/", "/i/%ff/check/",
    "/diary/?to=9999-12-31", "/diary/?to=0001-01-01", "/diary/?to=%00", "/diary/?to=20261121",
    "/help-now/?region=%00", "/start/where/?list=%00&from=%ff", "/log/2026-11-21/run/?after=%00",
    "/accounts/login/?next=%00", "/accounts/login/?next=http%3A%2F%2F%5B", "/invitation/%00/",
    "/invitation/" + "x" * 5000 + "/", "/accounts/password/reset/key/%00-%00/",
    "/accounts/password/reset/key/zzzzzzzzzzzzzzzzzzzz-x/", "/accounts/confirm-email/%00/",
    "/accounts/confirm-email/" + "x" * 5000 + "/", "/static/%00", "/static/../tracker/settings.py",
    "/static/%2e%2e/manage.py", "/.git/config", "/var/homestraight.sqlite3", "/%ff%fe/", "//evil/",
]  # fmt: skip


@pytest.mark.parametrize("address", ADDRESSES)
def test_odd_addresses_break_nothing(person: Person, visitor: Client, address: str) -> None:
    visitor.raise_request_exception = False
    for client in (person.client, visitor):
        for headers in ({}, {"HX-Request": "true"}):
            assert client.get(address, headers=headers).status_code < 500
            assert client.post(address, {"key": key()}, headers=headers).status_code < 500


@pytest.mark.parametrize("on", ["0001-01-01", "9999-12-31", "2026-11-22"])
def test_days_that_cannot_be_logged_are_refused_by_every_form(person: Person, on: str) -> None:
    before = everything()
    for rest in ("", "delete/", "fall/", "run/"):
        sent = {"key": key(), "rest": "1", "minutes": "9", "when": "other", "kind": "slip"}
        path = f"/i/{person.injury.uuid}/log/{on}/{rest}"
        assert person.client.post(path, sent).status_code in (303, 404, 422)

    assert everything() == before


def test_too_many_tries_get_a_page_in_our_design(visitor: Client, settings) -> None:
    settings.ACCOUNT_RATE_LIMITS = {"signup": "1/m/ip"}
    visitor.post("/accounts/signup/", {})

    answer = visitor.post("/accounts/signup/", {})

    assert answer.status_code == 429
    assert "Too many tries." in answer.content.decode()
    assert "Home Straight" in answer.content.decode()
