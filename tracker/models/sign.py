"""Findings (what rules found), notices (what the person was told), visits."""

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from rehab.vocabulary import NoticeActionKind, Tier
from tracker.models.account import User
from tracker.models.base import PublicModel, filled, one_of
from tracker.models.injury import Injury

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser


class SignQuerySet(models.QuerySet):
    def of(self, person: "User | AnonymousUser") -> Self:
        return self.filter(injury__owner_id=person.pk) if person.is_authenticated else self.none()

    def open(self) -> Self:
        return self.filter(closed_on__isnull=True)


class Finding(PublicModel):
    """A rule that is true for an injury; one open per injury and rule.

    `evidence` lists the ISO dates on which it rests, `values` what fills its words.
    """

    injury = models.ForeignKey(Injury, on_delete=models.CASCADE, related_name="findings")
    rule = models.CharField(max_length=40)
    rule_version = models.PositiveSmallIntegerField(default=1)
    topic = models.CharField(max_length=40)
    tier = models.CharField(max_length=10)
    evidence = models.JSONField(default=list)
    values = models.JSONField(default=dict)
    conditions = models.JSONField(default=list)
    content_version = models.CharField(max_length=20)
    opened_on = models.DateField()
    last_true_on = models.DateField()
    closed_on = models.DateField(null=True, blank=True)
    closed_because = models.CharField(max_length=12, blank=True)

    objects = SignQuerySet.as_manager()

    class Meta:
        ordering = ["opened_on"]
        constraints = [
            models.UniqueConstraint(
                fields=["injury", "rule"],
                condition=Q(closed_on__isnull=True),
                name="finding_one_open_per_rule",
            ),
            one_of("tier", Tier, name="finding_tier_known"),
            filled("rule", name="finding_rule_filled"),
            models.CheckConstraint(
                condition=Q(closed_on__isnull=True, closed_because="")
                | Q(
                    closed_on__isnull=False,
                    closed_on__gte=F("opened_on"),
                    closed_because__in=["passed", "edited", "visit", "off"],
                ),
                name="finding_end_and_reason_together",
            ),
        ]

    def __str__(self) -> str:
        return self.rule


class Notice(PublicModel):
    """What the person was told, in the words shown.

    `parts` is a list of {rule, name, message, evidence, values, conditions, ...}: several
    routine or soon rules together make one notice, the most urgent first. They stay as they
    were told.
    """

    injury = models.ForeignKey(Injury, on_delete=models.CASCADE, related_name="notices")
    told_on = models.DateField()
    told_at = models.DateTimeField(default=timezone.now)
    tier = models.CharField(max_length=10)
    heading = models.CharField(max_length=200)
    parts = models.JSONField(default=list)
    content_version = models.CharField(max_length=20)
    closed_on = models.DateField(null=True, blank=True)
    closed_because = models.CharField(max_length=12, blank=True)

    objects = SignQuerySet.as_manager()

    class Meta:
        ordering = ["-told_at"]
        indexes = [models.Index(fields=["injury", "told_on"], name="notice_injury_told_on")]
        constraints = [
            one_of("tier", Tier, name="notice_tier_known"),
            filled("heading", name="notice_heading_filled"),
            models.CheckConstraint(
                condition=Q(closed_on__isnull=True, closed_because="")
                | Q(
                    closed_on__isnull=False,
                    closed_on__gte=F("told_on"),
                    closed_because__in=["passed", "edited", "visit", "replaced", "off"],
                ),
                name="notice_end_and_reason_together",
            ),
        ]

    def __str__(self) -> str:
        return self.heading


class NoticeAction(models.Model):
    """What the person did with a notice; never changed, only added to."""

    notice = models.ForeignKey(Notice, on_delete=models.CASCADE, related_name="actions")
    kind = models.CharField(max_length=10)
    on = models.DateField()
    until = models.DateField(null=True, blank=True)
    reason = models.CharField(max_length=500, blank=True)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            one_of("kind", NoticeActionKind, name="noticeaction_kind_known"),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("on")),
                name="noticeaction_until_after_on",
            ),
            models.CheckConstraint(
                condition=~Q(kind="not_for_me") | ~Q(reason=""),
                name="noticeaction_not_for_me_has_reason",
            ),
        ]

    def __str__(self) -> str:
        return self.kind


class Visit(PublicModel):
    """A visit to a professional: due, booked, seen, result, closed.

    `did` names what its advice changed, so that changing the advice can take it back: the
    uuid of the `plan` and the `pause` that it ended, and of the pause that it `began`.
    `tests` are codes of what was examined there; null means not told, [] that nothing was.
    `moves` counts how often day, hour or state changed, the last time at `changed_at`: a
    calendar program takes the higher count for the newer.
    """

    # Of an own visit: wanted, and no day stands.
    UNBOOKED = ("due", "later", "missed")

    owner = models.ForeignKey(User, on_delete=models.CASCADE, related_name="visits")
    injury = models.ForeignKey(
        Injury, on_delete=models.CASCADE, null=True, blank=True, related_name="visits"
    )
    notice = models.ForeignKey(
        Notice, on_delete=models.SET_NULL, null=True, blank=True, related_name="visits"
    )
    state = models.CharField(max_length=8, default="due")
    role = models.CharField(max_length=20, blank=True)
    who = models.CharField(max_length=80, blank=True)
    on = models.DateField(null=True, blank=True)
    at = models.TimeField(null=True, blank=True)
    result = models.CharField(max_length=14, blank=True)
    words = models.CharField(max_length=2000, blank=True)
    advice = models.CharField(max_length=14, blank=True)
    tests = models.JSONField(null=True, blank=True)
    did = models.JSONField(default=dict)
    moves = models.PositiveIntegerField(default=0)
    changed_at = models.DateTimeField(default=timezone.now, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ["on", "created_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    state__in=["due", "later", "booked", "missed", "seen", "result", "closed"]
                ),
                name="visit_state_known",
            ),
            models.CheckConstraint(
                condition=~Q(state="booked") | Q(on__isnull=False), name="visit_booked_has_a_day"
            ),
            models.CheckConstraint(
                condition=Q(result__in=["", "hamstring", "something_else", "not_sure"]),
                name="visit_result_known",
            ),
            models.CheckConstraint(
                condition=Q(
                    advice__in=[
                        "",
                        "carry_on",
                        "own_plan",
                        "pause",
                        "diary_only",
                        "relabel",
                        "close",
                    ]
                ),
                name="visit_advice_known",
            ),
        ]

    def __str__(self) -> str:
        return self.state
