"""All tables, one file per cluster."""

from tracker.models.account import Consent, User
from tracker.models.change import Change
from tracker.models.diary import (
    Answer,
    Day,
    Fall,
    Moment,
    Reading,
    Revision,
    Run,
    SubmissionKey,
)
from tracker.models.injury import Care, Injury, IntakeDraft, Setback
from tracker.models.measure import OwnActivity
from tracker.models.photo import Photo
from tracker.models.programme import (
    Clearance,
    ExerciseSession,
    GapAnswer,
    LoadPause,
    Plan,
    PlanItem,
    SessionItem,
    StageMove,
)
from tracker.models.reminder import (
    CalendarFeed,
    JobMark,
    Outbox,
    PushDevice,
    ReminderChoice,
)
from tracker.models.report import ReportChoice
from tracker.models.share import ShareLink, ShareReply
from tracker.models.sign import Finding, Notice, NoticeAction, Visit
from tracker.models.sign_report import SignReport
from tracker.models.token import ApiToken
from tracker.models.told import ClinicianWord

__all__ = [
    "Answer",
    "ApiToken",
    "CalendarFeed",
    "Care",
    "Change",
    "Clearance",
    "ClinicianWord",
    "Consent",
    "Day",
    "ExerciseSession",
    "Fall",
    "Finding",
    "GapAnswer",
    "Injury",
    "IntakeDraft",
    "JobMark",
    "LoadPause",
    "Moment",
    "Notice",
    "NoticeAction",
    "Outbox",
    "OwnActivity",
    "Photo",
    "Plan",
    "PlanItem",
    "PushDevice",
    "Reading",
    "ReminderChoice",
    "ReportChoice",
    "Revision",
    "Run",
    "SessionItem",
    "Setback",
    "ShareLink",
    "ShareReply",
    "SignReport",
    "StageMove",
    "SubmissionKey",
    "User",
    "Visit",
]
