"""Every page a person can open: axe, narrow screens with large text, targets for a thumb."""

import pytest
from playwright.sync_api import Page

from tests.axe import findings
from tests.browser.conftest import Visit
from tests.browser.house import House
from tests.browser.spots import BY_NAME, SPOTS, Spot

WIDE = [
    "landing",
    "start-result-sit-bone",
    "today",
    "today-done",
    "diary",
    "signs",
    "plan",
    "plan-offered",
    "plan-start",
]
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
AXE = {"runOnly": {"type": "tag", "values": TAGS}, "resultTypes": ["violations"]}
# Dark differs by colours alone, so that only what depends on them is looked at again.
COLOURS = {"runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}}
THUMB = 44
PLACE = 24
WIDER = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
WHO_IS_WIDE = """[...document.querySelectorAll("body *")]
  .filter((part) => part.getBoundingClientRect().right > document.documentElement.clientWidth + 0.5)
  .map((part) => part.className || part.tagName).slice(0, 5).join(", ")"""
# What reacts to a tap: its own box, or the label around it, or the key drawn over it.
SMALL = """
([thumb, place]) => {
  const found = [];
  const boxOf = (part) => {
    const label = part.matches("input") && part.closest("label");
    return (label || part).getBoundingClientRect();
  };
  const shown = (part) => {
    const label = part.matches("input") && part.closest("label");
    const seen = label || part;
    if (!seen.checkVisibility({visibilityProperty: true, opacityProperty: true})) return false;
    return !seen.closest(".sr, .skip");
  };
  const isInline = (part) =>
    part.matches("a") && getComputedStyle(part).display === "inline" &&
    !part.querySelector("svg, img") &&
    part.parentNode.textContent.trim() !== part.textContent.trim();
  for (const part of document.querySelectorAll(
    "a[href], button, input:not([type=hidden]), select, textarea, summary")) {
    if (!shown(part) || isInline(part)) continue;
    const {width, height} = boxOf(part);
    if (Math.min(width, height) < thumb - 0.5) {
      const words = (part.innerText || part.name || part.className).trim().slice(0, 40);
      const size = `${Math.round(width)}x${Math.round(height)}`;
      found.push(`${part.tagName.toLowerCase()} "${words}" is ${size}`);
    }
  }
  for (const part of document.querySelectorAll(".region .hit")) {
    if (part.closest("[hidden]")) continue;
    const {width, height} = part.getBoundingClientRect();
    if (Math.min(width, height) < place) found.push(`${part.parentNode.dataset.place}`);
  }
  return found;
}
"""

# At the end of the page nothing lies under the bar at the foot of a phone.
COVERED = """() => {
  const bar = document.querySelector(".nav");
  if (!bar || getComputedStyle(bar).position !== "fixed") return [];
  window.scrollTo(0, document.documentElement.scrollHeight);
  const top = bar.getBoundingClientRect().top;
  return [...document.querySelectorAll("body *")].filter((part) =>
    !part.children.length && !part.closest(".nav, .toasts, svg, .sr, .skip, template") &&
    part.checkVisibility({visibilityProperty: true}) && part.getBoundingClientRect().height &&
    part.getBoundingClientRect().bottom > top + 0.5 &&
    part.getBoundingClientRect().top < window.innerHeight
  ).map((part) => `under the bar: ${(part.innerText || part.className).trim().slice(0, 40)}`);
}"""


def faults(page: Page) -> list[str]:
    """Everything axe finds, in light and dark, and every target too small for a thumb."""
    found = findings(page, AXE) + page.evaluate(SMALL, [THUMB, PLACE]) + page.evaluate(COVERED)
    page.emulate_media(color_scheme="dark")
    return found + findings(page, COLOURS)


def sideways(page: Page) -> list[str]:
    """The windows in which the page is wider than the window."""
    found = []
    for words, width, size in (("320 px", 320, "100%"), ("390 px, text twice", 390, "200%")):
        page.set_viewport_size({"width": width, "height": 640})
        page.evaluate("size => { document.documentElement.style.fontSize = size }", size)
        if page.evaluate(WIDER):
            found.append(f"scrolls sideways at {words}: {page.evaluate(WHO_IS_WIDE)}")
    return found


@pytest.mark.parametrize("spot", SPOTS, ids=lambda spot: spot.name)
def test_every_page_is_axe_clean_and_fits_thumb_and_window(
    visit: Visit, house: House, spot: Spot
) -> None:
    page = visit(spot.who)
    spot.open(page, house)

    assert faults(page) + sideways(page) == []


@pytest.mark.parametrize("name", WIDE)
def test_a_page_on_a_desk_is_axe_clean(visit: Visit, house: House, name: str) -> None:
    page = visit(BY_NAME[name].who, width=1280, height=800)
    BY_NAME[name].open(page, house)

    assert faults(page) == []
    assert not page.evaluate(WIDER)


@pytest.mark.parametrize("number", ["400", "403", "500", "503"])
def test_a_page_that_stands_for_an_error_is_axe_clean(
    visit: Visit, house: House, number: str
) -> None:
    page = visit()
    html = house.pages[number]
    page.route("**/broken/", lambda route: route.fulfill(body=html, content_type="text/html"))
    page.goto("/broken/")

    assert faults(page) + sideways(page) == []
