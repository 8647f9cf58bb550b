"""Bringing a diary in: the file, then what happens to what is different."""

from django import forms
from django.utils.translation import gettext_lazy as _

from tracker.forms.fields import CodeField, WritingForm

KEEP, TAKE = "keep", "take"


class BringFileForm(forms.Form):
    """The file. What is wrong inside it is told by its path later.

    `error` is the sentence at the field, "" for a form that was not sent.
    """

    file = forms.Field(
        label=_("A file of yours"),
        help_text=_(
            "The ZIP or the diary.json that was downloaded here, or from another tool; or a table "
            "of days with their pain (CSV)."
        ),
        widget=forms.FileInput(attrs={"accept": ".zip,.json,.csv,.txt,.tsv"}),
    )

    def __init__(self, *, error: str = "") -> None:
        super().__init__({} if error else None)
        self.fields["file"].error_messages["required"] = error


class BringInForm(WritingForm):
    """What was looked at, and which of two that differ stands."""

    seen = forms.CharField(
        widget=forms.HiddenInput,
        max_length=64,
        error_messages={"required": _("Look at the file again")},
    )
    differs = CodeField(
        codes=[
            (KEEP, _("Keep what my diary says")),
            (TAKE, _("Take what the file says")),
        ],
        message=_("Choose which of the two stays"),
        label=_("Where the file and your diary differ"),
    )

    def __init__(self, *args: object, asks: bool = True, **options: object) -> None:
        super().__init__(*args, **options)  # type: ignore[arg-type]
        if not asks:
            self.fields["differs"].required = False

    @property
    def takes(self) -> bool:
        return bool(self.cleaned_data["differs"] == TAKE)
