"""What one day may hold, checked by code against the vocabulary.

Forms say the same kindly; import, replay and later interfaces come through here too.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import date, timedelta
from enum import StrEnum

from rehab.scales import NRS_MAX, NRS_MIN
from rehab.vocabulary import (
    Location,
    PainContext,
    Quality,
    Seat,
    Side,
    Sign,
    Sleep,
    Stress,
    Treatment,
)
from tracker.actions.errors import EntryRefused
from tracker.clock import EARLIEST_YEARS_BACK, PersonNow

NOTE_MAX = 2000
SIT_MINUTES_MAX = 960

Entry = Mapping[str, object]


def check_entry(entry: Entry) -> dict[str, object]:
    """Return the columns of a day, checked; raises EntryRefused naming the first bad field.

    Only columns that are given are returned: a column left out is left as it was.
    """
    unknown = set(entry) - set(CHECKS)
    if unknown:
        raise EntryRefused("This is not part of a day", field=sorted(unknown)[0])
    checked = {name: CHECKS[name](name, value) for name, value in entry.items()}
    _agree(checked)
    return checked


def _agree(columns: Mapping[str, object]) -> None:
    if columns.get("no_run") and columns.get("running") is not None:
        raise EntryRefused("Choose a number or No run, not both", field="running")
    if columns.get("slept_through") and columns.get("night") is not None:
        raise EntryRefused("Choose a number or Slept through, not both", field="night")
    if columns.get("sat_without_pain") and columns.get("sit_minutes") is not None:
        raise EntryRefused("Choose minutes or No pain, not both", field="sit_minutes")


def _whole(name: str, value: object, low: int, high: int, message: str) -> int | None:
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
        raise EntryRefused(message, field=name)
    return value


def _nrs(name: str, value: object) -> int | None:
    return _whole(name, value, NRS_MIN, NRS_MAX, "Choose a number from 0 to 10")


def _minutes(name: str, value: object) -> int | None:
    return _whole(name, value, 0, SIT_MINUTES_MAX, "Enter minutes from 0 to 960")


def _yes_no(name: str, value: object) -> bool | None:
    if value is not None and not isinstance(value, bool):
        raise EntryRefused("Choose yes or no", field=name)
    return value


def _text(name: str, value: object) -> str:
    if not isinstance(value, str) or "\x00" in value:
        raise EntryRefused("Write this note in plain text", field=name)
    if len(value) > NOTE_MAX:
        raise EntryRefused("Keep the note under 2,000 characters", field=name)
    return value


def _codes(codes: type[StrEnum]) -> Callable[[str, object], list[str] | None]:
    known = {c.value for c in codes}

    def check(name: str, value: object) -> list[str] | None:
        if value is None:
            return None
        if not _is_list(value) or not set(value) <= known:  # type: ignore[call-overload]
            raise EntryRefused("Choose from the list", field=name)
        return sorted(set(value))  # type: ignore[call-overload]

    return check


def _is_list(value: object) -> bool:
    return isinstance(value, Iterable) and not isinstance(value, str | Mapping)


def check_place(name: str, value: object) -> list[str]:
    """One [code, side] pair of the vocabulary, as a list."""
    if (
        isinstance(value, list | tuple)
        and len(value) == 2
        and value[0] in set(Location) - {Location.OTHER_LEG}
        and value[1] in set(Side)
    ):
        return [str(value[0]), str(value[1])]
    raise EntryRefused("Choose places from the picture or the list", field=name)


def _places(name: str, value: object) -> list[list[str]] | None:
    if value is None:
        return None
    if not isinstance(value, list | tuple):
        raise EntryRefused("Choose places from the picture or the list", field=name)
    pairs = [check_place(name, pair) for pair in value]
    return sorted(pair for i, pair in enumerate(pairs) if pair not in pairs[:i])


def _worst(name: str, value: object) -> list[str] | None:
    return None if value is None else check_place(name, value)


def _signs(name: str, value: object) -> dict[str, bool] | None:
    if value is None:
        return None
    known = {s.value for s in Sign}
    if not isinstance(value, Mapping) or not set(value) <= known:
        raise EntryRefused("Choose from the list", field=name)
    if not all(isinstance(seen, bool) for seen in value.values()):
        raise EntryRefused("Choose yes or no", field=name)
    return {str(code): bool(seen) for code, seen in sorted(value.items())}


def _seat(name: str, value: object) -> str | None:
    if value is not None and value not in set(Seat):
        raise EntryRefused("Choose where you sat", field=name)
    return None if value is None else str(value)


def _one_of(codes: type[StrEnum]) -> Callable[[str, object], str | None]:
    known = {c.value for c in codes}

    def check(name: str, value: object) -> str | None:
        if value is not None and value not in known:
            raise EntryRefused("Choose from the list", field=name)
        return None if value is None else str(value)

    return check


def _names(allowed: set[str]) -> Callable[[str, object], list[str]]:
    def check(name: str, value: object) -> list[str]:
        if not _is_list(value) or not set(value) <= allowed:  # type: ignore[call-overload]
            raise EntryRefused("Choose from the list", field=name)
        return sorted(set(value))  # type: ignore[call-overload]

    return check


CHECKS: dict[str, Callable[[str, object], object]] = {
    **{context.value: _nrs for context in PainContext},
    "skipped": _names({c.value for c in PainContext} | {"sit_minutes"}),
    "no_run": _yes_no,
    "slept_through": _yes_no,
    "limp": _yes_no,
    "signs": _signs,
    "places": _places,
    "worst": _worst,
    "qualities": _codes(Quality),
    "treatments": _codes(Treatment),
    "carried": _names({"places", "qualities"}),
    "sit_minutes": _minutes,
    "sat_without_pain": _yes_no,
    "seat": _seat,
    "sleep": _one_of(Sleep),
    "stress": _one_of(Stress),
    "copied": _yes_no,
    "note": _text,
}


def check_date(on: date, *, at: PersonNow) -> None:
    """A day that can be logged: up to the person's today, at most 20 years back."""
    if on > at.today:
        raise EntryRefused("You can only log today or earlier", field="on")
    if on < at.today - timedelta(days=365 * EARLIEST_YEARS_BACK):
        raise EntryRefused("This day is too long ago to log", field="on")
