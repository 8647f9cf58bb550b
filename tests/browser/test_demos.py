"""A visitor opens a made-up diary from the landing, looks around and begins their own."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Visit


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_a_visitor_looks_at_robin_and_begins_an_own_diary(visit: Visit, script: bool) -> None:
    page = visit(script=script)
    page.goto("/")

    page.get_by_role("button", name="Robin").click()
    page.get_by_role("heading", name="How was today?").wait_for()
    page.get_by_role("link", name="Progress").first.click()
    page.get_by_text("Made-up diary.").wait_for()
    page.get_by_role("button", name="Start my own").click()

    page.wait_for_url("**/start/safety/")
    page.goto("/today/")
    page.wait_for_url("**/accounts/login/**")


def test_the_example_page_is_cut_on_a_phone_and_whole_on_a_desk(visit: Visit) -> None:
    phone, desk = visit(), visit(width=1280)
    phone.goto("/")
    desk.goto("/")

    assert phone.get_by_text("Why I am here").is_visible()
    assert not phone.get_by_text("Tried so far").is_visible()
    box = desk.locator(".paper").bounding_box()
    assert desk.get_by_text("Tried so far").is_visible()
    assert box is not None
    assert box["height"] == pytest.approx(box["width"] * 1.414, rel=0.05)
    phone.get_by_role("link", name="See the whole page").click()
    expect(phone.get_by_text("Tried so far")).to_be_visible()
