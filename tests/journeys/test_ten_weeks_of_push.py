"""Ten weeks with a phone that is pushed to, and signs made by the rules; printed with -s.

The diary is an example of ours, written through the actions; the push service is a server on
this machine, and what arrives there is decrypted as the phone would. Nothing is made by hand:
scan, nightly review and delivery are called as the worker calls them.
"""

import sys
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from uuid import uuid4

import pytest
import time_machine
from allauth.account.models import EmailAddress
from django.core import mail

from rehab.diary import Diary
from rehab.vocabulary import AnswerValue, NoticeActionKind, Tier
from tests.journeys.living import Life, move_in
from tests.journeys.story import example
from tests.tracker.reminders.push_service import Browser, Service, push_service
from tracker import vapid
from tracker.actions.answer_notice import NoticeReply, answer_notice
from tracker.actions.record_answers import record_answers
from tracker.actions.record_visit import (
    VisitEntry,
    VisitResult,
    book_visit,
    record_result,
    record_seen,
)
from tracker.clock import person_now
from tracker.models import Notice, Outbox, PushDevice, ReminderChoice, Visit
from tracker.reminders import push
from tracker.reminders.outbox import deliver
from tracker.reminders.review import review
from tracker.reminders.scan import scan

DAYS = 72
# When the worker looks; every hour would tell the same, more slowly.
HOURS = (4, 7, 18, 20, 21, 23)
QUIET_ENDS, QUIET_BEGINS = 7, 22
NIGHT, SEEN, BOOKED, VISIT, GONE = 40, 42, 45, 50, 68
MAY_NOT_SAY = ("pain", "thigh", "hamstring", "tendon", "sitting", "physio", "visit", "sign", "gp")


@dataclass(frozen=True)
class Came:
    """One thing that reached the person."""

    day: int
    at: datetime
    where: str
    title: str
    url: str


@dataclass
class Story:
    life: Life
    phone: Browser
    service: Service
    first: date
    came: list[Came] = field(default_factory=list)
    did: list[tuple[int, str]] = field(default_factory=list)
    stood: dict[int, set[int]] = field(default_factory=dict)

    def day_of(self, now: datetime) -> int:
        return (now.date() - self.first).days

    def instant(self, day: int, hour: int, minute: int = 0) -> datetime:
        return datetime.combine(self.first + timedelta(days=day), time(hour, minute), tzinfo=UTC)

    def told(self, kind: str) -> list[int]:
        """The days on which a kind left the house."""
        rows = Outbox.objects.filter(kind=kind, state="sent").order_by("sent_at")
        return [self.day_of(row.sent_at) for row in rows if row.sent_at]

    def tell(self) -> str:
        lines = [(day, "", what) for day, what in self.did]
        for each in self.came:
            lines.append((each.day, f"{each.at:%H:%M}", f"{each.where}: {each.title} > {each.url}"))
        for row in Outbox.objects.filter(state="sent"):
            at = row.sent_at or row.made_at
            sign = Notice.objects.filter(uuid=row.about).first()
            about = f", {sign.tier} of {sign.told_on:%d %b}" if sign else ""
            lines.append((self.day_of(at), f"{at:%H:%M}", f"  because: {row.kind}{about}"))
        for notice in Notice.objects.all():
            rules = ", ".join(part["rule"] for part in notice.parts)
            day = (notice.told_on - self.first).days
            lines.append((day, "", f"told in the app, {notice.tier}: {rules}"))
        return "\n".join(f"Day {day:2} {at:5} {what}" for day, at, what in sorted(lines))


@pytest.fixture
def service(
    settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, db: None
) -> Iterator[Service]:
    settings.VAR, settings.HAS_MAIL = tmp_path, True
    assert vapid.make_once(tmp_path)
    with push_service(tmp_path) as running:
        monkeypatch.setattr(push, "resolve", lambda host: [("127.0.0.1", running.port)])
        monkeypatch.setattr(push, "trusted", lambda: running.trust)
        yield running


@pytest.fixture
def story(service: Service) -> Story:
    file = example("clean-scans")
    first = file.diaries[0].days[0].on
    with time_machine.travel(datetime.combine(first, time(5), tzinfo=UTC), tick=False) as clock:
        story = Story(move_in(file), Browser(), service, first)
        story.life.diary = unanswered(story.life.diary, first)
        user = story.life.user
        EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
        PushDevice.objects.create(owner=user, name="Phone", **story.phone.told())
        ReminderChoice.objects.create(user=user, by_push=True)
        for day in range(DAYS):
            for hour in HOURS:
                now = story.instant(day, hour)
                clock.move_to(now, tick=False)
                live(story, day, now)
        sys.stdout.write("\n" + story.tell() + "\n")
    return story


def unanswered(diary: Diary, first: date) -> Diary:
    """The example without its answers of the weeks after the night: they would say no to it."""
    silent = {first + timedelta(days=day) for day in range(NIGHT, NIGHT + 15)}
    kept = tuple(answer for answer in diary.answers if answer.on not in silent)
    return replace(diary, answers=kept)


def live(story: Story, day: int, now: datetime) -> None:
    """One look: what the person does first, then the worker, then what lies on the phone."""
    if now.hour == 20:
        story.life.write(now.date())
    if now.hour == 21:
        act(story, day, now)
    if (day, now.hour) == (NIGHT, 23):
        answer_by_night(story, now - timedelta(minutes=40))
    if (day, now.hour) == (GONE, 7):
        story.service.status = 410
        story.did.append((day, "the phone is reset: its push service says that it is gone"))
    mail.outbox.clear()
    story.service.got.clear()
    review(now)
    if now.hour == 20:
        told = Notice.objects.open().values_list("told_on", flat=True)
        story.stood[day] = {(on - story.first).days for on in told}
    scan(now)
    deliver(now)
    for path, _, body in story.service.got:
        assert path == "/send/abc?x=1"
        if story.service.status == 201:
            words = story.phone.read(body)
            story.came.append(Came(day, now, "push", words["title"], words["url"]))
    story.came += [Came(day, now, "mail", letter.subject, "") for letter in mail.outbox]
    assert len(story.service.got) <= 1 and len(mail.outbox) <= 1, "one message, whatever is due"


def answer_by_night(story: Story, at: datetime) -> None:
    """New trouble with the bladder, told at 22:20: the rules make an emergency of it."""
    story.did.append((story.day_of(at), "answers at 22:20: new trouble with the bladder"))
    record_answers(
        owner=story.life.user,
        injury=story.life._row(),
        answers={"q_bladder": AnswerValue.YES},
        at=person_now(story.life.user, at),
        key=uuid4(),
    )


def act(story: Story, day: int, now: datetime) -> None:
    at, owner = person_now(story.life.user, now), story.life.user
    if day == SEEN:
        notice = Notice.objects.open().get(tier="emergency")
        reply = NoticeReply(NoticeActionKind.SEEN, day=now.date())
        answer_notice(notice=notice, reply=reply, at=at, key=uuid4())
        story.did.append((day, "was seen in hospital for it"))
    if day == BOOKED:
        notice = Notice.objects.open().filter(tier__in=("routine", "soon")).latest("pk")
        entry = VisitEntry(story.first + timedelta(days=VISIT), time(17, 30), "physio")
        book_visit(injury=story.life._row(), notice=notice, entry=entry, at=at, key=uuid4())
        story.did.append((day, f"books a physio for day {VISIT}, 17:30"))
    if day == VISIT:
        visit = Visit.objects.get(owner=owner, state="booked")
        record_seen(visit=visit, entry=VisitEntry(visit.on), at=at, key=uuid4())
        visit.refresh_from_db()
        told = VisitResult("hamstring", advice="carry_on")
        record_result(visit=visit, result=told, at=at, key=uuid4())
        story.did.append((day, "was seen: carry on"))


def asked_about(story: Story, *, told_on: int) -> list[int]:
    """The days on which the sign that was told on that day was asked about again."""
    sign = Notice.objects.get(told_on=story.first + timedelta(days=told_on))
    rows = Outbox.objects.filter(kind="see_due", about=sign.uuid, state="sent").order_by("sent_at")
    return [story.day_of(row.sent_at) for row in rows if row.sent_at]


def test_ten_weeks_with_a_phone(story: Story) -> None:
    """Every claim of one story, so that the ten weeks are lived once."""
    pushed = [each for each in story.came if each.where == "push"]
    mailed = [each for each in story.came if each.where == "mail"]
    # Signs of three tiers came from the rules, and each was told where nobody answered before.
    tiers = set(Notice.objects.values_list("tier", flat=True))
    assert {Tier.EMERGENCY, Tier.ROUTINE} <= tiers
    signs = Outbox.objects.filter(kind__startswith="sign_")
    assert signs.count() == Notice.objects.exclude(tier=Tier.NOTE).count()
    assert not signs.exclude(state="sent").exclude(because__in=("seen", "passed")).exists()
    assert story.told("sign_routine")
    # The emergency at once, in quiet hours, by both ways, to its own page
    assert story.told("sign_emergency") == [NIGHT]
    night = [each for each in story.came if each.at == story.instant(NIGHT, 23)]
    assert {each.where for each in night} == {"push", "mail"}
    assert {each.title for each in night} == {"Please open this now"}
    assert any("/signs/" in each.url for each in night)
    # It never sleeps: asked about again each evening until the person was seen
    asked = [each for each in story.came if each.title == "Please open this now"]
    days = list(range(NIGHT, SEEN + 1))
    assert sorted((each.day, each.where) for each in asked) == [
        (day, where) for day in days for where in ("mail", "push")
    ]
    assert {each.url for each in asked if each.where == "push"} == {
        each.url for each in night if each.where == "push"
    }
    # The card of day 28 is due on day 42 and asked about on day 46: on day 42 the diary no longer
    # showed what it told, so it was closed; on day 46 it was back as the same episode.
    assert asked_about(story, told_on=28) == [46, 60]
    assert [day for day in range(40, 48) if 28 in story.stood[day]] == [46, 47]
    # Nothing else by night
    for each in story.came:
        assert each.at == story.instant(NIGHT, 23) or QUIET_ENDS <= each.at.hour < QUIET_BEGINS
    # The visit on the evening before; nobody asks who has said so already
    assert story.told("visit") == [VISIT - 1]
    assert [e.title for e in pushed if e.day == VISIT - 1] != []
    # While the phone is reached only what is grave comes by mail too
    assert [each.day for each in mailed if each.day < GONE] == days
    # The phone is gone: it is dropped, and the same evening's reminder comes by mail instead
    assert PushDevice.objects.get().dropped_at is not None
    assert not [each for each in pushed if each.day >= GONE]
    assert [each for each in mailed if each.day >= GONE]
    # Neutral on every lock screen; a path of ours and no more
    for each in pushed:
        assert not set(each.title.lower().split()) & set(MAY_NOT_SAY), each
        assert each.url.startswith("/"), each
    # Who logs most days is not asked for the weekly check beside Today
    assert len(story.told("check")) <= 3
    # Nothing twice
    things = list(Outbox.objects.values_list("kind", "local_day", "about"))
    assert len(things) == len(set(things))
