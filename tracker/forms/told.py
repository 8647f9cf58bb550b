""" "My clinician told me": what, who, when, and what a scan was called, if they said so."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rehab.content.catalogue import catalogue
from rehab.vocabulary import ToldKind
from tracker.forms.fields import CodeField, PlainTextField, Words, WritingForm
from tracker.forms.signs import FROM_LIST, PlainDateField
from tracker.labels import ROLES, TOLD
from tracker.told_word import fault_of, word_of

NOT_TOLD = ("", _("Not told"))
# The form calls their words `told`, as its only field was called once.
FIELDS = {"words": "told"}


class ToldFields(forms.Form):
    """One word of a professional.

    `latest` is the last day that can be today for the person, `earliest` the known day of onset.
    """

    kind = CodeField(
        label=_("What did they say it is?"),
        codes=[(code.value, TOLD[code]) for code in ToldKind],
        message=_("Choose what they said. Something else is fine"),
    )
    told = PlainTextField(
        label=_("In their words"),
        widget=forms.Textarea(attrs={"rows": 3}),
        too_long=_("Keep this under 2,000 characters"),
    )
    role = forms.ChoiceField(
        label=_("Who told you?"),
        help_text=_("What they are, or their name. One of the two is enough."),
        choices=[NOT_TOLD, *ROLES.items()],
        required=False,
        error_messages={"invalid_choice": FROM_LIST},
    )
    who = PlainTextField(
        label=_("Name or place"), max_length=80, too_long=_("Keep the name under 80 characters")
    )
    on = PlainDateField(
        label=_("Which day?"),
        error_messages={
            "required": _("Enter the day they told you"),
            "invalid": _("Enter the day they told you"),
        },
    )
    is_grade_0 = forms.BooleanField(
        label=_("They called it grade 0: nothing to see on the scan"), required=False
    )
    bamic = forms.ChoiceField(
        label=_("British Athletics, as told by my clinician"),
        required=False,
        error_messages={"invalid_choice": FROM_LIST},
    )
    munich = forms.ChoiceField(
        label=_("Munich type, as told by my clinician"),
        required=False,
        error_messages={"invalid_choice": FROM_LIST},
    )

    def __init__(
        self,
        *args: Any,
        latest: date,
        earliest: date | None = None,
        birth_year: int | None = None,
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        self.latest, self.earliest, self.birth_year = latest, earliest, birth_year
        for system in ("bamic", "munich"):
            self.fields[system].choices = [NOT_TOLD, *_names(system)]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or self.cleaned_data
        if given.get("kind") and given.get("on"):
            fault = fault_of(
                word_of(given),
                latest=self.latest,
                earliest=self.earliest,
                birth_year=self.birth_year,
            )
            if fault is not None:
                self.add_error(FIELDS.get(fault.field, fault.field), _(fault.message))
        return given

    @property
    def opens_details(self) -> bool:
        """Whether the fold with the names of scans stands open: something is filled or wrong."""
        return any(self[n].value() or self[n].errors for n in ("is_grade_0", "bamic", "munich"))


class ToldForm(WritingForm, ToldFields):
    """The same for a stored injury."""


def _names(system: str) -> list[tuple[str, Words]]:
    """The letters or types in the order of their grades."""
    return [
        (name, name)
        for grade in sorted(catalogue().grades)
        for name in getattr(catalogue().grades[grade], system)
    ]
