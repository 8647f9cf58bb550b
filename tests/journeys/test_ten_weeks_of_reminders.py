"""One person over ten weeks, hour by hour: what reached them, where and why; printed with -s.

The jobs are called as the worker calls them, with the hour passed in; mail leaves through the
mail program of the tests. Berlin, so that the clocks go back in the middle.
"""

import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
import time_machine
from allauth.account.models import EmailAddress
from django.core import mail
from django.core.mail import EmailMultiAlternatives

from rehab.vocabulary import NoticeActionKind
from tests.tracker.make import make_day, make_injury, make_notice, make_user
from tracker.actions.answer_notice import NoticeReply, answer_notice
from tracker.actions.record_visit import (
    VisitEntry,
    VisitResult,
    book_visit,
    record_result,
    record_seen,
)
from tracker.actions.tell_later import tell_signs
from tracker.clock import person_now
from tracker.models import Injury, Notice, Outbox, ReminderChoice, Visit
from tracker.reminders.outbox import deliver
from tracker.reminders.scan import scan

BERLIN = ZoneInfo("Europe/Berlin")
FIRST = date(2026, 9, 21)
DAYS = 70
HOUR = timedelta(hours=1)
QUIET = (time(22), time(7))
NIGHT_DAY, ARRANGED_DAY, VISIT_DAY = 16, 18, 21
LAST_LOG, BACK, OPT_OUT = 28, 65, 67
MISSED = (5, 12)
BUSY_HOURS = (7, 20)
WHY = {
    "daily": "today is not logged",
    "check": "a week without the safety questions",
    "goodbye": "ten unanswered ones",
    "sign_urgent": "an urgent sign, after quiet hours",
    "see_due": "an urgent sign still waits",
    "visit": "a visit tomorrow",
    "did_you_go": "the evening of a visit",
}
SUBJECT_MAY_NOT_SAY = ("pain", "thigh", "hamstring", "tendon", "sit", "physio", "visit", "sign")


@dataclass
class Told:
    """One thing as it reached the person."""

    day: int
    at: datetime
    kind: str
    where: str
    subject: str = ""


@dataclass
class Story:
    injury: Injury
    told: list[Told] = field(default_factory=list)
    did: list[tuple[int, int, str]] = field(default_factory=list)

    def days(self, kind: str) -> list[int]:
        return [each.day for each in self.told if each.kind == kind]

    def tell(self) -> str:
        """Day by day: what the person did, what reached them, where and why."""
        days: dict[int, list[tuple[int, str]]] = {}
        for day, hour, what in self.did:
            days.setdefault(day, []).append((hour, f"{hour:02}:00  {what}"))
        for each in self.told:
            line = f"{each.at:%H:%M}  {each.where}: {each.subject} ({WHY[each.kind]})"
            days.setdefault(each.day, []).append((each.at.hour, line))
        return "".join(
            "\n  ".join(
                [f"Day {day}, {FIRST + timedelta(days=day):%a %d %b}"]
                + [line for _, line in sorted(days[day], key=lambda each: each[0])]
            )
            + "\n"
            for day in sorted(days)
        )


def lived(day: int, at: time) -> datetime:
    return datetime.combine(FIRST + timedelta(days=day), at, tzinfo=BERLIN)


def notice_by_night(story: Story) -> None:
    """Something urgent is found at 23:00, by a file that came in: nobody looks at a page."""
    now = lived(NIGHT_DAY, time(23))
    notice = make_notice(
        story.injury,
        tier="urgent",
        heading="Be seen today or tomorrow",
        told_on=now.date(),
        told_at=now,
    )
    tell_signs([notice], at=person_now(story.injury.owner, now))


def arrange(story: Story) -> None:
    notice = Notice.objects.get()
    at = person_now(story.injury.owner, lived(ARRANGED_DAY, time(21)))
    day = FIRST + timedelta(days=VISIT_DAY)
    answer_notice(notice=notice, reply=NoticeReply(NoticeActionKind.ARRANGED), at=at, key=uuid4())
    entry = VisitEntry(day, time(17, 30), "physio", "Anna")
    book_visit(injury=story.injury, notice=notice, entry=entry, at=at, key=uuid4())


def was_seen(story: Story) -> None:
    at = person_now(story.injury.owner, lived(VISIT_DAY, time(21)))
    visit = Visit.objects.get()
    record_seen(visit=visit, entry=VisitEntry(visit.on), at=at, key=uuid4())
    visit.refresh_from_db()
    told = VisitResult("hamstring", "Keep loading", "carry_on", ("hands",))
    record_result(visit=visit, result=told, at=at, key=uuid4())


def opt_out(story: Story) -> None:
    ReminderChoice.objects.update_or_create(
        user=story.injury.owner,
        defaults={"daily": False, "check_weekly": False, "self_tests": False},
    )


HAPPENS: Mapping[tuple[int, int], tuple[str, Callable[[Story], None]]] = {
    (NIGHT_DAY, 23): ("something urgent is found by night", notice_by_night),
    (ARRANGED_DAY, 21): ("arranges help, books Anna, Mon 17:30", arrange),
    (VISIT_DAY, 21): ("was seen: carry on", was_seen),
    (OPT_OUT, 9): ("turns the daily log and the questions off", opt_out),
}


def logs(day: int) -> bool:
    return (day < LAST_LOG and day not in MISSED) or day == BACK


@pytest.fixture
def story(db: None, settings) -> Story:
    settings.HAS_MAIL = True
    with time_machine.travel(lived(0, time(8)), tick=False) as clock:
        user = make_user(time_zone="Europe/Berlin")
        EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
        injury = make_injury(user, onset_on=FIRST - timedelta(days=40))
        story = Story(injury)
        now, end = datetime(2026, 9, 21, 6, 5, tzinfo=UTC), lived(DAYS, time(0))
        while now < end:
            clock.move_to(now, tick=False)
            live(story, now)
            now += HOUR
    sys.stdout.write("\n" + story.tell())
    return story


def live(story: Story, now: datetime) -> None:
    """One hour: what the person does first, then the worker."""
    here = now.astimezone(BERLIN)
    day = (here.date() - FIRST).days
    if here.hour == 19 and logs(day):
        make_day(story.injury, here.date(), rest=1, sitting=3, logged_at=now)
        story.did.append((day, here.hour, "logs the day"))
    if (day, here.hour) in HAPPENS:
        what, do = HAPPENS[day, here.hour]
        story.did.append((day, here.hour, what))
        do(story)
    mail.outbox.clear()
    for _ in range(2 if here.hour in BUSY_HOURS else 1):  # also a second worker
        scan(now, since=now - HOUR)
        deliver(now)
    letters: list[EmailMultiAlternatives] = list(mail.outbox)
    rows = list(Outbox.objects.filter(sent_at=now))
    assert len(letters) <= 1, "several things of one hour are one message"
    subject = letters[0].subject if letters else ""
    for row in rows:
        where = "bell, mail" if row.mailed_at else "bell"
        story.told.append(Told(day, here, row.kind, where, subject))
        assert bool(row.mailed_at) == bool(letters)


def test_ten_weeks(story: Story) -> None:
    """Every claim of one story, so that the ten weeks are lived once."""
    # Nothing twice
    things = list(Outbox.objects.values_list("kind", "local_day", "about"))
    assert len(things) == len(set(things))
    assert len(story.told) == Outbox.objects.filter(state="sent").count()
    # Nothing in quiet hours, on either side of the clock change; the night's sign at seven
    for each in story.told:
        assert QUIET[1] <= each.at.time() < QUIET[0], each
    (sign,) = [each for each in story.told if each.kind == "sign_urgent"]
    assert (sign.day, sign.at.hour) == (NIGHT_DAY + 1, 7)
    # By mail with subjects that tell nothing
    assert {each.where for each in story.told} == {"bell, mail"}
    for each in story.told:
        said = each.subject.lower().split()
        assert each.subject and not set(said) & set(SUBJECT_MAY_NOT_SAY), each
    # The daily one only for days that were not logged, at eight by the wall
    assert all(each.at.hour == 20 for each in story.told if each.kind == "daily")
    daily = story.days("daily")
    assert [day for day in daily if day < LAST_LOG] == list(MISSED)
    # Seven unanswered, then three by the week, one goodbye, then silence until the person is back
    in_a_row = list(range(LAST_LOG, LAST_LOG + 7))
    weekly = [in_a_row[-1] + 7 * n for n in (1, 2, 3)]
    assert [day for day in daily if LAST_LOG <= day < BACK] == in_a_row + weekly
    assert story.days("goodbye") == [weekly[-1] + 7]
    assert not [each for each in story.told if weekly[-1] + 7 < each.day < BACK]
    # Back, so asked again; nothing ordinary after opting out
    assert [day for day in daily if day > BACK] == [BACK + 1]
    assert OPT_OUT - 1 in daily and not [each for each in story.told if each.day >= OPT_OUT]
    # The urgent one is asked about again the next day, until help is arranged
    assert story.days("see_due")[:2] == [NIGHT_DAY + 1, NIGHT_DAY + 2]
    assert max(story.days("see_due")) <= VISIT_DAY
    # The visit on the evening before, the question on its own
    assert story.days("visit") == [VISIT_DAY - 1]
    assert story.days("did_you_go") == [VISIT_DAY]
    # No month of weekly questions without an entry
    assert len([day for day in story.days("check") if day >= LAST_LOG]) <= 4
