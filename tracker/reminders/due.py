"""What is due for one person at one instant, and what may still leave the house.

Pure: plain values and `now` go in. Everything of a day comes at the one time of day that the
person chose, so that it makes one message. It is due for a few hours after that time and no
longer: a worker that was down for a day does not tell yesterday.

- Daily: only while the diary day holds no entry. After seven in a row without an entry once a
  week; after three of those one goodbye; then nothing ordinary until the person logs again.
- What comes by the week (safety check, self-tests, the weeks after a return) stops after three
  that were not followed by any entry. Who logs is asked for the safety check on Today: a message
  comes only when it was left for three weeks there, and then every four.
- Signs that wait for an answer are asked about again by tier: an emergency every day, an urgent
  one for three days and then every week, soon and routine after their rest, twice.
- A visit on the day before; "Did you go?" on its evening, for three days. One of the person's
  own without a day is asked about after two weeks and once more two weeks later.
A person is reminded of a thing once per diary day: the outbox holds that.
Source: decisions 2.8 and 3; the numbers are judgement.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from uuid import UUID

from rehab.vocabulary import Tier
from tracker.clock import diary_day, zone_or_utc
from tracker.models.reminder import ReminderKind
from tracker.reminders.wall import (
    NIGHT_ENDS,
    Quiet,
    diary_instant,
    end_of_night,
    end_of_quiet,
    instant,
)

# How long after its time a reminder is still made.
LATE = timedelta(hours=3)
DAILY_IN_A_ROW = 7
WEEKLY_IN_A_ROW = 3
WEEK = timedelta(days=7)
GO_ASKED_DAYS = 3
EVENING = time(18)
AFTER_VISIT = timedelta(hours=2)
URGENT_DAYS = 3
CALM_TIMES = 2
DEFAULT_REST = 14
CHECK_EVERY = timedelta(days=7)
# Who logs is asked on Today; for how long that is left to the page, and what comes then.
LEFT_TO_TODAY = timedelta(days=21)
LEFT_AGAIN = timedelta(days=28)

SIGNS = frozenset(
    {
        ReminderKind.SIGN_EMERGENCY,
        ReminderKind.SIGN_URGENT,
        ReminderKind.SIGN_SOON,
        ReminderKind.SIGN_ROUTINE,
    }
)
VISITS = frozenset({ReminderKind.VISIT, ReminderKind.DID_YOU_GO})
# True on its own day only.
OF_THE_DAY = frozenset(
    {
        ReminderKind.DAILY,
        ReminderKind.EXERCISES,
        ReminderKind.CHECK,
        ReminderKind.SELF_TEST,
        ReminderKind.AFTER_RETURN,
        ReminderKind.GOODBYE,
    }
)
# What is left out after a goodbye and during a pause: nothing of it is about a danger.
ORDINARY = OF_THE_DAY
# Days after its own day on which a kind may still be sent.
LIVES = {
    ReminderKind.VISIT: 0,
    ReminderKind.DID_YOU_GO: GO_ASKED_DAYS,
    ReminderKind.SEE_DUE: 2,
    ReminderKind.REPLY: 7,
    ReminderKind.SIGN_EMERGENCY: 7,
    ReminderKind.SIGN_URGENT: 7,
    ReminderKind.SIGN_SOON: 7,
    ReminderKind.SIGN_ROUTINE: 7,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Wants:
    """What a person chose; the defaults hold for one who never chose."""

    daily: bool = True
    daily_at: time = time(20)
    exercises: bool = False
    check_weekly: bool = True
    self_tests: bool = True
    after_return: bool = True
    visits: bool = True
    signs: bool = True
    urgent_in_quiet: bool = False
    quiet: Quiet = field(default_factory=Quiet)
    paused_until: date | None = None


@dataclass(frozen=True, slots=True)
class Told:
    """A row of the outbox: `at` is when it was sent, None when it was not (yet)."""

    kind: ReminderKind
    day: date
    at: datetime | None
    about: UUID | None = None


@dataclass(frozen=True, slots=True)
class Booked:
    """A booked visit; `on` and `at` are wall times of the person."""

    uuid: UUID
    on: date
    at: time | None
    injury: int | None = None


@dataclass(frozen=True, slots=True)
class Waiting:
    """An open sign that waits for an answer since `since`: told then, or put off until then.

    `rest` is how many days its tier rests between two reminders. One that was put off is
    asked about on the very day. A visit of the person's own that has no day waits like a
    routine sign.
    """

    uuid: UUID
    tier: Tier
    since: date
    rest: int
    injury: int | None = None
    was_put_off: bool = False


@dataclass(frozen=True, slots=True)
class PlanDay:
    """What the plan asks for today; all False without a plan."""

    exercises: bool = False
    self_tests: bool = False
    after_return: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """What is known of a person with an open injury. Days are diary days of theirs.

    `logged_on` and `logged_at` are the newest day with an entry and when the newest entry was
    written; `checked_on` the day of the last whole safety check. `told` need not be sorted.
    """

    zone: str
    day_starts_hour: int = 3
    wants: Wants = field(default_factory=Wants)
    injury: int | None = None
    has_today: bool = False
    logged_at: datetime | None = None
    checked_on: date | None = None
    told: Sequence[Told] = ()
    visits: Sequence[Booked] = ()
    waiting: Sequence[Waiting] = ()
    unbooked: Sequence[Waiting] = ()
    plan: PlanDay = field(default_factory=PlanDay)

    def today(self, now: datetime) -> date:
        return diary_day(now, zone=self.zone, day_starts_hour=self.day_starts_hour)


@dataclass(frozen=True, slots=True)
class Due:
    """One thing to put into the outbox."""

    kind: ReminderKind
    local_day: date
    not_before: datetime
    about: UUID | None = None
    injury: int | None = None


def is_time(person: Person, now: datetime) -> bool:
    """Whether the person's time of day has come and is not long over."""
    at = diary_instant(
        person.today(now),
        person.wants.daily_at,
        zone=person.zone,
        day_starts_hour=person.day_starts_hour,
    )
    return at <= now < at + LATE


def asks_plan(person: Person, now: datetime) -> bool:
    """Whether something of the plan could be due, so that reading the plan is worth it."""
    wants = person.wants
    if not is_time(person, now) or not _is_ordinary_open(person, now):
        return False
    return (
        (wants.exercises and not _is_told_on(person, ReminderKind.EXERCISES, person.today(now)))
        or (wants.self_tests and _is_week_open(person, ReminderKind.SELF_TEST, now))
        or (wants.after_return and _is_week_open(person, ReminderKind.AFTER_RETURN, now))
    )


def due(person: Person, now: datetime) -> list[Due]:
    """Everything that is due for this person now; what was told stays out."""
    if not is_time(person, now):
        return []
    found = [*_of_the_day(person, now), *_visits(person, now), *_waiting(person, now)]
    told = {(each.kind, each.day, each.about) for each in person.told}
    return [each for each in found if (each.kind, each.local_day, each.about) not in told]


def _of_the_day(person: Person, now: datetime) -> Iterator[Due]:
    today, wants, plan = person.today(now), person.wants, person.plan
    if not _is_ordinary_open(person, now):
        return
    kinds = [_daily(person, now)] if wants.daily and not person.has_today else []
    if wants.exercises and plan.exercises and len(_unanswered(person, ReminderKind.EXERCISES)) < 7:
        kinds.append(ReminderKind.EXERCISES)
    if wants.check_weekly and _asks_check(person, now):
        kinds.append(ReminderKind.CHECK)
    weekly = (
        (ReminderKind.SELF_TEST, wants.self_tests and plan.self_tests),
        (ReminderKind.AFTER_RETURN, wants.after_return and plan.after_return),
    )
    kinds += [kind for kind, is_asked in weekly if is_asked and _is_week_open(person, kind, now)]
    for kind in kinds:
        if kind is not None:
            yield Due(kind, today, now, injury=person.injury)


def _is_ordinary_open(person: Person, now: datetime) -> bool:
    """Whether ordinary reminders come at all: no pause, and no goodbye since the last entry."""
    paused = person.wants.paused_until
    if paused is not None and person.today(now) <= paused:
        return False
    return not any(each.kind is ReminderKind.GOODBYE for each in _since_log(person, person.told))


def _daily(person: Person, now: datetime) -> ReminderKind | None:
    """The daily reminder, the goodbye in its place, or neither on this day."""
    today = person.today(now)
    rows = [each for each in person.told if each.kind is ReminderKind.DAILY]
    if any(each.day >= today for each in rows):
        return None
    unanswered = _unanswered(person, ReminderKind.DAILY)
    if len(unanswered) < DAILY_IN_A_ROW:
        return ReminderKind.DAILY
    if today - max(each.day for each in unanswered) < WEEK:
        return None
    is_over = len(unanswered) >= DAILY_IN_A_ROW + WEEKLY_IN_A_ROW
    return ReminderKind.GOODBYE if is_over else ReminderKind.DAILY


def _unanswered(person: Person, kind: ReminderKind) -> list[Told]:
    """Those of a kind that were sent since the last entry."""
    return [each for each in _since_log(person, person.told) if each.kind is kind]


def _since_log(person: Person, told: Iterable[Told]) -> list[Told]:
    return [
        each
        for each in told
        if each.at is not None and (person.logged_at is None or each.at > person.logged_at)
    ]


def _asks_check(person: Person, now: datetime) -> bool:
    """Whether the weekly check is due and nothing but a message would ask for it."""
    is_logging = person.logged_at is not None and now - person.logged_at < WEEK
    rest = LEFT_TO_TODAY if is_logging else CHECK_EVERY
    if person.checked_on is not None and person.today(now) - person.checked_on < rest:
        return False
    every = LEFT_AGAIN if is_logging else WEEK
    return _is_week_open(person, ReminderKind.CHECK, now, every=every)


def _is_week_open(
    person: Person, kind: ReminderKind, now: datetime, *, every: timedelta = WEEK
) -> bool:
    """Whether a weekly reminder may come: a week since the last, and not three for nothing."""
    days = [each.day for each in person.told if each.kind is kind]
    if days and person.today(now) - max(days) < every:
        return False
    return len(_unanswered(person, kind)) < WEEKLY_IN_A_ROW


def _is_told_on(person: Person, kind: ReminderKind, day: date) -> bool:
    return any(each.kind is kind and each.day == day for each in person.told)


def _visits(person: Person, now: datetime) -> Iterator[Due]:
    if not person.wants.visits:
        return
    local = now.astimezone(zone_or_utc(person.zone)).date()
    for visit in person.visits:
        if visit.on == local + timedelta(days=1):
            yield Due(ReminderKind.VISIT, visit.on, now, visit.uuid, visit.injury)
        if timedelta() <= local - visit.on <= timedelta(days=GO_ASKED_DAYS):
            gone = instant(visit.on, visit.at or EVENING, zone=person.zone)
            if visit.at is not None:
                gone += AFTER_VISIT
            evening = instant(visit.on, EVENING, zone=person.zone)
            at = max(now, gone, evening)
            yield Due(ReminderKind.DID_YOU_GO, visit.on, at, visit.uuid, visit.injury)


def _waiting(person: Person, now: datetime) -> Iterator[Due]:
    """The signs that wait, asked about again, and own visits without a day.

    A sign told today speaks for itself.
    """
    wants, today = person.wants, person.today(now)
    signs = person.waiting if wants.signs else ()
    for sign in [*signs, *(person.unbooked if wants.visits else ())]:
        days = (today - sign.since).days
        is_day = days >= 1 or (sign.was_put_off and days == 0)
        if is_day and _asks_again(person, sign, today=today, days=days):
            yield Due(ReminderKind.SEE_DUE, today, now, sign.uuid, sign.injury)


def _asks_again(person: Person, sign: Waiting, *, today: date, days: int) -> bool:
    asked = [
        each.day
        for each in person.told
        if each.kind is ReminderKind.SEE_DUE and each.about == sign.uuid and each.day >= sign.since
    ]
    if not asked and sign.was_put_off:
        return True
    since = (today - max(asked)).days if asked else days
    if since < 1:
        return False
    if sign.tier is Tier.EMERGENCY:
        return True
    if sign.tier is Tier.URGENT:
        return len(asked) < URGENT_DAYS or since >= WEEK.days
    return since >= (sign.rest or DEFAULT_REST) and len(asked) < CALM_TIMES


# At delivery


def is_wanted(kind: ReminderKind, wants: Wants, *, today: date) -> bool:
    """Whether the person still wants this kind; what has no switch of its own is wanted."""
    if kind in ORDINARY and wants.paused_until is not None and today <= wants.paused_until:
        return False
    return {
        ReminderKind.DAILY: wants.daily,
        ReminderKind.GOODBYE: wants.daily,
        ReminderKind.EXERCISES: wants.exercises,
        ReminderKind.CHECK: wants.check_weekly,
        ReminderKind.SELF_TEST: wants.self_tests,
        ReminderKind.AFTER_RETURN: wants.after_return,
        ReminderKind.VISIT: wants.visits,
        ReminderKind.DID_YOU_GO: wants.visits,
        # For a sign or for a visit of the person's own; `still` tells which.
        ReminderKind.SEE_DUE: wants.signs or wants.visits,
    }.get(kind, wants.signs if kind in SIGNS else True)


def is_too_old(kind: ReminderKind, local_day: date, *, today: date) -> bool:
    """Whether its time is over on this diary day. A clock that was set back makes nothing old."""
    return (today - local_day).days > LIVES.get(kind, 0)


def held_until(kind: ReminderKind, now: datetime, *, zone: str, wants: Wants) -> datetime | None:
    """When quiet hours let it go; None when it may leave now.

    An emergency leaves at once, an urgent sign too when the person allows it. Nothing else
    leaves by night, even without quiet hours, unless the person's own time lies there.
    """
    if kind is ReminderKind.SIGN_EMERGENCY:
        return None
    if kind is ReminderKind.SIGN_URGENT and wants.urgent_in_quiet:
        return None
    quiet = end_of_quiet(now, zone=zone, quiet=wants.quiet)
    if quiet is not None:
        return quiet
    if wants.daily_at < NIGHT_ENDS:
        return None
    return end_of_night(now, zone=zone)
