"""The page behind the bell: what waits for the person, and what they were reminded of."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Q
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from rehab.signs.replies import waits
from rehab.vocabulary import Tier
from tracker import labels, words
from tracker.clock import PersonNow, diary_day
from tracker.models import Injury, Notice, Outbox, ShareReply, Visit
from tracker.overview.bell import open_signs, reply_of
from tracker.overview.visit_asks import VisitLine, asks_if_gone, own_visits
from tracker.overview.visit_past import title_of

DAYS_SHOWN = 30
SHOWN_AT_MOST = 100
# The order of what waits: graver first, then what needs an answer, then what is only told.
PLACES = ("emergency", "urgent", "visit", "soon", "reply", "routine", "note", "news")
NEWS_WORDS: Mapping[str, str] = {
    "daily": gettext_noop("The day was not logged yet"),
    "exercises": gettext_noop("An exercise day"),
    "check": gettext_noop("The weekly safety questions are open"),
    "self_test": gettext_noop("A self-test is due"),
    "after_return": gettext_noop("A watch week after the return"),
    "goodbye": gettext_noop("Reminders have stopped. Your diary stays."),
    "visit": gettext_noop("A visit comes up"),
    "did_you_go": gettext_noop("Did you go?"),
    "see_due": gettext_noop("A visit is still due"),
    "reply": gettext_noop("A reply came by a link you shared"),
}
PAGES: Mapping[str, str] = {
    "daily": "today",
    "exercises": "plan",
    "check": "check-questions",
    "self_test": "plan-tests",
    "after_return": "plan-week",
    "goodbye": "reminders",
    "visit": "visits",
    "did_you_go": "visits",
    "see_due": "visits",
    "reply": "share",
}
ICONS = dict.fromkeys(("visit", "did_you_go", "see_due"), "visits")
# What Today says itself when nothing presses more, in this order.
ON_TODAY: Mapping[str, str] = {
    "goodbye": gettext_noop("We stopped reminding you. Your diary stays."),
    "check": gettext_noop("The weekly safety questions are open."),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """One entry. `icon` is the tier of a sign; `how` says how it was sent."""

    title: str
    hint: str
    url: str
    on: date
    place: str = "news"
    icon: str = "bell"
    how: str = ""
    is_unread: bool = False

    @property
    def when(self) -> str:
        """The day; "" for a visit, whose own words name it."""
        return "" if self.place == "visit" else date_format(self.on, "D j M")


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """Another open injury of the person with signs that wait."""

    title: str
    signs: int


@dataclass(frozen=True, slots=True)
class MessagesPage:
    """What waits, the gravest first; what was told in the last 30 days, the newest first."""

    waiting: tuple[Message, ...]
    earlier: tuple[Message, ...]
    elsewhere: tuple[Elsewhere, ...]

    @property
    def has_unread(self) -> bool:
        return any(each.is_unread for each in self.waiting)


def messages_page(injury: Injury, *, at: PersonNow) -> MessagesPage:
    """Everything in seven queries, whatever the number and age of what was told."""
    visits = {row.uuid: row for row in own_visits(injury)}
    notices = {row.uuid: row for row in Notice.objects.filter(injury=injury)}
    told = list(_told(injury, at))
    unsettled = set(Outbox.objects.of_injury(injury).unsettled().values_list("pk", flat=True))
    fresh = _newest_of_each(row for row in told if row.pk in unsettled)
    things = _Things(visits, notices, injury.owner.time_zone, injury.owner.day_starts_hour)
    rows = [*_signs(injury, at), *_asked(visits.values(), at), *_replies(injury)]
    rows += [things.message(row, is_unread=True) for row in told if row.pk in fresh]
    rows.sort(key=lambda each: (PLACES.index(each.place), -each.on.toordinal()))
    earlier = [things.message(row) for row in told if row.pk not in fresh]
    return MessagesPage(tuple(rows), tuple(earlier), tuple(_elsewhere(injury, at)))


def news_line(injury: Injury) -> VisitLine | None:
    """What Today says of what was told in the app alone: the most pressing, in one line."""
    if not getattr(injury, "unread", 0):
        return None
    rows = Outbox.objects.of_injury(injury).unsettled().filter(kind__in=ON_TODAY)
    kinds = set(rows.values_list("kind", flat=True))
    kind = next((each for each in ON_TODAY if each in kinds), None)
    if kind is None:
        return None
    if kind == "goodbye":
        return VisitLine(_(ON_TODAY[kind]), reverse(PAGES[kind]), _("Reminders"))
    return VisitLine(_(ON_TODAY[kind]), reverse(PAGES[kind]), _("Answer them"))


def _told(injury: Injury, at: PersonNow) -> Iterable[Outbox]:
    since = at.today - timedelta(days=DAYS_SHOWN)
    rows = Outbox.objects.of_injury(injury).order_by("-sent_at", "-pk")
    old = Q(local_day__lt=since)
    return rows.exclude(old & ~Q(pk__in=rows.order_by().unsettled().values("pk")))[:SHOWN_AT_MOST]


def _newest_of_each(rows: Iterable[Outbox]) -> set[int]:
    """Of several about the day the newest: it says what the others said."""
    found: dict[tuple[str, UUID | None], int] = {}
    for row in rows:
        found.setdefault((row.kind, row.about), row.pk)
    return set(found.values())


def _signs(injury: Injury, at: PersonNow) -> Iterator[Message]:
    for row in open_signs(injury):
        if not waits(reply_of(row.a, row.b, row.c), at.today):
            continue
        yield Message(
            title=row.heading,
            hint=", ".join(dict.fromkeys(str(part.get("name", "")) for part in row.parts)),
            url=reverse("notice", args=[row.uuid]),
            on=row.told_on,
            place=row.tier,
            icon=row.tier,
            how=words.tier_word(Tier(row.tier)),
        )


def _asked(visits: Iterable[Visit], at: PersonNow) -> Iterator[Message]:
    for row in visits:
        if row.on is not None and asks_if_gone(row, at):
            yield Message(
                title=_("Did you go?"),
                hint=title_of(row),
                url=reverse("visits"),
                on=row.on,
                place="visit",
                icon="visits",
            )


def _replies(injury: Injury) -> Iterator[Message]:
    for row in ShareReply.objects.filter(link__injury=injury, answered_at__isnull=True):
        role = labels.ROLES.get(row.role, row.role)
        yield Message(
            title=_("A reply came by a link you shared"),
            hint=f"{row.name}, {role}",
            url=f"{reverse('share')}#replies",
            on=row.sent_on,
            place="reply",
        )


def _elsewhere(injury: Injury, at: PersonNow) -> Iterator[Elsewhere]:
    """Open signs of the person's other injuries, which the number leaves out."""
    if not getattr(injury, "has_others", False):
        return
    other = Injury.objects.filter(owner_id=injury.owner_id).open().exclude(pk=injury.pk)
    for row in other:
        count = sum(waits(reply_of(s.a, s.b, s.c), at.today) for s in open_signs(row))
        if count:
            title = labels.injury_words(side=row.side, places=row.places, worst=row.worst)
            yield Elsewhere(title, count)


@dataclass(frozen=True, slots=True)
class _Things:
    """What the rows of the outbox are about, to name them."""

    visits: Mapping[UUID, Visit]
    notices: Mapping[UUID, Notice]
    zone: str
    day_starts_hour: int

    def message(self, row: Outbox, *, is_unread: bool = False) -> Message:
        notice = self.notices.get(row.about) if row.about else None
        visit = self.visits.get(row.about) if row.about else None
        is_sign = row.kind.startswith("sign_") or (
            row.kind == "see_due" and notice is not None and notice.tier in PLACES[:2]
        )
        is_known = row.kind in NEWS_WORDS and not is_sign
        title = _(NEWS_WORDS[row.kind]) if is_known else _("A sign in your diary")
        if is_sign and notice is not None:
            title = notice.heading
        about = title_of(visit) if visit else notice.heading if notice and not is_sign else ""
        url = reverse(PAGES.get(row.kind, "signs"))
        return Message(
            title=title,
            hint=about,
            url=reverse("notice", args=[notice.uuid]) if is_sign and notice else url,
            on=self._on(row.sent_at or row.made_at),
            icon=notice.tier if is_sign and notice else ICONS.get(row.kind, "bell"),
            how=_how(row),
            is_unread=is_unread,
        )

    def _on(self, instant: datetime) -> date:
        return diary_day(instant, zone=self.zone, day_starts_hour=self.day_starts_hour)


def _how(row: Outbox) -> str:
    """By which way it came."""
    if row.mailed_at and row.pushed_at:
        return _("by e-mail and push")
    if row.mailed_at:
        return _("by e-mail")
    return _("by push") if row.pushed_at else _("here alone")
