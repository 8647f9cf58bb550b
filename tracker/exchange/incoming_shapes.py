"""What the columns that hold JSON must look like, so that every page can read them."""

from collections.abc import Callable, Mapping
from datetime import date

from django.db.models import Field

from rehab.vocabulary import Location, PainContext, Side
from tracker.exchange.reading import is_plain
from tracker.models.account import CHIPS
from tracker.models.report import PARTS

Shape = Callable[[object], bool]
LINES = {*(context.value for context in PainContext), "sit_minutes"}


def fault_of_shape(column: Field, value: object) -> str:  # type: ignore[type-arg]
    """What the value must be, "" when it is."""
    shape, words = SHAPES.get((column.model.__name__, column.name), (_a_dict, "must be an object"))
    return "" if shape(value) and _is_storable(value) else words


def _is_storable(value: object) -> bool:
    if isinstance(value, str):
        return is_plain(value)
    if isinstance(value, Mapping):
        return all(_is_storable(key) and _is_storable(each) for key, each in value.items())
    return all(map(_is_storable, value)) if isinstance(value, list) else True


def _a_dict(value: object) -> bool:
    return isinstance(value, Mapping)


def _texts(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(item, str) for item in value)


def _some_of(codes: set[str]) -> Shape:
    return lambda value: _texts(value) and set(value) <= codes  # type: ignore[call-overload]


def _pair(value: object) -> bool:
    return (
        isinstance(value, list)
        and len(value) == 2
        and value[0] in {code.value for code in Location} - {Location.OTHER_LEG.value}
        and value[1] in {side.value for side in Side}
    )


def _pairs(value: object) -> bool:
    return isinstance(value, list) and all(_pair(item) for item in value)


def _is_day(value: object) -> bool:
    try:
        return isinstance(value, str) and bool(date.fromisoformat(value))
    except ValueError:
        return False


def _days(value: object) -> bool:
    return isinstance(value, list) and all(map(_is_day, value))


def _weekdays(value: object) -> bool:
    return isinstance(value, list) and all(
        isinstance(day, int) and not isinstance(day, bool) and 0 <= day <= 6 for day in value
    )


def _told(value: object) -> bool:
    """The parts of a notice, with what every page shows of them."""
    return isinstance(value, list) and all(
        isinstance(part, Mapping)
        and all(isinstance(part.get(key), str) for key in ("rule", "name", "message"))
        and _days(part.get("evidence", []))
        and _texts(part.get("conditions", []))
        and isinstance(part.get("values", {}), Mapping)
        and (part.get("on") is None or _is_day(part["on"]))
        for part in value
    )


LIST = "must be a list of known codes"
SHAPES: Mapping[tuple[str, str], tuple[Shape, str]] = {
    ("User", "contexts"): (_some_of(LINES), LIST),
    ("User", "chips"): (_some_of(set(CHIPS)), LIST),
    ("User", "lacks"): (_texts, LIST),
    ("Injury", "places"): (_pairs, "must be a list of places with their sides"),
    ("Injury", "worst"): (_pair, "must be a place and a side"),
    ("Day", "skipped"): (_some_of(LINES), LIST),
    ("Day", "places"): (_pairs, "must be a list of places with their sides"),
    ("Day", "worst"): (_pair, "must be a place and a side"),
    ("Day", "qualities"): (_texts, LIST),
    ("Day", "treatments"): (_texts, LIST),
    ("Day", "carried"): (_texts, LIST),
    ("Finding", "evidence"): (_days, "must be a list of dates"),
    ("Finding", "conditions"): (_texts, LIST),
    ("Notice", "parts"): (_told, "must be a list of what was told"),
    ("PlanItem", "weekdays"): (_weekdays, "must be a list of days of the week, 0 to 6"),
    ("Change", "contexts"): (_some_of(LINES), LIST),
    ("ReportChoice", "parts"): (_some_of(set(PARTS)), LIST),
    ("SignReport", "rules"): (_texts, LIST),
}
