"""One valid row of every table, and its parents when needed.

Used where a test wants a row and nothing else; stories use `tests.tracker.make`.
"""

import uuid
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

from django.db import models

from tracker.models import (
    Answer,
    ApiToken,
    CalendarFeed,
    Care,
    Change,
    Clearance,
    ClinicianWord,
    Consent,
    Day,
    ExerciseSession,
    Fall,
    Finding,
    GapAnswer,
    Injury,
    IntakeDraft,
    JobMark,
    LoadPause,
    Moment,
    Notice,
    NoticeAction,
    Outbox,
    OwnActivity,
    Photo,
    Plan,
    PlanItem,
    PushDevice,
    Reading,
    ReminderChoice,
    ReportChoice,
    Revision,
    Run,
    SessionItem,
    Setback,
    ShareLink,
    ShareReply,
    SignReport,
    StageMove,
    SubmissionKey,
    User,
    Visit,
)

ON = date(2026, 10, 15)
AT = datetime(2026, 10, 15, 12, tzinfo=UTC)
Fields = dict[str, object]


def a_user() -> User:
    return User.objects.create(email=f"{uuid.uuid4().hex}@example.org")


def an_injury() -> Injury:
    return Injury.objects.create(**valid(Injury))


def _a_session() -> Fields:
    return {"session": ExerciseSession.objects.create(**valid(ExerciseSession))}


VALID: dict[type[models.Model], Callable[[], Fields]] = {
    User: lambda: {"email": f"{uuid.uuid4().hex}@example.org"},
    Consent: lambda: {"user": a_user(), "version": "1", "words": "Yes", "given_at": AT},
    Injury: lambda: {"owner": a_user(), "side": "left", "onset_on": ON},
    Setback: lambda: {"injury": an_injury(), "on": ON, "kind": "flare"},
    Care: lambda: {"injury": an_injury(), "kind": "scan"},
    IntakeDraft: lambda: {"key": uuid.uuid4()},
    Day: lambda: {"injury": an_injury(), "on": ON},
    Moment: lambda: {
        "day": Day.objects.create(**valid(Day)),
        "at": AT.time(),
        "context": "sitting",
        "nrs": 4,
    },
    Fall: lambda: {"owner": a_user(), "on": ON, "kind": "slip"},
    Run: lambda: {"injury": an_injury(), "on": ON},
    Answer: lambda: {"owner": a_user(), "on": ON, "question": "q_fever", "value": "no"},
    Reading: lambda: {"injury": an_injury(), "on": ON, "metric": "ake_gap", "value": 12},
    SubmissionKey: lambda: {"owner": a_user(), "key": uuid.uuid4(), "kind": "day"},
    Revision: lambda: {"owner": a_user(), "table": "day", "row": uuid.uuid4(), "after": {"a": 1}},
    Plan: lambda: {"injury": an_injury(), "kind": "own", "started_on": ON},
    PlanItem: lambda: {"plan": Plan.objects.create(**valid(Plan)), "position": 1, "name": "Bridge"},
    StageMove: lambda: {
        "plan": Plan.objects.create(**valid(Plan)),
        "on": ON,
        "to_stage": "calm",
        "reason": "start",
    },
    ExerciseSession: lambda: {"plan": Plan.objects.create(**valid(Plan)), "on": ON},
    SessionItem: lambda: _a_session() | {"exercise": "bridge"},
    Clearance: lambda: {"injury": an_injury(), "by": "physio", "on": ON},
    ClinicianWord: lambda: {
        "injury": an_injury(),
        "kind": "strain_2",
        "who": "Kim",
        "on": ON,
    },
    OwnActivity: lambda: {
        "injury": an_injury(),
        "number": 1,
        "name": "Drive an hour",
        "added_on": ON,
    },
    Change: lambda: {
        "injury": an_injury(),
        "what": "Cushion",
        "began_on": ON,
        "until": ON + timedelta(days=20),
    },
    Photo: lambda: {
        "injury": an_injury(),
        "on": ON,
        "stem": uuid.uuid4().hex,
        "width": 1600,
        "height": 1200,
    },
    ShareLink: lambda: {
        "injury": an_injury(),
        "token_hash": uuid.uuid4().hex * 2,
        "reply_hash": uuid.uuid4().hex * 2,
        "for_whom": "Anna, physio",
        "created_at": AT,
        "ends_at": AT + timedelta(days=14),
    },
    ShareReply: lambda: {
        "link": ShareLink.objects.create(**valid(ShareLink)),
        "key": uuid.uuid4(),
        "name": "Anna",
        "role": "physio",
        "message": "Keep the bridges",
        "sent_at": AT,
        "sent_on": ON,
    },
    ReportChoice: lambda: {"injury": an_injury()},
    LoadPause: lambda: {"injury": an_injury(), "accepted": True, "started_on": ON},
    GapAnswer: lambda: {
        "injury": an_injury(),
        "on": ON,
        "gap_days": 9,
        "kept_training": "a_little",
    },
    Finding: lambda: {
        "injury": an_injury(),
        "rule": "r_overdue",
        "topic": "overdue",
        "tier": "routine",
        "content_version": "1",
        "opened_on": ON,
        "last_true_on": ON,
    },
    Notice: lambda: {
        "injury": an_injury(),
        "told_on": ON,
        "tier": "routine",
        "heading": "Worth booking",
        "content_version": "1",
    },
    NoticeAction: lambda: {
        "notice": Notice.objects.create(**valid(Notice)),
        "kind": "booked",
        "on": ON,
    },
    SignReport: lambda: {
        "injury": an_injury(),
        "kind": "wrong",
        "rules": ["r_overdue"],
        "on": ON,
        "content_version": "1",
    },
    Visit: lambda: {"owner": a_user()},
    ApiToken: lambda: {
        "owner": a_user(),
        "injury": an_injury(),
        "name": "Phone",
        "digest": uuid.uuid4().hex,
        "made_at": AT,
    },
    Outbox: lambda: {"user": a_user(), "kind": "daily", "local_day": ON},
    ReminderChoice: lambda: {"user": a_user()},
    PushDevice: lambda: {
        "owner": a_user(),
        "name": "Phone",
        "endpoint": f"https://push.example.org/{uuid.uuid4().hex}",
        "p256dh": "key",
        "auth": "auth",
        "made_at": AT,
    },
    CalendarFeed: lambda: {"owner": a_user(), "digest": uuid.uuid4().hex, "made_at": AT},
    JobMark: lambda: {"name": uuid.uuid4().hex[:24], "started_at": AT},
}


def valid(model: type[models.Model], **changes: object) -> Fields:
    """The columns of a valid row with its parents made, changed where told."""
    return VALID[model]() | changes
