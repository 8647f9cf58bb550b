"""The worker as it looks and delivers, in every zone of this machine, over each change of its year.

With a worker that is down for a day and a clock that is set back: nothing twice, nothing in
quiet hours or by night, nothing of yesterday.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from uuid import UUID, uuid5
from zoneinfo import ZoneInfo, available_timezones

from tests.tracker.reminders.test_wall import changes
from tracker.models.reminder import ReminderKind
from tracker.reminders.due import Booked, Due, Person, Told, Wants, due, held_until, is_too_old
from tracker.reminders.wall import instant

K = ReminderKind
DAY, HOUR, STEP = timedelta(days=1), timedelta(hours=1), timedelta(minutes=30)
ZONES = sorted(available_timezones())
# A zone whose clocks stand still all year is looked at over a day of no meaning.
ANY_DAY = date(2026, 6, 10)
TIMES = (time(7), time(12, 30), time(21, 30))
NAMES = UUID(int=8)


def work(person: Person, looks: Iterable[datetime]) -> list[tuple[datetime, Due]]:
    """What leaves the house: each look puts into the outbox, then delivers what may leave."""
    waiting: list[Due] = []
    sent = []
    for now in looks:
        for each in due(person, now):
            waiting.append(each)
            told = Told(each.kind, each.local_day, None, each.about)
            person = replace(person, told=(*person.told, told))
        later = []
        for each in waiting:
            if each.not_before > now:
                later.append(each)
            elif is_too_old(each.kind, each.local_day, today=person.today(now)):
                continue
            elif until := held_until(each.kind, now, zone=person.zone, wants=person.wants):
                later.append(replace(each, not_before=until))
            else:
                sent.append((now, each))
        waiting = later
    return sent


def steadily(start: datetime, end: datetime) -> Iterator[datetime]:
    while start < end:
        yield start
        start += STEP


def person(zone: str, day: date, at: time) -> Person:
    """Somebody with a visit on the day after the change, who is reminded at that time."""
    visit = Booked(uuid5(NAMES, zone), day + DAY, time(9))
    wants = Wants(daily_at=at, self_tests=False, after_return=False)
    return Person(zone=zone, wants=wants, visits=(visit,))


def walks() -> Iterator[tuple[int, str, date, time]]:
    """Every zone, over each of its changes, at one of the times after the other, with a number."""
    number = 0
    for zone in ZONES:
        for day in changes(zone) or (ANY_DAY,):
            yield number, zone, day, TIMES[number % len(TIMES)]
            number += 1


def begin(zone: str, day: date) -> datetime:
    """Noon of the day before the day before, as their clocks show it."""
    return instant(day - 2 * DAY, time(12), zone=zone)


def is_at_rest(now: datetime, zone: str, wants: Wants) -> bool:
    local = now.astimezone(ZoneInfo(zone)).time()
    return wants.quiet.holds(local) or local < time(6)


def assert_once_and_by_day(sent: list[tuple[datetime, Due]], someone: Person) -> None:
    names = [(each.kind, each.local_day, each.about) for _, each in sent]
    assert len(names) == len(set(names)), (someone.zone, names)
    for now, each in sent:
        assert not is_at_rest(now, someone.zone, someone.wants), (someone.zone, now, each)
        if each.kind is K.DAILY:
            assert each.local_day == someone.today(now), (someone.zone, now)


def test_the_walk_holds_every_zone_and_both_changes_of_a_year() -> None:
    seen = {(zone, day) for _, zone, day, _ in walks()}

    assert {zone for zone, _ in seen} == available_timezones()
    assert {day for zone, day in seen if zone == "Europe/London"} == {
        date(2026, 3, 29),
        date(2026, 10, 25),
    }


def test_each_day_brings_one_reminder_at_its_hour_and_each_visit_one() -> None:
    for _, zone, day, at in walks():
        someone, start = person(zone, day, at), begin(zone, day)
        sent = work(someone, steadily(start, start + 4 * DAY))

        assert_once_and_by_day(sent, someone)
        daily = [(now, each.local_day) for now, each in sent if each.kind is K.DAILY]
        assert len(daily) in (3, 4, 5), (zone, day, at)
        for now, local_day in daily:
            assert timedelta() <= now - instant(local_day, at, zone=zone) <= STEP, (zone, now)
        kinds = [each.kind for _, each in sent]
        assert kinds.count(K.VISIT) == 1, (zone, day, at)


def test_a_worker_that_was_down_for_a_day_tells_nothing_late_or_twice() -> None:
    for number, zone, day, at in walks():
        someone, start = person(zone, day, at), begin(zone, day)
        gap = start + (number % 36) * HOUR
        looks = [now for now in steadily(start, start + 4 * DAY) if not gap <= now < gap + DAY]

        sent = work(someone, looks)

        assert_once_and_by_day(sent, someone)
        assert sum(each.kind is K.DAILY for _, each in sent) >= 2, (zone, day, at)


def test_a_clock_that_is_set_back_over_a_change_tells_nothing_twice() -> None:
    for number, zone, day, at in walks():
        someone, start = person(zone, day, at), begin(zone, day)
        wrong = start + 3 * DAY
        right = wrong - (1 + number % 48) * HOUR
        looks = [*steadily(start, wrong), *steadily(right, start + 4 * DAY)]

        assert_once_and_by_day(work(someone, looks), someone)


def test_whoever_flies_over_a_change_is_told_once_per_day_and_never_at_rest() -> None:
    """From each zone to another one, at some hour around the change."""
    for number, zone, day, at in walks():
        there = ZONES[(number * 31) % len(ZONES)]
        someone, start = person(zone, day, at), begin(zone, day)
        landed = start + (24 + number % 36) * HOUR
        before = work(someone, steadily(start, landed))
        told = tuple(Told(each.kind, each.local_day, now, each.about) for now, each in before)
        arrived = replace(someone, zone=there, told=told)
        after = work(arrived, steadily(landed, landed + 2 * DAY))

        assert_once_and_by_day(before, someone)
        assert_once_and_by_day(after, arrived)
        days = [each.local_day for _, each in before + after if each.kind is K.DAILY]
        assert len(days) == len(set(days)), (zone, there, days)
