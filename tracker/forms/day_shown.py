"""A stored day as the log's form shows it, and what a new day carries over."""

from rehab.vocabulary import PainContext
from tracker.forms.day_fields import (
    CHIP_ROWS,
    NO_PAIN,
    NO_RUN,
    NONE,
    SIT,
    SIT_KEYS,
    SKIP,
    SLEPT,
    copied_contexts,
)
from tracker.forms.day_told import is_whole_row
from tracker.forms.fields import place_code
from tracker.forms.plan_lines import LIMP, limp_answer
from tracker.models import Day


def initial_of(
    day: Day | None,
    *,
    last: Day | None,
    places: list[list[str]],
    worst: list[str] | None = None,
    is_limp_apart: bool = False,
) -> dict[str, object]:
    """What the form shows at first: the stored day, else only what may be carried over.

    No pain line is ever filled in for a new day. Seat, places and words come from the
    last logged day; places, and `worst` of them, from the injury when there is none.
    """
    if day is not None and not (day.number == 0 and day.places is None):
        return _stored(day, is_limp_apart=is_limp_apart)
    source = last.places if last and last.places is not None else None
    carried = source if source is not None else places
    spot = last.worst if last is not None and source is not None else worst
    words = (last.qualities or []) if last else []
    return {
        "number": 0,
        "seat": last.seat if last else None,
        "places": carried,
        "qualities": words,
        "carried_places": ",".join(place_code(*pair) for pair in carried),
        "carried_qualities": ",".join(words),
    } | _worst(spot)


def _worst(spot: list[str] | None) -> dict[str, object]:
    return {"worst": spot, "worst_before": place_code(*spot) if spot else ""}


def _stored(day: Day, *, is_limp_apart: bool) -> dict[str, object]:
    shown: dict[str, object] = {"number": day.number, "seat": day.seat, "note": day.note}
    for context in PainContext:
        shown[context.value] = _answer(day, context)
    shown[SIT], shown["sit_exact"] = _sat(day)
    places, words = day.places or [], day.qualities or []
    shown |= {"places": places, "qualities": words} | _worst(day.worst)
    if day.number == 0:  # the intake told them: kept as they are, but nothing logged yet
        shown["told_places"] = ",".join(place_code(*pair) for pair in places)
    if "places" in day.carried:
        shown["carried_places"] = ",".join(place_code(*pair) for pair in places)
    if "qualities" in day.carried:
        shown["carried_qualities"] = ",".join(words)
    shown[LIMP] = limp_answer(day.limp)
    if is_whole_row(day, is_limp_apart=is_limp_apart):
        seen = [code for code, is_seen in (day.signs or {}).items() if is_seen]
        shown["signs"] = [*seen, *([LIMP] if day.limp and not is_limp_apart else [])] or [NONE]
    shown |= {name: getattr(day, name) for name in CHIP_ROWS}
    if day.treatments is not None:
        shown["treatments"] = day.treatments or [NONE]
    return shown


def _answer(day: Day, context: PainContext) -> str | None:
    score = getattr(day, context.value)
    if score is not None:
        return str(score)
    if context is PainContext.RUNNING and day.no_run:
        return NO_RUN
    if context is PainContext.NIGHT and day.slept_through:
        return SLEPT
    return SKIP if context.value in day.skipped else None


def _sat(day: Day) -> tuple[str | None, int | None]:
    if day.sat_without_pain:
        return NO_PAIN, None
    if day.sit_minutes is None:
        return (SKIP if SIT in day.skipped else None), None
    if day.sit_minutes in SIT_KEYS:
        return str(day.sit_minutes), None
    return None, day.sit_minutes


def same_as(yesterday: Day, *, leave_open: str | None = None) -> dict[str, object]:
    """The pain lines of yesterday as this form shows them; `leave_open` stays empty."""
    shown = {c.value: _answer(yesterday, c) for c in copied_contexts() if c.value != leave_open}
    return {name: value for name, value in shown.items() if value is not None}
