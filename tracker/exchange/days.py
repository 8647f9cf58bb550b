"""Read one day of a diary file into the value that rules read."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from rehab import diary as values
from rehab.vocabulary import (
    Location,
    PainContext,
    Quality,
    Seat,
    Side,
    Sign,
    Treatment,
)
from tracker.day_reader import day_value
from tracker.exchange.reading import Table, shown
from tracker.models import Day

NOTE_MAX = 2000
SIT_MINUTES_MAX = 960
CARRIED = ("places", "qualities")
OF_MOMENT = ("id", "at", "note", "logged_at", "zone")
BESIDES = (
    "id",
    "skipped",
    "sat_without_pain",
    "logged_at",
    "zone",
    "number",
    "sleep",
    "stress",
)
# An answer without a number: it excludes the number of its context.
WITHOUT_NUMBER = {"no_run": PainContext.RUNNING, "slept_through": PainContext.NIGHT}


def read_day(table: Table, *, side: str) -> values.Day | None:
    """The day as rules see it; None without a date. `side` is the injured side, "" if unknown."""
    on = table.day("on") if table.required("on") else None
    row = Day(on=on or date.min)
    _read_pain(table, row)
    other_leg = _read_places(table, row, side=side)
    row.qualities = table.codes("qualities", Quality)
    row.treatments = table.codes("treatments", Treatment)
    row.signs = _signs(table)
    row.limp = table.yes_no("limp")
    row.sit_minutes = table.whole("sit_minutes", 0, SIT_MINUTES_MAX)
    row.seat = table.code("seat", Seat)
    row.copied = table.yes_no("copied") or False
    row.carried = _carried(table)
    peaks = _peaks(table)
    table.text("note", NOTE_MAX)
    table.keep(BESIDES)
    table.finish()
    if on is None:
        return None
    return _with_other_leg(day_value(row, side=side, peaks=peaks), other_leg)


def _read_pain(table: Table, row: Day) -> None:
    pain = table.table("pain")
    for context in PainContext:
        setattr(row, context.value, pain.whole(context.value, 0, 10))
    pain.finish()
    for name, context in WITHOUT_NUMBER.items():
        setattr(row, name, table.yes_no(name))
        if getattr(row, name) and getattr(row, context.value) is not None:
            table.fault(name, f"cannot be true beside a number for {context.value}")


def _peaks(table: Table) -> dict[str, int]:
    """The highest number of the day's moments in each context, as for a stored day."""
    found: dict[str, int] = {}
    for moment in table.tables("moments"):
        context, nrs = moment.code("context", PainContext), moment.whole("nrs", 0, 10)
        moment.keep(OF_MOMENT)
        moment.finish()
        if context is not None and nrs is not None:
            found[context.value] = max(nrs, found.get(context.value, 0))
    return found


def _read_places(table: Table, row: Day, *, side: str) -> bool:
    """Fill the [code, side] pairs; True when only "the other leg" is known, not where there.

    `places` is the fuller of the two and wins over `locations`.
    """
    locations = table.codes("locations", Location)
    pairs = table.items("places")
    _pair(table, "worst", table.take("worst"))
    if pairs is not None:
        found = [_pair(table, f"places[{i}]", pair) for i, pair in enumerate(pairs)]
        row.places = [pair for pair in found if pair]
        return False
    if locations is None:
        return False
    if Location.OTHER_LEG in locations and side == Side.BOTH:
        table.warn("locations", "other_leg has no meaning when both sides are injured; it counts")
    row.places = [[code.value, side] for code in locations if code is not Location.OTHER_LEG]
    return Location.OTHER_LEG in locations


def _pair(table: Table, key: str, value: object) -> list[str] | None:
    if value is None and key == "worst":
        return None
    if (
        isinstance(value, list)
        and len(value) == 2
        and value[0] in [code.value for code in Location if code is not Location.OTHER_LEG]
        and value[1] in [code.value for code in Side]
    ):
        return [str(value[0]), str(value[1])]
    table.fault(key, f"must be a place and a side, is {shown(value)}")
    return None


def _with_other_leg(day: values.Day, other_leg: bool) -> values.Day:
    if not other_leg:
        return day
    if day.locations is None:
        return replace(day, carried_locations=day.carried_locations | {Location.OTHER_LEG})
    return replace(day, locations=day.locations | {Location.OTHER_LEG})


def _signs(table: Table) -> dict[str, bool] | None:
    """The signs that were asked; null for one sign means that it was not."""
    raw = table.take("signs")
    if raw is None:
        return None
    if not isinstance(raw, Mapping):
        table.fault("signs", f"must be an object, is {shown(raw)}")
        return None
    signs = table.table("signs")
    asked = {sign.value: signs.yes_no(sign.value) for sign in Sign}
    signs.finish()
    return {sign: seen for sign, seen in asked.items() if seen is not None}


def _carried(table: Table) -> list[str]:
    found = []
    for i, name in enumerate(table.items("carried") or ()):
        if name in CARRIED:
            found.append(str(name))
        else:
            table.fault(f"carried[{i}]", f"must be places or qualities, is {shown(name)}")
    return found
