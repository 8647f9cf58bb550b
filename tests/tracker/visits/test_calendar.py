"""Visits in a calendar program: read with icalendar, field by field, on both clock changes."""

import re
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest
from django.test import Client
from django.urls import reverse
from icalendar import Calendar, Event

from tests.tracker.make import NOON, TODAY, key, make_injury, make_notice, make_user, make_visit
from tracker.actions.calendar_feed import digest_of
from tracker.models import CalendarFeed, Injury, User, Visit
from tracker.reminders.calendar import instant_of

LINE = re.compile(rb"[^\r\n]*\r\n")


def feed_url(client: Client, injury: Injury) -> str:
    """Turn the feed on; its address as the page shows it."""
    answer = client.post(reverse("calendar-make", args=[injury.uuid]), {"key": key()})
    found = re.search(r"http://testserver(/calendar/[\w-]{22}\.ics)", answer.content.decode())
    assert found
    return found[1]


def events(client: Client, url: str) -> list[Event]:
    answer = client.get(url)
    assert answer.status_code == 200
    return list(Calendar.from_ical(answer.content).walk("VEVENT"))


def one(client: Client, visit: Visit) -> Event:
    (event,) = events(client, reverse("visit-file", args=[visit.uuid]))
    return event


def test_a_visit_with_an_hour_field_by_field(client: Client, injury: Injury) -> None:
    visit = make_visit(injury, on=date(2026, 11, 24), at=time(17, 30), who="Anna", moves=2)

    answer = client.get(reverse("visit-file", args=[visit.uuid]))
    event = Calendar.from_ical(answer.content).walk("VEVENT")[0]

    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert answer["Content-Disposition"] == 'attachment; filename="appointment.ics"'
    assert event["UID"] == f"{visit.uuid}@home-straight"
    assert event["SUMMARY"] == "Appointment"
    assert event["DTSTART"].dt == datetime(2026, 11, 24, 17, 30, tzinfo=UTC)
    assert event["DTEND"].dt == datetime(2026, 11, 24, 18, 30, tzinfo=UTC)
    assert event["DTSTAMP"].dt == event["LAST-MODIFIED"].dt == NOON
    assert (event["SEQUENCE"], event["STATUS"]) == (2, "CONFIRMED")
    assert (event["CLASS"], event["TRANSP"]) == ("PRIVATE", "OPAQUE")
    assert set(event) == {
        "UID", "SUMMARY", "DTSTART", "DTEND", "DTSTAMP", "LAST-MODIFIED", "CREATED",
        "SEQUENCE", "STATUS", "CLASS", "TRANSP",
    }  # fmt: skip
    assert not event.subcomponents  # no alarm: the person's own program decides


def test_the_calendar_around_it_is_one_every_program_takes(client: Client, injury: Injury) -> None:
    make_visit(injury)
    text = client.get(feed_url(client, injury)).content
    page = Calendar.from_ical(text)

    assert (page["VERSION"], page["CALSCALE"]) == ("2.0", "GREGORIAN")
    assert page["PRODID"] == "-//Home Straight//Visits//EN"
    assert page["X-WR-CALNAME"] == "Appointments"
    assert b"REFRESH-INTERVAL;VALUE=DURATION:PT6H\r\n" in text
    assert b"X-PUBLISHED-TTL:PT6H\r\n" in text  # what Outlook reads
    assert "METHOD" not in page
    lines = LINE.findall(text)
    assert b"".join(lines) == text  # every line ends as RFC 5545 asks
    assert max(map(len, lines)) <= 77


def test_a_visit_without_an_hour_fills_its_day(client: Client, injury: Injury) -> None:
    event = one(client, make_visit(injury, on=date(2026, 12, 31)))

    assert event["DTSTART"].dt == date(2026, 12, 31)
    assert event["DTEND"].dt == date(2027, 1, 1)
    assert event["DTSTART"].params["VALUE"] == "DATE"


@pytest.mark.parametrize(
    ("zone", "on", "at", "instant"),
    [
        ("Europe/Berlin", date(2026, 3, 28), time(17, 30), "2026-03-28T16:30"),
        ("Europe/Berlin", date(2026, 3, 29), time(17, 30), "2026-03-29T15:30"),
        ("Europe/Berlin", date(2026, 3, 29), time(2, 30), "2026-03-29T01:00"),  # skipped
        ("Europe/Berlin", date(2026, 10, 25), time(2, 30), "2026-10-25T00:30"),  # doubled
        ("Europe/Berlin", date(2026, 10, 26), time(17, 30), "2026-10-26T16:30"),
        ("America/New_York", date(2026, 3, 8), time(9), "2026-03-08T13:00"),
        ("America/New_York", date(2026, 11, 1), time(9), "2026-11-01T14:00"),
        ("Australia/Lord_Howe", date(2026, 10, 4), time(2, 10), "2026-10-03T15:30"),
        ("Asia/Kolkata", date(2026, 6, 1), time(9), "2026-06-01T03:30"),
    ],
)
def test_the_hour_is_the_person_s_on_both_clock_changes(
    zone: str, on: date, at: time, instant: str
) -> None:
    assert instant_of(on, at, zone=zone) == datetime.fromisoformat(instant).replace(tzinfo=UTC)


def test_in_every_zone_an_hour_that_the_wall_shows_comes_back(db: None) -> None:
    """Of each half hour of a year, in every zone: the same wall time, or none there is."""
    for zone in sorted(available_timezones()):
        known = ZoneInfo(zone)
        changes = _days_of_change(known)
        for on in changes:
            for half in range(48):
                at = time(half // 2, 30 * (half % 2))
                lived = datetime.combine(on, at)
                found = instant_of(on, at, zone=zone).astimezone(known).replace(tzinfo=None)
                assert found >= lived, (zone, lived)
                if found != lived:
                    before = instant_of(on, at, zone=zone) - timedelta(minutes=1)
                    assert before.astimezone(known).replace(tzinfo=None) < lived


def _days_of_change(zone: ZoneInfo) -> list[date]:
    """The days of 2026 that do not last 24 hours."""
    days = [date(2026, 1, 1) + timedelta(days=n) for n in range(365)]

    def offset(on: date) -> timedelta | None:
        return datetime.combine(on, time(0), tzinfo=zone).utcoffset()

    return [on for on in days if offset(on) != offset(on + timedelta(days=1))]


def test_the_feed_holds_every_visit_with_a_day_and_nothing_of_the_diary(
    client: Client, injury: Injury
) -> None:
    notice = make_notice(injury, heading="Get it checked within 2 weeks")
    make_visit(injury, who="Anna Zanzibar", at=time(9), notice=notice)
    make_visit(injury, on=TODAY - timedelta(days=9), state="result", words="Zanzibar tendon")
    make_visit(injury, on=TODAY - timedelta(days=200), state="result")
    make_visit(injury, state="due", on=None)
    make_visit(injury, on=TODAY - timedelta(days=2), state="missed")
    make_visit(make_injury(make_user()), who="Zanzibar stranger")

    answer = client.get(feed_url(client, injury))
    found = list(Calendar.from_ical(answer.content).walk("VEVENT"))

    assert [str(event["STATUS"]) for event in found] == ["CONFIRMED", "CANCELLED", "CONFIRMED"]
    assert {str(event["SUMMARY"]) for event in found} == {"Appointment"}
    text = answer.content.decode().lower()
    for word in ("zanzibar", "physio", "tendon", "checked", "hamstring", "thigh", "pain", "valarm"):
        assert word not in text


def test_the_address_is_shown_once_and_kept_nowhere(client: Client, injury: Injury) -> None:
    url = feed_url(client, injury)
    token = url.removeprefix("/calendar/").removesuffix(".ics")

    feed = CalendarFeed.objects.get()
    assert feed.digest == digest_of(token) and token not in str(vars(feed))
    assert len(token) == 22  # 128 bits
    shown = client.get(reverse("calendar-feed")).content.decode()
    assert token not in shown and "The calendar feed is on" in shown


def test_the_feed_needs_no_sign_in_and_stays_out_of_caches_and_indexes(
    client: Client, injury: Injury
) -> None:
    make_visit(injury)
    answer = Client().get(feed_url(client, injury))

    assert answer.status_code == 200
    assert answer["Cache-Control"] == "private, no-store"
    assert "noindex" in answer["X-Robots-Tag"]
    assert answer["Referrer-Policy"] == "no-referrer"
    assert "Set-Cookie" not in answer and not answer.cookies


def test_what_did_not_change_is_not_sent_again(client: Client, injury: Injury, clock) -> None:
    visit = make_visit(injury)
    url = feed_url(client, injury)
    etag = client.get(url)["ETag"]
    clock.shift(timedelta(hours=3))

    same = client.get(url, headers={"If-None-Match": etag})
    assert (same.status_code, same.content, same["ETag"]) == (304, b"", etag)

    Visit.objects.filter(pk=visit.pk).update(on=TODAY + timedelta(days=1))
    other = client.get(url, headers={"If-None-Match": etag})
    assert other.status_code == 200 and other["ETag"] != etag


def test_moving_a_visit_raises_its_number_and_keeps_its_name(
    client: Client, injury: Injury, clock
) -> None:
    visit = make_visit(injury, at=time(9))
    before = one(client, visit)
    clock.shift(timedelta(minutes=5))
    change = {"key": key(), "day": "2026-11-30", "hour": "10:15", "role": "physio", "who": ""}
    client.post(reverse("visit-edit", args=[visit.uuid]), change)

    after = one(client, visit)
    client.post(reverse("visit-edit", args=[visit.uuid]), change | {"key": key()})

    assert after["UID"] == before["UID"]
    assert (before["SEQUENCE"], after["SEQUENCE"]) == (0, 1)
    assert after["LAST-MODIFIED"].dt == NOON + timedelta(minutes=5)
    assert after["DTSTART"].dt == datetime(2026, 11, 30, 10, 15, tzinfo=UTC)
    assert one(client, visit)["SEQUENCE"] == 1  # nothing moved, nothing counted


def test_a_sign_s_visit_that_moves_is_counted_once(client: Client, injury: Injury) -> None:
    notice = make_notice(injury)
    client.post(
        reverse("visit-for", args=[notice.uuid]),
        {"key": key(), "day": "2026-11-24", "hour": "", "role": "", "who": ""},
    )
    visit = Visit.objects.get()
    assert visit.moves == 0
    client.post(
        reverse("visit-edit", args=[visit.uuid]),
        {"key": key(), "day": "2026-11-25", "hour": "", "role": "", "who": ""},
    )

    visit.refresh_from_db()
    assert visit.moves == 1


def test_a_new_address_ends_the_one_before_it(client: Client, injury: Injury) -> None:
    first, second = feed_url(client, injury), feed_url(client, injury)

    assert client.get(first).status_code == 404
    assert client.get(second).status_code == 200


def test_turned_off_and_wrong_are_answered_alike(client: Client, injury: Injury) -> None:
    url = feed_url(client, injury)
    for _ in range(2):
        assert client.post(reverse("calendar-end", args=[injury.uuid])).status_code == 303

    ended, wrong = client.get(url), client.get(f"/calendar/{'A' * 22}.ics")

    assert (ended.status_code, wrong.status_code) == (404, 404)
    assert _plain(ended.content) == _plain(wrong.content)
    assert "The calendar feed is off" in client.get(reverse("calendar-feed")).content.decode()


def _plain(page: bytes) -> bytes:
    return re.sub(rb'"X-CSRFToken": "\w+"|value="\w{64}"', b"", page)


def test_after_fifty_guesses_who_guesses_waits(client: Client, injury: Injury, settings) -> None:
    url = feed_url(client, injury)
    guesser = Client(REMOTE_ADDR="203.0.113.9")
    for n in range(50):
        assert guesser.get(f"/calendar/{n:022}.ics").status_code == 404
    assert guesser.get(url).status_code == 404

    assert Client(REMOTE_ADDR="203.0.113.10").get(url).status_code == 200


@pytest.mark.parametrize("odd", ["x" * 3000, "%00", "..%2f", "\u00e9\u4e2d", "a b"])
def test_odd_addresses_find_nothing(db: None, odd: str) -> None:
    assert Client().get(f"/calendar/{odd}.ics").status_code == 404


def test_a_person_who_may_not_sign_in_has_no_feed(client: Client, injury: Injury) -> None:
    url = feed_url(client, injury)
    User.objects.filter(pk=injury.owner_id).update(is_active=False)

    assert Client().get(url).status_code == 404


def test_a_made_up_diary_gets_no_address(client: Client, user: User, injury: Injury) -> None:
    ends = NOON + timedelta(hours=2)
    User.objects.filter(pk=user.pk).update(is_demo=True, demo_ends_at=ends)

    answer = client.post(reverse("calendar-make", args=[injury.uuid]), {"key": key()})

    assert answer.status_code == 303 and not CalendarFeed.objects.exists()


def test_the_same_form_sent_twice_makes_one_address(client: Client, injury: Injury) -> None:
    sent, url = {"key": key()}, reverse("calendar-make", args=[injury.uuid])

    first, second = client.post(url, sent), client.post(url, sent)

    assert (first.status_code, second.status_code) == (200, 303)
    assert CalendarFeed.objects.count() == 1


def test_when_it_was_last_read_is_kept_to_the_hour(client: Client, injury: Injury, clock) -> None:
    url = feed_url(client, injury)
    for minutes in (0, 30, 45):
        clock.move_to(NOON + timedelta(minutes=minutes), tick=False)
        client.get(url)

    assert CalendarFeed.objects.get().last_read_at == NOON
    assert (
        "Last read on 21 Nov 2026, 12:00." in client.get(reverse("calendar-feed")).content.decode()
    )


def test_a_stranger_s_visit_and_one_without_a_day_are_not_found(
    client: Client, injury: Injury
) -> None:
    for visit in (
        make_visit(make_injury(make_user())),
        make_visit(injury, state="due", on=None),
        make_visit(injury, state="missed"),
    ):
        assert client.get(reverse("visit-file", args=[visit.uuid])).status_code == 404


def test_a_booked_visit_offers_its_file_and_the_page_the_feed(
    client: Client, injury: Injury
) -> None:
    visit = make_visit(injury, on=TODAY + timedelta(days=3))

    text = client.get(reverse("visits")).content.decode()

    assert reverse("visit-file", args=[visit.uuid]) in text
    assert reverse("calendar-feed") in text


def test_a_translated_title_breaks_no_line(
    client: Client, injury: Injury, monkeypatch: pytest.MonkeyPatch
) -> None:
    title = "Termin, Ort; x\\y \u2013 " + "\u00e4rztlich " * 20
    monkeypatch.setattr("tracker.reminders.calendar._", lambda _text: title)
    visit = make_visit(injury)

    text = client.get(reverse("visit-file", args=[visit.uuid])).content

    assert one(client, visit)["SUMMARY"] == title
    assert max(map(len, LINE.findall(text))) <= 77
