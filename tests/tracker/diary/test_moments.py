"""A moment stands beside the day: it never overwrites it, and the higher number counts."""

from datetime import UTC, date, datetime, time, timedelta
from uuid import uuid4

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from rehab.vocabulary import PainContext
from tests.tracker.make import (
    TODAY,
    key,
    make_day,
    make_days,
    make_injury,
    make_user,
    stranger_uuid,
)
from tests.tracker.queries import counting
from tracker.actions.record_day import delete_day
from tracker.actions.record_moment import is_ahead
from tracker.clock import PersonNow
from tracker.diary_reader import read, with_context
from tracker.models import Day, Injury, Moment, Revision, User
from tracker.overview.progress_rows import read as read_progress


def record(injury: Injury, on: date = TODAY) -> str:
    return reverse("moment-record", args=[injury.uuid, on])


def told(**more: str) -> dict[str, str]:
    return {"key": key(), "at": "10:30", "context": "sitting", "nrs": "6"} | more


def seen(injury: Injury) -> Injury:
    return with_context(Injury.objects.filter(pk=injury.pk)).get()


def test_two_moments_of_a_day_stand_beside_it_in_the_order_lived(
    client: Client, injury: Injury
) -> None:
    make_day(injury, sitting=3)

    client.post(record(injury), told(at="11:45", nrs="5", note="after the car"))
    client.post(record(injury), told(at="08:05", context="walking", nrs="1"))

    day = Day.objects.get()
    assert (day.sitting, day.walking, day.number) == (3, None, 1)
    words = client.get("/today/").content.decode()
    assert words.index("08:05, walking 1.") < words.index("11:45, sitting 5.")
    assert "after the car" in words
    assert "Sitting counts as 5: a moment was higher." in words


def test_the_higher_of_day_and_moments_counts_for_rules_and_charts(
    client: Client, injury: Injury
) -> None:
    make_day(injury, sitting=3, rest=4, no_run=True, slept_through=True)
    for context, nrs in [("sitting", 6), ("sitting", 2), ("rest", 1), ("running", 5), ("night", 2)]:
        client.post(record(injury), told(context=context, nrs=str(nrs)))

    (day,) = read(seen(injury), today=TODAY).days
    rows = read_progress(seen(injury), chosen="all", today=TODAY)

    assert (day.sitting, day.rest, day.running, day.night) == (6, 4, 5, 2)
    assert (day.no_run, day.slept_through, day.walking) == (None, None, None)
    assert [(p.on, p.value) for p in rows.points("sitting")] == [(TODAY, 6)]


def test_a_moment_before_the_log_leaves_the_day_open(client: Client, injury: Injury) -> None:
    make_day(injury, TODAY - timedelta(days=1), sitting=2, seat="car", places=[["calf", "right"]])

    client.post(record(injury), told())
    page = client.get("/today/")

    assert page.context["form"]["seat"].value() == "car"
    assert "Same as yesterday" in page.content.decode()
    assert "10:30, sitting 6." in page.content.decode()
    form = {"key": key(), "number": "0", "sitting": "4", "more": "1"}
    answer = client.post(reverse("day-record", args=[injury.uuid, TODAY]), form)
    assert (answer.status_code, answer["Location"]) == (303, "/today/")
    day = Day.objects.get(on=TODAY)
    assert (day.sitting, day.number, day.moments.count()) == (4, 1, 1)


def test_deleting_the_day_keeps_its_moments_and_undo_puts_it_back(
    client: Client, injury: Injury
) -> None:
    day = make_day(injury, sitting=3, note="long drive", places=[["sit_bone", "right"]])
    client.post(record(injury), told())

    client.post(reverse("day-remove", args=[injury.uuid, TODAY]), {"key": key()})

    day.refresh_from_db()
    assert (day.number, day.sitting, day.note, day.places) == (0, None, "", None)
    assert "10:30, sitting 6." in client.get("/today/").content.decode()
    revision = Revision.objects.filter(table="day").latest("pk")
    client.post(reverse("undo", args=[revision.uuid]))
    day.refresh_from_db()
    assert (day.number, day.sitting, day.note) == (1, 3, "long drive")
    assert day.moments.count() == 1


def test_a_second_tap_on_delete_changes_nothing_and_still_knows_the_undo(
    client: Client, injury: Injury
) -> None:
    day = make_day(injury, sitting=3)
    client.post(record(injury), told())
    at, once = PersonNow(timezone.now(), "UTC", TODAY), uuid4()

    first = delete_day(day=day, at=at, key=once)
    again = delete_day(day=Day.objects.get(), at=at, key=once)
    client.post(reverse("day-remove", args=[injury.uuid, TODAY]), {"key": key()})

    assert first is not None and again == first
    assert Revision.objects.filter(table="day").count() == 1


def test_a_day_told_at_the_intake_only_can_be_deleted(client: Client, injury: Injury) -> None:
    make_day(injury, number=0, places=[["sit_bone", "right"]])

    client.post(reverse("day-remove", args=[injury.uuid, TODAY]), {"key": key()})

    assert not Day.objects.exists()
    assert Revision.objects.get().table == "day"


def test_undoing_the_log_of_a_day_keeps_a_moment_told_since(client: Client, injury: Injury) -> None:
    client.post(reverse("day-record", args=[injury.uuid, TODAY]), {"key": key(), "sitting": "4"})
    logged = Revision.objects.get(table="day")
    client.post(record(injury), told())

    client.post(reverse("undo", args=[logged.uuid]))

    assert (Day.objects.get().number, Day.objects.get().sitting) == (0, None)
    assert Moment.objects.get().nrs == 6


def test_a_deleted_day_comes_back_under_a_moment_told_since(client: Client, injury: Injury) -> None:
    make_day(injury, sitting=3)
    client.post(reverse("day-remove", args=[injury.uuid, TODAY]), {"key": key()})
    client.post(record(injury), told())

    client.post(reverse("undo", args=[Revision.objects.get(table="day").uuid]))

    day = Day.objects.get()
    assert (day.sitting, day.number, day.moments.count()) == (3, 1, 1)


def test_changing_deleting_and_bringing_back_a_moment(client: Client, injury: Injury) -> None:
    client.post(record(injury), told())
    moment = Moment.objects.get()
    edit = reverse("moment-edit", args=[moment.uuid])
    assert 'value="10:30"' in client.get(edit).content.decode()

    client.post(edit, told(nrs="7", note="worse"))
    moment.refresh_from_db()
    assert (moment.nrs, moment.note) == (7, "worse")

    client.post(reverse("moment-delete", args=[moment.uuid]), {"key": key()})
    assert not Moment.objects.exists() and not Day.objects.exists()

    toast = client.get("/today/").content.decode()
    gone = Revision.objects.filter(table="moment", after__isnull=True).get()
    assert "The moment is deleted." in toast and str(gone.uuid) in toast
    client.post(reverse("undo", args=[gone.uuid]))
    assert (Moment.objects.get().nrs, Day.objects.get().number) == (7, 0)


def test_undoing_the_first_moment_of_an_open_day_leaves_nothing(
    client: Client, injury: Injury
) -> None:
    client.post(record(injury), told())

    client.post(reverse("undo", args=[Revision.objects.get().uuid]))

    assert not Day.objects.exists()


@pytest.mark.parametrize(
    ("sent", "says"),
    [
        ({"at": ""}, "Enter a time, like 20:00"),
        ({"at": "25:00"}, "Enter a time, like 20:00"),
        ({"at": "12:01"}, "This time is still to come"),
        ({"context": ""}, "Choose when it hurt"),
        ({"context": "flying"}, "Choose when it hurt"),
        ({"nrs": ""}, "Choose a number from 0 to 10"),
        ({"nrs": "11"}, "Choose a number from 0 to 10"),
        ({"note": "a\x00b"}, "Write this note in plain text"),
    ],
)
def test_bad_input_is_answered_beside_the_field_with_what_was_typed(
    client: Client, injury: Injury, sent: dict[str, str], says: str
) -> None:
    answer = client.post(record(injury), told(note="kept words") | sent)

    assert answer.status_code == 422
    assert says in answer.content.decode()
    assert "note" in sent or "kept words" in answer.content.decode()
    assert not Moment.objects.exists() and not Day.objects.exists()


def test_a_lot_of_pain_in_a_moment_offers_the_quick_check(client: Client, injury: Injury) -> None:
    client.post(record(injury), told(nrs="7"))
    assert "That is a lot of pain" not in client.get("/today/").content.decode()

    client.post(record(injury), told(nrs="8"))
    assert "That is a lot of pain" in client.get("/today/").content.decode()


def test_a_stranger_gets_404(client: Client, stranger: Client, injury: Injury) -> None:
    client.post(record(injury), told())
    moment = Moment.objects.get()

    for name in ("moment-edit", "moment-delete"):
        path = reverse(name, args=[moment.uuid])
        assert stranger.get(path).status_code == stranger.post(path).status_code == 404
        assert client.get(reverse(name, args=[stranger_uuid()])).status_code == 404
    assert stranger.post(record(injury), told()).status_code == 404


@pytest.mark.parametrize(
    ("clock", "ahead"),
    [
        (time(1, 29), False),  # after midnight, still the evening of the 24th
        (time(1, 31), True),
        (time(23, 59), False),
        (time(3, 0), False),  # the morning of the 24th
    ],
)
def test_a_time_before_the_day_starts_belongs_to_the_night_after(clock: time, ahead: bool) -> None:
    on = date(2026, 10, 24)
    at = PersonNow(datetime(2026, 10, 24, 23, 30, tzinfo=UTC), "Europe/Berlin", on)

    assert is_ahead(clock, on=on, at=at, starts_hour=3) is ahead


def test_in_the_repeated_hour_a_time_the_clock_showed_is_never_refused(db: None) -> None:
    """02:50 came once already when the clock shows 02:10 for the second time."""
    person = make_user(time_zone="Europe/Berlin", day_starts_hour=0)
    injury = make_injury(person)
    client = Client()
    with time_machine.travel(datetime(2026, 10, 25, 1, 10, tzinfo=UTC), tick=False):
        client.force_login(person)
        answer = client.post(record(injury, date(2026, 10, 25)), told(at="02:50"))

    assert answer.status_code == 303
    moment = Moment.objects.get()
    assert (moment.zone, moment.day.on) == ("Europe/Berlin", date(2026, 10, 25))
    assert moment.logged_at == datetime(2026, 10, 25, 1, 10, tzinfo=UTC)


def test_moments_cost_two_queries_however_many_there_are(
    client: Client, injury: Injury, person: User
) -> None:
    days = make_days(injury, rest=[1] * 30)
    with counting() as none:
        client.get("/today/")
    Moment.objects.create(day=days[-1], at="10:30", context=PainContext.REST.value, nrs=2)
    with counting() as one:
        client.get("/today/")
    for day in Day.objects.all():
        for hour in range(5, 9):
            Moment.objects.create(day=day, at=f"{hour:02}:30", context="rest", nrs=2)
    with counting() as many:
        client.get("/today/")

    assert one.number == none.number + 2
    assert many.number == one.number
