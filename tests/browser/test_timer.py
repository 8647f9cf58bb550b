"""The timer of a session and of a running step: parts, pauses, sleep, sound, no script."""

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.axe import findings
from tests.browser.conftest import Visit, stop_the_clock
from tests.browser.test_every_page import AXE

STEP = "/plan/running/speed/S1/"


def opened(visit: Visit, who: str = "planned", path: str = "/plan/session/", **given: Any) -> Page:
    page = visit(who, **given)
    stop_the_clock(page)
    page.goto(path)
    return page


def main_key(page: Page) -> Any:
    return page.locator("[data-main]")


def clock(page: Page) -> Any:
    return page.locator("[data-clock]")


def phase(page: Page) -> Any:
    return page.locator("[data-phase]")


def title(page: Page) -> Any:
    return page.locator("[data-title]")


def says(page: Page) -> Any:
    return page.locator("[data-says]")


def press(page: Page, name: str) -> None:
    page.locator(f"[data-{name}]").click()


def start_hold(page: Page) -> None:
    """Start with the first hold: ready, 4 x 20 s, rests of 60 s."""
    press(page, "main")
    expect(phase(page)).to_have_text("Get ready")
    expect(clock(page)).to_have_text("0:05")


def test_nothing_runs_before_start(visit: Visit) -> None:
    page = opened(visit)

    expect(main_key(page)).to_have_text("Start")
    expect(title(page)).to_have_text("Single-leg bridge hold")
    page.clock.run_for(60_000)
    expect(main_key(page)).to_have_text("Start")
    expect(says(page)).to_be_empty()


def test_holds_and_rests_follow_each_other(visit: Visit) -> None:
    page = opened(visit)
    start_hold(page)

    page.clock.run_for(5_000)
    expect(phase(page)).to_have_text("Set 1 of 4: Hold")
    expect(clock(page)).to_have_text("0:20")
    page.clock.run_for(8_000)
    expect(clock(page)).to_have_text("0:12")
    page.clock.run_for(12_000)
    expect(phase(page)).to_have_text("Rest")
    expect(clock(page)).to_have_text("1:00")
    expect(page.locator("[data-following]")).to_have_text("Next: Set 2 of 4: Hold")


def test_it_speaks_when_a_part_changes_and_not_every_second(visit: Visit) -> None:
    page = opened(visit)
    start_hold(page)
    page.clock.run_for(5_000)
    expect(says(page)).to_have_text("Single-leg bridge hold. Set 1 of 4: Hold")

    page.clock.run_for(7_000)

    expect(says(page)).to_have_text("Single-leg bridge hold. Set 1 of 4: Hold")
    expect(says(page)).to_have_attribute("role", "status")
    expect(clock(page)).to_have_attribute("aria-live", "off")


def test_a_pause_keeps_what_is_left(visit: Visit) -> None:
    page = opened(visit)
    start_hold(page)
    page.clock.run_for(12_000)
    expect(clock(page)).to_have_text("0:13")

    press(page, "main")
    expect(main_key(page)).to_have_text("Carry on")
    expect(phase(page)).to_have_text("Paused. Set 1 of 4: Hold")
    page.clock.run_for(600_000)
    expect(clock(page)).to_have_text("0:13")

    press(page, "main")
    page.clock.run_for(3_000)
    expect(clock(page)).to_have_text("0:10")


def test_a_tab_that_slept_shows_the_right_part(visit: Visit) -> None:
    """The clock jumps; the page's own timers ran only once."""
    page = opened(visit)
    start_hold(page)

    page.clock.fast_forward(5_000 + 20_000 + 60_000 + 8_000)

    expect(phase(page)).to_have_text("Set 2 of 4: Hold")
    expect(clock(page)).to_have_text("0:12")


def to_repetitions(page: Page) -> None:
    """Skip to the first set that is counted by the person."""
    for _ in range(60):
        if main_key(page).inner_text() == "Done":
            return
        press(page, "skip")
    pytest.fail("no sets of repetitions today")


def test_sets_of_repetitions_wait_for_the_person(visit: Visit) -> None:
    page = opened(visit, "planned_runner")
    press(page, "main")
    to_repetitions(page)
    expect(clock(page)).to_be_empty()
    first = phase(page).inner_text()
    assert "Set 1 of" in first

    page.clock.run_for(300_000)
    expect(phase(page)).to_have_text(first)
    press(page, "main")

    assert first.endswith("one side")
    expect(phase(page)).to_have_text(first.replace("one side", "other side"))
    press(page, "main")
    expect(phase(page)).to_have_text("Rest")


def test_what_was_done_is_offered_to_the_log_and_what_was_skipped_is_not(visit: Visit) -> None:
    page = opened(visit)
    start_hold(page)
    page.clock.run_for(5_000 + 20_000)
    expect(phase(page)).to_have_text("Rest")
    press(page, "skip")
    press(page, "skip")  # the second set
    press(page, "skip")
    expect(phase(page)).to_have_text("Set 3 of 4: Hold")
    page.clock.run_for(20_000)
    expect(phase(page)).to_have_text("Rest")

    press(page, "end")

    expect(page.locator("#log-title")).to_be_focused()
    expect(page.locator("[data-sets-of=bridge_hold_1leg]")).to_have_value("2")
    expect(page.locator("[data-sets-of=sit_break]")).to_have_value("")
    expect(page.locator("[data-sets-of=pull_hold]")).to_have_value("")


def test_a_number_typed_by_hand_stays(visit: Visit) -> None:
    page = opened(visit)
    page.locator("[data-sets-of=bridge_hold_1leg]").fill("3")
    start_hold(page)
    page.clock.run_for(25_000)

    press(page, "end")

    expect(page.locator("[data-sets-of=bridge_hold_1leg]")).to_have_value("3")


def test_back_takes_a_set_back(visit: Visit) -> None:
    page = opened(visit)
    start_hold(page)
    page.clock.run_for(25_000)
    expect(phase(page)).to_have_text("Rest")

    press(page, "back")

    expect(phase(page)).to_have_text("Set 1 of 4: Hold")
    expect(clock(page)).to_have_text("0:20")
    press(page, "end")
    expect(page.locator("[data-sets-of=bridge_hold_1leg]")).to_have_value("")


def test_it_goes_by_keyboard_and_the_focus_stays(visit: Visit) -> None:
    page = opened(visit)
    main_key(page).focus()

    page.keyboard.press("Enter")
    expect(main_key(page)).to_have_text("Pause")
    expect(main_key(page)).to_be_focused()
    page.keyboard.press("Space")
    expect(main_key(page)).to_have_text("Carry on")
    expect(main_key(page)).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.locator("[data-skip]")).to_be_focused()
    page.keyboard.press("Enter")
    expect(phase(page)).to_have_text("Paused. Set 1 of 4: Hold")


def test_the_whole_session_is_saved(visit: Visit, someone: Any) -> None:
    page = opened(visit, someone("planned_sit_bone"))
    press(page, "main")
    page.clock.run_for(5_000 + 4 * 20_000 + 3 * 60_000)
    expect(phase(page)).to_have_text("Rest")
    press(page, "end")
    page.get_by_role("button", name="Save the session").click()

    expect(page.get_by_text("The session is saved.")).to_be_visible()
    expect(page.locator("#exercise-bridge_hold_1leg")).to_contain_text("Done: 4 sets")
    expect(page.locator("#exercise-sit_break")).not_to_contain_text("Done")


def test_it_is_silent_until_asked_and_the_device_keeps_no_more_than_that(visit: Visit) -> None:
    page = visit("planned")
    page.add_init_script(
        "window.tones = 0; const Own = window.AudioContext;"
        "window.AudioContext = class extends Own {"
        "  createOscillator() { window.tones += 1; return super.createOscillator(); } };"
    )
    stop_the_clock(page)
    page.goto("/plan/session/")
    others = page.evaluate("Object.keys(sessionStorage)")
    sound = page.locator("[data-sound]")
    expect(sound).not_to_be_checked()
    start_hold(page)
    page.clock.run_for(5_000)
    expect(phase(page)).to_have_text("Set 1 of 4: Hold")
    assert page.evaluate("window.tones") == 0

    sound.check()
    page.clock.run_for(20_000)
    expect(phase(page)).to_have_text("Rest")
    assert page.evaluate("window.tones") >= 2
    assert page.evaluate("Object.entries(localStorage)") == [["timer-sound", "on"]]
    assert page.evaluate("Object.keys(sessionStorage)") == others

    page.reload()
    expect(sound).to_be_checked()


@pytest.mark.parametrize("lock", ["gives", "refuses", "lacks"])
def test_the_screen_is_kept_on_where_it_can_be(visit: Visit, lock: str) -> None:
    page = visit("planned")
    page.add_init_script(
        {
            "gives": "window.locks = []; Object.defineProperty(navigator, 'wakeLock', {value: {"
            "request: async (kind) => { window.locks.push(kind); const made = new EventTarget();"
            " made.release = () => { window.locks.push('released');"
            " made.dispatchEvent(new Event('release')); }; return made; }}});",
            "refuses": "Object.defineProperty(navigator, 'wakeLock',"
            " {value: {request: async () => { throw new Error('low battery'); }}});",
            "lacks": "delete Navigator.prototype.wakeLock;",
        }[lock]
    )
    stop_the_clock(page)
    page.goto("/plan/session/")
    start_hold(page)
    page.clock.run_for(5_000)
    expect(phase(page)).to_have_text("Set 1 of 4: Hold")
    press(page, "main")

    expect(main_key(page)).to_have_text("Carry on")
    if lock == "gives":
        assert page.evaluate("window.locks") == ["screen", "released"]


def test_a_running_step_walks_and_jogs(visit: Visit) -> None:
    page = opened(visit, "planned_runner", STEP)
    press(page, "main")
    expect(clock(page)).to_have_text("5:00")

    page.clock.run_for(300_000)
    expect(title(page)).to_have_text("Slow jog, 1 of 8")
    expect(clock(page)).to_have_text("0:30")
    page.clock.run_for(30_000)
    expect(title(page)).to_have_text("Walk")
    expect(says(page)).to_have_text("Walk")
    page.clock.fast_forward(7 * 120_000 + 90_000)

    expect(title(page)).to_have_text("Done. That was all.")
    expect(page.locator("#log-title")).to_be_focused()
    link = page.get_by_role("link", name="Log this run")
    expect(link).to_have_attribute("href", re.compile(r"/run/\?step=speed"))
    link.click()
    expect(page.get_by_role("radio", name="S1, next")).to_be_checked()


@pytest.mark.parametrize(("who", "path"), [("planned", "/plan/session/"), ("planned_runner", STEP)])
def test_without_script_it_is_a_plain_list(visit: Visit, who: str, path: str) -> None:
    page = visit(who, script=False)
    page.goto(path)

    expect(page.locator("[data-timer]")).to_be_hidden()
    assert page.locator(".work li").count() >= 2
    if who == "planned":
        expect(page.get_by_text("Rest 1 minute between sets").first).to_be_visible()
        expect(page.get_by_role("button", name="Save the session")).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_running_timer_is_clean_and_fits(visit: Visit, scheme: str) -> None:
    page = opened(visit, scheme=scheme, height=640)
    start_hold(page)
    page.clock.run_for(6_000)
    page.clock.resume()  # axe itself waits for frames

    assert findings(page, AXE) == []
    digits = clock(page).bounding_box()
    assert digits and digits["height"] >= 72
    for name in ("back", "main", "skip"):
        box = page.locator(f"[data-{name}]").bounding_box()
        assert box and box["height"] >= 64
