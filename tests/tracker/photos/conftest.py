"""A signed-in person with one injury, on 21 November 2026 at noon, and an empty folder."""

from collections.abc import Iterator

import pytest
import time_machine
from django.core.files.storage import storages
from django.test import Client

from tests.tracker.make import NOON, make_injury, make_user
from tracker.models import Injury


@pytest.fixture(autouse=True)
def _folder(settings, tmp_path) -> Iterator[None]:
    """Photos of one test lie in a folder of their own."""
    own = {"BACKEND": "django.core.files.storage.FileSystemStorage"}
    own["OPTIONS"] = settings.STORAGES["photos"]["OPTIONS"] | {"location": tmp_path / "photos"}
    settings.STORAGES = settings.STORAGES | {"photos": own}
    storages._storages.clear()
    yield
    storages._storages.clear()


@pytest.fixture(autouse=True)
def _noon() -> Iterator[None]:
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def injury(db: None) -> Injury:
    return make_injury(make_user())


@pytest.fixture
def client(client: Client, injury: Injury) -> Client:
    client.force_login(injury.owner)
    return client


@pytest.fixture
def stranger(db: None) -> Client:
    other = Client()
    other.force_login(make_injury().owner)
    return other
