"""A link that shows one injury's report to somebody without an account."""

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from rehab.vocabulary import ToldKind
from tracker.models.base import PublicModel, filled
from tracker.models.injury import Injury

FOR_WHOM_MAX = 60
NAME_MAX, MESSAGE_MAX = 40, 500


class ShareLink(PublicModel):
    """One link. The token itself is nowhere: `token_hash` is its SHA-256, hexadecimal.

    `for_whom` are initials or a role in the person's own words. `code_hash` holds six digits
    that are asked for first, "" for none; `wrong_codes` counts what was typed wrong. It ends at
    `ends_at`, or at `ended_at` when it was turned off. `reply_hash` is that of the token of its
    one reply; null for a link made before there were replies.
    """

    injury = models.ForeignKey(Injury, on_delete=models.CASCADE, related_name="share_links")
    token_hash = models.CharField(max_length=64, unique=True)
    reply_hash = models.CharField(max_length=64, unique=True, null=True, blank=True)
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


class ShareReply(PublicModel):
    """What whoever had the link typed, once. It changes nothing by itself.

    `sent_on` is the person's own day. `label` is a word of a professional (`ToldKind`), `stage`
    one of `programme`. `answered_at` is when the person had read it or put it aside; each
    `..._taken_on` the day on which the person took that part over.
    """

    link = models.OneToOneField(ShareLink, on_delete=models.CASCADE, related_name="reply")
    key = models.UUIDField()
    name = models.CharField(max_length=NAME_MAX)
    role = models.CharField(max_length=20)
    message = models.CharField(max_length=MESSAGE_MAX, blank=True)
    label = models.CharField(max_length=12, blank=True)
    visit_on = models.DateField(null=True, blank=True)
    programme = models.CharField(max_length=40, blank=True)
    stage = models.CharField(max_length=40, blank=True)
    sent_at = models.DateTimeField()
    sent_on = models.DateField()
    answered_at = models.DateTimeField(null=True, blank=True)
    label_taken_on = models.DateField(null=True, blank=True)
    visit_taken_on = models.DateField(null=True, blank=True)
    stage_taken_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["-sent_at", "-pk"]
        constraints = [
            filled("name", name="sharereply_name_filled"),
            filled("role", name="sharereply_role_filled"),
            models.CheckConstraint(
                condition=Q(label__in=["", *(kind.value for kind in ToldKind)]),
                name="sharereply_label_known",
            ),
            models.CheckConstraint(
                condition=~Q(message="", label="", stage="", visit_on__isnull=True),
                name="sharereply_says_something",
            ),
            models.CheckConstraint(
                condition=Q(programme="", stage="") | ~Q(programme="") & ~Q(stage=""),
                name="sharereply_stage_of_a_programme",
            ),
            models.CheckConstraint(
                condition=(Q(label_taken_on__isnull=True) | ~Q(label=""))
                & (Q(visit_taken_on__isnull=True) | Q(visit_on__isnull=False))
                & (Q(stage_taken_on__isnull=True) | ~Q(stage="")),
                name="sharereply_takes_what_was_sent",
            ),
        ]

    def __str__(self) -> str:
        return str(self.uuid)
