"""How the nodes that read days, runs and falls are decided.

Each maker binds a node's parameters and hands back its decision. Too few logged
days are unknown; what counts as logged stands in `rehab.signs.index`.
"""

from collections.abc import Callable

from rehab.scales import is_meaningful_drop
from rehab.signs.adding_up import adds_up, behind
from rehab.signs.masks import Masks
from rehab.signs.moment import Moment, Tri, compare, tri
from rehab.signs.nodes import (
    AddsUp,
    AfterFall,
    Behind,
    CountDays,
    Jump,
    Median,
    NoImprovement,
    Rise,
    Runs,
    Slope,
)
from rehab.signs.predicates import AnyLocation
from rehab.vocabulary import Onset
from rehab.windows import Window, median

Decide = Callable[[Moment], Tri]


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


def _counted(node: CountDays) -> Callable[[Moment], tuple[int, int]]:
    """On how many days of its window the predicate is true, and on how many it is known."""
    where, back = node.where, node.within + node.ago - 1
    whole = (1 << node.within) - 1

    def counted(moment: Moment) -> tuple[int, int]:
        masks = moment.index.masks(where)
        low = moment.offset - back
        if low < 0:
            return counts(moment, masks, moment.window(node.within, node.ago))
        true = (masks.true >> low & whole).bit_count()
        return true, true + (masks.false >> low & whole).bit_count()

    return counted


def _count_days(node: CountDays) -> Decide:
    counted = _counted(node)
    at_least, min_logged, share = node.at_least, node.min_logged, node.share
    return lambda moment: _enough(*counted(moment), at_least, min_logged, share)


def count_holds(node: CountDays) -> Callable[[Moment], bool]:
    """Whether `_count_days` would say true, without the third answer."""
    counted = _counted(node)
    at_least, min_logged, share = node.at_least, node.min_logged, node.share

    def holds(moment: Moment) -> bool:
        true, known = counted(moment)
        return true >= at_least and known >= min_logged and (share is None or true >= share * known)

    return holds


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
        found = moment.slope(node.field, within=node.within, min_logged=node.min_logged, by=node.by)
        return Tri.UNKNOWN if found is None else compare(found, node.op, node.value)

    return slope


def before_and_now(moment: Moment, node: NoImprovement | Rise) -> tuple[float, float] | None:
    """The medians of the earlier and the recent window; None when one holds too few scores."""
    if isinstance(node, Rise) and node.reach is not None:
        spans = spans_of(moment, node)
        series = moment.index.series[node.field]
        return spans and (_of(series.within(spans[0])), _of(series.within(spans[1])))
    now = moment.median(node.field, within=node.recent, ago=0, min_logged=node.min_logged)
    if now is None:
        return None
    before = moment.median(
        node.field, within=node.recent, ago=node.lookback, min_logged=node.min_logged
    )
    return None if before is None else (before, now)


def spans_of(moment: Moment, node: NoImprovement | Rise) -> tuple[Window, Window] | None:
    """The earlier and the recent window as they are taken; None when one holds too few scores."""
    now, before = moment.window(node.recent), moment.window(node.recent, node.lookback)
    reach = node.reach if isinstance(node, Rise) else None
    if reach is None:
        return before, now
    recent = _reaching(moment, node, now, reach)
    if recent is None:
        return None
    last = min(before.last, recent.first - 1)
    earlier = _reaching(moment, node, Window(min(before.first, last), last), reach)
    return None if earlier is None else (earlier, recent)


def _reaching(
    moment: Moment, node: NoImprovement | Rise, span: Window, reach: int
) -> Window | None:
    """The window, or as much further back as it takes to hold enough scores."""
    series = moment.index.series[node.field]
    days = [day for day, _ in series.points(Window(span.last - reach + 1, span.last))]
    if len(days) < node.min_logged:
        return None
    return Window(min(span.first, days[-node.min_logged]), span.last)


def _of(scores: list[int]) -> float:
    return median(scores) or 0.0


def _means(moment: Moment, node: NoImprovement) -> tuple[float, float]:
    """The means of the two windows, which are known to hold scores."""
    now = moment.mean(node.field, within=node.recent, ago=0, min_logged=1)
    before = moment.mean(node.field, within=node.recent, ago=node.lookback, min_logged=1)
    return before or 0.0, now or 0.0


def _no_improvement(node: NoImprovement) -> Decide:
    def no_improvement(moment: Moment) -> Tri:
        medians = before_and_now(moment, node)
        if medians is None:
            return Tri.UNKNOWN
        if medians[1] <= 0:
            return Tri.FALSE
        before, now = _means(moment, node) if node.by == "mean" else medians
        return tri(not is_meaningful_drop(before, now, floor=node.floor, rel=node.rel))

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


LEAVES: dict[type, Callable] = {  # type: ignore[type-arg]
    CountDays: _count_days,
    Median: _median,
    NoImprovement: _no_improvement,
    Rise: _rise,
    Slope: _slope,
    Jump: _jump,
    Runs: _runs,
    AfterFall: _after_fall,
    AddsUp: adds_up,
    Behind: behind,
}
