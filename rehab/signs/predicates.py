"""What a rule may claim about one day: the closed set of predicates.

A predicate is true, false or unknown for a day. Unknown means that the day was
not logged or that the field was not asked, never "no". `rehab.signs.index` turns
predicates into masks over days; what counts as asked is decided there.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from rehab.signs.binding import Fault, Table, single_key, table_of
from rehab.vocabulary import Location, PainContext, Quality, Sign, Treatment

EVERYDAY = "everyday"
FALL = "fall"
PAIN_FIELDS = (*(str(context) for context in PainContext), EVERYDAY)
FLAGS = (*(str(sign) for sign in Sign), FALL)


class Op(StrEnum):
    """How two values are compared."""

    EQ = "=="
    NE = "!="
    LT = "<"
    LE = "<="
    GT = ">"
    GE = ">="


@dataclass(frozen=True, slots=True)
class FieldIs:
    """The pain (NRS 0-10) in one context, or everyday pain, compares so with a value."""

    field: str
    op: Op
    value: int


@dataclass(frozen=True, slots=True)
class AnyLocation:
    """At least one of these places was marked."""

    codes: tuple[Location, ...]


@dataclass(frozen=True, slots=True)
class AnyQuality:
    """At least one of these words for the pain was marked."""

    codes: tuple[Quality, ...]


@dataclass(frozen=True, slots=True)
class AnyTreatment:
    """At least one of these treatments was done."""

    codes: tuple[Treatment, ...]


@dataclass(frozen=True, slots=True)
class Flag:
    """A sign was seen or felt, or a fall, slip or knock happened."""

    name: str


@dataclass(frozen=True, slots=True)
class LocationsAtLeast:
    """So many different places were marked."""

    count: int


@dataclass(frozen=True, slots=True)
class AllOf:
    parts: tuple["Predicate", ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    parts: tuple["Predicate", ...]


@dataclass(frozen=True, slots=True)
class NotOf:
    part: "Predicate"


Predicate = (
    FieldIs | AnyLocation | AnyQuality | AnyTreatment | Flag | LocationsAtLeast
    | AllOf | AnyOf | NotOf
)  # fmt: skip

NOTHING = LocationsAtLeast(1)


# One value for each claim, however many rules make it: what is worked out for it is kept
# under its identity, so that rules share it.
_ONE_OF_EACH: dict[Predicate, Predicate] = {}


def parse_predicate(raw: object, path: str, faults: list[Fault]) -> Predicate:
    """Bind one predicate; faults are noted, and a stand-in is returned for a wrong one."""
    bound = _parse(raw, path, faults)
    return _ONE_OF_EACH.setdefault(bound, bound)


def _parse(raw: object, path: str, faults: list[Fault]) -> Predicate:
    if isinstance(raw, dict) and "field" in raw:
        return _field_is(table_of(raw, path, faults))
    kind = single_key(raw, path, ("field", *_KINDS), faults)
    if kind is None or not isinstance(raw, dict):
        return NOTHING
    return _KINDS[kind](Table(raw, path, faults))


def parts_of(predicate: Predicate) -> tuple[Predicate, ...]:
    """List the predicate itself and everything inside it."""
    match predicate:
        case AllOf(parts) | AnyOf(parts):
            return (predicate, *(inner for part in parts for inner in parts_of(part)))
        case NotOf(part):
            return (predicate, *parts_of(part))
    return (predicate,)


def inputs_of(predicate: Predicate) -> frozenset[str]:
    """Name what the predicate reads: `pain.night`, `location.calf`, `flag.fall` and so on."""
    names: set[str] = set()
    for part in parts_of(predicate):
        match part:
            case FieldIs(field=field):
                names.add(f"pain.{field}")
            case AnyLocation(codes):
                names.update(f"location.{code}" for code in codes)
            case LocationsAtLeast():
                names.update(f"location.{code}" for code in Location)
            case AnyQuality(codes):
                names.update(f"quality.{code}" for code in codes)
            case AnyTreatment(codes):
                names.update(f"treatment.{code}" for code in codes)
            case Flag(name):
                names.add(f"flag.{name}")
    return frozenset(names)


def _field_is(table: Table) -> FieldIs:
    made = FieldIs(
        field=table.code("field", PAIN_FIELDS),
        op=table.code("op", Op),
        value=table.whole("value", at_least=0, at_most=10),
    )
    table.finish()
    return made


def _several(table: Table, key: str) -> tuple[Predicate, ...]:
    return tuple(
        parse_predicate(raw, f"{table.path}.{key}[{index}]", table.faults)
        for index, raw in enumerate(table.many(key))
    )


_KINDS: dict[str, Callable[[Table], Predicate]] = {
    "any_location": lambda table: AnyLocation(table.codes("any_location", Location)),
    "any_quality": lambda table: AnyQuality(table.codes("any_quality", Quality)),
    "any_treatment": lambda table: AnyTreatment(table.codes("any_treatment", Treatment)),
    "flag": lambda table: Flag(table.code("flag", FLAGS)),
    "locations_at_least": lambda table: LocationsAtLeast(
        table.whole("locations_at_least", at_most=len(Location))
    ),
    "all": lambda table: AllOf(_several(table, "all")),
    "any": lambda table: AnyOf(_several(table, "any")),
    "not": lambda table: NotOf(
        parse_predicate(table.take("not"), f"{table.path}.not", table.faults)
    ),
}
