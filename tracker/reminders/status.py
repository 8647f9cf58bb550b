"""What whoever runs the site may see of it: counts, ages and versions. Nothing of a person."""

import platform
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache

import django
from django.conf import settings
from django.db import connection
from django.db.models import Count, Min, Q
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from rehab.content.catalogue import catalogue
from rehab.vocabulary import ReportKind
from tracker.actions.report_sign import COUNTED_AS_MISSED, counted_reports
from tracker.models import Outbox, ReminderChoice
from tracker.models.reminder import OutboxState
from tracker.reminders import pulse

Words = str | Promise
BEGUN = timezone.now()
# What each job is called, and after which time its last end is late.
JOBS: dict[str, tuple[Words, timedelta]] = {
    "scan": (_("Looking for what is due"), pulse.FRESH),
    "deliver": (_("Handing messages over"), pulse.FRESH),
    "review": (_("Nightly review of the rules"), timedelta(hours=3)),
    "keep": (_("Housekeeping"), timedelta(hours=30)),
}
QUEUES: dict[str, Words] = {
    "sqlite": _("a file beside the database"),
    "redis": "Redis",
    "postgresql": "PostgreSQL",
}
KINDS: dict[str, Words] = {
    ReportKind.WRONG: _("wrong"),
    ReportKind.TOO_STRONG: _("too strong"),
    ReportKind.TOO_WEAK: _("too weak"),
    ReportKind.LATE: _("late"),
    ReportKind.MISSED: _("missed"),
}


@dataclass(frozen=True, slots=True)
class JobRow:
    """A job: when it last ended (None: never), in its own words with counts, and whether late."""

    name: Words
    done_at: datetime | None
    said: str
    is_late: bool


@dataclass(frozen=True, slots=True)
class Messages:
    """Rows of the outbox by what became of them; `oldest`: since when one is due.

    `is_late` where jobs run that should have sent the late ones.
    """

    waiting: int
    due: int
    late: int
    sent: int
    dropped: int
    gave_up: int
    oldest: datetime | None
    is_late: bool


@dataclass(frozen=True, slots=True)
class ReportRow:
    """How often a rule was reported, by kind; `rule` is "" where no rule had spoken."""

    rule: str
    kind: Words
    many: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """The page. `is_good` is what `/readyz` answers, and that no daily job is late."""

    now: datetime
    begun: datetime
    database: str
    can_write: bool
    jobs_run: bool
    queue: Words
    jobs: Sequence[JobRow]
    messages: Messages
    has_mail: bool
    refused: int
    free: int
    is_low: bool
    reports: Sequence[ReportRow]
    app: str
    content: str
    rules_off: int
    runtime: str

    @property
    def is_good(self) -> bool:
        is_late = self.messages.is_late or any(job.is_late for job in self.jobs)
        return self.can_write and self.jobs_run and not is_late and not self.is_low


def status(now: datetime, *, can_write: bool) -> Status:
    """How the site stands, in a handful of queries; `can_write` says whether the database does."""
    free = pulse.free_bytes()
    content = catalogue()
    return Status(
        now=now,
        begun=BEGUN,
        database={"sqlite": "SQLite", "postgresql": "PostgreSQL"}[connection.vendor],
        can_write=can_write,
        jobs_run=pulse.jobs_run(now),
        queue=QUEUES[settings.JOBS["kind"]] if settings.JOBS else "",
        jobs=_jobs(now),
        messages=messages(now),
        has_mail=settings.HAS_MAIL,
        refused=ReminderChoice.objects.filter(mail_refused_at__isnull=False).count(),
        free=free,
        is_low=free < pulse.LEAST_FREE,
        reports=[
            ReportRow("" if rule == COUNTED_AS_MISSED else rule, KINDS[kind], many)
            for (rule, kind), many in counted_reports().items()
        ],
        app=app_version(),
        content=content.content_version,
        rules_off=len(content.switched_off),
        runtime=f"Python {platform.python_version()}, Django {django.get_version()}",
    )


def _jobs(now: datetime) -> list[JobRow]:
    done = {beat.name: beat for beat in pulse.beats()}
    rows = []
    for name, (words, fresh) in JOBS.items():
        beat = done.get(name)
        at = beat.done_at if beat else None
        # One that never ended is late once this process is up for longer than its time.
        is_late = bool(settings.JOBS or at) and not pulse.is_fresh(at or BEGUN, now, fresh)
        rows.append(JobRow(words, at, beat.said if beat else "", is_late))
    return rows


def messages(now: datetime) -> Messages:
    """The outbox, in one query or two."""
    is_open = Q(state__in=pulse.OPEN)
    is_due = is_open & Q(not_before__lte=now)
    found = Outbox.objects.aggregate(
        waiting=Count("pk", filter=is_open),
        due=Count("pk", filter=is_due),
        late=Count("pk", filter=is_open & Q(not_before__lt=now - pulse.LATE)),
        sent=Count("pk", filter=Q(state=OutboxState.SENT)),
        dropped=Count("pk", filter=Q(state=OutboxState.DROPPED)),
        gave_up=Count("pk", filter=Q(state=OutboxState.GAVE_UP)),
        oldest=Min("not_before", filter=is_due),
    )
    return Messages(**found, is_late=found["late"] > 0 and pulse.has_jobs())


@cache
def app_version() -> str:
    """The version that pyproject.toml names; "" where the file is not there."""
    try:
        text = (settings.ROOT / "pyproject.toml").read_text(encoding="utf-8")
    except OSError:
        return ""
    return str(tomllib.loads(text)["project"]["version"])
