"""A token for a shortcut: its name, and what it may log."""

from django import forms
from django.utils.translation import gettext_lazy as _

from tracker.forms.fields import CodesField, WritingForm

NAME_MAX = 60
SCOPE_WORDS = [("log", _("Pain of a day")), ("fall", _("A fall or slip")), ("run", _("A run"))]


class TokenForm(WritingForm):
    name = forms.CharField(
        max_length=NAME_MAX,
        label=_("Name"),
        help_text=_("So that you know it again: the phone or watch it is for."),
        error_messages={
            "required": _("Give it a name"),
            "max_length": _("Keep the name under 60 characters"),
        },
    )
    scopes = CodesField(
        codes=SCOPE_WORDS, message=_("Choose from the list"), label=_("What may it log?")
    )

    def __init__(self, *args: object, **options: object) -> None:
        super().__init__(*args, **options)  # type: ignore[arg-type]
        self.fields["name"].error_messages["null_characters_not_allowed"] = _("Give it a name")
        for check in self.fields["name"].validators:
            if type(check).__name__ == "ProhibitNullCharactersValidator":
                check.message = _("Write the name in plain text")  # type: ignore[attr-defined]

    def clean_scopes(self) -> list[str]:
        scopes: list[str] = self.cleaned_data["scopes"]
        if not scopes:
            raise forms.ValidationError(_("Choose what it may log"))
        return scopes
