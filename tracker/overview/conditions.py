"""What it could be: one page of general words for each condition, and the list of all."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from rehab.content.catalogue import catalogue
from rehab.content.entry import Source
from rehab.signs.model import ConditionCard, Rule
from rehab.vocabulary import Tier
from tracker import words
from tracker.regions import Region

HOW_SOON = {
    Tier.EMERGENCY: gettext_noop("Now. This cannot wait for a booking."),
    Tier.URGENT: gettext_noop("Today or tomorrow."),
    Tier.SOON: gettext_noop("Within 2 weeks, sooner if it gets worse."),
    Tier.ROUTINE: gettext_noop("In the next few weeks, if it does not settle."),
    Tier.NOTE: gettext_noop("In the next few weeks, if it does not settle."),
}


@dataclass(frozen=True, slots=True)
class RuleLink:
    """A rule that may name this condition."""

    id: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ConditionPage:
    """One condition in plain words; `checked_by` is "" until a named professional has.

    `see` is the page of whom to see that fits, "" where there is nothing to choose.
    `rules` are the rules that are switched on and may name it.
    """

    id: str
    title: str
    plain: str
    where: str
    feels: str
    worse: str
    eases: str
    who: str
    how_soon: str
    is_emergency: bool
    is_pressing: bool
    is_rare: bool
    see: str
    rules: tuple[RuleLink, ...]
    sources: tuple[Source, ...]
    checked_by: str
    version: int


@dataclass(frozen=True, slots=True)
class ConditionLink:
    """A condition in a list: the name, and the page that tells more."""

    id: str
    name: str


def condition_of(condition_id: str) -> ConditionCard | None:
    """The condition of that id, when there is one and it is switched on."""
    card = catalogue().conditions.get(condition_id)
    return card if card is not None and card.enabled else None


def condition_page(card: ConditionCard, region: Region) -> ConditionPage:
    """Every text of one page, with the words of the region put in. Reads nothing."""
    rules = rules_naming(card.id)
    return ConditionPage(
        id=card.id,
        title=_(card.label),
        plain=_(card.plain),
        where=_(card.where),
        feels=_(card.feels),
        worse=_(card.worse),
        eases=_(card.eases) if card.eases else "",
        who=capfirst(words.fill(card.who, {}, region)),
        how_soon=_(HOW_SOON[card.how_fast]),
        is_emergency=card.how_fast is Tier.EMERGENCY,
        is_pressing=card.how_fast.rank >= Tier.URGENT.rank,
        is_rare=card.is_rare,
        see="" if card.how_fast is Tier.EMERGENCY else _see(rules),
        rules=tuple(RuleLink(rule.id, _(rule.name)) for rule in rules),
        sources=tuple(catalogue().sources[name] for name in card.sources),
        checked_by=card.checked_by,
        version=card.version,
    )


def all_conditions() -> tuple[ConditionLink, ...]:
    """Every condition that is switched on, by its name."""
    return condition_links(
        sorted(
            (card.id for card in catalogue().conditions.values() if card.enabled),
            key=lambda name: words.condition_label(name).casefold(),
        )
    )


def condition_links(names: Sequence[str]) -> tuple[ConditionLink, ...]:
    """The conditions of these ids, in this order."""
    return tuple(ConditionLink(name, words.condition_label(name)) for name in names)


def rules_naming(condition_id: str) -> list[Rule]:
    """The rules that are switched on and may name a condition, the most urgent first."""
    found = [rule for rule in catalogue().enabled_rules if condition_id in rule.suggests]
    return sorted(found, key=lambda rule: (-rule.tier.rank, rule.name))


def _see(rules: Sequence[Rule]) -> str:
    """The page of whom to see for the rule that stands first for it."""
    by_topic = catalogue().see_by_topic
    told = [rule for rule in rules if rule.tier is not Tier.NOTE and rule.topic in by_topic]
    pattern = by_topic[told[0].topic] if told else catalogue().see.get("general")
    return pattern.id if pattern is not None and pattern.enabled else ""
