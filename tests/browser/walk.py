"""What a person does from the landing page to the first day, with or without a script."""

import re
from datetime import date
from uuid import uuid4

from playwright.sync_api import Page, expect

from tests.tracker.make import PASSWORD


def tap(page: Page, name: str, value: str) -> None:
    """Tap the option, chip or key that holds this choice."""
    page.locator(f"label:has(> input[name='{name}'][value='{value}'])").click()


def go_on(page: Page) -> None:
    page.get_by_role("button", name="Continue").click()


def expect_question(page: Page, words: str) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text(words)
    page.wait_for_load_state()


def begin(page: Page) -> None:
    """Landing, safety check, nothing to tick."""
    page.goto("/")
    page.get_by_role("link", name="Start my diary").first.click()
    tap(page, "signs", "none")
    go_on(page)
    expect_question(page, "When did it start?")


def since(page: Page, *, side: str, on: date | None = None, months: int = 0, onset: str) -> None:
    """A day that is known, or about so many months ago."""
    tap(page, "side", side)
    tap(page, "precision", "day" if on else "about")
    if on:
        for name in ("day", "month", "year"):
            page.locator(f"input[name={name}]").fill(str(getattr(on, name)))
    else:
        page.locator("input[name=amount]").fill(str(months))
        page.locator("select[name=unit]").select_option("months")
    tap(page, "onset", onset)
    go_on(page)


def places(page: Page, *codes: str, script: bool) -> None:
    """Tap the picture; without a script the list. The first hurts most."""
    expect_question(page, "Where does it hurt?")
    for code in codes:
        if script:
            page.locator(f".region[data-place='{code}'] .face").click()
        else:
            tap(page, "places", code)
        expect(page.locator(f"input[name=places][value='{code}']")).to_be_checked()
    if script and len(codes) > 1:
        tap(page, "worst", codes[0])
    go_on(page)
    if not script and len(codes) > 1:  # the server asks what the picture asks at once
        tap(page, "worst", codes[0])
        go_on(page)


def seen(page: Page, *, is_old: bool) -> None:
    for name in ("pop", "bruise", "swelling", "gap"):
        tap(page, name, "no")
    tap(page, "walking", "normal")
    if is_old:
        tap(page, "now", "none")
    go_on(page)


def about(page: Page, *, born: int, is_old: bool) -> None:
    expect_question(page, "About you")
    tap(page, "health", "none")
    if is_old:
        tap(page, "baseline", "none")
    page.locator("input[name=birth_year]").fill(str(born))
    go_on(page)
    page.get_by_role("button", name="Nothing so far, skip").click()


def sign_up(page: Page) -> str:
    """From the result into an account; the address that was made up."""
    page.get_by_role("link", name=re.compile("Start my diary|Keep a diary")).click()
    email = f"{uuid4().hex[:12]}@example.org"
    page.locator("input[name=email]").fill(email)
    page.locator("input[name=password1]").fill(PASSWORD)
    page.locator("input[name=of_age]").check()
    page.locator("input[name=consent]").check()
    page.get_by_role("button", name="Make my account").click()
    expect_question(page, "How was today?")
    return email
