"""A day without a pointer: Tab, digits, Enter; the focus is always seen and never lost."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser.conftest import Visit
from tests.browser.pad import answered, current, expect_logged, lines, row
from tests.browser.spots import send

Take = Callable[[str], str]
MOST_TABS = 80
# The ring stands on the part itself or, for a choice drawn as a key, on the words beside it.
IS_SEEN = """() => {
  const part = document.activeElement;
  const ringed = [part, part.nextElementSibling, part.closest("label"), part.closest(".ask")];
  return ringed.some((one) => one && getComputedStyle(one).outlineStyle !== "none");
}"""
IS_LOST = "document.activeElement === document.body || document.activeElement === null"


def tab_to(page: Page, selector: str, *, back: bool = False) -> None:
    """Press Tab until a part that fits has the focus; the ring must be seen at every stop."""
    for _ in range(MOST_TABS):
        page.keyboard.press("Shift+Tab" if back else "Tab")
        assert not page.evaluate(IS_LOST)
        assert page.evaluate(IS_SEEN), page.evaluate("document.activeElement.outerHTML")
        if page.evaluate("s => document.activeElement.matches(s)", selector):
            return
    raise AssertionError(f"Tab never reaches {selector}")


def test_a_day_is_logged_by_tab_digits_and_enter(visit: Visit, someone: Take) -> None:
    page = visit(someone("strain"))
    page.goto("/today/")

    for index, line in enumerate(lines(page)):
        tab_to(page, f"[aria-controls=ask-{line}]", back=index > 0)
        page.keyboard.press("Enter")
        assert current(page) == line
        page.keyboard.press(str(index))
        assert not page.evaluate(IS_LOST)
    assert answered(page) == {line: str(n) for n, line in enumerate(lines(page))}
    tab_to(page, "button.primary")
    page.keyboard.press("Enter")

    expect(page.get_by_role("heading", name="How was the run?")).to_be_visible()


def test_the_focus_stays_on_the_page_that_replaces_the_log(visit: Visit, someone: Take) -> None:
    page = visit(someone("strain"))
    page.goto("/today/")
    tab_to(page, "[aria-controls=ask-morning]")
    page.keyboard.press("Enter")
    page.keyboard.press("2")
    tab_to(page, "button.primary")

    page.keyboard.press("Enter")
    expect_logged(page)

    expect(page.locator("#body h1")).to_be_focused()


def test_digits_choose_only_while_the_keys_have_the_focus(visit: Visit, someone: Take) -> None:
    page = visit(someone("strain"))
    page.goto("/today/")

    row(page, "Morning").focus()
    page.keyboard.press("7")
    page.locator("textarea[name=note]").focus()
    page.keyboard.press("8")

    assert answered(page) == {}
    assert page.locator("textarea[name=note]").input_value() == "8"


def test_ten_is_reached_by_an_arrow(visit: Visit, someone: Take) -> None:
    page = visit(someone("strain"))
    page.goto("/today/")
    row(page, "Morning").focus()
    page.keyboard.press("Enter")

    page.keyboard.press("9")
    page.keyboard.press("ArrowRight")

    assert answered(page) == {"morning": "10"}


def test_an_error_takes_the_focus_with_and_without_a_new_page(visit: Visit) -> None:
    page = visit("maya")
    for address in ("/today/", "/fall/"):
        page.goto(address)
        if address == "/today/":
            page.get_by_role("button", name="Save").first.press("Enter")
        else:
            send(page)
        expect(page.locator(".errors")).to_be_focused()


def test_a_link_in_the_summary_opens_the_line_it_is_about(visit: Visit, someone: Take) -> None:
    page = visit(someone("strain"))
    page.goto("/today/")
    page.evaluate(
        "document.querySelector('#ask-walking input').value = '11';"
        "document.querySelector('#ask-walking input').checked = true"
    )
    page.get_by_role("button", name="Save").first.press("Enter")
    expect(page.locator(".errors")).to_be_focused()

    page.locator(".errors a").first.press("Enter")

    assert current(page) == "walking"
    assert page.evaluate("document.activeElement.closest('#ask-walking') !== null")


def test_what_was_deleted_comes_back_by_keyboard(visit: Visit, someone: Take) -> None:
    page = visit(someone("strain"))
    page.clock.install()
    page.goto("/diary/")
    page.locator(".rows a.row").first.press("Enter")
    page.get_by_role("link", name="Delete this day").press("Enter")
    page.get_by_role("button", name="Delete this day").press("Enter")
    expect(page.locator(".toast button")).to_be_visible()

    now = page.evaluate("new Date(Date.now() + 1000).toISOString()")
    page.clock.pause_at(now)  # it leaves after ten seconds
    tab_to(page, ".toast button")
    page.clock.resume()
    page.keyboard.press("Enter")

    expect(page.locator(".rows a.row").first).to_be_visible()


def test_escape_shuts_the_big_words_and_gives_the_focus_back(visit: Visit) -> None:
    page = visit("stopped")
    page.goto("/start/stop/")
    tab_to(page, "[data-big]")
    page.keyboard.press("Enter")
    expect(page.locator("dialog[open]")).to_be_visible()

    page.keyboard.press("Escape")

    expect(page.locator("dialog[open]")).to_have_count(0)
    assert page.evaluate("document.activeElement.matches('[data-big]')")
