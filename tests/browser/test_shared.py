"""The shared page in a second browser, without an account."""

from collections.abc import Callable
from io import BytesIO

import pytest
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from tests.browser.conftest import Visit

Take = Callable[[str], str]


def make_link(page: Page, *, code: bool) -> tuple[str, str]:
    """Make a link; gives its address and its six digits, "" for none."""
    page.goto("/report/share/")
    page.locator("input[name=for_whom]").fill("Anna, physio")
    page.locator("input[name=asks_code]").set_checked(code, force=True)
    page.get_by_role("button", name="Make the link").click()
    page.locator(".qr svg").wait_for()
    digits = page.locator("strong.code").inner_text() if code else ""
    return page.locator("#address").input_value(), digits


@pytest.mark.parametrize("script", [True, False])
def test_the_six_digits_open_the_page_in_another_browser(
    visit: Visit, someone: Take, script: bool
) -> None:
    address, digits = make_link(visit(someone("strain")), code=True)
    reader = visit(script=script)

    reader.goto(address)
    reader.locator("input[name=code]").fill("not digits")
    reader.get_by_role("button", name="Open the page").click()
    expect(reader.locator(".errors")).to_be_visible()
    reader.locator("input[name=code]").fill(digits)
    reader.get_by_role("button", name="Open the page").click()

    expect(reader.get_by_text("Why I am here")).to_be_visible()


@pytest.mark.parametrize(("paper", "points"), [("A4", (596, 843)), ("Letter", (612, 792))])
@pytest.mark.parametrize("who", ["demo_robin", "demo_maya"])
def test_two_sheets_of_the_readers_paper_are_printed_each_numbered_once(
    visit: Visit, who: str, paper: str, points: tuple[int, int]
) -> None:
    page = visit(who)
    page.goto("/report/print/")

    printed = PdfReader(BytesIO(page.pdf(format=paper, prefer_css_page_size=True))).pages

    assert len(printed) == 2
    for number, sheet in enumerate(printed, 1):
        words = " ".join(sheet.extract_text().split())
        assert words.count(f"{number} / 2") == 1
        assert f"part {number} of 2" in words
        assert (round(sheet.mediabox.width), round(sheet.mediabox.height)) == points
