"""What is due for one person, put into one message whose outside tells nobody anything.

A subject, a title and the text of a push are read by whoever looks at the phone, and pass
through other people's servers: no health word, no number, no rule and no condition stands in
them. The body of a mail names at most the heading of a sign's tier.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.crypto import salted_hmac
from django.utils.formats import time_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext

from rehab.vocabulary import Tier
from tracker import words
from tracker.accounts import absolute
from tracker.clock import person_now
from tracker.models import Notice, Outbox, User, Visit
from tracker.models.reminder import ReminderKind
from tracker.regions import region_of

_SALT = "tracker.outbox"


class Refused(Exception):
    """The person's mail server says for good that there is no such address."""


class Later(Exception):
    """It could not be handed over now. `after` is how long the other side asks us to wait."""

    def __init__(self, why: str, *, after: timedelta | None = None) -> None:
        super().__init__(why)
        self.after = after


@dataclass(frozen=True, slots=True)
class Line:
    """One thing to tell; `url` is a whole address of ours, `link_text` what its link says."""

    text: str
    url: str
    link_text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """What one person gets at once. `subject` and `title` are safe on any lock screen.

    `message_id` is the same whenever the same rows are told again, so that mail programs
    show a message once that had to be sent twice. `kinds` are those told, the gravest first.
    """

    user: User
    message_id: str
    subject: str
    title: str
    lines: tuple[Line, ...]
    url: str
    kinds: tuple[ReminderKind, ...]
    at: datetime


TIERS: Mapping[ReminderKind, Tier] = {
    ReminderKind.SIGN_EMERGENCY: Tier.EMERGENCY,
    ReminderKind.SIGN_URGENT: Tier.URGENT,
    ReminderKind.SIGN_SOON: Tier.SOON,
    ReminderKind.SIGN_ROUTINE: Tier.ROUTINE,
}
PRESSING: Mapping[str, ReminderKind] = {
    Tier.EMERGENCY.value: ReminderKind.SIGN_EMERGENCY,
    Tier.URGENT.value: ReminderKind.SIGN_URGENT,
}
WARNINGS = frozenset((*TIERS, ReminderKind.SEE_DUE))
# Told at least once: what came in doubt is sent again. All else is told at most once.
AT_LEAST_ONCE = frozenset((*TIERS, ReminderKind.VISIT))
# From the gravest to what can wait longest: the order of the lines, and whose subject is taken.
ORDER = (
    *TIERS,
    ReminderKind.VISIT,
    ReminderKind.DID_YOU_GO,
    ReminderKind.SEE_DUE,
    ReminderKind.REPLY,
    ReminderKind.AFTER_RETURN,
    ReminderKind.CHECK,
    ReminderKind.DAILY,
    ReminderKind.EXERCISES,
    ReminderKind.SELF_TEST,
    ReminderKind.GOODBYE,
)
_SOMETHING = gettext_noop("Something waits for you")
SUBJECTS: Mapping[ReminderKind, str] = {
    ReminderKind.SIGN_EMERGENCY: gettext_noop("Please open this now"),
    ReminderKind.SIGN_URGENT: gettext_noop("Please open this today"),
    ReminderKind.SIGN_SOON: gettext_noop("Something new to read"),
    ReminderKind.SIGN_ROUTINE: gettext_noop("Something new to read"),
    ReminderKind.VISIT: gettext_noop("A date in your diary"),
    ReminderKind.DID_YOU_GO: gettext_noop("How did it go?"),
    ReminderKind.SEE_DUE: _SOMETHING,
    ReminderKind.REPLY: gettext_noop("A message waits for you"),
    ReminderKind.AFTER_RETURN: gettext_noop("A short question for you"),
    ReminderKind.CHECK: gettext_noop("A few questions for you"),
    ReminderKind.DAILY: gettext_noop("Your daily log"),
    ReminderKind.EXERCISES: gettext_noop("Your plan for today"),
    ReminderKind.SELF_TEST: _SOMETHING,
    ReminderKind.GOODBYE: gettext_noop("We stop reminding you"),
}
# What the body says, what its link says, and the page it opens.
BODIES: Mapping[ReminderKind, tuple[str, str, str]] = {
    ReminderKind.DID_YOU_GO: (
        gettext_noop("A visit was in your diary. Did you go, and what did they say?"),
        gettext_noop("Tell your diary"),
        "visits",
    ),
    ReminderKind.SEE_DUE: (
        gettext_noop("A visit is still to be booked. Your diary says with whom, and why."),
        gettext_noop("See what is due"),
        "visits",
    ),
    ReminderKind.REPLY: (
        gettext_noop("Somebody answered on the page that you shared."),
        gettext_noop("Read it"),
        "share",
    ),
    ReminderKind.AFTER_RETURN: (
        gettext_noop("How was the week? One question, then it is done."),
        gettext_noop("Answer it"),
        "plan-week",
    ),
    ReminderKind.CHECK: (
        gettext_noop("The safety questions of this week are not answered yet."),
        gettext_noop("Answer them"),
        "check-questions",
    ),
    ReminderKind.DAILY: (
        gettext_noop("Today is not logged yet. It takes under a minute."),
        gettext_noop("Log today"),
        "today",
    ),
    ReminderKind.EXERCISES: (
        gettext_noop("Today is a day of your plan."),
        gettext_noop("See today's plan"),
        "plan",
    ),
    ReminderKind.SELF_TEST: (
        gettext_noop("A test of your own is due. Do it when you feel up to it."),
        gettext_noop("See what is due"),
        "plan-tests",
    ),
    ReminderKind.GOODBYE: (
        gettext_noop(
            "We stop reminding you. Your diary stays. When you log again, reminders come again."
        ),
        gettext_noop("Open your diary"),
        "today",
    ),
}


def compose(user: User, rows: Collection[Outbox], *, now: datetime) -> Message | None:
    """Put a person's rows into one message; None when nothing of them can be told any more.

    Reads the visits and signs that the rows are about, in at most two queries. Words are in
    the person's language, hours in their zone.
    """
    told = [row for row in rows if row.kind in SUBJECTS]
    visits = _visits(user, told)
    notices = _notices(user, told)
    told = [row for row in told if _is_there(row, visits, notices)]
    if not told:
        return None
    told.sort(key=lambda row: (ORDER.index(_told_as(row, notices)), row.pk))
    kinds = tuple(dict.fromkeys(_told_as(row, notices) for row in told))
    with translation.override(language_of(user)):
        lines = tuple(
            dict.fromkeys(_line(user, row, _told_as(row, notices), visits, now=now) for row in told)
        )
        title = _title(user, told[0], kinds[0], lines, visits, now=now)
        return Message(
            user=user,
            message_id=message_id(told),
            subject=title,
            title=title,
            lines=lines,
            url=lines[0].url if len(lines) == 1 else absolute(reverse("today")),
            kinds=kinds,
            at=now,
        )


def language_of(user: User) -> str:
    """The person's language where this house has it, else its own."""
    return user.language if user.language in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE


def message_id(rows: Iterable[Outbox]) -> str:
    """The name of a message: the same for the same rows, and telling nothing of them.

    Ordinary rows are left out where a sign or a visit is among them, because only those are
    told again after a break in the middle of sending.
    """
    rows = list(rows)
    lasting = [row for row in rows if row.kind in AT_LEAST_ONCE] or rows
    about = ",".join(str(pk) for pk in sorted(row.pk for row in lasting))
    name = salted_hmac(_SALT, about, algorithm="sha256").hexdigest()[:40]
    return f"<{name}@{settings.PUBLIC_HOST}>"


def _visits(user: User, rows: Sequence[Outbox]) -> dict[UUID, Visit]:
    about = [row.about for row in rows if row.kind == ReminderKind.VISIT and row.about]
    return {v.uuid: v for v in Visit.objects.filter(owner=user, uuid__in=about)} if about else {}


def _notices(user: User, rows: Sequence[Outbox]) -> dict[UUID, str]:
    """The open signs that these rows are about, with their tiers."""
    about = [row.about for row in rows if row.kind in WARNINGS and row.about]
    if not about:
        return {}
    own = Notice.objects.open().filter(injury__owner=user, uuid__in=about)
    return dict(own.values_list("uuid", "tier"))


def _told_as(row: Outbox, notices: Mapping[UUID, str]) -> ReminderKind:
    """What the row says: an emergency or urgent sign that still waits speaks as on its first day.

    An emergency is not booked, and "a visit is due" would say less than the sign did.
    """
    kind = ReminderKind(row.kind)
    if kind is ReminderKind.SEE_DUE and row.about is not None:
        return PRESSING.get(notices.get(row.about, ""), kind)
    return kind


def _is_there(row: Outbox, visits: Mapping[UUID, Visit], notices: Collection[UUID]) -> bool:
    """Whether what the row is about still stands; a visit that was deleted is not told."""
    if row.about is None:
        return True
    if row.kind == ReminderKind.VISIT:
        return row.about in visits
    return row.kind not in TIERS or row.about in notices


def _title(
    user: User,
    first: Outbox,
    kind: ReminderKind,
    lines: Sequence[Line],
    visits: Mapping[UUID, Visit],
    *,
    now: datetime,
) -> str:
    is_pressing = kind in PRESSING.values()
    if len(lines) > 1 and not is_pressing:
        return ngettext(
            "%(n)d thing waits in your diary", "%(n)d things wait in your diary", len(lines)
        ) % {"n": len(lines)}
    visit = visits.get(first.about) if first.about else None
    if visit is not None and visit.on is not None:
        match _days_ahead(user, visit.on, now=now):
            case 0:
                return _("Today in your diary")
            case 1:
                return _("Tomorrow in your diary")
    return _(SUBJECTS[kind])


def _line(
    user: User, row: Outbox, kind: ReminderKind, visits: Mapping[UUID, Visit], *, now: datetime
) -> Line:
    if kind in TIERS:
        return _sign_line(user, row, TIERS[kind])
    if kind is ReminderKind.VISIT:
        return _visit_line(user, visits.get(row.about) if row.about else None, now=now)
    text, link, page = BODIES[kind]
    return Line(_(text), absolute(reverse(page)), _(link))


def _sign_line(user: User, row: Outbox, tier: Tier) -> Line:
    """The heading of the tier, and for the gravest one what to do without opening anything."""
    heading = words.tier_heading(tier)
    page = reverse("notice", args=[row.about]) if row.about else reverse("signs")
    if tier is Tier.EMERGENCY:
        number = region_of(user).emergency_number
        call = _("Your diary says what to do. If you cannot open it, call %(number)s.")
        return Line(f"{heading}. {call % {'number': number}}", absolute(page), _("See what to do"))
    why = _("Something that you told your diary asks for this.")
    return Line(f"{heading}. {why}", absolute(page), _("See why, and what to do"))


def _visit_line(user: User, visit: Visit | None, *, now: datetime) -> Line:
    to_report = Line(
        _("A visit is in your diary."), absolute(reverse("visits")), _("See it and make a report")
    )
    if visit is None or visit.on is None:
        return to_report
    texts = {
        (0, False): _("A visit is in your diary for today."),
        (0, True): _("A visit is in your diary for today, %(hour)s."),
        (1, False): _("A visit is in your diary for tomorrow."),
        (1, True): _("A visit is in your diary for tomorrow, %(hour)s."),
    }
    text = texts.get((_days_ahead(user, visit.on, now=now), visit.at is not None))
    if text is None:
        return to_report
    hour = time_format(visit.at, "H:i") if visit.at else ""
    return Line(text % {"hour": hour} if hour else text, to_report.url, to_report.link_text)


def _days_ahead(user: User, on: date, *, now: datetime) -> int:
    """Calendar days, not diary days: at one in the night a visit on this date is today."""
    return (on - person_now(user, now).local.date()).days
