"""What else it could be: conditions in the order in which the findings point there.

Only findings that are true now count. The highest tier comes first, then the sum
of the rules' weights, then the place within the rules' own lists (they name danger
or the common first). Pointers have tier note but stand beside routine here: they
are what orders the everyday cases, while the general rules (slow progress and the
like) weigh next to nothing. Weight 0 does not point anywhere.
Source: review notes section 4, ranking.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from rehab.signs.evaluate import Finding
from rehab.vocabulary import Tier


@dataclass(frozen=True, slots=True)
class Pointed:
    """A condition that findings point to: mentioned, never concluded."""

    condition: str
    tier: Tier
    weight: float
    rules: tuple[str, ...]


def pointed_by(finding: Finding, findings: Iterable[Finding]) -> list[str]:
    """Name what one finding can come from, in the order of `rank`.

    For what can wait, the pointers (tier note) that are true now help to order and to
    name it: they read the places, the kind of pain, age, onset and answers. For emergency
    and urgent the finding stands alone: nothing everyday may come before it.
    """
    if finding.tier.rank >= Tier.URGENT.rank or not finding.conditions:
        return list(finding.conditions)
    pointers = [each for each in findings if each.tier is Tier.NOTE and each.weight > 0]
    ordered = [each.condition for each in rank([finding, *pointers])]
    return ordered or list(finding.conditions)


def rank(findings: Iterable[Finding]) -> list[Pointed]:
    """Order the conditions that the findings point to, the first the most pointed to."""
    found: dict[str, list[tuple[Finding, int]]] = {}
    for finding in findings:
        if finding.weight > 0:
            for place, condition in enumerate(finding.conditions):
                found.setdefault(condition, []).append((finding, place))
    ordered = sorted(found.items(), key=lambda entry: (*_order(entry[1]), entry[0]))
    return [
        Pointed(
            condition=condition,
            tier=max((finding.tier for finding, _ in pointing), key=lambda tier: tier.rank),
            weight=sum(finding.weight for finding, _ in pointing),
            rules=tuple(finding.rule_id for finding, _ in pointing),
        )
        for condition, pointing in ordered
    ]


def _order(pointing: list[tuple[Finding, int]]) -> tuple[float, ...]:
    level = max(max(finding.tier.rank, Tier.ROUTINE.rank) for finding, _ in pointing)
    weight = sum(finding.weight for finding, _ in pointing)
    heaviest = max(finding.weight for finding, _ in pointing)
    place = min(place for finding, place in pointing if finding.weight == heaviest)
    return (-level, -round(weight, 6), place)
