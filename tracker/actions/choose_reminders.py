"""What a person wants to be told, when and how; and the ways to have it quieter at once."""

from dataclasses import asdict, dataclass
from datetime import date, time, timedelta

from django.db import transaction

from tracker.actions.errors import EntryRefused
from tracker.models import ReminderChoice, User

LONGEST_PAUSE_DAYS = 90
# What "Stop all reminders" switches off: all but the warning signs.
ORDINARY = ("daily", "exercises", "check_weekly", "self_tests", "after_return", "visits")


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """Every choice at once. Times are wall times; equal quiet hours mean none.

    `paused_until` is the last day of a pause, None without one.
    """

    daily: bool
    daily_at: time
    exercises: bool
    check_weekly: bool
    self_tests: bool
    after_return: bool
    visits: bool
    signs: bool
    urgent_in_quiet: bool
    quiet_from: time
    quiet_until: time
    paused_until: date | None
    by_mail: bool
    by_push: bool


def choices_of(user: User) -> ReminderChoice:
    """The stored choices; without a row the defaults, which are not stored by looking."""
    return ReminderChoice.objects.filter(user=user).first() or ReminderChoice(user=user)


def is_quiet(at: time, *, quiet_from: time, quiet_until: time) -> bool:
    """Tell whether a wall time lies in the quiet hours, which may run over midnight."""
    if quiet_from < quiet_until:
        return quiet_from <= at < quiet_until
    return quiet_from != quiet_until and (at >= quiet_from or at < quiet_until)


def save_choices(*, user: User, choices: Choices, today: date) -> ReminderChoice:
    """Store all choices. EntryRefused when the log time lies in the quiet hours."""
    if is_quiet(choices.daily_at, quiet_from=choices.quiet_from, quiet_until=choices.quiet_until):
        raise EntryRefused("Quiet hours cover your log time. Move one of them", field="daily_at")
    until = choices.paused_until
    if until is not None and until > today + timedelta(days=LONGEST_PAUSE_DAYS):
        raise EntryRefused("Choose a pause from the list", field="pause")
    row, _ = ReminderChoice.objects.update_or_create(user=user, defaults=asdict(choices))
    return row


def pause(*, user: User, days: int, today: date) -> None:
    """Nothing but signs and visits for so many days, today the first; never shortens a pause."""
    until = today + timedelta(days=days - 1)
    with transaction.atomic():
        row = _locked(user)
        if row.paused_until is None or row.paused_until < until:
            row.paused_until = until
            row.save(update_fields=["paused_until"])


def stop_daily(*, user: User) -> None:
    """No daily reminder from now on."""
    _switch_off(user, "daily")


def stop_reminders(*, user: User) -> None:
    """No reminder of any kind from now on; warning signs still come."""
    _switch_off(user, *ORDINARY)


def stop_mail(*, user: User) -> None:
    """No mail about the diary from now on; everything still shows in the app."""
    _switch_off(user, "by_mail")


def try_mail_again(*, user: User) -> None:
    """Forget that the mail server refused this person's address."""
    ReminderChoice.objects.filter(user=user).update(mail_refused_at=None)


def _switch_off(user: User, *names: str) -> None:
    with transaction.atomic():
        _locked(user)
        ReminderChoice.objects.filter(user=user).update(**dict.fromkeys(names, False))


def _locked(user: User) -> ReminderChoice:
    ReminderChoice.objects.get_or_create(user=user)
    return ReminderChoice.objects.select_for_update().get(user=user)
