"""The rows of a diary to the values that rules read.

Cost stays flat over the years: only the days inside the longest window of any
rule are read, and of the answers only those recent or with a long validity.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from functools import cache
from typing import TYPE_CHECKING

from django.db.models import (
    CharField,
    Count,
    Exists,
    Max,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
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
    Mechanism,
    Onset,
    OnsetPrecision,
    Sex,
    Side,
    Walking,
)
from tracker.clock import diary_day
from tracker.day_reader import day_rows, read_row
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


def for_reading(injuries: QuerySet[Injury]) -> QuerySet[Injury]:
    """Add to each injury what `read` needs besides its own columns, in the same query."""
    open_plan = Plan.objects.filter(injury=OuterRef("pk"), ended_on__isnull=True)
    first_day = Day.objects.filter(injury=OuterRef("pk")).order_by("on")
    restart = Setback.objects.filter(
        injury=OuterRef("pk"), kind="reinjury", confirmed=True
    ).order_by("-on")
    return injuries.select_related("owner").annotate(
        plan_started_on=Subquery(open_plan.values("started_on")[:1]),
        plan_programme=Subquery(open_plan.values("programme")[:1]),
        first_logged_on=Subquery(first_day.values("on")[:1]),
        restarted_on=Subquery(restart.values("on")[:1]),
        has_moments=Exists(Moment.objects.filter(day__injury=OuterRef("pk"))),
    )


def with_context(injuries: QuerySet[Injury]) -> QuerySet[Injury]:
    """The same, and what every page shows around an injury, still in one query."""
    waiting = ShareReply.objects.filter(link__injury=OuterRef("pk"), answered_at__isnull=True)
    told = Outbox.objects.filter(user=OuterRef("owner")).filter(
        Q(injury=OuterRef("pk")) | Q(injury__isnull=True)
    )
    # Several of one kind about the day are one thing to read.
    thing = Concat("kind", Coalesce(Cast("about", CharField()), Value("")))
    unread = told.unsettled().order_by().values("user").annotate(n=Count(thing, distinct=True))
    replies = waiting.order_by().values("link__injury").annotate(n=Count("pk")).values("n")
    return for_reading(injuries).annotate(
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

    `injury` comes from `for_reading` or `with_context`; if not, it is fetched again.
    """
    if not hasattr(injury, "first_logged_on"):
        injury = for_reading(Injury.objects.filter(pk=injury.pk)).get()
    return read_all([injury], today=today, since=since)[injury.pk]


def read_all(
    injuries: Iterable[Injury], *, today: date, since: date | None = None
) -> dict[int, values.Diary]:
    """Read many diaries that have the same `today`, by the key of the injury, in five queries.

    Every injury comes from `for_reading` or `with_context`.
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


def _days(
    injuries: Sequence[Injury],
    early: Mapping[int, list[date]],
    highest: Mapping[int, Mapping[date, Mapping[str, int]]],
    *,
    first: date,
    today: date,
) -> dict[int, list[values.Day]]:
    """Each injury's days from `first`, and its early ones before, oldest first."""
    rows = day_rows().filter(injury__in=injuries, on__gte=first, on__lte=today)
    before = {pk: {on for on in days if on < first} for pk, days in early.items()}
    older = [on for days in before.values() for on in days]
    if older:
        with_older = [pk for pk, days in before.items() if days]
        span = (min(older), max(older))
        rows = rows.union(day_rows().filter(injury__in=with_older, on__range=span), all=True)
    sides = {injury.pk: injury.side for injury in injuries}
    found: dict[int, list[values.Day]] = {}
    for columns in rows.order_by("on"):
        pk, on = columns[:2]
        if on < first and on not in before[pk]:
            continue
        tops = highest.get(pk, {}).get(on, {})
        found.setdefault(pk, []).append(read_row(columns[1:], side=sides[pk], peaks=tops))
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
