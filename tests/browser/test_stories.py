"""Two people from the landing page to their diary: phone, phone without script, desk."""

from datetime import date, timedelta

import pytest
from playwright.sync_api import Page, expect

from tests.browser import walk
from tests.browser.conftest import Visit
from tests.browser.pad import expect_logged, key, lines, save

WAYS = [
    pytest.param(390, True, id="phone"),
    pytest.param(390, False, id="phone-without-script"),
    pytest.param(1280, True, id="desk"),
]
LAST_WEEK = date.today() - timedelta(days=7)


def log(page: Page, **answers: str) -> None:
    """Answer every line that is asked; what is not named gets a 1 or the word key."""
    usual = {"running": "No run", "night": "Slept through", "sit_minutes": "20"}
    asked = lines(page)
    assert set(answers) <= set(asked), asked
    for line in asked:
        key(page, line, answers.get(line, usual.get(line, "1"))).click()
    save(page).click()


@pytest.mark.parametrize(("width", "script"), WAYS)
def test_eight_months_at_the_sit_bone_from_landing_to_undo(
    visit: Visit, width: int, script: bool
) -> None:
    page = visit(width=width, script=script)
    walk.begin(page)
    walk.since(page, side="right", months=8, onset="gradual")
    walk.tap(page, "mechanism", "overload")
    walk.go_on(page)
    walk.places(page, "sit_bone:right", "upper_thigh:right", script=script)
    walk.seen(page, is_old=True)
    walk.about(page, born=1988, is_old=True)
    expect(page.get_by_role("heading", level=1)).to_contain_text("tendon at the sit bone")
    expect(page.get_by_text("It is not a diagnosis.")).to_be_visible()
    walk.sign_up(page)

    log(page, sitting="5", morning="3", sit_minutes="20")
    expect_logged(page)
    expect(page.locator(".figures div", has_text="Sat, min")).to_contain_text("20")

    page.goto("/diary/")
    entry = page.locator(".rows a.row").first
    expect(entry).to_contain_text("5")
    entry.click()
    if script:
        page.locator(".logrows button", has_text="Sitting, worst").click()
    key(page, "sitting", "6").click()
    save(page).click()
    expect_logged(page)
    expect(page.locator(".figures div", has_text="Sitting")).to_contain_text("6")

    page.get_by_role("link", name="Change").first.click()
    page.get_by_role("link", name="Delete this day").click()
    page.get_by_role("button", name="Delete this day").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Diary")
    page.get_by_role("button", name="Undo").click()
    expect(page.locator(".rows a.row").first).to_contain_text("6")


@pytest.mark.parametrize(("width", "script"), WAYS)
def test_a_sprint_last_week_from_landing_to_get_help_now(
    visit: Visit, width: int, script: bool
) -> None:
    page = visit(width=width, script=script)
    walk.begin(page)
    walk.since(page, side="left", on=LAST_WEEK, onset="sudden")
    walk.tap(page, "mechanism", "sprint")
    walk.go_on(page)
    walk.places(page, "mid_thigh:left", script=script)
    walk.seen(page, is_old=False)
    walk.about(page, born=1992, is_old=False)
    expect(page.get_by_role("heading", level=1)).to_contain_text("muscle strain")
    walk.sign_up(page)

    log(page, running="3", morning="2")
    expect(page.get_by_role("heading", name="How was the run?")).to_be_visible()
    page.get_by_label("Minutes").fill("20")
    page.get_by_role("button", name="Save").click()
    expect_logged(page)
    expect(page.get_by_text("Run, 20 minutes, pain 3.")).to_be_visible()

    page.get_by_role("link", name="Fall or slip").click()
    page.get_by_role("button", name="Slip, did not fall").click()  # kept with this tap
    expect(page.get_by_role("heading", name="Tell us about the fall")).to_be_visible()
    walk.tap(page, "landed_on", "hip")
    page.get_by_role("button", name="Save").click()

    page.goto("/check/")
    page.locator("input[name=yes][value=q_saddle_numb]").check()
    page.get_by_role("button", name="See what it means").click()
    card = page.locator(".sign.emergency").first
    expect(card).to_contain_text("Get help now")
    expect(card.locator("a[href^='tel:']")).to_be_visible()
    page.goto("/today/")
    expect(page.locator(".sign.emergency a[href^='tel:']")).to_be_visible()
    expect(page.get_by_text("Slip, did not fall.")).to_be_visible()
