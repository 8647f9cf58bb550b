"""Push in a real browser: asked only after it was explained, shown neutrally, led to its page.

Chromium has no push service here. `subscribe` is played; permission, worker, notification and
its page are the browser's own, and a message is delivered by the protocol of its tools.
"""

import json
import socket
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from playwright.sync_api import BrowserContext, CDPSession, Page, Worker, expect

from tests.browser.offline import wait_for
from tests.tracker.make import make_injury, make_user
from tests.tracker.reminders.push_service import Browser
from tracker import vapid
from tracker.models import PushDevice, ReminderChoice

pytestmark = pytest.mark.django_db(transaction=True)
SETTINGS = "/reminders/"
ADD = "Add this device"
# What Chromium would have made with its maker's service.
SUBSCRIBED = """(told) => {
  window.asked = [];
  PushManager.prototype.getSubscription = async () => null;
  PushManager.prototype.subscribe = async function (options) {
    window.asked.push(Notification.permission);
    const { endpoint, p256dh, auth } = told;
    if (!endpoint) throw new DOMException("no service", "AbortError");
    return { toJSON: () => ({ endpoint, keys: { p256dh, auth } }) };
  };
}"""
SHOWN = """async () => {
  const { getNotifications } = ServiceWorkerRegistration.prototype;
  const notes = await getNotifications.call(await navigator.serviceWorker.ready);
  return notes.map(({ title, body, tag }) => ({ title, body, tag }));
}"""
# Chromium drops a note that is asked for while it is being put up: count what stands, ask then.
COUNTED = """() => {
  const { prototype } = ServiceWorkerRegistration, { showNotification } = prototype;
  self.stand = 0;
  prototype.showNotification = async function (...told) {
    await showNotification.apply(this, told);
    self.stand += 1;
  };
}"""
# A tap on the note: the browser lets a worker focus and open only after a real one.
TAPPED = """async (view) => {
  const done = [], waits = [];
  Object.defineProperty(WindowClient.prototype, "visibilityState", { get: () => view });
  WindowClient.prototype.focus = async function () {
    done.push("focus " + new URL(this.url).pathname);
    return this;
  };
  WindowClient.prototype.navigate = async (url) => { done.push("navigate " + url); };
  self.clients.openWindow = async (url) => { done.push("open " + url); };
  const [notification] = await self.registration.getNotifications();
  const tap = new NotificationEvent("notificationclick", { notification });
  tap.waitUntil = (wait) => waits.push(wait);
  self.dispatchEvent(tap);
  await Promise.all(waits);
  return { done, left: (await self.registration.getNotifications()).length };
}"""


@pytest.fixture
def house(settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A house that can push; every push service is on the open internet."""
    settings.VAR = tmp_path
    assert vapid.make_once(tmp_path)
    find = socket.getaddrinfo

    def found(host: Any, *rest: Any, **more: Any) -> Any:
        if host == "push.example.org":
            return [(2, 1, 6, "", ("93.184.215.14", 443))]
        return find(host, *rest, **more)

    monkeypatch.setattr(socket, "getaddrinfo", found)


@pytest.fixture
def signed_in(house: None, context: BrowserContext, live_server: Any) -> Page:
    """A person with an injury, at the settings of reminders."""
    client = Client()
    client.force_login(make_injury(make_user()).owner)
    for name, cookie in client.cookies.items():
        context.add_cookies([{"name": name, "value": cookie.value, "url": live_server.url}])
    return context.new_page()


def at_settings(page: Page, url: str, told: dict[str, str] | None = None) -> Page:
    page.add_init_script(f"({SUBSCRIBED})({json.dumps(told or {})})")
    page.goto(url + SETTINGS)
    return page


def allow(page: Page, url: str) -> None:
    page.context.grant_permissions(["notifications"], origin=url)


def test_it_says_what_happens_before_the_browser_asks_and_adds_the_device(
    signed_in: Page, live_server: Any
) -> None:
    told = Browser().told()
    allow(signed_in, live_server.url)
    page = at_settings(signed_in, live_server.url, told)

    expect(page.get_by_text("Your browser asks you first.")).to_be_visible()
    assert page.evaluate("window.asked") == []  # looking asks for nothing
    page.get_by_label("Name of this device").fill("My phone")
    page.get_by_role("button", name=ADD).click()

    expect(page.get_by_text("This device is added. Send it a test.")).to_be_visible()
    row = PushDevice.objects.get()
    assert (row.name, row.endpoint, row.p256dh, row.auth) == ("My phone", *told.values())
    assert ReminderChoice.objects.get().by_push


def test_a_browser_that_says_no_gets_a_sentence_and_nothing_is_kept(
    signed_in: Page, live_server: Any
) -> None:
    page = at_settings(signed_in, live_server.url, Browser().told())
    page.evaluate("Notification.requestPermission = async () => 'denied'")

    page.get_by_role("button", name=ADD).click()

    expect(page.get_by_role("status").filter(has_text="Your browser says no.")).to_be_visible()
    expect(page.get_by_role("button", name=ADD)).to_be_enabled()
    assert page.evaluate("window.asked") == [] and not PushDevice.objects.exists()


def test_a_push_service_that_does_not_answer_gets_a_sentence(
    signed_in: Page, live_server: Any
) -> None:
    allow(signed_in, live_server.url)
    page = at_settings(signed_in, live_server.url)

    page.get_by_role("button", name=ADD).click()

    expect(page.get_by_role("status").filter(has_text="did not answer")).to_be_visible()
    assert page.evaluate("window.asked") == ["granted"]


def test_a_name_that_is_missing_is_said_after_the_browser_was_asked_once(
    signed_in: Page, live_server: Any
) -> None:
    allow(signed_in, live_server.url)
    page = at_settings(signed_in, live_server.url, Browser().told())

    page.get_by_label("Name of this device").fill("x" * 61)
    page.get_by_role("button", name=ADD).click()

    expect(page.get_by_role("alert").first).to_be_visible()
    assert not PushDevice.objects.exists()


class Phone:
    """A page with its worker, to which a push can come."""

    def __init__(self, page: Page, url: str) -> None:
        self.page, self.url = page, url
        page.goto(f"{url}/help-now/")
        page.evaluate("navigator.serviceWorker.register('/sw.js').then(() => 1)")
        page.evaluate("navigator.serviceWorker.ready.then(() => 1)")
        self._tools: CDPSession = page.context.new_cdp_session(page)
        self._known: list[Any] = []
        self._tools.on(
            "ServiceWorker.workerRegistrationUpdated",
            lambda told: self._known.extend(told["registrations"]),
        )
        self._tools.send("ServiceWorker.enable")
        wait_for(page, lambda: bool(self._known))
        self.worker.evaluate(COUNTED)

    @property
    def worker(self) -> Worker:
        return self.page.context.service_workers[0]

    def shown(self) -> Any:
        return self.page.evaluate(SHOWN)

    def gets(self, data: str) -> Any:
        """Deliver a push; what stands on the lock screen then."""
        before = self.worker.evaluate("self.stand")
        self._tools.send(
            "ServiceWorker.deliverPushMessage",
            {
                "origin": self.url,
                "registrationId": self._known[-1]["registrationId"],
                "data": data,
            },
        )
        wait_for(self.page, lambda: self.worker.evaluate("self.stand") == before + 1)
        return self.shown()

    def tap(self, *, view: str = "visible") -> Any:
        """What the worker does; whether the page is in view; no note may be left."""
        told = self.worker.evaluate(TAPPED, view)
        assert told["left"] == 0
        wait_for(self.page, lambda: self.shown() == [])  # the page hears of it a little later
        return [each.replace(self.url, "") for each in told["done"]]


@pytest.fixture
def phone(page: Page, live_server: Any) -> Callable[[str], Phone]:
    """A phone that allows notes, with one page of ours open."""

    def make(path: str) -> Phone:
        allow(page, live_server.url)
        there = Phone(page, live_server.url)
        page.goto(live_server.url + path)
        return there

    return make


def note(**words: object) -> str:
    return json.dumps({"title": "Your daily log", "url": "/privacy/", "tag": "day"} | words)


def test_what_comes_is_shown_with_its_neutral_title_alone(phone: Callable[[str], Phone]) -> None:
    there = phone("/help-now/")

    assert there.gets(note()) == [{"title": "Your daily log", "body": "", "tag": "day"}]
    # The next of its kind takes its place; a sign stands beside it.
    shown = there.gets(note(title="2 things wait in your diary"))
    assert [each["title"] for each in shown] == ["2 things wait in your diary"]
    shown = there.gets(note(title="Please open this today", tag="sign"))
    assert {each["tag"] for each in shown} == {"day", "sign"}


def test_what_cannot_be_read_shows_the_house_alone(phone: Callable[[str], Phone]) -> None:
    there = phone("/help-now/")

    for data in ("", "no json", "null", "[]", '{"title": ""}'):
        assert there.gets(data) == [{"title": "Home Straight", "body": "", "tag": "day"}], data
        assert there.tap() == ["open /today/"]


def test_a_tap_focuses_its_page_in_view_and_opens_a_fresh_one_otherwise(
    phone: Callable[[str], Phone],
) -> None:
    there = phone("/privacy/?from=here#top")

    there.gets(note())
    assert there.tap() == ["focus /privacy/"]
    there.gets(note())
    assert there.tap(view="hidden") == ["open /privacy/"]


def test_a_tap_leaves_alone_what_is_typed_on_another_page(phone: Callable[[str], Phone]) -> None:
    there = phone("/accounts/login/")
    there.gets(note())

    assert there.tap() == ["open /privacy/"]


def test_a_tap_never_leaves_the_house(phone: Callable[[str], Phone]) -> None:
    there = phone("/help-now/")

    for url in ("https://example.org/x", "//example.org/", "javascript:1", 7):
        there.gets(note(url=url))
        assert there.tap() == ["open /today/"], url
