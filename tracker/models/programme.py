"""The plan a person follows, its stages, sessions, clearances and pauses."""

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from tracker.models.account import User
from tracker.models.base import NRSField, PublicModel, between, filled
from tracker.models.injury import Injury

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser


class PlanQuerySet(models.QuerySet["Plan"]):
    def of(self, person: "User | AnonymousUser") -> Self:
        return self.filter(injury__owner_id=person.pk) if person.is_authenticated else self.none()

    def open(self) -> Self:
        return self.filter(ended_on__isnull=True)


class Plan(PublicModel):
    """A programme of ours or the person's own plan; one open per injury.

    An own plan names who made it, and the running ladder it uses ("" for none).
    """

    injury = models.ForeignKey(Injury, on_delete=models.CASCADE, related_name="plans")
    kind = models.CharField(max_length=10, default="programme")
    programme = models.CharField(max_length=40, blank=True)
    stage = models.CharField(max_length=40, blank=True)
    content_version = models.CharField(max_length=20, blank=True)
    made_by = models.CharField(max_length=80, blank=True)
    ladder = models.CharField(max_length=20, blank=True, default="")
    started_on = models.DateField()
    ended_on = models.DateField(null=True, blank=True)

    objects = PlanQuerySet.as_manager()

    class Meta:
        ordering = ["-started_on"]
        constraints = [
            models.UniqueConstraint(
                fields=["injury"],
                condition=Q(ended_on__isnull=True),
                name="plan_one_open_per_injury",
            ),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True) | Q(ended_on__gte=F("started_on")),
                name="plan_ends_after_start",
            ),
            models.CheckConstraint(
                condition=Q(kind="own", programme="", stage="")
                | (Q(kind="programme") & ~Q(programme="") & ~Q(stage="")),
                name="plan_programme_or_own",
            ),
            models.CheckConstraint(
                condition=Q(ladder="") | Q(ladder__in=["endurance", "speed"], kind="own"),
                name="plan_ladder_of_own",
            ),
        ]

    def __str__(self) -> str:
        return self.programme or self.kind


class PlanItem(PublicModel):
    """One exercise of the person's own plan: name, dose, days, pain limits.

    `exercise` is an id of our library, "" for one in their own words. One that was
    taken out keeps its row, so that its ticks keep their name.
    """

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="items")
    position = models.PositiveSmallIntegerField()
    exercise = models.CharField(max_length=40, blank=True)
    name = models.CharField(max_length=80)
    dose = models.CharField(max_length=60, blank=True)
    note = models.CharField(max_length=200, blank=True, default="")
    weekdays = models.JSONField(default=list)
    go_to = NRSField()
    stop_at = NRSField()
    ended_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "position"], name="planitem_position_once"),
            filled("name", name="planitem_name_filled"),
            between("go_to", 0, 10, name="planitem_go_to_nrs"),
            between("stop_at", 0, 10, name="planitem_stop_at_nrs"),
            models.CheckConstraint(
                condition=Q(go_to__isnull=True)
                | Q(stop_at__isnull=True)
                | Q(stop_at__gt=F("go_to")),
                name="planitem_stop_above_go",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class StageMove(PublicModel):
    """A move between stages: by the person, a rule or a clearance, with what it rested on."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="moves")
    on = models.DateField()
    from_stage = models.CharField(max_length=40, blank=True)
    to_stage = models.CharField(max_length=40)
    reason = models.CharField(max_length=20)
    evidence = models.JSONField(default=dict)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["at"]
        constraints = [
            filled("to_stage", name="stagemove_goes_somewhere"),
            models.CheckConstraint(
                condition=Q(
                    reason__in=[
                        "start",
                        "goals_met",
                        "cleared",
                        "chosen",
                        "stepped_back",
                        "resumed",
                    ]
                ),
                name="stagemove_reason_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.from_stage} {self.to_stage}"


class ExerciseSession(PublicModel):
    """The exercises of one plan on one day; pain during and effort for the whole session."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="sessions")
    on = models.DateField()
    pain = NRSField()
    sharp_stop = models.BooleanField(null=True, blank=True)
    done_pct = models.PositiveSmallIntegerField(null=True, blank=True)
    note = models.CharField(max_length=2000, blank=True)

    class Meta:
        ordering = ["on"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "on"], name="session_once_a_day"),
            between("pain", 0, 10, name="session_pain_nrs"),
            between("done_pct", 0, 100, name="session_done_pct_range"),
        ]

    def __str__(self) -> str:
        return f"session {self.on}"


# What a person can have done of one exercise on one day; more is a slip of the finger.
SETS_MAX, REPS_MAX, HOLD_S_MAX, LOAD_KG_MAX = 20, 200, 600, 400


class SessionItem(models.Model):
    """One exercise of a session: done or not, and what was done.

    `sets`, `reps` of a set, `hold_s` seconds held, `load_kg` kilograms and `pain` (the worst
    NRS 0-10 during it) are what was told; null is not told.
    """

    session = models.ForeignKey(ExerciseSession, on_delete=models.CASCADE, related_name="items")
    exercise = models.CharField(max_length=40)
    done = models.BooleanField(default=False)
    sets = models.PositiveSmallIntegerField(null=True, blank=True)
    reps = models.PositiveSmallIntegerField(null=True, blank=True)
    hold_s = models.PositiveSmallIntegerField(null=True, blank=True)
    load_kg = models.DecimalField(max_digits=5, decimal_places=1, null=True, blank=True)
    pain = NRSField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["session", "exercise"], name="sessionitem_once_per_exercise"
            ),
            filled("exercise", name="sessionitem_exercise_filled"),
            between("pain", 0, 10, name="sessionitem_pain_nrs"),
            between("sets", 1, SETS_MAX, name="sessionitem_sets_range"),
            between("reps", 1, REPS_MAX, name="sessionitem_reps_range"),
            between("hold_s", 1, HOLD_S_MAX, name="sessionitem_hold_range"),
            between("load_kg", 0, LOAD_KG_MAX, name="sessionitem_load_range"),
        ]

    def __str__(self) -> str:
        return self.exercise


class Clearance(PublicModel):
    """A professional examined the person and agreed to a step: who, when, their words."""

    injury = models.ForeignKey(Injury, on_delete=models.CASCADE, related_name="clearances")
    programme = models.CharField(max_length=40, blank=True)
    stage = models.CharField(max_length=40, blank=True)
    by = models.CharField(max_length=80)
    on = models.DateField()
    words = models.CharField(max_length=2000, blank=True)

    class Meta:
        ordering = ["on"]
        constraints = [filled("by", name="clearance_by_filled")]

    def __str__(self) -> str:
        return f"{self.on}"


class LoadPause(PublicModel):
    """An offered pause of loading: which rule offered it, what the person chose, how it ended."""

    injury = models.ForeignKey(Injury, on_delete=models.CASCADE, related_name="pauses")
    rule = models.CharField(max_length=40, blank=True)
    accepted = models.BooleanField()
    started_on = models.DateField()
    ended_on = models.DateField(null=True, blank=True)
    ended_by = models.CharField(max_length=12, blank=True)

    class Meta:
        ordering = ["started_on"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True, ended_by="")
                | Q(
                    ended_on__isnull=False,
                    ended_on__gte=F("started_on"),
                    ended_by__in=["person", "visit", "finding"],
                ),
                name="loadpause_end_and_reason_together",
            ),
            models.UniqueConstraint(
                fields=["injury"],
                condition=Q(ended_on__isnull=True, accepted=True),
                name="loadpause_one_open_per_injury",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.started_on}"


class GapAnswer(models.Model):
    """The answer to "Did you keep training?" after `gap_days` days without a log."""

    injury = models.ForeignKey(Injury, on_delete=models.CASCADE, related_name="gap_answers")
    on = models.DateField()
    gap_days = models.PositiveSmallIntegerField()
    kept_training = models.CharField(max_length=8)

    class Meta:
        ordering = ["on", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["injury", "on"], name="gapanswer_once_a_day"),
            models.CheckConstraint(
                condition=Q(kept_training__in=["yes", "a_little", "no"]),
                name="gapanswer_kept_training_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.on} {self.kept_training}"
