"""What is logged: days, moments, falls, runs, answers, readings, and their history."""

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from rehab.vocabulary import (
    AnswerValue,
    FallEffect,
    FallKind,
    LandedOn,
    PainContext,
    Seat,
    Side,
    Sleep,
    Stress,
    Surface,
)
from tracker.models.account import User
from tracker.models.base import NRSField, PublicModel, between, filled, one_of
from tracker.models.injury import Injury

if TYPE_CHECKING:
    from datetime import date

    from django.contrib.auth.models import AnonymousUser


class DiaryQuerySet(models.QuerySet):
    def between(self, first: "date", last: "date") -> Self:
        return self.filter(on__gte=first, on__lte=last)


class DayQuerySet(DiaryQuerySet):
    def of(self, person: "User | AnonymousUser") -> Self:
        return self.filter(injury__owner_id=person.pk) if person.is_authenticated else self.none()


class LoggedQuerySet(DayQuerySet):
    def logged(self) -> Self:
        """Days with a log or a moment, not those of which only the intake told something."""
        return self.filter(Q(number__gt=0) | Exists(Moment.objects.filter(day=OuterRef("pk"))))


class FallQuerySet(DiaryQuerySet):
    def of(self, person: "User | AnonymousUser") -> Self:
        return self.filter(owner_id=person.pk) if person.is_authenticated else self.none()


class Stamped(models.Model):
    """When it was written down: the instant, and the zone the person was in."""

    logged_at = models.DateTimeField(default=timezone.now)
    zone = models.CharField(max_length=64, default="UTC")

    class Meta:
        abstract = True


class Day(PublicModel, Stamped):
    """One injury's day: worst pain per context, places, signs, treatments.

    Pain is the NRS 0-10, null when not recorded. JSON lists hold codes of the
    vocabulary; null means not asked, [] means asked and none. `places` holds
    [code, side] pairs. `carried` names the fields that were carried over from an
    earlier day untouched: shown, but no evidence. `signs` maps each sign that was
    asked to true or false. `number` counts the versions of the row.
    """

    injury = models.ForeignKey(Injury, on_delete=models.CASCADE, related_name="days")
    on = models.DateField()
    rest = NRSField()
    sitting = NRSField()
    night = NRSField()
    walking = NRSField()
    running = NRSField()
    morning = NRSField()
    skipped = models.JSONField(default=list)
    no_run = models.BooleanField(null=True, blank=True)
    slept_through = models.BooleanField(null=True, blank=True)
    limp = models.BooleanField(null=True, blank=True)
    signs = models.JSONField(null=True, blank=True)
    places = models.JSONField(null=True, blank=True)
    worst = models.JSONField(null=True, blank=True)
    qualities = models.JSONField(null=True, blank=True)
    treatments = models.JSONField(null=True, blank=True)
    carried = models.JSONField(default=list)
    sit_minutes = models.PositiveSmallIntegerField(null=True, blank=True)
    sat_without_pain = models.BooleanField(null=True, blank=True)
    seat = models.CharField(max_length=8, null=True, blank=True)
    sleep = models.CharField(max_length=8, null=True, blank=True)
    stress = models.CharField(max_length=8, null=True, blank=True)
    copied = models.BooleanField(default=False)
    note = models.CharField(max_length=2000, blank=True)
    number = models.PositiveIntegerField(default=1)

    objects = LoggedQuerySet.as_manager()

    class Meta:
        ordering = ["-on"]
        constraints = [
            models.UniqueConstraint(fields=["injury", "on"], name="day_once_per_injury"),
            *[
                between(context.value, 0, 10, name=f"day_{context.value}_nrs")
                for context in PainContext
            ],
            models.CheckConstraint(
                condition=Q(running__isnull=True) | Q(no_run__isnull=True) | Q(no_run=False),
                name="day_no_run_has_no_running_pain",
            ),
            models.CheckConstraint(
                condition=Q(night__isnull=True)
                | Q(slept_through__isnull=True)
                | Q(slept_through=False),
                name="day_slept_through_has_no_night_pain",
            ),
            models.CheckConstraint(
                condition=Q(sit_minutes__isnull=True)
                | Q(sat_without_pain__isnull=True)
                | Q(sat_without_pain=False),
                name="day_sat_without_pain_has_no_minutes",
            ),
            between("sit_minutes", 0, 960, name="day_sit_minutes_range"),
            one_of("seat", Seat, name="day_seat_known"),
            one_of("sleep", Sleep, name="day_sleep_known"),
            one_of("stress", Stress, name="day_stress_known"),
        ]

    def __str__(self) -> str:
        return f"{self.injury_id} {self.on}"


class Moment(PublicModel, Stamped):
    """A second look within a day: a time, a context, a number. It never overwrites the day."""

    day = models.ForeignKey(Day, on_delete=models.CASCADE, related_name="moments")
    at = models.TimeField()
    context = models.CharField(max_length=8)
    nrs = models.PositiveSmallIntegerField()
    note = models.CharField(max_length=2000, blank=True)

    class Meta:
        ordering = ["at"]
        constraints = [
            one_of("context", PainContext, name="moment_context_known"),
            between("nrs", 0, 10, name="moment_nrs"),
        ]

    def __str__(self) -> str:
        return f"{self.context} {self.nrs}"


class Fall(PublicModel, Stamped):
    """A fall or slip of the person; it may have no injury and may lie before onset."""

    owner = models.ForeignKey(User, on_delete=models.CASCADE, related_name="falls")
    injury = models.ForeignKey(
        Injury, on_delete=models.SET_NULL, null=True, blank=True, related_name="falls"
    )
    on = models.DateField()
    kind = models.CharField(max_length=10)
    side = models.CharField(max_length=5, null=True, blank=True)
    landed_on = models.CharField(max_length=8, null=True, blank=True)
    effect = models.CharField(max_length=12, null=True, blank=True)
    note = models.CharField(max_length=2000, blank=True)

    objects = FallQuerySet.as_manager()

    class Meta:
        ordering = ["-on"]
        indexes = [models.Index(fields=["owner", "on"], name="fall_owner_on")]
        constraints = [
            one_of("kind", FallKind, name="fall_kind_known"),
            one_of("side", Side, name="fall_side_known"),
            one_of("landed_on", LandedOn, name="fall_landed_on_known"),
            one_of("effect", FallEffect, name="fall_effect_known"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.on}"


class Run(PublicModel, Stamped):
    """One run, typed in or from a file. Minutes, kilometres, effort 1-10, worst pain 0-10.

    A file also tells when it began, with the distance of the local time from UTC, how long
    it took with standing still, two speeds (m/s) and the metres climbed; null where not.
    """

    injury = models.ForeignKey(Injury, on_delete=models.CASCADE, related_name="runs")
    on = models.DateField()
    minutes = models.DecimalField(max_digits=6, decimal_places=1, null=True, blank=True)
    km = models.DecimalField(max_digits=6, decimal_places=2, null=True, blank=True)
    effort = models.PositiveSmallIntegerField(null=True, blank=True)
    pain = NRSField()
    sharp_stop = models.BooleanField(null=True, blank=True)
    ladder = models.CharField(max_length=20, blank=True)
    step = models.CharField(max_length=8, blank=True)
    surface = models.CharField(max_length=10, null=True, blank=True)
    full_training = models.BooleanField(null=True, blank=True)
    source = models.CharField(max_length=12, default="typed")
    file_hash = models.CharField(max_length=64, null=True, blank=True)
    started_at = models.DateTimeField(null=True, blank=True)
    offset_minutes = models.SmallIntegerField(null=True, blank=True)
    elapsed_minutes = models.DecimalField(max_digits=6, decimal_places=1, null=True, blank=True)
    fastest_30s_m_s = models.DecimalField(max_digits=4, decimal_places=2, null=True, blank=True)
    top_speed_m_s = models.DecimalField(max_digits=4, decimal_places=2, null=True, blank=True)
    climb_m = models.PositiveSmallIntegerField(null=True, blank=True)
    note = models.CharField(max_length=2000, blank=True)

    objects = DayQuerySet.as_manager()

    class Meta:
        ordering = ["-on"]
        indexes = [models.Index(fields=["injury", "on"], name="run_injury_on")]
        constraints = [
            between("minutes", 0, 2880, name="run_minutes_range"),
            between("km", 0, 500, name="run_km_range"),
            between("effort", 1, 10, name="run_effort_1_10"),
            between("pain", 0, 10, name="run_pain_nrs"),
            one_of("surface", Surface, name="run_surface_known"),
            models.UniqueConstraint(fields=["injury", "file_hash"], name="run_file_once"),
            models.CheckConstraint(
                condition=Q(started_at__isnull=True, offset_minutes__isnull=True)
                | Q(started_at__isnull=False, offset_minutes__isnull=False),
                name="run_start_and_offset_together",
            ),
            between("offset_minutes", -720, 840, name="run_offset_range"),
            between("elapsed_minutes", 0, 2880, name="run_elapsed_range"),
            between("fastest_30s_m_s", 0, 12.5, name="run_fastest_30s_range"),
            between("top_speed_m_s", 0, 12.5, name="run_top_speed_range"),
            between("climb_m", 0, 10000, name="run_climb_range"),
            models.CheckConstraint(
                condition=Q(ladder="", step="") | (~Q(ladder="") & ~Q(step="")),
                name="run_ladder_and_step_together",
            ),
        ]

    def __str__(self) -> str:
        return f"run {self.on}"


class Answer(models.Model):
    """One answer to a safety question. Append only: a later answer never erases an earlier one."""

    owner = models.ForeignKey(User, on_delete=models.CASCADE, related_name="answers")
    injury = models.ForeignKey(
        Injury, on_delete=models.CASCADE, null=True, blank=True, related_name="answers"
    )
    on = models.DateField()
    at = models.DateTimeField(default=timezone.now)
    question = models.CharField(max_length=40)
    value = models.CharField(max_length=8)
    because = models.CharField(max_length=60, blank=True)

    class Meta:
        ordering = ["on", "at", "pk"]
        indexes = [models.Index(fields=["owner", "on"], name="answer_owner_on")]
        constraints = [
            one_of("value", AnswerValue, name="answer_value_known"),
            filled("question", name="answer_question_filled"),
        ]

    def __str__(self) -> str:
        return f"{self.question} {self.value}"


class Reading(PublicModel, Stamped):
    """A self-test or another single number; one per injury, date and metric."""

    injury = models.ForeignKey(Injury, on_delete=models.CASCADE, related_name="readings")
    on = models.DateField()
    metric = models.CharField(max_length=40)
    value = models.DecimalField(max_digits=8, decimal_places=2)
    note = models.CharField(max_length=2000, blank=True)

    class Meta:
        ordering = ["on"]
        constraints = [
            models.UniqueConstraint(
                fields=["injury", "on", "metric"], name="reading_once_per_metric"
            ),
            between("value", 0, 10000, name="reading_value_range"),
            filled("metric", name="reading_metric_filled"),
        ]

    def __str__(self) -> str:
        return f"{self.metric} {self.on}"


class SubmissionKey(models.Model):
    """A form's key, stored once per person, so that a double tap or a replay writes once."""

    owner = models.ForeignKey(User, on_delete=models.CASCADE, related_name="submission_keys")
    key = models.UUIDField()
    kind = models.CharField(max_length=20)
    made = models.CharField(max_length=64, blank=True)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["owner", "key"], name="submissionkey_once_per_person")
        ]

    def __str__(self) -> str:
        return self.kind


class RevisionQuerySet(models.QuerySet["Revision"]):
    def of(self, person: "User | AnonymousUser") -> Self:
        return self.filter(owner_id=person.pk) if person.is_authenticated else self.none()


class Revision(PublicModel):
    """What a row held before and after a change; null before = created, null after = deleted.

    Beside its own columns a row may keep, under these names: of which day a moment was, the
    numbers of other tables that came and went with it, the exercises that changed with it.
    """

    OF = "of"
    BESIDE = "readings"
    ITEMS = "items"

    owner = models.ForeignKey(User, on_delete=models.CASCADE, related_name="revisions")
    table = models.CharField(max_length=20)
    row = models.UUIDField()
    before = models.JSONField(null=True, blank=True)
    after = models.JSONField(null=True, blank=True)
    undone = models.BooleanField(default=False)
    at = models.DateTimeField(default=timezone.now)

    objects = RevisionQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["owner", "row"], name="revision_owner_row")]
        constraints = [
            models.CheckConstraint(
                condition=Q(before__isnull=False) | Q(after__isnull=False),
                name="revision_holds_something",
            )
        ]

    def __str__(self) -> str:
        return f"{self.table} {self.row}"


__all__ = [
    "Answer",
    "Day",
    "Fall",
    "Moment",
    "Reading",
    "Revision",
    "Run",
    "SubmissionKey",
]
