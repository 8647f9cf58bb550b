"""Mark what the bell lists as read."""

from datetime import datetime

from tracker.models import Injury, Outbox


def read_all(*, injury: Injury, now: datetime) -> int:
    """Mark every reminder of this injury, and of none, as read; how many were not.

    Signs, visits that ask and replies are not touched: they wait for their answer.
    """
    return Outbox.objects.of_injury(injury).filter(read_at__isnull=True).update(read_at=now)
