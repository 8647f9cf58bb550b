"""What a first visit costs: bytes over the wire, requests, and who is asked."""

import time
from collections.abc import Callable

from playwright.sync_api import Route

from tests.browser.conftest import Visit, stop_the_clock
from tests.browser.house import House

MOST_BYTES = 50_000
MOST_REQUESTS = 8


def test_the_first_load_of_today_is_small_and_asks_only_here(visit: Visit, house: House) -> None:
    page = visit("robin")
    stop_the_clock(page)  # what comes two seconds late is not part of it
    wire = page.context.new_cdp_session(page)
    wire.send("Network.enable")
    wire.send("Network.clearBrowserCache")
    asked: dict[str, str] = {}
    received: dict[str, int] = {}
    packed: dict[str, str] = {}

    def answered(event: dict) -> None:
        headers = {name.lower(): value for name, value in event["response"]["headers"].items()}
        packed[asked[event["requestId"]]] = headers.get("content-encoding", "")

    wire.on(
        "Network.requestWillBeSent", lambda e: asked.update({e["requestId"]: e["request"]["url"]})
    )
    wire.on("Network.responseReceived", answered)
    wire.on(
        "Network.loadingFinished",
        lambda e: received.update({e["requestId"]: e["encodedDataLength"]}),
    )

    page.goto("/today/", wait_until="networkidle")

    sent = {url: received[key] for key, url in asked.items() if key in received}
    assert page.get_by_role("heading", name="How was today?").is_visible()
    assert [url for url in sent if not url.startswith(house.url)] == []
    assert len(sent) <= MOST_REQUESTS, sent
    assert int(sum(sent.values())) <= MOST_BYTES, sent
    for url, encoding in packed.items():
        if url.endswith((".css", ".js", "/today/")):
            assert encoding in ("br", "gzip"), url
    print("first load of Today:", len(sent), "requests,", int(sum(sent.values())), "bytes")  # noqa: T201


def test_the_second_page_brings_nothing_over_the_wire_but_itself(visit: Visit) -> None:
    page = visit("robin")
    stop_the_clock(page)
    page.goto("/today/", wait_until="networkidle")

    page.goto("/diary/", wait_until="networkidle")

    fetched = page.evaluate(
        """performance.getEntriesByType("resource")
        .filter((one) => one.transferSize > 0).map((one) => one.name)"""
    )
    assert fetched == []


SHIFTS = """() => new Promise((done) => {
  let moved = 0;
  new PerformanceObserver((list) => {
    for (const shift of list.getEntries()) moved += shift.value;
  }).observe({ type: "layout-shift", buffered: true });
  setTimeout(() => done(moved), 300);
})"""


def test_nothing_on_today_moves_when_its_script_comes_late(
    visit: Visit, someone: Callable[[str], str]
) -> None:
    page = visit(someone("planned_sit_bone"), width=390)

    def late(route: Route) -> None:
        time.sleep(0.8)
        route.continue_()

    page.route("**/js/app.*.js", late)
    page.goto("/today/", wait_until="networkidle")

    assert page.locator(".logrows li").count() > 1
    assert page.evaluate(SHIFTS) < 0.01


def test_today_is_whole_when_its_script_never_comes(
    visit: Visit, someone: Callable[[str], str]
) -> None:
    page = visit(someone("planned_sit_bone"), width=390)
    page.route("**/js/app.*.js", lambda route: route.fulfill(status=200, body=""))

    page.goto("/today/", wait_until="networkidle")

    assert page.locator(".logrows").count() == 0
    assert all(ask.is_visible() for ask in page.locator("[data-ask]").all())
