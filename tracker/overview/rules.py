"""How the rules work: the list of all rules, and the page of one, made from their definitions."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

from django.utils.formats import number_format
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from rehab.content.catalogue import catalogue
from rehab.content.entry import Source
from rehab.signs.model import Rule
from rehab.signs.policy import AT_ONCE
from rehab.vocabulary import Tier
from tracker import words
from tracker.overview.conditions import ConditionLink, condition_links
from tracker.overview.rule_words import Clause, clause_of
from tracker.regions import Region

SEARCHED_MOST = 60
RULE_ID = re.compile(r"\b[rp]_[a-z0-9_]+")


@dataclass(frozen=True, slots=True)
class RuleRow:
    """One rule in the list."""

    id: str
    name: str
    summary: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RulesIndex:
    """All rules that are on, by tier; those that only ask or point; those that are off.

    `found` counts the rows after a search, `of` all of them.
    """

    tiers: tuple[tuple[Tier, tuple[RuleRow, ...]], ...]
    asking: tuple[RuleRow, ...]
    off: tuple[RuleRow, ...]
    found: int
    of: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RulePage:
    """One rule in words. `told` is how it is told of, `quiet` where it does not speak,
    `checked_by` "" until somebody has.

    `says` is its message; what a diary fills in stands as "…".
    """

    id: str
    name: str
    summary: str
    tier: Tier
    tier_word: str
    heading: str
    is_on: bool
    condition: Clause
    persistence: str
    told: tuple[str, ...]
    quiet: tuple[str, ...]
    says: str
    asks: tuple[str, ...]
    conditions: tuple[ConditionLink, ...]
    sources: tuple[Source, ...]
    version: int
    written_by: str
    checked_by: str
    review_by: date
    examples: int


def rules_index(region: Region, *, wanted: str = "") -> RulesIndex:
    """Every rule; with `wanted` only those that hold each of its words (see `_text_of`)."""
    rules = list(catalogue().rules.values())
    on = [rule for rule in rules if rule.enabled]
    shown = [rule for rule in on if _holds(rule, wanted)]
    tiers = (
        (tier, tuple(_row(rule, region) for rule in shown if rule.tier is tier))
        for tier in Tier
        if tier is not Tier.NOTE
    )
    return RulesIndex(
        tiers=tuple((tier, rows) for tier, rows in tiers if rows),
        asking=tuple(_row(rule, region) for rule in shown if rule.tier is Tier.NOTE),
        off=tuple(_row(rule, region) for rule in rules if not rule.enabled),
        found=len(shown),
        of=len(on),
    )


def rule_page(rule: Rule, region: Region) -> RulePage:
    """Everything about one rule, switched on or off. Reads nothing."""
    content = catalogue()
    return RulePage(
        id=rule.id,
        name=_(rule.name),
        summary=words.fill(rule.summary, {}, region),
        tier=rule.tier,
        tier_word=words.tier_word(rule.tier),
        heading=words.rule_heading(rule, rule.tier, region),
        is_on=rule.enabled,
        condition=clause_of(rule.condition, rule.clock),
        persistence=_persistence(rule),
        told=tuple(_told(rule)),
        quiet=tuple(_named(each) for each in rule.exceptions),
        says="" if rule.tier is Tier.NOTE else words.fill(rule.message, {}, region),
        asks=tuple(words.fill(content.questions[name].text, {}, region) for name in rule.asks),
        conditions=condition_links([n for n in rule.suggests if content.conditions[n].enabled]),
        sources=tuple(content.sources[name] for name in rule.sources),
        version=rule.version,
        written_by=rule.written_by,
        checked_by=rule.checked_by,
        review_by=rule.review_by,
        examples=len(rule.examples),
    )


def _named(text: str) -> str:
    """A sentence of the content with the names of rules in place of their ids."""
    rules = catalogue().rules

    def name(found: re.Match[str]) -> str:
        rule = rules.get(found[0])
        return _("“%(rule)s”") % {"rule": _(rule.name)} if rule else found[0]

    return RULE_ID.sub(name, _(text))


def aims() -> tuple[tuple[str, str], ...]:
    """Of how many people who heal as most do each kind of sign may at most be told, in percent."""
    names = {
        "urgent_or_emergency": _("An urgent sign or an emergency"),
        "soon": _("A sign to have checked soon"),
        "routine": _("A routine sign"),
    }
    told = catalogue().policy.max_alarms_on_ordinary_healing_pct
    return tuple((names[key], number_format(pct)) for key, pct in told.items())


def _row(rule: Rule, region: Region) -> RuleRow:
    return RuleRow(rule.id, _(rule.name), words.fill(rule.summary, {}, region))


def _holds(rule: Rule, wanted: str) -> bool:
    looked_for = wanted.casefold().split()
    if not looked_for:
        return True
    text = _text_of(rule.id, get_language() or "")
    return all(word in text for word in looked_for)


@cache
def _text_of(rule_id: str, language: str) -> str:
    """Everything one may search a rule by, in one language."""
    rule = catalogue().rules[rule_id]
    names = (words.condition_label(name) for name in rule.suggests)
    parts = [rule.id, _(rule.name), _(rule.summary), *names]
    return " ".join([*parts, clause_of(rule.condition, rule.clock).flat]).casefold()


def _persistence(rule: Rule) -> str:
    if rule.persist is None:
        return _("True on one day is enough.")
    days: Sequence[int] = [n * rule.persist.spacing for n in range(1, rule.persist.evaluations)]
    return ngettext(
        "It must have been true %(days)s day ago as well, on what was known then.",
        "It must have been true %(days)s days ago as well, on what was known then.",
        days[-1],
    ) % {"days": _(" and ").join(map(str, days))}


def _told(rule: Rule) -> Iterator[str]:
    """How the policy tells of a rule of this tier, with its numbers."""
    policy = catalogue().policy
    if rule.tier is Tier.NOTE:
        yield _("Nothing is told. It asks, or it helps to order what it could be.")
        return
    if rule.tier in AT_ONCE:
        yield _("Told at once, and again with every new yes.")
    else:
        yield _("Bundled with others: one new message of this kind in 7 days.")
    if rule.tier is Tier.EMERGENCY:
        yield _("It cannot be put off.")
    elif rule.tier is Tier.URGENT:
        yield _("Left alone it is told again the next day, then weekly while new days support it.")
    elif rule.tier is Tier.SOON:
        days = policy.repeat_soon_after_days
        yield _("Left alone it is told once more after %(n)s days.") % {"n": days}
    else:
        days = policy.escalate_routine_after_days
        yield _("Left alone it is told once more after %(n)s days, then as soon.") % {"n": days}
        yield _("“Not for me” keeps it quiet for %(n)s days.") % {"n": policy.not_for_me_days}
    if rule.tier not in AT_ONCE:
        weeks = policy.seen_silence_days // 7
        yield _("After a visit it is quiet for %(n)s weeks.") % {"n": weeks}
    if rule.once:
        yield _("Told once for an injury.")
