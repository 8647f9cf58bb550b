"""The worker of one release gives way to the next one's."""

import pytest
from playwright.sync_api import Page

from tracker import phone
from tracker.views import offline

pytestmark = pytest.mark.django_db(transaction=True)


def shells(page: Page) -> list[str]:
    return [name for name in page.evaluate("caches.keys()") if name.startswith("shell-")]


def release(monkeypatch: pytest.MonkeyPatch, version: str) -> None:
    """What a new release changes: the worker's own line, and what its pages tell."""
    monkeypatch.setattr(offline, "version", lambda: version)
    monkeypatch.setattr(phone, "version", lambda: version)


def wait_for_shell(page: Page, name: str) -> None:
    for _try in range(80):
        if shells(page) == [name]:
            return
        page.wait_for_timeout(100)
    raise AssertionError(f"{shells(page)} is not only {name}")


def test_a_new_version_fetches_its_own_shell_and_drops_the_old_one(
    page: Page, live_server, monkeypatch: pytest.MonkeyPatch
) -> None:
    release(monkeypatch, "first")
    page.goto(f"{live_server.url}/help-now/")
    wait_for_shell(page, "shell-first")

    release(monkeypatch, "second")
    page.goto(f"{live_server.url}/help-now/")

    wait_for_shell(page, "shell-second")
    page.context.set_offline(True)
    page.goto(f"{live_server.url}/help-now/")
    assert page.get_by_role("heading", name="Get help now").is_visible()
    page.context.set_offline(False)
