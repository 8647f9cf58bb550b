"""The injury, what happened to it, and the answers given before an account exists."""

import uuid
from datetime import date
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from rehab.vocabulary import (
    CareKind,
    CareOutcome,
    Goal,
    InjuryType,
    Mechanism,
    Onset,
    OnsetPrecision,
    Side,
    Walking,
)
from tracker.models.account import User
from tracker.models.base import NRSField, PublicModel, between, one_of

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

YES_NO = ["yes", "no", "not_sure"]


class InjuryQuerySet(models.QuerySet["Injury"]):
    def of(self, person: "User | AnonymousUser") -> Self:
        return self.filter(owner_id=person.pk) if person.is_authenticated else self.none()

    def open(self) -> Self:
        return self.filter(closed_on__isnull=True)


class Injury(PublicModel):
    """One injury of one person; everything about it hangs on this row and goes with it.

    `onset_on` is null only when the precision is unknown; with "month", "year" or
    "about" it is the middle of what the person knows. The `onset_*` signs hold
    yes, no or not_sure, and null when not asked. `reviewed_on` is the last day of the person
    on which the rules ran without a new entry.
    """

    owner = models.ForeignKey(User, on_delete=models.CASCADE, related_name="injuries")
    side = models.CharField(max_length=5)
    onset = models.CharField(max_length=8, null=True, blank=True)
    onset_on = models.DateField(null=True, blank=True)
    onset_precision = models.CharField(max_length=8, default="day")
    onset_words = models.CharField(max_length=60, blank=True)
    mechanism = models.CharField(max_length=12, default="unknown")
    mechanism_note = models.CharField(max_length=200, blank=True)
    type = models.CharField(max_length=16, default="unsure")
    grade = models.PositiveSmallIntegerField(null=True, blank=True)
    grade_detail = models.CharField(max_length=40, blank=True)
    working_label = models.CharField(max_length=60, blank=True)
    places = models.JSONField(default=list)
    worst = models.JSONField(null=True, blank=True)
    onset_pop = models.CharField(max_length=8, null=True, blank=True)
    onset_bruising = models.CharField(max_length=8, null=True, blank=True)
    onset_big_bruise = models.CharField(max_length=8, null=True, blank=True)
    onset_swelling = models.CharField(max_length=8, null=True, blank=True)
    onset_gap = models.CharField(max_length=8, null=True, blank=True)
    onset_walking = models.CharField(max_length=8, null=True, blank=True)
    goal = models.CharField(max_length=12, null=True, blank=True)
    worse_with = models.CharField(max_length=200, blank=True)
    eases_with = models.CharField(max_length=200, blank=True)
    run_minutes = models.PositiveSmallIntegerField(null=True, blank=True)
    run_times_a_week = models.PositiveSmallIntegerField(null=True, blank=True)
    run_pain = NRSField()
    sit_minutes = models.PositiveSmallIntegerField(null=True, blank=True)
    sit_seat = models.CharField(max_length=8, blank=True)
    settles_minutes = models.PositiveSmallIntegerField(null=True, blank=True)
    surgery_on = models.DateField(null=True, blank=True)
    earlier_injury = models.CharField(max_length=8, null=True, blank=True)
    previous = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, blank=True, related_name="later"
    )
    triage = models.JSONField(default=dict)
    told_by_clinician = models.CharField(max_length=200, blank=True)
    returned_on = models.DateField(null=True, blank=True)
    closed_on = models.DateField(null=True, blank=True)
    closed_reason = models.CharField(max_length=200, blank=True)
    reviewed_on = models.DateField(null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = InjuryQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at"]
        constraints = [
            one_of("side", Side, name="injury_side_known"),
            one_of("onset", Onset, name="injury_onset_known"),
            one_of("onset_precision", OnsetPrecision, name="injury_precision_known"),
            one_of("mechanism", Mechanism, name="injury_mechanism_known"),
            one_of("type", InjuryType, name="injury_type_known"),
            one_of("goal", Goal, name="injury_goal_known"),
            one_of("onset_walking", Walking, name="injury_walking_known"),
            between("grade", 1, 3, name="injury_grade_1_3"),
            between("run_pain", 0, 10, name="injury_run_pain_nrs"),
            models.CheckConstraint(
                condition=Q(
                    onset_on__isnull=False, onset_precision__in=["day", "month", "year", "about"]
                )
                | Q(onset_on__isnull=True, onset_precision="unknown"),
                name="injury_onset_date_and_precision",
            ),
            models.CheckConstraint(
                condition=Q(closed_on__isnull=True)
                | Q(onset_on__isnull=True)
                | Q(closed_on__gte=F("onset_on")),
                name="injury_closed_after_onset",
            ),
            models.CheckConstraint(
                condition=Q(returned_on__isnull=True)
                | Q(onset_on__isnull=True)
                | Q(returned_on__gte=F("onset_on")),
                name="injury_returned_after_onset",
            ),
            *[
                models.CheckConstraint(
                    condition=Q(**{f"{field}__in": YES_NO}), name=f"injury_{field}_answer"
                )
                for field in (
                    "onset_pop",
                    "onset_bruising",
                    "onset_big_bruise",
                    "onset_swelling",
                    "onset_gap",
                    "earlier_injury",
                )
            ],
        ]

    def __str__(self) -> str:
        return str(self.uuid)

    @property
    def known_onset(self) -> date | None:
        """The day it began where the person knows the day; None for a rough or unknown date."""
        return self.onset_on if self.onset_precision == OnsetPrecision.DAY else None


class Setback(PublicModel):
    """A flare-up (settles) or a re-injury (new damage); asked, confirmed, settled."""

    injury = models.ForeignKey(Injury, on_delete=models.CASCADE, related_name="setbacks")
    on = models.DateField()
    kind = models.CharField(max_length=10)
    confirmed = models.BooleanField(null=True, blank=True)
    settled_on = models.DateField(null=True, blank=True)
    note = models.CharField(max_length=2000, blank=True)

    class Meta:
        ordering = ["on"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=["flare", "reinjury"]), name="setback_kind_known"
            ),
            models.CheckConstraint(
                condition=Q(settled_on__isnull=True) | Q(settled_on__gte=F("on")),
                name="setback_settles_after_start",
            ),
            models.UniqueConstraint(fields=["injury", "on", "kind"], name="setback_once_a_day"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.on}"


class Care(PublicModel):
    """What the person has already had: scans, injections, therapies, and what it did.

    `when_words` is the person's own rough date ("June 2026"); `on` is filled only
    when a day is known. `is_now` marks what is done at present.
    """

    injury = models.ForeignKey(Injury, on_delete=models.CASCADE, related_name="care")
    kind = models.CharField(max_length=12)
    name = models.CharField(max_length=80, blank=True)
    who = models.CharField(max_length=80, blank=True)
    when_words = models.CharField(max_length=60, blank=True)
    on = models.DateField(null=True, blank=True)
    said = models.CharField(max_length=2000, blank=True)
    outcome = models.CharField(max_length=10, null=True, blank=True)
    is_now = models.BooleanField(default=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ["created_at", "pk"]
        constraints = [
            one_of("kind", CareKind, name="care_kind_known"),
            one_of("outcome", CareOutcome, name="care_outcome_known"),
        ]

    def __str__(self) -> str:
        return self.kind


class IntakeDraft(models.Model):
    """Intake answers given before sign-up; carried into the account or deleted after 24 hours."""

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    data = models.JSONField(default=dict)
    created_at = models.DateTimeField(default=timezone.now)
    changed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes = [models.Index(fields=["changed_at"], name="intakedraft_changed_at")]

    def __str__(self) -> str:
        return str(self.key)
