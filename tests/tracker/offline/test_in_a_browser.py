"""The worker of one release gives way to the next one's."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from threading import Event
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.offline import wait_for
from tracker import phone
from tracker.views import offline

pytestmark = pytest.mark.django_db(transaction=True)
# The name of a cache alone says little, for it stands before its files do: this is a worker
# that has its whole shell, has dropped the others and answers for this page.
SETTLED = """async (name) => {
  const shells = (await caches.keys()).filter((each) => each.startsWith("shell-"));
  const { active, installing } = await navigator.serviceWorker.ready;
  const kept = await caches.match("/offline/", { cacheName: name });
  const isOurs = navigator.serviceWorker.controller === active;
  return shells.join() === name && !!kept && !installing && isOurs && active.state === "activated";
}"""
# The bar for what waits: once it stands, offline.js has seen which worker has the page.
ASKED = "#main > div[role=status]:first-child"


def release(monkeypatch: pytest.MonkeyPatch, version: str) -> None:
    """What a new release changes: the worker's own line, and what its pages tell."""
    monkeypatch.setattr(offline, "version", lambda: version)
    monkeypatch.setattr(phone, "version", lambda: version)


def wait_for_shell(page: Page, name: str) -> None:
    wait_for(page, lambda: page.evaluate(SETTLED, name))


def expect_help_offline(page: Page, url: str) -> None:
    page.context.set_offline(True)
    page.goto(f"{url}/help-now/")
    expect(page.get_by_role("heading", name="Get help now")).to_be_visible()
    page.context.set_offline(False)


def test_a_new_version_fetches_its_own_shell_and_drops_the_old_one(
    page: Page, live_server, monkeypatch: pytest.MonkeyPatch
) -> None:
    release(monkeypatch, "first")
    page.goto(f"{live_server.url}/help-now/")
    wait_for_shell(page, "shell-first")

    release(monkeypatch, "second")
    page.goto(f"{live_server.url}/help-now/")

    wait_for_shell(page, "shell-second")
    expect_help_offline(page, live_server.url)


@dataclass(frozen=True, slots=True)
class Gate:
    """A worker that is being installed waits here for one of its pages."""

    reached: Event = field(default_factory=Event)
    opened: Event = field(default_factory=Event)


@pytest.fixture
def gate(monkeypatch: pytest.MonkeyPatch) -> Iterator[Gate]:
    gate = Gate()
    draw = offline.render

    def held(*args: Any, **kwargs: Any) -> Any:
        gate.reached.set()
        gate.opened.wait(60)
        return draw(*args, **kwargs)

    monkeypatch.setattr(offline, "render", held)
    yield gate
    gate.opened.set()


def test_a_release_that_comes_while_the_first_worker_installs_is_fetched_too(
    page: Page, live_server, monkeypatch: pytest.MonkeyPatch, gate: Gate
) -> None:
    release(monkeypatch, "first")
    page.goto(f"{live_server.url}/help-now/")
    assert gate.reached.wait(60)

    release(monkeypatch, "second")
    page.goto(f"{live_server.url}/help-now/")
    expect(page.locator(ASKED)).to_be_attached()
    gate.opened.set()

    wait_for_shell(page, "shell-second")
    expect_help_offline(page, live_server.url)
