"""The outbox: what is to be sent, once per person, kind and local day."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from tracker.models.account import User
from tracker.models.base import filled


class Outbox(models.Model):
    """One message to send. The table is the truth; a lost job is only late."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="outbox")
    kind = models.CharField(max_length=24)
    local_day = models.DateField()
    state = models.CharField(max_length=8, default="waiting")
    tries = models.PositiveSmallIntegerField(default=0)
    not_before = models.DateTimeField(default=timezone.now)
    claimed_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["state", "not_before"], name="outbox_due")]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "kind", "local_day"], name="outbox_once_per_kind_and_day"
            ),
            filled("kind", name="outbox_kind_filled"),
            models.CheckConstraint(
                condition=Q(state__in=["waiting", "claimed", "sent", "gave_up"]),
                name="outbox_state_known",
            ),
            models.CheckConstraint(
                condition=~Q(state="sent") | Q(sent_at__isnull=False),
                name="outbox_sent_has_a_time",
            ),
        ]

    def __str__(self) -> str:
        return self.kind
