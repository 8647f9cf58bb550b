"""The worker, the manifest, the page without a network, and the door for entries that waited."""

import json
import re
from datetime import datetime, timedelta
from uuid import uuid4

import pytest
import time_machine
from django.test import Client
from PIL import Image

from tests.tracker.make import TODAY, key, make_day, make_injury, make_user
from tests.tracker.plan.people import on_plan, ready_sit_bone
from tracker import phone
from tracker.icons import ICONS, draw
from tracker.models import (
    Day,
    ExerciseSession,
    Fall,
    Injury,
    Moment,
    Plan,
    Revision,
    Run,
    SessionItem,
    User,
)
from tracker.owner_mark import make_mark
from tracker.settings import ROOT

pytestmark = pytest.mark.django_db
NOW = "2026-11-21T12:00:00Z"


@pytest.fixture(autouse=True)
def _noon():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def user() -> User:
    return make_user()


@pytest.fixture
def injury(user: User) -> Injury:
    return make_injury(user)


@pytest.fixture
def person(client: Client, user: User, injury: Injury) -> Client:
    client.force_login(user)
    return client


def day_path(injury: Injury, on: object = TODAY) -> str:
    return f"/i/{injury.uuid}/log/{on}/"


def send(client: Client, to: str, **fields: object) -> dict[str, object]:
    """Send one entry as a phone does; what it answers."""
    entry = {"to": to, "key": key(), "wrote_at": NOW, "wrote_in": "UTC"} | fields
    answer = client.post("/offline/send/", entry)
    assert answer.status_code == 200, answer.content
    return json.loads(answer.content)


def test_the_worker_may_hold_the_whole_site_and_names_its_version(client: Client) -> None:
    answer = client.get("/sw.js")
    source = answer.content.decode()

    assert answer["Content-Type"].startswith("text/javascript")
    assert answer["Service-Worker-Allowed"] == "/"
    assert "worker-src 'self'" in answer["Content-Security-Policy"]
    assert "no-store" in answer["Cache-Control"]
    house = json.loads(re.search(r"const HOUSE = (.*);", source).group(1))
    assert house["version"] == phone.version()
    assert {"/static/js/app.js", "/static/css/app.css"} <= set(house["files"])


def test_every_file_of_the_shell_exists() -> None:
    assert [name for name in phone.SHELL if not (ROOT / "static" / name).exists()] == []


def test_a_changed_file_makes_another_version(monkeypatch: pytest.MonkeyPatch) -> None:
    before = phone.version()
    monkeypatch.setattr(phone, "static", lambda name: f"/static/{name}?2")

    assert phone.version() != before


def test_the_scripts_stay_small() -> None:
    for name in ("sw", "keep", "offer", "offline"):
        assert (ROOT / f"static/js/{name}.js").stat().st_size <= 8_192, name


def test_the_manifest_names_icons_that_are_there(client: Client) -> None:
    answer = client.get("/manifest.webmanifest")
    told = json.loads(answer.content)

    assert answer["Content-Type"] == "application/manifest+json"
    assert told["scope"] == "/" and told["start_url"] == "/today/"
    assert "maskable" in {icon["purpose"] for icon in told["icons"]}
    for icon in told["icons"]:
        with Image.open(ROOT / icon["src"].lstrip("/")) as image:
            assert "x".join(map(str, image.size)) == icon["sizes"]


@pytest.mark.parametrize(("name", "pixels", "share"), ICONS)
def test_the_icons_are_drawn_from_the_mark(name: str, pixels: int, share: float) -> None:
    drawn = draw(ROOT / "static/icons/mark.svg", pixels=pixels, share=share).convert("RGBA")

    with Image.open(ROOT / f"static/icons/{name}.png") as stored:
        pairs = zip(stored.convert("RGBA").tobytes(), drawn.tobytes(), strict=True)
        assert max(abs(one - other) for one, other in pairs) < 40


def test_a_maskable_icon_fills_its_square() -> None:
    with Image.open(ROOT / "static/icons/maskable-512.png") as image:
        corner = image.convert("RGBA").getpixel((0, 0))
    assert max(abs(a - b) for a, b in zip(corner, (15, 74, 60, 255), strict=True)) <= 2


def test_the_page_is_its_owners_and_holds_no_day(person: Client, injury: Injury) -> None:
    make_day(injury, rest=3, note="zanzibar", number=1)

    answer = person.get("/offline/")
    page = answer.content.decode()

    assert answer["X-For"] == str(injury.owner.uuid)
    assert day_path(injury) in page and f"/i/{injury.uuid}/log/{TODAY}/run/" in page
    assert "zanzibar" not in page and "checked" not in page
    assert 'name="number" value="0"' in page


def test_the_page_asks_of_a_run_what_its_own_page_asks(person: Client, injury: Injury) -> None:
    asked = re.compile(r'<(?:input|select|textarea)[^>]* name="(\w+)"')
    own = set(asked.findall(person.get(f"/log/{TODAY}/run/").content.decode()))
    part = person.get("/offline/").content.decode()
    part = part[part.index('id="part-run"') : part.index('id="part-moment"')]

    assert own - set(asked.findall(part)) == set()


def test_signed_out_the_page_holds_nothing_of_anybody(client: Client) -> None:
    answer = client.get("/offline/")

    assert answer.status_code == 200 and "X-For" not in answer
    assert 'data-tag=""' in answer.content.decode() and "<form" not in answer.content.decode()


def test_who_has_no_injury_yet_gets_the_plain_page(client: Client, user: User) -> None:
    client.force_login(user)

    assert "This page needs the network." in client.get("/offline/").content.decode()


def test_the_seal_of_a_page_differs_each_time_and_opens_to_the_same_key(user: User) -> None:
    import base64

    def key_in(text: str) -> bytes:
        raw = base64.b64decode(text)
        return bytes(a ^ b for a, b in zip(raw[:32], raw[32:], strict=True))

    one, two = phone.masked(phone.key_of(user)), phone.masked(phone.key_of(user))

    assert one != two
    assert key_in(one) == key_in(two) == phone.key_of(user)
    assert phone.key_of(make_user()) != phone.key_of(user)


def test_a_token_is_given_with_whose_it_is(person: Client, user: User) -> None:
    told = json.loads(person.get("/offline/token/").content)

    assert told["tag"] == str(user.uuid) and len(told["token"]) > 30


def test_signed_out_there_is_no_token_and_nothing_is_taken(client: Client, injury: Injury) -> None:
    sent = client.post("/offline/send/", {"to": day_path(injury), "key": key(), "rest": "3"})

    assert client.get("/offline/token/").status_code == 401
    assert sent.status_code == 401 and json.loads(sent.content) == {"state": "out"}
    assert not Day.objects.exists()
    assert "typed" not in client.session


def test_a_form_without_its_token_is_refused(user: User, injury: Injury) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(user)

    answer = strict.post("/offline/send/", {"to": day_path(injury), "key": key(), "rest": "3"})

    assert answer.status_code == 403 and not Day.objects.exists()


def test_an_entry_keeps_the_instant_and_the_zone_it_was_written_in(
    person: Client, injury: Injury
) -> None:
    wrote = "2026-11-20T18:30:00Z"

    told = send(
        person, day_path(injury, "2026-11-20"), rest="3", wrote_at=wrote, wrote_in="Asia/Tokyo"
    )

    day = Day.objects.get()
    assert told == {"state": "sent", "tell": ""}
    assert day.logged_at == datetime.fromisoformat(wrote) and day.zone == "Asia/Tokyo"


@pytest.mark.parametrize(
    "wrote_at",
    ["", "then", "2026-11-21T12:00:00", "2027-01-01T00:00:00Z", "1999-01-01T00:00:00Z", "9" * 99],
)
def test_an_instant_that_cannot_be_true_is_told_as_now(
    person: Client, injury: Injury, wrote_at: str
) -> None:
    assert send(person, day_path(injury), rest="3", wrote_at=wrote_at)["state"] == "sent"

    assert Day.objects.get().logged_at == datetime.fromisoformat(NOW)


def test_a_zone_that_does_not_exist_is_the_persons_own(person: Client, injury: Injury) -> None:
    send(person, day_path(injury), rest="3", wrote_in="Mars/Olympus")

    assert Day.objects.get().zone == "UTC"


def test_a_tick_beside_none_that_waited_counts_as_the_tick(person: Client, injury: Injury) -> None:
    sent = {"rest": "3", "more": "1", "signs": ["swelling", "none"], "key": key()}

    first = send(person, day_path(injury), **sent)
    again = send(person, day_path(injury), **sent)

    assert first["state"] == again["state"] == "sent"
    day = Day.objects.get()
    assert day.signs is not None and day.signs["swelling"] is True


def test_entries_sent_again_and_in_any_order_are_stored_once(
    person: Client, injury: Injury
) -> None:
    run = {"to": f"/i/{injury.uuid}/log/{TODAY}/run/", "key": key(), "minutes": "20"}
    fall = {"to": "/fall/", "key": key(), "when": "today", "kind": "slip"}
    day = {"to": day_path(injury), "key": key(), "rest": "3", "number": "0"}

    moment = {
        "to": f"/i/{injury.uuid}/log/{TODAY}/moment/",
        "key": key(),
        "at": "08:10",
        "context": "sitting",
        "nrs": "5",
    }

    for entry in (run, moment, day, fall, day, moment, fall, run, day):
        assert send(person, **entry)["state"] == "sent"

    assert (Run.objects.count(), Fall.objects.count(), Day.objects.count()) == (1, 1, 1)
    assert Moment.objects.count() == 1
    assert Day.objects.get().number == 1


def test_a_day_that_was_changed_meanwhile_is_not_overwritten(
    person: Client, injury: Injury
) -> None:
    make_day(injury, rest=2, number=1)

    told = send(person, day_path(injury), rest="7", number="0")

    assert told == {"state": "changed"}
    assert Day.objects.get().rest == 2


@pytest.mark.parametrize(("when", "on"), [("today", "2026-11-19"), ("yesterday", "2026-11-18")])
def test_the_today_of_a_fall_is_the_day_it_was_written(
    person: Client, injury: Injury, when: str, on: str
) -> None:
    send(person, "/fall/", when=when, kind="slip", wrote_at="2026-11-20T02:30:00Z")

    assert str(Fall.objects.get().on) == on, "half past two at night is still the day before"


def test_a_refused_entry_says_why(person: Client, injury: Injury) -> None:
    told = send(person, f"/i/{injury.uuid}/log/{TODAY}/run/", minutes="many")

    assert told == {"state": "refused", "says": "Enter minutes from 0 to 2880"}
    assert not Run.objects.exists()


def test_a_future_day_is_refused_in_words(person: Client, injury: Injury) -> None:
    told = send(person, day_path(injury, TODAY + timedelta(days=1)), rest="3")

    assert told == {"state": "refused", "says": "You can only log today or earlier"}


def test_an_entry_of_somebody_else_is_not_taken(person: Client, injury: Injury) -> None:
    other = make_injury(make_user())

    theirs = send(person, day_path(other), rest="3")
    marked = send(person, day_path(injury), rest="3", owner=make_mark(other.owner))
    missing = send(person, f"/i/{uuid4()}/log/{TODAY}/", rest="3")

    assert theirs["state"] == marked["state"] == missing["state"] == "refused"
    assert theirs["says"] == missing["says"]
    assert not Day.objects.exists()


@pytest.mark.parametrize(
    "to",
    [
        "",
        "/",
        "/account/delete/",
        "/accounts/logout/",
        "//evil.example/fall/",
        "http://[",
        "/offline/send/",
        "\x00",
    ],
)
def test_no_other_address_is_reached_through_the_door(person: Client, to: str) -> None:
    told = send(person, to, confirm="DELETE", rest="3")

    assert told["state"] == "refused"
    assert User.objects.exists() and "_auth_user_id" in person.session


@pytest.fixture
def planned(client: Client) -> Injury:
    """Somebody five days into the sit-bone programme, signed in."""
    injury = ready_sit_bone()
    on_plan(injury, today=TODAY - timedelta(days=5))
    client.force_login(injury.owner)
    return injury


def tick_path(injury: Injury, exercise: str, on: object = TODAY) -> str:
    return f"/i/{injury.uuid}/log/{on}/exercise/{exercise}/"


def exercises_on_page(client: Client) -> list[str]:
    page = client.get("/offline/").content.decode()
    return re.findall(r'/exercise/([\w-]+)/" data-name', page)


def done(injury: Injury) -> dict[str, bool]:
    rows = SessionItem.objects.filter(session__plan__injury=injury)
    return dict(rows.values_list("exercise", "done"))


def test_ticks_that_waited_are_stored_once_and_never_undo_a_later_one(
    client: Client, planned: Injury
) -> None:
    first, second = exercises_on_page(client)[:2]
    one = {"to": tick_path(planned, first), "key": key(), "done": "1"}
    two = {"to": tick_path(planned, second), "key": key(), "done": "1"}

    for entry in (two, one, two, one):
        assert send(client, **entry) == {"state": "sent", "tell": ""}
    assert done(planned) == {first: True, second: True}

    client.post(tick_path(planned, first), {"key": key(), "done": "0"})
    send(client, **one)
    assert done(planned) == {first: False, second: True}


def test_all_done_that_waited_is_stored_once(client: Client, planned: Injury) -> None:
    all_done = {"to": f"/i/{planned.uuid}/log/{TODAY}/exercises/all/", "key": key()}
    assert send(client, **all_done)["state"] == "sent"
    ticked = done(planned)
    assert ticked and all(ticked.values())
    exercise = next(iter(ticked))

    client.post(tick_path(planned, exercise), {"key": key(), "done": "0"})
    assert send(client, **all_done)["state"] == "sent"
    assert not done(planned)[exercise]


def test_two_ticks_of_one_page_share_a_key_and_are_both_stored(
    client: Client, planned: Injury
) -> None:
    first, second = exercises_on_page(client)[:2]
    shared = key()
    for exercise in (first, second):
        client.post(tick_path(planned, exercise), {"key": shared, "done": "1"})

    assert done(planned) == {first: True, second: True}


def test_a_tick_of_another_programme_or_without_a_plan_is_refused_in_words(
    client: Client, planned: Injury
) -> None:
    other = send(client, tick_path(planned, "no_such_exercise"), done="1")
    early = send(client, tick_path(planned, exercises_on_page(client)[0], "2026-01-01"), done="1")
    half = send(client, tick_path(planned, exercises_on_page(client)[0]))
    Plan.objects.update(ended_on=TODAY)
    ended = send(client, f"/i/{planned.uuid}/log/{TODAY}/exercises/all/")

    assert other == {"state": "refused", "says": "This exercise is not in your plan"}
    assert early == {"state": "refused", "says": "Your plan began after that day"}
    assert half == {"state": "refused", "says": "This form was not complete. Send it again"}
    assert ended == {"state": "refused", "says": "There is no open plan"}
    assert not done(planned)


@pytest.mark.parametrize(
    ("rest", "fields"),
    [("run/", {"minutes": "20"}), ("moment/", {"at": "08:10", "context": "sitting", "nrs": "5"})],
)
def test_runs_and_moments_of_a_day_that_cannot_be_logged_are_refused(
    person: Client, injury: Injury, rest: str, fields: dict[str, str]
) -> None:
    told = send(person, day_path(injury, TODAY + timedelta(days=1)) + rest, **fields)

    assert told["state"] == "refused"
    assert not Run.objects.exists() and not Moment.objects.exists()


@pytest.mark.parametrize(
    ("wrote_at", "wrote_in", "on"),
    [
        # 23:50 on the 20th, sent at noon of the 21st: the day it was written for.
        ("2026-11-20T23:50:00Z", "UTC", "2026-11-20"),
        # Half past midnight still belongs to the evening before.
        ("2026-11-21T00:30:00Z", "UTC", "2026-11-20"),
        # Written in Tokyo, where the 21st had begun; the phone's address names its day.
        ("2026-11-20T18:30:00Z", "Asia/Tokyo", "2026-11-21"),
        # Written in Honolulu, a day behind.
        ("2026-11-21T09:00:00Z", "Pacific/Honolulu", "2026-11-20"),
        # Both hours that a clock change repeats, and the one it leaves out.
        ("2026-10-25T00:30:00Z", "Europe/London", "2026-10-24"),
        ("2026-10-25T01:30:00Z", "Europe/London", "2026-10-24"),
        ("2026-11-01T06:30:00Z", "America/New_York", "2026-10-31"),
    ],
)
def test_an_entry_stays_on_the_day_it_was_written_for_with_its_own_instant_and_zone(
    person: Client, injury: Injury, wrote_at: str, wrote_in: str, on: str
) -> None:
    entry = {"to": day_path(injury, on), "key": key(), "rest": "3", "number": "0"}
    for _twice in range(2):
        told = send(person, **entry, wrote_at=wrote_at, wrote_in=wrote_in)
        assert told["state"] == "sent"

    day = Day.objects.get()
    assert (str(day.on), day.zone) == (on, wrote_in)
    assert day.logged_at == datetime.fromisoformat(wrote_at)


@pytest.mark.parametrize(
    ("wrote_at", "wrote_in", "on"),
    [
        ("2026-11-20T23:50:00Z", "UTC", "2026-11-20"),
        ("2026-11-21T02:59:00Z", "UTC", "2026-11-20"),
        ("2026-11-21T03:00:00Z", "UTC", "2026-11-21"),
        # 08:30 of the 21st in Tokyo, and 23:00 of the 20th in Honolulu.
        ("2026-11-20T23:30:00Z", "Asia/Tokyo", "2026-11-21"),
        ("2026-11-21T09:00:00Z", "Pacific/Honolulu", "2026-11-20"),
        # 02:30 comes twice in New York: both before the day begins at three.
        ("2026-11-01T05:30:00Z", "America/New_York", "2026-10-31"),
        ("2026-11-01T06:30:00Z", "America/New_York", "2026-10-31"),
    ],
)
def test_the_today_of_a_fall_is_told_by_the_clock_where_it_was_written(
    person: Client, injury: Injury, wrote_at: str, wrote_in: str, on: str
) -> None:
    send(person, "/fall/", when="today", kind="slip", wrote_at=wrote_at, wrote_in=wrote_in)

    fall = Fall.objects.get()
    assert (str(fall.on), fall.zone) == (on, wrote_in)


def test_a_day_that_is_tomorrow_here_but_was_today_where_it_was_written(
    person: Client, injury: Injury
) -> None:
    """Kiritimati is 14 hours ahead: its 22nd has begun while the diary's zone says the 21st."""
    told = send(
        person,
        day_path(injury, "2026-11-22"),
        rest="3",
        wrote_at="2026-11-21T11:00:00Z",
        wrote_in="Pacific/Kiritimati",
    )

    assert told == {"state": "refused", "says": "You can only log today or earlier"}


def test_a_bad_fall_leads_to_its_questions(person: Client, injury: Injury) -> None:
    told = send(person, "/fall/", when="today", kind="fall", effect="much_worse")

    assert told == {"state": "sent", "tell": "/check/questions/"}


def test_an_answer_that_cannot_wait_leads_to_the_stop(
    person: Client, injury: Injury, monkeypatch: pytest.MonkeyPatch
) -> None:
    from tests.tracker.make import make_notice
    from tracker.actions import record_day as action

    def found(**given: object) -> list[object]:
        return [make_notice(injury, tier="emergency")]

    monkeypatch.setattr(action, "evaluate_signs", found)

    assert send(person, day_path(injury), rest="3") == {"state": "sent", "tell": "/today/"}


def test_htmx_is_not_answered_otherwise(person: Client, injury: Injury) -> None:
    entry = {"to": day_path(injury), "key": key(), "running": "4"}

    answer = person.post("/offline/send/", entry, headers={"HX-Request": "true"})

    assert json.loads(answer.content)["state"] == "sent"


def test_signing_out_spares_only_what_the_page_says_is_sealed(person: Client) -> None:
    answer = person.post("/accounts/logout/", {"keep_others": "1"})

    assert answer["Clear-Site-Data"] == '"cache"'


def test_the_page_of_this_phone_and_privacy_say_what_is_kept(person: Client) -> None:
    page = person.get("/account/offline/").content.decode()

    assert "sealed for your account" in page and "data-turn" in page
    assert "What stays in your browser" in person.get("/privacy/").content.decode()
    assert "/account/offline/" in person.get("/more/").content.decode()


def test_plain_http_says_that_it_does_not_work_there(person: Client, settings) -> None:
    settings.IS_SECURE_CONTEXT = False

    page = person.get("/account/offline/").content.decode()

    assert "This address is not encrypted, so it does not work here." in page
    assert "data-turn" not in page


def test_numbers_sets_and_pain_of_exercises_that_waited_are_stored_once(
    client: Client, planned: Injury
) -> None:
    first, second = exercises_on_page(client)[:2]
    numbers = {"to": f"{tick_path(planned, first)}numbers/", "key": key(), "sets": "3", "pain": "2"}
    sets = {"to": f"/i/{planned.uuid}/log/{TODAY}/session/", "key": key(), f"sets-{second}": "2"}
    pain = {"to": f"/i/{planned.uuid}/log/{TODAY}/exercises/", "key": key(), "session_pain": "4"}

    for entry in (pain, numbers, sets, numbers, pain, sets):
        assert send(client, **entry) == {"state": "sent", "tell": ""}

    rows = {row.exercise: row for row in SessionItem.objects.all()}
    assert (rows[first].sets, rows[first].pain, rows[second].sets) == (3, 2, 2)
    assert rows[first].session.pain == 4
    assert Revision.objects.filter(table="session").count() == 3

    client.post(f"/i/{planned.uuid}/log/{TODAY}/exercises/", {"key": key(), "session_pain": "6"})
    send(client, **pain)
    assert ExerciseSession.objects.get().pain == 6


def test_numbers_that_waited_and_cannot_be_are_refused_in_words(
    client: Client, planned: Injury
) -> None:
    first = exercises_on_page(client)[0]
    numbers = f"{tick_path(planned, first)}numbers/"
    session = f"/i/{planned.uuid}/log/%s/session/"

    assert send(client, numbers, sets="99")["says"] == "Enter sets from 1 to 20"
    none = send(client, session % TODAY)
    tomorrow = send(client, session % (TODAY + timedelta(days=1)), **{f"sets-{first}": "3"})
    early = send(client, session % "2026-10-01", **{f"sets-{first}": "3"})
    Plan.objects.update(ended_on=TODAY)
    ended = send(client, session % TODAY, **{f"sets-{first}": "3"})

    assert none["says"] == "Enter the sets of at least one exercise"
    assert (tomorrow["state"], tomorrow["says"]) == (
        "refused",
        "You can only log today or earlier",
    )
    assert (early["state"], early["says"]) == ("refused", "Your plan began after that day")
    assert ended["state"] == "refused" and ended["says"]
    assert not SessionItem.objects.exists()


def test_two_forms_of_one_exercise_page_have_keys_of_their_own(
    client: Client, planned: Injury
) -> None:
    first = exercises_on_page(client)[0]
    client.post(f"{tick_path(planned, first)}numbers/", {"key": key(), "sets": "3"})

    for path in (f"/log/{TODAY}/exercise/{first}/", "/plan/session/"):
        page = client.get(path).content.decode()
        keys = re.findall(r'name="key" value="([^"]+)"', page)
        assert len(keys) >= 2 and len(set(keys)) == len(keys), path
