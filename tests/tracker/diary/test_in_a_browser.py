"""The diary in a real browser: taps, two devices, axe, narrow screens with large text."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Page, expect

from tests.axe import findings
from tests.tracker.make import (
    make_day,
    make_fall,
    make_injury,
    make_notice,
    make_run,
    make_user,
)
from tracker.clock import person_now
from tracker.models import Day, Injury, Run

pytestmark = pytest.mark.django_db(transaction=True)
PAGES = [
    "/today/",
    "/log/{today}/",
    "/log/{yesterday}/delete/",
    "/log/{today}/run/",
    "/fall/{fall}/",
    "/diary/",
    "/account/",
    "/ask/",
]


@pytest.fixture
def _noon() -> None:
    """The browser keeps its own time, so the clock is not stopped here."""


@pytest.fixture
def injury() -> Injury:
    user = make_user(contexts=["sitting", "sit_minutes", "morning", "rest"], time_zone="UTC")
    today = person_now(user).today
    injury = make_injury(user, onset_on=today - timedelta(days=60))
    make_day(injury, today - timedelta(days=1), sitting=5, rest=2, slept_through=True)
    return injury


@pytest.fixture
def open_page(page: Page, live_server, injury: Injury) -> Callable[[str], Page]:
    """Open an address signed in as the person."""
    client = Client()
    client.force_login(injury.owner)
    cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies(
        [{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": live_server.url}]
    )

    def go(address: str) -> Page:
        page.goto(live_server.url + address)
        return page

    return go


def filled(injury: Injury, address: str) -> str:
    today = person_now(injury.owner).today
    fall = make_fall(injury.owner, today - timedelta(days=3), injury=injury)
    make_run(injury, today - timedelta(days=1))
    make_notice(injury, tier="urgent", told_on=today, told_at=timezone.now())
    make_notice(injury, tier="routine", told_on=today, told_at=timezone.now())
    return address.format(today=today, yesterday=today - timedelta(days=1), fall=fall.uuid)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("address", PAGES)
def test_axe_finds_nothing(open_page, injury: Injury, address: str, scheme: str) -> None:
    page = open_page("/today/")
    page.emulate_media(color_scheme=scheme)
    page = open_page(filled(injury, address))

    assert findings(page) == []


@pytest.mark.parametrize("address", PAGES)
def test_nothing_scrolls_sideways_at_320_px_and_twice_the_text(
    open_page, injury: Injury, address: str
) -> None:
    page = open_page(filled(injury, address))
    page.set_viewport_size({"width": 320, "height": 640})
    page.evaluate("document.documentElement.style.fontSize = '200%'")

    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_an_ordinary_day_takes_one_tap_a_line_and_save(open_page, injury: Injury) -> None:
    page = open_page("/today/")

    for name, words in (("sitting", "4"), ("sit_minutes", "35"), ("morning", "2"), ("rest", "1")):
        page.locator(f"#ask-{name} .key", has_text=words).first.click()
    page.get_by_role("button", name="Save").first.click()

    expect(page.get_by_role("heading", name="Today is logged")).to_be_visible()
    day = Day.objects.latest("on")
    assert (day.sitting, day.sit_minutes, day.morning, day.rest) == (4, 35, 2, 1)


def test_an_empty_log_is_answered_in_place(open_page) -> None:
    page = open_page("/today/")

    page.get_by_role("button", name="Save").first.click()

    expect(page.get_by_text("Answer at least one line, or tap Skip")).to_be_visible()
    expect(page.locator(".logrows")).to_be_visible()


def test_the_other_devices_entry_is_shown_and_one_is_kept(open_page, injury: Injury) -> None:
    page = open_page("/today/")
    make_day(injury, person_now(injury.owner).today, sitting=8)

    page.locator("#ask-sitting .key", has_text="3").first.click()
    page.get_by_role("button", name="Save").first.click()
    page.get_by_role("button", name="Keep this").click()

    expect(page.get_by_role("heading", name="Today is logged")).to_be_visible()
    assert Day.objects.latest("on").sitting == 3


def test_same_as_yesterday_is_two_taps(open_page) -> None:
    page = open_page("/today/")

    page.get_by_role("link", name="Same as yesterday").click()
    page.get_by_role("button", name="Save").first.click()

    expect(page.get_by_text("Same as yesterday.")).to_be_visible()
    day = Day.objects.latest("on")
    assert (day.sitting, day.rest, day.copied) == (5, 2, True)


def test_a_running_number_leads_to_the_run(open_page, injury: Injury) -> None:
    injury.owner.contexts = ["running", "rest"]
    injury.owner.save()
    page = open_page("/today/")

    page.locator("#ask-running .key", has_text="3").first.click()
    page.get_by_role("button", name="Save").first.click()
    page.get_by_label("Minutes").fill("40")
    page.get_by_role("button", name="Save").click()

    expect(page.get_by_text("Run, 40 minutes, pain 3.")).to_be_visible()
    assert Run.objects.get().pain == 3


def test_the_devices_zone_is_offered_and_taken_only_when_asked(open_page, injury: Injury) -> None:
    page = open_page("/account/")

    expect(page.locator("[data-zone-offer]")).to_contain_text("Europe/London")
    page.get_by_role("button", name="Use it").click()
    page.get_by_role("button", name="Save").click()

    expect(page.get_by_text("Your settings are saved.")).to_be_visible()
    injury.owner.refresh_from_db()
    assert injury.owner.time_zone == "Europe/London"
