"""Rows of a plan to the values that the plan's rules read.

`read_plan` reads everything about an injury's open plan in one query: a page that
shows a plan also reads a diary, and nine small tables would be nine more.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import CharField, DateField, F, FloatField, QuerySet, TextField, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast, Coalesce, Concat

from rehab.content.catalogue import catalogue
from rehab.diary import Diary
from rehab.programme import log as values
from rehab.programme.own import OwnItem, OwnPlan
from rehab.vocabulary import Goal, Location, Tier
from tracker.diary_reader import read
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

# Nothing a plan's rules read lies further back, but a plan itself may be older.
DIARY_DAYS = 400
USUAL_BEFORE_DAYS = 21
YEAR = timedelta(days=365)
EMPTY = ""
BAR = "|"
NO_NUMBERS = BAR * 3
# Stands for the injury in the query that is built once; no row has such a number.
ANY_INJURY = -7_421_066_053
# How the two databases write a boolean as text.
BOOLEANS = {"true": True, "1": True, "false": False, "0": False}
GRAVE_TIERS = (Tier.EMERGENCY.value, Tier.URGENT.value)
HAS_RESULT = ("result", "closed")
Columns = tuple[str, ...]
COLUMNS: Columns = ("kind", "order", "day", "a", "b", "c", "until", "n", "m")


@dataclass(frozen=True, slots=True)
class OpenPlan:
    """The open plan of an injury: its address and what was logged for it.

    `log` is that of a programme of ours; `own` and `own_log` those of the person's own
    plan. Each is None for the other kind.
    """

    pk: int
    uuid: str
    kind: str
    programme: str
    started_on: date
    made_by: str
    log: values.PlanLog | None
    own: OwnPlan | None = None
    own_log: values.PlanLog | None = None


@dataclass(frozen=True, slots=True)
class _Row:
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


def read_plan(injury: Injury, *, today: date) -> OpenPlan | None:
    """The injury's open plan with everything logged for it up to today; None without one.

    One query, and one more for the exercises of an own plan.
    """
    rows: dict[str, list[_Row]] = {}
    for row in _rows_of(injury):
        if row.day is None or row.day <= today or row.kind == "visit":
            rows.setdefault(row.kind, []).append(row)
    for found in rows.values():
        found.sort(key=lambda row: (row.day or date.max, row.order))
    if "plan" not in rows:
        return None
    plan = rows["plan"][0]
    log = _log(injury, plan, rows, today=today)
    return OpenPlan(
        pk=int(plan.order),
        uuid=str(UUID(plan.a)),
        kind="programme" if plan.b else "own",
        programme=plan.b,
        started_on=plan.day or today,
        made_by=plan.c,
        log=log if plan.b else None,
        own=None if plan.b else _own(int(plan.order)),
        own_log=None if plan.b else log,
    )


def _own(plan: int) -> OwnPlan:
    """An own plan's exercises in their order, with its ladder, in one query."""
    names = ("uuid", "name", "exercise", "dose", "note", "weekdays", "go_to", "stop_at", "ended_on")
    columns = [f"items__{name}" for name in names]
    rows = list(Plan.objects.filter(pk=plan).order_by("items__position").values("ladder", *columns))
    items = [
        OwnItem(
            id=str(row["items__uuid"]),
            weekdays=frozenset(row["items__weekdays"]),
            **{name: row[f"items__{name}"] for name in names[1:] if name != "weekdays"},
        )
        for row in rows
        if row["items__uuid"] is not None
    ]
    return OwnPlan(tuple(items), rows[0]["ladder"] if rows else "")


def read_for_plan(injury: Injury, plan: OpenPlan | None, *, today: date) -> Diary:
    """The diary back to the start of the plan, at most 400 days, as rules and plan need it."""
    usual = today - timedelta(days=catalogue().longest_window_days)
    if plan is None:
        return read(injury, today=today)
    earliest = today - timedelta(days=DIARY_DAYS)
    start = max(earliest, plan.started_on - timedelta(days=USUAL_BEFORE_DAYS))
    return read(injury, today=today, since=min(usual, start))


def new_log(
    injury: Injury,
    programme: str,
    *,
    today: date,
    attested: Iterable[str] = (),
) -> values.PlanLog:
    """The log of a plan that would begin today in its first stage, for gates and entry tests."""
    rows: dict[str, list[_Row]] = {}
    for row in _rows_of(injury):
        rows.setdefault(row.kind, []).append(row)
    first = catalogue().programmes[programme].stages[0].id
    plan = _Row("plan", 0, today, EMPTY, programme, EMPTY, None, None, None)
    move = _Row("move", 0, today, first, "start", EMPTY, None, None, None)
    kept = {kind: found for kind, found in rows.items() if kind not in ("plan", "move")}
    for kind in ("session", "item"):
        kept.pop(kind, None)
    log = _log(injury, plan, kept | {"move": [move]}, today=today)
    return replace(log, attested=frozenset(attested))


def _log(injury: Injury, plan: _Row, rows: dict[str, list[_Row]], *, today: date) -> values.PlanLog:
    moves = rows.get("move", [])
    overtaken = _overtaken(rows)
    return values.PlanLog(
        programme=plan.b,
        started_on=plan.day or today,
        stays=tuple(values.StageStay(m.a, m.day or today, m.b) for m in moves),
        sessions=tuple(_sessions(rows)),
        readings=tuple(
            values.Reading(r.day or today, r.a, r.n or 0.0)
            for r in rows.get("reading", [])
            if r.a in catalogue().metrics
        ),
        clearances=tuple(
            values.Clearance(r.day or today, r.a, words="", programme=r.b, stage=r.c)
            for r in rows.get("clearance", [])
            if r.day not in overtaken
        ),
        visits=tuple(
            values.Visit(r.day, is_booked=r.a == "booked", has_result=r.a in HAS_RESULT)
            for r in rows.get("visit", [])
        ),
        pauses=tuple(values.Pause(r.day or today, r.a, r.until) for r in rows.get("pause", [])),
        gap_answers=tuple(
            values.GapAnswer(r.day or today, int(r.n or 0), r.a == "yes")
            for r in rows.get("gap", [])
        ),
        signs=tuple(_open_signs(rows)),
        goal=Goal(injury.goal) if injury.goal else None,
        injuries_12m=_injuries_12m(injury, today),
        attested=frozenset(_attested(moves)),
        places=_places(injury),
        returned_on=injury.returned_on,
        lacks=frozenset(injury.owner.lacks),
    )


def _sessions(rows: dict[str, list[_Row]]) -> Iterator[values.Session]:
    items: dict[float, list[values.Item]] = {}
    for row in rows.get("item", []):
        items.setdefault(row.n or 0, []).append(_item(row))
    for row in rows.get("session", []):
        yield values.Session(
            on=row.day or date.min,
            pain=None if row.n is None else int(row.n),
            sharp_stop=BOOLEANS.get(row.a),
            done_pct=None if row.m is None else int(row.m),
            items=tuple(items.get(row.order, ())),
        )


def _item(row: _Row) -> values.Item:
    pain = None if row.m is None else int(row.m)
    if row.c == NO_NUMBERS:
        return values.Item(row.a, done=row.b == "done", pain=pain)
    sets, reps, hold_s, load_kg = row.c.split(BAR)
    return values.Item(
        row.a,
        done=row.b == "done",
        pain=pain,
        sets=int(sets) if sets else None,
        reps=int(reps) if reps else None,
        hold_s=int(hold_s) if hold_s else None,
        load_kg=float(load_kg) if load_kg else None,
    )


def _open_signs(rows: dict[str, list[_Row]]) -> Iterator[values.OpenSign]:
    """What the person was told and no visit has settled: an open notice with an open finding.

    A finding that was not told yet holds nothing: Plan never knows more than Signs says.
    An emergency or urgent sign stands since it was told last: an agreement from before says
    nothing about it.
    """
    told = _told_on(rows.get("notice", []))
    for row in rows.get("finding", []):
        if row.a not in told:
            continue
        tier, since = Tier(row.c), row.day or date.min
        if tier.rank >= Tier.URGENT.rank:
            since = max(since, told[row.a])
        yield values.OpenSign(row.a, row.b, tier, since)


def _overtaken(rows: dict[str, list[_Row]]) -> set[date]:
    """Days on which a grave sign was told again after a visit of that very day had closed it.

    What was agreed at that visit says nothing about the new sign.
    """
    told = _told_on(rows.get("notice", []))
    return {
        row.day
        for row in rows.get("seen", [])
        for rule in _rules_in(row)
        if row.day is not None and told.get(rule) == row.day
    }


def _told_on(notices: Iterable[_Row]) -> dict[str, date]:
    """The day of the latest open notice of each rule."""
    told: dict[str, date] = {}
    for row in notices:
        for rule in _rules_in(row):
            told[rule] = max(told.get(rule, date.min), row.day or date.min)
    return told


def _rules_in(notice: _Row) -> list[str]:
    return [str(part.get("rule")) for part in json.loads(notice.a or "[]")]


def _attested(moves: Iterable[_Row]) -> Iterator[str]:
    for move in moves:
        yield from json.loads(move.c or "{}").get("attested", [])


def _places(injury: Injury) -> frozenset[Location]:
    """The places of the intake on the injured side or in the middle."""
    known = {place.value for place in Location}
    return frozenset(
        Location(code)
        for code, side in injury.places
        if code in known and (injury.side == "both" or side != _other(injury.side))
    )


def _other(side: str) -> str:
    return {"left": "right", "right": "left"}.get(side, "")


def _injuries_12m(injury: Injury, today: date) -> int | None:
    """This injury, one before it if told or linked to one, and a confirmed re-injury."""
    told = {"yes": 2, "no": 1}.get(injury.earlier_injury or "")
    if injury.previous_id is not None:
        told = 2
    if told is None:
        return None
    restarted = getattr(injury, "restarted_on", None)
    return told + int(restarted is not None and today - restarted <= YEAR)


def _rows_of(injury: Injury) -> Iterator[_Row]:
    """Every row about the plan, unsorted."""
    sql, params = _statement(connection.vendor)
    own = [injury.pk if value == ANY_INJURY else value for value in params]
    with connection.cursor() as cursor:
        cursor.execute(sql, own)
        for kind, order, day, a, b, c, until, n, m in cursor.fetchall():
            yield _Row(kind, order, _date(day), a, b, c, _date(until), n, m)


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
