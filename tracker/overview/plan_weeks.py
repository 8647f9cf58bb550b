"""Exercise days beside what the plan asked for, week by week; without a plan nothing is held."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import CharField, DateField, F, QuerySet, TextField, Value
from django.db.models.functions import Cast

from rehab.content.catalogue import catalogue
from rehab.programme.today import dose_of
from rehab.windows import DAYS_PER_WEEK
from tracker.charts.axes import Span
from tracker.models import Injury, LoadPause, Plan
from tracker.ready_query import ReadyQuery

# What is done in passing or by walking says nothing about the exercises.
NOT_COUNTED = ("care", "aerobic")
OWN = "own"


@dataclass(frozen=True, slots=True)
class Asked:
    """What stood from `first` to `last` (None: still): exercise days a week, None for a pause."""

    first: date
    last: date | None
    days: int | None

    def meets(self, first: date, last: date) -> bool:
        return self.first <= last and (self.last is None or self.last >= first)


@dataclass(frozen=True, slots=True)
class PlanWeek:
    """Monday to Sunday: days with exercises, and what the plan asked for; None when unknown."""

    first: date
    last: date
    done: int
    asked: int | None


def plan_weeks(done: Iterable[date], asked: Sequence[Asked], span: Span) -> tuple[PlanWeek, ...]:
    """The whole weeks of the span in order of date.

    A week is held against the plan when one stood on each of its days and none of them lay in
    a pause; where the stage changed within it, the smaller number counts.
    """
    days = set(done)
    monday = span.first + timedelta(days=-span.first.weekday() % DAYS_PER_WEEK)
    weeks = []
    while (sunday := monday + timedelta(days=DAYS_PER_WEEK - 1)) <= span.last:
        count = sum(1 for on in days if monday <= on <= sunday)
        weeks.append(PlanWeek(monday, sunday, count, _asked(asked, monday, sunday)))
        monday = sunday + timedelta(days=1)
    return tuple(weeks)


def _asked(asked: Sequence[Asked], monday: date, sunday: date) -> int | None:
    stood = [each for each in asked if each.meets(monday, sunday)]
    known = [each.days for each in stood if each.days is not None]
    if len(known) < len(stood):
        return None
    week = [monday + timedelta(days=n) for n in range(DAYS_PER_WEEK)]
    is_whole = all(any(each.meets(on, on) for each in stood) for on in week)
    return min(known) if known and is_whole else None


def read_asked(injury: Injury) -> tuple[Asked, ...]:
    """Every stage of every plan of an injury, its own plans, its pauses. One query."""
    stages: dict[tuple[date, date | None, str], dict[date, str]] = {}
    own: dict[tuple[date, date | None], list[list[int]]] = {}
    found = []
    for what, name, first, last, moved_on, stage, weekdays, left_on in _rows(injury=injury.pk):
        if what == "pause":
            found.append(Asked(first, last, None))
        elif what == OWN:
            items = own.setdefault((first, last), [])
            if weekdays is not None and left_on is None:
                items.append(json.loads(weekdays))
        elif moved_on is not None:
            stages.setdefault((first, last, name), {})[moved_on] = stage
    for (first, last, programme), moves in stages.items():
        found += _stays(programme, sorted(moves.items()), first, last)
    found += [Asked(*when, own_days(items)) for when, items in own.items()]
    return tuple(found)


def _stays(
    programme: str, moves: Sequence[tuple[date, str]], first: date, last: date | None
) -> Iterable[Asked]:
    for n, (on, stage) in enumerate(moves):
        after = moves[n + 1][0] - timedelta(days=1) if n + 1 < len(moves) else last
        yield Asked(max(first, on), after, stage_days(programme, stage))


def stage_days(programme: str, stage: str) -> int | None:
    """Days a week of a stage's most frequent core exercise; None where it asks for none.

    Every n days is counted in whole days a week, rounded down.
    """
    known = catalogue().programmes.get(programme)
    found = next((each for each in known.stages if each.id == stage), None) if known else None
    if found is None:
        return None
    days = []
    for use in found.exercises:
        exercise = catalogue().exercises[use.id]
        if use.role == "core" and not use.needs_clearance and exercise.group not in NOT_COUNTED:
            dose = dose_of(exercise, use)
            every = DAYS_PER_WEEK // dose.every_n_days if dose.every_n_days else DAYS_PER_WEEK
            days.append(dose.days_per_week or every)
    return max(days, default=None)


def own_days(items: Sequence[Sequence[int]]) -> int | None:
    """Days a week of an own plan as it stands: no weekdays named means every day."""
    if not items:
        return None
    if not all(items):
        return DAYS_PER_WEEK
    return len({weekday for item in items for weekday in item})


@ReadyQuery
def _rows(injury: int) -> QuerySet:
    """Plans with each of their moves or own exercises, then the pauses that were taken."""
    plans = Plan.objects.filter(injury=injury).order_by()
    pauses = LoadPause.objects.filter(injury=injury, accepted=True).order_by()
    no_day, no_text = Cast(Value(None), DateField()), Cast(Value(None), TextField())
    columns = ("a", "b", "c", "d", "e", "f", "g", "h")
    return (
        plans.annotate(
            a=F("kind"),
            b=F("programme"),
            c=F("started_on"),
            d=F("ended_on"),
            e=F("moves__on"),
            f=F("moves__to_stage"),
            g=Cast(F("items__weekdays"), TextField()),
            h=F("items__ended_on"),
        )
        .values_list(*columns)
        .union(
            pauses.annotate(
                a=Value("pause", CharField()),
                b=Value("", CharField()),
                c=F("started_on"),
                d=F("ended_on"),
                e=no_day,
                f=Cast(Value(""), CharField()),
                g=no_text,
                h=no_day,
            ).values_list(*columns),
            all=True,
        )
    )
