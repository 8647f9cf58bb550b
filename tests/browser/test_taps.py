"""What an extra costs in taps on top of the ordinary day (the other rows: test_pad*.py)."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.browser import walk
from tests.browser.conftest import Visit
from tests.browser.house import House
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


def test_the_night_row_costs_one_tap(visit: Visit, someone: Take, house: House) -> None:
    who = someone("sit_bone")
    page = visit(who)
    page.goto(f"/log/{house.people[who].words['yesterday']}/")
    row(page, "Night").click()
    key(page, "night", "4").click()
    save(page).click()
    expect(page.get_by_text("is saved.")).to_be_visible()
    page.goto("/today/")
    thumb = Thumb(page)
    answers = ROBIN | {"night": "Slept through"}
    assert sorted(lines(page)) == sorted(answers)

    for line in lines(page):
        thumb.tap(key(page, line, answers[line]))
    thumb.tap(save(page))

    expect_logged(page)
    assert thumb.taps == len(ROBIN) + 1 + 1


@pytest.mark.parametrize("taps", [0, 4])
def test_places_signs_and_treatments_cost_none_to_four_taps(
    visit: Visit, someone: Take, taps: int
) -> None:
    """Left alone the places are carried; each row answered costs one tap, another spot one more."""
    page = visit(someone("sit_bone"))
    page.goto("/today/")
    more = page.locator("section", has=page.get_by_role("heading", name="More about today"))
    extra = [
        more.locator("label.chip", has_text="None of these"),
        more.locator("label.chip", has_text="Nothing"),
        more.locator("label.chip", has_text="The same places today"),
        more.locator(".places .chip", has_text="Right buttock").first,
    ]

    key(page, "sitting", "4").click()
    for part in extra[:taps]:
        part.click()
    more.get_by_role("button", name="Save").click()

    expect_logged(page)
    done = page.locator("main")
    if taps > 0:
        expect(done).to_contain_text("Swelling, bruise, numbness, weakness: none")
    if taps == 4:
        expect(done).to_contain_text("right buttock", ignore_case=True)
    expect(done).to_contain_text("Right sit bone")  # carried when it was left alone


def test_the_body_picture_takes_two_taps_and_the_worst_spot_one(
    visit: Visit, someone: Take
) -> None:
    page = visit(someone("sit_bone"))
    page.goto("/today/")
    places = page.locator(".places")
    expect(places.get_by_text("Which hurts most?")).to_be_visible()  # two are carried over

    places.get_by_text("Other places, both sides").click()
    spot = places.locator('.region[data-place="outer_hip:right"]')
    expect(spot).to_have_count(2)  # from behind and from the front
    spot.last.locator(".face").click()
    for drawn in spot.all():
        expect(drawn).to_have_class("region on")
    expect(places.get_by_role("checkbox", name="Right outer hip")).to_be_checked()
    places.locator("[data-worst] .chip", has_text="Right outer hip").click()
    page.get_by_role("button", name="Save", exact=True).last.click()

    expect_logged(page)
    expect(page.locator("main")).to_contain_text("right outer hip (hurts most)", ignore_case=True)


# For each place of both pictures: what a tap on its tick answers, and how wide that is at the
# height of the tick, in px.
TAPPED = """() => [...document.querySelectorAll(".region")].map((region) => {
  region.scrollIntoView({block: "center"});
  const tick = region.querySelector(".tick");
  const {x, y} = tick.points[1];
  const at = new DOMPoint(x, y - 6).matrixTransform(tick.getScreenCTM());
  const answers = (x) =>
    document.elementFromPoint(x, at.y)?.closest(".region")?.dataset.place || "nothing";
  let wide = 0;
  for (let x = 0; x < innerWidth; x++) wide += answers(x) === region.dataset.place;
  return [region.dataset.place, answers(at.x), wide];
})"""


def test_each_place_of_the_picture_answers_to_a_tap_on_its_tick(
    visit: Visit, someone: Take
) -> None:
    page = visit(someone("sit_bone"))
    page.goto("/today/")
    page.get_by_text("Other places, both sides").click()
    page.locator(".bodyfig").first.wait_for()

    drawn = page.evaluate(TAPPED)

    assert len(drawn) == 29
    assert [(place, found) for place, found, _wide in drawn if found != place] == []
    assert [(place, wide) for place, _found, wide in drawn if wide < 10] == []


def test_the_list_keeps_what_was_ticked_on_the_picture(visit: Visit) -> None:
    page = visit("sprint_draft")
    page.goto("/start/where/")
    page.locator(".region[data-place='calf:left'] .face").click()

    page.get_by_role("link", name="Choose from a list instead").click()

    calf = page.locator("label.chip", has_text="Left calf")
    expect(calf).to_be_visible()
    expect(calf.get_by_role("checkbox")).to_be_checked()
    expect(page.locator(".bodyfig:visible")).to_have_count(0)
    page.locator("label.chip", has_text="Right calf").click()
    page.get_by_role("link", name="Choose on the picture instead").click()
    expect(page.locator(".region[data-place='calf:right']")).to_have_class("region on")
    expect(page.locator(".region[data-place='calf:left']")).to_have_class("region on")


def test_the_place_with_the_focus_is_in_view(visit: Visit) -> None:
    page = visit("sprint_draft")
    page.goto("/start/where/")
    page.get_by_role("checkbox", name="Low back").focus()
    for _press in range(3):
        page.keyboard.press("Tab")
        region = page.locator(".region.focus").first
        expect(region).to_be_attached()
        box = region.locator(".face").bounding_box()
        assert box is not None
        assert box["y"] >= 0


def test_a_place_taken_away_is_not_asked_for_as_the_worst(visit: Visit, someone: Take) -> None:
    page = visit(someone("sit_bone"))
    page.goto("/today/")
    places = page.locator(".places")
    worst = places.locator("[data-worst]")

    places.get_by_role("checkbox", name="Right upper thigh").first.uncheck()

    expect(worst).to_be_hidden()
    places.get_by_role("checkbox", name="Right buttock").first.check()
    expect(worst.locator(".chip:visible")).to_have_text(["Right sit bone", "Right buttock"])


def test_without_script_every_place_and_the_worst_spot_are_in_the_list(
    visit: Visit, someone: Take
) -> None:
    page = visit(someone("sit_bone"), script=False)
    page.goto("/today/")
    places = page.locator(".places")
    assert places.locator(".bodyfig:visible").count() == 0

    places.get_by_text("Other places, both sides").click()
    places.locator("fieldset").first.locator(".chip", has_text="Left calf").click()
    places.get_by_text("Another place").click()
    places.locator("[data-worst] .chip", has_text="Left calf").click()
    page.get_by_role("button", name="Save", exact=True).last.click()

    expect_logged(page)
    expect(page.locator("main")).to_contain_text("left calf (hurts most)", ignore_case=True)


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


@pytest.mark.parametrize("script", [True, False])
def test_the_boxes_of_a_day_stand_only_beside_another_day(
    visit: Visit, someone: Take, script: bool
) -> None:
    """A date typed while "Today" was still chosen would not be the one that is kept."""
    page = visit(someone("sit_bone"), script=script)
    page.goto("/fall/")
    boxes = page.get_by_role("group", name="The day, if it is another one")
    expect(boxes).to_be_hidden()

    page.locator("label.chip", has_text="Other day").click()

    expect(boxes.locator("input[name=day]")).to_be_visible()
