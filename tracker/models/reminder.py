"""What is to be sent to whom, how they want to be reached, and when each job last ran."""

from datetime import time
from enum import StrEnum
from typing import Self

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone

from tracker.models.account import User
from tracker.models.base import PublicModel, filled, one_of
from tracker.models.diary import Answer, Day, Reading
from tracker.models.injury import Injury


class ReminderKind(StrEnum):
    """Why the house writes to a person. One message may tell several of them."""

    DAILY = "daily"
    EXERCISES = "exercises"
    CHECK = "check"
    SELF_TEST = "self_test"
    AFTER_RETURN = "after_return"
    GOODBYE = "goodbye"
    VISIT = "visit"
    DID_YOU_GO = "did_you_go"
    SEE_DUE = "see_due"
    REPLY = "reply"
    SIGN_EMERGENCY = "sign_emergency"
    SIGN_URGENT = "sign_urgent"
    SIGN_SOON = "sign_soon"
    SIGN_ROUTINE = "sign_routine"


class OutboxState(StrEnum):
    """`handing` is set just before a message leaves the house: a worker that dies then has
    perhaps sent it. `dropped` was too old, no longer true or no longer wanted."""

    WAITING = "waiting"
    CLAIMED = "claimed"
    HANDING = "handing"
    SENT = "sent"
    DROPPED = "dropped"
    GAVE_UP = "gave_up"


# What the bell counts beside the signs, visits and replies it counts anyway.
NEWS = ("daily", "exercises", "check", "self_test", "after_return", "goodbye", "visit")
# What a logged day settles: nobody has to be told that they may read this.
SETTLED_BY_A_DAY = ("daily", "exercises", "goodbye")


class OutboxQuerySet(models.QuerySet):
    def of_injury(self, injury: Injury) -> Self:
        """What one injury's pages show: its own, and what is about no injury."""
        mine = self.filter(user=injury.owner_id, state="sent")
        return mine.filter(Q(injury=injury.pk) | Q(injury__isnull=True))

    def unsettled(self) -> Self:
        """Not read in the app, of a kind the bell counts, and not done since.

        Done: a day logged, a safety question answered, a test noted down, "Did you go?" asked.
        """
        mine = {"injury__owner": OuterRef("user"), "on__gte": OuterRef("local_day")}
        asked = self.model._default_manager.filter(
            user=OuterRef("user"), kind="did_you_go", about=OuterRef("about")
        )
        return (
            self.filter(kind__in=NEWS, read_at__isnull=True, state="sent")
            .exclude(Q(kind__in=SETTLED_BY_A_DAY) & Exists(Day.objects.filter(**mine).logged()))
            .exclude(Q(kind="check") & Exists(Answer.objects.filter(**mine)))
            .exclude(Q(kind="self_test") & Exists(Reading.objects.filter(**mine)))
            .exclude(Q(kind="visit") & Exists(asked))
        )


class Outbox(models.Model):
    """One thing to tell a person. The table is the truth; a lost job is only late.

    `about` is the uuid of the sign, visit or reply it is about, null for what is about the
    day. `because` says in a code why it was dropped or given up. `read_at` is when the person
    saw it in the app.
    """

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="outbox")
    injury = models.ForeignKey(
        Injury, on_delete=models.CASCADE, null=True, blank=True, related_name="outbox"
    )
    kind = models.CharField(max_length=24)
    local_day = models.DateField()
    about = models.UUIDField(null=True, blank=True)
    state = models.CharField(max_length=8, default="waiting")
    because = models.CharField(max_length=16, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    made_at = models.DateTimeField(default=timezone.now, editable=False)
    not_before = models.DateTimeField(default=timezone.now)
    claimed_at = models.DateTimeField(null=True, blank=True)
    claimed_by = models.CharField(max_length=80, blank=True)
    mailed_at = models.DateTimeField(null=True, blank=True)
    pushed_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    read_at = models.DateTimeField(null=True, blank=True)

    objects = OutboxQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["state", "not_before"], name="outbox_due"),
            models.Index(
                fields=["user"],
                condition=Q(read_at__isnull=True, state="sent"),
                name="outbox_unread",
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "kind", "local_day"],
                condition=Q(about__isnull=True),
                name="outbox_once_per_kind_and_day",
            ),
            models.UniqueConstraint(
                fields=["user", "kind", "local_day", "about"],
                condition=Q(about__isnull=False),
                name="outbox_once_per_thing_and_day",
            ),
            one_of("kind", ReminderKind, name="outbox_kind_known"),
            one_of("state", OutboxState, name="outbox_state_known"),
            models.CheckConstraint(
                condition=~Q(state="sent") | Q(sent_at__isnull=False),
                name="outbox_sent_has_a_time",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["dropped", "gave_up"]) | ~Q(because=""),
                name="outbox_not_sent_has_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return self.kind


class ReminderChoice(models.Model):
    """What a person wants to be told, when and how. Without a row the defaults hold.

    Times are wall times in the person's own zone. Quiet hours run from `quiet_from` to
    `quiet_until`, over midnight when that is the earlier one; equal means none. Nothing but
    warning signs and visits comes up to and including `paused_until`. `mail_refused_at` is when
    the person's mail server said for good that there is no such address.
    """

    user = models.OneToOneField(User, on_delete=models.CASCADE, related_name="reminder_choice")
    daily = models.BooleanField(default=True)
    daily_at = models.TimeField(default=time(20))
    exercises = models.BooleanField(default=False)
    check_weekly = models.BooleanField(default=True)
    self_tests = models.BooleanField(default=True)
    after_return = models.BooleanField(default=True)
    visits = models.BooleanField(default=True)
    signs = models.BooleanField(default=True)
    urgent_in_quiet = models.BooleanField(default=False)
    quiet_from = models.TimeField(default=time(22))
    quiet_until = models.TimeField(default=time(7))
    paused_until = models.DateField(null=True, blank=True)
    by_mail = models.BooleanField(default=True)
    by_push = models.BooleanField(default=False)
    mail_refused_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(quiet_from=F("quiet_until"))
                | Q(
                    Q(quiet_from__lt=F("quiet_until")),
                    Q(daily_at__lt=F("quiet_from")) | Q(daily_at__gte=F("quiet_until")),
                )
                | Q(
                    Q(quiet_from__gt=F("quiet_until")),
                    Q(daily_at__lt=F("quiet_from")),
                    Q(daily_at__gte=F("quiet_until")),
                ),
                name="reminderchoice_daily_outside_quiet",
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)


class PushDevice(PublicModel):
    """One browser that may be pushed to. Its endpoint is a secret: whoever has it may write.

    `failures` counts in a row; `dropped_at` is when the push service said that it is gone.
    """

    owner = models.ForeignKey(User, on_delete=models.CASCADE, related_name="push_devices")
    name = models.CharField(max_length=60)
    endpoint = models.CharField(max_length=1000, unique=True)
    p256dh = models.CharField(max_length=120)
    auth = models.CharField(max_length=40)
    made_at = models.DateTimeField(default=timezone.now)
    last_ok_at = models.DateTimeField(null=True, blank=True)
    failures = models.PositiveSmallIntegerField(default=0)
    dropped_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-made_at", "-pk"]
        constraints = [
            filled("name", name="pushdevice_name_filled"),
            filled("p256dh", name="pushdevice_key_filled"),
            filled("auth", name="pushdevice_auth_filled"),
            models.CheckConstraint(
                condition=Q(endpoint__startswith="https://"), name="pushdevice_endpoint_https"
            ),
        ]

    def __str__(self) -> str:
        return str(self.uuid)


class CalendarFeed(PublicModel):
    """The secret address at which a calendar program reads a person's visits.

    The token itself is nowhere: `digest` is its SHA-256, hexadecimal. Turned off it is deleted.
    """

    owner = models.OneToOneField(User, on_delete=models.CASCADE, related_name="calendar_feed")
    digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField(default=timezone.now)
    last_read_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [filled("digest", name="calendarfeed_digest_filled")]

    def __str__(self) -> str:
        return str(self.uuid)


class JobMark(models.Model):
    """When a job last ran to its end, and where it stands if it did not. Nobody's data."""

    name = models.CharField(max_length=24, unique=True)
    started_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True, blank=True)
    cursor = models.PositiveBigIntegerField(default=0)
    said = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [filled("name", name="jobmark_name_filled")]

    def __str__(self) -> str:
        return self.name
