"""Signs and the safety check in a real browser: with and without script, axe, narrow screens."""

from collections.abc import Callable

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Page, expect

from tests.axe import findings
from tests.tracker.make import make_notice
from tracker.models import Injury, Notice, User

TIERS = ("emergency", "urgent", "soon", "routine")


@pytest.fixture(autouse=True)
def _noon() -> None:
    """The browser has its own clock, so these tests run in the real time."""


@pytest.fixture
def address(live_server, injury: Injury) -> str:
    return live_server.url


@pytest.fixture
def sign_in(client: Client, user: User, address: str) -> Callable[[Page], None]:
    def with_page(page: Page) -> None:
        client.force_login(user)
        name = settings.SESSION_COOKIE_NAME
        value = client.cookies[name].value
        page.context.add_cookies([{"name": name, "value": value, "url": address}])

    return with_page


def open_all(page: Page) -> None:
    page.evaluate("document.querySelectorAll('details').forEach((each) => { each.open = true; })")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_on_cards_of_every_tier(
    page: Page, address: str, injury: Injury, sign_in: Callable[[Page], None], scheme
) -> None:
    for tier in TIERS:
        make_notice(injury, tier=tier)
    sign_in(page)
    page.emulate_media(color_scheme=scheme)

    page.goto(f"{address}/signs/")
    open_all(page)

    assert findings(page) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_on_the_check_and_its_result(
    page: Page, address: str, sign_in: Callable[[Page], None], scheme
) -> None:
    sign_in(page)
    page.emulate_media(color_scheme=scheme)

    page.goto(f"{address}/check/")
    assert findings(page) == []
    page.get_by_label("New numbness between my legs").first.check()
    page.get_by_role("button", name="See what it means").click()
    page.locator(".sign.emergency").wait_for()
    open_all(page)
    assert findings(page) == []


def test_nothing_scrolls_sideways_at_320_px_and_twice_the_text(
    page: Page, address: str, injury: Injury, sign_in: Callable[[Page], None]
) -> None:
    for tier in TIERS:
        make_notice(injury, tier=tier)
    sign_in(page)
    page.set_viewport_size({"width": 320, "height": 640})

    for path in ("/signs/", "/check/"):
        page.goto(address + path)
        open_all(page)
        page.evaluate("document.documentElement.style.fontSize = '200%'")
        assert page.evaluate("document.documentElement.scrollWidth") <= 320, path


@pytest.mark.parametrize("with_script", [True, False])
def test_an_emergency_answer_leads_to_help_with_and_without_script(
    new_context, address: str, sign_in: Callable[[Page], None], with_script: bool
) -> None:
    page = new_context(java_script_enabled=with_script).new_page()
    sign_in(page)

    page.goto(f"{address}/check/")
    page.locator("input[name=yes][value=q_saddle_numb]").check()
    page.get_by_role("button", name="See what it means").click()
    page.locator(".sign.emergency").wait_for()

    assert page.url.endswith("/check/" if with_script else "/check/result/")
    expect(page.locator(".sign.emergency a[href^='tel:']")).to_be_visible()
    assert Notice.objects.get().tier == "emergency"


@pytest.mark.parametrize("with_script", [True, False])
def test_a_visit_is_booked_with_and_without_script(
    new_context, address: str, injury: Injury, sign_in: Callable[[Page], None], with_script: bool
) -> None:
    make_notice(injury)
    page = new_context(java_script_enabled=with_script).new_page()
    sign_in(page)

    page.goto(f"{address}/signs/")
    page.get_by_text("I have booked").click()
    page.get_by_label("Name or place").first.fill("Anna")
    page.get_by_role("button", name="Save").first.click()

    page.get_by_text("Booked: Anna.").wait_for()
    assert Notice.objects.get().actions.get().kind == "booked"


def test_none_of_these_clears_the_ticks(
    page: Page, address: str, sign_in: Callable[[Page], None]
) -> None:
    sign_in(page)
    page.goto(f"{address}/check/")

    page.locator("input[name=yes][value=q_fever]").check()
    page.locator("input[name=none]").check()

    assert not page.locator("input[name=yes][value=q_fever]").is_checked()


def test_an_empty_check_sent_with_script_breaks_no_policy_of_the_page(
    page: Page, address: str, sign_in: Callable[[Page], None]
) -> None:
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    sign_in(page)
    page.goto(f"{address}/check/")

    page.get_by_role("button", name="See what it means").click()
    page.locator(".errors").wait_for()
    page.locator(".errors a").first.click()

    assert not [text for text in said if "Content Security Policy" in text]
