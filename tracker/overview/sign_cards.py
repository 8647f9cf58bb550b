"""A notice as a card, on the Signs page, Today and beside a visit: values, no markup.

A notice is kept with the words that were shown. While it is open and its rule true, it
speaks with the last counting: words, figures and days agree. Around them stand what it
could be, what to do, and what the person answered so far.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import zip_longest
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rehab.content.catalogue import catalogue
from rehab.signs import replies
from rehab.signs.model import Rule
from rehab.vocabulary import NoticeActionKind, Tier
from tracker import labels, regions
from tracker.models import Finding, Injury, Notice, NoticeAction, Visit
from tracker.overview.conditions import ConditionLink, condition_links
from tracker.overview.joined import gone, parts_of
from tracker.overview.see import see_of
from tracker.overview.sign_parts import Said, Standings, counted_words, days_of, said_of, standings
from tracker.overview.sign_words import (
    ENDED,
    could_be,
    possible,
    seen_words,
    standing,
    what_to_do,
)

Beside = Callable[[Injury, Iterable[Notice], Standings], Mapping[str, tuple[str, ...]]]
DAYS_SHOWN = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """One notice as the person sees it.

    `days` are the days it rests on, newest first, at most 30; `more_days` counts the rest.
    `standing` says what the person answered last, "" when nothing. `waits` tells that an
    answer is still wanted. `offered` are the answers its tier allows, none once it is closed.
    `ended` says how it ended, "" while it is open. `see` is the page of whom to see.
    `possible` are the conditions that `could_be` names, `beside` the lines of a rule's own.
    `counted` says of which day the words are when that is not today. `gone` names what it
    told of besides, which is not true any more.
    """

    uuid: UUID
    injury: UUID
    tier: str
    heading: str
    told_on: date
    said: tuple[Said, ...]
    could_be: str
    possible: tuple[ConditionLink, ...]
    what_to_do: tuple[str, ...]
    days: tuple[date, ...]
    more_days: int
    offered: tuple[str, ...]
    later_days: int
    standing: str = ""
    stands_for: str = ""
    waits: bool = True
    ended: str = ""
    see: str = ""
    counted: str = ""
    gone: tuple[str, ...] = ()
    beside: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def seen(self) -> tuple[str, ...]:
        """What it rests on, a line for each rule; none when the message above says it already.

        Where a rule has its own lines (`beside`), they stand instead.
        """
        if self.is_pressing and len(self.said) == 1 and self.said[0].is_answers:
            return ()
        lines = (self.beside.get(part.rule) or (part.seen,) for part in self.said)
        return tuple(dict.fromkeys(line for own in lines for line in own))

    @property
    def has_answers(self) -> bool:
        return any(part.answered for part in self.said)

    @property
    def dom_id(self) -> str:
        """The id of the part of the page that shows it."""
        return f"notice-{self.uuid}"

    @property
    def sign_id(self) -> str:
        return f"sign-{self.uuid}"

    @property
    def about(self) -> str:
        """What it is about, in the names of its rules."""
        return ", ".join(dict.fromkeys(part.name for part in self.said))

    @property
    def is_kept(self) -> bool:
        """Whether it is stored and has its own page."""
        return True

    @property
    def is_put_aside(self) -> bool:
        """Whether it rests because the person said that it does not fit."""
        return self.stands_for == NoticeActionKind.NOT_FOR_ME and not self.waits

    @property
    def is_urgent(self) -> bool:
        """Whether it has to be seen in full on every page."""
        return Tier(self.tier).rank >= Tier.URGENT.rank

    @property
    def is_pressing(self) -> bool:
        """Whether the card begins with what to do instead of what we saw."""
        return self.is_urgent

    @property
    def is_emergency(self) -> bool:
        return self.tier == Tier.EMERGENCY


def nothing_beside(
    injury: Injury, notices: Iterable[Notice], stand: Standings
) -> Mapping[str, tuple[str, ...]]:
    """For pages that show a card in short."""
    return {}


def cards(
    notices: Iterable[Notice],
    *,
    injury: Injury,
    today: date,
    region: regions.Region,
    visits: Sequence[Visit] | None = None,
    stand: Standings | None = None,
    beside: Beside = nothing_beside,
) -> list[Card]:
    """Notices with their actions and visits as cards, most urgent first, then the newest.

    `visits` of the injury; None takes those read with each notice. `stand` is what is true
    by rule; None takes the open findings as they were last counted. `beside` gives the lines
    that a page in full has room for.
    """
    rows = sorted(notices, key=lambda n: (-Tier(n.tier).rank, -n.told_at.timestamp()))
    if not rows:
        return []
    if stand is None:
        stand = standings(Finding.objects.filter(injury=injury).open())
    parts = parts_of(rows, stand, injury=injury, today=today)
    own_lines = beside(injury, rows, stand)
    return [
        _card(
            row,
            parts[row.pk],
            injury=injury,
            today=today,
            region=region,
            stand=stand,
            visit=visit_of(row, visits),
            beside={} if row.closed_on else own_lines,
        )
        for row in rows
    ]


def answer_label(kind: NoticeActionKind, card: Card) -> str:
    """The words on the button of one answer."""
    match kind:
        case NoticeActionKind.BOOKED:
            return _("I have booked")
        case NoticeActionKind.LATER:
            days = card.later_days
            return ngettext("Remind me in %(n)s day", "Remind me in %(n)s days", days) % {"n": days}
        case _:
            return str(labels.label(kind))


def latest_reply(actions: Iterable[NoticeAction]) -> replies.Reply | None:
    """The answer that counts: the last one given."""
    latest = next(reversed(list(actions)), None)
    if latest is None:
        return None
    return replies.Reply(NoticeActionKind(latest.kind), latest.on, latest.until)


def _card(
    row: Notice,
    parts: Sequence[Mapping[str, object]],
    *,
    injury: Injury,
    today: date,
    region: regions.Region,
    stand: Standings,
    visit: Visit | None,
    beside: Mapping[str, tuple[str, ...]],
) -> Card:
    tier = Tier(row.tier)
    actions = list(row.actions.all())
    reply = latest_reply(actions)
    rules = [rule for rule in map(_rule, parts) if rule]
    waits = row.closed_on is None and replies.waits(reply, today)
    said = tuple(
        said_of(
            part, row.told_on, None if row.closed_on else stand.get(str(part.get("rule"))), region
        )
        for part in parts
    )
    pointed = _pointed(said)
    # Days are listed to be looked at or put right; an answer is put right in the check.
    days = days_of(part for part in said if not part.is_answers)
    offered = () if row.closed_on else tuple(kind.value for kind in replies.OFFERED[tier])
    return Card(
        uuid=row.uuid,
        injury=injury.uuid,
        tier=row.tier,
        heading=row.heading,
        told_on=row.told_on,
        said=said,
        could_be=could_be(rules, tier, pointed),
        possible=condition_links(possible(rules, tier, pointed)),
        what_to_do=what_to_do(rules[:1], tier, region, message=said[0].message if said else ""),
        days=days[:DAYS_SHOWN],
        more_days=max(0, len(days) - DAYS_SHOWN),
        offered=offered,
        later_days=catalogue().policy.tiers[tier].snooze_days or replies.DEFAULT_REST_DAYS,
        standing=standing(actions, visit, waits=waits),
        stands_for=reply.kind.value if reply else "",
        waits=waits,
        ended=ended_words(row, visit) if row.closed_on else "",
        see=see_of(rules[0] if rules else None, tier),
        beside=beside,
        counted="" if row.closed_on else counted_words(said, today),
        gone=gone(row, said, stand),
    )


def _pointed(said: Sequence[Said]) -> list[str]:
    """What the parts point to: the first of each part, then the second of each, and so on."""
    return [
        name
        for row in zip_longest(*(part.conditions for part in said))
        for name in row
        if name is not None
    ]


def _rule(part: Mapping[str, object]) -> Rule | None:
    """The rule as it reads now; None when a later content no longer has it."""
    return catalogue().rules.get(str(part.get("rule")))


def visit_of(row: Notice, visits: Sequence[Visit] | None) -> Visit | None:
    own = row.visits.all() if visits is None else (v for v in visits if v.notice_id == row.pk)
    return max(own, key=lambda visit: visit.pk, default=None)


def ended_words(row: Notice, visit: Visit | None) -> str:
    if row.closed_because == "visit":
        return seen_words(visit, row.closed_on) if row.closed_on else ""
    return _(ENDED.get(row.closed_because, "Ended."))
