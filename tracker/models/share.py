"""A link that shows one injury's report to somebody without an account."""

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from tracker.models.base import PublicModel, filled
from tracker.models.injury import Injury

FOR_WHOM_MAX = 60


class ShareLink(PublicModel):
    """One link. The token itself is nowhere: `token_hash` is its SHA-256, hexadecimal.

    `for_whom` are initials or a role in the person's own words. `code_hash` holds six digits
    that are asked for first, "" for none; `wrong_codes` counts what was typed wrong. It ends at
    `ends_at`, or at `ended_at` when it was turned off.
    """

    injury = models.ForeignKey(Injury, on_delete=models.CASCADE, related_name="share_links")
    token_hash = models.CharField(max_length=64, unique=True)
    for_whom = models.CharField(max_length=FOR_WHOM_MAX)
    ends_at = models.DateTimeField()
    has_photos = models.BooleanField(default=False)
    code_hash = models.CharField(max_length=128, blank=True)
    wrong_codes = models.PositiveSmallIntegerField(default=0)
    opens = models.PositiveIntegerField(default=0)
    last_opened_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-created_at", "-pk"]
        constraints = [
            filled("for_whom", name="sharelink_for_whom_filled"),
            filled("token_hash", name="sharelink_token_hash_filled"),
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("created_at")), name="sharelink_ends_after_start"
            ),
            models.CheckConstraint(
                condition=Q(opens=0, last_opened_at__isnull=True)
                | Q(opens__gt=0, last_opened_at__isnull=False),
                name="sharelink_opens_and_last_together",
            ),
        ]

    def __str__(self) -> str:
        return str(self.uuid)
