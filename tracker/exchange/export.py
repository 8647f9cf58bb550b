"""Write everything we hold about one person as a diary file.

Contract keys keep their meaning (docs/diary-format.md); whatever else a table holds
stands beside them under the column's own name, so that nothing is left behind.
No password, session or form key goes out, and nothing about other people.
"""

from collections.abc import Iterable
from datetime import date, datetime, time
from decimal import Decimal
from uuid import UUID

from django.db.models import Model, Prefetch

from rehab.content.catalogue import catalogue
from rehab.vocabulary import PainContext, Walking
from tracker import diary_reader
from tracker.day_reader import day_value
from tracker.exchange.diary import FORMAT, VERSION
from tracker.models import (
    Answer,
    ApiToken,
    CalendarFeed,
    Consent,
    Day,
    ExerciseSession,
    Fall,
    Injury,
    Notice,
    Outbox,
    Photo,
    Plan,
    PushDevice,
    ReminderChoice,
    ReportChoice,
    Revision,
    ShareLink,
    ShareReply,
    SignReport,
    User,
    Visit,
)

Object = dict[str, object]
# Of the account: what signs a person in, what the operator sets and what the clock needs stay here.
NOT_OF_PERSON = (
    "password",
    "last_login",
    "is_active",
    "is_staff",
    "is_superuser",
    "is_demo",
    "demo_ends_at",
    "earliest_today",
)
SECRETS_OF_LINK = ("token_hash", "code_hash", "reply_hash")
SECRETS_OF_DEVICE = ("endpoint", "p256dh", "auth")
AT_ONSET = ("pop", "bruising", "big_bruise", "swelling", "gap")
YES_NO = {"yes": True, "no": False, "not_sure": "not_sure", None: None}
CAN_WALK = {
    None: None,
    Walking.NORMAL.value: True,
    Walking.LIMP.value: "limp",
    Walking.CANNOT.value: False,
}


def export_diary(user: User, *, now: datetime, today: date) -> Object:
    """Everything of this person, as JSON values. A null column means not recorded.

    `today` is the person's own day; only their age depends on it.
    """
    injuries = _injuries(user)
    return {
        "format": FORMAT,
        "version": VERSION,
        "exported_at": _plain(now),
        "content_version": catalogue().content_version,
        "person": _person(user, today),
        "injuries": [_injury(injury, user) for injury in injuries],
        "falls": [_columns(f) for f in Fall.objects.filter(owner=user, injury=None)],
        "answers": [_answer(a, user) for a in Answer.objects.filter(owner=user, injury=None)],
        "visits": [_visit(v) for v in Visit.objects.filter(owner=user, injury=None)],
        "consents": [_columns(c) for c in Consent.objects.filter(user=user)],
        "tokens": [_columns(t, ("digest",)) for t in ApiToken.objects.filter(owner=user)],
        "reminders": [_columns(o) for o in Outbox.objects.filter(user=user)],
        "reminder_choices": [_columns(c) for c in ReminderChoice.objects.filter(user=user)],
        "push_devices": [
            _columns(d, SECRETS_OF_DEVICE) for d in PushDevice.objects.filter(owner=user)
        ],
        "calendar_feeds": [
            _columns(f, ("digest",)) for f in CalendarFeed.objects.filter(owner=user)
        ],
        "history": [_columns(r) for r in Revision.objects.filter(owner=user)],
    }


def _injuries(user: User) -> Iterable[Injury]:
    """All injuries with everything below them, in a fixed number of queries."""
    return (
        Injury.objects.of(user)
        .order_by("created_at", "pk")
        .select_related("previous")
        .prefetch_related(
            Prefetch("days", Day.objects.order_by("on").prefetch_related("moments")),
            Prefetch("plans", Plan.objects.order_by("started_on", "pk")),
            "plans__items",
            "plans__moves",
            Prefetch("plans__sessions", ExerciseSession.objects.prefetch_related("items")),
            Prefetch("notices", Notice.objects.order_by("told_at").prefetch_related("actions")),
            Prefetch("visits", Visit.objects.select_related("notice")),
            "falls",
            "runs",
            "answers",
            "readings",
            "care",
            "setbacks",
            "clearances",
            "pauses",
            "gap_answers",
            "own_activities",
            "clinician_words",
            "photos",
            "changes",
            "report_choice",
            "share_links__reply",
            "findings",
            Prefetch("sign_reports", SignReport.objects.select_related("notice")),
        )
    )


def _report(injury: Injury) -> Object | None:
    """How the page for a professional is made; None for one that was never chosen."""
    choice: ReportChoice | None = getattr(injury, "report_choice", None)
    return None if choice is None else _columns(choice)


def _share_link(link: ShareLink) -> Object:
    """A link without what opens it, and the reply that came by it; None without one."""
    reply: ShareReply | None = getattr(link, "reply", None)
    return _columns(link, SECRETS_OF_LINK) | {
        "reply": None if reply is None else _columns(reply, ("key",))
    }


def _person(user: User, today: date) -> Object:
    return {
        "birth_year": user.birth_year,
        "age": diary_reader.age_on(user, today),
        "sex": user.sex,
        "time_zone": user.time_zone,
    } | _columns(user, NOT_OF_PERSON)


def _injury(injury: Injury, user: User) -> Object:
    told_apart = (*(f"onset_{sign}" for sign in AT_ONSET), "onset_walking", "reviewed_on")
    rest = _columns(injury, told_apart)
    return {
        "id": str(injury.uuid),
        "side": injury.side,
        "onset": injury.onset,
        "onset_on": _plain(injury.onset_on),
        "type": injury.type,
        "grade": injury.grade,
        "mechanism": injury.mechanism,
        "at_onset": {
            **{sign: YES_NO[getattr(injury, f"onset_{sign}")] for sign in AT_ONSET},
            "can_walk": CAN_WALK[injury.onset_walking],
        },
        **rest,
        "previous": str(injury.previous.uuid) if injury.previous else None,
        "days": [_day(day, injury.side) for day in injury.days.all()],
        "falls": _rows(injury.falls.all()),
        "runs": _rows(injury.runs.all()),
        "answers": [_answer(answer, user) for answer in injury.answers.all()],
        "tests": _rows(injury.readings.all()),
        "sessions": [_session(s, p) for p in injury.plans.all() for s in p.sessions.all()],
        "care": _rows(injury.care.all()),
        "setbacks": _rows(injury.setbacks.all()),
        "plans": [_plan(plan) for plan in injury.plans.all()],
        "clearances": _rows(injury.clearances.all()),
        "pauses": _rows(injury.pauses.all()),
        "gap_answers": _rows(injury.gap_answers.all()),
        "own_activities": _rows(injury.own_activities.all()),
        "told": _rows(injury.clinician_words.all()),
        "changes": _rows(injury.changes.all()),
        "photos": [_photo(photo) for photo in injury.photos.all()],
        "report": _report(injury),
        "share_links": [_share_link(link) for link in injury.share_links.all()],
        "findings": _rows(injury.findings.all()),
        "notices": [_notice(notice) for notice in injury.notices.all()],
        "visits": [_visit(visit) for visit in injury.visits.all()],
        "sign_reports": [_sign_report(report) for report in injury.sign_reports.all()],
    }


def _day(day: Day, side: str) -> Object:
    """`places` holds the sides; `locations` is the same without them, for other tools."""
    value = day_value(day, side=side)
    marked = (value.locations or frozenset()) | value.carried_locations
    contexts = [context.value for context in PainContext]
    return {
        "on": _plain(day.on),
        "pain": {context: getattr(day, context) for context in contexts},
        "locations": None if day.places is None else sorted(marked),
        **_columns(day, contexts),
        "moments": _rows(day.moments.all()),
    }


def _answer(answer: Answer, user: User) -> Object:
    """`given_on` is the day a yes was given, where that is later than the day it is about."""
    late = diary_reader.given_on(answer, user)
    return _columns(answer) | ({"given_on": _plain(late)} if late else {})


def _plan(plan: Plan) -> Object:
    return _columns(plan) | {"items": _rows(plan.items.all()), "moves": _rows(plan.moves.all())}


def _session(session: ExerciseSession, plan: Plan) -> Object:
    return _columns(session) | {"plan": str(plan.uuid), "items": _rows(session.items.all())}


def _notice(notice: Notice) -> Object:
    return _columns(notice) | {"actions": _rows(notice.actions.all())}


def _photo(photo: Photo) -> Object:
    """What is told beside a photo, and the name its picture has in the file of photos."""
    return _columns(photo, ("stem",)) | {"file": photo_name(photo)}


def photo_name(photo: Photo) -> str:
    return f"photos/{photo.on.isoformat()}-{photo.uuid}.jpg"


def _visit(visit: Visit) -> Object:
    return _columns(visit) | {"notice": str(visit.notice.uuid) if visit.notice else None}


def _sign_report(report: SignReport) -> Object:
    return _columns(report) | {"notice": str(report.notice.uuid) if report.notice else None}


def _rows(rows: Iterable[Model]) -> list[Object]:
    return [_columns(row) for row in rows]


def _columns(row: Model, leave_out: Iterable[str] = ()) -> Object:
    """The row's own columns; its uuid becomes `id`, and links to other rows are left out."""
    left_out = {"id", *leave_out}
    return {
        "id" if field.name == "uuid" else field.name: _plain(field.value_from_object(row))
        for field in row._meta.concrete_fields
        if field.name not in left_out and not field.is_relation
    }


def _plain(value: object) -> object:
    """A column's value as JSON can hold it."""
    match value:
        case datetime() | date() | time():
            return value.isoformat()
        case Decimal():
            return float(value)
        case UUID():
            return str(value)
    return value
