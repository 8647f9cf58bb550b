"""What a person puts on the page for a professional: period, parts, questions, name."""

from django.db import models
from django.db.models import F, Q

from tracker.models.injury import Injury

PERIODS = ["6w", "12w", "all", "visit", "own"]
PARTS = ["care", "maps", "runs", "tests", "exercises", "told", "notes"]
ASKS_MAX, NAME_MAX = 300, 60


def usual_parts() -> list[str]:
    """Everything but the person's own notes."""
    return [part for part in PARTS if part != "notes"]


class ReportChoice(models.Model):
    """How one injury's report is made, as chosen last.

    `period` is 6w, 12w, all, visit (since the last visit) or own (`first_on` to `last_on`).
    `parts` are those of page 2. `has_plain_name` keeps words of health out of the file's name.
    """

    injury = models.OneToOneField(Injury, on_delete=models.CASCADE, related_name="report_choice")
    period = models.CharField(max_length=8, default="12w")
    first_on = models.DateField(null=True, blank=True)
    last_on = models.DateField(null=True, blank=True)
    parts = models.JSONField(default=usual_parts)
    asks = models.CharField(max_length=ASKS_MAX, blank=True)
    name = models.CharField(max_length=NAME_MAX, blank=True)
    has_plain_name = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(period__in=PERIODS), name="reportchoice_period_known"
            ),
            models.CheckConstraint(
                condition=~Q(period="own")
                | Q(first_on__isnull=False, last_on__isnull=False, last_on__gte=F("first_on")),
                name="reportchoice_own_days_in_order",
            ),
        ]

    def __str__(self) -> str:
        return self.period
