"""What an extra costs in taps on top of the ordinary day (the other rows: test_pad*.py)."""

from collections.abc import Callable

from playwright.sync_api import expect

from tests.browser import walk
from tests.browser.conftest import Visit
from tests.browser.pad import Thumb, expect_logged, key, lines, row, save

ROBIN = {"sitting": "4", "sit_minutes": "25", "morning": "2", "running": "No run", "rest": "1"}
Take = Callable[[str], str]


def test_another_seat_costs_one_tap(visit: Visit, someone: Take) -> None:
    page = visit(someone("sit_bone"))
    page.goto("/today/")
    thumb = Thumb(page)

    thumb.tap(key(page, "sitting", "4"))
    thumb.tap(page.locator("#ask-sit_minutes .seg label", has_text="Car"))
    for line in [each for each in lines(page) if each != "sitting"]:
        thumb.tap(key(page, line, ROBIN[line]))
    thumb.tap(save(page))

    expect_logged(page)
    assert thumb.taps == len(ROBIN) + 1 + 1


def test_a_fall_costs_four_taps_and_is_kept_with_the_second(visit: Visit, someone: Take) -> None:
    page = visit(someone("sit_bone"))
    page.goto("/today/")
    key(page, "sitting", "4").click()
    save(page).click()
    expect_logged(page)

    taps = [
        lambda: page.get_by_role("link", name="Fall or slip").click(),
        lambda: page.get_by_role("button", name="Slip, did not fall").click(),
        lambda: walk.tap(page, "effect", "a_bit_worse"),
        lambda: page.get_by_role("button", name="Save", exact=True).click(),
    ]
    for number, tap in enumerate(taps, start=1):
        tap()
        if number == 2:
            expect(page.get_by_text("The fall is saved.")).to_be_visible()

    expect_logged(page)
    expect(page.get_by_text("Slip, did not fall. A bit worse.")).to_be_visible()


def test_undo_stands_beside_what_was_saved_and_takes_it_back(visit: Visit, someone: Take) -> None:
    page = visit(someone("sit_bone"))
    page.goto("/today/")
    key(page, "sitting", "4").click()
    save(page).click()
    expect_logged(page)

    page.get_by_role("button", name="Undo").click()

    expect(page.get_by_role("heading", name="How was today?")).to_be_visible()
    expect(row(page, "Sitting")).to_be_visible()


def test_the_phones_zone_is_offered_and_changed_only_by_the_person(
    visit: Visit, someone: Take
) -> None:
    page = visit(someone("sit_bone"), timezone_id="Asia/Tokyo")
    page.goto("/today/")
    line = page.locator("[data-zone-line]")

    expect(line).to_contain_text("Your phone says Tokyo, your diary UTC.")
    page.get_by_role("button", name="Keep UTC").click()
    expect(page.get_by_role("heading", name="How was today?")).to_be_visible()
    expect(line).to_be_hidden()

    page.goto("/account/")
    expect(page.get_by_label("Time zone")).to_have_value("UTC")


def test_the_phones_zone_is_used_when_the_person_says_so(visit: Visit, someone: Take) -> None:
    page = visit(someone("sit_bone"), timezone_id="Asia/Tokyo")
    page.goto("/today/")

    page.get_by_role("button", name="Use Tokyo").click()

    expect(page.get_by_text("Your time zone is changed.")).to_be_visible()
    expect(page.locator("[data-zone-line]")).to_be_hidden()


def test_a_zone_with_the_same_clock_is_not_offered(visit: Visit, someone: Take) -> None:
    page = visit(someone("sit_bone"), timezone_id="Africa/Abidjan")
    page.goto("/today/")

    expect(page.get_by_role("heading", name="How was today?")).to_be_visible()
    expect(page.locator("[data-zone-line]")).to_be_hidden()
