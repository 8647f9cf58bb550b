"""How many open signs wait for an answer: the number beside the bell on every page."""

from datetime import date

from django.db.models import OuterRef, Subquery

from rehab.signs.replies import Reply, waits
from rehab.vocabulary import NoticeActionKind
from tracker.models import Injury, Notice, NoticeAction


def waiting_signs(injury: Injury, *, today: date) -> int:
    """Open notices that wait for an answer, in one query."""
    last = NoticeAction.objects.filter(notice=OuterRef("pk")).order_by("-at", "-pk")
    rows = (
        Notice.objects.filter(injury=injury)
        .open()
        .annotate(
            did=Subquery(last.values("kind")[:1]),
            did_on=Subquery(last.values("on")[:1]),
            did_until=Subquery(last.values("until")[:1]),
        )
        .values_list("did", "did_on", "did_until")
    )
    replies = [
        Reply(NoticeActionKind(kind), on, until) if kind else None for kind, on, until in rows
    ]
    return sum(waits(reply, today) for reply in replies)
