"""Entries around midnight, clock changes and travel: the day lived, the instant and the zone."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from tests.tracker.make import key, make_injury, make_user
from tracker.actions.preferences import Preferences, save_preferences
from tracker.models import Day, Fall, Moment, Revision, Run, User
from tracker.reminders.review import review

# The 21st at nine over there.
AUCKLAND_MORNING = datetime(2026, 11, 20, 20, 0, tzinfo=UTC)
# The last wall-clock hours of a day and the first of the next, around each change of 2026.
CHANGES = [
    ("Europe/Berlin", date(2026, 3, 29)),
    ("Europe/Berlin", date(2026, 10, 25)),
    ("America/New_York", date(2026, 3, 8)),
    ("America/New_York", date(2026, 11, 1)),
    ("America/Santiago", date(2026, 4, 5)),
    ("Australia/Lord_Howe", date(2026, 4, 5)),
    ("Asia/Kathmandu", date(2026, 3, 29)),
    ("Pacific/Kiritimati", date(2026, 10, 25)),
]


@pytest.mark.parametrize(("zone", "change"), CHANGES)
@pytest.mark.parametrize("hour", [0, 2, 4])
def test_the_page_and_the_write_agree_on_the_day_around_a_clock_change(
    db: None, zone: str, change: date, hour: int
) -> None:
    person = make_user(time_zone=zone)
    injury = make_injury(person, onset_on=date(2026, 1, 1))
    local = datetime(change.year, change.month, change.day, hour, 30, tzinfo=ZoneInfo(zone))
    lived = (
        change - timedelta(days=1)
        if local.astimezone(UTC).astimezone(ZoneInfo(zone)).hour < 3
        else change
    )
    client = Client()
    with time_machine.travel(local.astimezone(UTC), tick=False):
        client.force_login(person)
        page = client.get("/today/")
        assert page.context["on"] == lived
        path = reverse("day-record", args=[injury.uuid, lived])
        answer = client.post(path, {"key": key(), "number": "0", "rest": "2"})
        assert answer.status_code == 303
        assert "Today is logged" in client.get("/today/").content.decode()

    day = Day.objects.get()
    assert (day.on, day.zone, day.logged_at) == (lived, zone, local.astimezone(UTC))


def test_travel_changes_no_entry_and_each_keeps_its_instant_and_zone(db: None) -> None:
    person = make_user(time_zone="Europe/Berlin")
    injury = make_injury(person)
    client = Client()
    evening = datetime(2026, 11, 20, 21, 15, tzinfo=UTC)  # 22:15 in Berlin
    with time_machine.travel(evening, tick=False):
        client.force_login(person)
        client.post(
            reverse("day-record", args=[injury.uuid, "2026-11-20"]), {"key": key(), "rest": "2"}
        )
        moment = {"key": key(), "at": "22:10", "context": "rest", "nrs": "3"}
        client.post(reverse("moment-record", args=[injury.uuid, "2026-11-20"]), moment)
        client.post("/fall/", {"key": key(), "when": "today", "kind": "slip"})
        run = reverse("run-record", args=[injury.uuid, "2026-11-20"])
        client.post(run, {"key": key(), "minutes": "20"})
    landed = evening + timedelta(hours=5)
    with time_machine.travel(landed, tick=False):
        client.post("/account/zone/", {"zone": "America/New_York", "do": "use"})
        page = client.get("/today/")  # still the evening of the 20th over there
        assert page.context["on"] == date(2026, 11, 20)
        assert "saved 22:15" in page.content.decode()

    for model in (Day, Moment, Fall, Run):
        row = model.objects.get()
        assert (row.zone, row.logged_at) == ("Europe/Berlin", evening), model
    assert Day.objects.get().on == Fall.objects.get().on == date(2026, 11, 20)


def over_the_date_line(person: User) -> Client:
    """They log on the 21st in the morning in Auckland and land in Los Angeles on the 20th."""
    injury = make_injury(person, onset_on=date(2026, 3, 1))
    client = Client()
    with time_machine.travel(AUCKLAND_MORNING, tick=False):
        client.force_login(person)
        at = [injury.uuid, "2026-11-21"]
        client.post(reverse("day-record", args=at), {"key": key(), "rest": "2", "sitting": "4"})
        moment = {"key": key(), "at": "08:30", "context": "rest", "nrs": "3"}
        client.post(reverse("moment-record", args=at), moment)
        client.post("/fall/", {"key": key(), "when": "today", "kind": "slip"})
        client.post(reverse("run-record", args=at), {"key": key(), "minutes": "20"})
    with time_machine.travel(AUCKLAND_MORNING + timedelta(hours=12), tick=False):
        client.post("/account/zone/", {"zone": "America/Los_Angeles", "do": "use"})
    return client


def test_a_day_that_was_lived_is_not_lost_over_the_date_line(db: None) -> None:
    client = over_the_date_line(make_user(time_zone="Pacific/Auckland"))
    day, moment, run = Day.objects.get(), Moment.objects.get(), Run.objects.get()

    with time_machine.travel(AUCKLAND_MORNING + timedelta(hours=13), tick=False):
        page = client.get("/today/")
        assert page.context["on"] == day.on == date(2026, 11, 21)
        assert "Your diary stays on Sat 21 Nov" in page.content.decode()
        assert client.get("/log/2026-11-21/").status_code == 200
        assert "Slip, did not fall" in client.get("/diary/").content.decode()
        assert "none logged" not in client.get("/report/").content.decode()
        again = {"key": key(), "number": "1", "rest": "3", "sitting": "4"}
        changed = client.post(reverse("day-record", args=[day.injury.uuid, "2026-11-21"]), again)
        assert changed.status_code == 303
        told = {"key": key(), "at": "08:30", "context": "rest", "nrs": "3", "note": "on the plane"}
        assert client.post(reverse("moment-edit", args=[moment.uuid]), told).status_code == 303
        minutes = {"key": key(), "minutes": "25"}
        assert client.post(reverse("run-edit", args=[run.uuid]), minutes).status_code == 303
    assert Day.objects.get().rest == 3 and Moment.objects.get().note and Run.objects.get().minutes


def test_the_diary_goes_on_once_the_local_day_has_come(db: None) -> None:
    client = over_the_date_line(make_user(time_zone="Pacific/Auckland"))

    for hours, on in ((24, 21), (36, 21), (12 + 24 + 15, 22)):
        with time_machine.travel(AUCKLAND_MORNING + timedelta(hours=hours), tick=False):
            assert client.get("/today/").context["on"] == date(2026, 11, on), hours


def test_a_zone_that_takes_nothing_back_changes_the_day_at_once(db: None) -> None:
    person = make_user(time_zone="Pacific/Auckland")
    make_injury(person, onset_on=date(2026, 3, 1))
    client = Client()
    with time_machine.travel(AUCKLAND_MORNING + timedelta(hours=12), tick=False):
        client.force_login(person)
        client.post("/account/zone/", {"zone": "America/Los_Angeles", "do": "use"})
        assert client.get("/today/").context["on"] == date(2026, 11, 20)


def test_a_later_start_of_the_day_takes_no_entry_back(db: None) -> None:
    night = datetime(2026, 11, 21, 1, 30, tzinfo=UTC)
    person = make_user(day_starts_hour=0)
    injury = make_injury(person)
    client = Client()
    with time_machine.travel(night, tick=False):
        client.force_login(person)
        at = reverse("day-record", args=[injury.uuid, "2026-11-21"])
        client.post(at, {"key": key(), "rest": "2"})
        save_preferences(user=person, preferences=Preferences("UTC", 3), today=date(2026, 11, 21))
        assert client.get("/today/").context["on"] == date(2026, 11, 21)


def test_the_review_waits_for_a_day_that_was_lived_already(db: None) -> None:
    over_the_date_line(make_user(time_zone="Pacific/Auckland"))

    assert review(AUCKLAND_MORNING + timedelta(hours=13)) == 0
    assert review(AUCKLAND_MORNING + timedelta(hours=36)) == 1


def test_the_hour_a_day_starts_is_the_persons(db: None) -> None:
    night = datetime(2026, 11, 21, 1, 30, tzinfo=UTC)
    with time_machine.travel(night, tick=False):
        for hour, lived in ((0, date(2026, 11, 21)), (3, date(2026, 11, 20))):
            person = make_user(day_starts_hour=hour)
            make_injury(person)
            client = Client()
            client.force_login(person)
            assert client.get("/today/").context["on"] == lived


@pytest.mark.parametrize("zone", ["", "Mars/Olympus", "../etc/passwd", "Europe/\x00", "x" * 300])
def test_an_unknown_zone_changes_nothing(db: None, zone: str) -> None:
    person = make_user(time_zone="Europe/Berlin")
    make_injury(person)
    client = Client()
    client.force_login(person)

    for do in ("use", "keep"):
        assert client.post("/account/zone/", {"zone": zone, "do": do}).status_code == 303

    assert User.objects.get().time_zone == "Europe/Berlin"


def test_keeping_the_zone_stops_offering_that_one(db: None) -> None:
    person = make_user(time_zone="Europe/Berlin")
    make_injury(person)
    client = Client()
    client.force_login(person)

    client.post("/account/zone/", {"zone": "Europe/Lisbon", "do": "keep"})

    assert User.objects.get().time_zone == "Europe/Berlin"
    assert 'data-zone-kept="Europe/Lisbon"' in client.get("/today/").content.decode()


@pytest.mark.parametrize("path", ["/fall/", "/log/2026-11-20/fall/"])
def test_a_fall_is_kept_with_one_tap_and_its_details_come_after(db: None, path: str) -> None:
    with time_machine.travel(datetime(2026, 11, 21, 12, 0, tzinfo=UTC), tick=False):
        person = make_user()
        injury = make_injury(person)
        client = Client()
        client.force_login(person)
        page = client.get(path).content.decode()
        assert page.count('name="kind" value="') >= 4 and "What happened?" in page
        sent = {"key": key(), "first": "1", "when": "today", "kind": "near_fall"}
        if "2026" in path:
            sent |= {"when": "other", "day": "20", "month": "11", "year": "2026"}
            path = reverse("fall-record", args=[injury.uuid, "2026-11-20"])

        answer = client.post(path, sent)
        again = client.post(path, sent)

        fall = Fall.objects.get()
        assert answer["Location"] == again["Location"] == f"/fall/{fall.uuid}/"
        assert (fall.kind, fall.effect, fall.landed_on) == ("near_fall", None, None)
        assert fall.on == (date(2026, 11, 20) if "2026" in path else date(2026, 11, 21))
        assert str(Revision.objects.get().uuid) in client.get(answer["Location"]).content.decode()


def test_a_run_tells_its_surface(db: None) -> None:
    with time_machine.travel(datetime(2026, 11, 21, 12, 0, tzinfo=UTC), tick=False):
        person = make_user()
        injury = make_injury(person)
        client = Client()
        client.force_login(person)
        path = reverse("run-record", args=[injury.uuid, "2026-11-21"])

        client.post(path, {"key": key(), "minutes": "20", "surface": "grass"})
        refused = client.post(path, {"key": key(), "minutes": "20", "surface": "ice"})

        assert Run.objects.get().surface == "grass"
        assert refused.status_code == 422
        assert "Run, 20 minutes, grass." in client.get("/diary/").content.decode()
        edit = client.get(reverse("run-edit", args=[Run.objects.get().uuid]))
        assert edit.context["form"]["surface"].value() == "grass"
