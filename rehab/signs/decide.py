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

from rehab.diary import Injury
from rehab.signs.leaves import LEAVES, Decide, count_holds
from rehab.signs.moment import Moment, Tri, compare, onset_slack, tri
from rehab.signs.nodes import (
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
    Score,
    SinceOnset,
    Slope,
    Some,
)
from rehab.signs.predicates import Op

# Cheap kinds are decided first: what is false or unknown early saves the rest.
COST: dict[type, int] = {
    InjuryIs: 0,
    SinceOnset: 0,
    OnsetIsOld: 0,
    Answered: 1,
    Some: 3,
    Median: 3,
    NoImprovement: 4,
    Rise: 4,
    Jump: 5,
    AfterFall: 5,
    AddsUp: 5,
    Behind: 6,
    Slope: 6,
}
USUAL_COST = 2
COST_OF_OLD_ANSWERS = 3
YEAR = 366
Holds = Callable[[Moment], bool]
# First and last day (ordinals), or the answer on every day as far as is known.
Bounds = Callable[[Moment], tuple[int, int] | Tri]
NEVER = (1, 0)


@dataclass(frozen=True, slots=True)
class Reading:
    """How a rule reads its conditions: its clock, and whether doubt counts as met.

    `doubtful` is on for emergency and urgent rules: an unknown onset satisfies
    `since_onset`, and a remembered one is given the slack of its precision.
    """

    clock: str
    doubtful: bool


@dataclass(frozen=True, slots=True, eq=False)
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
    by_cost: tuple["Check", ...] = ()
    bounds: "Bounds | None" = None


def check_of(node: Node, reading: Reading, *, negated: bool = False) -> Check:
    """Compile one node for one way of reading."""
    match node:
        case Not(part):
            return check_of(part, reading, negated=not negated)
        case All(parts) | Some(parts):
            checks = tuple(check_of(part, reading, negated=negated) for part in parts)
            ordered = _by_cost(checks)
            quick = tuple(check.holds for check in ordered)
            if isinstance(node, All) is not negated:
                every = _until(ordered, Tri.FALSE, otherwise=Tri.TRUE)
                return Check(node, negated, every, _every(quick), checks, True, ordered)
            some = _until(ordered, Tri.TRUE, otherwise=Tri.FALSE)
            return Check(node, negated, some, _some(quick), checks, False, ordered)
        case Score(items, at_least):
            checks = tuple(check_of(item, reading) for item in items)
            return _leaf_check(node, negated, _turn(_score(checks, at_least), negated), checks)
        case InjuryIs():
            return _leaf_check(node, negated, _injury_is(node, negated))
        case SinceOnset():
            bounds = _bounds(node, reading, negated)
            decide = _since(bounds, negated)
            return Check(node, negated, decide, _since_holds(bounds, negated), bounds=bounds)
        case OnsetIsOld():
            return _leaf_check(node, negated, _onset_is_old(negated))
        case Answered():
            decide = _answered(node, negated)
            return Check(node, negated, decide, _answered_holds(node, negated))
        case CountDays() if not negated:
            return Check(node, negated, LEAVES[CountDays](node), count_holds(node))
    return _leaf_check(node, negated, _turn(LEAVES[type(node)](node), negated))


def _leaf_check(node: Node, negated: bool, decide: Decide, parts: tuple[Check, ...] = ()) -> Check:
    return Check(node, negated, decide, _is_true(decide), parts)


def _is_true(decide: Decide) -> Holds:
    return lambda moment: decide(moment) is Tri.TRUE


def settled(check: Check, injury: Injury) -> Holds | bool:
    """The `holds` of a check for one injury, what rests on its fields alone decided already."""
    if isinstance(check.node, InjuryIs):
        return injury_decides(check.node, injury, negated=check.negated) is Tri.TRUE
    if not check.parts or isinstance(check.node, Score):
        return check.holds
    open_parts: list[Holds] = []
    for part in check.by_cost:
        given = settled(part, injury)
        if given is not check.needs_all and isinstance(given, bool):
            return given
        if not isinstance(given, bool):
            open_parts.append(given)
    if not open_parts:
        return check.needs_all
    if len(open_parts) == 1:
        return open_parts[0]
    return (_every if check.needs_all else _some)(tuple(open_parts))


def _turn(decide: Decide, negated: bool) -> Decide:
    if not negated:
        return decide
    return lambda moment: decide(moment).negated


def _by_cost(checks: tuple[Check, ...]) -> tuple[Check, ...]:
    """The checks, cheap ones first: the order never changes the result."""
    return tuple(sorted(checks, key=_cost))


def _cost(check: Check) -> int:
    if isinstance(check.node, Answered) and check.node.within > YEAR:
        return COST_OF_OLD_ANSWERS
    return COST.get(type(check.node), USUAL_COST)


def _every(parts: tuple[Holds, ...]) -> Holds:
    def every_holds(moment: Moment) -> bool:
        for holds in parts:
            if not holds(moment):
                return False
        return True

    return every_holds


def _some(parts: tuple[Holds, ...]) -> Holds:
    def some_holds(moment: Moment) -> bool:
        for holds in parts:
            if holds(moment):
                return True
        return False

    return some_holds


def _until(checks: tuple[Check, ...], end: Tri, *, otherwise: Tri) -> Decide:
    """The first `end` is the answer; without one an unknown, and without that `otherwise`."""
    decides = tuple(check.decide for check in checks)

    def until(moment: Moment) -> Tri:
        answer = otherwise
        for decide in decides:
            given = decide(moment)
            if given is end:
                return end
            if given is Tri.UNKNOWN:
                answer = Tri.UNKNOWN
        return answer

    return until


def _score(checks: tuple[Check, ...], at_least: int) -> Decide:
    def score(moment: Moment) -> Tri:
        given = [check.decide(moment) for check in checks]
        if given.count(Tri.TRUE) >= at_least:
            return Tri.TRUE
        possible = given.count(Tri.TRUE) + given.count(Tri.UNKNOWN)
        return Tri.UNKNOWN if possible >= at_least else Tri.FALSE

    return score


def _injury_is(node: InjuryIs, negated: bool) -> Decide:
    return lambda moment: injury_decides(node, moment.injury, negated=negated)


def injury_decides(node: InjuryIs, injury: Injury, *, negated: bool) -> Tri:
    """Below a `not`, an empty field counts as not matching, as with `!=`."""
    held = getattr(injury, node.field)
    if node.op is None:
        return tri((held is None) is not negated)
    if negated and held is None and node.op is not Op.NE:
        return Tri.TRUE
    given = compare(held, node.op, node.value)
    return given.negated if negated else given


def _since(bounds: Bounds, negated: bool) -> Decide:
    def since(moment: Moment) -> Tri:
        found = bounds(moment)
        if isinstance(found, Tri):
            return found
        return tri((found[0] <= moment.today <= found[1]) is not negated)

    return since


def _since_holds(bounds: Bounds, negated: bool) -> Holds:
    def holds(moment: Moment) -> bool:
        found = bounds(moment)
        if isinstance(found, Tri):
            return found is Tri.TRUE
        return (found[0] <= moment.today <= found[1]) is not negated

    return holds


def _bounds(node: SinceOnset, reading: Reading, negated: bool) -> Bounds:
    """Between which days it is so long since the start of the clock.

    They move only when another date becomes known: plan, surgery, re-injury, first log.
    """
    clock = node.clock or reading.clock
    dated, is_onset = clock in ("plan", "surgery"), clock == "onset"
    slackens = reading.doubtful and not negated
    first, least, most = node.first, node.min, node.max

    def bounds(moment: Moment) -> tuple[int, int] | Tri:
        day = moment.day_of(clock, first=first)
        slack = 0
        if dated:
            if day is None:
                return NEVER
        else:
            onset = day if is_onset else moment.day_of("onset", first=first)
            if onset is None:
                if reading.doubtful:
                    return Tri.TRUE
                day = moment.day_of("slow", first=first)
            if day is None:
                return Tri.UNKNOWN
            if slackens:
                slack = onset_slack(moment.injury, moment.today, first=first)
        start = moment.today - day
        return start + least - slack, start + most + slack

    return bounds


def _onset_is_old(negated: bool) -> Decide:
    """Below a `not`, an unknown onset silences nothing."""

    def onset_is_old(moment: Moment) -> Tri:
        is_old = moment.is_onset_old
        if is_old is None:
            return Tri.TRUE if negated else Tri.UNKNOWN
        return tri(is_old is not negated)

    return onset_is_old


def _answered(node: Answered, negated: bool) -> Decide:
    """Below a `not`, a question without an answer counts as not answered so."""
    question, within, value = node.id, node.within, node.value

    def answered(moment: Moment) -> Tri:
        given = moment.index.answer(question, moment.today, within)
        if given is None:
            return Tri.TRUE if negated else Tri.UNKNOWN
        return tri((given[1] is value) is not negated)

    return answered


def _answered_holds(node: Answered, negated: bool) -> Holds:
    """Whether `_answered` would say true, without the third answer."""
    question, within, value = node.id, node.within, node.value

    def holds(moment: Moment) -> bool:
        given = moment.index.answer(question, moment.today, within)
        if given is None:
            return negated
        return (given[1] is value) is not negated

    return holds
