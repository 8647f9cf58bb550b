"""The closed set of condition nodes, bound once when content is loaded.

A condition is a tree of these frozen values. `parse_condition` turns the tables
of a rule file into them and reports all faults at once. Windows are calendar
days: `within = 7` is today and the six days before it; `ago` moves the window
back by so many days. How each node is decided stands in `rehab.signs.decide`.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from rehab.signs.binding import ConditionFaults, Fault, Table, single_key, table_of
from rehab.signs.predicates import (
    NOTHING,
    PAIN_FIELDS,
    Op,
    Predicate,
    inputs_of,
    parse_predicate,
)
from rehab.vocabulary import (
    AnswerValue,
    InjuryType,
    Location,
    Mechanism,
    Onset,
    Sex,
    Side,
)

FAR_FUTURE = 1_000_000
CLOCKS = ("onset", "slow", "plan", "surgery")


@dataclass(frozen=True, slots=True)
class All:
    """Every part is true."""

    parts: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class Some:
    """At least one part is true (`any` in content)."""

    parts: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class Not:
    part: "Node"


@dataclass(frozen=True, slots=True)
class CountDays:
    """On at least so many days of a window the predicate is true.

    Only days on which the predicate is known count as logged. `share` is a share
    of those days that must be true as well.
    """

    where: Predicate
    within: int
    at_least: int
    min_logged: int = 0
    share: float | None = None
    ago: int = 0


@dataclass(frozen=True, slots=True)
class Median:
    """The median pain (NRS 0-10) of a window compares so with a value."""

    field: str
    within: int
    min_logged: int
    op: Op
    value: float
    ago: int = 0


@dataclass(frozen=True, slots=True)
class NoImprovement:
    """The median fell by less than `floor` points and less than the share `rel`.

    Compares the last `recent` days with the `recent` days ending `lookback` days
    ago; each needs `min_logged` scores. Never true when nothing is left to improve
    (recent median 0).
    """

    field: str
    lookback: int
    min_logged: int
    floor: float
    rel: float
    recent: int = 7


@dataclass(frozen=True, slots=True)
class Rise:
    """The recent median lies at least so many points above the earlier one."""

    field: str
    lookback: int
    min_logged: int
    at_least: float
    recent: int = 7


@dataclass(frozen=True, slots=True)
class Slope:
    """The Theil-Sen slope of a window, in points a week, compares so with a value."""

    field: str
    within: int
    min_logged: int
    op: Op
    value: float


@dataclass(frozen=True, slots=True)
class Jump:
    """One day rose well above the median of the days before it, and the next logged day too.

    The day lies at most `confirm_within` days back, is at least `to_at_least` and
    `at_least` points above the median of the `over_days` days before it.
    """

    field: str
    over_days: int
    min_logged: int
    at_least: float
    to_at_least: int
    confirm_within: int


@dataclass(frozen=True, slots=True)
class Runs:
    """On at least so many running days of a window the predicate is true.

    A running day has a run or a running score; two runs on one day count once.
    `min_runs` counts running days on which the predicate is known.
    """

    where: Predicate
    within: int
    at_least: int
    min_runs: int
    share: float | None = None


@dataclass(frozen=True, slots=True)
class Answered:
    """The latest answer to a question within the window has this value (`answer` in content)."""

    id: str
    within: int
    value: AnswerValue = AnswerValue.YES


@dataclass(frozen=True, slots=True)
class InjuryIs:
    """A field of the injury compares so with a value; `op` None asks whether it is unknown."""

    field: str
    op: Op | None
    value: str | int | bool | None = None


@dataclass(frozen=True, slots=True)
class SinceOnset:
    """Days since the start of a clock lie between `min` and `max`, both included.

    `clock` None means the rule's own clock (onset or slow); `plan` and `surgery`
    count from those dates and are false without one. `first` counts from the first
    onset, so that a re-injury does not hide long trouble.
    """

    min: int
    max: int
    clock: str | None = None
    first: bool = False


@dataclass(frozen=True, slots=True)
class AfterFall:
    """A fall `min_ago` to `max_ago` days ago was followed by more or new pain.

    True when, for one such fall, the median of `field` over the last `recent` days
    is `rise_at_least` above the `before` days before the fall, or one of
    `or_new_location` is marked on `new_location_share` of recent days and on less
    than `old_location_share` before, or (`or_onset_gradual`) nothing was logged
    before the fall and a gradual onset followed it.
    """

    min_ago: int
    max_ago: int
    field: str
    rise_at_least: float
    min_logged: int
    or_new_location: tuple[Location, ...] = ()
    new_location_share: float = 0.5
    old_location_share: float = 0.2
    or_onset_gradual: bool = False
    recent: int = 7
    before: int = 14


@dataclass(frozen=True, slots=True)
class Score:
    """At least so many of the items are true; `names` say in one word what each shows."""

    items: tuple["Node", ...]
    at_least: int
    names: tuple[str, ...]


Node = (
    All | Some | Not | CountDays | Median | NoImprovement | Rise | Slope | Jump | Runs
    | Answered | InjuryIs | SinceOnset | AfterFall | Score
)  # fmt: skip

STAND_IN = All(())

INJURY_FIELDS: dict[str, tuple[type, tuple[str, ...]]] = {
    "onset": (str, tuple(Onset)),
    "type": (str, tuple(InjuryType)),
    "mechanism": (str, tuple(Mechanism)),
    "side": (str, tuple(Side)),
    "sex": (str, tuple(Sex)),
    "programme": (str, ()),
    "pop": (bool, ()),
    "bruising": (bool, ()),
    "swelling": (bool, ()),
    "gap": (bool, ()),
    "can_walk": (bool, ()),
    "grade": (int, ()),
    "age": (int, ()),
}


def parse_condition(raw: Mapping[str, object], path: str) -> Node:
    """Bind the condition of a rule.

    `path` names its place in the file for the faults, for example "condition".
    Raises ConditionFaults with every fault found: unknown kinds, keys and codes,
    wrong types, windows that cannot be, thresholds that no diary could reach.
    """
    faults: list[Fault] = []
    node = _node(raw, path, faults)
    if faults:
        raise ConditionFaults(faults)
    return node


def nodes_of(node: Node) -> Iterator[Node]:
    """Yield the node itself and everything inside it, in the order written."""
    yield node
    match node:
        case All(parts) | Some(parts) | Score(items=parts):
            for part in parts:
                yield from nodes_of(part)
        case Not(part):
            yield from nodes_of(part)


def questions_read(node: Node) -> frozenset[str]:
    """Name the questions whose answers the condition reads."""
    return frozenset(part.id for part in nodes_of(node) if isinstance(part, Answered))


def longest_window(node: Node) -> int:
    """Tell how many calendar days of the diary the condition reads, today included.

    Answers have their own windows (`longest_answer_window`) and falls lie inside
    this one. Persistence is added by whoever knows the rule.
    """
    return max((_days_back(part) for part in nodes_of(node)), default=0)


def longest_answer_window(node: Node) -> int:
    """Tell how many calendar days of answers the condition reads, today included."""
    return max((part.within for part in nodes_of(node) if isinstance(part, Answered)), default=0)


def fields_read(node: Node) -> frozenset[str]:
    """Name every input the condition reads, questions apart.

    Names are dotted: `pain.sitting`, `pain.everyday`, `location.calf`,
    `quality.numb`, `treatment.ice`, `flag.swelling`, `injury.grade`.
    """
    names: set[str] = set()
    for part in nodes_of(node):
        match part:
            case CountDays(where=where) | Runs(where=where):
                names |= inputs_of(where)
            case InjuryIs(field=field):
                names.add(f"injury.{field}")
            case SinceOnset(clock=clock):
                names.add("injury.surgery_on" if clock == "surgery" else "injury.onset_on")
            case AfterFall(field=field, or_new_location=codes, or_onset_gradual=gradual):
                names |= {"flag.fall", f"pain.{field}"}
                names |= {f"location.{code}" for code in codes}
                names |= {"injury.onset"} if gradual else set()
            case Median() | NoImprovement() | Rise() | Slope() | Jump():
                names.add(f"pain.{part.field}")
    return frozenset(names)


def _days_back(node: Node) -> int:
    match node:
        case CountDays(within=within, ago=ago) | Median(within=within, ago=ago):
            return within + ago
        case Slope(within=within) | Runs(within=within):
            return within
        case (
            NoImprovement(lookback=lookback, recent=recent) | Rise(lookback=lookback, recent=recent)
        ):
            return lookback + recent
        case Jump(over_days=over_days, confirm_within=confirm_within):
            return over_days + confirm_within + 1
        case AfterFall(max_ago=max_ago, before=before):
            return max_ago + before + 1
    return 0


def _node(raw: object, path: str, faults: list[Fault]) -> Node:
    kind = single_key(raw, path, (*_GROUPS, *_LEAVES), faults)
    if kind is None or not isinstance(raw, Mapping):
        return STAND_IN
    if kind in _GROUPS:
        return _GROUPS[kind](Table(raw, path, faults))
    table = table_of(raw[kind], f"{path}.{kind}", faults)
    node = _LEAVES[kind](table)
    table.finish()
    return node


def _several(table: Table, key: str) -> tuple[Node, ...]:
    return tuple(
        _node(raw, f"{table.path}.{key}[{index}]", table.faults)
        for index, raw in enumerate(table.many(key))
    )


def _where(table: Table) -> Predicate:
    raw = table.take("where")
    if raw is None:
        table.fault("is missing", "where")
        return NOTHING
    return parse_predicate(raw, f"{table.path}.where", table.faults)


def _window(table: Table) -> tuple[int, int]:
    """Read `within` and `ago`."""
    ago = table.whole("ago", default=0, at_least=0)
    return table.whole("within"), ago


def _at_most_within(table: Table, key: str, value: int, within: int) -> None:
    if table.has("within") and value > within:
        table.fault(f"is more than the {within} days of the window", key)


def _count_days(table: Table) -> CountDays:
    within, ago = _window(table)
    node = CountDays(
        where=_where(table),
        within=within,
        at_least=table.whole("at_least"),
        min_logged=table.whole("min_logged", default=0, at_least=0),
        share=table.share("share"),
        ago=ago,
    )
    _at_most_within(table, "at_least", node.at_least, within)
    _at_most_within(table, "min_logged", node.min_logged, within)
    return node


def _median(table: Table) -> Median:
    within, ago = _window(table)
    node = Median(
        field=table.code("field", PAIN_FIELDS),
        within=within,
        min_logged=table.whole("min_logged"),
        op=table.code("op", Op),
        value=table.number("value", at_least=0, at_most=10),
        ago=ago,
    )
    _at_most_within(table, "min_logged", node.min_logged, within)
    return node


def _two_weeks(table: Table) -> tuple[int, int, int]:
    """Read `recent`, `lookback` and `min_logged` of a comparison of two windows."""
    recent = table.whole("recent", default=7)
    lookback = table.whole("lookback")
    min_logged = table.whole("min_logged")
    if table.has("lookback") and lookback < recent:
        table.fault(f"is less than the {recent} recent days, so the windows overlap", "lookback")
    if min_logged > recent:
        table.fault(f"is more than the {recent} days of the window", "min_logged")
    return recent, lookback, min_logged


def _no_improvement(table: Table) -> NoImprovement:
    recent, lookback, min_logged = _two_weeks(table)
    return NoImprovement(
        field=table.code("field", PAIN_FIELDS),
        lookback=lookback,
        min_logged=min_logged,
        floor=table.number("floor", at_least=0, at_most=10),
        rel=table.number("rel", at_least=0, at_most=1),
        recent=recent,
    )


def _rise(table: Table) -> Rise:
    recent, lookback, min_logged = _two_weeks(table)
    return Rise(
        field=table.code("field", PAIN_FIELDS),
        lookback=lookback,
        min_logged=min_logged,
        at_least=table.number("at_least", at_least=0, at_most=10),
        recent=recent,
    )


def _slope(table: Table) -> Slope:
    within = table.whole("within", at_least=2)
    min_logged = table.whole("min_logged", at_least=2)
    _at_most_within(table, "min_logged", min_logged, within)
    return Slope(
        field=table.code("field", PAIN_FIELDS),
        within=within,
        min_logged=min_logged,
        op=table.code("op", Op),
        value=table.number("value", at_least=-70, at_most=70),
    )


def _jump(table: Table) -> Jump:
    over_days = table.whole("over_days", default=7)
    min_logged = table.whole("min_logged")
    if min_logged > over_days:
        table.fault(f"is more than the {over_days} days of the window", "min_logged")
    return Jump(
        field=table.code("field", PAIN_FIELDS),
        over_days=over_days,
        min_logged=min_logged,
        at_least=table.number("at_least", at_least=0, at_most=10),
        to_at_least=table.whole("to_at_least", at_least=0, at_most=10),
        confirm_within=table.whole("confirm_within", default=3),
    )


def _runs(table: Table) -> Runs:
    within = table.whole("within")
    node = Runs(
        where=_where(table),
        within=within,
        at_least=table.whole("at_least"),
        min_runs=table.whole("min_runs"),
        share=table.share("share"),
    )
    _at_most_within(table, "at_least", node.at_least, within)
    _at_most_within(table, "min_runs", node.min_runs, within)
    return node


def _answered(table: Table) -> Answered:
    value = table.code("value", AnswerValue, default=AnswerValue.YES)
    return Answered(id=table.text("id"), within=table.whole("within"), value=value)


def _injury_is(table: Table) -> InjuryIs:
    field = table.code("field", INJURY_FIELDS)
    if table.has("is_unknown"):
        if table.take("is_unknown") is not True:
            table.fault("can only be true; put `not` around it for known", "is_unknown")
        return InjuryIs(field=field, op=None)
    op = table.code("op", Op)
    value = table.take("value")
    kind, codes = INJURY_FIELDS[field]
    if value is None:
        table.fault("is missing", "value")
    elif type(value) is not kind:
        table.fault(f"must be {kind.__name__}, is {value!r}", "value")
    elif codes and value not in codes:
        table.fault(f"unknown code {value!r}, known are {', '.join(codes)}", "value")
    if kind is not int and op not in (Op.EQ, Op.NE):
        table.fault(f"{field} has no order, so only == and != make sense", "op")
    return InjuryIs(field=field, op=op, value=value if isinstance(value, str | int) else None)


def _since_onset(table: Table) -> SinceOnset:
    if not table.has("min") and not table.has("max"):
        table.fault("needs min, max or both")
    least = table.whole("min", default=0, at_least=0, at_most=FAR_FUTURE)
    most = table.whole("max", default=FAR_FUTURE, at_least=0, at_most=FAR_FUTURE)
    if most < least:
        table.fault(f"is less than min = {least}", "max")
    return SinceOnset(
        min=least,
        max=most,
        clock=table.code("clock", CLOCKS) if table.has("clock") else None,
        first=table.yes_or_no("first"),
    )


def _after_fall(table: Table) -> AfterFall:
    recent = table.whole("recent", default=7)
    node = AfterFall(
        min_ago=table.whole("min_ago", at_least=0),
        max_ago=table.whole("max_ago"),
        field=table.code("field", PAIN_FIELDS),
        rise_at_least=table.number("rise_at_least", at_least=0, at_most=10),
        min_logged=table.whole("min_logged", at_most=recent),
        or_new_location=(
            table.codes("or_new_location", Location) if table.has("or_new_location") else ()
        ),
        new_location_share=table.number("new_location_share", at_least=0, at_most=1, default=0.5),
        old_location_share=table.number("old_location_share", at_least=0, at_most=1, default=0.2),
        or_onset_gradual=table.yes_or_no("or_onset_gradual"),
        recent=recent,
        before=table.whole("before", default=14),
    )
    if node.max_ago < node.min_ago:
        table.fault(f"is less than min_ago = {node.min_ago}", "max_ago")
    return node


def _score(table: Table) -> Score:
    items: list[Node] = []
    names: list[str] = []
    for index, raw in enumerate(table.many("items")):
        path = f"{table.path}.items[{index}]"
        bare = raw
        if isinstance(raw, Mapping) and "name" in raw:
            bare = {key: value for key, value in raw.items() if key != "name"}
            if not isinstance(raw["name"], str) or not raw["name"]:
                table.faults.append(Fault(f"{path}.name", "must be a text"))
        items.append(_node(bare, path, table.faults))
        names.append(str(raw["name"]) if isinstance(raw, Mapping) and "name" in raw else "")
    at_least = table.whole("at_least")
    if items and at_least > len(items):
        table.fault(f"is more than the {len(items)} items", "at_least")
    return Score(items=tuple(items), at_least=at_least, names=tuple(names))


_GROUPS: dict[str, Callable[[Table], Node]] = {
    "all": lambda table: All(_several(table, "all")),
    "any": lambda table: Some(_several(table, "any")),
    "not": lambda table: Not(_node(table.take("not"), f"{table.path}.not", table.faults)),
}
_LEAVES: dict[str, Callable[[Table], Node]] = {
    "count_days": _count_days,
    "median": _median,
    "no_improvement": _no_improvement,
    "rise": _rise,
    "slope": _slope,
    "jump": _jump,
    "runs": _runs,
    "answer": _answered,
    "injury": _injury_is,
    "since_onset": _since_onset,
    "after_fall": _after_fall,
    "score": _score,
}
