"""Security headers on the answer of every route, of every error and of static files."""

import re
from uuid import uuid4

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from tests.tracker.hostile.house import Person
from tests.tracker.hostile.routes import ROUTES
from tracker.middleware import HEADERS

HTMX = {"HX-Request": "true"}
TOKENS = {
    "token": "no-such-token",
    "key": "no-such-key",
    "uidb36": "1",
    "item": uuid4(),
    "who": "robin",
    "pattern": "general",
    "condition": "sij",
    "rule": "r_night_pain",
}


def is_safe(answer: HttpResponse) -> bool:
    policy = answer["Content-Security-Policy"]
    assert "unsafe" not in policy and "*" not in policy and "default-src 'none'" in policy
    for name, value in HEADERS.items():
        assert answer[name] == value or name == "Referrer-Policy", name
    assert answer["Referrer-Policy"] in ("same-origin", "no-referrer")
    return "Server" not in answer and "X-Powered-By" not in answer


@pytest.mark.parametrize("name", ROUTES)
def test_every_route_carries_them_and_is_kept_nowhere(
    person: Person, visitor: Client, name: str
) -> None:
    ids = person.ids | TOKENS
    path = reverse(name, kwargs={part: ids[part] for part in ROUTES[name].ids})

    for client in (visitor, person.client):
        for method in ("get", "head", "post", "put"):
            for headers in ({}, HTMX):
                answer = getattr(client, method)(path, headers=headers)
                assert answer.status_code < 500
                assert is_safe(answer)
                assert "no-store" in answer["Cache-Control"], (name, method)
        person.client.force_login(person.user)


def test_errors_carry_them(person: Person, settings, monkeypatch: pytest.MonkeyPatch) -> None:
    strict = Client(enforce_csrf_checks=True, raise_request_exception=False)
    broken = Client(raise_request_exception=False)
    broken.force_login(person.user)
    monkeypatch.setattr("tracker.views.falls.FallForm", None)
    answers = {
        404: broken.get("/no/such/page/"),
        400: broken.get("/", headers={"host": "evil.example"}),
        403: strict.post("/fall/", {"note": "x"}),
        405: broken.put("/today/"),
        413: broken.post("/fall/", b"a" * 2_600_000, content_type="text/plain"),
        500: broken.get("/fall/"),
    }

    for status, answer in answers.items():
        assert answer.status_code == status
        assert is_safe(answer)
        assert answer["Cache-Control"] == "no-store"


def test_static_files_carry_them(visitor: Client) -> None:
    for path in ("/static/js/app.js", "/static/no-such-file.css", "/static/"):
        answer = visitor.get(path)
        assert is_safe(answer)
        answer.close()


def test_no_page_holds_a_script_or_a_style_of_its_own(person: Person, visitor: Client) -> None:
    """The policy would stop it, so it would be a fault of ours."""
    ids = person.ids | TOKENS
    for name, route in ROUTES.items():
        if "get" not in route.methods:
            continue
        path = reverse(name, kwargs={part: ids[part] for part in route.ids})
        for client in (visitor, person.client):
            answer = client.get(path, follow=True)
            if not answer.headers.get("Content-Type", "").startswith("text/html"):
                continue  # a file: it is shown by no page of ours
            page = answer.content.decode()
            assert not re.search(r"<script(?![^>]*\bsrc=)", page), name
            assert not re.search(r"<style|\sstyle=|\son[a-z]+=\"|javascript:", page), name
            assert not re.search(r"(src|href|action)=\"(https?:)?//(?!www|doi|[a-z])", page), name
        person.client.force_login(person.user)
