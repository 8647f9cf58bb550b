"""One person with a row of every kind, a stranger with the same, both on 21 November 2026."""

from collections.abc import Iterator

import pytest
import time_machine
from django.test import Client

from tests.tracker.hostile.house import Person, new_person
from tests.tracker.make import NOON


@pytest.fixture(autouse=True)
def _noon(request: pytest.FixtureRequest) -> Iterator[None]:
    if "own_clock" in request.fixturenames:
        yield
        return
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture(autouse=True)
def _demos(settings) -> None:
    """Every door of the house is open, the made-up diaries too."""
    settings.DEMO = True


@pytest.fixture
def person(db: None) -> Person:
    return new_person()


@pytest.fixture
def stranger(db: None) -> Person:
    return new_person()


@pytest.fixture
def visitor(db: None) -> Client:
    return Client()


@pytest.fixture
def own_clock() -> None:
    """Ask for it to let time go on."""
