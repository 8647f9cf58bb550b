"""A person with a token that may log everything, on 21 November 2026 at noon."""

from collections.abc import Iterator
from datetime import UTC, datetime
from uuid import uuid4

import pytest
import time_machine
from django.core.cache import cache
from django.http import HttpResponse
from django.test import Client

from tests.tracker.make import NOON, make_injury
from tracker.actions.tokens import SCOPES, make_token
from tracker.models import Injury

AT = datetime(2026, 11, 21, 11, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _noon() -> Iterator[None]:
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture(autouse=True)
def _fresh_limits(db: None) -> None:
    cache.clear()


@pytest.fixture
def injury(db: None) -> Injury:
    return make_injury()


def token_of(injury: Injury, *scopes: str) -> str:
    made = make_token(injury=injury, name="Watch", scopes=scopes or SCOPES, at=AT, key=uuid4())
    assert made.token is not None
    return made.token


@pytest.fixture
def token(injury: Injury) -> str:
    return token_of(injury)


def send(kind: str, token: str | None, body: object, **more: object) -> HttpResponse:
    """One call from a client without any cookie."""
    headers = {} if token is None else {"authorization": f"Bearer {token}"}
    client = Client(raise_request_exception=False, enforce_csrf_checks=True)
    more.setdefault("content_type", "application/json")
    return client.post(f"/api/v1/{kind}", body, headers=headers, **more)
