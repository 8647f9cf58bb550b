"""Keys by which a shortcut or a watch logs for a person. What opens the door is never stored."""

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from tracker.models.account import User
from tracker.models.base import PublicModel, filled
from tracker.models.injury import Injury

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser


class ApiTokenQuerySet(models.QuerySet["ApiToken"]):
    def of(self, person: "User | AnonymousUser") -> Self:
        return self.filter(owner_id=person.pk) if person.is_authenticated else self.none()

    def live(self) -> Self:
        return self.filter(revoked_at__isnull=True)


class ApiToken(PublicModel):
    """One token: it writes into one injury's diary, only what its scopes name, and reads nothing.

    `digest` is the SHA-256 of the token, which is shown once and kept nowhere; `ending` are
    its last characters, by which the person tells two apart. `scopes` holds "log", "fall",
    "run".
    """

    owner = models.ForeignKey(User, on_delete=models.CASCADE, related_name="api_tokens")
    injury = models.ForeignKey(Injury, on_delete=models.CASCADE, related_name="api_tokens")
    name = models.CharField(max_length=60)
    digest = models.CharField(max_length=64, unique=True)
    ending = models.CharField(max_length=4)
    scopes = models.JSONField(default=list)
    made_at = models.DateTimeField(default=timezone.now)
    last_used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects = ApiTokenQuerySet.as_manager()

    class Meta:
        ordering = ["-made_at", "-pk"]
        constraints = [
            filled("name", name="apitoken_name_filled"),
            filled("digest", name="apitoken_digest_filled"),
            models.CheckConstraint(
                condition=Q(revoked_at__isnull=True) | Q(revoked_at__gte=F("made_at")),
                name="apitoken_revoked_after_made",
            ),
        ]

    def __str__(self) -> str:
        return str(self.uuid)
