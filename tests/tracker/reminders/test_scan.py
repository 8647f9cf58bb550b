"""Who is looked at each minute, and what is put into the outbox for them."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from rehab.content.catalogue import catalogue
from tests.tracker.make import (
    TODAY,
    make_answer,
    make_day,
    make_days,
    make_injury,
    make_notice,
    make_run,
    make_user,
    make_visit,
)
from tests.tracker.queries import counting
from tracker.models import Injury, Moment, NoticeAction, Outbox, ReminderChoice, User, Visit
from tracker.models.reminder import ReminderKind
from tracker.reminders.due import Wants
from tracker.reminders.scan import scan
from tracker.reminders.still import wants_of, why_not

K = ReminderKind
EIGHT = datetime(2026, 11, 21, 20, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
pytestmark = pytest.mark.django_db


def somebody(**fields: object) -> Injury:
    """A person in UTC whose weekly check is answered, so that only the day is asked about."""
    injury = make_injury(make_user(**fields))
    for question in catalogue().questions.values():
        if question.weekly:
            make_answer(injury, question.id, "no", TODAY - timedelta(days=1))
    return injury


def told(injury: Injury) -> list[str]:
    rows = Outbox.objects.filter(user=injury.owner).order_by("kind")
    return list(rows.values_list("kind", flat=True))


def test_whose_hour_has_come_is_told_and_nobody_else() -> None:
    now, later, far = somebody(), somebody(), somebody(time_zone="Asia/Tokyo")
    ReminderChoice.objects.create(user=later.owner, daily_at=time(20, 1))

    scan(EIGHT, since=EIGHT - MINUTE)

    assert told(now) == [K.DAILY] and told(later) == told(far) == []
    row = Outbox.objects.get()
    assert (row.local_day, row.injury, row.not_before) == (TODAY, now, EIGHT)


def test_looking_twice_or_with_a_gap_tells_once() -> None:
    injury = somebody()
    for now in (EIGHT, EIGHT, EIGHT + MINUTE, EIGHT + timedelta(hours=1)):
        scan(now)
    assert told(injury) == [K.DAILY]


def test_who_travelled_past_their_hour_is_found_within_the_hours_after_it() -> None:
    injury = somebody()
    scan(EIGHT - 30 * MINUTE, since=EIGHT - 31 * MINUTE)
    User.objects.update(time_zone="Europe/Berlin")

    scan(EIGHT - 29 * MINUTE, since=EIGHT - 30 * MINUTE)
    assert told(injury) == []
    scan(EIGHT - 28 * MINUTE)  # the look of the hour
    assert told(injury) == [K.DAILY]


@pytest.mark.parametrize(
    "happens",
    [
        lambda i: make_day(i, TODAY, rest=1),
        lambda i: make_run(i, TODAY),
        lambda i: Injury.objects.update(closed_on=TODAY),
        lambda i: User.objects.update(is_active=False),
        lambda i: User.objects.update(is_demo=True, demo_ends_at=EIGHT + timedelta(days=1)),
        lambda i: ReminderChoice.objects.create(user=i.owner, daily=False),
        lambda i: ReminderChoice.objects.create(user=i.owner, paused_until=TODAY),
    ],
)
def test_who_logged_or_wants_nothing_is_not_told(happens) -> None:
    injury = somebody()
    happens(injury)
    scan(EIGHT)
    assert told(injury) == []


def test_what_the_intake_told_of_the_day_is_no_log_and_a_moment_is_one() -> None:
    injury, sore = somebody(), somebody()
    for each in (injury, sore):
        day = make_day(each, TODAY, number=0, places=[["mid_thigh", "right"]])
    Moment.objects.create(day=day, at=time(9), context="sitting", nrs=3)

    scan(EIGHT)

    assert (told(injury), told(sore)) == ([K.DAILY], [])
    row = Outbox.objects.get()
    assert why_not(injury.owner, [row], wants=Wants(), now=EIGHT) == {}
    row.state, row.sent_at = "sent", EIGHT
    row.save()
    assert list(Outbox.objects.unsettled()) == [row]

    Moment.objects.create(day=injury.days.get(), at=time(9), context="sitting", nrs=3)

    assert why_not(injury.owner, [row], wants=Wants(), now=EIGHT) == {row.pk: "done"}
    assert not Outbox.objects.unsettled().exists()


def test_a_visit_tomorrow_and_a_sign_that_waits_come_with_it() -> None:
    injury = somebody()
    visit = make_visit(injury, on=TODAY + timedelta(days=1))
    sign = make_notice(injury, tier="urgent", told_on=TODAY - timedelta(days=1))
    make_visit(make_injury(make_user(time_zone="Asia/Tokyo")), on=TODAY + timedelta(days=1))

    scan(EIGHT)

    assert told(injury) == [K.DAILY, K.SEE_DUE, K.VISIT]
    assert Outbox.objects.get(kind=K.VISIT).about == visit.uuid
    assert Outbox.objects.get(kind=K.SEE_DUE).about == sign.uuid


def test_a_sign_that_was_seen_to_is_not_asked_about() -> None:
    injury = somebody()
    sign = make_notice(injury, tier="soon", told_on=TODAY - timedelta(days=9))
    NoticeAction.objects.create(notice=sign, kind="seen", on=TODAY - timedelta(days=1))

    scan(EIGHT)

    assert told(injury) == [K.DAILY]


def test_the_weekly_check_comes_when_a_question_of_it_is_a_week_old() -> None:
    injury = somebody()
    injury.owner.answers.all().delete()

    scan(EIGHT)

    assert told(injury) == [K.CHECK, K.DAILY]


def test_who_logs_and_answers_in_the_app_gets_no_mail_about_the_check() -> None:
    injury = somebody()
    injury.owner.answers.update(on=TODAY - timedelta(days=7))
    make_day(injury, TODAY - timedelta(days=1), rest=1, logged_at=EIGHT - timedelta(days=1))

    scan(EIGHT)

    assert told(injury) == [K.DAILY]


def test_an_own_visit_without_a_day_is_asked_about_twice_and_then_left() -> None:
    injury = somebody()
    ReminderChoice.objects.create(user=injury.owner, daily=False, check_weekly=False)
    made = EIGHT - timedelta(hours=3)
    visit = make_visit(injury, state="due", on=None, changed_at=made)
    make_visit(injury, state="missed", on=TODAY, changed_at=made, notice=make_notice(injury))
    closed = make_injury(injury.owner, closed_on=TODAY)
    make_visit(closed, state="due", on=None, changed_at=made)
    now = EIGHT
    while now < EIGHT + timedelta(days=90):
        scan(now)
        Outbox.objects.filter(sent_at=None).update(state="sent", sent_at=now)
        now += timedelta(days=1)

    rows = Outbox.objects.filter(kind=K.SEE_DUE, about=visit.uuid).order_by("local_day")
    assert [(row.local_day - TODAY).days for row in rows] == [14, 28]
    assert rows[0].injury == injury
    own = set(Visit.objects.exclude(pk=visit.pk).values_list("uuid", flat=True))
    assert not Outbox.objects.filter(about__in=own).exists()


@pytest.mark.parametrize(
    ("happens", "because"),
    [
        (lambda v: None, ""),
        (lambda v: Visit.objects.update(state="booked", on=TODAY + timedelta(days=9)), "passed"),
        (lambda v: Visit.objects.update(state="later", changed_at=EIGHT), "seen"),
        (lambda v: v.delete(), "passed"),
        (lambda v: ReminderChoice.objects.update(visits=False), "unwanted"),
        (lambda v: ReminderChoice.objects.update(signs=False), ""),
    ],
)
def test_what_is_still_so_of_an_own_visit_is_looked_at_before_it_leaves(happens, because) -> None:
    injury = somebody()
    ReminderChoice.objects.create(user=injury.owner, daily=False)
    visit = make_visit(injury, state="due", on=None, changed_at=EIGHT - timedelta(days=14))
    scan(EIGHT)
    row = Outbox.objects.get()
    happens(visit)

    wants = wants_of(ReminderChoice.objects.get())
    found = why_not(injury.owner, [row], wants=wants, now=EIGHT)

    assert found.get(row.pk, "") == because


def test_a_day_in_another_zone_is_that_zone_s_day() -> None:
    injury = somebody(time_zone="Pacific/Auckland")
    eight = datetime(2026, 11, 22, 7, 0, tzinfo=UTC)
    make_day(injury, date(2026, 11, 21), rest=1)

    scan(eight)

    assert Outbox.objects.get().local_day == date(2026, 11, 22)


def test_what_it_asks_does_not_grow_with_people_or_days() -> None:
    def cost() -> int:
        Outbox.objects.all().delete()
        with counting() as count:
            scan(EIGHT)
        return count.number

    for _ in range(2):
        make_days(somebody(), last=TODAY - timedelta(days=1), sitting=[3] * 5)
    few = cost()
    for _ in range(6):
        make_days(somebody(), last=TODAY - timedelta(days=1), sitting=[3] * 60)

    assert cost() == few <= 16


def test_small_batches_find_the_same() -> None:
    people = [somebody() for _ in range(5)]

    done = scan(EIGHT, batch=2)

    assert done.people == done.told == 5
    assert all(told(injury) == [K.DAILY] for injury in people)
