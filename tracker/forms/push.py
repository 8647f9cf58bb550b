"""A browser that may be pushed to, as its own script hands it over."""

from django import forms
from django.utils.translation import gettext_lazy as _

from tracker.forms.fields import PlainTextField, WritingForm

NAME_MAX = 60


class PushForm(WritingForm):
    name = PlainTextField(
        max_length=NAME_MAX,
        too_long=_("Keep the name under 60 characters"),
        label=_("Name of this device"),
        help_text=_("So that you know it again."),
        error_messages={"null": _("Write the name in plain text"), "required": _("Give it a name")},
    )
    endpoint = forms.CharField(required=False, max_length=1000, widget=forms.HiddenInput)
    p256dh = forms.CharField(required=False, max_length=120, widget=forms.HiddenInput)
    auth = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)

    def __init__(self, *args: object, **options: object) -> None:
        super().__init__(*args, **options)  # type: ignore[arg-type]
        self.fields["name"].required = True

    def clean_name(self) -> str:
        name = " ".join(str(self.cleaned_data["name"]).split())
        if not name:
            raise forms.ValidationError(_("Give it a name"))
        return name

    def clean(self) -> dict[str, object]:
        """The three hidden fields have no place of their own for a sentence."""
        hidden = ("endpoint", "p256dh", "auth")
        if any(self.errors.get(name) or not self.cleaned_data.get(name) for name in hidden):
            for name in hidden:
                self.errors.pop(name, None)
            self.add_error(
                None, _("This browser did not say where to push to. Use the button again")
            )
        return self.cleaned_data
