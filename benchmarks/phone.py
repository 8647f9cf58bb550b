"""A log on a slow phone, from open to saved: python -m benchmarks.phone [--rounds 5].

Chromium with the processor slowed four times and a slow 4G line (400 kbit/s up, 1.6 Mbit/s
down, 150 ms), by the browser's own means. Counts the machine's time only: from the address
to keys that answer, and from the tap on Save to "Today is logged". The taps between are a
person's. The page's own clock is read: what steers the browser runs on the slowed processor too
and would count. Prints each round and the medians, once with an empty and once with a warm cache.
"""

import argparse
import statistics
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from tests.browser.house import House, running
from tests.browser.pad import key, save
from tests.conftest import CHROMIUM, CHROMIUM_ARGS

SLOWER = 4
LINE = {"offline": False, "latency": 150, "downloadThroughput": 200_000, "uploadThroughput": 50_000}
GOAL_S = 1.5
WATCH = """
const drawn = (selector) =>
  new Promise((done) => {
    const look = () => {
      if (!document.querySelector(selector)) return;
      seen.disconnect();
      requestAnimationFrame(() => setTimeout(() => done(performance.now())));
    };
    const seen = new MutationObserver(look);
    seen.observe(document, { subtree: true, childList: true, attributes: true });
  });
window.opened = drawn("form.log.on");
window.logged = drawn("#logged");
addEventListener("click", ({ timeStamp, target }) => {
  if (target.closest?.("form.log button")) window.tapped = timeStamp;
}, true);
"""


def one_log(browser: Browser, house: House, who: str, *, is_warm: bool) -> tuple[float, float]:
    """Seconds to open Today until a key answers, and seconds from Save to logged."""
    context = browser.new_context(base_url=house.url, viewport={"width": 390, "height": 844})
    context.add_cookies(house.cookies(who))
    page = context.new_page()
    if is_warm:
        page.goto("/diary/", wait_until="networkidle")
        page.goto("/today/", wait_until="networkidle")
    wire = context.new_cdp_session(page)
    wire.send("Network.enable")
    wire.send("Network.emulateNetworkConditions", LINE)
    wire.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    page.add_init_script(WATCH)
    page.goto("/today/", wait_until="domcontentloaded")
    page.locator("form.log.on").wait_for()
    opened = page.evaluate("window.opened")
    key(page, "sitting", "4").click()
    save(page).click()
    page.get_by_role("heading", name="Today is logged").wait_for()
    saved = page.evaluate("window.logged.then((at) => at - window.tapped)")
    context.close()
    return opened / 1000, saved / 1000


def main() -> int:
    """Print the rounds and the medians. Returns 0; the goal is read by people."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    rounds = min(parser.parse_args().rounds, 20)
    with (
        tempfile.TemporaryDirectory() as folder,
        running(Path(folder)) as house,
        sync_playwright() as play,
    ):
        browser = play.chromium.launch(executable_path=CHROMIUM, args=CHROMIUM_ARGS)
        for is_warm in (False, True):
            taken = []
            for turn in range(rounds):
                who = f"sit_bone_{1 + turn + (rounds if is_warm else 0)}"
                opened, saved = one_log(browser, house, who, is_warm=is_warm)
                taken.append((opened, saved))
                print(f"  open {opened:.2f} s, save {saved:.2f} s")
            middle = statistics.median(opened + saved for opened, saved in taken)
            state = "warm" if is_warm else "empty"
            print(f"{state} cache, {rounds} logs: median {middle:.2f} s (goal {GOAL_S} s)")
        browser.close()
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
