"""Three years of diary: every page of it keeps its number of queries and its size."""

import gzip
from collections.abc import Iterator

import pytest
import time_machine
from django.test import Client

from benchmarks.large import large_diary
from tests.tracker.make import NOON, TODAY, make_user
from tests.tracker.queries import counting

# Path, queries at most, kB gzipped at most.
PAGES = [
    ("/progress/", 10, 25),
    ("/progress/?range=all", 10, 25),
    ("/progress/?range=own&first=2024-01-01&last=2026-01-01", 10, 25),
    ("/progress/table/?range=all", 10, 25),
    ("/progress/table.csv?range=all", 10, 25),
    ("/progress/more/?range=all", 10, 25),
    ("/progress/days/?year=2025", 10, 25),
    ("/report/", 25, 25),
    ("/report/print/", 25, 25),
    ("/report/share/", 10, 25),
    ("/account/data/", 10, 25),
]


@pytest.fixture
def client(db: None) -> Iterator[Client]:
    with time_machine.travel(NOON, tick=False):
        client = Client()
        client.force_login(large_diary(make_user(), last=TODAY, photo_kb=2))
        yield client


def test_every_page_of_a_large_diary_stays_within_its_budget(client: Client) -> None:
    found = []
    for path, queries, kb in PAGES:
        client.get(path)
        with counting() as count:
            answer = client.get(path)
        size = len(gzip.compress(answer.content, 6)) / 1000
        assert answer.status_code == 200, path
        print(f"{path}: {count.number} queries, {size:.1f} kB gzipped")  # noqa: T201
        if count.number > queries or size > kb:
            found.append(f"{path}: {count.number} of {queries} queries, {size:.1f} of {kb} kB")

    assert found == []
