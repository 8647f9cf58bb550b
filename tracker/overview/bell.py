"""What waits for the person: the number beside the bell on every page."""

from dataclasses import dataclass
from datetime import date
from functools import cache

from django.db.models import CharField, DateField, F, OuterRef, QuerySet, Subquery, TimeField, Value
from django.db.models.functions import Cast

from rehab.signs.replies import Reply, waits
from rehab.vocabulary import NoticeActionKind
from tracker.clock import PersonNow
from tracker.models import Injury, Notice, NoticeAction, Visit
from tracker.overview.sign_words import pressing
from tracker.overview.visit_asks import asks_if_gone, booked_until
from tracker.ready_query import ReadyQuery

NO_DAY = Cast(Value(None), DateField())
NO_TIER = Cast(Value(""), CharField())
NO_TIME = Cast(Value(None), TimeField())
VISIT = "a visit"


@dataclass(frozen=True, slots=True)
class Waiting:
    """Open signs that want an answer, and visits that ask "Did you go?".

    `pressing` is the gravest tier among the signs if that is emergency or urgent, else "".
    """

    signs: int
    visits: int
    pressing: str = ""


def waiting(injury: Injury, *, at: PersonNow) -> Waiting:
    """Both counts in one query, so that the bell costs a page no more than before."""
    asked, tiers = 0, []
    rows = _signs_and_visits(injury=injury.pk, owner=injury.owner_id, last=at.local.date())
    for kind, on, until, hour, tier in rows:
        if kind == VISIT:
            asked += asks_if_gone(Visit(state="booked", on=on, at=hour), at)
        elif waits(reply_of(kind, on, until), at.today):
            tiers.append(tier)
    return Waiting(len(tiers), asked, pressing(tiers))


@ReadyQuery
def _signs_and_visits(injury: int, owner: int, last: date) -> QuerySet:
    """Open signs with their latest answers, then the visits booked until a day."""
    visits = booked_until(Injury(pk=injury, owner_id=owner), last).annotate(
        a=Cast(Value(VISIT), CharField()), b=F("on"), c=NO_DAY, d=F("at"), e=NO_TIER
    )
    signs = _any_open_signs().filter(injury=injury)
    rows = signs.annotate(d=NO_TIME, e=Cast(F("tier"), CharField()))
    columns = ("a", "b", "c", "d", "e")
    return rows.values_list(*columns).union(visits.values_list(*columns), all=True)


def waiting_signs(injury: Injury, *, today: date) -> int:
    """Open notices that wait for an answer, in one query."""
    rows = open_signs(injury).values_list("a", "b", "c")
    return sum(waits(reply_of(*row), today) for row in rows)


def open_signs(injury: Injury) -> QuerySet:
    """Each open notice with its latest answer: kind, day, until; None without one."""
    return _any_open_signs().filter(injury=injury)


@cache
def _any_open_signs() -> QuerySet:
    """Whoever's they are: put together once, since every page asks."""
    last = NoticeAction.objects.filter(notice=OuterRef("pk")).order_by("-at", "-pk")
    rows: QuerySet = (
        Notice.objects.open()
        .order_by()
        .annotate(
            a=Subquery(last.values("kind")[:1]),
            b=Subquery(last.values("on")[:1]),
            c=Subquery(last.values("until")[:1]),
        )
    )
    return rows


def reply_of(kind: str | None, on: date, until: date | None) -> Reply | None:
    return Reply(NoticeActionKind(kind), on, until) if kind else None
