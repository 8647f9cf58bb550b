"""A signed-in person on 21 November 2026 at noon; which diary they have, each test says."""

from collections.abc import Iterator

import pytest
import time_machine
from django.test import Client

from tests.tracker.make import NOON, make_user
from tracker.models import User


@pytest.fixture(autouse=True)
def _noon() -> Iterator[None]:
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def person(db: None) -> User:
    return make_user()


@pytest.fixture
def client(client: Client, person: User) -> Client:
    client.force_login(person)
    return client
