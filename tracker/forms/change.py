"""One change at a time: what, from when, for how long; later how it went."""

from datetime import date

from django import forms
from django.utils.translation import gettext_lazy as _

from tracker.forms.day_fields import ROW_LABELS
from tracker.forms.fields import (
    CodeField,
    CodesField,
    PlainTextField,
    WholeNumberField,
    WritingForm,
    codes_of,
)
from tracker.forms.signs import PlainDateField
from tracker.models.change import OUTCOMES, WHAT_MAX

BAD_WEEKS = _("Choose from 1 to 12 weeks")
FROM_LIST = _("Choose from the list")


class ChangeCorrectForm(WritingForm):
    """What is changed, since when, and the lines it is looked at by."""

    what = PlainTextField(
        max_length=WHAT_MAX,
        too_long=_("Keep it under 120 characters"),
        label=_("What I change"),
        help_text=_("One thing, like a cushion in the car, or no stretching."),
    )
    began_on = PlainDateField(
        label=_("From"),
        error_messages={
            "required": _("Enter the day you begin"),
            "invalid": _("Enter the day you begin"),
        },
    )
    contexts = CodesField(
        codes=[(name, words) for name, words in ROW_LABELS.items()],
        message=FROM_LIST,
        label=_("What I look at"),
    )

    def __init__(self, *args: object, today: date, **options: object) -> None:
        super().__init__(*args, **options)  # type: ignore[arg-type]
        self.today = today
        self.fields["what"].required = True
        self.fields["what"].error_messages["required"] = _("Say in a few words what you change")

    def clean_what(self) -> str:
        what: str = self.cleaned_data["what"].strip()
        if not what:
            raise forms.ValidationError(_("Say in a few words what you change"))
        return what

    def clean_began_on(self) -> date:
        on: date = self.cleaned_data["began_on"]
        if on > self.today:
            raise forms.ValidationError(_("Enter today or an earlier day"))
        return on

    def clean_contexts(self) -> list[str]:
        chosen: list[str] = self.cleaned_data["contexts"]
        if not chosen:
            raise forms.ValidationError(_("Choose at least one line of the log"))
        return chosen


class ChangeForm(ChangeCorrectForm):
    """Begin one. Nothing but the words is empty at first."""

    weeks = WholeNumberField(low=1, high=12, message=BAD_WEEKS, label=_("For how many weeks"))
    field_order = ("what", "began_on", "weeks", "contexts")

    def __init__(self, *args: object, today: date, **options: object) -> None:
        super().__init__(*args, today=today, **options)
        self.fields["weeks"].error_messages["required"] = BAD_WEEKS


class ChangeEndForm(WritingForm):
    """How it went, in the person's own word."""

    outcome = CodeField(
        codes=codes_of(OUTCOMES), message=FROM_LIST, required=False, label=_("Did it help?")
    )
    note = PlainTextField(label=_("Note"), widget=forms.Textarea(attrs={"rows": 3}))


class ChangeExtendForm(WritingForm):
    more_weeks = WholeNumberField(
        low=1, high=12, message=BAD_WEEKS, label=_("How many weeks longer")
    )

    def __init__(self, *args: object, **options: object) -> None:
        super().__init__(*args, **options)  # type: ignore[arg-type]
        self.fields["more_weeks"].error_messages["required"] = BAD_WEEKS
