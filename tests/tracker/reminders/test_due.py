"""What is due: once a day, at the person's own hour, and in the end not at all."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rehab.vocabulary import Tier
from tests.tracker.reminders.test_wall import CHANGING, changes
from tracker.clock import diary_day
from tracker.models.reminder import ReminderKind
from tracker.reminders.due import (
    Booked,
    Due,
    Person,
    PlanDay,
    Told,
    Waiting,
    Wants,
    due,
    held_until,
    is_too_old,
    is_wanted,
)
from tracker.reminders.wall import Quiet, instant

K = ReminderKind
EIGHT = datetime(2026, 11, 21, 20, 0, tzinfo=UTC)
TODAY = EIGHT.date()
DAY = timedelta(days=1)
QUIET_ONLY = Wants(check_weekly=False, self_tests=False, after_return=False)
# Chosen outside of the usual quiet hours, as the table demands.
HOURS = st.integers(7 * 60, 22 * 60 - 1).map(lambda m: time(m // 60, m % 60))


def somebody(**fields: object) -> Person:
    fields.setdefault("zone", "UTC")
    fields.setdefault("wants", QUIET_ONLY)
    return Person(**fields)  # type: ignore[arg-type]


def kinds(person: Person, now: datetime = EIGHT) -> list[ReminderKind]:
    return [each.kind for each in due(person, now)]


def live(
    person: Person,
    start: datetime,
    end: datetime,
    step: timedelta,
    change: Callable[[Person, datetime], Person] = lambda person, now: person,
) -> list[tuple[datetime, Due]]:
    """Look every `step` as the worker does, and tell at once what is due."""
    found, now = [], start
    while now < end:
        person = change(person, now)
        for each in due(person, now):
            found.append((now, each))
            told = Told(each.kind, each.local_day, now, each.about)
            person = replace(person, told=(*person.told, told))
        now += step
    return found


def test_the_daily_reminder_comes_at_the_chosen_minute_and_not_before() -> None:
    person = somebody(wants=replace(QUIET_ONLY, daily_at=time(19, 30)))

    assert kinds(person, EIGHT.replace(hour=19, minute=29)) == []
    assert kinds(person, EIGHT.replace(hour=19, minute=30)) == [K.DAILY]


def test_it_does_not_come_when_the_day_holds_an_entry() -> None:
    assert kinds(somebody(has_today=True)) == []


def test_nothing_comes_after_opt_out_or_in_a_pause() -> None:
    assert kinds(somebody(wants=replace(QUIET_ONLY, daily=False))) == []
    assert kinds(somebody(wants=replace(QUIET_ONLY, paused_until=TODAY))) == []
    assert kinds(somebody(wants=replace(QUIET_ONLY, paused_until=TODAY - DAY))) == [K.DAILY]


def test_a_worker_that_was_down_tells_within_hours_and_never_yesterday() -> None:
    assert kinds(somebody(), EIGHT + timedelta(hours=2, minutes=59)) == [K.DAILY]
    assert kinds(somebody(), EIGHT + timedelta(hours=3)) == []
    (told,) = due(somebody(), EIGHT + DAY)
    assert told.local_day == TODAY + DAY


def test_unanswered_reminders_slow_down_say_goodbye_and_stop() -> None:
    end = EIGHT + timedelta(days=120)
    found = live(somebody(), EIGHT, end, timedelta(minutes=30))

    days = [(now.date() - TODAY).days for now, each in found if each.kind is K.DAILY]
    assert days == [0, 1, 2, 3, 4, 5, 6, 13, 20, 27]
    ((when, last),) = [(now, each) for now, each in found if each.kind is K.GOODBYE]
    assert (when.date() - TODAY).days == 34
    assert found[-1][1] is last


def test_an_entry_after_the_goodbye_brings_the_reminders_back() -> None:
    goodbye = Told(K.GOODBYE, TODAY - 5 * DAY, EIGHT - 5 * DAY)
    person = somebody(told=(goodbye,))

    assert kinds(person) == []
    assert kinds(replace(person, logged_at=EIGHT - DAY)) == [K.DAILY]


def test_after_a_goodbye_nothing_of_the_week_comes_either() -> None:
    goodbye = Told(K.GOODBYE, TODAY - 5 * DAY, EIGHT - 5 * DAY)
    plan = PlanDay(exercises=True, self_tests=True, after_return=True)
    wants = Wants(exercises=True)

    assert set(kinds(somebody(wants=wants, plan=plan))) == {
        K.DAILY,
        K.EXERCISES,
        K.CHECK,
        K.SELF_TEST,
        K.AFTER_RETURN,
    }
    assert kinds(somebody(wants=wants, plan=plan, told=(goodbye,))) == []


def test_the_weekly_check_comes_once_a_week_and_three_times_for_nothing() -> None:
    person = somebody(wants=replace(QUIET_ONLY, daily=False, check_weekly=True))

    found = live(person, EIGHT, EIGHT + timedelta(days=60), timedelta(hours=1))

    assert [(now.date() - TODAY).days for now, _ in found] == [0, 7, 14]
    assert kinds(replace(person, checked_on=TODAY - 6 * DAY)) == []
    assert kinds(replace(person, checked_on=TODAY - 7 * DAY)) == [K.CHECK]


def test_who_logs_is_asked_for_the_check_on_today_and_not_by_message() -> None:
    wants = replace(QUIET_ONLY, daily=False, check_weekly=True)

    def lives(checked_on: date, *, logs_until: datetime) -> list[date]:
        def change(person: Person, now: datetime) -> Person:
            return replace(person, logged_at=min(now - timedelta(hours=1), logs_until))

        person = somebody(wants=wants, checked_on=checked_on)
        told = live(person, EIGHT, EIGHT + 60 * DAY, DAY, change)
        return [each.local_day for _, each in told if each.kind is K.CHECK]

    logging = lives(TODAY, logs_until=EIGHT + 99 * DAY)
    # Left on the page for three weeks: one message, and one more after four.
    assert logging == [TODAY + 21 * DAY, TODAY + 49 * DAY]
    # Who stops logging sees no Today: by the week, three times.
    stops = lives(TODAY, logs_until=EIGHT + 2 * DAY)
    assert stops == [TODAY + 9 * DAY, TODAY + 16 * DAY, TODAY + 23 * DAY]


def test_a_visit_is_told_the_evening_before_and_asked_about_on_its_evening() -> None:
    visit = Booked(uuid4(), TODAY + DAY, time(17, 30))
    person = somebody(visits=(visit,), wants=replace(QUIET_ONLY, daily=False))

    (before,) = due(person, EIGHT)
    (after,) = due(person, EIGHT + DAY)

    assert (before.kind, before.about, before.local_day) == (K.VISIT, visit.uuid, visit.on)
    assert (after.kind, after.local_day) == (K.DID_YOU_GO, visit.on)


def test_did_you_go_waits_until_the_visit_can_be_over() -> None:
    visit = Booked(uuid4(), TODAY, time(19, 0))
    person = somebody(visits=(visit,), wants=replace(QUIET_ONLY, daily=False, daily_at=time(8)))

    (asked,) = due(person, EIGHT.replace(hour=8))

    assert asked.not_before == EIGHT.replace(hour=21)


@pytest.mark.parametrize(
    ("tier", "rest", "days"),
    [
        (Tier.EMERGENCY, 0, list(range(1, 30))),
        (Tier.URGENT, 1, [1, 2, 3, 10, 17, 24]),
        (Tier.SOON, 7, [7, 14]),
        (Tier.ROUTINE, 14, [14, 28]),
    ],
)
def test_a_sign_that_waits_is_asked_about_again_by_its_tier(
    tier: Tier, rest: int, days: list[int]
) -> None:
    sign = Waiting(uuid4(), tier, TODAY, rest)
    wants = replace(QUIET_ONLY, daily=False, paused_until=TODAY + 90 * DAY)

    found = live(
        somebody(waiting=(sign,), wants=wants), EIGHT, EIGHT + 30 * DAY, timedelta(hours=1)
    )

    assert [(now.date() - TODAY).days for now, _ in found] == days


@given(
    zone=st.sampled_from(CHANGING),
    which=st.integers(0, 1),
    daily_at=HOURS,
    step=st.integers(1, 170),
    offset=st.integers(0, 59),
)
def test_over_both_changes_of_the_clocks_it_comes_once_a_day_at_its_hour(
    zone: str, which: int, daily_at: time, step: int, offset: int
) -> None:
    here, day = ZoneInfo(zone), changes(zone)[which]
    start = datetime.combine(day - 2 * DAY, time(12, offset), tzinfo=UTC)
    person = somebody(zone=zone, wants=replace(QUIET_ONLY, daily_at=daily_at))

    found = live(person, start, start + 4 * DAY, timedelta(minutes=step))

    days = [each.local_day for _, each in found]
    assert len(days) == len(set(days)) and len(days) >= 3
    for now, each in found:
        asked = instant(each.local_day, daily_at, zone=zone)
        assert timedelta() <= now - asked < timedelta(hours=3)
        assert now.astimezone(here).hour not in range(2, 7)


@given(
    zones=st.lists(st.sampled_from(CHANGING), min_size=2, max_size=6),
    daily_at=HOURS,
    flights=st.lists(st.integers(60, 60 * 40), min_size=6, max_size=6),
)
def test_whoever_travels_is_told_once_per_day_of_theirs(
    zones: list[str], daily_at: time, flights: list[int]
) -> None:
    start = datetime(2026, 6, 1, tzinfo=UTC)
    arrivals = [start + timedelta(minutes=sum(flights[:n])) for n in range(len(zones))]

    def fly(person: Person, now: datetime) -> Person:
        there = [zone for at, zone in zip(arrivals, zones, strict=True) if at <= now][-1]
        return replace(person, zone=there)

    person = somebody(zone=zones[0], wants=replace(QUIET_ONLY, daily_at=daily_at))
    found = live(person, start, start + 8 * DAY, timedelta(minutes=20), fly)

    days = [each.local_day for _, each in found]
    assert len(days) == len(set(days)) and days == sorted(days)


@given(back=st.integers(1, 48), zone=st.sampled_from(CHANGING), daily_at=HOURS)
def test_a_clock_that_is_set_back_tells_nothing_twice(back: int, zone: str, daily_at: time) -> None:
    start = datetime(2026, 6, 1, tzinfo=UTC)
    person = somebody(zone=zone, wants=replace(QUIET_ONLY, daily_at=daily_at))
    first = live(person, start, start + 4 * DAY, timedelta(minutes=30))
    told = tuple(Told(each.kind, each.local_day, now, each.about) for now, each in first)

    again = start + 4 * DAY - timedelta(hours=back)
    second = live(replace(person, told=told), again, start + 5 * DAY, timedelta(minutes=30))

    days = [each.local_day for _, each in first + second]
    assert len(days) == len(set(days))


@given(
    zone=st.sampled_from(CHANGING),
    which=st.integers(0, 1),
    minute=st.integers(0, 48 * 60),
    start=st.times(),
    end=st.times(),
)
def test_nothing_ordinary_leaves_by_night_or_in_quiet_hours(
    zone: str, which: int, minute: int, start: time, end: time
) -> None:
    now = datetime.combine(changes(zone)[which], time(), tzinfo=UTC) + timedelta(minutes=minute)
    wants, local = Wants(quiet=Quiet(start, end)), now.astimezone(ZoneInfo(zone)).time()
    is_held = wants.quiet.holds(local) or local < time(6)

    for kind in K:
        until = held_until(kind, now, zone=zone, wants=wants)
        assert (until is not None) == (is_held and kind is not K.SIGN_EMERGENCY)
        assert until is None or until > now


def test_an_urgent_sign_leaves_in_quiet_hours_only_where_the_person_allows_it() -> None:
    night = EIGHT.replace(hour=23)

    assert held_until(K.SIGN_URGENT, night, zone="UTC", wants=Wants()) == night.replace(
        day=22, hour=7
    )
    allowed = Wants(urgent_in_quiet=True)
    assert held_until(K.SIGN_URGENT, night, zone="UTC", wants=allowed) is None
    assert held_until(K.SIGN_SOON, night, zone="UTC", wants=allowed) is not None


def test_what_is_of_a_day_is_too_old_on_the_next_and_a_sign_after_a_week() -> None:
    assert not is_too_old(K.DAILY, TODAY, today=TODAY)
    assert is_too_old(K.DAILY, TODAY, today=TODAY + DAY)
    assert not is_too_old(K.SIGN_URGENT, TODAY, today=TODAY + 7 * DAY)
    assert is_too_old(K.SIGN_URGENT, TODAY, today=TODAY + 8 * DAY)
    assert not is_too_old(K.DAILY, TODAY, today=TODAY - DAY)


def test_every_kind_has_a_switch_but_the_reply_of_a_person() -> None:
    off = Wants(
        daily=False,
        exercises=False,
        check_weekly=False,
        self_tests=False,
        after_return=False,
        visits=False,
        signs=False,
    )
    assert [kind for kind in K if is_wanted(kind, off, today=TODAY)] == [K.REPLY]


def test_the_diary_day_decides_for_who_is_reminded_after_midnight() -> None:
    wants = replace(QUIET_ONLY, daily_at=time(1, 30), quiet=Quiet(time(4), time(4)))
    person = somebody(wants=wants)
    now = datetime(2026, 11, 22, 1, 30, tzinfo=UTC)

    (told,) = due(person, now)

    assert told.local_day == TODAY == diary_day(now, zone="UTC", day_starts_hour=3)


def test_ids_of_things_are_kept() -> None:
    sign = Waiting(uuid4(), Tier.URGENT, TODAY - DAY, 1, injury=7)
    found = {each.kind: each for each in due(somebody(waiting=(sign,), injury=7), EIGHT)}

    assert isinstance(found[K.SEE_DUE].about, UUID)
    assert found[K.SEE_DUE].injury == found[K.DAILY].injury == 7
    assert found[K.DAILY].local_day == date(2026, 11, 21)


def test_an_urgent_sign_that_was_arranged_is_asked_about_on_the_very_next_day() -> None:
    arranged_yesterday = Waiting(uuid4(), Tier.URGENT, TODAY, 0, was_put_off=True)

    assert K.SEE_DUE in {each.kind for each in due(somebody(waiting=(arranged_yesterday,)), EIGHT)}


def test_a_sign_told_today_is_not_asked_about_the_same_evening() -> None:
    told_today = Waiting(uuid4(), Tier.URGENT, TODAY, 0)

    assert K.SEE_DUE not in {each.kind for each in due(somebody(waiting=(told_today,)), EIGHT)}


def test_remind_me_later_reminds_on_the_day_that_was_named() -> None:
    """Not after another rest of its tier."""
    put_off = Waiting(uuid4(), Tier.SOON, TODAY, 7, was_put_off=True)
    told = Waiting(uuid4(), Tier.SOON, TODAY - 3 * DAY, 7)
    found = [each for each in due(somebody(waiting=(put_off, told)), EIGHT) if each.about]

    assert [(each.kind, each.about) for each in found] == [(K.SEE_DUE, put_off.uuid)]
