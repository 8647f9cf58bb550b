"""What a clinician said it is, in the person's words."""

from django import forms
from django.utils.translation import gettext_lazy as _

from tracker.forms.intake.fields import TextField


class ToldForm(forms.Form):
    told = TextField(most=200, rows=3, label=_("What did they say it is?"), required=True)

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["told"].error_messages["required"] = _("Write a few words, or go back")
