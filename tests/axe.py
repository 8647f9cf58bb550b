"""What axe finds on an open page, once every fade on it has ended."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

# A fade caught half-way is a colour that nobody chose.
SETTLED = """() => new Promise((done) => {
  const wait = () => Promise.allSettled(document.getAnimations().map((one) => one.finished));
  requestAnimationFrame(() => requestAnimationFrame(() => wait().then(() => done(true))));
})"""


def findings(page: Page, only: dict[str, object] | None = None) -> list[str]:
    """What axe finds, one line for each rule with the parts that break it."""
    page.evaluate(SETTLED)
    found = Axe().run(page, options=only).response["violations"]
    return [
        f"{each['id']}: {[node['target'] for node in each['nodes']]} "
        f"{each['nodes'][0]['failureSummary']}"
        for each in found
    ]
