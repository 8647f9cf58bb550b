"""The log of someone on a plan, and the exercises: taps counted, with and without script."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Visit
from tests.browser.pad import Thumb, answered, expect_logged, key, lines, row, save

LOAD = "t_load_a_pain"
SAT = {"sitting": "4", "sit_minutes": "35"}
ROBIN = SAT | {LOAD: "3", "morning": "2", "running": "No run", "rest": "1"}
MAYA = {"morning": "2", "rest": "1", "sitting": "2", "walking": "3", "running": "No run"}
Take = Callable[[str], str]


def opened(visit: Visit, who: str, **options: object) -> Page:
    page = visit(who, **options)
    page.goto("/today/")
    return page


def test_an_ordinary_sit_bone_day_takes_seven_taps(visit: Visit, someone: Take) -> None:
    page = opened(visit, someone("planned_sit_bone"))
    thumb = Thumb(page)
    assert lines(page) == list(ROBIN)

    for line, words in ROBIN.items():
        thumb.tap(key(page, line, words))
    expect(row(page, "Load test A")).to_contain_text("3")
    thumb.tap(save(page))

    expect_logged(page)
    expect(page.get_by_text("Load test 3, so carry on.")).to_be_visible()
    assert thumb.taps == 7


def test_an_unchanged_sit_bone_day_takes_five(visit: Visit, someone: Take) -> None:
    page = opened(visit, someone("planned_sit_bone"))
    thumb = Thumb(page)

    thumb.tap(page.get_by_role("link", name="Same as yesterday"))
    expect(page.get_by_text("Change what differs")).to_be_visible()
    assert set(lines(page)) - set(answered(page)) == {"sit_minutes", LOAD, "running"}
    for line in ("sit_minutes", LOAD, "running"):
        thumb.tap(key(page, line, ROBIN[line]))
    thumb.tap(save(page))

    expect_logged(page)
    assert thumb.taps == 5


@pytest.mark.parametrize(("limp", "taps"), [("", 6), ("No", 7)], ids=["", "with-the-limp"])
def test_a_strain_day_takes_six_and_one_more_with_the_limp(
    visit: Visit, someone: Take, limp: str, taps: int
) -> None:
    page = opened(visit, someone("planned_strain"))
    thumb = Thumb(page)
    assert lines(page) == [*MAYA, "limp"]

    for line, words in MAYA.items():
        thumb.tap(key(page, line, words))
    if limp:
        thumb.tap(key(page, "limp", limp))
        expect(row(page, "Did you limp?")).to_contain_text("no")
    thumb.tap(save(page))

    expect_logged(page)
    assert thumb.taps == taps


def test_an_unchanged_strain_day_takes_two(visit: Visit, someone: Take) -> None:
    page = opened(visit, someone("planned_strain"))
    thumb = Thumb(page)

    thumb.tap(page.get_by_role("link", name="Same as yesterday"))
    expect(page.get_by_text("Change what differs")).to_be_visible()
    assert not {"running", "limp"} & set(answered(page))
    thumb.tap(save(page))

    expect_logged(page)
    assert thumb.taps == 2


@pytest.mark.parametrize(
    ("kind", "line", "words"),
    [("planned_sit_bone", "sitting", "4"), ("planned_strain", "morning", "2")],
)
def test_any_single_answer_takes_two(
    visit: Visit, someone: Take, kind: str, line: str, words: str
) -> None:
    page = opened(visit, someone(kind))
    thumb = Thumb(page)

    thumb.tap(key(page, line, words))
    thumb.tap(save(page))

    expect_logged(page)
    assert thumb.taps == 2


def test_the_log_fits_above_the_bar(visit: Visit) -> None:
    page = opened(visit, "planned")
    key(page, "sitting", "4").click()

    card = page.locator(".log .sheet").first.bounding_box()
    bar = page.locator("nav.nav").bounding_box()
    top = page.get_by_role("heading", name="How was today?").bounding_box()
    assert card and bar and top
    assert top["y"] >= 0 and card["y"] + card["height"] <= bar["y"]


def test_how_to_opens_without_moving_on(visit: Visit) -> None:
    page = opened(visit, "planned")
    row(page, "Load test A").click()

    page.locator(f"#ask-{LOAD} summary").click()

    expect(page.get_by_text("Same time each day")).to_be_visible()
    expect(page.locator(f"#ask-{LOAD}")).to_be_visible()


def test_without_script_the_plans_lines_are_plain_radios(visit: Visit, someone: Take) -> None:
    page = opened(visit, someone("planned_sit_bone"), script=False)

    key(page, LOAD, "5").click()
    key(page, "rest", "1").click()
    save(page).click()

    expect_logged(page)
    expect(page.get_by_text("Load test 5: same dose, do not add.")).to_be_visible()


@pytest.mark.parametrize("script", [True, False], ids=["script", "plain"])
def test_a_tick_counts_and_can_be_taken_back(visit: Visit, someone: Take, script: bool) -> None:
    page = opened(visit, someone("planned_sit_bone"), script=script)
    first = page.get_by_role("checkbox", name="Sitting plan")
    count = page.locator("#exercises-done")
    expect(count).to_contain_text("0 of")

    first.click()
    expect(count).to_contain_text("1 of")
    expect(first).to_be_checked()
    if script:
        expect(first).to_be_focused()

    first.click()
    expect(count).to_contain_text("0 of")
    expect(first).not_to_be_checked()


@pytest.mark.parametrize("script", [True, False], ids=["script", "plain"])
def test_all_done_and_the_pain_during_them(visit: Visit, someone: Take, script: bool) -> None:
    page = opened(visit, someone("planned_sit_bone"), script=script)

    page.get_by_role("button", name="All done").click()
    expect(page.get_by_role("button", name="All done")).to_have_count(0)
    key(page, "session_pain", "2").click()
    page.get_by_role("button", name="Save pain during exercises").click()

    expect(page.get_by_text("Pain during the exercises is saved.")).to_be_visible()
    expect(page.locator("#ask-session_pain input[value='2']")).to_be_checked()


def test_a_run_day_asks_its_step_with_two_more_taps(visit: Visit) -> None:
    page = opened(visit, "planned_runner_who_logs")
    key(page, "morning", "1").click()
    row(page, "Running").click()
    key(page, "running", "1").click()
    save(page).click()
    expect(page.get_by_role("heading", name="How was the run?")).to_be_visible()
    expect(page.locator("#ask-pain input[value='1']")).to_be_checked()

    Thumb(page).tap(page.locator("label.chip", has_text="S1, next"))
    page.get_by_role("button", name="Save").click()

    expect_logged(page)
    said = page.get_by_text("Step S1 is passed when tomorrow's morning is no worse.")
    expect(said.first).to_be_visible()
