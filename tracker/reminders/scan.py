"""Look for what is due: people whose time of day has come, in batches, a few queries each.

Only those whose chosen time lies between the last look and now are read; once an hour those of
the last hours again, for whoever travelled or changed the time since. Looking twice at somebody
changes nothing: what is due is told once, see `due` and the outbox.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta

from django.db.models import Exists, Max, OuterRef, Q

from rehab.content.catalogue import catalogue
from rehab.signs import replies
from rehab.vocabulary import Tier
from tracker.actions.tell_later import Telling, tell_many
from tracker.clock import diary_day, zone_or_utc
from tracker.diary_reader import with_context
from tracker.models import (
    Answer,
    Day,
    Injury,
    Notice,
    Outbox,
    Plan,
    ReminderChoice,
    Run,
    User,
    Visit,
)
from tracker.models.reminder import OutboxState, ReminderKind
from tracker.overview.plan import PlanNow, plan_now
from tracker.overview.today_plan import tests_due
from tracker.overview.visit_asks import asked_from
from tracker.reminders.due import (
    GO_ASKED_DAYS,
    LATE,
    OF_THE_DAY,
    Booked,
    Person,
    PlanDay,
    Told,
    Waiting,
    Wants,
    asks_plan,
    due,
    is_time,
)
from tracker.reminders.still import asked_by, last_reply, wants_of

BATCH = 500
# Entries and messages further back change nothing: by then a goodbye was said.
LOOK_BACK = timedelta(days=120)
MINUTE = timedelta(minutes=1)
# A visit that was never booked is asked about twice; after that nothing of it is read.
WANTED_FOR = timedelta(days=60)


@dataclass(frozen=True, slots=True)
class Scanned:
    """How many people were looked at, and how many things were put into the outbox at most."""

    people: int = 0
    told: int = 0


def scan(now: datetime, *, since: datetime | None = None, batch: int = BATCH) -> Scanned:
    """Put what is due into the outbox for everybody whose time came after `since`.

    Without `since`, or when it lies after now or hours back, those of the last hours are read.
    """
    first = now - LATE
    since = since if since is not None and first <= since <= now else first
    people = told = 0
    for users in _candidates(now, since=since, batch=batch):
        found = _due_of(users, now)
        tell_many(found)
        people += len(users)
        told += len(found)
    return Scanned(people, told)


def _candidates(now: datetime, *, since: datetime, batch: int) -> Iterator[list[User]]:
    """People with an open injury whose time of day lies in between, by key, in batches."""
    times = _times(now, since=since)
    if times is None:
        return
    has_injury = Injury.objects.filter(owner=OuterRef("pk"), closed_on__isnull=True)
    people = (
        User.objects.filter(times, Exists(has_injury), is_active=True, is_demo=False)
        .select_related("reminder_choice")
        .order_by("pk")
    )
    last = 0
    while users := list(people.filter(pk__gt=last)[:batch]):
        last = users[-1].pk
        yield users


def _times(now: datetime, *, since: datetime) -> Q | None:
    """Whose wall clock passed their time in between: zones that show the same hour together."""
    windows: dict[tuple[time, time], list[str]] = defaultdict(list)
    for zone in User.objects.order_by().values_list("time_zone", flat=True).distinct():
        here = zone_or_utc(zone)
        # A little before, so that no minute falls between two looks.
        begin = (since - MINUTE).astimezone(here).time().replace(second=0, microsecond=0)
        windows[begin, now.astimezone(here).time().replace(microsecond=0)].append(zone)
    asked = None
    for (begin, end), zones in windows.items():
        clause = Q(time_zone__in=zones) & _between(begin, end)
        asked = clause if asked is None else asked | clause
    return asked


def _between(begin: time, end: time) -> Q:
    name = "reminder_choice__daily_at"
    after, before = Q(**{f"{name}__gte": begin}), Q(**{f"{name}__lte": end})
    is_over_midnight = begin > end
    chosen = (after | before) if is_over_midnight else (after & before)
    usual = Wants().daily_at
    has_usual = (usual >= begin or usual <= end) if is_over_midnight else begin <= usual <= end
    return chosen | Q(reminder_choice__isnull=True) if has_usual else chosen


@dataclass(slots=True)
class _Facts:
    """What a batch of people has in the database, by the key of its owner."""

    injuries: Mapping[int, list[int]]
    has_today: set[tuple[int, date]] = field(default_factory=set)
    logged_at: dict[int, datetime] = field(default_factory=dict)
    told: dict[int, list[Told]] = field(default_factory=lambda: defaultdict(list))
    visits: dict[int, list[Booked]] = field(default_factory=lambda: defaultdict(list))
    waiting: dict[int, list[Waiting]] = field(default_factory=lambda: defaultdict(list))
    unbooked: dict[int, list[Visit]] = field(default_factory=lambda: defaultdict(list))
    answered: dict[int, dict[str, date]] = field(default_factory=lambda: defaultdict(dict))
    planned: set[int] = field(default_factory=set)


def _due_of(users: Sequence[User], now: datetime) -> list[Telling]:
    todays = {
        user.pk: diary_day(now, zone=user.time_zone, day_starts_hour=user.day_starts_hour)
        for user in users
    }
    on_time = [user for user in users if is_time(_bare(user), now)]
    if not on_time:
        return []
    facts = _read(on_time, todays, now)
    found = []
    for user in on_time:
        person = _person(user, facts, today=todays[user.pk])
        if person.injury is not None and person.injury in facts.planned and asks_plan(person, now):
            person = replace(person, plan=_plan_day(person.injury, today=todays[user.pk]))
        found += [
            Telling(
                user_id=user.pk,
                kind=each.kind,
                local_day=each.local_day,
                not_before=each.not_before,
                about=each.about,
                injury_id=each.injury,
            )
            for each in due(person, now)
        ]
    return found


def _bare(user: User) -> Person:
    choice: ReminderChoice | None = getattr(user, "reminder_choice", None)
    return Person(zone=user.time_zone, day_starts_hour=user.day_starts_hour, wants=wants_of(choice))


def _person(user: User, facts: _Facts, *, today: date) -> Person:
    injuries = facts.injuries[user.pk]
    current = user.current_injury_id
    answers = facts.answered.get(user.pk, {})
    asked = asked_by(ReminderKind.CHECK)
    days = [answers.get(question) for question in asked]
    return replace(
        _bare(user),
        injury=current if current in injuries else injuries[-1],
        has_today=(user.pk, today) in facts.has_today,
        logged_at=facts.logged_at.get(user.pk),
        # The whole set counts as answered on the day of its last question.
        checked_on=min(day for day in days if day) if days and all(days) else None,
        told=facts.told.get(user.pk, ()),
        visits=facts.visits.get(user.pk, ()),
        waiting=facts.waiting.get(user.pk, ()),
        unbooked=[_wanted(visit, user) for visit in facts.unbooked.get(user.pk, ())],
    )


def _read(users: Iterable[User], todays: Mapping[int, date], now: datetime) -> _Facts:
    """Everything about a batch, in ten queries."""
    owners = [user.pk for user in users]
    injuries: dict[int, list[int]] = defaultdict(list)
    rows = Injury.objects.filter(owner__in=owners, closed_on__isnull=True).order_by("pk")
    for owner, injury in rows.values_list("owner_id", "pk"):
        injuries[owner].append(injury)
    facts = _Facts(injuries)
    owner_of = {injury: owner for owner, some in injuries.items() for injury in some}
    _read_log(facts, owner_of, todays, now)
    _read_told(facts, owners, now)
    _read_signs(facts, owner_of, now)
    for owner, question, on in (
        Answer.objects.filter(owner__in=owners, question__in=asked_by(ReminderKind.CHECK))
        .filter(on__gte=(now - LOOK_BACK).date())
        .values_list("owner_id", "question")
        .annotate(last=Max("on"))
        .order_by()
    ):
        facts.answered[owner][question] = on
    facts.planned = set(
        Plan.objects.filter(injury__in=list(owner_of), ended_on__isnull=True).values_list(
            "injury_id", flat=True
        )
    )
    return facts


def _read_log(
    facts: _Facts, owner_of: Mapping[int, int], todays: Mapping[int, date], now: datetime
) -> None:
    days = set(todays.values())
    mine = {"injury__in": list(owner_of)}
    for rows, logged in (
        (Day.objects.all(), Day.objects.logged()),
        (Run.objects.all(), Run.objects.all()),
    ):
        for injury, last in (
            rows.filter(**mine, on__gte=(now - LOOK_BACK).date())
            .values_list("injury_id")
            .annotate(last=Max("logged_at"))
            .order_by()
        ):
            owner = owner_of[injury]
            facts.logged_at[owner] = max(last, facts.logged_at.get(owner, last))
        for injury, on in (
            logged.filter(**mine, on__in=days).values_list("injury_id", "on").order_by()
        ):
            facts.has_today.add((owner_of[injury], on))


def _read_told(facts: _Facts, owners: Sequence[int], now: datetime) -> None:
    """What was told: a goodbye counts for good, the rest for some months."""
    kinds = [*OF_THE_DAY, *(ReminderKind.VISIT, ReminderKind.DID_YOU_GO, ReminderKind.SEE_DUE)]
    lately = Q(kind=ReminderKind.GOODBYE) | Q(local_day__gte=(now - LOOK_BACK).date())
    rows = Outbox.objects.filter(lately, user__in=owners, kind__in=kinds)
    for owner, kind, day, state, sent_at, about in rows.values_list(
        "user_id", "kind", "local_day", "state", "sent_at", "about"
    ):
        at = sent_at if state == OutboxState.SENT else None
        facts.told[owner].append(Told(ReminderKind(kind), day, at, about))


def _read_signs(facts: _Facts, owner_of: Mapping[int, int], now: datetime) -> None:
    since = (now - timedelta(days=GO_ASKED_DAYS + 2)).date()
    booked = Q(state="booked", on__gte=since, on__lte=(now + timedelta(days=3)).date())
    unbooked = Q(state__in=Visit.UNBOOKED, notice=None, changed_at__gte=now - WANTED_FOR)
    visits = Visit.objects.filter(booked | unbooked, owner__in=set(owner_of.values()))
    for visit in visits.only("owner_id", "uuid", "on", "at", "injury_id", "state", "changed_at"):
        if visit.injury_id is not None and visit.injury_id not in owner_of:
            continue
        if visit.state == "booked" and visit.on is not None:
            own = Booked(visit.uuid, visit.on, visit.at, visit.injury_id)
            facts.visits[visit.owner_id].append(own)
        else:
            facts.unbooked[visit.owner_id].append(visit)
    tiers = catalogue().policy.tiers
    notices = Notice.objects.filter(injury__in=list(owner_of), closed_on__isnull=True)
    for notice in notices.exclude(tier=Tier.NOTE).prefetch_related("actions"):
        reply = last_reply(notice)
        waits_since = notice.told_on if reply is None else replies.waits_from(reply)
        if waits_since is None:
            continue
        tier = Tier(notice.tier)
        facts.waiting[owner_of[notice.injury_id]].append(
            Waiting(
                notice.uuid,
                tier,
                waits_since,
                tiers[tier].snooze_days or 0,
                notice.injury_id,
                was_put_off=reply is not None,
            )
        )


def _wanted(visit: Visit, user: User) -> Waiting:
    """A visit of the person's own without a day; it is asked about from a day on, twice."""
    since = asked_from(visit, zone=user.time_zone)
    rest = replies.DEFAULT_REST_DAYS
    return Waiting(visit.uuid, Tier.ROUTINE, since, rest, visit.injury_id, was_put_off=True)


def _plan_day(injury: int, *, today: date) -> PlanDay:
    """What the plan asks for today, read for this one person."""
    row = with_context(Injury.objects.filter(pk=injury)).select_related("owner").first()
    now = plan_now(row, today=today) if row is not None else None
    if now is None or now.standing is None:
        return PlanDay()
    return PlanDay(
        exercises=_has_exercises(now),
        self_tests=tests_due(now) > 0,
        after_return=bool(now.state and now.state.watch and now.state.watch.is_due),
    )


def _has_exercises(now: PlanNow) -> bool:
    """Whether today is a day of the plan of which nothing is ticked yet."""
    if now.standing is None:
        return False
    if now.state is not None:
        asked, kind = now.state.today.core, now.state.today.kind
        return kind == "session" and bool(asked) and not any(each.is_done for each in asked)
    own = now.own
    if own is None or own.kind != "session":
        return False
    return bool(own.due) and not any(each.is_done for each in own.due)
