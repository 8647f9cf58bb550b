"""A signed-in person with one injury, at noon on 21 November 2026."""

from collections.abc import Iterator

import pytest
import time_machine
from django.test import Client

from tests.tracker.make import NOON, make_injury, make_user
from tracker.models import Injury, User


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOON, tick=False) as traveller:
        yield traveller


@pytest.fixture
def user(db: None) -> User:
    return make_user()


@pytest.fixture
def injury(user: User) -> Injury:
    return make_injury(user)


@pytest.fixture
def client(client: Client, user: User) -> Client:
    """The test client, signed in as the person."""
    client.force_login(user)
    return client
