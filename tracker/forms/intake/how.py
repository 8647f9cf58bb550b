"""Step 3: what the person was doing."""

from django import forms
from django.utils.translation import gettext_lazy as _

from rehab.vocabulary import Mechanism, Onset
from tracker.forms.fields import optional_label
from tracker.forms.intake.fields import OneOf, TextField
from tracker.intake_words import FELT_WORDS, HOW_WORDS

SUDDEN = (
    Mechanism.SPRINT, Mechanism.STRETCH, Mechanism.FALL, Mechanism.BLOW,
    Mechanism.OVERLOAD, Mechanism.SITTING, Mechanism.OTHER, Mechanism.UNKNOWN,
)  # fmt: skip
GRADUAL = (
    Mechanism.OVERLOAD, Mechanism.SITTING, Mechanism.SPRINT, Mechanism.STRETCH,
    Mechanism.FALL, Mechanism.BLOW, Mechanism.OTHER, Mechanism.UNKNOWN,
)  # fmt: skip


class HowForm(forms.Form):
    """One mechanism; the likelier ones for this onset come first."""

    mechanism = OneOf(
        (),
        error=_("Choose what you were doing. I don't know is fine"),
        label=_("What were you doing?"),
    )
    felt = OneOf(
        FELT_WORDS.items(),
        error="",
        label=optional_label(_("Does one of these say it better?")),
        required=False,
    )
    note = TextField(most=200, label=_("A few words"))

    def __init__(self, *args: object, onset: str | None = None, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        order = SUDDEN if onset == Onset.SUDDEN else GRADUAL
        self.fields["mechanism"].choices = [(m.value, HOW_WORDS[m.value]) for m in order]

    def clean(self) -> dict[str, object]:
        given = super().clean() or self.cleaned_data
        if given.get("mechanism") == Mechanism.OTHER and not given.get("note"):
            if "note" not in self.errors:
                self.add_error("note", _("Say in a few words what you were doing"))
        return given
