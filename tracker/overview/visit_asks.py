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
from tracker.clock import PersonNow
from tracker.models import Injury, Visit
from tracker.overview.signs import Card, open_notices, visits_of
from tracker.regions import region_of

# "Did you go?" is asked from five in the afternoon of the day, or from the hour of the visit.
EVENING = time(17)
CALM = (Tier.SOON, Tier.ROUTINE)


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
    if any(_is_overdue(card, at.today) for card in cards):
        return VisitLine(_("A visit is still due."), page, _("See the visit"))
    return None


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
