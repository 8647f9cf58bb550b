"""Pages anyone may read: they exist, say what is true, and hold to the strict policy."""

import re

import pytest
from django.test import Client
from django.urls import path

from tests.tracker.make import PASSWORD, make_user
from tracker import urls
from tracker.views.health import health

pytestmark = pytest.mark.django_db
PUBLIC = [
    "/",
    "/sample-report/",
    "/help-now/",
    "/about/",
    "/for-physios/",
    "/how-rules-work/",
    "/privacy/",
    "/accessibility/",
    "/accounts/login/",
    "/accounts/signup/",
    "/accounts/password/reset/",
    "/accounts/password/reset/done/",
    "/accounts/password/reset/key/0-x/",
    "/accounts/confirm-email/",
    "/accounts/confirm-email/nothing/",
    "/accounts/inactive/",
]
SIGNED_IN = ["/more/", "/accounts/email/", "/accounts/password/change/", "/accounts/logout/"]
INLINE = re.compile(r"\sstyle=|<style|\son[a-z]+=|hx-on|<script(?![^>]*\ssrc=)|javascript:", re.I)
AVOIDED = re.compile(r"\b(detect|early warning|analyse|score\b(?!, no)|you have a)\b", re.I)


def words(response) -> str:
    text = re.sub(r"<[^>]+>", " ", response.content.decode())
    return re.sub(r"\s+", " ", text)


@pytest.mark.parametrize("address", PUBLIC)
def test_a_public_page_answers_with_one_heading_and_nothing_inline(client: Client, address) -> None:
    response = client.get(address)
    html = response.content.decode()

    assert response.status_code == 200
    assert html.count("<h1") == 1
    assert not INLINE.search(html)
    assert '<html lang="en-gb"' in html
    assert "Skip to the page" in html


@pytest.mark.parametrize("address", SIGNED_IN)
def test_a_signed_in_page_has_the_places_and_the_help_line(client: Client, address) -> None:
    client.force_login(make_user())

    response = client.get(address)

    assert response.status_code == 200
    assert not INLINE.search(response.content.decode())
    assert 'aria-label="Main"' in response.content.decode()
    assert words(response).strip().endswith("Something new or frightening?")


def test_the_theme_of_the_person_stands_on_the_page(client: Client) -> None:
    client.force_login(make_user(theme="dark"))

    assert 'data-theme="dark"' in client.get("/about/").content.decode()


def test_the_landing_says_what_is_decided(client: Client) -> None:
    said = words(client.get("/"))

    for sentence in (
        "Pain at the back of the thigh or the sit bone that will not settle?",
        "Log it in under a minute a day.",
        "Free and open source.",
        "Your diary lives on this server.",
        "No clinician has reviewed this yet.",
        "A diary, not a diagnosis.",
    ):
        assert sentence in said
    assert not AVOIDED.search(said.replace("No score", ""))


@pytest.mark.parametrize(
    ("setting", "there", "away"),
    [
        ("open", "Start my diary", "I have an invitation"),
        ("invite", "I have an invitation", "Start my diary"),
        ("closed", "New diaries are closed here", "Start my diary"),
    ],
)
def test_the_landing_offers_a_diary_only_where_one_can_be_had(
    client: Client, settings, setting, there, away
) -> None:
    settings.SIGN_UP = setting

    said = words(client.get("/"))

    assert there in said
    assert away not in said
    assert "Safety check first" in said


def test_who_is_signed_in_goes_from_the_landing_to_today(
    client: Client, settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    client.force_login(make_user())
    if not any(getattr(each, "name", None) == "today" for each in urls.urlpatterns):
        monkeypatch.setattr(
            urls, "urlpatterns", [*urls.urlpatterns, path("today/", health, name="today")]
        )
        settings.ROOT_URLCONF = "tracker.urls"  # clears the resolver

    response = client.get("/")

    assert (response.status_code, response.get("Location")) == (302, "/today/")


@pytest.mark.parametrize("address", ["/", "/help-now/", "/more/"])
def test_a_page_that_only_shows_takes_no_post(client: Client, address) -> None:
    client.force_login(make_user())

    assert client.post(address).status_code == 405


def test_without_a_mail_server_the_pages_say_so(client: Client, settings) -> None:
    settings.HAS_MAIL = False

    assert "This server sends no e-mail." in words(client.get("/accounts/signup/"))
    reset = client.get("/accounts/password/reset/").content.decode()
    assert "This server sends no e-mail." in reset
    assert 'name="email"' not in reset


def test_with_a_mail_server_a_link_can_be_asked_for(client: Client, settings) -> None:
    settings.HAS_MAIL = True

    assert 'name="email"' in client.get("/accounts/password/reset/").content.decode()
    assert "sends no e-mail" not in words(client.get("/accounts/signup/"))


def test_a_wrong_sign_in_is_told_in_the_summary_and_keeps_the_address(client: Client) -> None:
    response = client.post("/accounts/login/", {"login": "ann@example.org", "password": "x"})
    html = response.content.decode()

    assert "There is a problem" in html
    assert 'role="alert"' in html
    assert 'value="ann@example.org"' in html
    assert 'value="x"' not in html


def test_the_page_of_rules_names_every_rule_that_is_on(client: Client) -> None:
    from rehab.content.catalogue import catalogue

    html = client.get("/how-rules-work/").content.decode()

    missing = [rule.id for rule in catalogue().enabled_rules if f'id="{rule.id}"' not in html]
    assert missing == []
    off = [rule for rule in catalogue().rules.values() if not rule.enabled]
    assert not [rule.id for rule in off if f'id="{rule.id}"' in html]
    assert "nobody yet" in html
    assert not re.search(r"\{[a-z_]+\}", words(client.get("/how-rules-work/")))


def test_signing_in_says_nothing_with_an_id_in_it(client: Client) -> None:
    user = make_user()
    client.post("/accounts/login/", {"login": user.email, "password": PASSWORD})

    page = client.get("/more/")

    assert page.status_code == 200
    assert str(user.uuid) not in words(page)


def test_a_password_manager_finds_the_address_on_the_password_page(client: Client) -> None:
    user = make_user()
    client.force_login(user)

    html = client.get("/accounts/password/change/").content.decode()

    assert f'autocomplete="username" value="{user.email}" hidden' in html


@pytest.mark.parametrize("address", ["/", "/privacy/", "/about/", "/for-physios/"])
def test_no_text_promises_a_share_link_while_there_is_none(client: Client, address) -> None:
    assert "make a link" not in words(client.get(address))


@pytest.mark.parametrize("address", ["/", "/about/", "/for-physios/", "/help-now/"])
def test_every_standing_text_says_that_no_clinician_has_reviewed_it(
    client: Client, address
) -> None:
    page = words(client.get(address))

    assert "No clinician has reviewed this yet" in page
