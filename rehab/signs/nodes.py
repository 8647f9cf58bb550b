"""The closed set of condition nodes, bound once when content is loaded.

A condition is a tree of these frozen values. `rehab.signs.parse` makes them of the
tables of a rule file, `rehab.signs.decide` decides them. Windows are calendar days:
`within = 7` is today and the six days before it; `ago` moves the window back by so
many days.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from rehab.recovery import Corridor
from rehab.signs.predicates import Op, Predicate, inputs_of
from rehab.vocabulary import AnswerValue, Location

FAR_FUTURE = 1_000_000


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
    """Pain fell by less than `floor` points or less than the share `rel`.

    Compares the last `recent` days with the `recent` days ending `lookback` days
    ago; each needs `min_logged` scores. Never true when nothing is left to improve
    (recent median 0). `by` is "median", or "mean" where a fall by less than a whole
    point must be seen: medians of whole numbers stand still meanwhile.
    """

    field: str
    lookback: int
    min_logged: int
    floor: float
    rel: float
    recent: int = 7
    by: str = "median"


@dataclass(frozen=True, slots=True)
class Rise:
    """The recent median lies at least so many points above the earlier one.

    With `reach`, a window with fewer than `min_logged` scores goes back as far as it needs
    to hold that many, `reach` days at most; the two windows never overlap.
    """

    field: str
    lookback: int
    min_logged: int
    at_least: float
    recent: int = 7
    reach: int | None = None


@dataclass(frozen=True, slots=True)
class Slope:
    """The slope of a window, in points a week, compares so with a value.

    `by` is "pairs" (Theil-Sen, steady against odd days) or "line" (least squares):
    with whole numbers most pairs of a slow fall are ties, and the first says 0.
    """

    field: str
    within: int
    min_logged: int
    op: Op
    value: float
    by: str = "pairs"


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
class AddsUp:
    """Logged days say yes more often than no, by `lead`, over a stretch of at least `over` days.

    Looks for such a stretch among those that end with the last logged day and begin on a
    day that says yes, inside the window. Every logged day counts one for or `against`
    against; a day without a log counts nothing, so a gap never adds evidence.
    """

    where: Predicate
    within: int
    lead: int
    over: int
    against: int = 1


@dataclass(frozen=True, slots=True)
class Behind:
    """The same sum over days of everyday pain above the upper edge of the expected corridor.

    A day says yes when its pain is at least `least` (NRS 0-10) and above the edge, which is
    the line that the chart draws. The first week is what the others are held against and
    says nothing. Unknown without a corridor for the injury or a level to start from.
    """

    least: int
    within: int
    lead: int
    over: int
    against: int = 1
    corridors: tuple[Corridor, ...] = ()


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
class OnsetIsOld:
    """The onset is so much older than the plan or first log that the slow clock counts from those.

    Unknown while the onset is.
    """


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
    All | Some | Not | CountDays | Median | NoImprovement | Rise | Slope | Jump | AddsUp | Behind
    | Runs | Answered | InjuryIs | SinceOnset | OnsetIsOld | AfterFall | Score
)  # fmt: skip

# What a reader puts in the place of a condition with faults, so that it can go on.
STAND_IN = All(())


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


def with_corridors(node: Node, corridors: Iterable[Corridor]) -> Node:
    """The same condition, its `Behind` nodes holding the corridors they compare with."""
    match node:
        case All(parts):
            return All(tuple(with_corridors(part, corridors) for part in parts))
        case Some(parts):
            return Some(tuple(with_corridors(part, corridors) for part in parts))
        case Not(part):
            return Not(with_corridors(part, corridors))
        case Score(items=items):
            return replace(node, items=tuple(with_corridors(item, corridors) for item in items))
        case Behind():
            return replace(node, corridors=tuple(corridors))
    return node


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
            case CountDays(where=where) | Runs(where=where) | AddsUp(where=where):
                names |= inputs_of(where)
            case InjuryIs(field=field):
                names.add(f"injury.{field}")
            case SinceOnset(clock=clock):
                names.add("injury.surgery_on" if clock == "surgery" else "injury.onset_on")
            case OnsetIsOld():
                names.add("injury.onset_on")
            case AfterFall(field=field, or_new_location=codes, or_onset_gradual=gradual):
                names |= {"flag.fall", f"pain.{field}"}
                names |= {f"location.{code}" for code in codes}
                names |= {"injury.onset"} if gradual else set()
            case Behind():
                names |= {f"injury.{name}" for name in ("type", "grade", "mechanism", "onset")}
                names |= {"injury.onset_on", "pain.everyday"}
            case Median() | NoImprovement() | Rise() | Slope() | Jump():
                names.add(f"pain.{part.field}")
    return frozenset(names)


def _days_back(node: Node) -> int:
    match node:
        case CountDays(within=within, ago=ago) | Median(within=within, ago=ago):
            return within + ago
        case (
            Slope(within=within)
            | Runs(within=within)
            | AddsUp(within=within)
            | Behind(within=within)
        ):
            return within
        case Rise(lookback=lookback, recent=recent, reach=reach):
            return lookback + recent if reach is None else max(lookback, reach) + reach
        case NoImprovement(lookback=lookback, recent=recent):
            return lookback + recent
        case Jump(over_days=over_days, confirm_within=confirm_within):
            return over_days + confirm_within + 1
        case AfterFall(max_ago=max_ago, before=before):
            return max_ago + before + 1
    return 0
