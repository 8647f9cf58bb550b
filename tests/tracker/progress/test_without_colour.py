"""The pictures without their colours: the person's own few, or none at all."""

import pytest
from playwright.sync_api import Page


@pytest.fixture(autouse=True)
def _noon() -> None:
    """The browser has its own clock, so these tests run in the real time."""


# A sign of a tier carries its own ground and its own mark on it, so that it keeps its colours.
FORCED = """() => {
  const probe = document.createElement("i");
  document.body.append(probe);
  const known = ["Canvas", "CanvasText", "GrayText", "Highlight"].map((name) => {
    probe.style.color = name;
    return getComputedStyle(probe).color;
  });
  const tags = ["path", "line", "circle", "text"];
  const drawn = tags.flatMap((tag) => [`.plot ${tag}`, `.legend ${tag}`]);
  const odd = new Set();
  for (const each of document.querySelectorAll([...drawn, ".maps polygon", ".maps use"])) {
    if (each.matches(".soon, .urgent, .emergency, .soon + .bang, .urgent + .bang, .white"))
      continue;
    const { fill, stroke } = getComputedStyle(each);
    if ([fill, stroke].some((colour) => colour !== "none" && !known.includes(colour)))
      odd.add(`${each.getAttribute("class")} ${fill} ${stroke}`);
  }
  return [...odd];
}"""
SHAPES = """() => {
  const ground = getComputedStyle(document.querySelector(".sheet")).backgroundColor;
  const names = ["d", "r", "x", "y", "width", "height"];
  const shape = (each) => {
    const { fill, strokeDasharray } = getComputedStyle(each);
    const box = names.map((name) => each.getAttribute(name));
    return [each.tagName, ...box, fill === "none" || fill === ground, strokeDasharray].join(" ");
  };
  return [...document.querySelectorAll(".legend li:has(svg)")].map((li) =>
    [li.textContent.trim(), [...li.querySelectorAll("svg *:not(g)")].map(shape).join(";")]);
}"""


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("diary", ["sit bone", "strain"])
def test_forced_colours_reach_every_mark(
    page: Page, live_server, sign_in, person, diary: str, theme: str
) -> None:
    """A theme chosen here must not leave dark ink on the dark ground somebody has set."""
    sign_in(page, diary)
    person.theme = theme
    person.save(update_fields=["theme"])
    page.emulate_media(forced_colors="active", color_scheme="dark")

    for path in ("/progress/", "/progress/?range=all", "/progress/more/"):
        page.goto(live_server.url + path)
        assert page.locator(".plot path").count() > 0, path
        assert page.evaluate(FORCED) == [], path


def test_what_was_to_be_expected_keeps_both_its_edges_in_forced_colours(
    page: Page, live_server, sign_in
) -> None:
    """Its ground becomes the page's own, so that without a stroke the lower edge is gone."""
    sign_in(page, "strain")
    page.emulate_media(forced_colors="active")

    page.goto(live_server.url + "/progress/")
    stroke = page.evaluate("getComputedStyle(document.querySelector('.plot .band')).stroke")

    assert stroke not in ("none", "")


@pytest.mark.parametrize("diary", ["sit bone", "strain"])
def test_every_mark_of_the_legend_has_a_shape_of_its_own(
    page: Page, live_server, sign_in, diary: str
) -> None:
    """In greyscale only shape, dash and filled or not tell two marks apart."""
    sign_in(page, diary)

    page.goto(live_server.url + "/progress/")
    found = page.evaluate(SHAPES)

    assert len(found) > 3
    assert len({shape for _word, shape in found}) == len(found), found
