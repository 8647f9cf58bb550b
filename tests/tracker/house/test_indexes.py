"""What a page asks of the database is found by an index, however many others use the site."""

import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client

from tests.tracker.make import NOON, TODAY, key, make_fall, make_notice, make_run, make_visit
from tests.tracker.plan.people import on_plan, ready_sit_bone
from tests.tracker.queries import counting
from tracker.models import Injury

pytestmark = pytest.mark.django_db
PAGES = (
    "/today/",
    "/plan/",
    "/plan/tests/",
    "/plan/tests/load_test_a/",
    "/measures/",
    "/measures/own_activities/",
    "/measures/lefs/",
    "/progress/",
    "/signs/",
    "/diary/",
    "/visits/",
    "/had/",
)


@pytest.fixture(autouse=True)
def _noon() -> Iterator[None]:
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def robin() -> Injury:
    """Somebody with something in every table a page reads."""
    injury = ready_sit_bone()
    on_plan(injury, today=TODAY - timedelta(days=7))
    make_run(injury, TODAY - timedelta(days=2))
    make_fall(injury.owner, TODAY - timedelta(days=3), injury=injury)
    make_notice(injury)
    make_visit(injury)
    return injury


@pytest.fixture
def client(client: Client, robin: Injury) -> Client:
    client.force_login(robin.owner)
    return client


EXPLAIN = {"sqlite": "EXPLAIN QUERY PLAN", "postgresql": "EXPLAIN"}
WHOLE = re.compile(r"SCAN tracker_|Seq Scan on tracker_")


def tables_read_whole(statements: list[str]) -> list[str]:
    """Each step in which the database would read a table from end to end, with its statement.

    PostgreSQL reads a table of a few rows whole by choice; with that made dear, it does so
    only where no index fits.
    """
    found = []
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(f"{EXPLAIN[connection.vendor]} {statement}")
            steps = [str(row[-1]).strip() for row in cursor.fetchall()]
            found += [f"{step} in {statement[:300]}" for step in steps if WHOLE.search(step)]
    return found


@pytest.fixture
def _dear_to_read_whole() -> None:
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL enable_seqscan = off")


@pytest.mark.parametrize("path", PAGES)
def test_no_page_reads_a_table_whole(client: Client, _dear_to_read_whole: None, path: str) -> None:
    with counting() as asked:
        assert client.get(path).status_code == 200

    assert asked.number > 3
    assert tables_read_whole(asked.statements) == []


def test_saving_a_day_reads_no_table_whole(
    client: Client, robin: Injury, _dear_to_read_whole: None
) -> None:
    with counting() as asked:
        response = client.post(
            f"/i/{robin.uuid}/log/{TODAY}/", {"key": key(), "number": 0, "sitting": 3, "rest": 1}
        )

    assert response.status_code == 303, response.content
    assert tables_read_whole(asked.statements) == []


def test_the_look_finds_a_table_that_is_read_whole(_dear_to_read_whole: None) -> None:
    assert tables_read_whole(['SELECT "id" FROM "tracker_day" WHERE "note" = \'x\''])
