"""A whole story with marked words: none of them in the log, an address, a cookie or a session."""

import io
import logging
import logging.config
import re
from collections.abc import Iterator

import pytest
from django.contrib.sessions.models import Session
from django.http import HttpResponse
from django.test import Client

from tests.tracker.intake.steps import SIT_BONE, walk
from tests.tracker.make import PASSWORD, key, make_notice
from tracker import logs
from tracker.models import Injury

MARK = "quokka"
DAY = "2026-11-19"
EMAIL = f"{MARK}-robin@example.org"
# What a person writes, and codes that no other page or log line has a reason to name.
SECRETS = (
    MARK,
    "sit_bone",
    "gradual",
    "1988",
    "overload",
    "sitting",
    "q_bladder",
    DAY,
)
SIGN_UP = {"email": EMAIL, "password1": PASSWORD, "of_age": "on", "consent": "on", "zone": "UTC"}
# A day stands in the address of its page by decision; nothing of what happened on it does.
MAY_STAND_IN_ADDRESSES = {DAY}


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """Set logging up as the site does, but into a string."""
    stream = io.StringIO()
    before = (logging.root.handlers[:], logging.root.level)
    config = logs.config("json")
    config["handlers"]["console"]["stream"] = stream
    config["root"]["level"] = "DEBUG"
    config["loggers"]["django"]["level"] = "DEBUG"
    logging.config.dictConfig(config)
    logging.getLogger("django.db.backends").setLevel("INFO")
    logging.getLogger("django.template").setLevel("INFO")
    yield stream
    logging.root.handlers[:], logging.root.level = before


class Watched(Client):
    """Keeps the answer to every request."""

    answers: list[HttpResponse]

    def request(self, **request: object) -> HttpResponse:
        answer = super().request(**request)
        self.__dict__.setdefault("answers", []).append(answer)
        return answer


def story(browser: Watched) -> Injury:
    """From the first page to the deleted account, with refusals and failures on the way."""
    you = SIT_BONE["you"] | {"worse_with": f"{MARK} stairs", "eases_with": f"{MARK} walks"}
    how = {"mechanism": "overload", "note": f"{MARK} hill"}
    walk(browser, SIT_BONE | {"you": you, "how": how}, until="had")
    browser.post("/start/had/", {"do": "add", "kind": "scan", "name": f"{MARK} MRI"})
    browser.post("/start/had/", {"do": "go"})
    browser.post(
        "/start/told/",
        {"kind": "other", "told": f"{MARK} strain", "role": "gp", "on": "2026-11-01"},
    )
    browser.get("/start/result/")
    browser.post("/accounts/signup/", SIGN_UP | {"password1": "short"})
    browser.post("/accounts/signup/", SIGN_UP)
    injury = Injury.objects.get()
    notice = make_notice(injury)
    writes(browser, injury, notice)
    browser.get("/account/download/")
    browser.get(f"/no/{MARK}/?note={MARK}")
    browser.get("/today/", headers={"host": f"{MARK}.example"})
    return injury


def writes(browser: Watched, injury: Injury, notice: object) -> None:
    note = {"note": f"{MARK} note"}
    i = f"/i/{injury.uuid}"
    for sent in ({"rest": "x" + MARK}, {"rest": "4", "sitting": "7", "more": "1", **note}):
        browser.post(f"{i}/log/{DAY}/", {"key": key(), "number": "", **sent})
    browser.post("/fall/", {"key": key(), "when": "today", "kind": "slip", **note})
    browser.post("/fall/", {"key": key(), "when": "never", "kind": MARK, **note})
    browser.post(f"{i}/log/{DAY}/run/", {"key": key(), "minutes": "30", **note})
    browser.post(f"{i}/check/", {"key": key(), "yes": ["q_bladder"]})
    browser.post(
        f"{i}/signs/{notice.uuid}/seen/",
        {"key": key(), "day": "2026-11-20", "who": MARK, "words": MARK},
    )
    browser.post(f"{i}/had/", {"key": key(), "kind": "scan", "name": MARK})
    browser.post("/account/", {"birth_year": MARK})
    for page in ("/today/", "/signs/", "/diary/", "/check/result/", "/had/", "/account/"):
        browser.get(page)


@pytest.fixture
def told(db: None, log: io.StringIO) -> tuple[Watched, str]:
    browser = Watched(raise_request_exception=False)
    story(browser)
    return browser, log.getvalue()


def test_the_log_names_nothing(told: tuple[Watched, str]) -> None:
    _, log = told

    assert log.count('"request"') > 25
    # A random id may hold the digits of a birth year.
    said = re.sub(r'"request_id": "[0-9a-f]+"', "", log)
    assert [secret for secret in (*SECRETS, PASSWORD) if secret in said] == []


def test_no_address_names_anything_but_a_day(told: tuple[Watched, str]) -> None:
    browser, _ = told
    sent_to = [
        a.headers.get("Location", "") + a.headers.get("HX-Redirect", "") for a in browser.answers
    ]

    for secret in set(SECRETS) - MAY_STAND_IN_ADDRESSES:
        assert not [address for address in sent_to if secret in address]


def test_no_cookie_or_header_names_anything(told: tuple[Watched, str]) -> None:
    browser, _ = told

    for answer in browser.answers:
        lines = [f"{name}: {value}" for name, value in answer.headers.items()]
        lines += [morsel.OutputString() for morsel in answer.cookies.values()]
        for secret in set(SECRETS) - MAY_STAND_IN_ADDRESSES:
            assert not [x for x in lines if secret in x and "filename" not in x]


def test_no_session_holds_what_was_told(told: tuple[Watched, str]) -> None:
    """Only the address of the signed-in person, which the sign-in itself keeps, may stand there."""
    sessions = [str(session.get_decoded()) for session in Session.objects.all()]

    assert sessions
    for text in sessions:
        for secret in set(SECRETS):
            assert secret not in text.replace(EMAIL, "")


def test_a_failure_of_the_server_logs_no_words(
    db: None, log: io.StringIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(**given: object) -> None:
        raise RuntimeError(f"cannot store {given}")

    monkeypatch.setattr("tracker.views.falls.record_fall", fail)
    browser = Watched(raise_request_exception=False)
    walk(browser, SIT_BONE)
    browser.post("/accounts/signup/", SIGN_UP)

    answer = browser.post(
        "/fall/", {"key": key(), "when": "today", "kind": "slip", "note": f"{MARK} note"}
    )

    assert answer.status_code == 500
    assert "RuntimeError" in log.getvalue() and MARK not in log.getvalue()
    assert MARK not in answer.content.decode()
