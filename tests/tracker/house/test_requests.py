"""Who is asking, for how long they stay signed in, and whether the house is well."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.contrib.auth import get_user_model
from django.db import connection
from django.http import HttpResponse
from django.test import Client, RequestFactory

from tracker.middleware import client_address

START = datetime(2026, 3, 1, 12, tzinfo=UTC)


def seen_address(forwarded: str | None) -> str:
    headers = {} if forwarded is None else {"HTTP_X_FORWARDED_FOR": forwarded}
    request = RequestFactory().get("/", REMOTE_ADDR="10.0.0.1", **headers)
    client_address(lambda request: HttpResponse())(request)
    return request.META["REMOTE_ADDR"]


@pytest.mark.parametrize(
    ("hops", "forwarded", "address"),
    [
        (0, "198.51.100.7", "10.0.0.1"),
        (1, "198.51.100.7", "198.51.100.7"),
        (1, "1.2.3.4, 198.51.100.7", "198.51.100.7"),
        (2, "1.2.3.4, 198.51.100.7, 10.9.9.9", "198.51.100.7"),
        (2, "198.51.100.7", "10.0.0.1"),
        (1, "nonsense", "10.0.0.1"),
        (1, "1.2.3.4, ", "10.0.0.1"),
        (1, "2001:db8::7", "2001:db8::7"),
        (1, None, "10.0.0.1"),
    ],
)
def test_only_trusted_hops_name_the_address(settings, hops, forwarded, address) -> None:
    settings.TRUSTED_PROXIES = hops

    assert seen_address(forwarded) == address


@pytest.mark.django_db
def test_a_request_id_is_made_and_a_foreign_one_not_taken_over(client: Client) -> None:
    answer = client.get("/healthz", headers={"x-request-id": "made-up-outside"})

    assert len(answer["X-Request-ID"]) == 32


@pytest.mark.django_db
@pytest.mark.parametrize(("given", "kept"), [("abc-12345", True), ("a b\nc", False), ("x", False)])
def test_a_trusted_proxy_may_name_the_request(client: Client, settings, given, kept) -> None:
    settings.TRUSTED_PROXIES = 1

    answer = client.get("/healthz", headers={"x-request-id": given})

    assert (answer["X-Request-ID"] == given) is kept


@pytest.mark.django_db
def test_a_session_lasts_ninety_days_from_its_last_use(client: Client) -> None:
    user = get_user_model().objects.create_user("ann@example.org", "a long one")
    with time_machine.travel(START, tick=False):
        client.force_login(user)
    with time_machine.travel(START + timedelta(days=80), tick=False):
        assert client.get("/accounts/logout/").status_code == 200

    with time_machine.travel(START + timedelta(days=160), tick=False):
        assert client.get("/accounts/logout/").status_code == 200
    with time_machine.travel(START + timedelta(days=251), tick=False):
        assert client.get("/accounts/logout/").status_code == 302


@pytest.mark.django_db
def test_the_session_is_written_once_a_day_only(client: Client, django_assert_num_queries) -> None:
    client.force_login(get_user_model().objects.create_user("ann@example.org", "a long one"))
    client.get("/accounts/logout/")

    with django_assert_num_queries(2) as queries:
        client.get("/accounts/logout/")

    assert all(query["sql"].startswith("SELECT") for query in queries.captured_queries)


@pytest.mark.django_db
def test_health_is_good_when_the_database_can_be_written(client: Client) -> None:
    answer = client.get("/readyz")

    assert answer.status_code == 200
    assert set(answer.json().values()) == {"ok"}


@pytest.mark.django_db
def test_being_alive_asks_nothing_of_the_database(
    client: Client, django_assert_num_queries
) -> None:
    with django_assert_num_queries(0):
        answer = client.get("/healthz")

    assert answer.status_code == 200 and answer.json() == {"status": "ok"}
    assert client.post("/healthz").status_code == 405


@pytest.fixture
def read_only_database(db) -> Iterator[None]:
    """Make the real database refuse writes."""
    is_sqlite = connection.vendor == "sqlite"
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA query_only=1" if is_sqlite else "SET TRANSACTION READ ONLY")
    yield
    if is_sqlite:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA query_only=0")


def test_health_says_so_when_the_database_cannot_be_written(
    client: Client, read_only_database: None
) -> None:
    answer = client.get("/readyz")

    assert answer.status_code == 503
    assert "cannot be written" in answer.json()["status"]


@pytest.mark.django_db
def test_health_leaves_nothing_behind(client: Client) -> None:
    def kept() -> int:
        with connection.cursor() as cursor:
            cursor.execute("SELECT COUNT(*) FROM tracker_cache")
            return int(cursor.fetchone()[0])

    before = kept()

    client.get("/readyz")

    assert kept() == before


@pytest.mark.django_db
def test_health_changes_nothing_by_post(client: Client) -> None:
    assert client.post("/readyz").status_code == 405
