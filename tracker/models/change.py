"""One thing that a person changes for some weeks, to see what it does."""

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from rehab.vocabulary import CareOutcome
from tracker.models.base import PublicModel, filled, one_of
from tracker.models.diary import DayQuerySet
from tracker.models.injury import Injury

WHAT_MAX = 120
OUTCOMES = [
    CareOutcome.HELPED,
    CareOutcome.NO_CHANGE,
    CareOutcome.WORSE,
    CareOutcome.TOO_SOON,
]


class Change(PublicModel):
    """What is changed, from when, until when, and which lines of the log it is looked at by.

    `until` is the last day as planned, `ended_on` the last day as it was, null while it
    runs. `is_dropped` marks one that was given up. `contexts` names the lines, in order.
    `outcome` is the person's own word for it, never worked out.
    """

    injury = models.ForeignKey(Injury, on_delete=models.CASCADE, related_name="changes")
    what = models.CharField(max_length=WHAT_MAX)
    began_on = models.DateField()
    until = models.DateField()
    ended_on = models.DateField(null=True, blank=True)
    is_dropped = models.BooleanField(default=False)
    contexts = models.JSONField(default=list)
    outcome = models.CharField(max_length=10, null=True, blank=True)
    note = models.CharField(max_length=2000, blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = DayQuerySet.as_manager()

    class Meta:
        ordering = ["-began_on", "-pk"]
        constraints = [
            filled("what", name="change_what_filled"),
            one_of("outcome", CareOutcome, name="change_outcome_known"),
            models.CheckConstraint(
                condition=Q(until__gte=F("began_on")), name="change_until_after_start"
            ),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True) | Q(ended_on__gte=F("began_on")),
                name="change_ends_after_start",
            ),
            models.CheckConstraint(
                condition=Q(is_dropped=False) | Q(ended_on__isnull=False),
                name="change_dropped_has_an_end",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.what} {self.began_on}"
