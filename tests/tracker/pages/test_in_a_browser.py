"""Our pages in a real browser: axe, narrow screens with large text, and the script."""

import pytest
from playwright.sync_api import Page

from tests.axe import findings

PAGES = [
    "/",
    "/help-now/",
    "/how-rules-work/",
    "/privacy/",
    "/accounts/login/",
    "/accounts/signup/",
]
SCALE = "".join(
    f'<label class="key k{n}"><input type="radio" name="NAME" value="{n}"><span>{n}</span></label>'
    for n in range(11)
)


def question(name: str, title: str) -> str:
    skip = '<input type="radio" name="NAME" value="skip"><span>Skip</span>'
    keys = (SCALE + f'<label class="key word">{skip}</label>').replace("NAME", name)
    return (
        f'<fieldset class="ask" data-ask id="ask-{name}"><legend>{title}</legend>'
        f'<div class="pad nrs">{keys}</div></fieldset>'
    )


@pytest.fixture
def log(page: Page, live_server) -> Page:
    """A page with two pain questions, drawn like ours, with our own script and styles."""
    form = question("sitting", "Sitting") + question("rest", "At rest")

    def answer(route) -> None:
        body = (
            '<!doctype html><html lang="en"><title>Log</title>'
            '<link rel="stylesheet" href="/static/css/app.css">'
            '<link rel="stylesheet" href="/static/css/diary.css">'
            '<body class="app"><main><form data-log data-now="now" '
            f'data-all="All answered. Save when ready." class="log">{form}</form></main>'
            '<script src="/static/js/app.js"></script></body></html>'
        )
        route.fulfill(body=body, content_type="text/html; charset=utf-8")

    page.route("**/a-log/", answer)
    page.goto(f"{live_server.url}/a-log/")
    return page


def title(page: Page) -> str:
    return page.locator(".ask:visible legend").inner_text()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("address", PAGES)
def test_axe_finds_nothing(page: Page, live_server, address: str, scheme) -> None:
    page.emulate_media(color_scheme=scheme)
    page.goto(live_server.url + address)

    assert findings(page) == []


@pytest.mark.parametrize("address", PAGES)
def test_nothing_scrolls_sideways_at_320_px_and_twice_the_text(
    page: Page, live_server, address: str
) -> None:
    page.set_viewport_size({"width": 320, "height": 640})
    page.goto(live_server.url + address)
    page.evaluate("document.documentElement.style.fontSize = '200%'")

    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_a_tap_moves_to_the_next_question_and_says_when_all_are_answered(log: Page) -> None:
    assert title(log) == "Sitting"

    log.locator(".ask:visible .key", has_text="4").click()
    assert title(log) == "At rest"

    log.locator(".ask:visible .key", has_text="Skip").click()
    assert log.locator("form [role=status]").inner_text() == "All answered. Save when ready."
    rows = log.locator(".logrows button").all_inner_texts()
    assert [row.split() for row in rows] == [["Sitting", "4"], ["At", "rest", "skip"]]


def test_digits_and_arrows_choose_without_moving_on(log: Page) -> None:
    log.locator(".logrows button").first.click()

    log.keyboard.press("7")
    assert log.locator("[name=sitting]:checked").get_attribute("value") == "7"
    log.keyboard.press("ArrowRight")

    assert log.locator("[name=sitting]:checked").get_attribute("value") == "8"
    assert title(log) == "Sitting"


def test_a_digit_outside_the_keys_chooses_nothing(log: Page) -> None:
    log.locator(".logrows button").nth(1).focus()
    log.keyboard.press("7")

    assert log.locator("input:checked").count() == 0


def test_none_of_these_clears_the_others(page: Page, live_server) -> None:
    page.goto(f"{live_server.url}/about/")
    page.evaluate(
        """document.querySelector('main').innerHTML =
        '<fieldset data-exclusive><label><input type="checkbox" id="a"></label>' +
        '<fieldset data-exclusive><input type="checkbox" id="inner"></fieldset>' +
        '<label data-none><input type="checkbox" id="none"></label></fieldset>'"""
    )

    page.check("#a")
    page.check("#inner")
    page.check("#none")
    assert not page.is_checked("#a")
    assert page.is_checked("#inner")

    page.check("#a")
    assert not page.is_checked("#none")
