"""A browser at the running site. Every page of every test must stay quiet and in the house."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page

from tests.browser.house import PLANNED, SPARE, House, running
from tests.conftest import PATIENCE_MS

Visit = Callable[..., Page]
# Chrome's own lines for a page that answers 404 or 422, and for a network that a test has cut;
# Playwright's own for a page whose worker is not what is tested.
MEANT = (
    "status of 404",
    "status of 422",
    "status of 403",
    "status of 409",
    "status of 503",
    "ERR_INTERNET_DISCONNECTED",
    "blocked by Playwright",
)


def stop_the_clock(page: Page) -> None:
    """Let time stand still in this page until a test moves it, however slow the machine is."""
    now = datetime.now(UTC)
    page.clock.install(time=now)
    page.clock.pause_at(now + timedelta(seconds=1))


@pytest.fixture(scope="session")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    with running(tmp_path_factory.mktemp("house")) as house:
        yield house


@pytest.fixture(scope="session")
def _spare() -> dict[str, Iterator[int]]:
    kinds = ("sit_bone", "strain", "planned_sit_bone", "planned_strain")
    return {kind: count() if kind.startswith("planned") else count(1) for kind in kinds}


@pytest.fixture
def someone(house: House, _spare: dict[str, Iterator[int]]) -> Callable[[str], str]:
    """Name a person of that kind whom no other test touches: one day logged, yesterday."""

    def take(kind: str) -> str:
        number = next(_spare[kind])
        most = PLANNED if kind.startswith("planned") else SPARE
        assert number < most, f"make more people of the kind {kind}"
        return f"{kind}_{number}"

    return take


@pytest.fixture
def visit(house: House, browser: Browser, browser_context_args: dict[str, Any]) -> Iterator[Visit]:
    """Give a fresh browser: `visit("robin", width=1280, scheme="dark", script=False)`.

    After the test no page may have complained (errors, the content policy) or asked
    another host for anything.
    """
    contexts: list[BrowserContext] = []
    complaints: list[str] = []
    elsewhere: list[str] = []

    def listen(line: ConsoleMessage) -> None:
        if line.type in ("error", "warning") and not any(each in line.text for each in MEANT):
            complaints.append(line.text)

    def note(request: Any) -> None:
        if not request.url.startswith((house.url, "data:", "blob:")):
            elsewhere.append(request.url)

    def go(
        who: str = "",
        *,
        width: int = 390,
        height: int = 844,
        scheme: str = "light",
        script: bool = True,
        **options: Any,
    ) -> Page:
        chosen = {
            "viewport": {"width": width, "height": height},
            "color_scheme": scheme,
            "java_script_enabled": script,
            "base_url": house.url,
            "service_workers": "block",  # tests/browser/test_offline.py lets it in
        }
        context = browser.new_context(**(browser_context_args | chosen | options))
        contexts.append(context)
        context.set_default_timeout(PATIENCE_MS)
        context.add_cookies(house.cookies(who))
        context.on("console", listen)
        context.on("weberror", lambda error: complaints.append(str(error.error)))
        context.on("request", note)
        return context.new_page()

    yield go
    for context in contexts:
        context.close()
    assert complaints == []
    assert elsewhere == []
