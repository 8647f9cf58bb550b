"""What a person sets about themselves, and the end of an account."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from zoneinfo import available_timezones

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session
from django.db import transaction
from django.utils import timezone

from rehab.vocabulary import PainContext, Sex
from tracker import waiting_import
from tracker.actions.errors import EntryRefused
from tracker.clock import PersonNow, person_now
from tracker.models import Answer, Day, ExerciseSession, Fall, Run, User
from tracker.models.account import CHIPS
from tracker.regions import REGIONS

ASKABLE = (*(c.value for c in PainContext), "sit_minutes")
ALWAYS_ASKED = PainContext.REST.value
THEMES = ("system", "light", "dark")
MINIMUM_AGE = 13
EARLIEST_BIRTH_YEAR = 1900


@dataclass(frozen=True, slots=True)
class Preferences:
    """`region` "" means the one this house is set to; year and sex None mean not told."""

    time_zone: str
    day_starts_hour: int
    region: str = ""
    birth_year: int | None = None
    sex: Sex | None = None
    theme: str = "system"
    list_view: bool = False


def save_preferences(*, user: User, preferences: Preferences, today: date) -> User:
    """Store the settings. Raises EntryRefused naming the first field that cannot be."""
    _check(preferences, today=today)
    before = person_now(user)
    user.time_zone = preferences.time_zone
    user.day_starts_hour = preferences.day_starts_hour
    user.region = preferences.region
    user.birth_year = preferences.birth_year
    user.sex = preferences.sex.value if preferences.sex else None
    user.theme = preferences.theme
    user.list_view = preferences.list_view
    _keep_lived(user, before)
    user.save(
        update_fields=[
            "time_zone",
            "day_starts_hour",
            "earliest_today",
            "region",
            "birth_year",
            "sex",
            "theme",
            "list_view",
        ]
    )
    return user


def choose_zone(*, user: User, zone: str) -> None:
    """Store only the time zone; older entries keep theirs. EntryRefused for one unknown here."""
    if zone not in available_timezones():
        raise EntryRefused("Choose a time zone from the list", field="time_zone")
    before = person_now(user)
    user.time_zone = zone
    _keep_lived(user, before)
    user.save(update_fields=["time_zone", "earliest_today"])


def _keep_lived(user: User, before: PersonNow) -> None:
    """Stay on a day that was logged, where the new zone or start of the day would lead back."""
    user.earliest_today = None
    now = person_now(user, before.now).today
    if now >= before.today:
        return
    later = {"on__gt": now, "on__lte": before.today}
    for rows in (
        Day.objects.filter(injury__owner=user, **later),
        Run.objects.filter(injury__owner=user, **later),
        Fall.objects.filter(owner=user, **later),
        Answer.objects.filter(owner=user, **later),
        ExerciseSession.objects.filter(plan__injury__owner=user, **later),
    ):
        if rows.exists():
            user.earliest_today = before.today
            return


def choose_region(*, user: User, code: str) -> None:
    """Store only where the person is. Raises EntryRefused for a place we do not know."""
    if code not in REGIONS:
        raise EntryRefused("Choose a country from the list", field="region")
    user.region = code
    user.save(update_fields=["region"])


def _check(preferences: Preferences, *, today: date) -> None:
    if preferences.time_zone not in available_timezones():
        raise EntryRefused("Choose a time zone from the list", field="time_zone")
    if not 0 <= preferences.day_starts_hour <= 6:
        raise EntryRefused("Choose an hour from 0 to 6", field="day_starts_hour")
    if preferences.region and preferences.region not in REGIONS:
        raise EntryRefused("Choose a country from the list", field="region")
    if preferences.theme not in THEMES:
        raise EntryRefused("Choose from the list", field="theme")
    year = preferences.birth_year
    if year is not None and not EARLIEST_BIRTH_YEAR <= year <= today.year:
        raise EntryRefused("Enter a year, like 1988", field="birth_year")
    if year is not None and today.year - year < MINIMUM_AGE:
        raise EntryRefused("You need to be at least 13 to keep a diary here", field="birth_year")


def save_asked(*, user: User, contexts: Sequence[str]) -> User:
    """Store which lines Today asks, in this order. At rest is always among them."""
    if not set(contexts) <= set(ASKABLE):
        raise EntryRefused("Choose from the list")
    order = list(dict.fromkeys(contexts))
    user.contexts = order if ALWAYS_ASKED in order else [*order, ALWAYS_ASKED]
    user.save(update_fields=["contexts"])
    return user


def switch_chip(*, user: User, chip: str, is_on: bool) -> User:
    """Ask for this row of chips, or show the timer, from now on or no longer.

    What was logged stays.
    """
    if chip not in CHIPS:
        raise EntryRefused("Choose from the list")
    user.chips = [name for name in CHIPS if (is_on if name == chip else name in user.chips)]
    user.save(update_fields=["chips"])
    return user


def end_other_sessions(*, user: User, keep: str | None) -> int:
    """Sign the person out everywhere but in the session `keep`; tells how many ended."""
    return _end(user, (s for s in _live_sessions() if s.session_key != keep))


def delete_account(*, user: User) -> dict[str, int]:
    """Delete the person and everything that is theirs, at once; counts rows by table."""
    with transaction.atomic():
        _end(user, _live_sessions())
        counts = User.objects.filter(pk=user.pk).delete()[1]
        transaction.on_commit(lambda: waiting_import.remove(user.uuid), robust=True)
    return counts


def _live_sessions() -> Iterable[Session]:
    return Session.objects.filter(expire_date__gte=timezone.now()).iterator()


def _end(user: User, sessions: Iterable[Session]) -> int:
    own = [s.session_key for s in sessions if s.get_decoded().get(SESSION_KEY) == str(user.pk)]
    Session.objects.filter(session_key__in=own).delete()
    return len(own)
