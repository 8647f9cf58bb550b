"""Bind the conditions of rule files to nodes, and report all faults at once."""

from collections.abc import Callable, Mapping

from rehab.signs.binding import ConditionFaults, Fault, Table, single_key, table_of
from rehab.signs.nodes import (
    FAR_FUTURE,
    STAND_IN,
    AddsUp,
    AfterFall,
    All,
    Answered,
    Behind,
    CountDays,
    InjuryIs,
    Jump,
    Median,
    Node,
    NoImprovement,
    Not,
    OnsetIsOld,
    Rise,
    Runs,
    Score,
    SinceOnset,
    Slope,
    Some,
)
from rehab.signs.predicates import NOTHING, PAIN_FIELDS, Op, Predicate, parse_predicate
from rehab.vocabulary import AnswerValue, InjuryType, Location, Mechanism, Onset, Sex, Side

CLOCKS = ("onset", "slow", "plan", "surgery")
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
        by=table.code("by", ("median", "mean"), default="median"),
    )


def _rise(table: Table) -> Rise:
    recent, lookback, min_logged = _two_weeks(table)
    reach = table.whole("reach", at_least=recent) if table.has("reach") else None
    return Rise(
        reach=reach,
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
        by=table.code("by", ("pairs", "line"), default="pairs"),
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


def _adds_up(table: Table) -> AddsUp:
    node = AddsUp(
        where=_where(table),
        within=table.whole("within"),
        lead=table.whole("lead"),
        over=table.whole("over"),
        against=table.whole("against", default=1, at_most=10),
    )
    _at_most_within(table, "lead", node.lead, node.within)
    _at_most_within(table, "over", node.over, node.within)
    return node


def _behind(table: Table) -> Behind:
    node = Behind(
        least=table.whole("least", at_least=1, at_most=10),
        within=table.whole("within"),
        lead=table.whole("lead"),
        over=table.whole("over"),
        against=table.whole("against", default=1, at_most=10),
    )
    _at_most_within(table, "lead", node.lead, node.within)
    _at_most_within(table, "over", node.over, node.within)
    return node


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


def _onset_is_old(table: Table) -> Node:
    if table.take("onset_is_old") is not True:
        table.fault("can only be true; put `not` around it", "onset_is_old")
    return OnsetIsOld()


_GROUPS: dict[str, Callable[[Table], Node]] = {
    "all": lambda table: All(_several(table, "all")),
    "any": lambda table: Some(_several(table, "any")),
    "onset_is_old": _onset_is_old,
    "not": lambda table: Not(_node(table.take("not"), f"{table.path}.not", table.faults)),
}
_LEAVES: dict[str, Callable[[Table], Node]] = {
    "count_days": _count_days,
    "median": _median,
    "no_improvement": _no_improvement,
    "rise": _rise,
    "slope": _slope,
    "jump": _jump,
    "adds_up": _adds_up,
    "behind": _behind,
    "runs": _runs,
    "answer": _answered,
    "injury": _injury_is,
    "since_onset": _since_onset,
    "after_fall": _after_fall,
    "score": _score,
}
