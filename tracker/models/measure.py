"""What a person rates in their own words; the numbers themselves are readings."""

from django.db import models

from tracker.models.base import PublicModel, between, filled
from tracker.models.injury import Injury


class OwnActivity(PublicModel):
    """Something the person cannot do as they want because of the injury, in their words.

    `number` counts within the injury and is never used again, so that the readings of
    metric `activity_<number>` stay with these words. `stopped_on` null while it is rated.
    """

    injury = models.ForeignKey(Injury, on_delete=models.CASCADE, related_name="own_activities")
    number = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=80)
    added_on = models.DateField()
    stopped_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["injury", "number"], name="ownactivity_number_once"),
            between("number", 1, 999, name="ownactivity_number_range"),
            filled("name", name="ownactivity_name_filled"),
            models.CheckConstraint(
                condition=models.Q(stopped_on__isnull=True)
                | models.Q(stopped_on__gte=models.F("added_on")),
                name="ownactivity_stops_after_start",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def metric(self) -> str:
        """Under which its readings are kept."""
        return f"activity_{self.number}"
