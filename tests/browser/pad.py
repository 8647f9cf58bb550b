"""What a person does on the log."""

import re

from playwright.sync_api import Locator, Page, expect


def key(page: Page, line: str, words: str) -> Locator:
    """The key with exactly these words in that line, `line` as in the form: "sitting"."""
    exactly = re.compile(rf"^\s*{re.escape(words)}\s*$")
    return page.locator(f"#ask-{line} .key").filter(has_text=exactly)


def save(page: Page) -> Locator:
    """The nearest Save: the one beside the keys."""
    return page.get_by_role("button", name="Save", exact=True).first


def row(page: Page, words: str) -> Locator:
    """The row above the keys that stands for a line."""
    return page.locator(".logrows button").filter(has_text=words)


def lines(page: Page) -> list[str]:
    """The lines asked, in their order, by their name in the form."""
    page.wait_for_load_state()
    found = page.locator(".log .ask").evaluate_all("all => all.map((one) => one.id)")
    return [each.removeprefix("ask-") for each in found]


def current(page: Page) -> str:
    """The one line whose keys are shown."""
    page.wait_for_load_state()
    (shown,) = page.locator(".log .ask:visible").all()
    return (shown.get_attribute("id") or "").removeprefix("ask-")


def answered(page: Page) -> dict[str, str]:
    """What is chosen so far."""
    page.wait_for_load_state()
    return page.evaluate(
        """() => Object.fromEntries([...document.querySelectorAll(".ask .pad input:checked")]
        .map((input) => [input.name, input.value]))"""
    )


def expect_logged(page: Page) -> None:
    expect(page.get_by_role("heading", name="Today is logged")).to_be_visible()


class Thumb:
    """Taps and counts; what would need scrolling first, or lies under the bar, fails."""

    def __init__(self, page: Page) -> None:
        self.page, self.taps = page, 0

    def tap(self, part: Locator) -> None:
        self.page.wait_for_load_state()  # a box is where it is, without waiting
        box = part.bounding_box()
        bar = self.page.locator("nav.nav").bounding_box()
        assert box and bar
        assert box["y"] >= 0 and box["y"] + box["height"] <= bar["y"], (part, box, bar)
        part.click()
        self.taps += 1
