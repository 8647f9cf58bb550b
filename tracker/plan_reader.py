"""Rows of a plan to the values that the plan's rules read."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from uuid import UUID

from rehab.content.catalogue import catalogue
from rehab.diary import Diary
from rehab.programme import log as values
from rehab.programme.own import OwnItem, OwnPlan
from rehab.vocabulary import Goal, Location, Tier
from tracker.diary_reader import read
from tracker.models import Injury, Plan
from tracker.plan_rows import BAR, EMPTY, Row, rows_of

# Nothing a plan's rules read lies further back, but a plan itself may be older.
DIARY_DAYS = 400
USUAL_BEFORE_DAYS = 21
YEAR = timedelta(days=365)
NO_NUMBERS = BAR * 3
# How the two databases write a boolean as text.
BOOLEANS = {"true": True, "1": True, "false": False, "0": False}
HAS_RESULT = ("result", "closed")


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


def read_plan(injury: Injury, *, today: date) -> OpenPlan | None:
    """The injury's open plan with everything logged for it up to today; None without one.

    One query, and one more for the exercises of an own plan.
    """
    rows: dict[str, list[Row]] = {}
    for row in rows_of(injury):
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
    rows: dict[str, list[Row]] = {}
    for row in rows_of(injury):
        rows.setdefault(row.kind, []).append(row)
    first = catalogue().programmes[programme].stages[0].id
    plan = Row("plan", 0, today, EMPTY, programme, EMPTY, None, None, None)
    move = Row("move", 0, today, first, "start", EMPTY, None, None, None)
    kept = {kind: found for kind, found in rows.items() if kind not in ("plan", "move")}
    for kind in ("session", "item"):
        kept.pop(kind, None)
    log = _log(injury, plan, kept | {"move": [move]}, today=today)
    return replace(log, attested=frozenset(attested))


def _log(injury: Injury, plan: Row, rows: dict[str, list[Row]], *, today: date) -> values.PlanLog:
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


def _sessions(rows: dict[str, list[Row]]) -> Iterator[values.Session]:
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


def _item(row: Row) -> values.Item:
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


def _open_signs(rows: dict[str, list[Row]]) -> Iterator[values.OpenSign]:
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


def _overtaken(rows: dict[str, list[Row]]) -> set[date]:
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


def _told_on(notices: Iterable[Row]) -> dict[str, date]:
    """The day of the latest open notice of each rule."""
    told: dict[str, date] = {}
    for row in notices:
        for rule in _rules_in(row):
            told[rule] = max(told.get(rule, date.min), row.day or date.min)
    return told


def _rules_in(notice: Row) -> list[str]:
    return [str(part.get("rule")) for part in json.loads(notice.a or "[]")]


def _attested(moves: Iterable[Row]) -> Iterator[str]:
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
