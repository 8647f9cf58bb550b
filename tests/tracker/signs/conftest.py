"""The Signs room's tests run at noon on 21 November 2026, with one signed-in person."""

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
def user(db: None) -> User:
    return make_user()


@pytest.fixture
def injury(user: User) -> Injury:
    return make_injury(user)


@pytest.fixture
def signed_in(client: Client, user: User) -> Client:
    client.force_login(user)
    return client
