"""When the database cannot be written or reached: a clear page, the words kept, reading goes on."""

import pytest
from django.contrib.auth import get_user_model
from django.db import IntegrityError, OperationalError, ProgrammingError
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import include, path

from tracker.middleware import RENEWED_ON


def locked(request: HttpRequest) -> HttpResponse:
    raise OperationalError("database is locked")


def broken(request: HttpRequest) -> HttpResponse:
    raise IntegrityError("a fault of ours")


class Refused(Exception):
    """What the driver of PostgreSQL raises: it names the fault by a code."""

    def __init__(self, sqlstate: str) -> None:
        super().__init__(sqlstate)
        self.sqlstate = sqlstate


def refused(request: HttpRequest, sqlstate: str) -> HttpResponse:
    raise ProgrammingError("refused by the database") from Refused(sqlstate)


def private(request: HttpRequest) -> HttpResponse:
    return HttpResponse(request.user.email)


handler500 = "tracker.views.away.server_error"
urlpatterns = [
    path("locked/", locked),
    path("broken/", broken),
    path("refused/<str:sqlstate>/", refused),
    path("private/", private),
    path("", include("tracker.urls")),
]
pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.tracker.house.test_database_away")]


@pytest.fixture
def visitor() -> Client:
    return Client(raise_request_exception=False)


def test_a_write_that_cannot_be_stored_gives_the_words_back(visitor: Client) -> None:
    answer = visitor.post("/locked/?from=today", {"note": "stairs were <fine>", "form_key": "k1"})

    page = answer.content.decode()
    assert answer.status_code == 503 and answer["Retry-After"] == "60"
    assert '<input type="hidden" name="note" value="stairs were &lt;fine&gt;">' in page
    assert '<input type="hidden" name="form_key" value="k1">' in page
    assert "<dd><bdi>stairs were &lt;fine&gt;</bdi></dd>" in page and "<bdi>k1" not in page
    assert 'action="/locked/?from=today"' in page and 'name="csrfmiddlewaretoken" value="' in page


def test_a_password_is_not_given_back(visitor: Client) -> None:
    answer = visitor.post("/locked/", {"login": "ann@example.org", "password": "hush"})

    assert answer.status_code == 503
    assert b"hush" not in answer.content


def test_a_page_that_cannot_be_read_says_so(visitor: Client) -> None:
    answer = visitor.get("/locked/")

    assert answer.status_code == 503
    assert b"Nothing is lost" in answer.content


def test_a_fault_of_ours_is_no_matter_of_waiting(visitor: Client) -> None:
    answer = visitor.get("/broken/")

    assert answer.status_code == 500
    assert b"Something broke on our side" in answer.content


@pytest.mark.parametrize("sqlstate", ["42P01", "42703"])
def test_a_database_without_our_tables_yet_is_a_matter_of_waiting(
    visitor: Client, sqlstate: str
) -> None:
    answer = visitor.post(f"/refused/{sqlstate}/", {"note": "stairs were fine"})

    assert answer.status_code == 503 and answer["Retry-After"] == "60"
    assert b"stairs were fine" in answer.content


def test_a_faulty_query_of_ours_is_no_matter_of_waiting(visitor: Client) -> None:
    answer = visitor.get("/refused/42601/")

    assert answer.status_code == 500


def test_the_page_of_a_failure_reads_nothing(visitor: Client, django_assert_num_queries) -> None:
    visitor.get("/locked/")

    with django_assert_num_queries(0):
        visitor.post("/locked/", {"note": "x"})


def test_reading_goes_on_while_a_session_cannot_be_renewed(
    visitor: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    visitor.force_login(get_user_model().objects.create_user("ann@example.org", "a long one"))
    session = visitor.session
    session[RENEWED_ON] = "2020-01-01"
    session.save()

    def refuse(*args: object, **kwargs: object) -> None:
        raise OperationalError("attempt to write a readonly database")

    monkeypatch.setattr("django.contrib.sessions.backends.db.SessionStore.save", refuse)

    assert visitor.get("/private/").content == b"ann@example.org"
