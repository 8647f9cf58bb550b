"""Bringing a diary in: the file, then what happens to what is different."""

from django import forms
from django.utils.translation import gettext_lazy as _

from tracker.carried import CHOICES
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
    """What was looked at, and of each kind that differs which of the two stands.

    One field for each of `CHOICES`, by `field_of`; a page shows those it has to ask. What is
    not answered keeps what the diary says.
    """

    seen = forms.CharField(
        widget=forms.HiddenInput,
        max_length=64,
        error_messages={"required": _("Look at the file again")},
    )

    def __init__(self, *args: object, **options: object) -> None:
        super().__init__(*args, **options)  # type: ignore[arg-type]
        for choice in CHOICES:
            self.fields[field_of(choice)] = CodeField(
                codes=[
                    (KEEP, _("Keep what my diary says")),
                    (TAKE, _("Take what the file says")),
                ],
                message=_("Choose which of the two stays"),
                required=False,
            )

    @property
    def takes(self) -> frozenset[str]:
        """The choices in which the file wins."""
        return frozenset(c for c in CHOICES if self.cleaned_data[field_of(c)] == TAKE)

    def ask(self, choice: str, words: str) -> forms.BoundField:
        """The question about one kind, with its label."""
        name = field_of(choice)
        self.fields[name].label = words
        return self[name]


def field_of(choice: str) -> str:
    """The name of the field: "differs_days"."""
    return f"differs_{choice}"
