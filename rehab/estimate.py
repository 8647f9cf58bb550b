"""The estimate of day 7: which part of a plan's own range the facts of that day point to.

Three facts: pain-free walking, the raised bridge, the knee-straightening gap. Told as an
estimate with what it rests on, never a diagnosis. It lies inside the plan's range, opens
nothing and shortens no limit; where the facts look graver than the grade, it asks.
Source: content `estimate.toml`; programmes draft 1.1 and 1.2.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from rehab.content.catalogue import Catalogue
from rehab.programme.case import Case
from rehab.programme.intake import EstimateRules
from rehab.programme.model import Programme
from rehab.programme.series import Entry
from rehab.vocabulary import OnsetPrecision

Part = Literal["earlier", "whole", "later", "not_enough"]
Ask = Literal["gap", "walking"]
Name = Literal["gap", "walking", "bridge"]
WALKING = ("t_walk20_pain", "pain_walking")


@dataclass(frozen=True, slots=True)
class Fact:
    """One fact: its metric, its value in the unit of the metric, and its day."""

    name: Name
    metric: str
    value: float
    on: date


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known about day 7; None means not recorded, never 0.

    `walking` and `bridge_pain` are NRS 0-10, `bridge_pct` percent of the other leg, `gap_deg`
    degrees less than the other leg.
    """

    walking: float | None = None
    bridge_pct: float | None = None
    bridge_pain: float | None = None
    gap_deg: float | None = None


@dataclass(frozen=True, slots=True)
class Outlook:
    """What the facts point to: a part of the range in days, what is missing, what to ask."""

    part: Part
    first: int
    last: int
    missing: tuple[Name, ...]
    asks: tuple[Ask, ...]


@dataclass(frozen=True, slots=True)
class Estimate:
    """The estimate of one person. Dates count from `starts_on`, the day it began.

    `told_on` is the day it could first be told as it is: day 7, or the day of its last fact.
    `measured_weeks` is what went with such a gap in track athletes, None without a gap.
    """

    outlook: Outlook
    starts_on: date
    told_on: date
    facts: tuple[Fact, ...]
    measured_weeks: tuple[int, int] | None

    @property
    def from_on(self) -> date:
        return self.starts_on + timedelta(days=self.outlook.first)

    @property
    def to_on(self) -> date:
        return self.starts_on + timedelta(days=self.outlook.last)


def estimate(case: Case) -> Estimate | None:
    """The estimate of day 7 as it can be told on the case's day; None where there is none.

    There is none before day 7, without a known first day, for a plan that is not for a
    strain or began too long after it; and none after the window when nothing was recorded.
    """
    rules, injury, today = case.content.estimate, case.diary.injury, case.today
    start = injury.restarted_on or injury.onset_on
    if start is None or case.programme.id not in rules.programmes:
        return None
    if injury.restarted_on is None and injury.onset_precision is not OnsetPrecision.DAY:
        return None
    day = (today - start).days
    fresh = (case.log.started_on - start).days <= case.content.triage_numbers.fresh_days
    if day < rules.day or not fresh:
        return None
    found = _facts_of(case, start)
    facts = Facts(
        walking=_value(found, "walking"),
        bridge_pct=_value(found, "bridge"),
        bridge_pain=_bridge_pain(case, found),
        gap_deg=_value(found, "gap"),
    )
    seen = outlook(facts, case.programme, grade=injury.grade, content=case.content)
    if seen is None or (seen.part == "not_enough" and day > rules.to_day):
        return None
    gap = facts.gap_deg
    return Estimate(
        outlook=seen,
        starts_on=start,
        told_on=max([start + timedelta(days=rules.day), *(fact.on for fact in found)])
        if seen.part != "not_enough"
        else start + timedelta(days=rules.day),
        facts=tuple(found),
        measured_weeks=None if gap is None else rules.measured_weeks(gap),
    )


def outlook(
    facts: Facts, programme: Programme, *, grade: int | None, content: Catalogue
) -> Outlook | None:
    """The part of a programme's range that the facts point to; None for one without an end.

    One graver fact points to the later half; only when gap and walking are known and all
    that is known is good, to the earlier one.
    """
    rules, last = content.estimate, programme.expected_days.last
    if last is None:
        return None
    first = programme.expected_days.first
    names: tuple[Name, ...] = ("gap", "walking", "bridge")
    known = {"gap": facts.gap_deg, "walking": facts.walking, "bridge": facts.bridge_pct}
    missing = tuple(name for name in names if known[name] is None)
    if facts.gap_deg is None:
        return Outlook("not_enough", first, last, missing, ())
    votes = [_gap_vote(facts, grade, content), _walking_vote(facts, rules)]
    votes.append(_bridge_vote(facts, rules))
    part = _part(votes, is_known=facts.walking is not None)
    if part == "earlier" and programme.id not in rules.may_be_early:
        part = "whole"
    middle = (first + last) // 2
    return Outlook(
        part,
        middle if part == "later" else first,
        middle if part == "earlier" else last,
        missing,
        _asks(facts, grade, content),
    )


def _part(votes: list[int | None], *, is_known: bool) -> Part:
    """-1 speaks for the earlier half, 1 for the later one, 0 for neither, None is not known."""
    told = [vote for vote in votes if vote is not None]
    if 1 in told:
        return "later"
    return "earlier" if is_known and all(vote == -1 for vote in told) else "whole"


def _gap_vote(facts: Facts, grade: int | None, content: Catalogue) -> int:
    gap, rules = facts.gap_deg or 0.0, content.estimate.gap
    if gap >= rules.late_from_deg or _is_beyond(gap, grade, content):
        return 1
    return -1 if gap < rules.early_below_deg else 0


def _walking_vote(facts: Facts, rules: EstimateRules) -> int | None:
    if facts.walking is None:
        return None
    return -1 if facts.walking <= rules.walking.free_at_most else 1


def _bridge_vote(facts: Facts, rules: EstimateRules) -> int | None:
    """Share and pain of the raised bridge; the worse of the two speaks."""
    votes = []
    if facts.bridge_pct is not None:
        weak = facts.bridge_pct < rules.bridge.weak_below_pct
        even = facts.bridge_pct >= rules.bridge.even_from_pct
        votes.append(1 if weak else -1 if even else 0)
    if facts.bridge_pain is not None:
        hurts = facts.bridge_pain >= rules.bridge.hurts_from
        votes.append(1 if hurts else -1 if facts.bridge_pain <= rules.bridge.free_at_most else 0)
    return max(votes, default=None)


def _is_beyond(gap: float, grade: int | None, content: Catalogue) -> bool:
    """Whether a gap lies above the band of the grade; a grade not known has none."""
    known = content.grades.get(grade) if grade is not None else None
    return known is not None and gap >= known.ake_gap_deg[1] + 1


def _asks(facts: Facts, grade: int | None, content: Catalogue) -> tuple[Ask, ...]:
    """What looks graver than the grade. It is asked; nothing changes by itself."""
    if grade is None or grade >= 3:
        return ()
    asks: list[Ask] = []
    if facts.gap_deg is not None and _is_beyond(facts.gap_deg, grade, content):
        asks.append("gap")
    walks = facts.walking is None or facts.walking <= content.estimate.walking.free_at_most
    if grade == 1 and not walks:
        asks.append("walking")
    return tuple(asks)


def _facts_of(case: Case, start: date) -> list[Fact]:
    """The fact nearest to day 7 of each kind; of several walks of one day the worst."""
    rules = case.content.estimate
    first, last = start + timedelta(days=rules.from_day), start + timedelta(days=rules.to_day)
    seventh = start + timedelta(days=rules.day)

    def nearest(*metrics: str) -> tuple[str, Entry] | None:
        inside = [
            (metric, entry)
            for metric in metrics
            for entry in case.entries(metric)
            if first <= entry.on <= min(last, case.today) and entry.doubt is None
        ]
        if not inside:
            return None
        near = min(abs((entry.on - seventh).days) for _metric, entry in inside)
        closest = [pair for pair in inside if abs((pair[1].on - seventh).days) == near]
        return max(closest, key=lambda pair: (float(pair[1].value), pair[1].on))

    kinds: tuple[tuple[Name, tuple[str, ...]], ...] = (
        ("gap", ("ake_gap",)),
        ("walking", WALKING),
        ("bridge", ("slhb_pct",)),
    )
    found = [(name, nearest(*metrics)) for name, metrics in kinds]
    return [Fact(name, pair[0], float(pair[1].value), pair[1].on) for name, pair in found if pair]


def _value(found: list[Fact], name: Name) -> float | None:
    return next((fact.value for fact in found if fact.name == name), None)


def _bridge_pain(case: Case, found: list[Fact]) -> float | None:
    """The pain during the bridge that counts; without a bridge none."""
    bridge = next((fact for fact in found if fact.name == "bridge"), None)
    value = case.on("t_slhb_pain", bridge.on) if bridge else None
    return None if value is None else float(value)
