"""A signed-in person with one injury, on 21 November 2026 at noon."""

from collections.abc import Iterator

import pytest
import time_machine
from django.test import Client

from tests.tracker.make import NOON, make_injury, make_user
from tracker.models import Injury, User


@pytest.fixture(autouse=True)
def _noon() -> Iterator[None]:
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def person(db: None) -> User:
    return make_user()


@pytest.fixture
def injury(person: User) -> Injury:
    return make_injury(person)


@pytest.fixture
def client(client: Client, person: User) -> Client:
    """The test client, signed in as the person."""
    client.force_login(person)
    return client


@pytest.fixture
def stranger(db: None) -> Client:
    """Somebody else with an injury of their own."""
    other = make_user()
    make_injury(other)
    client = Client()
    client.force_login(other)
    return client
