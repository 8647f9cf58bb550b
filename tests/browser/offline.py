"""Helps for pages without a network: a phone with a person, its worker ready, its entries."""

from collections.abc import Callable
from time import monotonic
from typing import Any

from playwright.sync_api import Error, Page, expect

# The worker has the page in hand, and our script has drawn what waits and hears every form.
IS_SET = """() => navigator.serviceWorker.controller?.state === "activated"
  && document.getElementById("offline").dataset.on === "2" """
ROWS = """(name) => new Promise((done) => {
  const ask = indexedDB.open("home-straight");
  ask.onupgradeneeded = () => ask.transaction.abort();
  ask.onerror = () => done([]);
  ask.onsuccess = () => {
    const base = ask.result;
    if (!base.objectStoreNames.contains(name)) { base.close(); return done([]); }
    const all = base.transaction(name).objectStore(name).getAll();
    all.onsuccess = () => {
      base.close();
      done(all.result.map(({ iv }) => new Uint8Array(iv).join()));
    };
  };
})"""


def ready(page: Page, path: str = "/today/") -> Page:
    """Open a page and wait until the worker has it in hand and our script is there."""
    page.goto(path)
    return in_hand(page)


def in_hand(page: Page) -> Page:
    """Wait until the worker has this page in hand and our script has drawn."""
    wait_for(page, lambda: bool(page.evaluate(IS_SET)))
    return page


def signs_kept(page: Page) -> None:
    """Wait for the signs of the person's own country; their cache stands before they do."""
    kept = "async () => !!(await caches.match('/help-now/', { cacheName: 'help' }))"
    wait_for(page, lambda: page.evaluate(kept))


def count(page: Page, store: str) -> int:
    """How many rows the phone keeps in that store."""
    return len(seals(page, store))


def seals(page: Page, store: str) -> list[str]:
    """What each row of that store is sealed with: another one whenever it is written anew."""
    found: list[str] = page.evaluate(ROWS, store)
    return found


def switch_on(page: Page) -> None:
    """Say yes, as the page of this phone offers it, and wait for the page that is kept."""
    ready(page, "/account/offline/")
    page.get_by_role("button", name="Switch on").click()
    expect(page.get_by_text("Switched on for this phone.")).to_be_visible()
    wait_for(page, lambda: count(page, "pages") == 1)


def wait_for(page: Page, holds: Callable[[], bool], *, seconds: int = 60) -> None:
    """Return as soon as it holds; a page that goes to another one meanwhile is asked again."""
    until = monotonic() + seconds
    while monotonic() < until:
        try:
            if holds():
                return
        except Error as error:
            if "context was destroyed" not in error.message:
                raise
        page.wait_for_timeout(100)
    raise AssertionError("it never came to hold")


def bar(page: Page) -> Any:
    return page.locator("#main > [role=status]").first
