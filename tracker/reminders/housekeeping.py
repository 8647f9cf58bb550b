"""What is cleared away once a day: what ended, what nobody needs any more.

Counts only; nothing of a diary that somebody still has is touched.
"""

from datetime import datetime, timedelta

from django.contrib.sessions.models import Session
from django.db.models import Q, QuerySet

from tracker import waiting_import
from tracker.actions.intake_draft import purge_drafts
from tracker.models import Outbox, ShareLink, SubmissionKey, User
from tracker.models.reminder import OutboxState, ReminderKind
from tracker.orphans import delete_orphans, find_orphans

# How long a link that ended stays on its owner's list.
LINKS_KEPT = timedelta(days=90)
OUTBOX_KEPT = timedelta(days=180)
# A phone that was offline may send a form this late.
KEYS_KEPT = timedelta(days=90)
BATCH = 1000
OVER = (OutboxState.SENT, OutboxState.DROPPED, OutboxState.GAVE_UP)


def clean(now: datetime) -> str:
    """Clear away what is over; tells how many of each. Run again, it goes on where it stopped."""
    demos = User.objects.filter(is_demo=True, demo_ends_at__lte=now)
    # A reply is the owner's to delete, and its link with it.
    ended = Q(reply__isnull=True) & (
        Q(ended_at__lte=now - LINKS_KEPT) | Q(ends_at__lte=now - LINKS_KEPT)
    )
    # A goodbye holds until the person logs again, however long that takes.
    told = Outbox.objects.filter(state__in=OVER, made_at__lte=now - OUTBOX_KEPT)
    counts = {
        "demos": _delete(demos, batch=20),
        "drafts": purge_drafts(now=now) or 0,
        "imports": waiting_import.purge(now=now),
        "photos": delete_orphans(find_orphans(now=now)),
        "links": _delete(ShareLink.objects.filter(ended)),
        "sessions": _delete(Session.objects.filter(expire_date__lt=now)),
        "outbox": _delete(told.exclude(kind=ReminderKind.GOODBYE)),
        "keys": _delete(SubmissionKey.objects.filter(at__lte=now - KEYS_KEPT)),
    }
    return ", ".join(f"{count} {name}" for name, count in counts.items() if count) or "nothing"


def _delete(rows: QuerySet, *, batch: int = BATCH) -> int:
    """Delete in batches, so that no page waits long for its turn to write; tells how many."""
    count = 0
    while chosen := list(rows.order_by().values_list("pk", flat=True)[:batch]):
        rows.model._default_manager.filter(pk__in=chosen).delete()
        count += len(chosen)
    return count
