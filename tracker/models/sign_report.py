"""What a person says was wrong with a warning, or missed by all of them."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from rehab.vocabulary import ReportKind
from tracker.models.base import PublicModel, one_of
from tracker.models.injury import Injury
from tracker.models.sign import Notice


class SignReport(PublicModel):
    """One report. `rules` are those of the notice, empty when no rule had spoken.

    `words` stay with the person: whoever runs the site counts `kind` and `rules` alone.
    """

    injury = models.ForeignKey(Injury, on_delete=models.CASCADE, related_name="sign_reports")
    notice = models.ForeignKey(
        Notice, on_delete=models.SET_NULL, null=True, blank=True, related_name="reports"
    )
    kind = models.CharField(max_length=12)
    rules = models.JSONField(default=list)
    words = models.CharField(max_length=1000, blank=True)
    on = models.DateField()
    content_version = models.CharField(max_length=40)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ["-created_at", "-pk"]
        constraints = [
            one_of("kind", ReportKind, name="signreport_kind_known"),
            models.CheckConstraint(
                condition=~Q(kind="missed") | ~Q(words=""), name="signreport_missed_in_words"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.on}"
