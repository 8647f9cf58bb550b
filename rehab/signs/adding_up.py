"""Sums over logged days: how many say yes against how many say no, gaps counting nothing.

A sequential test that can be said in words: "11 of your 13 logged days since 3 November".
It needs no fixed number of logs in a fixed window, so it works on every share of days; who
logs less is told later, never sooner. Of all stretches that end with the last logged day
the one with the largest lead is taken, so that an earlier good time does not hide a later
bad one. Source: issue of slow progress on sparse logs; the numbers stand in the rules.
"""

from collections.abc import Callable
from dataclasses import dataclass

from rehab.recovery import (
    FIRST_WEEK_DAYS,
    LAST_DAY,
    LATE_START_DAYS,
    MIN_LOGGED,
    Expectation,
    expectation,
    upper_edges,
)
from rehab.signs.index import DiaryIndex
from rehab.signs.masks import Masks, days_in
from rehab.signs.moment import Moment, Tri
from rehab.signs.nodes import AddsUp, Behind
from rehab.signs.predicates import EVERYDAY


@dataclass(frozen=True, slots=True)
class Stretch:
    """The stretch with the largest lead: its first day, the days that say yes, all logged."""

    first: int
    days: tuple[int, ...]
    logged: int
    lead: int


def adds_up(node: AddsUp) -> Callable[[Moment], Tri]:
    """Bind the decision of an `AddsUp` node: unknown while no stretch is long enough."""
    return lambda moment: _tri(stretch_of(node, moment), node)


def behind(node: Behind) -> Callable[[Moment], Tri]:
    """Bind the decision of a `Behind` node: unknown without something to compare with."""
    return lambda moment: _tri(stretch_of(node, moment), node)


def stretch_of(node: AddsUp | Behind, moment: Moment) -> Stretch | None:
    """The stretch with the largest lead that is long enough; None while there is none."""
    masks = moment.index.masks(node.where) if isinstance(node, AddsUp) else _above(node, moment)
    if masks is None:
        return None
    span = moment.window(node.within)
    yes, no = moment.cut(masks.true, span), moment.cut(masks.false, span)
    return _largest(yes, no, span.first, node)


def _tri(found: Stretch | None, node: AddsUp | Behind) -> Tri:
    if found is None:
        return Tri.UNKNOWN
    return Tri.TRUE if found.lead >= node.lead else Tri.FALSE


def _largest(yes: int, no: int, first: int, node: AddsUp | Behind) -> Stretch | None:
    """Walk back from the last logged day; of equal leads the longer stretch counts."""
    known = yes | no
    if not known:
        return None
    last = known.bit_length() - 1
    latest = last - node.over + 1
    sum_ = 0
    best: tuple[int, int] | None = None
    while known:
        day = known.bit_length() - 1
        known ^= 1 << day
        if not yes >> day & 1:
            sum_ -= node.against
            continue
        sum_ += 1
        if day <= latest and (best is None or sum_ >= best[0]):
            best = (sum_, day)
    if best is None:
        return Stretch(first + last, (), 0, 0) if _spans(yes | no, node.over) else None
    lead, begin = best
    days = days_in(yes >> begin, first + begin)
    return Stretch(first + begin, days, ((yes | no) >> begin).bit_count(), lead)


def _spans(known: int, over: int) -> bool:
    """Whether first and last logged day lie far enough apart to tell that it is not so."""
    return known.bit_length() - (known & -known).bit_length() + 1 >= over


def _above(node: Behind, moment: Moment) -> Masks | None:
    """The days above and not above the upper edge; None without anything to compare with."""
    day = moment.day_of("slow")
    if day is None or not FIRST_WEEK_DAYS <= day <= LAST_DAY:
        return None
    index, start = moment.index, moment.today - day
    early = index.early_scores(start, moment.today, LATE_START_DAYS)
    key = (id(node), start, min(MIN_LOGGED, len(early)))
    if key not in index.kept_edges:
        found = expectation(node.corridors, index.injury, early)
        index.kept_edges[key] = (
            None if found is None else _edge_masks(node.least, index, found, start)
        )
    return index.kept_edges[key]


def _edge_masks(least: int, index: DiaryIndex, found: Expectation, start: int) -> Masks:
    edges = upper_edges(found.corridor)
    series = index.series[EVERYDAY]
    true = false = 0
    for offset, score in enumerate(series.scores):
        day = series.base + offset - start
        if score is None or not found.after < day <= LAST_DAY:
            continue
        if score >= least and 100 * score > found.level * edges[day]:
            true |= 1 << offset
        else:
            false |= 1 << offset
    return Masks(true, false)
