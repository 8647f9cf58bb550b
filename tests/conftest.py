"""What every test gets: no network beyond this machine, and Debian's Chromium for pages."""

import ipaddress
import os
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from playwright.sync_api import expect

CHROMIUM = Path(os.environ.get("CHROMIUM", "/usr/bin/chromium"))
BROWSER_FIXTURES = {"page", "context", "browser", "new_context", "launch_browser"}
CHROMIUM_ARGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-default-apps",
]

# A busy machine is no fault: nothing here is measured by the clock. What a page has to come to
# is waited for as long as a machine with five times its load may need; what stands is not.
PATIENCE_MS = 60_000
expect.set_options(timeout=PATIENCE_MS)
settings.register_profile("house", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("house")

# Playwright keeps an event loop in the thread of the tests, for the rest of the session, and
# Django refuses its ORM beside one. Nothing of ours is async.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark every test that opens a page, and skip those where Chromium is missing."""
    for item in items:
        if BROWSER_FIXTURES & set(getattr(item, "fixturenames", ())):
            item.add_marker("browser")
        if item.get_closest_marker("browser") and not CHROMIUM.exists():
            if os.environ.get("REQUIRE_BROWSER") == "1":
                raise pytest.UsageError(f"REQUIRE_BROWSER=1, but there is no {CHROMIUM}")
            item.add_marker(
                pytest.mark.skip(reason=f"no {CHROMIUM}: install chromium to run browser tests")
            )


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """Use the browser of the machine: Playwright's own is not downloaded."""
    return browser_type_launch_args | {"executable_path": str(CHROMIUM), "args": CHROMIUM_ARGS}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, Any]) -> dict[str, Any]:
    """Begin at the width of a phone; tests that need another one say so."""
    return browser_context_args | {
        "viewport": {"width": 390, "height": 844},
        "locale": "en-GB",
        "timezone_id": "Europe/London",
    }


class NetworkUsed(RuntimeError):
    """A test tried to leave this machine."""


def is_here(address: Any) -> bool:
    """Tell whether a socket address is on this machine. Unix sockets are plain strings."""
    if not isinstance(address, tuple):
        return True
    try:
        return ipaddress.ip_address(address[0]).is_loopback
    except ValueError:
        return address[0] in ("localhost", "")


@pytest.fixture
def context(context: Any) -> Any:
    context.set_default_timeout(PATIENCE_MS)
    return context


@pytest.fixture(autouse=True, scope="session")
def _no_network() -> Iterator[None]:
    connect = socket.socket.connect

    def only_here(self: socket.socket, address: Any) -> None:
        if not is_here(address):
            raise NetworkUsed(f"tests stay on this machine, not {address!r}")
        connect(self, address)

    patch = pytest.MonkeyPatch()
    patch.setattr(socket.socket, "connect", only_here)
    yield
    patch.undo()
