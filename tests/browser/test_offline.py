"""The diary without a network: kept once asked, sent once, never another person's."""

import json
import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser.conftest import Visit
from tests.browser.house import House
from tests.browser.offline import (
    bar,
    count,
    in_hand,
    ready,
    seals,
    signs_kept,
    switch_on,
    wait_for,
)
from tests.browser.pad import expect_logged, key, save
from tests.browser.spots import send


def test_an_entry_is_offered_a_place_kept_and_sent_once(
    visit: Visit, someone: Callable[[str], str]
) -> None:
    page = ready(visit(someone("sit_bone"), service_workers="allow"))
    context = page.context
    assert count(page, "queue") == 0 and count(page, "pages") == 0

    context.set_offline(True)
    key(page, "sitting", "4").click()
    save(page).click()
    expect(page.get_by_text("Keep this entry on this phone until it is sent?")).to_be_visible()
    page.get_by_role("button", name="Keep and send later").click()
    expect(page.get_by_text("Kept on this phone.")).to_be_visible()
    expect(bar(page)).to_contain_text("1 entry waits on this phone.")
    expect(page.get_by_text("after you were online once more")).to_be_visible()
    page.close()

    page = context.new_page()
    page.goto("/today/")  # nothing was answered before the network went: the page of nobody
    expect(page.get_by_role("heading", name="This page needs the network.")).to_be_visible()
    expect(bar(page)).to_have_text("Offline. 1 entry waits on this phone. ")
    page.close()

    page = context.new_page()
    context.set_offline(False)
    page.goto("/today/")
    expect(bar(page)).to_contain_text("Sent. All up to date.")
    assert count(page, "queue") == 0
    page.goto("/today/")
    expect_logged(page)


def test_who_says_yes_when_the_network_is_gone_can_open_the_log_again(
    visit: Visit, someone: Callable[[str], str]
) -> None:
    page = ready(visit(someone("planned_sit_bone"), service_workers="allow"))
    context = page.context
    with page.expect_response("**/offline/"):
        key(page, "sitting", "4").click()
    assert count(page, "pages") in (0, []), "nothing is kept before the yes"

    context.set_offline(True)
    save(page).click()
    page.get_by_role("button", name="Keep and send later").click()
    wait_for(page, lambda: count(page, "pages") == 1)
    expect(page.get_by_text("after you were online once more")).to_have_count(0)
    page.close()

    page = context.new_page()
    page.goto("/today/")
    expect(page.get_by_role("heading", name="Log a day")).to_be_visible()
    expect(page.locator("#part-plan li").first).to_be_visible()
    expect(bar(page)).to_contain_text("1 entry waits on this phone.")


def log_offline(page: Page, value: str = "4") -> None:
    """Log today on the page as it stands, the network being away and the offer taken."""
    in_hand(page)
    key(page, "sitting", value).click()
    save(page).click()
    expect(page.get_by_text("Kept on this phone.")).to_be_visible()


def test_a_killed_phone_opens_offline_logs_and_sends_when_it_is_back(
    visit: Visit, someone: Callable[[str], str]
) -> None:
    page = visit(someone("planned_sit_bone"), service_workers="allow")
    context = page.context
    switch_on(page)
    page.close()

    context.set_offline(True)
    page = context.new_page()
    page.goto("/today/")
    expect(bar(page)).to_contain_text("Offline.")
    expect(page.get_by_role("heading", name="Log a day")).to_be_visible()
    expect(page.locator("#part-plan li").first).to_be_visible()
    log_offline(page)
    page.locator("#part-fall summary").click()
    page.locator("#part-fall input[name=when][value=today]").check()
    page.locator("#part-fall input[name=kind][value=slip]").check()
    page.get_by_role("button", name="Save the fall").click()
    expect(bar(page)).to_contain_text("2 entries wait on this phone.")
    expect(page.locator("[data-waiting] li")).to_have_count(2)
    page.close()

    page = context.new_page()
    page.goto("/today/")
    expect(bar(page)).to_contain_text("2 entries wait on this phone.")
    page.close()

    context.set_offline(False)
    page = context.new_page()
    page.goto("/diary/")
    wait_for(page, lambda: count(page, "queue") == 0)
    page.goto("/today/")
    expect_logged(page)
    expect(page.get_by_text("Slip, did not fall.", exact=True)).to_be_visible()


def test_the_emergency_signs_open_without_a_network(visit: Visit, house: House) -> None:
    page = ready(visit("robin", service_workers="allow"))
    signs_kept(page)

    page.context.set_offline(True)
    for path in ("/help-now/", "/check/", "/start/stop/"):
        page.goto(path)
        expect(page.get_by_role("link", name="Call")).to_be_visible()
        expect(page.get_by_role("heading", name="Get help now")).to_be_visible()
    page.goto("/diary/")
    expect(page.get_by_role("heading", name="This page needs the network.")).to_be_visible()


def test_nobody_else_on_this_phone_sees_or_sends_what_waits(
    visit: Visit, someone: Callable[[str], str], house: House
) -> None:
    first, second = someone("sit_bone"), someone("sit_bone")
    page = visit(first, service_workers="allow")
    context = page.context
    switch_on(page)
    context.set_offline(True)
    page.goto("/today/")
    log_offline(page, "7")

    context.clear_cookies()
    context.add_cookies(house.cookies(second))
    context.set_offline(False)
    page.goto("/today/")
    wait_for(page, lambda: count(page, "pages") == 0)
    ready(page)

    assert count(page, "queue") == 1
    expect(bar(page)).to_be_empty()
    expect(page.get_by_role("heading", name="How was today?")).to_be_visible()
    assert page.evaluate("Keep.me()") is None
    assert page.evaluate("Keep.list()") == []

    context.set_offline(True)
    page.goto("/today/")
    expect(page.get_by_role("heading", name="This page needs the network.")).to_be_visible()
    context.set_offline(False)

    ready(page, "/account/")
    page.get_by_role("button", name="Sign out", exact=True).click()
    expect(page).to_have_url(house.url + "/")
    assert count(page, "queue") == 1, "it is the first one's, and stays sealed"

    context.clear_cookies()
    context.add_cookies(house.cookies(first))
    page.goto("/diary/")
    wait_for(page, lambda: count(page, "queue") == 0)
    page.goto("/today/")
    expect_logged(page)


def test_signing_out_with_an_entry_that_waits_asks_first_and_leaves_nothing(
    visit: Visit, someone: Callable[[str], str], house: House
) -> None:
    page = visit(someone("sit_bone"), service_workers="allow")
    switch_on(page)
    page.context.set_offline(True)
    page.goto("/today/")
    log_offline(page)
    page.context.route("**/offline/send/", lambda route: route.fulfill(status=503, body="{}"))
    page.context.set_offline(False)
    page.goto("/account/")
    expect(bar(page)).to_contain_text("We could not send 1 entry.")

    page.get_by_role("button", name="Sign out", exact=True).click()
    expect(page.get_by_text("It was not sent. It would be deleted.")).to_be_visible()
    asked = page.locator("[data-sure]").bounding_box()
    out = page.get_by_role("button", name="Sign out", exact=True).bounding_box()
    assert asked and out and asked["y"] >= out["y"] + out["height"], "the question has a row"
    page.get_by_role("button", name="Keep it").click()
    assert count(page, "queue") == 1
    page.get_by_role("button", name="Sign out", exact=True).click()
    page.get_by_role("button", name="Sign out and delete").click()

    expect(page).to_have_url(house.url + "/")
    assert count(page, "queue") == 0 and count(page, "pages") == 0


def test_a_store_that_the_browser_takes_away_breaks_no_page(
    visit: Visit, someone: Callable[[str], str]
) -> None:
    """As when signing out clears the site while the page is being drawn."""
    page = visit(someone("sit_bone"), service_workers="allow")
    switch_on(page)
    page.evaluate(
        """() => {
            Keep.list = () => Promise.reject(new DOMException("Force close", "AbortError"));
            return Keep.drop("queue", "none").then(() => Keep.remove("none"));
        }"""
    )
    page.evaluate("Phone.draw().then(() => new Promise((done) => setTimeout(done)))")
    expect(page.get_by_role("heading", level=1)).to_be_visible()


def test_a_day_changed_elsewhere_shows_both_and_the_person_chooses(
    visit: Visit, someone: Callable[[str], str]
) -> None:
    who = someone("sit_bone")
    page = visit(who, service_workers="allow")
    switch_on(page)
    page.context.set_offline(True)
    page.goto("/today/")
    log_offline(page, "7")

    other = visit(who)
    other.goto("/today/")
    key(other, "sitting", "2").click()
    save(other).click()
    expect_logged(other)

    page.context.set_offline(False)
    page.goto("/diary/")
    expect(bar(page)).to_contain_text("This day was changed on another device.")
    assert count(page, "queue") == 1
    page.get_by_role("button", name="Look at both").click()
    expect(page.get_by_role("heading", name="What you have just entered")).to_be_visible()
    page.get_by_role("button", name="Keep this").click()

    expect_logged(page)
    wait_for(page, lambda: count(page, "queue") == 0)
    expect(page.locator(".figures").first).to_contain_text("7")


def test_what_is_kept_of_the_other_device_drops_the_entry(
    visit: Visit, someone: Callable[[str], str]
) -> None:
    who = someone("sit_bone")
    page = visit(who, service_workers="allow")
    switch_on(page)
    page.context.set_offline(True)
    page.goto("/today/")
    log_offline(page, "7")
    other = visit(who)
    other.goto("/today/")
    key(other, "sitting", "2").click()
    save(other).click()
    expect_logged(other)
    page.context.set_offline(False)
    page.goto("/diary/")
    page.get_by_role("button", name="Look at both").click()
    expect(page.get_by_role("heading", name="What you have just entered")).to_be_visible()
    in_hand(page)

    page.get_by_role("link", name="Keep that").click()

    expect_logged(page)
    wait_for(page, lambda: count(page, "queue") == 0)
    expect(page.locator(".figures").first).to_contain_text("2")


def test_two_tabs_send_an_entry_once(visit: Visit, someone: Callable[[str], str]) -> None:
    page = visit(someone("sit_bone"), service_workers="allow")
    context = page.context
    switch_on(page)
    context.set_offline(True)
    page.goto("/today/")
    page.locator("#part-run summary").click()
    page.locator("#part-run input[name=minutes]").fill("25")
    page.get_by_role("button", name="Save the run").click()
    expect(page.get_by_text("Kept on this phone.")).to_be_visible()
    sent: list[str] = []
    context.on("request", lambda request: sent.append(request.url))
    page.close()
    context.set_offline(False)

    tabs = [context.new_page(), context.new_page()]
    for tab in tabs:
        tab.goto("/today/", wait_until="commit")
    for tab in tabs:
        wait_for(tab, lambda tab=tab: count(tab, "queue") == 0)

    tabs[0].goto("/diary/")
    expect(tabs[0].get_by_text("25 min")).to_have_count(1)


def test_a_refused_entry_says_why_and_can_be_changed(
    visit: Visit, someone: Callable[[str], str]
) -> None:
    page = visit(someone("sit_bone"), service_workers="allow")
    switch_on(page)
    page.context.set_offline(True)
    page.goto("/today/")
    page.locator("#part-run summary").click()
    page.locator("#part-run input[name=minutes]").fill("many")
    page.get_by_role("button", name="Save the run").click()
    expect(page.get_by_text("Kept on this phone.")).to_be_visible()

    page.context.set_offline(False)
    page.goto("/diary/")
    expect(bar(page)).to_contain_text("Enter minutes from 0 to 2880")
    page.get_by_role("button", name="Change it").click()
    expect(page.locator("input[name=minutes]")).to_have_value("many")
    page.locator("input[name=minutes]").fill("20")
    page.get_by_role("button", name="Save", exact=True).click()

    expect(page).not_to_have_url(re.compile("/run/$"))
    ready(page, "/diary/")
    expect(page.get_by_text("20 min").first).to_be_visible()
    wait_for(page, lambda: count(page, "queue") == 0)


def test_a_form_that_the_network_drops_stays_with_everything_typed(
    visit: Visit, someone: Callable[[str], str]
) -> None:
    """The browser believes that it is online; only the worker sees that nothing goes out."""
    page = visit(someone("sit_bone"), service_workers="allow")
    ready(page)
    ready(page, "/fall/")
    page.get_by_role("radio", name="Today").check()
    page.get_by_role("radio", name="Slip, did not fall").check()
    page.locator("textarea[name=note]").fill("on the stairs")
    page.evaluate("Object.defineProperty(navigator, 'onLine', {get: () => true})")
    page.context.set_offline(True)

    page.get_by_role("button", name="Save", exact=True).click()

    expect(page.get_by_text("Keep this entry on this phone until it is sent?")).to_be_visible()
    expect(page.locator("textarea[name=note]")).to_have_value("on the stairs")
    page.get_by_role("button", name="No", exact=True).last.click()
    assert count(page, "queue") in (0, [])
    expect(page.locator("textarea[name=note]")).to_have_value("on the stairs")


def test_a_fall_told_with_one_tap_waits_with_what_was_tapped(
    visit: Visit, someone: Callable[[str], str]
) -> None:
    page = visit(someone("sit_bone"), service_workers="allow")
    switch_on(page)
    ready(page, "/fall/")
    page.context.set_offline(True)

    page.get_by_role("button", name="Slip, did not fall").click()
    expect(page.get_by_text("Kept on this phone.")).to_be_visible()
    page.context.set_offline(False)

    expect(page).to_have_url(re.compile("/today/$"))
    page.wait_for_load_state()
    page.goto("/diary/")
    assert count(page, "queue") == 0
    expect(page.get_by_text("Slip, did not fall").first).to_be_visible()


def test_switching_off_takes_everything_of_the_person_away(
    visit: Visit, someone: Callable[[str], str]
) -> None:
    page = visit(someone("sit_bone"), service_workers="allow")
    switch_on(page)

    page.get_by_role("button", name="Switch off").click()
    expect(page.get_by_text("Switched off for this phone.")).to_be_visible()

    assert count(page, "pages") == count(page, "queue") == 0
    assert page.evaluate("Keep.me()") is None
    page.context.set_offline(True)
    page.goto("/today/")
    expect(page.get_by_role("heading", name="This page needs the network.")).to_be_visible()


def test_what_the_phone_keeps_cannot_be_read_in_its_store(
    visit: Visit, someone: Callable[[str], str]
) -> None:
    page = visit(someone("sit_bone"), service_workers="allow")
    switch_on(page)
    page.context.set_offline(True)
    page.goto("/today/")
    page.locator("textarea[name=note]").first.fill("zanzibar")
    log_offline(page, "7")

    stored = page.evaluate(
        """() => new Promise((done) => {
          const ask = indexedDB.open("home-straight");
          ask.onsuccess = () => {
            const all = ask.result.transaction("queue").objectStore("queue").getAll();
            all.onsuccess = () => { ask.result.close(); done(all.result.map((row) => [
              Object.keys(row).sort().join(), new TextDecoder().decode(row.sealed)])); };
          };
        })"""
    )

    ((names, words),) = stored
    assert names == "iv,key,sealed,tag"
    assert "zanzibar" not in words and "sitting" not in words


def test_exercises_are_ticked_taken_back_and_sent_when_the_network_is_there(
    visit: Visit, someone: Callable[[str], str]
) -> None:
    page = visit(someone("planned_sit_bone"), service_workers="allow")
    switch_on(page)
    page.context.set_offline(True)
    page.goto("/today/")
    ticks = page.locator("#part-plan .tick")
    name = page.locator("#part-plan li strong").first.inner_text()

    for index in (0, 1):
        ticks.nth(index).click()
        expect(ticks.nth(index)).to_have_attribute("aria-checked", "true")
    expect(bar(page)).to_contain_text("2 entries wait on this phone.")
    expect(page.locator("[data-waiting]")).to_contain_text(name)
    ticks.nth(1).click()
    expect(ticks.nth(1)).to_have_attribute("aria-checked", "false")
    expect(bar(page)).to_contain_text("1 entry waits on this phone.")
    page.close()

    page = page.context.new_page()
    page.context.set_offline(False)
    page.goto("/diary/")
    wait_for(page, lambda: count(page, "queue") == 0)
    page.goto("/today/")
    expect(page.locator("#exercises .tick[aria-checked=true]")).to_have_count(1)
    expect(page.locator("#exercises li", has_text=name).locator(".tick")).to_have_attribute(
        "aria-checked", "true"
    )


def test_numbers_typed_without_a_network_are_sent_with_the_exercise(
    visit: Visit, someone: Callable[[str], str]
) -> None:
    page = visit(someone("planned_sit_bone"), service_workers="allow")
    switch_on(page)
    page.context.set_offline(True)
    page.goto("/today/")
    name = page.locator("#part-plan li strong").first.inner_text()
    page.get_by_text(f"Numbers: {name}").click()
    form = page.locator("#part-plan details[open] form")

    form.get_by_label("Sets").fill("3")
    form.get_by_role("button", name="Save as done").click()
    expect(bar(page)).to_contain_text("1 entry waits on this phone.")
    before = seals(page, "queue")
    form.get_by_label("Sets").fill("4")
    form.get_by_role("button", name="Save as done").click()
    wait_for(page, lambda: seals(page, "queue") != before)
    expect(bar(page)).to_contain_text("1 entry waits on this phone.")
    page.close()

    page = page.context.new_page()
    page.context.set_offline(False)
    page.goto("/diary/")
    wait_for(page, lambda: count(page, "queue") == 0)
    page.goto("/today/")
    row = page.locator("#exercises li", has_text=name)
    expect(row.locator(".tick")).to_have_attribute("aria-checked", "true")
    expect(row).to_contain_text("4 sets")


def test_sets_of_a_session_typed_on_its_page_wait_when_the_network_drops(
    visit: Visit, someone: Callable[[str], str]
) -> None:
    page = ready(visit(someone("planned_sit_bone"), service_workers="allow"), "/plan/session/")
    page.context.set_offline(True)

    page.locator("#log input[name^=sets-]").first.fill("2")
    page.get_by_role("button", name="Save the session").click()
    page.get_by_role("button", name="Keep and send later").click()
    expect(bar(page)).to_contain_text("1 entry waits on this phone.")
    page.context.set_offline(False)

    expect(page).to_have_url(re.compile("/today/$"))
    expect(page.locator("#exercises")).to_contain_text("2 sets")


def test_a_tick_on_today_that_the_network_drops_is_offered_a_place(
    visit: Visit, someone: Callable[[str], str]
) -> None:
    page = ready(visit(someone("planned_sit_bone"), service_workers="allow"))
    page.context.set_offline(True)

    page.locator("#exercises .tick").first.click()
    page.get_by_role("button", name="Keep and send later").click()
    expect(bar(page)).to_contain_text("1 entry waits on this phone.")
    page.get_by_role("button", name="All done").click()
    expect(bar(page)).to_contain_text("2 entries wait on this phone.")
    page.context.set_offline(False)

    expect(page.get_by_role("button", name="All done")).to_have_count(0)
    expect(page.locator("#exercises .tick[aria-checked=true]").first).to_be_visible()
    ready(page, "/diary/")
    wait_for(page, lambda: count(page, "queue") == 0)


def test_answers_of_the_check_lead_to_the_signs_or_say_that_nothing_was_sent(
    visit: Visit, someone: Callable[[str], str]
) -> None:
    page = ready(visit(someone("sit_bone"), service_workers="allow"))
    signs_kept(page)
    ready(page, "/check/")
    page.context.set_offline(True)
    page.locator("input[name=none]").check()
    page.get_by_role("button", name="See what it means").click()
    expect(page.get_by_text("The check needs the network")).to_be_visible()

    page.locator("input[name=yes]").first.check()
    page.get_by_role("button", name="See what it means").click()
    expect(page.get_by_role("heading", name="Get help now")).to_be_visible()
    assert count(page, "queue") in (0, [])


def test_a_diary_brought_in_makes_the_phone_fetch_its_page_anew(
    visit: Visit, someone: Callable[[str], str]
) -> None:
    """Also within the minutes in which a page that was just kept counts as fresh."""
    page = visit(someone("sit_bone"), service_workers="allow")
    switch_on(page)
    kept = "() => Keep.get('here', 'page').then((row) => row.fresh)"
    ready(page, "/account/data/")
    before = page.evaluate(kept)

    injury = {"id": "a", "onset_on": "2026-10-15", "days": [{"on": "2026-10-20"}]}
    diary = {"format": "hamstring-diary", "version": 1, "injuries": [injury]}
    file = {"name": "diary.json", "mimeType": "application/json"}
    page.locator("input[type=file]").set_input_files(file | {"buffer": json.dumps(diary).encode()})
    send(page)
    page.locator("#look-title").wait_for()
    page.get_by_role("button", name="Bring it in").click()
    expect(page.get_by_text("brought in.")).to_be_visible()

    in_hand(page)
    wait_for(page, lambda: page.evaluate(kept) != before)
