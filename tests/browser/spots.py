"""Every page a person can open: who opens it, at which address, what is done on it first."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from playwright.sync_api import Page

from tests.browser.house import House
from tests.tracker.run_files.files import gpx

Act = Callable[[Page], None]


@dataclass(frozen=True, slots=True)
class Spot:
    """One page. `who` is one of the made-up people, "" is nobody; `status` what it answers."""

    name: str
    path: str
    who: str = ""
    then: Act | None = None
    status: int = 200

    def open(self, page: Page, house: House) -> None:
        """Open it in a page that carries the cookies of `who`, and do what belongs to it."""
        words = house.people[self.who].words if self.who else {}
        response = page.goto(house.url + self.path.format(**words))
        assert response is not None
        assert response.status == self.status, (self.path, response.status)
        if self.then is not None:
            self.then(page)
            page.wait_for_load_state()
        page.evaluate("document.querySelectorAll('main details').forEach(d => { d.open = true })")


def send(page: Page) -> None:
    """Press the first button that sends the page's main form."""
    page.locator("main form button:not([type=button])").last.click()


def send_wrongly(page: Page) -> None:
    send(page)
    page.locator(".errors").first.wait_for()


def _numbers_wrongly(page: Page) -> None:
    page.locator("input[name=sets]").fill("999")
    page.locator("#done button").first.click()
    page.locator(".errors").first.wait_for()


def _session_wrongly(page: Page) -> None:
    page.locator("#log input[type=text]").first.fill("999")
    page.locator("#log button").first.click()
    page.locator(".errors").first.wait_for()


def _tests_wrongly(page: Page) -> None:
    page.get_by_text("Tell several numbers at once").click()
    send_wrongly(page)


def _total_wrongly(page: Page) -> None:
    page.locator("input[name=lefs]").fill("81")
    send_wrongly(page)


def _reminders_wrongly(page: Page) -> None:
    page.locator("input[name=daily_at]").fill("in the evening")
    page.get_by_role("button", name="Save").click()
    page.locator(".errors").first.wait_for()


def _bring_a_diary(page: Page) -> None:
    """A small file of another tool, with one thing that is not known."""
    diary = {
        "format": "hamstring-diary",
        "version": 1,
        "colour": "blue",
        "injuries": [{"id": "a", "onset_on": "2026-10-15", "days": [{"on": "2026-10-20"}]}],
    }
    file = {"name": "diary.json", "mimeType": "application/json", "buffer": json.dumps(diary)}
    page.locator("input[type=file]").set_input_files(file | {"buffer": file["buffer"].encode()})
    send(page)
    page.locator("#look-title").wait_for()


def _bring_what_differs(page: Page) -> None:
    """The own diary with another pain of a day and of a run: each kind is asked about."""
    diary = page.request.get("/account/download/").json()
    injury = diary["injuries"][0]
    for day in injury["days"][:2]:
        day["pain"]["sitting"] = 9
    injury["runs"][0]["pain"] = 7
    file = {"name": "diary.json", "mimeType": "application/json"}
    buffer = json.dumps(diary).encode()
    page.locator("input[type=file]").set_input_files(file | {"buffer": buffer})
    send(page)
    for kind in ("days", "runs"):
        page.locator(f"input[name=differs_{kind}]").first.wait_for(state="attached")


def _match_a_table(page: Page) -> None:
    """A table whose dates read both ways, so that their order is asked."""
    rows = "Date;Pain at rest;Sitting;Mood\n3/11/2026;3;5;fair\n4/11/2026;;7,5;\n"
    file = {"name": "pain.csv", "mimeType": "text/csv", "buffer": rows.encode()}
    page.locator("input[type=file]").set_input_files(file)
    send(page)
    page.locator("#match-title").wait_for()


def _match_wrongly(page: Page) -> None:
    _match_a_table(page)
    page.get_by_role("button", name="See what it would change").click()
    page.locator(".errors").first.wait_for()


def _look_at_a_table(page: Page) -> None:
    _match_a_table(page)
    page.locator("input[name=order][value=dmy]").check(force=True)
    page.get_by_role("button", name="See what it would change").click()
    page.locator("#look-title").wait_for()


def _share(page: Page) -> None:
    page.locator("input[name=for_whom]").fill("Anna, physio")
    page.locator("input[name=asks_code]").check(force=True)
    send(page)
    page.locator(".qr svg").wait_for()


def _make_feed(page: Page) -> None:
    page.locator("form[action$='/calendar/make/'] button").click()
    page.locator(".address").wait_for()


def _report_wrongly(page: Page) -> None:
    page.locator("input[name=period][value=own]").check(force=True)
    send_wrongly(page)


def _sign_in_wrongly(page: Page) -> None:
    page.locator("input[name=login]").fill("nobody@example.org")
    page.locator("input[name=password]").fill("not the password")
    send_wrongly(page)


def _save_nothing(page: Page) -> None:
    page.get_by_role("button", name="Save").first.click()
    page.locator(".errors").first.wait_for()


def _wrong_day(page: Page) -> None:
    page.locator("input[name=precision][value=day]").check()
    for name, value in (("day", "31"), ("month", "2"), ("year", "2026")):
        page.locator(f"input[name={name}]").fill(value)
    send_wrongly(page)


def _wrong_minutes(page: Page) -> None:
    page.locator("input[name=minutes]").fill("many")
    send_wrongly(page)


def _choose_files(page: Page) -> None:
    """A run, and a file that is none."""
    files = [("run.gpx", gpx(start=datetime.now(tz=UTC) - timedelta(days=2))), ("list.csv", b"a,b")]
    page.locator("input[type=file]").set_input_files(
        [{"name": name, "mimeType": "text/xml", "buffer": data} for name, data in files]
    )
    send(page)
    page.get_by_role("heading", name="Found in your files").wait_for()


def _wrong_year(page: Page) -> None:
    page.locator("input[name=birth_year]").fill("then")
    send_wrongly(page)


def _none(page: Page) -> None:
    page.locator("input[name=none]").check()
    send(page)
    page.get_by_role("heading", name="Thank you").wait_for()


def _emergency(page: Page) -> None:
    page.locator("input[name=yes][value=q_saddle_numb]").check()
    send(page)
    page.locator(".sign.emergency").wait_for()


def _begin_wrongly(page: Page) -> None:
    page.locator("button[name=stage]").last.click()
    page.locator(".errors").first.wait_for()


def _two_places(page: Page) -> None:
    for place in ("calf:left", "calf:right"):
        page.locator(f".region[data-place='{place}'] .face").click()


def _correct_wrongly(page: Page) -> None:
    page.locator("#id_what").fill(" ")
    page.get_by_role("button", name="Save the correction").click()
    page.locator(".errors").first.wait_for()


def _sit(page: Page) -> None:
    page.get_by_role("button", name="I sit down").click()
    page.get_by_role("button", name="It hurts now").click()


def _big(page: Page) -> None:
    page.locator("[data-big]").click()
    page.locator("dialog[open]").wait_for()


SPOTS = [
    # Anyone
    Spot("landing", "/"),
    Spot("sample-report", "/sample-report/"),
    Spot("demo", "/demo/maya/"),
    Spot("demo-signed-in", "/demo/maya/", "robin"),
    Spot("today-demo", "/today/", "demo_robin"),
    Spot("progress-demo", "/progress/", "demo_maya"),
    Spot("progress-more", "/progress/more/", "demo_robin"),
    Spot("progress-days", "/progress/days/", "demo_robin"),
    Spot("report-demo", "/report/", "demo_maya"),
    Spot("report", "/report/", "robin"),
    Spot("report-wrongly", "/report/", "robin", then=_report_wrongly),
    Spot("share", "/report/share/", "robin"),
    Spot("share-wrongly", "/report/share/", "robin", then=send_wrongly),
    Spot("share-replies", "/report/share/", "replied"),
    Spot("shared", "/s/{shared}/", "replied"),
    Spot("reply", "/r/{reply}/", "replied"),
    Spot("reply-wrongly", "/r/{reply}/", "replied", then=send_wrongly),
    Spot("share-made", "/report/share/", "demo_robin", then=_share),
    Spot("shared-gone", "/s/AAAAAAAAAAAAAAAAAAAAAA/", status=404),
    Spot("report-print", "/report/print/", "demo_robin"),
    Spot("account-demo", "/account/", "demo_maya"),
    Spot("help-now", "/help-now/"),
    Spot("offline-away", "/offline/"),
    Spot("help-now-region", "/help-now/?region=gb"),
    Spot("about", "/about/"),
    Spot("for-physios", "/for-physios/"),
    Spot("how-rules-work", "/how-rules-work/"),
    Spot("how-rules-work-found", "/how-rules-work/?q=night"),
    Spot("rule", "/how-rules-work/r_mostly_elsewhere/"),
    Spot("privacy", "/privacy/"),
    Spot("accessibility", "/accessibility/"),
    Spot("sign-in", "/accounts/login/"),
    Spot("sign-in-wrong", "/accounts/login/", then=_sign_in_wrongly),
    Spot("sign-up", "/accounts/signup/"),
    Spot("sign-up-wrong", "/accounts/signup/", then=send_wrongly),
    Spot("reset", "/accounts/password/reset/"),
    Spot("reset-done", "/accounts/password/reset/done/"),
    Spot("reset-key", "/accounts/password/reset/key/0-x/"),
    Spot("inactive", "/accounts/inactive/"),
    Spot("confirm-email", "/accounts/confirm-email/"),
    Spot("check-anyone", "/check/"),
    Spot("check-anyone-result", "/check/", then=_emergency),
    Spot("not-found", "/nothing-here/", status=404),
    # The intake
    Spot("start-safety", "/start/safety/"),
    Spot("start-safety-wrong", "/start/safety/", then=send_wrongly),
    Spot("start-safety-more", "/start/safety/more/", "one_missing"),
    Spot("start-safety-more-wrong", "/start/safety/more/", "one_missing", send_wrongly, 200),
    Spot("start-stop", "/start/stop/", "stopped"),
    Spot("start-stop-big", "/start/stop/", "stopped", _big),
    Spot("stop-big", "/stop/big/", "stopped"),
    Spot("start-when-urgent", "/start/when/", "urgent_draft"),
    Spot("start-when-wrong", "/start/when/", "urgent_draft", _wrong_day),
    Spot("start-when", "/start/when/", "sit_bone_draft"),
    Spot("start-how", "/start/how/", "sit_bone_draft"),
    Spot("start-where", "/start/where/", "sit_bone_draft"),
    Spot("start-where-several", "/start/where/", "sprint_draft", _two_places),
    Spot("start-where-list", "/start/where/?list=1", "sprint_draft"),
    Spot("start-signs", "/start/signs/", "sit_bone_draft"),
    Spot("start-signs-fresh", "/start/signs/", "sprint_draft"),
    Spot("start-you", "/start/you/", "sit_bone_draft"),
    Spot("start-you-wrong", "/start/you/", "sit_bone_draft", _wrong_year),
    Spot("start-had", "/start/had/", "sit_bone_draft"),
    Spot("start-result-sit-bone", "/start/result/", "sit_bone_draft"),
    Spot("start-result-sprint", "/start/result/", "sprint_draft"),
    Spot("start-answers", "/start/answers/", "sit_bone_draft"),
    Spot("start-told", "/start/told/", "sit_bone_draft"),
    Spot("start-told-wrong", "/start/told/", "sit_bone_draft", send_wrongly),
    Spot("start-add", "/start/add/", "adding"),
    Spot("injury-new", "/injuries/new/", "maya"),
    # Today, the log, falls and runs
    Spot("today", "/today/", "robin"),
    Spot("today-settled", "/today/", "settled"),
    Spot("today-first", "/today/", "maya"),
    Spot("today-away", "/today/", "away"),
    Spot("today-list", "/today/", "listed"),
    Spot("today-same", "/log/{today}/same/", "listed"),
    Spot("today-wrong", "/today/", "maya", _save_nothing),
    Spot("today-done", "/today/", "logged"),
    Spot("today-told", "/today/", "warned"),
    Spot("today-asked", "/today/", "asked"),
    Spot("today-plan", "/today/", "planned"),
    Spot("run-step", "/log/{today}/run/", "planned_runner"),
    Spot("today-plan-done", "/today/", "planned_done"),
    Spot("log-past", "/log/{yesterday}/", "robin"),
    Spot("log-past-empty", "/log/{week_ago}/", "maya"),
    Spot("log-past-wrong", "/log/{week_ago}/", "maya", _save_nothing),
    Spot("log-future", "/log/{tomorrow}/", "robin"),
    Spot("log-delete", "/log/{yesterday}/delete/", "robin"),
    Spot("run-new", "/log/{today}/run/", "robin"),
    Spot("run-wrong", "/log/{today}/run/", "robin", _wrong_minutes),
    Spot("run-edit", "/run/{run}/", "robin"),
    Spot("run-delete", "/run/{run}/delete/", "robin"),
    Spot("runs-import", "/runs/import/", "robin"),
    Spot("runs-import-wrong", "/runs/import/", "robin", send_wrongly),
    Spot("runs-found", "/runs/import/", "robin", _choose_files),
    Spot("days-missing", "/log/missing/", "robin"),
    Spot("diary-found", "/diary/?show=falls&q=ice", "robin"),
    Spot("diary-calendar", "/diary/calendar/", "robin"),
    Spot("diary-history", "/diary/history/", "robin"),
    Spot("injury-close", "/i/{injury}/close/", "robin"),
    Spot("injury-close-wrong", "/i/{injury}/close/", "robin", send_wrongly),
    Spot("moment-new", "/log/{today}/moment/", "robin"),
    Spot("moment-wrong", "/log/{today}/moment/", "robin", send_wrongly),
    Spot("tokens", "/account/tokens/", "robin"),
    Spot("api", "/api/"),
    Spot("fall-new", "/fall/", "robin"),
    Spot("fall-wrong", "/fall/", "robin", send_wrongly),
    Spot("fall-on", "/log/{yesterday}/fall/", "robin"),
    Spot("fall-edit", "/fall/{fall}/", "robin"),
    Spot("fall-delete", "/fall/{fall}/delete/", "robin"),
    Spot("diary", "/diary/", "robin"),
    Spot("diary-earlier", "/diary/?to={week_ago}", "robin"),
    Spot("diary-new", "/diary/", "maya"),
    # Signs and the check
    Spot("signs", "/signs/", "warned"),
    Spot("signs-told", "/signs/", "robin"),
    Spot("signs-none", "/signs/", "maya"),
    Spot("notice-emergency", "/signs/{emergency}/", "warned"),
    Spot("notice-urgent", "/signs/{urgent}/", "warned"),
    Spot("notice-soon", "/signs/{soon}/", "warned"),
    Spot("notice-routine", "/signs/{routine}/", "warned"),
    Spot("notice-told", "/signs/{notice_0}/", "robin"),
    Spot("check", "/check/", "maya"),
    Spot("check-wrong", "/check/", "maya", send_wrongly),
    Spot("check-quiet", "/check/", "sit_bone_0", _none),
    Spot("check-emergency", "/check/", "strain_0", _emergency),
    Spot("check-questions", "/check/questions/", "asked"),
    Spot("check-questions-wrong", "/check/questions/", "asked", send_wrongly),
    Spot("check-still-so", "/check/questions/", "told_late"),
    # Visits, whom to see
    Spot("visits", "/visits/", "visiting"),
    Spot("visits-none", "/visits/", "maya"),
    Spot("visits-due", "/visits/", "warned"),
    Spot("bell", "/bell/", "visiting"),
    Spot("bell-none", "/bell/", "maya"),
    Spot("calendar-feed", "/visits/calendar/", "visiting"),
    Spot("calendar-feed-made", "/visits/calendar/", "maya", then=_make_feed),
    Spot("visit-new", "/visits/new/", "maya"),
    Spot("visit-wrong", "/visits/new/", "maya", send_wrongly),
    Spot("visit-for", "/visits/for/{notice}/", "visiting"),
    Spot("visit-edit", "/visits/{asks}/", "visiting"),
    Spot("visit-seen", "/visits/{asks}/seen/", "visiting"),
    Spot("visit-result", "/visits/{seen}/result/", "visiting"),
    Spot("visit-result-wrong", "/visits/{seen}/result/", "visiting", send_wrongly),
    Spot("visit-delete", "/visits/{asks}/delete/", "visiting"),
    Spot("see", "/see/radiating/"),
    Spot("sign-missed", "/signs/missed/", "warned"),
    Spot("sign-missed-wrong", "/signs/missed/", "warned", send_wrongly),
    Spot("condition", "/conditions/sij/"),
    Spot("condition-emergency", "/conditions/cauda_equina/"),
    Spot("condition-own", "/conditions/proximal_hamstring_tendinopathy/", "visiting"),
    Spot("see-own", "/see/night_or_rest_pain/", "visiting"),
    # Plan
    Spot("plan", "/plan/", "second_stage"),
    Spot("plan-offered", "/plan/", "offered"),
    Spot("plan-first", "/plan/", "planned"),
    Spot("plan-none", "/plan/", "maya"),
    Spot("plan-fits", "/plan/", "beginning"),
    Spot("plan-start", "/plan/start/", "beginning"),
    Spot("plan-start-wrong", "/plan/start/", "beginning", _begin_wrongly),
    Spot("plan-start-waits", "/plan/start/?card=care", "warned"),
    Spot("plan-questions", "/plan/start/", "unanswered"),
    Spot("plan-questions-wrong", "/plan/start/", "unanswered", send_wrongly),
    Spot("plan-tests", "/plan/tests/", "second_stage"),
    Spot("plan-tests-wrong", "/plan/tests/", "planned", _tests_wrongly),
    Spot("plan-tests-entry", "/plan/tests/", "beginning"),
    Spot("plan-cleared", "/plan/cleared/", "second_stage"),
    Spot("plan-cleared-wrong", "/plan/cleared/", "second_stage", send_wrongly),
    Spot("plan-back", "/plan/back/", "second_stage"),
    Spot("plan-return", "/plan/return/", "returning"),
    Spot("plan-week", "/plan/week/", "back"),
    Spot("plan-week-wrong", "/plan/week/", "back", send_wrongly),
    Spot("plan-watch", "/plan/", "back"),
    Spot("plan-after", "/plan/", "after_plan"),
    Spot("plan-stay-strong", "/plan/start/?card=maintenance", "after_plan"),
    Spot("plan-cramp", "/plan/", "lasting_cramp"),
    Spot("plan-strain", "/plan/strain/", "lasting_cramp"),
    Spot("plan-strain-wrong", "/plan/strain/", "lasting_cramp", send_wrongly),
    Spot("again", "/again/", "back"),
    Spot("injuries", "/injuries/", "back"),
    Spot("own-plan-start", "/plan/own/", "planned"),
    Spot("own-plan-wrong", "/plan/own/", "planned", send_wrongly),
    Spot("own-plan", "/plan/", "given_exercises"),
    Spot("own-plan-change", "/plan/own/", "given_exercises"),
    Spot("own-item-new", "/plan/own/exercise/", "given_exercises"),
    Spot("own-item-wrong", "/plan/own/exercise/", "given_exercises", send_wrongly),
    Spot("own-item", "/plan/own/exercise/{item}/", "given_exercises"),
    Spot("own-exercise", "/plan/exercise/{item}/", "given_exercises"),
    Spot("own-today", "/today/", "given_exercises"),
    Spot("own-running", "/plan/running/", "given_exercises"),
    Spot("plan-test-bridge", "/plan/tests/raised_bridge/", "second_stage"),
    Spot("plan-test-wrong", "/plan/tests/load_test_a/", "planned", send_wrongly),
    Spot("plan-test-entry", "/plan/tests/load_test_a/", "beginning"),
    Spot("plan-test-day", "/plan/tests/load_test_a/{today}/", "planned_done"),
    Spot("measures", "/measures/", "second_stage"),
    Spot("measure-own", "/measures/own_activities/", "second_stage"),
    Spot("measure-total", "/measures/lefs/", "second_stage"),
    Spot("measure-wrong", "/measures/lefs/", "second_stage", _total_wrongly),
    Spot("measure-training", "/measures/training_status/", "second_stage"),
    Spot("plan-end", "/plan/end/", "second_stage"),
    Spot("plan-stage", "/plan/stage/2/", "second_stage"),
    Spot("plan-exercise", "/plan/exercise/hip_thrust/", "second_stage"),
    Spot("plan-exercise-log", "/plan/exercise/bridge_hold_1leg/", "planned_done"),
    Spot("plan-exercise-wrong", "/plan/exercise/bridge_hold_1leg/", "planned", _numbers_wrongly),
    Spot("plan-exercises-on", "/log/{yesterday}/exercises/", "planned"),
    Spot("plan-session", "/plan/session/", "planned"),
    Spot("plan-session-wrong", "/plan/session/", "planned", _session_wrongly),
    Spot("plan-equipment", "/plan/equipment/", "planned"),
    Spot("plan-running", "/plan/running/", "planned_runner"),
    Spot("plan-running-none", "/plan/running/", "planned"),
    Spot("plan-step", "/plan/running/speed/S1/", "planned_runner"),
    Spot("told", "/injury/told/", "told"),
    Spot("plan-told", "/plan/", "told"),
    Spot("today-estimate", "/today/", "told"),
    Spot("told-wrong", "/injury/told/", "second_stage", send_wrongly),
    Spot("told-none", "/injury/told/", "maya"),
    # The person's own
    Spot("more", "/more/", "robin"),
    Spot("offline", "/offline/", "planned"),
    Spot("reminders", "/reminders/", "robin"),
    Spot("reminders-wrong", "/reminders/", "robin", _reminders_wrongly),
    Spot("one-tap", "/reminders/link/{tap}/", "visiting"),
    Spot("one-tap-done", "/reminders/link/{tap}/", "visiting", send),
    Spot("one-tap-gone", "/reminders/link/no-such-link/", status=404),
    Spot("status", "/status/", "operator"),
    Spot("offline-phone", "/account/offline/", "robin"),
    Spot("ask", "/ask/", "robin"),
    Spot("ask-all-on", "/ask/", "changing"),
    Spot("today-all-on", "/today/", "changing"),
    Spot("account", "/account/", "robin"),
    Spot("data", "/account/data/", "robin"),
    Spot("data-wrong", "/account/data/", "robin", send_wrongly),
    Spot("data-look", "/account/data/", "robin", _bring_a_diary),
    Spot("data-look-differs", "/account/data/", "robin", _bring_what_differs),
    Spot("data-match", "/account/data/", "robin", _match_a_table),
    Spot("data-match-wrong", "/account/data/", "robin", _match_wrongly),
    Spot("data-table-look", "/account/data/", "robin", _look_at_a_table),
    Spot("injury-erase", "/i/{injury}/erase/", "robin"),
    Spot("injury-erase-wrong", "/i/{injury}/erase/", "robin", send_wrongly),
    Spot("erased", "/erased/", "robin"),
    Spot("account-delete", "/account/delete/", "robin"),
    Spot("account-delete-wrong", "/account/delete/", "robin", send_wrongly),
    Spot("email", "/accounts/email/", "robin"),
    Spot("password", "/accounts/password/change/", "robin"),
    Spot("sign-out", "/accounts/logout/", "robin"),
    Spot("sitting", "/sitting/", "robin", _sit),
    Spot("sitting-stand-up", "/sitting/", "changing", _sit),
    Spot("sitting-not-asked", "/sitting/", "maya"),
    Spot("changes", "/changes/", "changing"),
    Spot("changes-none", "/changes/", "maya"),
    Spot("changes-wrong", "/changes/", "maya", send_wrongly),
    Spot("change", "/changes/{change}/", "changing"),
    Spot("change-wrong", "/changes/{change}/", "changing", _correct_wrongly),
    Spot("photos", "/photos/", "photographed"),
    Spot("photos-none", "/photos/", "maya"),
    Spot("photos-wrong", "/photos/", "photographed", send_wrongly),
    Spot("photo", "/photos/{photo}/", "photographed"),
    Spot("photo-delete", "/photos/{photo}/delete/", "photographed"),
    Spot("photos-compare", "/photos/compare/", "photographed"),
    Spot("photos-compare-none", "/photos/compare/", "maya"),
    Spot("had", "/had/", "robin"),
    Spot("had-wrong", "/had/", "robin", send_wrongly),
    Spot("had-change", "/had/{care}/", "robin"),
    Spot("not-found-signed-in", "/run/{injury}/", "robin", status=404),
]
BY_NAME = {spot.name: spot for spot in SPOTS}
assert len(BY_NAME) == len(SPOTS)
