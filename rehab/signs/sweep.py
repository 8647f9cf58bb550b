"""On which days the rules are true, found for many days of one diary at once.

A replay asks the same rules about every day in turn, and most answers follow from the day
before. Here each part of a condition is asked once for all the days that the parts before
it left open: a bit for each day, as in `rehab.signs.index`. What has no short cut is asked
day by day, with the very decision that a single day uses, so both ways agree.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from rehab.signs.decide import Check, injury_decides
from rehab.signs.index import DiaryIndex
from rehab.signs.moment import Tri, moment_at
from rehab.signs.nodes import Answered, CountDays, InjuryIs, OnsetIsOld, Score, SinceOnset


@dataclass(frozen=True, slots=True)
class Span:
    """The days from `first` to `last` (ordinals, both included) of one diary; bit 0 is `first`."""

    index: DiaryIndex
    first: int
    last: int

    @property
    def every_day(self) -> int:
        return (1 << max(0, self.last - self.first + 1)) - 1

    def stretches(self) -> Iterator[tuple[int, int]]:
        """First and last day of the stretches in which no further date becomes known.

        Within one every clock counts from the same day.
        """
        injury = self.index.injury
        dates = (injury.plan_started_on, injury.restarted_on, injury.surgery_on)
        known = {each.toordinal() for each in dates if each is not None}
        if self.index.first_logged is not None:
            known.add(self.index.first_logged)
        starts = sorted({self.first} | {day for day in known if self.first < day <= self.last})
        return zip(starts, [day - 1 for day in starts[1:]] + [self.last], strict=True)


def holding(check: Check, days: int, span: Span) -> int:
    """Those of the given days on which a check holds."""
    if not days:
        return 0
    if isinstance(check.node, InjuryIs):
        decided = injury_decides(check.node, span.index.injury, negated=check.negated)
        return days if decided is Tri.TRUE else 0
    if check.parts and not isinstance(check.node, Score):
        return _every(check, days, span) if check.needs_all else _some(check, days, span)
    short_cut = _SHORT_CUTS.get(type(check.node))
    return short_cut(check, days, span) if short_cut else _one_by_one(check, days, span)


def holding_still(check: Check, days: int, span: Span, *, evaluations: int, spacing: int) -> int:
    """Those of the given days on which a check holds, and did so at each evaluation before."""
    kept = holding(check, days, span)
    for back in range(1, evaluations):
        if not kept:
            return 0
        ago = back * spacing
        earlier = Span(span.index, span.first - ago, span.last - ago)
        kept = holding(check, kept, earlier)
    return kept


def _every(check: Check, days: int, span: Span) -> int:
    for part in check.by_cost:
        days = holding(part, days, span)
        if not days:
            return 0
    return days


def _some(check: Check, days: int, span: Span) -> int:
    found = 0
    for part in check.by_cost:
        found |= holding(part, days & ~found, span)
    return found


def _one_by_one(check: Check, days: int, span: Span) -> int:
    found = 0
    while days:
        bit = days & -days
        days ^= bit
        if check.holds(moment_at(span.index, span.first + bit.bit_length() - 1)):
            found |= bit
    return found


def _since_onset(check: Check, days: int, span: Span) -> int:
    found = 0
    for first, last in span.stretches():
        stretch = _bits(first, last, span)
        if not days & stretch or check.bounds is None:
            continue
        bounds = check.bounds(moment_at(span.index, first))
        if isinstance(bounds, Tri):
            found |= stretch if bounds is Tri.TRUE else 0
        else:
            inside = _bits(max(first, bounds[0]), min(last, bounds[1]), span)
            found |= stretch & ~inside if check.negated else inside
    return days & found


def _onset_is_old(check: Check, days: int, span: Span) -> int:
    found = 0
    for first, last in span.stretches():
        stretch = days & _bits(first, last, span)
        if stretch and check.holds(moment_at(span.index, first)):
            found |= stretch
    return found


def _answered(check: Check, days: int, span: Span) -> int:
    """An answer speaks from its day until the next one, as long as it is not too old."""
    node: Answered = check.node  # type: ignore[assignment]
    given = span.index.answers_of(node.id)
    found = 0
    for place, (day, value) in enumerate(given):
        if value is node.value:
            until = day + node.within - 1
            if place + 1 < len(given):
                until = min(until, given[place + 1][0] - 1)
            found |= _bits(day, until, span)
    return days & ~found if check.negated else days & found


def _bits(first: int, last: int, span: Span) -> int:
    """The days from `first` to `last` that lie in the span."""
    low, high = max(first, span.first), min(last, span.last)
    return ((1 << (high - low + 1)) - 1) << (low - span.first) if low <= high else 0


def _count_days(check: Check, days: int, span: Span) -> int:
    """Only days whose window holds a day that says yes need counting."""
    node: CountDays = check.node  # type: ignore[assignment]
    if check.negated or node.at_least < 1:
        return _one_by_one(check, days, span)
    true, false = span.index.masks(node.where)
    if not true:
        return 0
    # Bit 0 of these is the first day of the first window.
    shift = span.first - node.ago - node.within + 1 - span.index.base
    true, false = _moved(true, shift), _moved(false, shift)
    whole = (1 << node.within) - 1
    at_least, min_logged, share = node.at_least, node.min_logged, node.share
    days &= _reached(true, node.within)
    found = 0
    while days:
        bit = days & -days
        days ^= bit
        low = bit.bit_length() - 1
        yes = (true >> low & whole).bit_count()
        if yes < at_least:
            continue
        known = yes + (false >> low & whole).bit_count()
        if known >= min_logged and (share is None or yes >= share * known):
            found |= bit
    return found


def _moved(mask: int, down: int) -> int:
    return mask >> down if down >= 0 else mask << -down


def _reached(true: int, within: int) -> int:
    """The windows, by their first day, that hold one of the days."""
    reached, width = true, 1
    while width < within:
        step = min(width, within - width)
        reached |= reached >> step
        width += step
    return reached


_SHORT_CUTS: dict[type, Callable[[Check, int, Span], int]] = {
    Answered: _answered,
    CountDays: _count_days,
    OnsetIsOld: _onset_is_old,
    SinceOnset: _since_onset,
}
