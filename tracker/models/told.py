"""What a professional said it is: who, when, in which words."""

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from rehab.vocabulary import ToldKind
from tracker.models.base import PublicModel, one_of
from tracker.models.injury import Injury

# The letters of British Athletics and the types of Munich, as a clinician reads them from a scan.
BAMIC = ["0a", "0b", "1a", "1b", "2a", "2b", "2c", "3a", "3b", "3c", "4", "4c"]
MUNICH = ["1", "2", "3A", "3B", "4"]
STRAINS = [ToldKind.STRAIN_1.value, ToldKind.STRAIN_2.value, ToldKind.STRAIN_3.value]


class ClinicianWord(PublicModel):
    """One word of one professional about one injury; a later one never erases it.

    `on` is the day it was said. `is_grade_0`, `bamic` and `munich` belong to a muscle strain
    only. `plan_choice` is what the person chose for a plan that ran when the word changed
    what fits. `taken_back_on` marks one that was typed by mistake: kept, but it counts no more.
    """

    injury = models.ForeignKey(Injury, on_delete=models.CASCADE, related_name="clinician_words")
    kind = models.CharField(max_length=12)
    words = models.CharField(max_length=2000, blank=True)
    role = models.CharField(max_length=20, blank=True)
    who = models.CharField(max_length=80, blank=True)
    on = models.DateField()
    is_grade_0 = models.BooleanField(default=False)
    bamic = models.CharField(max_length=2, blank=True)
    munich = models.CharField(max_length=2, blank=True)
    plan_choice = models.CharField(max_length=8, blank=True)
    taken_back_on = models.DateField(null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ["on", "created_at", "pk"]
        constraints = [
            one_of("kind", ToldKind, name="clinicianword_kind_known"),
            models.CheckConstraint(
                condition=~Q(kind="other") | ~Q(words=""), name="clinicianword_other_in_words"
            ),
            models.CheckConstraint(
                condition=~Q(role="", who=""), name="clinicianword_somebody_said_it"
            ),
            models.CheckConstraint(
                condition=Q(bamic__in=["", *BAMIC], munich__in=["", *MUNICH]),
                name="clinicianword_letters_known",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=STRAINS) | Q(is_grade_0=False, bamic="", munich=""),
                name="clinicianword_letters_of_strain",
            ),
            models.CheckConstraint(
                condition=Q(plan_choice__in=["", "carry_on", "change"]),
                name="clinicianword_plan_choice_known",
            ),
            models.CheckConstraint(
                condition=Q(taken_back_on__isnull=True) | Q(taken_back_on__gte=F("on")),
                name="clinicianword_taken_back_after",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.on}"
