"""A real browser opens a page under our policy: nothing is blocked, nothing leaves the house."""

import pytest
from django.contrib.auth import get_user_model
from playwright.sync_api import Page

PASSWORD = "seven brown kettles"


@pytest.fixture
def ann(transactional_db):
    return get_user_model().objects.create_user("ann@example.org", PASSWORD)


def test_sign_in_and_out_work_in_a_browser_and_nothing_is_blocked(
    page: Page, live_server, ann
) -> None:
    complaints: list[str] = []
    asked: list[str] = []
    page.on("console", lambda line: complaints.append(line.text) if line.type == "error" else None)
    page.on("request", lambda request: asked.append(request.url))

    page.goto(f"{live_server.url}/accounts/login/?next=/accounts/logout/")
    page.fill("input[name=login]", "ann@example.org")
    page.fill("input[name=password]", PASSWORD)
    page.locator("form:has(input[name=password]) button").last.click()
    page.wait_for_url("**/accounts/logout/")

    assert complaints == []
    assert [url for url in asked if not url.startswith((live_server.url, "data:"))] == []
    (cookie,) = [each for each in page.context.cookies() if each["name"] == "session"]
    assert cookie["httpOnly"] and cookie["sameSite"] == "Lax"
