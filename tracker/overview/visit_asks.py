"""Which visits ask "Did you go?", for the bell, and the one line about visits on Today."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, time, timedelta

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.formats import time_format
from django.utils.translation import gettext as _

from rehab.content.catalogue import catalogue
from rehab.signs import replies
from rehab.vocabulary import Tier
from tracker.clock import PersonNow, zone_or_utc
from tracker.models import Injury, Visit
from tracker.overview.sign_cards import Card
from tracker.overview.signs import open_notices, visits_of
from tracker.regions import region_of

# "Did you go?" is asked from five in the afternoon of the day, or from the hour of the visit.
EVENING = time(17)
CALM = (Tier.SOON, Tier.ROUTINE)
# How long Today names a visit that is wanted and has no day.
WANTED_SHOWN_DAYS = 42
MISSED_SHOWN_DAYS = 30


@dataclass(frozen=True, slots=True)
class VisitLine:
    """One line for Today: what it says, where it leads, the words of the link."""

    text: str
    url: str
    link: str


def asks_if_gone(visit: Visit, at: PersonNow) -> bool:
    """Whether the day of a booked visit has come to its evening, by the person's own clock."""
    if visit.state != "booked" or visit.on is None:
        return False
    local = at.local
    if local.date() != visit.on:
        return local.date() > visit.on
    return local.time() >= max(EVENING, visit.at or EVENING)


def is_own_unbooked(visit: Visit) -> bool:
    """Whether it is the person's own, wanted, and has no day that stands."""
    return visit.notice_id is None and visit.state in Visit.UNBOOKED


def asked_from(visit: Visit, *, zone: str) -> date:
    """The first day on which an own visit without a day is asked about.

    Two weeks after it was noted down, put off or missed. Judgement: as long as a calm sign rests.
    """
    changed = visit.changed_at.astimezone(zone_or_utc(zone)).date()
    return changed + timedelta(days=replies.DEFAULT_REST_DAYS)


def waits_for_a_day(visit: Visit, at: PersonNow) -> bool:
    """Whether "remind me later" is offered: it is an own one that was not put off just now."""
    if not is_own_unbooked(visit):
        return False
    return visit.state != "later" or at.today >= asked_from(visit, zone=at.zone)


def booked_until(injury: Injury, last: date) -> QuerySet[Visit]:
    """The booked visits up to a day, in no order: one of them may ask "Did you go?"."""
    return own_visits(injury).filter(state="booked", on__lte=last).order_by()


def asked_of(visits: Iterable[Visit], at: PersonNow) -> int:
    """How many of these visits ask "Did you go?": the bell counts them."""
    return sum(asks_if_gone(row, at) for row in visits)


def visit_line(
    injury: Injury,
    *,
    at: PersonNow,
    cards: Iterable[Card] | None = None,
    visits: Iterable[Visit] | None = None,
) -> VisitLine | None:
    """What Today says about visits: the most pressing alone.

    `cards` are the open signs and `visits` the injury's visits when the page has read them;
    without them they are read. The line tells a day and no more; what the visit is for
    stays on its page.
    """
    page = reverse("visits")
    if visits is None:
        visits = visits_of(injury)
    booked = sorted(
        (row for row in visits if row.state == "booked"),
        key=lambda row: (row.on or date.max, row.at or time.min),
    )
    if asked_of(booked, at):
        return VisitLine(_("Did you go to your visit?"), page, _("Tell us"))
    for days, text in ((0, _("Your visit is today")), (1, _("Your visit is tomorrow"))):
        for row in booked:
            if row.on == at.today + timedelta(days=days):
                return VisitLine(_when(text, row), page, _("See the visit"))
    if cards is None:
        cards = open_notices(injury, today=at.today, region=region_of(injury.owner))
    wanted = (row for row in visits if is_own_unbooked(row) and _is_fresh(row, at))
    if any(at.today >= asked_from(row, zone=at.zone) for row in wanted) or any(
        _is_overdue(card, at.today) for card in cards
    ):
        return VisitLine(_("A visit is still due."), page, _("See the visit"))
    return None


def _is_fresh(row: Visit, at: PersonNow) -> bool:
    """Whether Today may still name it: for six weeks, and a missed one as long as it is ahead."""
    weeks = timedelta(days=WANTED_SHOWN_DAYS if row.state != "missed" else MISSED_SHOWN_DAYS)
    return at.now - row.changed_at <= weeks


def _is_overdue(card: Card, today: date) -> bool:
    """Whether a soon or routine sign still waits after its tier's time: two weeks, or four."""
    tier = Tier(card.tier)
    days = replies.DEFAULT_REST_DAYS
    if tier is Tier.ROUTINE:
        days = catalogue().policy.escalate_routine_after_days
    return tier in CALM and card.waits and today > card.told_on + timedelta(days=days)


def own_visits(injury: Injury) -> QuerySet[Visit]:
    """The visits of one injury, and the person's own of none, with their signs."""
    own = Visit.objects.filter(owner_id=injury.owner_id).select_related("notice")
    return own.filter(Q(injury=injury) | Q(injury__isnull=True))


def _when(text: str, row: Visit) -> str:
    if row.at is None:
        return f"{text}."
    return _("%(text)s, at %(time)s.") % {"text": text, "time": time_format(row.at, "H:i")}
