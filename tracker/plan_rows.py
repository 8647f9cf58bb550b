"""Everything about the open plan of an injury, in one query.

A page that shows a plan also reads a diary, and nine small tables would be nine more
queries: each gives its rows in the shape of all (`Row`), and one union joins them.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from django.db import connection
from django.db.models import CharField, DateField, F, FloatField, QuerySet, TextField, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast, Coalesce, Concat

from rehab.vocabulary import Tier
from tracker.models import (
    Clearance,
    ExerciseSession,
    Finding,
    GapAnswer,
    Injury,
    LoadPause,
    Notice,
    Plan,
    Reading,
    SessionItem,
    StageMove,
    Visit,
)

EMPTY = ""
BAR = "|"
# Stands for the injury in the query that is built once; no row has such a number.
ANY_INJURY = -7_421_066_053
GRAVE_TIERS = (Tier.EMERGENCY.value, Tier.URGENT.value)
Columns = tuple[str, ...]
COLUMNS: Columns = ("kind", "order", "day", "a", "b", "c", "until", "n", "m")


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the one query; what the columns mean depends on `kind`."""

    kind: str
    order: float
    day: date | None
    a: str
    b: str
    c: str
    until: date | None
    n: float | None
    m: float | None


def rows_of(injury: Injury) -> Iterator[Row]:
    """Every row about the plan, unsorted."""
    sql, params = _statement(connection.vendor)
    own = [injury.pk if value == ANY_INJURY else value for value in params]
    with connection.cursor() as cursor:
        cursor.execute(sql, own)
        for kind, order, day, a, b, c, until, n, m in cursor.fetchall():
            yield Row(kind, order, _date(day), a, b, c, _date(until), n, m)


def _date(told: date | str | None) -> date | None:
    """SQLite gives dates of a query without fields as text."""
    return date.fromisoformat(told) if isinstance(told, str) else told


@cache
def _statement(_vendor: str) -> tuple[str, tuple[Any, ...]]:
    """The one query as text: to build it anew costs ten times what it takes to run."""
    statement: tuple[str, tuple[Any, ...]] = _union(ANY_INJURY).query.sql_with_params()
    return statement


def _union(injury_pk: int) -> QuerySet:
    """The rows of all tables as (kind, order, day, a, b, c, until, n, m)."""
    plan = {"plan__injury_id": injury_pk, "plan__ended_on__isnull": True}
    mine = {"injury_id": injury_pk}
    parts = [
        _part(
            Plan.objects.filter(**mine, ended_on__isnull=True),
            "plan",
            day=F("started_on"),
            a=F("uuid"),
            b=F("programme"),
            c=F("made_by"),
        ),
        _part(
            StageMove.objects.filter(**plan),
            "move",
            a=F("to_stage"),
            b=F("reason"),
            c=F("evidence"),
        ),
        _part(
            ExerciseSession.objects.filter(**plan),
            "session",
            a=F("sharp_stop"),
            n=F("pain"),
            m=F("done_pct"),
        ),
        _part(
            SessionItem.objects.filter(
                session__plan__injury_id=injury_pk, session__plan__ended_on__isnull=True, done=True
            ),
            "item",
            day=F("session__on"),
            a=F("exercise"),
            b=Value("done"),
            c=_numbers(),
            n=F("session_id"),
            m=F("pain"),
        ),
        _part(Reading.objects.filter(**mine), "reading", a=F("metric"), n=F("value")),
        _part(
            Clearance.objects.filter(**mine), "clearance", a=F("by"), b=F("programme"), c=F("stage")
        ),
        _part(Visit.objects.filter(**mine), "visit", a=F("state")),
        _part(
            LoadPause.objects.filter(**mine, accepted=True),
            "pause",
            day=F("started_on"),
            a=F("rule"),
            until=F("ended_on"),
        ),
        _part(GapAnswer.objects.filter(**mine), "gap", a=F("kept_training"), n=F("gap_days")),
        _part(
            Finding.objects.filter(**mine).open(),
            "finding",
            day=F("opened_on"),
            a=F("rule"),
            b=F("topic"),
            c=F("tier"),
        ),
        _part(Notice.objects.filter(**mine).open(), "notice", day=F("told_on"), a=F("parts")),
        _part(
            Notice.objects.filter(**mine, closed_because="visit", tier__in=GRAVE_TIERS),
            "seen",
            day=F("closed_on"),
            a=F("parts"),
        ),
    ]
    first, *others = parts
    return first.union(*others, all=True)


def _numbers() -> Combinable:
    """What was told of an exercise in one text, empty for what was not: "3|12||7.5"."""
    told = [F("sets"), F("reps"), F("hold_s"), F("load_kg")]
    parts = [Coalesce(Cast(each, CharField()), Value(EMPTY)) for each in told]
    bars = [Value(BAR), Value(BAR), Value(BAR), Value(EMPTY)]
    return Concat(
        *(each for pair in zip(parts, bars, strict=True) for each in pair),
        output_field=TextField(),
    )


def _part(rows: QuerySet, kind: str, **columns: Combinable) -> QuerySet:
    """One table in the shape of all: missing columns are null, texts and numbers alike."""
    types = {"day": DateField, "until": DateField, "n": FloatField, "m": FloatField}
    given = {"day": F("on")} | columns
    shaped = {
        f"u_{name}": Cast(given.get(name, Value(None)), types.get(name, TextField)())
        for name in COLUMNS[2:]
    }
    return (
        rows.order_by()
        .annotate(
            u_kind=Value(kind, output_field=CharField()),
            u_order=Cast(F("pk"), FloatField()),
            **shaped,
        )
        .values_list("u_kind", "u_order", *shaped)
    )
