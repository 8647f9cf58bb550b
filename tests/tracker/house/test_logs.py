"""The log tells what happened to requests, and nothing about the person."""

import io
import json
import logging
import logging.config
from collections.abc import Iterator

import pytest
from django.contrib.auth import get_user_model
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import include, path

from tracker import logs

MARKS = ("sore-hamstring", "ann@example.org", "2026-03-04", "198.51.100.7", "t0ken")


def show(request: HttpRequest, on: str) -> HttpResponse:
    return HttpResponse(b"ok")


def fail(request: HttpRequest, on: str) -> HttpResponse:
    note = request.POST.get("note", "")
    raise ValueError(f"Key (email)=(ann@example.org) {note} already exists")


urlpatterns = [
    path("day/<str:on>/", show, name="day"),
    path("broken/<str:on>/", fail, name="broken"),
    path("", include("tracker.urls")),
]


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """Set logging up as the site does, but into a string."""
    stream = io.StringIO()
    before = (logging.root.handlers[:], logging.root.level)
    config = logs.config("json")
    config["handlers"]["console"]["stream"] = stream
    logging.config.dictConfig(config)
    yield stream
    logging.root.handlers[:], logging.root.level = before


def lines(log: io.StringIO) -> list[dict[str, object]]:
    return [json.loads(line) for line in log.getvalue().splitlines()]


@pytest.mark.urls("tests.tracker.house.test_logs")
@pytest.mark.django_db
def test_a_request_is_one_line_without_its_path(client: Client, log: io.StringIO) -> None:
    answer = client.get("/day/2026-03-04/?note=sore-hamstring")

    (line,) = lines(log)
    assert line["route"] == "day"
    assert line["method"] == "GET" and line["status"] == 200 and line["ms"] >= 0
    assert line["request_id"] == answer["X-Request-ID"]


@pytest.mark.urls("tests.tracker.house.test_logs")
@pytest.mark.django_db
def test_an_error_is_logged_by_type_and_place_not_by_its_text(log: io.StringIO) -> None:
    client = Client(raise_request_exception=False)

    answer = client.post("/broken/2026-03-04/?t0ken=1", {"note": "sore-hamstring"})

    assert answer.status_code == 500
    error = next(line for line in lines(log) if "error" in line)
    assert error["error"] == "ValueError"
    assert any("test_logs.py" in place and place.endswith(" fail") for place in error["where"])


@pytest.mark.urls("tests.tracker.house.test_logs")
@pytest.mark.django_db
def test_no_mark_of_a_person_reaches_the_log(log: io.StringIO) -> None:
    client = Client(raise_request_exception=False, REMOTE_ADDR="198.51.100.7")
    user = get_user_model().objects.create_user("ann@example.org", "a long one")

    client.get("/day/2026-03-04/?note=sore-hamstring")
    client.get("/no/2026-03-04/t0ken/?note=sore-hamstring")
    client.post("/broken/2026-03-04/", {"note": "sore-hamstring"})
    client.post("/accounts/login/", {"login": "ann@example.org", "password": "sore-hamstring"})
    client.post("/accounts/password/reset/", {"email": "ann@example.org"})
    client.get("/healthz", headers={"host": "t0ken.example"})
    client.get("/accounts/password/reset/key/1-t0ken/")
    Client(enforce_csrf_checks=True).post("/accounts/login/?next=/t0ken/", {"login": "a"})
    client.force_login(user)
    client.post("/accounts/logout/")

    assert len(lines(log)) >= 9
    for mark in MARKS:
        assert mark not in log.getvalue()


@pytest.mark.django_db
def test_sign_in_and_refusal_are_logged_by_number(client: Client, log: io.StringIO) -> None:
    user = get_user_model().objects.create_user("ann@example.org", "a long one")
    client.post("/accounts/login/", {"login": "ann@example.org", "password": "wrong one"})
    client.post("/accounts/login/", {"login": "ann@example.org", "password": "a long one"})

    events = [line for line in lines(log) if "event" in line]
    assert [line["event"] for line in events] == ["sign_in_refused", "sign_in"]
    assert events[1]["user"] == user.pk


def test_gunicorns_own_complaints_lose_their_text(log: io.StringIO) -> None:
    logging.getLogger("gunicorn.error").error("Error handling request %s", "/day/2026-03-04/?t0ken")
    logging.getLogger("gunicorn.error").info("Listening at: %s", "http://127.0.0.1:8000")

    first, second = lines(log)
    assert "2026-03-04" not in str(first) and "t0ken" not in str(first)
    assert second["message"] == "Listening at: http://127.0.0.1:8000"


def test_a_terminal_gets_the_same_facts_as_text() -> None:
    record = logging.makeLogRecord({"msg": "request", "levelname": "INFO", "route": "day"})

    assert logs.TextFormatter().format(record).endswith("info    request route=day")
