"""The keys of the log: what a tap does, what it never does, and how many it takes."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Visit
from tests.browser.pad import Thumb, answered, current, expect_logged, key, lines, row, save

ROBIN = {"sitting": "4", "sit_minutes": "25", "morning": "2", "running": "No run", "rest": "1"}
MAYA = {"morning": "2", "rest": "1", "sitting": "2", "walking": "3", "running": "No run"}
Take = Callable[[str], str]


def test_nothing_is_chosen_before_the_first_tap(visit: Visit, someone: Take) -> None:
    for who in (someone("sit_bone"), "maya"):
        page = visit(who)
        page.goto("/today/")

        assert answered(page) == {}
        assert page.locator(".logrows b").first.inner_text() == "now"
        assert [b.inner_text() for b in page.locator(".logrows b").all()[1:]] == [""] * (
            len(lines(page)) - 1
        )


def test_a_tap_moves_on_and_arrow_keys_do_not(visit: Visit, someone: Take) -> None:
    page = visit(someone("sit_bone"))
    page.goto("/today/")
    assert current(page) == "sitting"

    key(page, "sitting", "4").click()
    assert current(page) == "sit_minutes"

    row(page, "Morning").click()
    key(page, "morning", "2").locator("input").focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    assert current(page) == "morning"
    assert answered(page)["morning"] in ("1", "3", "4")


def test_choosing_the_seat_does_not_move_on(visit: Visit, someone: Take) -> None:
    page = visit(someone("sit_bone"))
    page.goto("/today/")
    row(page, "Sat before it hurt").click()

    page.locator("#ask-sit_minutes .seg label", has_text="Car").click()
    assert current(page) == "sit_minutes"
    key(page, "sit_minutes", "25").click()

    expect(row(page, "Sat before it hurt")).to_contain_text("25 min, car")


def test_the_last_answer_is_told_to_a_screen_reader(visit: Visit, someone: Take) -> None:
    page = visit(someone("sit_bone"))
    page.goto("/today/")
    told = page.locator(".log > [role=status]")

    for line, words in list(ROBIN.items())[:-1]:
        key(page, line, words).click()
        expect(told).to_be_empty()
    key(page, "rest", ROBIN["rest"]).click()

    expect(told).to_have_text("All answered. Save when ready.")


def test_the_log_as_a_list_shows_all_lines_and_stays_put(visit: Visit) -> None:
    page = visit("listed")
    page.goto("/today/")

    assert page.locator(".logrows").count() == 0
    assert page.locator(".ask:visible").count() == len(lines(page)) > 3
    key(page, "sitting", "4").click()
    assert page.locator(".ask:visible").count() == len(lines(page))


@pytest.mark.parametrize(
    ("kind", "answers", "taps"),
    [
        pytest.param("sit_bone", ROBIN, 6, id="sit-bone"),
        pytest.param("strain", MAYA, 6, id="strain-with-running"),
    ],
)
def test_an_ordinary_day_takes_a_tap_a_line_and_save(
    visit: Visit, someone: Take, kind: str, answers: dict[str, str], taps: int
) -> None:
    page = visit(someone(kind))
    page.goto("/today/")
    thumb = Thumb(page)
    assert sorted(lines(page)) == sorted(answers)

    for line in lines(page):
        thumb.tap(key(page, line, answers[line]))
    thumb.tap(save(page))

    expect_logged(page)
    assert thumb.taps == taps


def test_an_unchanged_sit_bone_day_takes_four_taps(visit: Visit, someone: Take) -> None:
    page = visit(someone("sit_bone"))
    page.goto("/today/")
    thumb = Thumb(page)

    thumb.tap(page.get_by_role("link", name="Same as yesterday"))
    expect(page.get_by_text("Change what differs")).to_be_visible()
    assert set(lines(page)) - set(answered(page)) == {"sit_minutes", "running"}
    thumb.tap(key(page, "sit_minutes", "20"))
    thumb.tap(key(page, "running", "No run"))
    thumb.tap(save(page))

    expect_logged(page)
    assert thumb.taps == 4


def test_a_run_day_takes_the_same_taps_then_the_run_page(visit: Visit, someone: Take) -> None:
    page = visit(someone("sit_bone"))
    page.goto("/today/")
    thumb = Thumb(page)

    for line in lines(page):
        thumb.tap(key(page, line, (ROBIN | {"running": "3"})[line]))
    thumb.tap(save(page))

    expect(page.get_by_role("heading", name="How was the run?")).to_be_visible()
    assert thumb.taps == 6


@pytest.mark.parametrize(("width", "text"), [(390, 100), (360, 100), (320, 100), (390, 200)])
def test_no_word_on_a_key_is_cut_off(visit: Visit, width: int, text: int) -> None:
    page = visit("listed", width=width)
    page.goto("/today/")
    page.evaluate("size => { document.documentElement.style.fontSize = size }", f"{text}%")

    cut = page.locator(".key > span").evaluate_all(
        """all => all.filter((one) => {
          const words = document.createRange();
          words.selectNodeContents(one);
          const {width, height} = words.getBoundingClientRect();
          return width > one.clientWidth || height > one.clientHeight;
        }).map((one) => one.innerText)"""
    )
    assert cut == []
    rows = page.locator("#ask-sitting .key").evaluate_all(
        "all => new Set(all.map((one) => one.offsetTop)).size"
    )
    assert rows == 2 if width >= 360 and text == 100 else rows > 2


@pytest.mark.parametrize(
    ("who", "height", "signs"), [("robin", 844, 2), ("maya", 667, 0)], ids=["signs", "short"]
)
def test_keys_and_save_stay_above_the_bar_whichever_row_is_open(
    visit: Visit, who: str, height: int, signs: int
) -> None:
    page = visit(who, height=height)
    page.goto("/today/")
    bar = page.locator("nav.nav").bounding_box()
    assert bar and page.locator(".sign.compact").count() == signs

    for index in range(len(lines(page))):
        page.locator(".logrows button").nth(index).click()
        page.evaluate("scrollTo(0, 0)")
        for part in (page.locator(".log .pad:visible").first, save(page)):
            box = part.bounding_box()
            assert box and box["y"] + box["height"] <= bar["y"]


def test_with_twice_the_text_the_keys_cover_no_row(visit: Visit, someone: Take) -> None:
    page = visit(someone("sit_bone"))
    page.goto("/today/")
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    page.evaluate("scrollTo(0, 0)")

    keys = page.locator(".log .keys").bounding_box()
    rows = page.locator(".logrows").bounding_box()

    assert keys and rows and rows["y"] + rows["height"] <= keys["y"] + 1


def test_below_a_full_card_the_keys_keep_their_place(visit: Visit) -> None:
    page = visit("warned")
    page.goto("/today/")
    page.evaluate("scrollTo(0, 0)")

    keys = page.locator(".log .keys").bounding_box()
    rows = page.locator(".logrows").bounding_box()

    assert keys and rows and rows["y"] + rows["height"] <= keys["y"] + 1
