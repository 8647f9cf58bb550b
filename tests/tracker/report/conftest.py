"""The noon at which reports are read, and the browser of whoever keeps the diary `kim`."""

from collections.abc import Iterator

import pytest
import time_machine
from django.test import Client

from tests.tracker.make import NOON
from tracker.models import Injury


@pytest.fixture(autouse=True)
def _noon() -> Iterator[None]:
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def client(client: Client, kim: Injury) -> Client:
    client.force_login(kim.owner)
    return client
