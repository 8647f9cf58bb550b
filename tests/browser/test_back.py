"""The Back button: nothing is sent twice, and nothing private stands there after signing out."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Visit
from tests.browser.pad import expect_logged, key, save

Take = Callable[[str], str]


@pytest.mark.parametrize("script", [True, False], ids=["script", "without-script"])
def test_back_after_saving_sends_nothing_again(visit: Visit, someone: Take, script: bool) -> None:
    page = visit(someone("strain"), script=script)
    page.goto("/diary/")
    before = page.locator(".rows a.row").count()
    page.goto("/today/")
    key(page, "morning", "3").click()
    save(page).click()
    expect_logged(page)
    posted: list[str] = []
    page.on("request", lambda each: posted.append(each.url) if each.method == "POST" else None)

    page.go_back()
    page.go_forward()
    page.goto("/diary/")

    assert posted == []
    assert page.locator(".rows a.row").count() == before + 1


def test_the_same_form_sent_twice_is_one_day(visit: Visit, someone: Take) -> None:
    page = visit(someone("strain"), script=False)
    page.goto("/today/")
    key(page, "morning", "3").click()

    save(page).dblclick()

    expect_logged(page)
    page.goto("/diary/")
    assert page.locator(".rows a.row").count() == 2


@pytest.mark.parametrize("address", ["/today/", "/diary/", "/signs/"])
def test_after_signing_out_back_shows_nothing_private(
    visit: Visit, someone: Take, address: str
) -> None:
    page = visit(someone("strain"))
    page.goto(address)
    page.goto("/accounts/logout/")
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("link", name="Sign in")).to_be_visible()

    page.go_back()
    page.go_back()

    expect(page).to_have_url(re.compile("/accounts/login/"))
    expect(page.locator("nav.nav")).to_have_count(0)
