"""What stands for an error: our own pages, and nothing typed is lost by a page open too long."""

import re
from typing import Any

import pytest
from django.template.loader import render_to_string
from django.test import Client, RequestFactory

from tests.tracker.make import PASSWORD, make_user
from tracker.views import pages

OURS = {"HTTP_SEC_FETCH_SITE": "same-origin"}


@pytest.fixture
def strict() -> Client:
    return Client(enforce_csrf_checks=True)


def hidden(html: str) -> dict[str, str]:
    return dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', html))


@pytest.mark.parametrize("name", ["400", "403", "403_csrf", "404", "500", "503"])
def test_an_error_page_needs_no_request_and_no_database(name: str) -> None:
    html = render_to_string(f"{name}.html")

    assert html.count("<h1") == 1
    assert "/help-now/" in html
    assert "style=" not in html


@pytest.mark.django_db
def test_a_missing_page_answers_in_our_own_design(client: Client) -> None:
    response = client.get("/nothing-here/")

    assert response.status_code == 404
    assert "We can’t find that page." in response.content.decode()


@pytest.mark.django_db
def test_a_broken_page_says_that_saved_entries_are_safe(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def breaks(*args: Any, **kwargs: Any) -> None:
        raise RuntimeError("broken")

    monkeypatch.setattr(pages, "render", breaks)
    client.raise_request_exception = False

    response = client.get("/about/")

    assert response.status_code == 500
    assert "Your last saved entry is safe." in response.content.decode()


@pytest.mark.django_db
def test_a_page_open_too_long_hands_back_what_was_typed_and_can_be_sent(strict: Client) -> None:
    strict.force_login(make_user())
    typed = {"note": 'Sat on "ice"\nthen <b>slipped</b>', "places": ["a", "b"]}

    response = strict.post("/accounts/logout/?next=/about/", typed, **OURS)
    html = response.content.decode()

    assert response.status_code == 403
    assert "Your answers are still here." in html
    assert 'action="/accounts/logout/?next=/about/"' in html
    assert "Sat on &quot;ice&quot;\nthen &lt;b&gt;slipped&lt;/b&gt;" in html
    assert html.count('name="places"') == 2

    again = strict.post(
        "/accounts/logout/", {"csrfmiddlewaretoken": hidden(html)["csrfmiddlewaretoken"]}, **OURS
    )
    assert again.status_code == 302


@pytest.mark.django_db
@pytest.mark.parametrize(
    "headers",
    [
        {"HTTP_SEC_FETCH_SITE": "cross-site"},
        {"HTTP_SEC_FETCH_SITE": "same-site"},
        {"HTTP_ORIGIN": "https://elsewhere.example"},
        {"HTTP_REFERER": "https://elsewhere.example/"},
        {},
    ],
)
def test_words_from_another_site_are_never_put_into_a_form(strict: Client, headers) -> None:
    response = strict.post("/accounts/logout/", {"note": "planted"}, **headers)
    html = response.content.decode()

    assert response.status_code == 403
    assert "planted" not in html
    assert "Send again" not in html


@pytest.mark.django_db
def test_an_older_browser_is_believed_by_its_origin(strict: Client, settings) -> None:
    response = strict.post("/accounts/logout/", {"a": "b"}, HTTP_ORIGIN=settings.PUBLIC_URL)

    assert "Your answers are still here." in response.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["password", "password1", "oldpassword", "New_Password"])
def test_a_password_is_never_handed_back(strict: Client, name: str) -> None:
    response = strict.post("/accounts/login/", {"login": "a@b.c", name: PASSWORD}, **OURS)

    assert PASSWORD not in response.content.decode()
    assert "Send again" not in response.content.decode()


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ({"a": "x" * 99_999}, 1),
        ({"a": "x" * 100_000}, None),
        ({f"f{n}": "" for n in range(200)}, 200),
        ({f"f{n}": "" for n in range(201)}, None),
        ({}, None),
    ],
)
def test_only_as_much_is_kept_as_our_forms_hold(typed: dict[str, str], kept: int | None) -> None:
    request = RequestFactory().post("/x/", typed)

    fields = pages.kept_fields(request)

    assert (None if fields is None else len(fields)) == kept


@pytest.mark.parametrize(
    ("referer", "back"),
    [
        ("http://testserver/today/?a=1", "/today/"),
        ("https://elsewhere.example/today/", "/"),
        ("http://testserver//elsewhere.example/", "/"),
        ("nonsense", "/"),
    ],
)
def test_the_way_back_leads_only_to_our_own_pages(referer: str, back: str) -> None:
    request = RequestFactory().post("/x/", headers={"referer": referer})

    assert pages.page_before(request) == back
