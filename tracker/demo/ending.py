"""The end of a made-up diary: after 24 hours, or when its person wants their own."""

from datetime import datetime

from tracker.models import User

# A start deletes a few that ended, so that they go without a timer too.
BATCH = 5


def has_ended(user: User, now: datetime) -> bool:
    return user.demo_ends_at is not None and user.demo_ends_at <= now


def end_demos(*, now: datetime, at_most: int | None = None) -> int:
    """Delete made-up people whose time is over, oldest first; return how many."""
    over = User.objects.filter(is_demo=True, demo_ends_at__lte=now).order_by("demo_ends_at")
    chosen = list(over.values_list("pk", flat=True)[:at_most])
    if chosen:  # most often none; a delete would wait for its turn to write
        User.objects.filter(pk__in=chosen, is_demo=True).delete()
    return len(chosen)


def delete_demo(user: User) -> None:
    """Delete this made-up person at once. A real person is left alone."""
    User.objects.filter(pk=user.pk, is_demo=True).delete()


def open_demos(*, now: datetime) -> int:
    return User.objects.filter(is_demo=True, demo_ends_at__gt=now).count()
