"""A signed-in person with one injury, at noon on 21 November 2026."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from tests.tracker.make import NOON, TODAY, make_injury, make_user, make_visit
from tracker.models import Injury, LoadPause, Plan, StageMove, User, Visit

BEFORE = TODAY - timedelta(days=20)


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


@pytest.fixture
def visit(injury: Injury) -> Visit:
    return make_visit(injury, state="seen", who="Anna")


@pytest.fixture
def plan(injury: Injury) -> Plan:
    row = Plan.objects.create(
        injury=injury, programme="pht", stage="settle", started_on=BEFORE, content_version="1"
    )
    StageMove.objects.create(plan=row, on=BEFORE, to_stage="settle", reason="start")
    return row


@pytest.fixture
def pause(injury: Injury) -> LoadPause:
    return LoadPause.objects.create(
        injury=injury, accepted=True, started_on=BEFORE, rule="r_night_pain"
    )
