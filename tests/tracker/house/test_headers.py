"""Every answer carries the headers; private pages are kept nowhere."""

import pytest
from django.contrib.auth import get_user_model
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.test import Client
from django.urls import include, path

from tracker.middleware import HEADERS

pytestmark = pytest.mark.django_db
LOGIN = "/accounts/login/"


def page(request: HttpRequest, key: str = "") -> HttpResponse:
    return HttpResponse(b"a page " * 100)


def form(request: HttpRequest, key: str) -> HttpResponse:
    return HttpResponse(get_token(request))


urlpatterns = [
    path("a-page/", page),
    path("secret/form/<str:key>/", form),
    path("secret/<str:key>/", page),
    path("", include("tracker.urls")),
]


@pytest.mark.parametrize("url", [LOGIN, "/healthz", "/no/such/page/", "/static/no-such-file.css"])
@pytest.mark.parametrize("header", HEADERS)
def test_every_answer_carries_the_header(client: Client, url: str, header: str) -> None:
    assert client.get(url)[header] == HEADERS[header]


def test_the_policy_lets_nothing_inline_and_nothing_foreign_in() -> None:
    policy = HEADERS["Content-Security-Policy"]

    assert "unsafe" not in policy and "http" not in policy and "*" not in policy
    assert "default-src 'none'" in policy and "frame-ancestors 'none'" in policy


@pytest.mark.urls("tests.tracker.house.test_headers")
def test_a_page_is_kept_nowhere(client: Client) -> None:
    assert client.get("/a-page/")["Cache-Control"] == "no-store"


@pytest.mark.urls("tests.tracker.house.test_headers")
def test_an_address_with_a_token_sends_no_referrer(client: Client) -> None:
    assert client.get("/secret/abc/")["Referrer-Policy"] == "no-referrer"


@pytest.mark.urls("tests.tracker.house.test_headers")
def test_a_form_behind_a_token_names_itself_to_this_site_alone(client: Client) -> None:
    """With "no-referrer" the browser sends "Origin: null", and every such form was refused."""
    assert client.get("/secret/form/abc/")["Referrer-Policy"] == "same-origin"


@pytest.mark.urls("tests.tracker.house.test_headers")
def test_pages_are_compressed_with_a_padding_of_random_length(client: Client) -> None:
    sizes = {
        len(client.get("/a-page/", headers={"accept-encoding": "gzip"}).content) for _ in range(40)
    }

    assert max(sizes) < 500
    assert len(sizes) > 1


def test_https_asks_browsers_to_stay_on_it_for_a_year(client: Client, settings) -> None:
    settings.IS_HTTPS = True

    assert client.get(LOGIN)["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains"


def test_plain_http_does_not(client: Client) -> None:
    assert "Strict-Transport-Security" not in client.get(LOGIN)


def test_signing_out_tells_the_browser_to_forget(client: Client) -> None:
    client.force_login(get_user_model().objects.create_user("ann@example.org", "a long one"))

    answer = client.post("/accounts/logout/")

    assert answer["Clear-Site-Data"] == '"cache", "storage"'
    assert "Clear-Site-Data" not in client.get(LOGIN)


def test_cookies_are_out_of_reach_for_scripts_and_other_sites(client: Client) -> None:
    client.get(LOGIN)

    cookie = client.cookies["csrf"]
    assert cookie["httponly"] and cookie["samesite"] == "Lax" and cookie["path"] == "/"
    assert not cookie["domain"]


def test_another_host_name_is_refused(client: Client) -> None:
    assert client.get(LOGIN, headers={"host": "evil.example"}).status_code == 400


def test_a_post_without_its_token_is_refused() -> None:
    assert Client(enforce_csrf_checks=True).post(LOGIN, {"login": "a@b.org"}).status_code == 403
