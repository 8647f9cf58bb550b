"""What else it could be: conditions in the order in which a diary points there.

Only findings that are true now count, and what the diary itself leans to (see
`rehab.causes`). Conditions that an emergency or urgent rule points to stand before all
others, in the order of their tier. Within that the points decide: those of the diary,
and those of each rule that names the condition, a little less the later it stands in
the rule's own list (which names danger or the common first). Pointers have tier note
but their own weight; the general rules (slow progress and the like) weigh next to
nothing and name only where nothing says more. Weight 0 does not point anywhere; a rule
of weight 1 or less never lifts a condition before the others, whatever its tier, for it
knows that something is wrong and not what.

What the diary leans to strongly stands in the order too, though no rule names it.
Source: review notes section 4, ranking; issue 5, item 5. The numbers here are judgement.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from rehab.signs.evaluate import Finding
from rehab.vocabulary import Tier

# From how many points on the diary alone names a condition.
STRONG = 4.0
# Below this a condition does not fit at all (a growing bone at fifty) and is not named.
FAR = -4.0
PLACE_STEP = 0.15
UNSPECIFIC = 1.0
SHOWN = 3


@dataclass(frozen=True, slots=True)
class Pointed:
    """A condition that findings point to: mentioned, never concluded."""

    condition: str
    tier: Tier
    weight: float
    rules: tuple[str, ...]


def pointed_by(
    finding: Finding,
    findings: Iterable[Finding],
    leaning: Mapping[str, float] | None = None,
) -> list[str]:
    """What one finding can come from, in the order in which it is named.

    For what can wait, the pointers (tier note) that are true now and what the diary leans
    to help to order and to name it. Emergency and urgent name their own list alone, in the
    order the diary leans: nothing everyday may come before it.
    """
    if not finding.conditions:
        return []
    if _presses(finding):
        named = [each.condition for each in rank([finding], leaning)]
        return [name for name in named if name in finding.conditions] or list(finding.conditions)
    pointers = [each for each in findings if each.tier is Tier.NOTE and each.weight > 0]
    ordered = [each.condition for each in rank([finding, *pointers], leaning)]
    return ordered or list(finding.conditions)


def rank(findings: Iterable[Finding], leaning: Mapping[str, float] | None = None) -> list[Pointed]:
    """Order the conditions that findings and diary point to, the most pointed to first.

    `leaning` are the points of the diary itself by condition (`rehab.causes.lean`);
    without it the findings alone decide.
    """
    lean = leaning or {}
    found: dict[str, list[tuple[Finding, int]]] = {}
    for finding in findings:
        if finding.weight > 0:
            for place, condition in enumerate(finding.conditions):
                if lean.get(condition, 0.0) <= FAR:
                    continue
                found.setdefault(condition, []).append((finding, place))
    for condition, points in lean.items():
        if points >= STRONG:
            found.setdefault(condition, [])
    keys = {name: _order(pointing, lean.get(name, 0.0)) for name, pointing in found.items()}
    ordered = sorted(found, key=lambda name: (*keys[name], name))
    return [_pointed(name, found[name]) for name in _danger_kept(ordered, found)]


def _pointed(condition: str, pointing: list[tuple[Finding, int]]) -> Pointed:
    return Pointed(
        condition=condition,
        tier=max((f.tier for f, _ in pointing), key=lambda tier: tier.rank, default=Tier.NOTE),
        weight=sum(finding.weight for finding, _ in pointing),
        rules=tuple(finding.rule_id for finding, _ in pointing),
    )


def _order(pointing: list[tuple[Finding, int]], lean: float) -> tuple[float, ...]:
    level = max(
        (f.tier.rank for f, _ in pointing if _presses(f) and f.weight > UNSPECIFIC), default=0
    )
    points = lean + sum(f.weight * (1 - PLACE_STEP * min(place, 5)) for f, place in pointing)
    heaviest = max((f.weight for f, _ in pointing), default=0.0)
    place = min((place for f, place in pointing if f.weight == heaviest), default=0)
    return (-level, -round(points, 6), place)


def _presses(finding: Finding) -> bool:
    return finding.tier.rank >= Tier.URGENT.rank


def _danger_kept(ordered: list[str], found: dict[str, list[tuple[Finding, int]]]) -> list[str]:
    """The order, with what the gravest pressing rule names first among the first three."""
    pressing = [
        (f.tier.rank, name)
        for name, pointing in found.items()
        for f, place in pointing
        if place == 0 and _presses(f)
    ]
    if not pressing:
        return ordered
    gravest = max(rank for rank, _ in pressing)
    names = [name for rank, name in pressing if rank == gravest]
    if any(name in ordered[:SHOWN] for name in names):
        return ordered
    kept = [name for name in ordered if name != names[0]]
    return [*kept[: SHOWN - 1], names[0], *kept[SHOWN - 1 :]]
