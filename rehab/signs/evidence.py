"""What a true condition rests on: the days, the answers, and the figures for its message.

Walks the parts of a check that are true. Days that satisfied a predicate count,
the scored days of a window behind a median or slope, the day of an answer, the
day of a fall. Figures are raw values and codes; turning them into words is for
whoever shows them. When several nodes offer the same figure, the first written
wins.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from rehab.signs.adding_up import Stretch, stretch_of
from rehab.signs.decide import Check
from rehab.signs.leaves import before_and_now, jump_days, linked_fall, run_masks, spans_of
from rehab.signs.masks import Masks, days_in
from rehab.signs.moment import Moment
from rehab.signs.nodes import (
    AddsUp,
    AfterFall,
    Answered,
    Behind,
    CountDays,
    InjuryIs,
    Jump,
    Median,
    NoImprovement,
    Rise,
    Runs,
    Score,
    SinceOnset,
    Slope,
)
from rehab.signs.predicates import AllOf, AnyLocation, AnyOf, FieldIs, NotOf, Predicate
from rehab.vocabulary import LOCATION_GROUPS, Location
from rehab.windows import DAYS_PER_WEEK, Window

EXPECTED_PLACES = LOCATION_GROUPS["thigh"] | {Location.SIT_BONE}
Value = str | int | float | tuple[str, ...]


@dataclass(slots=True)
class Evidence:
    """Days (ordinals), answers with their days, and figures, gathered along the way."""

    days: set[int] = field(default_factory=set)
    answered: dict[str, int] = field(default_factory=dict)
    values: dict[str, Value] = field(default_factory=dict)

    def offer(self, values: Mapping[str, Value]) -> None:
        for name, value in values.items():
            self.values.setdefault(name, value)


def gather(check: Check, moment: Moment) -> Evidence:
    """Gather what a check that is true at this moment rests on."""
    evidence = Evidence()
    _walk(check, moment, evidence)
    if evidence.answered:
        questions = tuple(evidence.answered)
        evidence.offer({"answers": questions, "risk": questions})
    return evidence


def _walk(check: Check, moment: Moment, evidence: Evidence) -> None:
    """Walk a check that is known to be true."""
    if isinstance(check.node, Score) and not check.negated:
        evidence.offer({"list": _true_items(check, moment)})
    for part in check.parts:
        if check.needs_all or part.holds(moment):
            _walk(part, moment, evidence)
    if not check.parts and not check.negated:
        _leaf(check, moment, evidence)


def _true_items(check: Check, moment: Moment) -> tuple[str, ...]:
    names = check.node.names if isinstance(check.node, Score) else ()
    shown = [
        name or _kind(part)
        for name, part in zip(names, check.parts, strict=True)
        if part.holds(moment)
    ]
    return tuple(dict.fromkeys(shown))


def _kind(check: Check) -> str:
    node = check.node
    if isinstance(node, InjuryIs):
        return f"{node.field}_{node.value}"
    if isinstance(node, Answered):
        return node.id
    return type(node).__name__.lower()


def _leaf(check: Check, moment: Moment, evidence: Evidence) -> None:
    tell = _LEAVES.get(type(check.node))
    if tell is not None:
        tell(check.node, moment, evidence)


def _answered(node: Answered, moment: Moment, evidence: Evidence) -> None:
    given = moment.index.answer(node.id, moment.today, node.within)
    if given is not None:
        evidence.days.add(given[0])
        evidence.answered[node.id] = given[0]


def _since(node: SinceOnset, moment: Moment, evidence: Evidence) -> None:
    day = moment.day_of(node.clock, first=node.first) if node.clock else None
    if day is not None and day >= 0:
        evidence.offer({"week": day // DAYS_PER_WEEK + 1})


def _true_days(masks: Masks, span: Window, moment: Moment) -> tuple[int, ...]:
    return days_in(moment.cut(masks.true, span), span.first)


def _count_days(node: CountDays, moment: Moment, evidence: Evidence) -> None:
    masks = moment.index.masks(node.where)
    span = moment.window(node.within, node.ago)
    days = _true_days(masks, span, moment)
    known = len(days) + moment.cut(masks.false, span).bit_count()
    evidence.days.update(days)
    evidence.offer({"n": len(days), "m": known})
    evidence.offer(_places(node.where, days, moment))
    evidence.offer(_highest(node.where, days, moment))


def _adds_up(node: AddsUp | Behind, moment: Moment, evidence: Evidence) -> None:
    found = stretch_of(node, moment)
    if not isinstance(found, Stretch):
        return
    evidence.days.update(found.days)
    since = date.fromordinal(found.first).isoformat()
    evidence.offer({"n": len(found.days), "m": found.logged, "date": since})
    if isinstance(node, AddsUp):
        evidence.offer(_places(node.where, found.days, moment))
        evidence.offer(_highest(node.where, found.days, moment))


def _runs(node: Runs, moment: Moment, evidence: Evidence) -> None:
    masks = run_masks(moment, node)
    span = moment.window(node.within)
    days = _true_days(masks, span, moment)
    known = len(days) + moment.cut(masks.false, span).bit_count()
    evidence.days.update(days)
    evidence.offer({"n": len(days), "m": known})


@dataclass(frozen=True, slots=True)
class _Claims:
    """What a predicate claims that does not stand below a `not`; kept with it, see `_claims`."""

    where: Predicate
    places: tuple[str, ...]
    fields: tuple[str, ...]


_CLAIMS: dict[int, _Claims] = {}


def _claims(where: Predicate) -> _Claims:
    """The places and the fields that a predicate looks for, worked out once."""
    kept = _CLAIMS.get(id(where))
    if kept is None or kept.where is not where:
        parts = _asserted(where)
        places = {code for part in parts if isinstance(part, AnyLocation) for code in part.codes}
        fields = {part.field for part in parts if isinstance(part, FieldIs)}
        kept = _Claims(where, tuple(str(code) for code in sorted(places)), tuple(fields))
        _CLAIMS[id(where)] = kept
    return kept


def _places(where: Predicate, days: tuple[int, ...], moment: Moment) -> dict[str, Value]:
    """The places the predicate looks for, most often marked first.

    `location` is the first of them. `places` leaves out the thigh and the sit bone
    when others were marked too: those are where one expects it.
    """
    wanted = _claims(where).places
    if not wanted:
        return {}
    base, by_code = moment.index.base, moment.index.locations.by_code
    on = sum(1 << (day - base) for day in days)
    times = {code: (by_code[code] & on).bit_count() for code in wanted if code in by_code}
    places = tuple(code for code in sorted(times, key=lambda c: -times[c]) if times[code])
    if not places:
        return {}
    beyond = tuple(code for code in places if code not in EXPECTED_PLACES)
    return {"places": beyond or places, "location": places[0]}


def _highest(where: Predicate, days: tuple[int, ...], moment: Moment) -> dict[str, Value]:
    """The highest score on those days among the fields the predicate asks for."""
    fields = _claims(where).fields
    if not fields:
        return {}
    scores = [moment.index.series[name].at(day) for name in fields for day in days]
    kept = [score for score in scores if score is not None]
    return {"value": max(kept)} if kept else {}


def _asserted(where: Predicate) -> tuple[Predicate, ...]:
    """The single claims of a predicate that do not stand below a `not`."""
    match where:
        case AllOf(parts) | AnyOf(parts):
            return tuple(inner for part in parts for inner in _asserted(part))
        case NotOf():
            return ()
    return (where,)


def _window(node: Median | Slope, moment: Moment, evidence: Evidence) -> None:
    ago = node.ago if isinstance(node, Median) else 0
    points = moment.index.series[node.field].points(moment.window(node.within, ago))
    evidence.days.update([day for day, _ in points])
    if isinstance(node, Median):
        found = moment.median(node.field, within=node.within, ago=ago, min_logged=node.min_logged)
        if found is not None:
            evidence.offer({"median": found})


def _two_windows(node: NoImprovement | Rise, moment: Moment, evidence: Evidence) -> None:
    series = moment.index.series[node.field]
    for span in spans_of(moment, node) or ():
        evidence.days.update([day for day, _ in series.points(span)])
    medians = before_and_now(moment, node)
    if medians is not None:
        evidence.offer({"before": medians[0], "now": medians[1]})


def _jump(node: Jump, moment: Moment, evidence: Evidence) -> None:
    found = jump_days(moment, node)
    if found is None:
        return
    evidence.days.update(found)
    evidence.offer({"date": date.fromordinal(found[0]).isoformat()})


def _after_fall(node: AfterFall, moment: Moment, evidence: Evidence) -> None:
    fall = linked_fall(moment, node)
    if fall is None:
        return
    evidence.days.add(fall)
    began = _first_pain_after(node, moment, fall)
    weeks = max(1, round((began - fall) / DAYS_PER_WEEK))
    evidence.offer({"fall_date": date.fromordinal(fall).isoformat(), "weeks": weeks})


def _first_pain_after(node: AfterFall, moment: Moment, fall: int) -> int:
    """The first day after the fall on which one of the new places was marked, else today."""
    if not node.or_new_location:
        return moment.today
    masks = moment.index.masks(AnyLocation(node.or_new_location))
    days = _true_days(masks, Window(fall + 1, moment.today), moment)
    return days[0] if days else moment.today


_LEAVES: dict[type, Callable[[Any, Moment, Evidence], None]] = {
    CountDays: _count_days,
    Runs: _runs,
    Median: _window,
    Slope: _window,
    NoImprovement: _two_windows,
    Rise: _two_windows,
    Jump: _jump,
    AddsUp: _adds_up,
    Behind: _adds_up,
    Answered: _answered,
    AfterFall: _after_fall,
    SinceOnset: _since,
}
