"""Step 7 and the page /had/: one scan, treatment or therapy of the list."""

from django import forms
from django.utils.translation import gettext_lazy as _

from rehab.vocabulary import CareKind, CareOutcome
from tracker.forms.intake.fields import OneOf, TextField, codes

SHORT_KINDS = (
    (CareKind.SCAN.value, _("Scan")),
    (CareKind.INJECTION.value, _("Injection")),
    (CareKind.HANDS_ON.value, _("Hands-on")),
    (CareKind.EXERCISES.value, _("Exercises")),
    (CareKind.SHOCK_WAVE.value, _("Shock wave")),
    (CareKind.MEDICINE.value, _("Medicine")),
    (CareKind.OTHER.value, _("Other")),
)
SHOWED = frozenset({CareOutcome.CLEAN.value, CareOutcome.FINDING.value})
DID = frozenset({o.value for o in CareOutcome}) - SHOWED


class CareForm(forms.Form):
    """What it was and what it did. A scan is clean or found something; the rest helped or not."""

    kind = OneOf(SHORT_KINDS, error=_("Choose what it was"), label=_("What"))
    name = TextField(most=80, label=_("Which one, in a few words"))
    outcome = OneOf(
        codes(CareOutcome), error="", label=_("What did it show or do?"), required=False
    )
    who = TextField(most=80, label=_("Who"))
    when_words = TextField(
        most=60,
        label=_("When, roughly"),
        help_text=_("Like March 2024, spring 2024 or 8 months ago"),
    )
    said = TextField(most=2000, rows=3, label=_("What they said"))
    is_now = forms.BooleanField(required=False, label=_("I am doing this now"))

    def clean(self) -> dict[str, object]:
        given = super().clean() or self.cleaned_data
        kind, outcome = given.get("kind"), given.get("outcome")
        if kind and outcome:
            if kind == CareKind.SCAN and outcome in DID - {CareOutcome.TOO_SOON.value}:
                self.add_error("outcome", _("For a scan choose what it showed"))
            elif kind != CareKind.SCAN and outcome in SHOWED:
                self.add_error("outcome", _("Choose what it did. Only a scan is clean"))
        if kind == CareKind.SCAN and given.get("is_now"):
            self.add_error("is_now", _("A scan is over once it is made. Leave this open"))
        return given
