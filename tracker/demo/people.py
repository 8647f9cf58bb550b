"""Makes the rows of a story: in bulk, then the real rules say what there is to tell."""

import secrets
from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import uuid4

from django.db import transaction

from rehab.content.catalogue import catalogue
from tracker.actions.answer_notice import NoticeReply, answer_notice
from tracker.actions.evaluate_signs import evaluate_signs
from tracker.clock import PersonNow, diary_day, person_now, zone_or_utc
from tracker.demo import maya, robin
from tracker.demo.answers import answers_of
from tracker.demo.story import Row, Story
from tracker.models import (
    Answer,
    Care,
    Day,
    ExerciseSession,
    Fall,
    Injury,
    Plan,
    Reading,
    ReportChoice,
    Run,
    SessionItem,
    Setback,
    StageMove,
    User,
)

LASTS = timedelta(hours=24)
STORIES = {"robin": robin.story, "maya": maya.story}
EVENING = 20
ANSWERED = "no"


def make_demo(*, who: str, now: datetime, zone: str, region: str = "") -> User:
    """A new throw-away account with the story `who`; it ends after 24 hours.

    KeyError for an unknown `who`. No password opens it and no mail reaches it.
    """
    user = User(
        email=f"{who}-{secrets.token_hex(12)}@example.invalid",
        is_demo=True,
        demo_ends_at=now + LASTS,
        date_joined=now,
        time_zone=zone,
        region=region,
    )
    user.set_unusable_password()
    today = diary_day(now, zone=zone, day_starts_hour=user.day_starts_hour)
    with transaction.atomic():
        fill(user, STORIES[who](today), now=now)
    return user


def fill(user: User, story: Story, *, now: datetime) -> Injury:
    """Store the person with everything of the story. Call it inside a transaction."""
    for name, value in story.person.items():
        setattr(user, name, value)
    user.save()
    injury = Injury.objects.create(owner=user, **story.injury)
    user.current_injury = injury
    user.save(update_fields=["current_injury"])
    _store_diary(injury, story, now=now)
    _store_plan(injury, story)
    for on in (*story.looked_on, story.today):
        at = _evening(user, on, now=now)
        evaluate_signs(injury=injury, at=at)
        if on in story.replies:
            _reply(injury, story.replies[on], at=at)
    return injury


def _store_diary(injury: Injury, story: Story, *, now: datetime) -> None:
    user = injury.owner

    def stamped(rows: Iterable[Row]) -> list[Row]:
        return [
            row | {"logged_at": _evening(user, row["on"], now=now).now, "zone": user.time_zone}
            for row in rows
        ]

    _bulk(Day, stamped(story.days), injury=injury)
    _bulk(Run, stamped(story.runs), injury=injury)
    _bulk(Reading, stamped(story.readings), injury=injury)
    _bulk(Fall, stamped(story.falls), injury=injury, owner=user)
    _bulk(Setback, story.setbacks, injury=injury)
    _bulk(Care, story.care, injury=injury)
    ReportChoice.objects.create(injury=injury, **story.report)
    _store_answers(injury, story, now=now)


def _store_answers(injury: Injury, story: Story, *, now: datetime) -> None:
    rows = [
        {
            "on": on,
            "at": _evening(injury.owner, on, now=now).now,
            "question": question,
            "value": ANSWERED,
            "because": because,
        }
        for on, question, because in answers_of(story)
    ]
    _bulk(Answer, rows, injury=injury, owner=injury.owner)


def _store_plan(injury: Injury, story: Story) -> None:
    version = catalogue().content_version
    plan = Plan.objects.create(injury=injury, content_version=version, **story.plan)
    _bulk(StageMove, story.moves, plan=plan)
    rows = [{k: v for k, v in row.items() if k != "items"} for row in story.sessions]
    stored = _bulk(ExerciseSession, rows, plan=plan)
    items = [
        {"session": session, "exercise": exercise, "done": True, "pain": session.pain}
        for session, row in zip(stored, story.sessions, strict=True)
        for exercise in row["items"]
    ]
    _bulk(SessionItem, items)


def _reply(injury: Injury, reply: NoticeReply, *, at: PersonNow) -> None:
    """What the person did with the newest card, the way the card itself does it."""
    newest = injury.notices.open().first()
    if newest is not None:
        answer_notice(notice=newest, reply=reply, at=at, key=uuid4())


def _bulk(model: Any, rows: Sequence[Row], **common: object) -> list[Any]:
    made: list[Any] = model.objects.bulk_create(model(**row, **common) for row in rows)
    return made


def _evening(user: User, on: date, *, now: datetime) -> PersonNow:
    """Eight in the evening of a past day; this moment on the diary day that runs now."""
    here = person_now(user, now)
    if on >= here.today:
        return here
    at = datetime.combine(on, time(EVENING), tzinfo=zone_or_utc(user.time_zone))
    return person_now(user, min(at, now))
