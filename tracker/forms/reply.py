"""What the person with a link may send back: a message, and what it proposes for the diary."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rehab.vocabulary import ToldKind
from tracker.forms.fields import PlainTextField, Words, WritingForm
from tracker.forms.signs import FROM_LIST, PlainDateField
from tracker.labels import ROLES, TOLD
from tracker.models.share import MESSAGE_MAX, NAME_MAX

NOTHING = ("", _("Nothing about this"))


class ReplyForm(WritingForm):
    """`stages` are those of the plan that runs; without any, nothing about stages is asked."""

    message = PlainTextField(
        label=_("Your message"),
        help_text=_("Up to 500 letters."),
        max_length=MESSAGE_MAX,
        too_long=_("Keep this under 500 characters"),
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    name = PlainTextField(
        label=_("Your name"), max_length=NAME_MAX, too_long=_("Keep the name under 40 characters")
    )
    role = forms.ChoiceField(
        label=_("What you are"),
        choices=[("", _("Choose")), *ROLES.items()],
        error_messages={"required": _("Choose what you are"), "invalid_choice": FROM_LIST},
    )
    label = forms.ChoiceField(
        label=_("What it is, as far as you can say"),
        choices=[NOTHING, *((kind.value, TOLD[kind]) for kind in ToldKind)],
        required=False,
        error_messages={"invalid_choice": FROM_LIST},
    )
    visit_on = PlainDateField(label=_("Next visit"), required=False)

    def __init__(self, *args: Any, stages: Sequence[tuple[str, Words]], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["name"].required = True
        self.fields["name"].error_messages["required"] = _("Enter your name")
        if stages:
            self.fields["stage"] = forms.ChoiceField(
                label=_("Cleared for"),
                choices=[NOTHING, *stages],
                required=False,
                error_messages={"invalid_choice": FROM_LIST},
            )

    def clean_name(self) -> str:
        return " ".join(self.cleaned_data["name"].split())

    def clean_message(self) -> str:
        text: str = self.cleaned_data["message"].strip()
        return text

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or self.cleaned_data
        is_other = given.get("label") == ToldKind.OTHER.value
        if is_other and not given.get("message") and "message" not in self.errors:
            self.add_error("message", _("Write what you think it is"))
        return given
