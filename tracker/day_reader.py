"""One row of a day to the values that rules read; the only file that knows both shapes."""

import json
from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from typing import Any

from django.db.models import F, QuerySet, TextField
from django.db.models.functions import Cast

from rehab import diary as values
from rehab.vocabulary import Location, PainContext, Quality, Seat, Side, Sign, Treatment
from tracker.models import Day

SCORES = tuple(context.value for context in PainContext)
OTHERS = ("no_run", "slept_through", "limp", "sit_minutes", "seat", "copied")
IN_JSON = ("carried", "places", "qualities", "signs", "treatments")
ALWAYS_OWN_SIDE = {Location.LOW_BACK}


@cache
def day_rows() -> QuerySet:
    """The key of the injury, the day and the columns that rules read, JSON as its text.

    Without the cost of whole rows. `read_row` makes values of all but the key.
    """
    in_json = {f"{name}_text": Cast(F(name), TextField()) for name in IN_JSON}
    rows = Day.objects.order_by().annotate(**in_json)
    return rows.values_list("injury_id", "on", *SCORES, *OTHERS, *in_json)


def read_row(columns: Sequence[Any], *, side: str, peaks: Mapping[str, int]) -> values.Day:
    """The columns of `day_rows` after the key as `day_value` would read the whole row."""
    first, last = 1 + len(SCORES), len(columns) - len(IN_JSON)
    scores = dict(zip(SCORES, columns[1:first], strict=True))
    marks = _marks_in(side, *columns[last:])
    return _value(columns[0], scores, peaks, marks, *columns[first:last])


def day_value(row: Day, *, side: str, peaks: Mapping[str, int] | None = None) -> values.Day:
    """One row as rules see it: what was carried over untouched is kept apart.

    `peaks` are the highest moments of the day; the higher of day and moment counts.
    "No run" and "slept through" do not stand beside a moment that says otherwise.
    """
    scores = {name: getattr(row, name) for name in SCORES}
    others: list[Any] = [getattr(row, name) for name in OTHERS]
    in_json: list[Any] = [getattr(row, name) for name in IN_JSON]
    return _value(row.on, scores, peaks or {}, _marks(side, *in_json), *others)


def higher(score: int | None, peak: int | None) -> int | None:
    """The day's own score or a moment's, whichever is higher; None when neither is recorded."""
    return max((each for each in (score, peak) if each is not None), default=None)


def _value(
    on: Any,
    scores: dict[str, Any],
    peaks: Mapping[str, int],
    marks: Mapping[str, Any],
    no_run: bool | None,
    slept_through: bool | None,
    limp: bool | None,
    sit_minutes: int | None,
    seat: str | None,
    copied: bool,
) -> values.Day:
    if peaks:
        scores = {name: higher(score, peaks.get(name)) for name, score in scores.items()}
    return values.Day(
        on=on,
        **scores,
        no_run=no_run if scores["running"] is None else None,
        slept_through=slept_through if scores["night"] is None else None,
        limp=limp,
        sit_minutes=sit_minutes,
        seat=Seat(seat) if seat else None,
        copied=copied,
        **marks,
    )


@lru_cache(maxsize=4096)
def _marks_in(side: str, *texts: str | None) -> Mapping[str, Any]:
    """Days of a diary hold the same few marks again and again; nobody changes them."""
    told: list[Any] = [text and json.loads(text) for text in texts]
    return _marks(side, *told)


def _marks(
    side: str,
    carried: list[str],
    places: list[list[str]] | None,
    qualities: list[str] | None,
    signs: dict[str, bool] | None,
    treatments: list[str] | None,
) -> Mapping[str, Any]:
    here, other = _places(places, side=side)
    told = None if qualities is None else frozenset(Quality(q) for q in qualities)
    places_touched = places is not None and "places" not in carried
    qualities_touched = told is not None and "qualities" not in carried
    return {
        "locations": here if places_touched else None,
        "other_leg": other if places_touched else frozenset(),
        "qualities": told if qualities_touched else None,
        "carried_locations": frozenset() if places_touched else here,
        "carried_qualities": frozenset() if qualities_touched else (told or frozenset()),
        "signs": {Sign(code): bool(seen) for code, seen in (signs or {}).items()},
        "treatments": None if treatments is None else frozenset(Treatment(t) for t in treatments),
    }


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
