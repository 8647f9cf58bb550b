"""A database that is held, full or read-only: soon an answer, the words kept, nothing by half."""

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from tests.tracker.hostile.house import Person, everything, new_person
from tests.tracker.intake.steps import SPRINT, walk
from tests.tracker.make import NOON, TODAY, key
from tracker.models import Day, Fall, IntakeDraft
from tracker.patience import patience

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(
        "connection.vendor != 'sqlite'", reason="these faults are made with SQLite's own means"
    ),
]
READABLE = ["/today/", "/signs/", "/diary/", "/check/", "/help-now/", "/start/safety/"]


@pytest.fixture
def person() -> Person:
    return new_person()


@contextmanager
def held() -> Iterator[sqlite3.Connection]:
    """Another process is writing."""
    other = sqlite3.connect(str(connection.settings_dict["NAME"]), check_same_thread=False)
    other.isolation_level = None
    other.execute("BEGIN IMMEDIATE")
    try:
        yield other
    finally:
        if other.in_transaction:
            other.execute("ROLLBACK")
        other.close()


@contextmanager
def pragma(name: str, value: object, after: object) -> Iterator[None]:
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA {name} = {value}")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute(f"PRAGMA {name} = {after}")


@contextmanager
def read_only() -> Iterator[None]:
    with pragma("query_only", 1, 0):
        yield


@contextmanager
def full() -> Iterator[None]:
    """SQLite may not grow by a single page: what a full disk answers."""
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA page_count")
        (pages,) = cursor.fetchone()
        cursor.execute("PRAGMA freelist_count")
    with pragma("max_page_count", pages, 1_073_741_823):
        yield


def day_path(person: Person) -> str:
    return reverse("day-record", args=[person.injury.uuid, TODAY])


def words(n: int = 0) -> dict[str, str]:
    return {"key": key(), "number": "0", "rest": "2", "more": "1", "note": f"a hard day {n}"}


@pytest.mark.usefixtures("own_clock")
def test_a_write_waits_for_another_and_then_succeeds(person: Person) -> None:
    Day.objects.all().delete()
    with held() as other:
        free = threading.Timer(3, lambda: other.execute("ROLLBACK"))
        free.start()
        on = person.client.get("/today/").context["on"]
        path = reverse("day-record", args=[person.injury.uuid, on])
        answer = person.client.post(path, words())
        free.join()

    assert answer.status_code == 303
    assert Day.objects.get().note == "a hard day 0"


@pytest.mark.parametrize("headers", [{}, {"HX-Request": "true"}], ids=["plain", "htmx"])
def test_waiting_longer_than_allowed_gives_the_words_back(
    person: Person, headers: dict[str, str]
) -> None:
    Day.objects.all().delete()
    with held(), patience(200):
        answer = person.client.post(day_path(person), words(), headers=headers)

    assert answer.status_code == 503 and answer["Retry-After"] == "60"
    assert "a hard day 0" in answer.content.decode()
    assert not Day.objects.exists()


@pytest.mark.parametrize("fault", [held, read_only, full], ids=["held", "read-only", "full"])
def test_what_cannot_be_written_is_given_back_and_nothing_stays_by_half(
    person: Person, fault: object
) -> None:
    before = everything()
    paths = {
        day_path(person): words() | {"number": "", "note": "n" * 1999},
        "/fall/": {"key": key(), "when": "today", "kind": "slip", "note": "on ice" + "n" * 1900},
        reverse("run-record", args=[person.injury.uuid, TODAY]): {
            "key": key(), "minutes": "30", "note": "slow" + "n" * 1900,
        },
    }  # fmt: skip
    with fault(), patience(100):
        for _ in range(8):  # a full database may still have room on its last pages
            answers = [person.client.post(path, sent) for path, sent in paths.items()]
            for sent in paths.values():
                sent["key"] = key()
        for answer, sent in zip(answers, paths.values(), strict=True):
            assert answer.status_code == 503
            assert sent["note"] in answer.content.decode()

    if fault is not full:
        assert everything() == before
    assert person.client.post("/fall/", paths["/fall/"]).status_code == 303  # without a restart


@pytest.mark.parametrize("fault", [held, read_only, full], ids=["held", "read-only", "full"])
def test_reading_goes_on(person: Person, fault: object) -> None:
    IntakeDraft.objects.create(data={}, changed_at=NOON.replace(year=2020))
    with fault(), patience(100):
        answers = {path: person.client.get(path).status_code for path in READABLE}
        answers |= {f"visitor {p}": Client().get(p).status_code for p in READABLE[3:]}

    assert set(answers.values()) == {200}, answers


@pytest.mark.parametrize("fault", [held, read_only], ids=["held", "read-only"])
def test_the_safety_check_answers_also_when_nothing_can_be_written(db: None, fault: object) -> None:
    with fault(), patience(100):
        answer = Client().post("/check/", {"key": key(), "yes": ["q_bladder"]})

    assert answer.status_code == 200
    assert "emergency" in answer.content.decode().lower()


def test_an_intake_that_cannot_be_stored_keeps_its_answers(db: None) -> None:
    browser = Client(raise_request_exception=False)
    walk(browser, SPRINT, until="you")
    with held(), patience(100):
        answer = browser.post("/start/you/", SPRINT["you"] | {"worse_with": "steep stairs"})

    assert answer.status_code == 503
    assert "steep stairs" in answer.content.decode()


@pytest.mark.usefixtures("own_clock")
def test_health_answers_soon_while_the_database_is_held(db: None) -> None:
    """The wait of a writer is twenty seconds; a supervisor would have killed us by then."""
    waits: list[int] = []

    def write(execute: Any, sql: str, *given: Any) -> Any:
        if sql.startswith(("INSERT", "UPDATE", "DELETE", "BEGIN")):
            waits.append(connection.connection.execute("PRAGMA busy_timeout").fetchone()[0])
        return execute(sql, *given)

    with held(), connection.execute_wrapper(write):
        answer = Client().get("/readyz")

    assert answer.status_code == 503
    assert waits and max(waits) <= 2000


def test_patience_is_put_back(db: None) -> None:
    with connection.cursor() as cursor:
        before = cursor.execute("PRAGMA busy_timeout").fetchone()
        with patience(7):
            assert cursor.execute("PRAGMA busy_timeout").fetchone() == (7,)
        assert cursor.execute("PRAGMA busy_timeout").fetchone() == before


def test_a_really_full_disk(tmp_path: Path) -> None:
    """A file system of two megabytes, where this process may mount one."""
    from tests.tracker.hostile.small_disk import fill_and_write, small_disk

    with small_disk(tmp_path) as disk:
        answers, check = fill_and_write(disk)

    assert set(answers) <= {"200", "303", "503"}, answers
    assert "503" in answers and check == "ok"


def test_falls_are_not_stored_twice_when_sent_again_after_a_503(person: Person) -> None:
    sent = {"key": key(), "when": "today", "kind": "slip", "note": "sent twice"}
    with held(), patience(100):
        assert person.client.post("/fall/", sent).status_code == 503

    assert person.client.post("/fall/", sent).status_code == 303
    assert person.client.post("/fall/", sent).status_code == 303
    assert Fall.objects.filter(note="sent twice").count() == 1
