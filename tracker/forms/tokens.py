"""A token for a shortcut: its name, and what it may log."""

from django import forms
from django.utils.translation import gettext_lazy as _

from tracker.forms.fields import CodesField, PlainTextField, WritingForm

NAME_MAX = 60
SCOPE_WORDS = [("log", _("Pain of a day")), ("fall", _("A fall or slip")), ("run", _("A run"))]


class TokenForm(WritingForm):
    name = PlainTextField(
        max_length=NAME_MAX,
        too_long=_("Keep the name under 60 characters"),
        label=_("Name"),
        help_text=_("So that you know it again: the phone or watch it is for."),
        error_messages={
            "null": _("Write the name in plain text"),
            "required": _("Give it a name"),
        },
    )
    scopes = CodesField(
        codes=SCOPE_WORDS, message=_("Choose from the list"), label=_("What may it log?")
    )

    def __init__(self, *args: object, **options: object) -> None:
        super().__init__(*args, **options)  # type: ignore[arg-type]
        self.fields["name"].required = True

    def clean_name(self) -> str:
        name = " ".join(str(self.cleaned_data["name"]).split())
        if not name:
            raise forms.ValidationError(_("Give it a name"))
        return name

    def clean_scopes(self) -> list[str]:
        scopes: list[str] = self.cleaned_data["scopes"]
        if not scopes:
            raise forms.ValidationError(_("Choose what it may log"))
        return scopes
