"""Whom to see and what to ask, in the person's language and with the words of their region."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from rehab.content.catalogue import catalogue
from rehab.content.entry import Source
from rehab.see import SeePattern
from rehab.signs.model import Rule
from rehab.vocabulary import Tier
from tracker import words
from tracker.models import Injury, Notice
from tracker.regions import Region

SIGNS_SHOWN = 20


@dataclass(frozen=True, slots=True)
class Role:
    """One role: its heading, when it fits, what that person may test."""

    title: str
    when: str
    tests: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OwnSign:
    """An open sign this page is about: what it is called and since when. Nothing else."""

    uuid: UUID
    name: str
    since: date
    is_bookable: bool


@dataclass(frozen=True, slots=True)
class SeePage:
    """One page of general advice; `checked_by` is "" until a named professional has."""

    title: str
    lead: str
    now: str
    roles: tuple[Role, ...]
    questions: tuple[str, ...]
    money: str
    second_opinion: tuple[str, ...]
    sources: tuple[Source, ...]
    checked_by: str


def pattern_of(pattern_id: str) -> SeePattern | None:
    """The page of that id, when there is one and it is switched on."""
    pattern = catalogue().see.get(pattern_id)
    return pattern if pattern is not None and pattern.enabled else None


def see_of(rule: Rule | None, tier: Tier) -> str:
    """The id of the page for a sign, "" for an emergency: there is nothing to choose then."""
    if rule is None or tier is Tier.EMERGENCY:
        return ""
    pattern = catalogue().see_by_topic.get(rule.topic)
    return pattern.id if pattern is not None and pattern.enabled else ""


def see_page(pattern: SeePattern, region: Region) -> SeePage:
    """Every text of the page, with the words of the region put in."""

    def say(text: str) -> str:
        return words.fill(text, {}, region)

    return SeePage(
        title=say(pattern.title),
        lead=say(pattern.lead),
        now=say(pattern.now) if pattern.now else "",
        roles=tuple(
            Role(say(each.title), say(each.when), tuple(map(say, each.tests)))
            for each in pattern.whom
        ),
        questions=tuple(map(say, pattern.questions)),
        money=say(pattern.money),
        second_opinion=tuple(map(say, pattern.second_opinion)),
        sources=tuple(catalogue().sources[name] for name in pattern.sources),
        checked_by=pattern.checked_by,
    )


def own_signs(pattern: SeePattern, injury: Injury) -> list[OwnSign]:
    """The open signs of this injury that the page is about, the newest first, in one query."""
    rows = Notice.objects.filter(injury=injury).open().order_by("-told_at")[:SIGNS_SHOWN]
    topics = set(pattern.topics)
    found = []
    for row in rows:
        for part in row.parts:
            if _topic_of(part) in topics:
                tier = Tier(row.tier)
                is_bookable = tier not in (Tier.EMERGENCY, Tier.NOTE)
                name = str(part.get("name", ""))
                found.append(OwnSign(row.uuid, name, row.told_on, is_bookable))
    return found


def _topic_of(part: dict[str, object]) -> str:
    rule = catalogue().rules.get(str(part.get("rule")))
    return str(part.get("topic") or (rule.topic if rule else ""))
