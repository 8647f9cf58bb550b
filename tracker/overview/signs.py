"""The Signs page: what is open, what is put aside, what has ended, and what waits."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import F, Q
from django.utils.translation import gettext as _

from rehab.vocabulary import Tier
from tracker import diary_reader, regions, words
from tracker.models import Injury, Notice, Visit
from tracker.overview import asking
from tracker.overview.fit import FitRow, fit_rows
from tracker.overview.seen_lines import seen_beside
from tracker.overview.sign_cards import Card, cards, ended_words, visit_of
from tracker.overview.sign_words import pressing

NOTICES_READ = 50
VISITS_READ = 200


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


def _earlier(row: Notice, visits: Sequence[Visit]) -> Earlier:
    return Earlier(
        uuid=row.uuid,
        tier_word=words.tier_word(Tier(row.tier)),
        heading=row.heading,
        about=", ".join(dict.fromkeys(_(str(part.get("name", ""))) for part in row.parts)),
        told_on=row.told_on,
        ended=ended_words(row, visit_of(row, visits)),
    )
