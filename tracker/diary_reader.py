"""Rows to the values that rules read; the only file that knows both shapes.

Cost stays flat over the years: only the days inside the longest window of any
rule are read, and of the answers only those recent or with a long validity.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple, Self

from django.db.models import (
    CharField,
    Count,
    Exists,
    F,
    Max,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    TextField,
    Value,
)
from django.db.models.functions import Cast, Coalesce, Concat

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
    Outbox,
    Plan,
    Run,
    Setback,
    ShareReply,
    User,
)
from tracker.ready_query import ReadyQuery

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

SCORES = tuple(context.value for context in PainContext)
IN_JSON = ("carried", "places", "qualities", "signs", "treatments")
ALWAYS_OWN_SIDE = {Location.LOW_BACK}


def with_context(injuries: QuerySet[Injury]) -> QuerySet[Injury]:
    """Add to each injury what `read` needs besides its own columns, in the same query."""
    open_plan = Plan.objects.filter(injury=OuterRef("pk"), ended_on__isnull=True)
    first_day = Day.objects.filter(injury=OuterRef("pk")).order_by("on")
    restart = Setback.objects.filter(
        injury=OuterRef("pk"), kind="reinjury", confirmed=True
    ).order_by("-on")
    waiting = ShareReply.objects.filter(link__injury=OuterRef("pk"), answered_at__isnull=True)
    told = Outbox.objects.filter(user=OuterRef("owner")).filter(
        Q(injury=OuterRef("pk")) | Q(injury__isnull=True)
    )
    # Several of one kind about the day are one thing to read.
    thing = Concat("kind", Coalesce(Cast("about", CharField()), Value("")))
    unread = told.unsettled().order_by().values("user").annotate(n=Count(thing, distinct=True))
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
        unread=Coalesce(Subquery(unread.values("n")), 0),
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
    return read_all([injury], today=today, since=since)[injury.pk]


def read_all(
    injuries: Iterable[Injury], *, today: date, since: date | None = None
) -> dict[int, values.Diary]:
    """Read many diaries that have the same `today`, by the key of the injury, in five queries.

    Every injury comes from `with_context`.
    """
    rows = list(injuries)
    first = since or today - timedelta(days=catalogue().longest_window_days)
    found = {row.pk: injury_value(row, today=today) for row in rows}
    early: dict[int, list[date]] = {}
    if since is None:
        early = {row.pk: _first_weeks(found[row.pk], _logged(row), today) for row in rows}
    begun = [on for each in early.values() for on in each]
    highest = _peaks(rows, first=min([first, *begun]), last=today)
    days = _days(rows, early, highest, first=first, today=today)
    runs = _runs(rows, first=first, today=today)
    falls = _falls(rows, first=first, today=today)
    answers = _answers(rows, first=first, today=today)
    return {
        row.pk: values.Diary(
            injury=found[row.pk],
            days=tuple(days.get(row.pk, ())),
            runs=tuple(runs.get(row.pk, ())),
            falls=tuple(falls.get(row.owner_id, ())),
            answers=tuple(answers.get(row.pk, ())),
            first_logged_on=_logged(row),
        )
        for row in rows
    }


def _logged(injury: Injury) -> date | None:
    on: date | None = injury.first_logged_on  # type: ignore[attr-defined]
    return on


class _DayRow(NamedTuple):
    """The columns of a day that rules read, without the cost of a whole row."""

    on: date
    sitting: int | None
    running: int | None
    rest: int | None
    walking: int | None
    night: int | None
    morning: int | None
    no_run: bool | None
    slept_through: bool | None
    limp: bool | None
    sit_minutes: int | None
    seat: str | None
    copied: bool
    carried: list[str]
    places: list[list[str]] | None
    qualities: list[str] | None
    signs: dict[str, bool] | None
    treatments: list[str] | None

    @classmethod
    def of(cls, columns: Sequence[Any]) -> Self:
        plain, in_json = columns[: -len(IN_JSON)], columns[-len(IN_JSON) :]
        return cls(*plain, *(text and _loads(text) for text in in_json))


@lru_cache(maxsize=4096)
def _loads(text: str) -> Any:
    """Days of a diary hold the same few lists again and again; nobody changes them."""
    return json.loads(text)


@cache
def _day_rows() -> QuerySet:
    """The key of the injury and the columns of `_DayRow`, JSON as its text."""
    in_json = {f"{name}_text": Cast(F(name), TextField()) for name in IN_JSON}
    plain = _DayRow._fields[: -len(IN_JSON)]
    return Day.objects.order_by().annotate(**in_json).values_list("injury_id", *plain, *in_json)


def _days(
    injuries: Sequence[Injury],
    early: Mapping[int, list[date]],
    highest: Mapping[int, Mapping[date, Mapping[str, int]]],
    *,
    first: date,
    today: date,
) -> dict[int, list[values.Day]]:
    """Each injury's days from `first`, and its early ones before, oldest first."""
    rows = _day_rows().filter(injury__in=injuries, on__gte=first, on__lte=today)
    before = {pk: {on for on in days if on < first} for pk, days in early.items()}
    older = [on for days in before.values() for on in days]
    if older:
        with_older = [pk for pk, days in before.items() if days]
        span = (min(older), max(older))
        rows = rows.union(_day_rows().filter(injury__in=with_older, on__range=span), all=True)
    sides = {injury.pk: injury.side for injury in injuries}
    found: dict[int, list[values.Day]] = {}
    for columns in rows.order_by("on"):
        pk, row = columns[0], _DayRow.of(columns[1:])
        if row.on < first and row.on not in before[pk]:
            continue
        tops = highest.get(pk, {}).get(row.on, {})
        found.setdefault(pk, []).append(day_value(row, side=sides[pk], peaks=tops))
    return found


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
    return _peaks([injury], first=first, last=last).get(injury.pk, {})


def _peaks(
    injuries: Iterable[Injury], *, first: date, last: date
) -> dict[int, dict[date, dict[str, int]]]:
    found: dict[int, dict[date, dict[str, int]]] = {}
    asked = [row for row in injuries if getattr(row, "has_moments", True)]
    if not asked:
        return found
    rows = Moment.objects.filter(day__injury__in=asked, day__on__gte=first, day__on__lte=last)
    highest = rows.order_by().values_list("day__injury", "day__on", "context").annotate(Max("nrs"))
    for pk, on, context, nrs in highest:
        found.setdefault(pk, {}).setdefault(on, {})[context] = nrs
    return found


def higher(score: int | None, peak: int | None) -> int | None:
    """The day's own score or a moment's, whichever is higher; None when neither is recorded."""
    return max((each for each in (score, peak) if each is not None), default=None)


def day_value(
    row: "Day | _DayRow", *, side: str, peaks: Mapping[str, int] | None = None
) -> values.Day:
    """One row as rules see it: what was carried over untouched is kept apart.

    `peaks` are the highest moments of the day; the higher of day and moment counts.
    "No run" and "slept through" do not stand beside a moment that says otherwise.
    """
    scores = {name: getattr(row, name) for name in SCORES}
    if peaks:
        scores = {name: higher(score, peaks.get(name)) for name, score in scores.items()}
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


def _runs(injuries: Iterable[Injury], *, first: date, today: date) -> dict[int, list[values.Run]]:
    rows = Run.objects.filter(injury__in=injuries, on__gte=first, on__lte=today)
    found: dict[int, list[values.Run]] = {}
    for pk, on, minutes, km, *rest, ladder, step, full in rows.order_by("on").values_list(
        *("injury_id", "on", "minutes", "km", "effort", "pain", "sharp_stop"),
        *("ladder", "step", "full_training"),
    ):
        effort, pain, sharp_stop = rest
        run = values.Run(
            on=on,
            minutes=None if minutes is None else float(minutes),
            km=None if km is None else float(km),
            effort=effort,
            pain=pain,
            sharp_stop=sharp_stop,
            ladder=ladder or None,
            step=step or None,
            full_training=full,
        )
        found.setdefault(pk, []).append(run)
    return found


def _falls(injuries: Iterable[Injury], *, first: date, today: date) -> dict[int, list[values.Fall]]:
    """Falls by their owner: those logged with another injury or with none count too."""
    owners = {injury.owner_id for injury in injuries}
    found: dict[int, list[values.Fall]] = {}
    rows = Fall.objects.filter(owner__in=owners, on__gte=first, on__lte=today)
    for row in rows.order_by("on"):
        fall = values.Fall(
            on=row.on,
            kind=FallKind(row.kind),
            landed_on=LandedOn(row.landed_on) if row.landed_on else None,
            effect=FallEffect(row.effect) if row.effect else None,
        )
        found.setdefault(row.owner_id, []).append(fall)
    return found


def _answers(
    injuries: Sequence[Injury], *, first: date, today: date
) -> dict[int, list[values.Answer]]:
    """Recent answers, and older ones to questions whose answer stays valid for years.

    One about no injury counts for each injury of its owner.
    """
    owned: dict[int, list[Injury]] = {}
    for injury in injuries:
        owned.setdefault(injury.owner_id, []).append(injury)
    rows = Answer.objects.filter(
        Q(on__gte=first) | Q(question__in=catalogue().long_answer_questions),
        Q(injury__in=injuries) | Q(injury__isnull=True),
        owner__in=owned,
        on__lte=today,
    )
    found: dict[int, list[values.Answer]] = {}
    columns = ("owner_id", "injury_id", "on", "question", "value", "at")
    for owner, about, on, question, said, at in rows.order_by("on", "pk").values_list(*columns):
        mine = owned[owner]
        late = _given_on(on, said, at, mine[0].owner)
        value = AnswerValue(said)
        answer = values.Answer(on=on, question=question, value=value, given_on=late)
        for injury in mine:
            if about in (None, injury.pk):
                found.setdefault(injury.pk, []).append(answer)
    return found


def given_on(row: Answer, owner: User) -> date | None:
    """The diary day on which a yes was given, where it is later than the day it is about."""
    return _given_on(row.on, row.value, row.at, owner)


def _given_on(about: date, value: str, at: datetime, owner: User) -> date | None:
    if value != AnswerValue.YES:
        return None
    on = diary_day(at, zone=owner.time_zone, day_starts_hour=owner.day_starts_hour)
    return on if on > about else None


def _yes_no(answer: str | None) -> bool | None:
    return {"yes": True, "no": False}.get(answer or "")
