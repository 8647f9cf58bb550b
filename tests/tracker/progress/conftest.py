"""A signed-in person on 21 November 2026 at noon; which diary they have, each test says."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import pytest
import time_machine
from django.conf import settings
from django.test import Client
from playwright.sync_api import Page

from tests.tracker.make import NOON, make_user
from tests.tracker.progress.people import sit_bone, strain
from tracker.models import User

DIARIES = {"sit bone": sit_bone, "strain": strain}


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


@pytest.fixture
def sign_in(client: Client, person: User, live_server) -> Callable[..., None]:
    def with_page(page: Page, diary: str = "") -> None:
        if diary:
            DIARIES[diary](person, last=datetime.now(UTC).date())
            User.objects.filter(pk=person.pk).update(day_starts_hour=0)
        name = settings.SESSION_COOKIE_NAME
        value = client.cookies[name].value
        page.context.add_cookies([{"name": name, "value": value, "url": live_server.url}])

    return with_page
