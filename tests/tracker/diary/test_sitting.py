"""The sitting timer: counts on the device, stores nothing, hands its minutes to the log."""

import re
from datetime import timedelta

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Page, expect

from tests.browser.conftest import stop_the_clock
from tests.tracker.make import TODAY, make_day
from tracker.models import Day, Injury, User

ASKED = ["sitting", "sit_minutes", "rest"]


@pytest.fixture
def asked(person: User) -> User:
    person.contexts = ASKED
    person.save(update_fields=["contexts"])
    return person


def test_without_scripts_it_says_what_to_do_and_leads_to_the_log(
    client: Client, injury: Injury, asked: User
) -> None:
    page = client.get("/sitting/").content.decode()

    assert "Look at the clock when you sit down" in page
    assert f"/log/{TODAY}/#id_sit_exact" in page
    assert re.search(r"data-sitting hidden", page)


def test_whoever_is_not_asked_for_minutes_is_led_there(
    client: Client, injury: Injury, person: User
) -> None:
    person.contexts = ["rest"]
    person.save(update_fields=["contexts"])

    page = client.get("/sitting/").content.decode()

    assert "Ask me how long I sat before it hurt" in page
    assert "data-take" not in page


def test_its_minutes_stand_in_the_log_and_are_not_saved(
    client: Client, injury: Injury, asked: User
) -> None:
    make_day(injury, sitting=4, sit_minutes=10, number=1)

    form = client.get(f"/log/{TODAY}/?sat=23").context["form"]

    assert form["sit_exact"].value() == 23
    assert form["sit_minutes"].value() is None
    assert Day.objects.get().sit_minutes == 10


@pytest.mark.parametrize("sat", ["961", "-1", "x", "", "1.5", "%00", "9" * 400, "２３"])
def test_nonsense_in_the_address_is_left_aside(
    client: Client, injury: Injury, asked: User, sat: str
) -> None:
    make_day(injury, sitting=4, sit_minutes=10, number=1)

    form = client.get(f"/log/{TODAY}/?sat={sat}").context["form"]

    assert (form["sit_minutes"].value(), form["sit_exact"].value()) == ("10", None)


def test_the_stand_up_timer_is_off_until_it_is_switched_on(
    client: Client, injury: Injury, asked: User
) -> None:
    page = client.get("/sitting/").content.decode()
    assert "data-remind" not in page and 'href="/ask/#chips"' in page
    assert 'href="/sitting/"' not in client.get("/today/").content.decode().split('id="else"')[1]

    client.post("/ask/", {"chip": "stand_up", "on": "1"})

    assert "data-remind" in client.get("/sitting/").content.decode()
    assert 'href="/sitting/"' in client.get("/today/").content.decode().split('id="else"')[1]
    make_day(injury, sitting=4, number=1)
    assert 'href="/sitting/"' in client.get("/today/").content.decode()
    past = client.get(f"/log/{TODAY - timedelta(days=1)}/").content.decode()
    assert 'href="/sitting/"' not in past.split('id="else"')[1]


def test_minutes_go_to_the_day_it_is_when_it_hurts(
    client: Client, injury: Injury, asked: User
) -> None:
    """The page may have been opened the day before."""
    answer = client.get("/sitting/?sat=23")

    assert (answer.status_code, answer["Location"]) == (302, f"/log/{TODAY}/?sat=23#id_sit_exact")
    assert client.get("/sitting/?sat=961").status_code == 200


def open_page(page: Page, live_server, client: Client, path: str) -> None:
    page.context.add_cookies(
        [
            {
                "name": settings.SESSION_COOKIE_NAME,
                "value": client.cookies[settings.SESSION_COOKIE_NAME].value,
                "url": live_server.url,
            }
        ]
    )
    page.goto(live_server.url + path)


@pytest.mark.django_db(transaction=True)
def test_it_counts_reminds_survives_a_reload_and_fills_the_log(
    page: Page, live_server, client: Client, injury: Injury, asked: User
) -> None:
    asked.chips = ["stand_up"]
    asked.save(update_fields=["chips"])
    stop_the_clock(page)
    open_page(page, live_server, client, "/sitting/")
    expect(page.get_by_text("Look at the clock")).to_be_hidden()
    expect(page.get_by_label("With a soft sound")).not_to_be_checked()
    expect(page.get_by_role("button", name="It hurts now")).to_be_disabled()

    page.get_by_label(re.compile("Remind me")).fill("2")
    page.get_by_role("button", name="I sit down").click()
    expect(page.get_by_text("You are sitting").first).to_be_visible()
    page.clock.fast_forward("02:05")
    expect(page.locator("[data-clock]")).to_have_text("2 min")
    expect(page.locator("[data-phase]")).to_have_text("Time to stand up")
    expect(page).to_have_title("Time to stand up")

    page.clock.fast_forward("21:00")
    page.reload()
    expect(page.locator("[data-clock]")).to_have_text("23 min")
    expect(page.get_by_label(re.compile("Remind me"))).to_have_value("2")
    expect(page.locator("[data-phase]")).to_have_text("Time to stand up")
    page.get_by_role("button", name="It hurts now").click()
    expect(page.locator("[data-phase]")).to_have_text("It hurt after")
    expect(page).to_have_title(re.compile("Sitting timer"))
    page.get_by_role("link", name="Put it into the log").click()

    expect(page.locator("#id_sit_exact")).to_have_value("23")


@pytest.mark.django_db(transaction=True)
def test_a_second_tap_on_sitting_down_does_not_begin_anew(
    page: Page, live_server, client: Client, injury: Injury, asked: User
) -> None:
    stop_the_clock(page)
    open_page(page, live_server, client, "/sitting/")
    page.get_by_role("button", name="I sit down").click()
    page.clock.fast_forward("12:00")

    expect(page.get_by_role("button", name="I sit down")).to_be_disabled()
    expect(page.get_by_role("button", name="It hurts now")).to_be_focused()
    page.keyboard.press("Enter")

    expect(page.locator("[data-clock]")).to_have_text("12 min")
    expect(page.get_by_role("link", name="Put it into the log")).to_be_focused()
    expect(page.get_by_role("button", name="I sit down")).to_be_enabled()


@pytest.mark.django_db(transaction=True)
def test_standing_up_without_pain_tells_the_log_nothing(
    page: Page, live_server, client: Client, injury: Injury, asked: User
) -> None:
    open_page(page, live_server, client, "/sitting/")
    page.get_by_role("button", name="I sit down").click()

    page.get_by_role("button", name="I stand up, no pain").click()

    expect(page.locator("[data-clock]")).to_have_text("")
    expect(page.get_by_role("link", name="Put it into the log")).to_be_hidden()
    page.reload()
    expect(page.locator("[data-clock]")).to_have_text("")
