"""Progress and "What does it fit?" in a real browser: axe, narrow screens, no script, targets."""

from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Page, expect

from tests.axe import findings
from tests.tracker.make import make_day
from tests.tracker.progress.conftest import DIARIES


@pytest.fixture(autouse=True)
def _noon() -> None:
    """The browser has its own clock, so these tests run in the real time."""


def problems(page: Page) -> list[str]:
    page.evaluate("document.querySelectorAll('details').forEach((each) => { each.open = true; })")
    return findings(page)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("diary", DIARIES)
def test_axe_finds_nothing(page: Page, live_server, sign_in, diary: str, scheme) -> None:
    sign_in(page, diary)
    page.emulate_media(color_scheme=scheme)

    for path in ("/progress/", "/progress/table/", "/progress/more/", "/signs/"):
        page.goto(live_server.url + path)
        assert problems(page) == [], path


@pytest.mark.parametrize("diary", DIARIES)
def test_nothing_scrolls_sideways_at_320_px_and_twice_the_text(
    page: Page, live_server, sign_in, diary: str
) -> None:
    sign_in(page, diary)
    page.set_viewport_size({"width": 320, "height": 640})

    for path in ("/progress/", "/progress/table/", "/progress/more/", "/signs/"):
        page.goto(live_server.url + path)
        page.evaluate("document.querySelectorAll('details').forEach((e) => { e.open = true; })")
        page.evaluate("document.documentElement.style.fontSize = '200%'")
        assert page.evaluate("document.documentElement.scrollWidth") <= 320, path


def test_everything_stands_without_script_and_nothing_is_blocked(
    new_context, live_server, sign_in
) -> None:
    page = new_context(java_script_enabled=False).new_page()
    complaints: list[str] = []
    page.on("console", lambda line: complaints.append(line.text))
    sign_in(page, "strain")

    page.goto(f"{live_server.url}/progress/")
    page.get_by_text("Show as a table").first.click()

    expect(page.locator("table.values").first).to_be_visible()
    assert complaints == []


def test_symbols_are_targets_of_44_px_that_lead_to_their_entry(
    page: Page, live_server, sign_in
) -> None:
    sign_in(page, "strain")
    page.goto(f"{live_server.url}/progress/")

    box = page.locator(".happened a .target").first.bounding_box()
    assert box is not None
    assert (round(box["width"]), round(box["height"])) == (44, 44)

    page.locator(".happened a").first.click()
    page.wait_for_url("**/fall/**")


def test_the_lane_that_rose_most_is_tall_and_the_others_are_not(
    page: Page, live_server, sign_in
) -> None:
    sign_in(page, "strain")
    page.goto(f"{live_server.url}/progress/")

    def height(selector: str) -> float:
        box = page.locator(selector).first.bounding_box()
        return box["height"] if box else 0

    assert height("svg.plot.tall") == 96
    assert height("svg.plot.lane") == 44


def test_print_is_light_and_keeps_the_marks(page: Page, live_server, sign_in) -> None:
    sign_in(page, "sit bone")
    page.goto(f"{live_server.url}/progress/")
    page.emulate_media(media="print", color_scheme="dark")

    paper = page.evaluate("getComputedStyle(document.querySelector('.sheet')).backgroundColor")
    mark = page.evaluate("getComputedStyle(document.querySelector('.c-mark')).fill")

    assert paper == "rgb(255, 255, 255)"
    assert mark == "rgb(168, 72, 31)"
    assert not page.locator(".ranges").is_visible()


def test_arrow_keys_read_the_charts_day_by_day(page: Page, live_server, sign_in) -> None:
    sign_in(page, "sit bone")
    page.goto(f"{live_server.url}/progress/")
    slider = page.get_by_role("slider", name="Read day by day")

    slider.focus()
    newest = slider.get_attribute("aria-valuetext")
    page.keyboard.press("ArrowLeft")
    before = slider.get_attribute("aria-valuetext")

    assert newest and before and newest != before
    assert "Sitting pain" in before
    assert page.locator("#reader-line").inner_text() == before
    days = page.locator("#values tbody a")
    link = page.get_by_role("link", name="Open this day").get_attribute("href") or ""
    assert link.endswith(days.nth(days.count() - 2).get_attribute("href") or "none")


def test_a_tap_on_a_mark_tells_its_day_and_opens_it(page: Page, live_server, sign_in) -> None:
    sign_in(page, "strain")
    page.goto(f"{live_server.url}/progress/")
    plot = page.locator("svg.plot").first
    box = plot.bounding_box()
    assert box is not None

    plot.click(position={"x": 2, "y": box["height"] / 2})
    first = page.locator("#values tbody tr").first
    assert page.locator("#reader-line").inner_text().startswith(first.locator("th").inner_text())

    page.get_by_role("link", name="Open this day").click()
    page.wait_for_url("**/log/**")


def test_a_second_tap_on_the_same_mark_opens_its_day(page: Page, live_server, sign_in) -> None:
    """Not quite the same place: a finger is wide, and a day of six weeks is 8 px."""
    sign_in(page, "strain")
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"{live_server.url}/progress/")
    plot = page.locator("svg.plot").nth(1)
    plot.scroll_into_view_if_needed()
    box = plot.bounding_box()
    assert box is not None
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2

    page.mouse.click(x, y)
    day = page.get_by_role("link", name="Open this day").get_attribute("href")
    after = plot.bounding_box()
    assert after is not None and abs(after["y"] - box["y"]) < 1, "the chart moved off the finger"
    page.mouse.click(x + 7, y)

    page.wait_for_url(day or "")


def test_a_tap_elsewhere_reads_another_day_and_opens_none(page: Page, live_server, sign_in) -> None:
    sign_in(page, "strain")
    page.goto(f"{live_server.url}/progress/")
    plot = page.locator("svg.plot").first

    plot.click(position={"x": 20, "y": 40})
    first = page.locator("#reader-line").inner_text()
    plot.click(position={"x": 120, "y": 40})

    assert page.locator("#reader-line").inner_text() != first
    assert page.url.endswith("/progress/")


def test_a_second_tap_on_some_weeks_shows_their_days(
    page: Page, live_server, sign_in, person
) -> None:
    sign_in(page, "strain")
    injury = person.current_injury
    make_day(injury, datetime.now(UTC).date() - timedelta(days=140), sitting=4)
    page.goto(f"{live_server.url}/progress/?range=all")
    plot = page.locator("svg.plot").first
    box = plot.bounding_box()
    assert box is not None
    end = {"x": box["width"] - 8, "y": 40}

    plot.click(position=end)
    expect(page.get_by_role("link", name="Show these days")).to_be_visible()
    plot.click(position=end)

    page.wait_for_url("**/progress/?range=own&first=*&last=*")
    expect(page.get_by_role("link", name="Open this day")).to_be_hidden()
    assert page.locator("#values tbody a").count() == 7


def test_what_a_tap_tells_is_in_sight_above_the_tab_bar(page: Page, live_server, sign_in) -> None:
    sign_in(page, "strain")
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"{live_server.url}/progress/")
    lane = page.locator("svg.plot.lane").first
    lane.evaluate("(each) => each.scrollIntoView({ block: 'end' })")

    lane.click(position={"x": 100, "y": 20})

    link = page.get_by_role("link", name="Open this day")
    expect(link).to_be_in_viewport(ratio=1)
    bar = page.get_by_role("navigation", name="Main").bounding_box()
    box = link.bounding_box()
    assert bar is not None and box is not None
    assert box["y"] + box["height"] <= bar["y"]


def test_days_logged_are_printed_and_the_charts_begin_on_the_first_page(
    page: Page, live_server, sign_in
) -> None:
    """A dot is a ground, which paper leaves out unless it is told to keep it."""
    sign_in(page, "strain")
    page.goto(f"{live_server.url}/progress/")
    page.emulate_media(media="print")

    def style(selector: str, name: str) -> str:
        return page.locator(selector).first.evaluate(f"(each) => getComputedStyle(each).{name}")

    assert style(".dots i:not(.gap)", "printColorAdjust") == "exact"
    assert style(".sheet.charts", "breakInside") == "auto"
    assert style(".chart .one", "breakInside") == "avoid"
