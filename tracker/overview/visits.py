"""Visits as their page shows them: due, booked, seen, what they said."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import IntEnum, auto
from uuid import UUID

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rehab.content.catalogue import catalogue
from rehab.signs import replies
from rehab.vocabulary import NoticeActionKind, Tier
from tracker.clock import PersonNow
from tracker.models import Injury, Notice, Visit
from tracker.overview.see import see_of
from tracker.overview.sign_cards import latest_reply
from tracker.overview.visit_asks import (
    CALM,
    MISSED_SHOWN_DAYS,
    asked_from,
    asks_if_gone,
    is_own_unbooked,
    own_visits,
    waits_for_a_day,
)
from tracker.overview.visit_past import PastVisit, past_visit, visit_title


class Place(IntEnum):
    """The order of the cards: what presses, what waits for an answer, what has a day, the rest."""

    PRESSING = auto()
    ASKED = auto()
    SEEN = auto()
    BOOKED = auto()
    SOON = auto()
    ROUTINE = auto()
    MISSED = auto()
    DUE = auto()
    PUT_OFF = auto()


SHOWN_EARLIER = 50
# What they said is asked for four weeks; after that the visit rests among the earlier ones.
SEEN_SHOWN_DAYS = 28
# Tiers whose sign waits for a visit; an emergency is not booked.
BOOKABLE = (Tier.URGENT, Tier.SOON, Tier.ROUTINE)
PLACES = {Tier.URGENT: Place.PRESSING, Tier.SOON: Place.SOON, Tier.ROUTINE: Place.ROUTINE}
BOOKED = (NoticeActionKind.BOOKED, NoticeActionKind.ARRANGED)


@dataclass(frozen=True, slots=True)
class Step:
    """One of the four lines of a visit; `end` is the word at its right edge."""

    name: str
    end: str
    is_now: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitCard:
    """A visit that is not over, or a sign that waits for one (`uuid` is then None).

    `asks` tells that the page asks "Did you go?", `until` the day until which it is put off;
    `later_days` is how long "remind me" rests, 0 where it is not offered. `why` names the signs
    it is for, `see` the page of whom to see.
    """

    dom_id: str
    place: Place
    uuid: UUID | None
    notice: UUID | None
    kicker: str
    title: str
    why: tuple[str, ...]
    state: str
    steps: tuple[Step, ...]
    on: date | None = None
    until: date | None = None
    asks: bool = False
    later_days: int = 0
    see: str = ""

    @property
    def is_own(self) -> bool:
        return self.notice is None

    @property
    def is_dayless(self) -> bool:
        """Booked for a sign, but on which day is not told yet."""
        return self.state == "due" and self.uuid is not None and not self.is_own

    @property
    def later_url(self) -> str:
        """Where "remind me" is sent."""
        return reverse("visit-later", args=[self.uuid])

    @property
    def book_url(self) -> str:
        """Where its day is fixed or changed."""
        if self.uuid is None:
            return reverse("visit-for", args=[self.notice])
        return reverse("visit-edit", args=[self.uuid])


@dataclass(frozen=True, slots=True)
class VisitsPage:
    """What lies ahead, the next one first, and what is over, newest first."""

    cards: tuple[VisitCard, ...]
    earlier: tuple[PastVisit, ...]

    @property
    def asked(self) -> int:
        return sum(card.asks for card in self.cards)


def visits_page(injury: Injury, *, at: PersonNow) -> VisitsPage:
    """The visits of one injury, and the person's own of none, in three queries."""
    rows = list(own_visits(injury).order_by("on", "created_at", "pk"))
    ahead = [row for row in rows if _is_ahead(row, at)]
    notices = _unsettled_notices(injury, at.today)
    taken = {row.notice_id for row in ahead}
    rests: dict[int | None, date | None] = {notice.pk: until for notice, until in notices}
    cards = [_card(row, at, rests=rests.get(row.notice_id)) for row in ahead]
    cards += [_due_card(row, until) for row, until in notices if row.pk not in taken]
    cards.sort(key=lambda card: (card.place, card.on or card.until or date.max))
    over = [row for row in reversed(rows) if not _is_ahead(row, at)]
    return VisitsPage(
        tuple(cards), tuple(past_visit(row, today=at.today) for row in over[:SHOWN_EARLIER])
    )


def _unsettled_notices(injury: Injury, today: date) -> list[tuple[Notice, date | None]]:
    """Open signs that ask for a visit and were not put aside, newest first.

    Beside each the day until which it is put off, None where it is not or no longer.
    """
    rows = Notice.objects.filter(injury=injury, tier__in=BOOKABLE).open()
    found: list[tuple[Notice, date | None]] = []
    for row in rows.prefetch_related("actions"):
        reply = latest_reply(row.actions.all())
        rests = reply is not None and not replies.waits(reply, today)
        if reply is None or not rests or reply.kind in BOOKED:
            found.append((row, None))
        elif reply.kind is NoticeActionKind.LATER:
            found.append((row, replies.waits_from(reply)))
    return found


def _is_ahead(row: Visit, at: PersonNow) -> bool:
    if row.state == "missed":
        is_fresh = row.on is None or (at.today - row.on).days <= MISSED_SHOWN_DAYS
        is_wanted = row.notice is None or row.notice.closed_on is None
        return is_fresh and is_wanted
    if row.state in ("due", "later"):
        return row.notice is None or row.notice.closed_on is None
    if row.state == "seen":
        return row.on is None or (at.today - row.on).days <= SEEN_SHOWN_DAYS
    return row.state == "booked"


def _place(row: Visit, *, asks: bool, until: date | None) -> Place:
    notice, places = row.notice, {"seen": Place.SEEN, "booked": Place.BOOKED}
    if asks:
        return Place.ASKED
    if row.state in places:
        return places[row.state]
    if until is not None:
        return Place.PUT_OFF
    if row.state != "due" and notice is not None and notice.closed_on is None:
        return PLACES.get(Tier(notice.tier), Place.PRESSING)
    return Place.MISSED if row.state == "missed" else Place.DUE


def _card(row: Visit, at: PersonNow, *, rests: date | None) -> VisitCard:
    """`rests` is the day until which its sign is put off."""
    asks = asks_if_gone(row, at)
    until = _put_off_until(row, at, rests=rests)
    notice = row.notice
    is_open = notice is not None and notice.closed_on is None
    later_days = _later_days(notice) if is_open and row.state in ("due", "missed") else 0
    if waits_for_a_day(row, at):
        later_days = replies.DEFAULT_REST_DAYS
    return VisitCard(
        dom_id=f"visit-{row.uuid}",
        place=_place(row, asks=asks, until=until),
        uuid=row.uuid,
        notice=notice.uuid if notice else None,
        kicker=_put_off(until) if until else _kicker(row, at, asks=asks),
        title=visit_title(row) or (notice.heading if notice else _("Visit")),
        why=_why(notice),
        state=row.state,
        steps=tuple(_steps(row, asks=asks, is_put_off=until is not None)),
        on=row.on,
        until=until,
        asks=asks,
        later_days=later_days,
        see=_see(notice),
    )


def _due_card(notice: Notice, rests: date | None) -> VisitCard:
    """A sign that waits for a visit nobody has booked; `rests` until when it is put off."""
    return VisitCard(
        dom_id=f"due-{notice.uuid}",
        place=Place.PUT_OFF if rests else PLACES[Tier(notice.tier)],
        uuid=None,
        notice=notice.uuid,
        kicker=_put_off(rests) if rests else _("Visit due"),
        title=notice.heading,
        why=_why(notice),
        state="later" if rests else "due",
        steps=tuple(_four(0, since=notice.told_on, is_put_off=rests is not None)),
        until=rests,
        later_days=0 if rests else _later_days(notice),
        see=_see(notice),
    )


def _later_days(notice: Notice | None) -> int:
    """How long a reminder rests: by tier, and never for urgent signs."""
    if notice is None or Tier(notice.tier) not in CALM:
        return 0
    return catalogue().policy.tiers[Tier(notice.tier)].snooze_days or replies.DEFAULT_REST_DAYS


def _see(notice: Notice | None) -> str:
    if notice is None or not notice.parts:
        return ""
    rule = catalogue().rules.get(str(notice.parts[0].get("rule")))
    return see_of(rule, Tier(notice.tier))


def _why(notice: Notice | None) -> tuple[str, ...]:
    return tuple(str(part.get("name", "")) for part in notice.parts) if notice else ()


def _put_off_until(row: Visit, at: PersonNow, *, rests: date | None) -> date | None:
    """Until when a visit rests: by itself, or with the sign it is for."""
    if row.state != "later":
        return None
    if row.notice_id is not None:
        return rests
    until = asked_from(row, zone=at.zone)
    return until if at.today < until else None


def _steps(row: Visit, *, asks: bool, is_put_off: bool) -> Iterator[Step]:
    reached = {"due": 0 if is_own_unbooked(row) else 1, "booked": 1, "seen": 3}.get(row.state, 0)
    since = row.notice.told_on if row.notice else None
    yield from _four(2 if asks else reached, since=since, row=row, is_put_off=is_put_off)


def _four(
    now: int, *, since: date | None, row: Visit | None = None, is_put_off: bool = False
) -> Iterator[Step]:
    """The four lines with `now` as the present one; `since` is the day of the sign."""
    due = _("since %(day)s") % {"day": date_format(since, "j M")} if since else _("your own")
    if now == 0 and is_put_off:
        due = _("put off")
    ends = [due, "", "", ""]
    if row is not None and row.on is not None and row.state == "booked":
        ends[2] = _("we ask on %(day)s evening") % {"day": date_format(row.on, "l")}
    names = (_("Due"), _("Booked"), _("Seen"), _("What they said"))
    for place, name in enumerate(names):
        is_now = place == now
        end = (
            (ends[0] or _("now")) if is_now and place == 0 else _("now") if is_now else ends[place]
        )
        yield Step(name, end, is_now)


def _kicker(row: Visit, at: PersonNow, *, asks: bool) -> str:
    if asks:
        return _("Did you go?")
    if row.state == "seen":
        return _("You were seen")
    if row.state == "missed":
        return _("You did not go")
    if is_own_unbooked(row):
        return _("Visit due")
    if row.state == "due":  # for a sign, a row is written once the person has booked
        return _("Booked, no day yet")
    if row.state != "booked" or row.on is None:
        return _("Visit due")
    days = (row.on - at.today).days
    if days <= 0:
        return _("Next visit, today")
    if days == 1:
        return _("Next visit, tomorrow")
    return ngettext("Next visit, in %(n)s day", "Next visit, in %(n)s days", days) % {"n": days}


def _put_off(until: date) -> str:
    return _("Put off until %(day)s") % {"day": date_format(until, "D j M")}
