"""Turn a condition into checks: how each kind of node is decided, three-valued.

`check_of` compiles a node once; running a check costs a few shifts and counts.
A `not` is pushed down to the nodes, so that "unknown" keeps its meaning below it.
The negation of "grade is 3" is "grade is not 3", which an empty grade satisfies;
so does a question without an answer. What is not known never silences a rule by
standing below a `not`. Days are different: too few logged days stay unknown on
either side of a `not`.
"""

from collections.abc import Callable
from dataclasses import dataclass

from rehab.scales import is_meaningful_drop
from rehab.signs.index import Masks
from rehab.signs.moment import Moment, Tri, onset_slack, tri
from rehab.signs.nodes import (
    AfterFall,
    All,
    Answered,
    CountDays,
    InjuryIs,
    Jump,
    Median,
    Node,
    NoImprovement,
    Not,
    Rise,
    Runs,
    Score,
    SinceOnset,
    Slope,
    Some,
)
from rehab.signs.predicates import AnyLocation, Op
from rehab.vocabulary import Onset
from rehab.windows import Window

# Cheap kinds are decided first: what is false or unknown early saves the rest.
COST: dict[type, int] = {
    InjuryIs: 0,
    Answered: 0,
    SinceOnset: 1,
    Median: 3,
    NoImprovement: 4,
    Rise: 4,
    Jump: 5,
    AfterFall: 5,
    Slope: 6,
}
USUAL_COST = 2
Decide = Callable[[Moment], Tri]
Holds = Callable[[Moment], bool]


@dataclass(frozen=True, slots=True)
class Reading:
    """How a rule reads its conditions: its clock, and whether doubt counts as met.

    `doubtful` is on for emergency and urgent rules: an unknown onset satisfies
    `since_onset`, and a remembered one is given the slack of its precision.
    """

    clock: str
    doubtful: bool


@dataclass(frozen=True, slots=True)
class Check:
    """A compiled node: decide it, or ask what it is made of.

    `holds` tells in one bit whether `decide` would say true, and stops at the first
    part that settles it; most rules on most days are settled by one. `needs_all`
    tells that it is true only when each of its parts is.
    """

    node: Node
    negated: bool
    decide: Decide
    holds: Holds
    parts: tuple["Check", ...] = ()
    needs_all: bool = False


def check_of(node: Node, reading: Reading, *, negated: bool = False) -> Check:
    """Compile one node for one way of reading."""
    match node:
        case Not(part):
            return check_of(part, reading, negated=not negated)
        case All(parts) | Some(parts):
            checks = tuple(check_of(part, reading, negated=negated) for part in parts)
            if isinstance(node, All) is not negated:
                return Check(node, negated, _every(checks), _every_holds(checks), checks, True)
            return Check(node, negated, _some(checks), _some_holds(checks), checks)
        case Score(items, at_least):
            checks = tuple(check_of(item, reading) for item in items)
            return _leaf_check(node, negated, _turn(_score(checks, at_least), negated), checks)
        case InjuryIs():
            return _leaf_check(node, negated, _injury_is(node, negated))
        case SinceOnset():
            return _leaf_check(node, negated, _since(node, reading, negated))
        case Answered():
            return _leaf_check(node, negated, _answered(node, negated))
    return _leaf_check(node, negated, _turn(_LEAVES[type(node)](node), negated))


def _leaf_check(node: Node, negated: bool, decide: Decide, parts: tuple[Check, ...] = ()) -> Check:
    return Check(node, negated, decide, lambda moment: decide(moment) is Tri.TRUE, parts)


def compare(left: object, op: Op, right: object) -> Tri:
    """Compare a value that may be missing: then unknown, but `!=` is true.

    This is the one place where a comparison with a missing value is decided.
    """
    if left is None:
        return Tri.TRUE if op is Op.NE else Tri.UNKNOWN
    match op:
        case Op.EQ:
            return tri(left == right)
        case Op.NE:
            return tri(left != right)
    if isinstance(left, int | float) and isinstance(right, int | float):
        return tri(_ORDER[op](left, right))
    raise TypeError(f"{left!r} and {right!r} have no order")


_ORDER: dict[Op, Callable[[float, float], bool]] = {
    Op.LT: lambda left, right: left < right,
    Op.LE: lambda left, right: left <= right,
    Op.GT: lambda left, right: left > right,
    Op.GE: lambda left, right: left >= right,
}


def _turn(decide: Decide, negated: bool) -> Decide:
    if not negated:
        return decide
    return lambda moment: decide(moment).negated


def _by_cost(checks: tuple[Check, ...]) -> list[Check]:
    """The checks, cheap ones first: the order never changes the result."""
    return sorted(checks, key=lambda check: COST.get(type(check.node), USUAL_COST))


def _every_holds(checks: tuple[Check, ...]) -> Holds:
    parts = tuple(check.holds for check in _by_cost(checks))

    def every_holds(moment: Moment) -> bool:
        for holds in parts:
            if not holds(moment):
                return False
        return True

    return every_holds


def _some_holds(checks: tuple[Check, ...]) -> Holds:
    parts = tuple(check.holds for check in _by_cost(checks))

    def some_holds(moment: Moment) -> bool:
        for holds in parts:
            if holds(moment):
                return True
        return False

    return some_holds


def _every(checks: tuple[Check, ...]) -> Decide:
    decides = tuple(check.decide for check in _by_cost(checks))

    def every(moment: Moment) -> Tri:
        answer = Tri.TRUE
        for decide in decides:
            given = decide(moment)
            if given is Tri.FALSE:
                return Tri.FALSE
            if given is Tri.UNKNOWN:
                answer = Tri.UNKNOWN
        return answer

    return every


def _some(checks: tuple[Check, ...]) -> Decide:
    decides = tuple(check.decide for check in _by_cost(checks))

    def some(moment: Moment) -> Tri:
        answer = Tri.FALSE
        for decide in decides:
            given = decide(moment)
            if given is Tri.TRUE:
                return Tri.TRUE
            if given is Tri.UNKNOWN:
                answer = Tri.UNKNOWN
        return answer

    return some


def _score(checks: tuple[Check, ...], at_least: int) -> Decide:
    def score(moment: Moment) -> Tri:
        given = [check.decide(moment) for check in checks]
        if given.count(Tri.TRUE) >= at_least:
            return Tri.TRUE
        possible = given.count(Tri.TRUE) + given.count(Tri.UNKNOWN)
        return Tri.UNKNOWN if possible >= at_least else Tri.FALSE

    return score


def _injury_is(node: InjuryIs, negated: bool) -> Decide:
    """Below a `not`, an empty field counts as not matching, as with `!=`."""
    field, op, value = node.field, node.op, node.value

    def injury_is(moment: Moment) -> Tri:
        held = getattr(moment.injury, field)
        if op is None:
            return tri((held is None) is not negated)
        if negated and held is None and op is not Op.NE:
            return Tri.TRUE
        given = compare(held, op, value)
        return given.negated if negated else given

    return injury_is


def _since(node: SinceOnset, reading: Reading, negated: bool) -> Decide:
    clock = node.clock or reading.clock
    dated = clock in ("plan", "surgery")

    def since(moment: Moment) -> Tri:
        day = moment.day_of(clock, first=node.first)
        if dated:
            inside = day is not None and node.min <= day <= node.max
            return tri(inside is not negated)
        if moment.day_of("onset", first=node.first) is None:
            if reading.doubtful:
                return Tri.TRUE
            day = moment.day_of("slow", first=node.first)
        if day is None:
            return Tri.UNKNOWN
        slack = 0
        if reading.doubtful and not negated:
            slack = onset_slack(moment.injury, moment.today, first=node.first)
        return tri((node.min - slack <= day <= node.max + slack) is not negated)

    return since


def counts(moment: Moment, masks: Masks, span: Window) -> tuple[int, int]:
    """On how many days of a window a predicate is true, and on how many it is known."""
    true = moment.cut(masks.true, span).bit_count()
    return true, true + moment.cut(masks.false, span).bit_count()


def _enough(true: int, known: int, at_least: int, min_known: int, share: float | None) -> Tri:
    if known < min_known:
        return Tri.UNKNOWN
    if true < at_least or (share is not None and true < share * known):
        return Tri.FALSE
    return Tri.TRUE


def _count_days(node: CountDays) -> Decide:
    where, back = node.where, node.within + node.ago - 1
    whole = (1 << node.within) - 1
    at_least, min_logged, share = node.at_least, node.min_logged, node.share

    def count_days(moment: Moment) -> Tri:
        masks = moment.index.masks(where)
        low = moment.offset - back
        if low < 0:
            true, known = counts(moment, masks, moment.window(node.within, node.ago))
        else:
            true = (masks.true >> low & whole).bit_count()
            known = true + (masks.false >> low & whole).bit_count()
        return _enough(true, known, at_least, min_logged, share)

    return count_days


def run_masks(moment: Moment, node: Runs) -> Masks:
    """The running days on which the predicate is true and false."""
    true, false = moment.index.masks(node.where)
    return Masks(true & moment.index.run_days, false & moment.index.run_days)


def _runs(node: Runs) -> Decide:
    def runs(moment: Moment) -> Tri:
        true, known = counts(moment, run_masks(moment, node), moment.window(node.within))
        return _enough(true, known, node.at_least, node.min_runs, node.share)

    return runs


def _median(node: Median) -> Decide:
    def median(moment: Moment) -> Tri:
        found = moment.median(
            node.field, within=node.within, ago=node.ago, min_logged=node.min_logged
        )
        return Tri.UNKNOWN if found is None else compare(found, node.op, node.value)

    return median


def _slope(node: Slope) -> Decide:
    def slope(moment: Moment) -> Tri:
        found = moment.slope(node.field, within=node.within, min_logged=node.min_logged)
        return Tri.UNKNOWN if found is None else compare(found, node.op, node.value)

    return slope


def before_and_now(moment: Moment, node: NoImprovement | Rise) -> tuple[float, float] | None:
    """The medians of the earlier and the recent window; None when one holds too few scores."""
    now = moment.median(node.field, within=node.recent, ago=0, min_logged=node.min_logged)
    if now is None:
        return None
    before = moment.median(
        node.field, within=node.recent, ago=node.lookback, min_logged=node.min_logged
    )
    return None if before is None else (before, now)


def _no_improvement(node: NoImprovement) -> Decide:
    def no_improvement(moment: Moment) -> Tri:
        medians = before_and_now(moment, node)
        if medians is None:
            return Tri.UNKNOWN
        before, now = medians
        return tri(now > 0 and not is_meaningful_drop(before, now, floor=node.floor, rel=node.rel))

    return no_improvement


def _rise(node: Rise) -> Decide:
    def rise(moment: Moment) -> Tri:
        medians = before_and_now(moment, node)
        return Tri.UNKNOWN if medians is None else tri(medians[1] - medians[0] >= node.at_least)

    return rise


def jump_days(moment: Moment, node: Jump) -> tuple[int, int] | None:
    """The latest day of a confirmed jump and the day that confirms it; None without one."""
    series = moment.index.series[node.field]
    for day in range(moment.today - 1, moment.today - node.confirm_within - 1, -1):
        level = _jump_level(moment, node, day)
        score = series.at(day)
        if level is None or score is None or score < level:
            continue
        last = min(moment.today, day + node.confirm_within)
        later = series.points(Window(day + 1, last))
        if later and later[0][1] >= level:
            return day, later[0][0]
    return None


def _jump_level(moment: Moment, node: Jump, day: int) -> float | None:
    """The score from which on a day counts as a jump; None with too few days before it."""
    usual = moment.median(
        node.field,
        within=node.over_days,
        ago=moment.today - day + 1,
        min_logged=node.min_logged,
    )
    return None if usual is None else max(usual + node.at_least, float(node.to_at_least))


def _jump(node: Jump) -> Decide:
    def jump(moment: Moment) -> Tri:
        if jump_days(moment, node) is not None:
            return Tri.TRUE
        series = moment.index.series[node.field]
        span = Window(moment.today - node.confirm_within, moment.today)
        seen = [day for day, _ in series.points(span)]
        judged = [day for day in seen if _jump_level(moment, node, day) is not None]
        if not judged or _is_open_jump(moment, node, seen[-1]):
            return Tri.UNKNOWN
        return Tri.FALSE

    return jump


def _is_open_jump(moment: Moment, node: Jump, day: int) -> bool:
    level = _jump_level(moment, node, day)
    score = moment.index.series[node.field].at(day)
    return level is not None and score is not None and score >= level


def _answered(node: Answered, negated: bool) -> Decide:
    """Below a `not`, a question without an answer counts as not answered so."""
    question, within, value = node.id, node.within, node.value

    def answered(moment: Moment) -> Tri:
        given = moment.index.answer(question, moment.today, within)
        if given is None:
            return Tri.TRUE if negated else Tri.UNKNOWN
        return tri((given[1] is value) is not negated)

    return answered


def linked_fall(moment: Moment, node: AfterFall) -> int | None:
    """The latest fall that the pain followed; None without one."""
    for fall in reversed(moment.index.falls):
        if node.min_ago <= moment.today - fall <= node.max_ago and (
            _follows(moment, node, fall) is Tri.TRUE
        ):
            return fall
    return None


def _after_fall(node: AfterFall) -> Decide:
    def after_fall(moment: Moment) -> Tri:
        answer = Tri.FALSE
        for fall in moment.index.falls:
            if node.min_ago <= moment.today - fall <= node.max_ago:
                answer = max(answer, _follows(moment, node, fall))
        return answer

    return after_fall


def _follows(moment: Moment, node: AfterFall, fall: int) -> Tri:
    ways = [_rose(moment, node, fall)]
    if node.or_new_location:
        ways.append(_is_new_place(moment, node, fall))
    if node.or_onset_gradual:
        ways.append(_began_after(moment, fall))
    return max(ways)


def _rose(moment: Moment, node: AfterFall, fall: int) -> Tri:
    now = moment.median(node.field, within=node.recent, ago=0, min_logged=node.min_logged)
    before = moment.median(
        node.field,
        within=node.before,
        ago=moment.today - fall + 1,
        min_logged=node.min_logged,
    )
    if now is None or before is None:
        return Tri.UNKNOWN
    return tri(now - before >= node.rise_at_least)


def _is_new_place(moment: Moment, node: AfterFall, fall: int) -> Tri:
    masks = moment.index.masks(AnyLocation(node.or_new_location))
    now, known_now = counts(moment, masks, moment.window(node.recent))
    before, known_before = counts(moment, masks, Window(fall - node.before, fall - 1))
    if known_now < node.min_logged or known_before < node.min_logged:
        return Tri.UNKNOWN
    return tri(
        now >= node.new_location_share * known_now
        and before < node.old_location_share * known_before
    )


def _began_after(moment: Moment, fall: int) -> Tri:
    logged = moment.index.first_logged
    if logged is not None and logged < fall:
        return Tri.FALSE
    injury = moment.injury
    onset = injury.onset_on
    if injury.onset is None or onset is None:
        return Tri.UNKNOWN
    return tri(injury.onset is Onset.GRADUAL and onset.toordinal() >= fall)


_LEAVES: dict[type, Callable] = {  # type: ignore[type-arg]
    CountDays: _count_days,
    Median: _median,
    NoImprovement: _no_improvement,
    Rise: _rise,
    Slope: _slope,
    Jump: _jump,
    Runs: _runs,
    AfterFall: _after_fall,
}
