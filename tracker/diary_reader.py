"""Rows to the values that rules read; the only file that knows both shapes.

Cost stays flat over the years: only the days inside the longest window of any
rule are read, and of the answers only those recent or with a long validity.
"""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from functools import cache
from typing import TYPE_CHECKING

from django.db.models import Count, Exists, Max, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from rehab import diary as values
from rehab.content.catalogue import catalogue
from rehab.recovery import LAST_DAY, LATE_START_DAYS
from rehab.signs.moment import clock_start
from rehab.vocabulary import (
    AnswerValue,
    FallEffect,
    FallKind,
    InjuryType,
    LandedOn,
    Location,
    Mechanism,
    Onset,
    OnsetPrecision,
    PainContext,
    Quality,
    Seat,
    Sex,
    Side,
    Sign,
    Treatment,
    Walking,
)
from tracker.clock import diary_day
from tracker.models import (
    Answer,
    Day,
    Fall,
    Injury,
    Moment,
    Notice,
    Plan,
    Run,
    Setback,
    ShareReply,
    User,
)
from tracker.ready_query import ReadyQuery

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

ALWAYS_OWN_SIDE = {Location.LOW_BACK}


def with_context(injuries: QuerySet[Injury]) -> QuerySet[Injury]:
    """Add to each injury what `read` needs besides its own columns, in the same query."""
    open_plan = Plan.objects.filter(injury=OuterRef("pk"), ended_on__isnull=True)
    first_day = Day.objects.filter(injury=OuterRef("pk")).order_by("on")
    restart = Setback.objects.filter(
        injury=OuterRef("pk"), kind="reinjury", confirmed=True
    ).order_by("-on")
    waiting = ShareReply.objects.filter(link__injury=OuterRef("pk"), answered_at__isnull=True)
    replies = waiting.order_by().values("link__injury").annotate(n=Count("pk")).values("n")
    return injuries.select_related("owner").annotate(
        plan_started_on=Subquery(open_plan.values("started_on")[:1]),
        plan_programme=Subquery(open_plan.values("programme")[:1]),
        first_logged_on=Subquery(first_day.values("on")[:1]),
        restarted_on=Subquery(restart.values("on")[:1]),
        has_others=Exists(
            Injury.objects.filter(owner=OuterRef("owner")).exclude(pk=OuterRef("pk"))
        ),
        was_seen=Exists(
            Notice.objects.filter(injury=OuterRef("pk")).filter(
                Q(actions__kind="seen") | Q(closed_because="visit")
            )
        ),
        replies=Coalesce(Subquery(replies), 0),
        has_moments=Exists(Moment.objects.filter(day__injury=OuterRef("pk"))),
    )


def own_with_context(person: "User | AnonymousUser") -> QuerySet[Injury]:
    """The person's injuries with the same context.

    Every signed-in page asks this first; putting the query together took twice as long as
    asking it, so that all but the person is put together once.
    """
    known = _any_with_context()
    return known.filter(owner_id=person.pk) if person.is_authenticated else known.none()


@ReadyQuery
def own_one_with_context(owner: int, injury: int) -> QuerySet[Injury]:
    """One injury with the same context if it is this person's; every page about it asks this."""
    return with_context(Injury.objects.filter(owner_id=owner, pk=injury))


@cache
def _any_with_context() -> QuerySet[Injury]:
    """Never evaluated itself: each `of` makes a copy."""
    return with_context(Injury.objects.all())


def read(injury: Injury, *, today: date, since: date | None = None) -> values.Diary:
    """Read the injury's diary from `since` (default: the longest window of any rule, and the
    first weeks of the slow clock, which later days are held against).

    `injury` comes from `with_context`; if not, it is fetched again with it.
    """
    if not hasattr(injury, "first_logged_on"):
        injury = with_context(Injury.objects.filter(pk=injury.pk)).get()
    first = since or today - timedelta(days=catalogue().longest_window_days)
    value = injury_value(injury, today=today)
    logged = injury.first_logged_on  # type: ignore[attr-defined]
    days = Day.objects.filter(injury=injury, on__gte=first, on__lte=today).order_by()
    early = _first_weeks(value, logged, today) if since is None else []
    if early and early[0] < first:
        before = [on for on in early if on < first]
        begun = Day.objects.filter(injury=injury, on__in=before).order_by()
        days = days.union(begun, all=True)
    days = days.order_by("on")
    highest = peaks(injury, first=min([first, *early]), last=today)
    return values.Diary(
        injury=value,
        days=tuple(day_value(row, side=injury.side, peaks=highest.get(row.on, {})) for row in days),
        runs=tuple(_runs(injury, first=first, today=today)),
        falls=tuple(_falls(injury, first=first, today=today)),
        answers=tuple(_answers(injury, first=first, today=today)),
        first_logged_on=logged,
    )


def _first_weeks(value: values.Injury, logged: date | None, today: date) -> list[date]:
    """The first days of the slow clock, while what comes after is still held against them."""
    first_logged = None if logged is None else logged.toordinal()
    start = clock_start(value, today.toordinal(), clock="slow", first_logged=first_logged)
    if start is None or today.toordinal() - start > LAST_DAY:
        return []
    return [date.fromordinal(start + day) for day in range(LATE_START_DAYS)]


def age_on(user: User, today: date) -> int | None:
    """Age in whole years from the birth year, None when not told.

    A birth year leaves one year open. The safer reading is taken: young people
    count as the younger age (growth-plate rules), from 40 on as the older one.
    """
    if user.birth_year is None:
        return None
    oldest = today.year - user.birth_year
    return oldest if oldest >= 40 else max(0, oldest - 1)


def injury_value(row: Injury, *, today: date) -> values.Injury:
    """The injury as rules see it; "not sure" about a sign at onset stays unknown."""
    owner = row.owner
    return values.Injury(
        id=str(row.uuid),
        side=Side(row.side),
        onset_on=row.onset_on,
        onset=Onset(row.onset) if row.onset else None,
        onset_precision=OnsetPrecision(row.onset_precision),
        type=InjuryType(row.type),
        grade=row.grade,
        mechanism=Mechanism(row.mechanism),
        pop=_yes_no(row.onset_pop),
        bruising=_yes_no(row.onset_bruising),
        swelling=_yes_no(row.onset_swelling),
        gap=_yes_no(row.onset_gap),
        can_walk=None if row.onset_walking is None else row.onset_walking != Walking.CANNOT,
        age=age_on(owner, today),
        sex=Sex(owner.sex) if owner.sex else None,
        programme=getattr(row, "plan_programme", None) or None,
        plan_started_on=getattr(row, "plan_started_on", None),
        restarted_on=getattr(row, "restarted_on", None),
        surgery_on=row.surgery_on,
    )


def peaks(injury: Injury, *, first: date, last: date) -> dict[date, dict[str, int]]:
    """The highest NRS (0-10) of the moments of each day by context; no query without moments."""
    found: dict[date, dict[str, int]] = {}
    if not getattr(injury, "has_moments", True):
        return found
    rows = Moment.objects.filter(day__injury=injury, day__on__gte=first, day__on__lte=last)
    highest = rows.order_by().values_list("day__on", "context").annotate(Max("nrs"))
    for on, context, nrs in highest:
        found.setdefault(on, {})[context] = nrs
    return found


def higher(score: int | None, peak: int | None) -> int | None:
    """The day's own score or a moment's, whichever is higher; None when neither is recorded."""
    return max((each for each in (score, peak) if each is not None), default=None)


def day_value(row: Day, *, side: str, peaks: Mapping[str, int] | None = None) -> values.Day:
    """One row as rules see it: what was carried over untouched is kept apart.

    `peaks` are the highest moments of the day; the higher of day and moment counts.
    "No run" and "slept through" do not stand beside a moment that says otherwise.
    """
    peaks = peaks or {}
    scores = {c.value: higher(getattr(row, c.value), peaks.get(c.value)) for c in PainContext}
    carried = set(row.carried)
    here, other = _places(row.places, side=side)
    qualities = None if row.qualities is None else frozenset(Quality(q) for q in row.qualities)
    places_touched = row.places is not None and "places" not in carried
    qualities_touched = qualities is not None and "qualities" not in carried
    return values.Day(
        on=row.on,
        **scores,
        no_run=row.no_run if scores["running"] is None else None,
        slept_through=row.slept_through if scores["night"] is None else None,
        limp=row.limp,
        locations=here if places_touched else None,
        other_leg=other if places_touched else frozenset(),
        qualities=qualities if qualities_touched else None,
        carried_locations=frozenset() if places_touched else here,
        carried_qualities=frozenset() if qualities_touched else (qualities or frozenset()),
        signs={Sign(code): bool(seen) for code, seen in (row.signs or {}).items()},
        treatments=None
        if row.treatments is None
        else frozenset(Treatment(t) for t in row.treatments),
        sit_minutes=row.sit_minutes,
        seat=Seat(row.seat) if row.seat else None,
        copied=row.copied,
    )


def _places(
    pairs: list[list[str]] | None, *, side: str
) -> tuple[frozenset[Location], frozenset[Location]]:
    """Split [code, side] pairs into codes on the injured side and codes on the other leg.

    On the border the other side is `other_leg`, never so when both sides are injured.
    """
    here: set[Location] = set()
    other: set[Location] = set()
    for code, place_side in pairs or []:
        location = Location(code)
        own = side == Side.BOTH or place_side in (side, Side.BOTH)
        if own or location in ALWAYS_OWN_SIDE:
            here.add(location)
        if not own and location not in ALWAYS_OWN_SIDE:
            other.add(location)
            here.add(Location.OTHER_LEG)
    return frozenset(here), frozenset(other)


def _runs(injury: Injury, *, first: date, today: date) -> Iterable[values.Run]:
    for row in Run.objects.filter(injury=injury, on__gte=first, on__lte=today).order_by("on"):
        yield values.Run(
            on=row.on,
            minutes=None if row.minutes is None else float(row.minutes),
            km=None if row.km is None else float(row.km),
            effort=row.effort,
            pain=row.pain,
            sharp_stop=row.sharp_stop,
            ladder=row.ladder or None,
            step=row.step or None,
            full_training=row.full_training,
        )


def _falls(injury: Injury, *, first: date, today: date) -> Iterable[values.Fall]:
    """Falls belong to the person, so those logged with another injury or none count too."""
    rows = Fall.objects.filter(owner_id=injury.owner_id, on__gte=first, on__lte=today)
    for row in rows.order_by("on"):
        yield values.Fall(
            on=row.on,
            kind=FallKind(row.kind),
            landed_on=LandedOn(row.landed_on) if row.landed_on else None,
            effect=FallEffect(row.effect) if row.effect else None,
        )


def _answers(injury: Injury, *, first: date, today: date) -> Iterable[values.Answer]:
    """Recent answers, and older ones to questions whose answer stays valid for years."""
    rows = Answer.objects.filter(
        Q(on__gte=first) | Q(question__in=catalogue().long_answer_questions),
        Q(injury=injury) | Q(injury__isnull=True),
        owner_id=injury.owner_id,
        on__lte=today,
    )
    for row in rows.order_by("on", "pk"):
        value = AnswerValue(row.value)
        late = given_on(row, injury.owner)
        yield values.Answer(on=row.on, question=row.question, value=value, given_on=late)


def given_on(row: Answer, owner: User) -> date | None:
    """The diary day on which a yes was given, where it is later than the day it is about."""
    if row.value != AnswerValue.YES:
        return None
    on = diary_day(row.at, zone=owner.time_zone, day_starts_hour=owner.day_starts_hour)
    return on if on > row.on else None


def _yes_no(answer: str | None) -> bool | None:
    return {"yes": True, "no": False}.get(answer or "")
