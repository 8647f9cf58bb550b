"""What the Signs page, Today and the bell show of notices: words and values, no markup.

A notice is kept with the words that were shown. While it is open and its rule true, it
speaks with the last counting: words, figures and days agree. Around them stand what it
could be, what to do, and what the person answered so far.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import zip_longest
from uuid import UUID

from django.db.models import F, Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rehab.content.catalogue import catalogue
from rehab.signs import replies
from rehab.signs.model import Rule
from rehab.signs.policy import BUNDLED
from rehab.vocabulary import NoticeActionKind, Tier
from tracker import diary_reader, labels, regions, words
from tracker.models import Finding, Injury, Notice, NoticeAction, Visit
from tracker.overview import asking
from tracker.overview.conditions import ConditionLink, condition_links
from tracker.overview.fit import FitRow, fit_rows
from tracker.overview.joined import joined
from tracker.overview.see import see_of
from tracker.overview.seen_lines import seen_beside
from tracker.overview.sign_parts import Said, Standings, counted_words, days_of, said_of, standings
from tracker.overview.sign_words import (
    ENDED,
    could_be,
    possible,
    pressing,
    seen_words,
    standing,
    what_to_do,
)

Beside = Callable[[Injury, Iterable[Notice], Standings], Mapping[str, tuple[str, ...]]]
DAYS_SHOWN = 30
NOTICES_READ = 50
VISITS_READ = 200


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Earlier:
    """A notice that has ended: what, when, how. `about` names its rules."""

    uuid: UUID
    tier_word: str
    heading: str
    about: str
    told_on: date
    ended: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SignsPage:
    """Open notices, most urgent first; those put aside; those that have ended.

    `fit` are the rows of "What does it fit?". `questions` counts the safety questions that
    wait, the weekly set as one. `visits` are those the bell looks at.
    """

    cards: tuple[Card, ...]
    put_aside: tuple[Card, ...]
    earlier: tuple[Earlier, ...]
    questions: int
    fit: tuple[FitRow, ...]
    visits: tuple[Visit, ...] = ()

    @property
    def waiting(self) -> int:
        """How many open signs wait for an answer: what the bell shows."""
        return sum(card.waits for card in (*self.cards, *self.put_aside))

    @property
    def pressing(self) -> str:
        """The gravest tier of those, see `sign_words.pressing`."""
        return pressing(card.tier for card in (*self.cards, *self.put_aside) if card.waits)


def signs_page(injury: Injury, *, today: date, region: regions.Region) -> SignsPage:
    """Everything the Signs page shows, in seven queries whatever their number and age.

    The rules are counted anew on the diary that the page has read anyway.
    """
    rows = Notice.objects.filter(injury=injury).prefetch_related("actions")
    visits = visits_of(injury)
    kept = rows.order_by(F("closed_on").desc(nulls_first=True), "-told_at")[:NOTICES_READ]
    diary = diary_reader.read(injury, today=today)
    shown = cards(
        [row for row in kept if row.closed_on is None],
        injury=injury,
        today=today,
        region=region,
        visits=visits,
        stand=asking.standing_today(diary, today=today),
        beside=seen_beside,
    )
    return SignsPage(
        cards=tuple(card for card in shown if not card.is_put_aside),
        put_aside=tuple(card for card in shown if card.is_put_aside),
        earlier=tuple(_earlier(row, visits) for row in kept if row.closed_on),
        questions=asking.screens_waiting(asking.due(diary, injury, today=today)),
        fit=fit_rows(diary, today=today),
        visits=tuple(visits),
    )


def visits_of(injury: Injury) -> list[Visit]:
    """The newest visits of this injury and of none, in one query, for cards, bell and Today."""
    own = Visit.objects.filter(owner_id=injury.owner_id)
    mine = own.filter(Q(injury=injury) | Q(injury__isnull=True))
    return list(mine.order_by("-pk")[:VISITS_READ])


def grave_notices(injury: Injury) -> list[Notice]:
    """The open notices that ask for help now or within days, the gravest first; one query.

    For pages that are about something else and must not speak as if nothing were open.
    """
    order = [Tier.EMERGENCY.value, Tier.URGENT.value]
    rows = Notice.objects.filter(injury=injury, tier__in=order).open()
    return sorted(rows, key=lambda each: (order.index(each.tier), each.pk))


def open_notices(
    injury: Injury, *, today: date, region: regions.Region, visits: Sequence[Visit] | None = None
) -> list[Card]:
    """The open notices as cards, most urgent first, in four queries (one when there are none).

    `visits` are those of `visits_of` when the page has read them.
    """
    rows = Notice.objects.filter(injury=injury).open().prefetch_related("actions")
    if visits is None:
        rows = rows.prefetch_related("visits")
    return cards(rows, injury=injury, today=today, region=region, visits=visits)


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
    newest = _newest_card(rows)
    also = joined(rows, stand, injury=injury, today=today)
    own_lines = beside(injury, rows, stand)
    return [
        _card(
            row,
            [*_standing_parts(row, _own_parts(row, newest), stand), *also.get(row.pk, [])],
            injury=injury,
            today=today,
            region=region,
            stand=stand,
            visit=_visit(row, visits),
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


def _newest_card(rows: Iterable[Notice]) -> dict[str, int]:
    """The newest open notice that tells of each rule."""
    found: dict[str, int] = {}
    for row in sorted(rows, key=lambda each: (each.told_at, each.pk)):
        if row.closed_on is None:
            found |= {str(part.get("rule")): row.pk for part in row.parts}
    return found


def _own_parts(row: Notice, newest: Mapping[str, int]) -> list[dict[str, object]]:
    """The parts that this card speaks of: a rule told again stands on its newer card alone."""
    if row.closed_on is not None:
        return list(row.parts)
    own = [part for part in row.parts if newest.get(str(part.get("rule"))) == row.pk]
    return own or list(row.parts)


def _standing_parts(
    row: Notice, parts: list[dict[str, object]], stand: Standings
) -> list[dict[str, object]]:
    """Of a bundle only what is still true, while something of it is: see `_gone`."""
    if row.closed_on is not None or Tier(row.tier) not in BUNDLED:
        return parts
    return [part for part in parts if str(part.get("rule")) in stand] or parts


def _gone(row: Notice, said: Sequence[Said], stand: Standings) -> tuple[str, ...]:
    """The trace of what this open card told and the days no longer show, by name."""
    if row.closed_on is not None or any(part.is_as_told for part in said):
        return ()
    names = (
        _(str(part.get("name", ""))) for part in row.parts if str(part.get("rule")) not in stand
    )
    return tuple(dict.fromkeys(names))


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
        what_to_do=what_to_do(rules[:1], tier, region),
        days=days[:DAYS_SHOWN],
        more_days=max(0, len(days) - DAYS_SHOWN),
        offered=offered,
        later_days=catalogue().policy.tiers[tier].snooze_days or replies.DEFAULT_REST_DAYS,
        standing=standing(actions, visit, waits=waits),
        stands_for=reply.kind.value if reply else "",
        waits=waits,
        ended=_ended(row, visit) if row.closed_on else "",
        see=see_of(rules[0] if rules else None, tier),
        beside=beside,
        counted="" if row.closed_on else counted_words(said, today),
        gone=_gone(row, said, stand),
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


def _visit(row: Notice, visits: Sequence[Visit] | None) -> Visit | None:
    own = row.visits.all() if visits is None else (v for v in visits if v.notice_id == row.pk)
    return max(own, key=lambda visit: visit.pk, default=None)


def _earlier(row: Notice, visits: Sequence[Visit]) -> Earlier:
    return Earlier(
        uuid=row.uuid,
        tier_word=words.tier_word(Tier(row.tier)),
        heading=row.heading,
        about=", ".join(dict.fromkeys(_(str(part.get("name", ""))) for part in row.parts)),
        told_on=row.told_on,
        ended=_ended(row, _visit(row, visits)),
    )


def _ended(row: Notice, visit: Visit | None) -> str:
    if row.closed_because == "visit":
        return seen_words(visit, row.closed_on) if row.closed_on else ""
    return _(ENDED.get(row.closed_because, "Ended."))
